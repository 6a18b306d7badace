/* Damaged, foreign and lying files: every one is refused with the right kind of error, and none is
 * silently read as something else. */
#include "particles.h"
#include "core/file.h"
#include "scratch.h"
#include <hdf5.h>
#include <sys/stat.h>
#include <unistd.h>

/* HDF5 1.10 loses some memory of its own when it meets damaged metadata; ours is counted by
 * aps_alloc and checked. */
__attribute__((visibility("default"))) const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void) { return "leak:libhdf5"; }

static char file[512];

static void lay(const void *bytes, size_t n) { put(file, bytes, n); }

/* The file at `file` is refused with this error, naming the file and `text`. */
static int refused(aps_err expected, const char *text) {
  aps_dataset d;
  const aps_err err = aps_dataset_read(ctx, file, &d);
  const int ok = err == expected && strstr(aps_ctx_error(ctx), text) &&
                 strstr(aps_ctx_error(ctx), file) && d.owned == NULL;
  if (!ok) printf("  got %d: %s\n", err, err ? aps_ctx_error(ctx) : "accepted");
  aps_dataset_free(&d);
  return ok;
}

static int text_refused(const char *content, const char *text) {
  lay(content, strlen(content));
  return refused(APS_EDATA, text);
}

/* ---- no file at all -------------------------------------------------------------------------- */

static void test_what_is_no_file_is_an_input_output_error(void) {
  snprintf(file, sizeof file, "%s/missing", folder);
  CHECK(refused(APS_EIO, "no such file"));
  snprintf(file, sizeof file, "%s", folder);
  CHECK(refused(APS_EIO, "directory"));
  snprintf(file, sizeof file, "%s/pipe", folder);
  CHECK(mkfifo(file, 0600) == 0);
  CHECK(refused(APS_EIO, "not a regular file")); /* and it does not wait for a writer */
  snprintf(file, sizeof file, "%s/secret", folder);
  lay("1 2 3 4 5 6 7\n", 14);
  if (geteuid() != 0) {
    chmod(file, 0);
    CHECK(refused(APS_EIO, "Permission denied"));
  }
  snprintf(file, sizeof file, "%s/file", folder);
}

static void test_foreign_files_are_refused_by_name(void) {
  lay("", 0);
  CHECK(refused(APS_EDATA, "empty"));
  const struct {
    const char *bytes;
    size_t n;
    const char *name;
  } others[] = {
      {"REBOUND Binary File. Version: 4.4.3\0...", 40, "a REBOUND archive"},
      {"SIMPLE  =                    T", 30, "a FITS file"},
      {"\x93NUMPY\1\0", 8, "a NumPy array"},
      {"\x89PNG\r\n\x1a\n", 8, "a PNG picture"},
      {"\x1f\x8b\x08\0", 4, "gzip-compressed"},
      {"{\"particles\": []}", 17, "a JSON file"},
      {"particles:\n  - model: plummer\n", 30, "a YAML file"},
      {"# a run\n---\nx: 1\n", 17, "a YAML file"},
      {"Once upon a time\n", 17, "text, but no table"},
      {"\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 32, "nothing but zeros"},
      {"\xde\xad\xbe\xef\1\2\3\4", 8, "de ad be ef"},
      {"\x89HDF\r\n\x1a\n", 8, "HDF5"}};
  for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
    lay(others[i].bytes, others[i].n);
    CHECK(refused(APS_EDATA, others[i].name));
    CHECK((strstr(aps_ctx_hint(ctx), "gzip -dk ") != NULL) == (strcmp(others[i].name, "gzip-compressed") == 0));
  }
}

/* ---- text ------------------------------------------------------------------------------------ */

static void test_bad_text_is_named_by_line_and_column(void) {
  CHECK(text_refused("1 2 3 4 5 6 7\n1 2 3 4 5 6\n",
                     ":2: expected 7 columns as in the lines before, got 6"));
  CHECK(text_refused("1 2 3 4\n",
                     ":1: expected 7 columns (m x y z vx vy vz) or 8 (id first), got 4"));
  CHECK(text_refused("1 2 3 4 5 6 7\n\n1 2 nan 4 5 6 7\n",
                     ":3: y: expected a finite number, got 'nan'"));
  CHECK(text_refused("1 2 1e999 4 5 6 7\n", ":1: y: expected a finite number, got '1e999'"));
  CHECK(text_refused("1 2 1D 4 5 6 7\n", ":1: y: expected a finite number, got '1D'"));
  CHECK(text_refused("1 2 1D2D3 4 5 6 7\n", ":1: y: expected a finite number, got '1D2D3'"));
  CHECK(text_refused("1 2 0x10 4 5 6 7\n", ":1: y: expected a finite number, got '0x10'"));
  CHECK(text_refused("1 2,5 3 4 5 6 7\n", ":1: x: expected a finite number, got '2,5'"));
  CHECK(strstr(aps_ctx_hint(ctx), "point") != NULL);
  CHECK(text_refused("-1 2 3 4 5 6 7\n", ":1: m must be >= 0, got -1"));
  CHECK(text_refused("1.5 1 2 3 4 5 6 7\n", ":1: id: expected an integer, got '1.5'"));
  CHECK(text_refused("m,x,y,z,type\n1,2,3,4,2.5\n", ":2: type: expected an integer, got '2.5'"));
  CHECK(text_refused("000\n3\n0.0\n0 1 2 3 4 5 6 7\n", "its header names 3 particles, it has 1"));
  CHECK(text_refused("1\nsodium\nNa 1 2 3\n", "an XYZ file"));
  CHECK(text_refused("1\n# sodium\n1 1 2 3\n", "an XYZ file"));
}

/* ---- lying headers --------------------------------------------------------------------------- */

static void test_headers_that_claim_too_much_are_refused_before_memory_is_taken(void) {
  const int64_t peak = aps_memory_peak(ctx);
  uint32_t gadget[80] = {256, 0, 4000000000u}; /* GADGET-2: 4e9 particles in 320 bytes */
  lay(gadget, sizeof gadget);
  CHECK(refused(APS_EDATA, "expected record mark 256 at byte 260, got 0"));
  gadget[65] = 256; /* the mark behind the header */
  lay(gadget, sizeof gadget);
  CHECK(refused(APS_EDATA, "4000000000 particles"));
  uint32_t tipsy[9] = {0, 0, 2000000000u, 3, 0, 2000000000u, 0, 0, 0};
  lay(tipsy, sizeof tipsy);
  CHECK(refused(APS_EDATA, "truncated: the tipsy header names 0 gas, 2000000000 dark"));
  CHECK(aps_memory_peak(ctx) < peak + (4 << 20));
}

/* ---- HDF5 ------------------------------------------------------------------------------------ */

typedef struct {
  const char *group, *name;
  hsize_t rows, width;
  hid_t type, create;
} dataset;

static void add_dataset(hid_t f, dataset d) {
  hid_t group = H5Lexists(f, d.group, H5P_DEFAULT) > 0
                    ? H5Gopen2(f, d.group, H5P_DEFAULT)
                    : H5Gcreate2(f, d.group, H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT);
  const hsize_t shape[2] = {d.rows, d.width};
  hid_t space = H5Screate_simple(d.width ? 2 : 1, shape, NULL);
  hid_t set = H5Dcreate2(group, d.name, d.type ? d.type : H5T_NATIVE_DOUBLE, space, H5P_DEFAULT,
                         d.create ? d.create : H5P_DEFAULT, H5P_DEFAULT);
  if (d.create == 0 && d.rows < 1000 &&
      H5Tget_class(d.type ? d.type : H5T_NATIVE_DOUBLE) != H5T_STRING) {
    double *ones = calloc(d.rows * (d.width ? d.width : 1), 8);
    for (hsize_t i = 0; i < d.rows * (d.width ? d.width : 1); i++) ones[i] = (double)i;
    H5Dwrite(set, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, ones);
    free(ones);
  }
  H5Dclose(set);
  H5Sclose(space);
  H5Gclose(group);
}

static hid_t new_file(void) { return H5Fcreate(file, H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT); }

/* A valid file of 4 particles but for what `broken` replaces. */
static void make_hdf5(dataset broken) {
  const dataset good[] = {{"PartType1", "Coordinates", 4, 3, 0, 0},
                          {"PartType1", "Velocities", 4, 3, 0, 0},
                          {"PartType1", "Masses", 4, 0, 0, 0},
                          {"PartType1", "ParticleIDs", 4, 0, H5T_NATIVE_UINT64, 0}};
  hid_t f = new_file();
  for (int i = 0; i < 4; i++)
    if (broken.name == NULL || strcmp(broken.name, good[i].name) != 0) add_dataset(f, good[i]);
  if (broken.name && broken.rows) add_dataset(f, broken);
  H5Fclose(f);
}

static int hdf5_refused(dataset broken, const char *text) {
  make_hdf5(broken);
  return refused(APS_EDATA, text);
}

static void test_hdf5_shapes_and_types_are_checked(void) {
  aps_dataset d;
  make_hdf5((dataset){.name = NULL});
  CHECK_OK(ctx, aps_dataset_read(ctx, file, &d));
  CHECK(d.v.n == 4 && d.v.x[3] == 9 && d.v.mass[3] == 3 && d.v.id[2] == 2);
  aps_dataset_free(&d);
  CHECK(hdf5_refused((dataset){"PartType1", "Masses", 0, 0, 0, 0}, "has no Masses"));
  CHECK(hdf5_refused((dataset){"PartType1", "Coordinates", 0, 0, 0, 0},
                     "PartType1/Coordinates is missing"));
  CHECK(hdf5_refused((dataset){"PartType1", "Coordinates", 4, 2, 0, 0},
                     "expected 3 numbers per particle, got 2"));
  CHECK(hdf5_refused((dataset){"PartType1", "Coordinates", 4, 0, 0, 0},
                     "expected 3 numbers per particle, got 1"));
  CHECK(hdf5_refused((dataset){"PartType1", "Velocities", 5, 3, 0, 0}, "expected 4 rows, got 5"));
  CHECK(hdf5_refused((dataset){"PartType1", "ParticleIDs", 4, 0, 0, 0}, "expected integers"));
  CHECK(hdf5_refused((dataset){"PartType1", "Masses", 4, 0, H5T_C_S1, 0}, "expected numbers"));
  hid_t odd = H5Tcopy(H5T_NATIVE_INT);
  H5Tset_size(odd, 3);
  CHECK(hdf5_refused((dataset){"PartType1", "Masses", 4, 0, odd, 0}, "unusual type"));
  H5Tclose(odd);
#if !H5_VERSION_GE(1, 14, 0) /* HDF5 1.14.5 does not even write this one */
  odd = H5Tcopy(H5T_NATIVE_INT);
  H5Tset_precision(odd, 11);
  H5Tset_offset(odd, 3);
  CHECK(hdf5_refused((dataset){"PartType1", "Masses", 4, 0, odd, 0}, "unusual type"));
  H5Tclose(odd);
#endif
  hid_t f = new_file();
  add_dataset(f, (dataset){"stars", "Coordinates", 4, 3, 0, 0});
  H5Fclose(f);
  CHECK(refused(APS_EDATA, "an HDF5 file without PartType groups (its root holds stars)"));
  f = new_file();
  H5Fclose(f);
  CHECK(refused(APS_EDATA, "its root holds nothing"));
}

static void test_hdf5_that_claims_more_than_it_holds_takes_no_memory(void) {
  const int64_t peak = aps_memory_peak(ctx);
  hid_t create = H5Pcreate(H5P_DATASET_CREATE);
  const hsize_t small[2] = {100, 3}, huge[2] = {100000000, 3};
  H5Pset_chunk(create, 2, small); /* 1e12 rows, no chunk written */
  CHECK(hdf5_refused((dataset){"PartType1", "Coordinates", 1000000000000, 3, 0, create},
                     "are stored"));
  H5Pset_chunk(create, 2, huge);
  CHECK(hdf5_refused((dataset){"PartType1", "Coordinates", 100000000, 3, 0, create},
                     "chunks larger"));
  H5Pclose(create);
  /* contiguous, never written: no address in the file */
  CHECK(hdf5_refused((dataset){"PartType1", "Coordinates", 1000000000000, 3, 0, 0},
                     "beyond the end of the file"));
  CHECK(aps_memory_peak(ctx) < peak + (4 << 20));
}

static void test_a_cut_hdf5_file_is_said_to_be_truncated(void) {
  make_hdf5((dataset){.name = NULL});
  struct stat info;
  CHECK(stat(file, &info) == 0 && truncate(file, info.st_size - 1) == 0);
  CHECK(refused(APS_EDATA, "truncated file"));
}

static void test_hdf5_follows_nothing_out_of_the_file(void) {
  char other[600];
  snprintf(other, sizeof other, "%s/other", folder);
  make_hdf5((dataset){.name = NULL});
  CHECK(rename(file, other) == 0);

  hid_t f = new_file(); /* an external link instead of the group, and instead of a dataset */
  H5Lcreate_external(other, "/PartType1", f, "PartType1", H5P_DEFAULT, H5P_DEFAULT);
  H5Fclose(f);
  CHECK(refused(APS_EDATA, "without PartType groups"));
  make_hdf5((dataset){"PartType1", "Masses", 0, 0, 0, 0});
  f = H5Fopen(file, H5F_ACC_RDWR, H5P_DEFAULT);
  H5Lcreate_external(other, "/PartType1/Masses", f, "PartType1/Masses", H5P_DEFAULT, H5P_DEFAULT);
  H5Fclose(f);
  CHECK(refused(APS_EDATA, "PartType1/Masses is a link into another file, which is not followed"));
  make_hdf5((dataset){"PartType1", "Coordinates", 0, 0, 0, 0});
  f = H5Fopen(file, H5F_ACC_RDWR, H5P_DEFAULT);
  H5Lcreate_external(other, "/PartType1/Coordinates", f, "PartType1/Coordinates", H5P_DEFAULT, H5P_DEFAULT);
  H5Fclose(f);
  CHECK(refused(APS_EDATA, "PartType1/Coordinates is a link into another file, which is not followed"));

  hid_t create = H5Pcreate(H5P_DATASET_CREATE);
  H5Pset_external(create, "/etc/passwd", 0, 32);
  CHECK(hdf5_refused((dataset){"PartType1", "Masses", 4, 0, 0, create}, "external file"));
  H5Pclose(create);

  create = H5Pcreate(H5P_DATASET_CREATE);
  const hsize_t four = 4;
  hid_t space = H5Screate_simple(1, &four, NULL);
  H5Pset_virtual(create, space, other, "/PartType1/Masses", space);
  H5Sclose(space);
  f = H5Fcreate(file, H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT);
  add_dataset(f, (dataset){"PartType1", "Coordinates", 4, 3, 0, 0});
  add_dataset(f, (dataset){"PartType1", "Masses", 4, 0, 0, create});
  H5Fclose(f);
  CHECK(refused(APS_EDATA, "virtual dataset"));
  H5Pclose(create);

  create = H5Pcreate(H5P_DATASET_CREATE);
  const hsize_t chunk = 4;
  H5Pset_chunk(create, 1, &chunk);
  H5Pset_filter(create, 32000, H5Z_FLAG_OPTIONAL, 0, NULL); /* LZF: a plug-in */
  CHECK(hdf5_refused((dataset){"PartType1", "Masses", 4, 0, 0, create}, "uses filter 32000"));
  H5Pclose(create);
}

static void test_hdf5_numbers_that_make_no_particles(void) {
  aps_dataset a = particles_make(50, FULL, 1);
  const struct {
    double *value, bad;
    const char *text;
  } cases[] = {{&a.v.x[3], NAN, "particle 4 of 50: x must be finite, got nan"},
               {&a.v.vz[49], INFINITY, "particle 50 of 50: vz must be finite, got inf"},
               {&a.v.mass[7], -1, "particle 8 of 50: mass must be >= 0, got -1"},
               {&a.v.eps[0], -2, "particle 1 of 50: eps must be >= 0, got -2"}};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    const double was = *cases[i].value;
    *cases[i].value = cases[i].bad;
    CHECK_OK(ctx, aps_dataset_write(ctx, file, "own", &a, NULL, 0));
    CHECK(refused(APS_EDATA, cases[i].text));
    *cases[i].value = was;
  }
  particles_free(&a);
}

/* ---- damage ---------------------------------------------------------------------------------- */

static int same(const aps_dataset *a, const aps_dataset *b, aps_cols groups) {
  return particles_differ(a, b, groups, 0) == 0 && a->time == b->time &&
         a->periodic == b->periodic && memcmp(&a->units, &b->units, sizeof a->units) == 0 &&
         memcmp(a->box, b->box, sizeof a->box) == 0 && strcmp(a->title, b->title) == 0 &&
         a->step == b->step && memcmp(a->force_error, b->force_error, sizeof a->force_error) == 0;
}

/* Reads a damaged copy: refused with APS_EDATA, or exactly what was written. Returns 1 if refused.
 */
static int survives(const char *bytes, size_t n, const aps_dataset *truth, aps_cols groups,
                    const char *what) {
  aps_dataset d;
  lay(bytes, n);
  const aps_err err = aps_dataset_read(ctx, file, &d);
  if (err != APS_OK && err != APS_EDATA)
    printf("  %s: error %d: %s\n", what, err, aps_ctx_error(ctx));
  CHECK(err == APS_OK || err == APS_EDATA);
  if (err == APS_OK && !same(&d, truth, groups)) {
    printf("  %s: silently different\n", what);
    CHECK(0);
  }
  aps_dataset_free(&d);
  return err != APS_OK;
}

static void damage(const char *format, int compress, int flips) {
  aps_dataset a = particles_make(200, FULL, 2), truth;
  char *bytes, what[128];
  int64_t n;
  CHECK_OK(ctx, aps_dataset_write(ctx, file, format, &a, NULL, compress));
  CHECK_OK(ctx, aps_file_load(ctx, file, INT64_MAX, &bytes, &n));
  CHECK_OK(ctx, aps_dataset_read(ctx, file, &truth));
  int refusals = 0, cuts = 0;
  for (int i = 0; i < flips; i++) {
    aps_rng rng = aps_rng_at(11, (uint64_t)compress, (uint64_t)i);
    const int64_t bit = (int64_t)(aps_rng_uniform(&rng) * (double)(8 * n));
    bytes[bit / 8] ^= (char)(1 << bit % 8);
    snprintf(what, sizeof what, "%s, bit %lld of byte %lld", format, (long long)(bit % 8),
             (long long)(bit / 8));
    refusals += survives(bytes, (size_t)n, &truth, FULL, what);
    bytes[bit / 8] ^= (char)(1 << bit % 8);
  }
  for (int64_t cut = 0; cut < n; cut += 1 + n / 150) {
    snprintf(what, sizeof what, "%s, cut at byte %lld", format, (long long)cut);
    cuts += !survives(bytes, (size_t)cut, &truth, FULL, what);
  }
  CHECK(cuts == 0);                 /* no truncated file is read */
  CHECK(refusals > flips * 6 / 10); /* the rest hit unused bytes */
  printf("  %s%s: %d of %d flips refused, the others changed nothing\n", format,
         compress ? ", compressed" : "", refusals, flips);
  aps_release(ctx, bytes);
  aps_dataset_free(&truth);
  particles_free(&a);
}

static void test_no_flipped_bit_and_no_cut_is_read_as_good(void) {
  damage("swift", 0, 1500);
  damage("swift", 1, 500);
  damage("gadget4", 0, 500);
  damage("own", 0, 1500);
}

/* Of many chunks, which several threads read: whichever is hit, the column is named. */
static void test_a_flipped_bit_in_any_chunk_of_many_is_named(void) {
  enum { N = 1200000, HITS = 24 };
  aps_dataset a = particles_make(N, APS_X | APS_MASS | APS_ID, 1), truth;
  char *bytes;
  int64_t n;
  int seen = 0;
  CHECK_OK(ctx, aps_dataset_write(ctx, file, "own", &a, NULL, 0));
  CHECK_OK(ctx, aps_file_load(ctx, file, INT64_MAX, &bytes, &n));
  for (int k = 0; k < HITS; k++) { /* columns fill all but a few kB */
    const int64_t at = n / HITS * k + n / HITS / 2;
    bytes[at] ^= 8;
    lay(bytes, (size_t)n);
    seen += aps_dataset_read(ctx, file, &truth) == APS_EDATA && strstr(aps_ctx_error(ctx), "Columns/");
    aps_dataset_free(&truth);
    bytes[at] ^= 8;
  }
  CHECK(seen == HITS);
  lay(bytes, (size_t)n);
  CHECK_OK(ctx, aps_dataset_read(ctx, file, &truth));
  CHECK(particles_differ(&a, &truth, a.has, 0) == 0);
  aps_dataset_free(&truth);
  aps_release(ctx, bytes);
  particles_free(&a);
}

static void test_cut_tipsy_is_never_read(void) {
  aps_dataset a = particles_make(20, FULL, 1);
  char *bytes;
  int64_t n;
  CHECK_OK(ctx, aps_dataset_write(ctx, file, "tipsy", &a, NULL, 0));
  CHECK_OK(ctx, aps_file_load(ctx, file, INT64_MAX, &bytes, &n));
  for (int64_t cut = 1; cut < n; cut++) {
    lay(bytes, (size_t)cut);
    CHECK(refused(APS_EDATA, ""));
  }
  aps_release(ctx, bytes);
  particles_free(&a);
}

int main(void) {
  ctx = aps_ctx_create();
  H5Eset_auto2(H5E_DEFAULT, NULL, NULL);
  if (!scratch_begin()) return 1;
  CHECK_RUN(test_what_is_no_file_is_an_input_output_error);
  CHECK_RUN(test_foreign_files_are_refused_by_name);
  CHECK_RUN(test_bad_text_is_named_by_line_and_column);
  CHECK_RUN(test_headers_that_claim_too_much_are_refused_before_memory_is_taken);
  CHECK_RUN(test_hdf5_shapes_and_types_are_checked);
  CHECK_RUN(test_hdf5_that_claims_more_than_it_holds_takes_no_memory);
  CHECK_RUN(test_a_cut_hdf5_file_is_said_to_be_truncated);
  CHECK_RUN(test_hdf5_follows_nothing_out_of_the_file);
  CHECK_RUN(test_hdf5_numbers_that_make_no_particles);
  CHECK_RUN(test_no_flipped_bit_and_no_cut_is_read_as_good);
  CHECK_RUN(test_a_flipped_bit_in_any_chunk_of_many_is_named);
  CHECK_RUN(test_cut_tipsy_is_never_read);
  scratch_end();
  return CHECK_RESULT();
}
