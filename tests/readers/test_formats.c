/* Every format that is written reads back; every byte order and variant that others write is
 * understood. readers.formats                     the tests readers.formats --samples DIR snapshots
 * for the readers of others (test_real_readers.sh) readers.formats --fill FILE FORMAT N   one file
 * of N particles; apsis' exit status and error where it fails */
#include "particles.h"
#include "scratch.h"
#include "core/file.h"
#include <dirent.h>
#include <hdf5.h>
#include <inttypes.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

static int files_in_folder(void) {
  DIR *d = opendir(folder);
  int n = 0;
  for (struct dirent *e; (e = readdir(d));) n += strcmp(e->d_name, ".") && strcmp(e->d_name, "..");
  closedir(d);
  return n;
}

/* ---- formats that are written ---------------------------------------------------------------- */

static void round_trip(const char *format, aps_cols groups, int64_t n, int species, int compress,
                       double shift) {
  aps_dataset a = particles_make(n, FULL, species), b;
  const char *path = at("round");
  CHECK_OK(ctx, aps_dataset_write(ctx, path, format, &a, NULL, compress));
  CHECK_OK(ctx, aps_dataset_read(ctx, path, &b));
  CHECK(particles_differ(&a, &b, groups, shift) == 0);
  if (strcmp(format, "csv") != 0) {
    CHECK(b.time == a.time);
    CHECK(b.step == a.step);
    CHECK(strcmp(a.title, b.title) == 0);
    CHECK(b.units.G == a.units.G);
    CHECK_NEAR(b.units.length / a.units.length, 1, 1e-15);
    CHECK_NEAR(b.units.time / a.units.time, 1, 1e-15); /* gadget4 keeps a velocity */
    CHECK(memcmp(a.force_error, b.force_error, sizeof a.force_error) == 0);
    CHECK(b.periodic == 0);
  }
  aps_dataset_free(&b);
  particles_free(&a);
}

static void test_gadget4_reads_back_bit_for_bit(void) {
  for (int compress = 0; compress < 2; compress++) {
    round_trip("gadget4", FULL, 1, 1, compress, 0);
    round_trip("gadget4", FULL, 1000, 1, compress, 0);
    round_trip("gadget4", FULL, 70001, 3, compress, 0); /* several chunks, mixed species */
  }
}

/* More chunks than there are buffers, whose ends wait for the next. */
static void test_a_large_file_reads_back_bit_for_bit(void) {
  round_trip("gadget4", FULL, 500001, 1, 0, 0);
}

/* x + S is rounded to a multiple of ulp(2 S) / 2 = 2^-53 S at worst; S <= 8 holds 70000 normal
 * numbers (|x| < 4.6 sigma with some room). Taking S away again is exact. Everything else keeps its
 * bits. */
static void test_swift_reads_back_bit_for_bit_but_for_the_shift(void) {
  for (int compress = 0; compress < 2; compress++) {
    round_trip("swift", FULL, 1, 1, compress, 8 * 0x1p-53);
    round_trip("swift", FULL, 1000, 1, compress, 8 * 0x1p-53);
    round_trip("swift", FULL, 70001, 3, compress, 8 * 0x1p-53);
  }
}

static void test_csv_reads_back_bit_for_bit(void) {
  round_trip("csv", APS_X | APS_V | APS_MASS | APS_ID | APS_TYPE, 5000, 3, 0, 0);
}

static void test_own_keeps_every_column_and_blob(void) {
  aps_cols all = 0;
  for (const aps_column *c = aps_columns; c->name; c++) all |= c->group & ~(aps_cols)APS_FURTHER; /* that one is of another file */
  aps_dataset a = particles_make(12345, all, 5), b;
  char plain[] = "plain bytes \1\2\3";
  double numbers[3] = {1, -0.0, 1e-310};
  const aps_blob blobs[] = {{"clock", plain, sizeof plain}, {"leapfrog", numbers, sizeof numbers}};
  a.blob = blobs;
  a.n_blobs = 2;
  a.periodic = 1;
  for (int i = 0; i < 3; i++) a.box[i] = 1.5 + i;
  strcpy(a.note, "a note");
  for (int compress = 0; compress < 2; compress++) {
    CHECK_OK(ctx, aps_dataset_write(ctx, at("own"), "own", &a, NULL, compress));
    CHECK_OK(ctx, aps_dataset_read(ctx, at("own"), &b));
    CHECK(particles_differ(&a, &b, all, 0) == 0);
    CHECK(memcmp(a.v.x, b.v.x, 12345 * 8) == 0); /* the order too */
    CHECK(b.has == all && b.periodic && b.box[2] == 3.5 && b.step == a.step && b.time == a.time);
    CHECK(memcmp(&a.units, &b.units, sizeof a.units) == 0);
    CHECK(strcmp(a.note, b.note) == 0 && strcmp(a.title, b.title) == 0);
    CHECK(b.n_blobs == 2);
    for (int i = 0; i < b.n_blobs; i++) {
      const aps_blob *original = &blobs[strcmp(b.blob[i].name, "clock") != 0];
      CHECK(strcmp(b.blob[i].name, original->name) == 0);
      CHECK(b.blob[i].size == original->size &&
            memcmp(b.blob[i].data, original->data, original->size) == 0);
    }
    aps_dataset_free(&b);
  }
  particles_free(&a);
}

static void test_tipsy_keeps_floats(void) {
  aps_dataset a = particles_make(3000, FULL, 4), b;
  for (const aps_column *c = aps_columns; c->name; c++) {
    double *x = column_at(&a.v, c);
    for (int64_t i = 0; x && c->type == 'd' && i < a.v.n; i++) x[i] = (float)x[i];
  }
  for (int64_t i = 0; i < a.v.n; i++)
    a.v.type[i] = i < 1000 ? 0 : i < 2000 ? 1 : 4; /* tipsy's order */
  for (int64_t i = 0; i < a.v.n; i++) a.v.id[i] = (uint64_t)i + 1;
  CHECK_OK(ctx, aps_dataset_write(ctx, at("t"), "tipsy", &a, NULL, 0));
  CHECK_OK(ctx, aps_dataset_read(ctx, at("t"), &b));
  CHECK(strcmp(b.format, "tipsy, big-endian") == 0);
  CHECK(particles_differ(&a, &b, APS_X | APS_V | APS_MASS | APS_EPS | APS_POT | APS_TYPE, 0) == 0);
  CHECK(b.time == a.time);
  aps_dataset_free(&b);
  a.v.x[17] = 1e300; /* no float */
  CHECK(aps_dataset_write(ctx, at("t"), "tipsy", &a, NULL, 0) == APS_EARG && error_has("1e+300"));
  particles_free(&a);
}

static void header(hid_t file, const char *name, hid_t type, void *out) {
  const hid_t attribute = H5Aopen_by_name(file, "/Header", name, H5P_DEFAULT, H5P_DEFAULT);
  CHECK(H5Aread(attribute, type, out) >= 0);
  H5Aclose(attribute);
}

/* The readers of others drop what is not in [0, BoxSize). */
static void test_open_boundaries_get_a_box_that_holds_everything(void) {
  const double below = nextafter(8, 0), extents[] = {0, 1e-300, 1, 3, below, 8, -8, 1e300};
  for (size_t k = 0; k < sizeof extents / sizeof *extents; k++) {
    aps_dataset a = particles_make(2, FULL, 1);
    memset(a.v.x, 0, 16), memset(a.v.y, 0, 16), memset(a.v.z, 0, 16);
    a.v.y[1] = extents[k];
    CHECK_OK(ctx, aps_dataset_write(ctx, at("box"), "swift", &a, NULL, 0));
    double box[3], shift[3], x[6];
    uint32_t low[7], high[7];
    const hid_t file = H5Fopen(at("box"), H5F_ACC_RDONLY, H5P_DEFAULT);
    const hid_t set = H5Dopen2(file, "/PartType1/Coordinates", H5P_DEFAULT);
    CHECK(H5Dread(set, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, x) >= 0);
    header(file, "BoxSize", H5T_NATIVE_DOUBLE, box);
    header(file, "Shift", H5T_NATIVE_DOUBLE, shift);
    header(file, "NumPart_Total", H5T_NATIVE_UINT32, low);
    header(file, "NumPart_Total_HighWord", H5T_NATIVE_UINT32, high);
    H5Dclose(set);
    H5Fclose(file);
    for (int i = 0; i < 6; i++) CHECK(x[i] >= 0 && x[i] < box[i % 3]);
    CHECK(fabs(x[4] - shift[1] - extents[k]) <= shift[1] * 0x1p-53);
    CHECK(shift[1] <= 2.001 * fabs(extents[k]) || shift[1] == 1); /* no larger than it must be */
    CHECK(low[1] == 2 && high[1] == 0 && low[0] == 0);
    particles_free(&a);
  }
}

static void test_periodic_boxes_are_kept_and_not_shifted(void) {
  aps_dataset a = particles_make(500, FULL, 2), b;
  a.periodic = 1;
  for (int i = 0; i < 3; i++) a.box[i] = 8;
  for (const char *const *format = (const char *const[]){"swift", "gadget4", NULL}; *format;
       format++) {
    CHECK_OK(ctx, aps_dataset_write(ctx, at("p"), *format, &a, NULL, 0));
    CHECK_OK(ctx, aps_dataset_read(ctx, at("p"), &b));
    CHECK(particles_differ(&a, &b, FULL, 0) == 0);
    CHECK(b.periodic == 1 && b.box[0] == 8 && b.box[2] == 8);
    aps_dataset_free(&b);
  }
  a.box[2] = 9;
  CHECK_OK(ctx, aps_dataset_write(ctx, at("p"), "swift", &a, NULL, 0));
  CHECK(aps_dataset_write(ctx, at("p"), "gadget4", &a, NULL, 0) == APS_EARG && error_has("cubic"));
  particles_free(&a);
}

static void test_dimensionless_runs_stay_dimensionless(void) {
  aps_dataset a = particles_make(10, FULL, 1), b;
  a.units = (aps_units){0, 0, 0, 1};
  for (const char *const *format = (const char *const[]){"swift", "gadget4", "own", NULL}; *format;
       format++) {
    CHECK_OK(ctx, aps_dataset_write(ctx, at("d"), *format, &a, NULL, 0));
    CHECK_OK(ctx, aps_dataset_read(ctx, at("d"), &b));
    CHECK(b.units.length == 0 && b.units.mass == 0 && b.units.time == 0 && b.units.G == 1);
    aps_dataset_free(&b);
  }
  particles_free(&a);
}

static void test_fields_are_chosen_by_name(void) {
  aps_dataset a = particles_make(100, FULL, 1), b;
  const char *few[] = {"Coordinates", "potential"}, *odd[] = {"Colour"};
  const aps_texts some = {few, 2}, none = {NULL, 0}, unknown = {odd, 1};
  CHECK_OK(ctx, aps_dataset_write(ctx, at("f"), "swift", &a, &some, 0));
  CHECK_OK(ctx, aps_dataset_read(ctx, at("f"), &b));
  CHECK(b.has == (APS_X | APS_V | APS_MASS | APS_ID | APS_TYPE | APS_POT) && b.v.eps == NULL);
  aps_dataset_free(&b);
  CHECK_OK(ctx, aps_dataset_write(ctx, at("f"), "gadget4", &a, &none, 0));
  CHECK_OK(ctx, aps_dataset_read(ctx, at("f"), &b));
  CHECK(b.has == (FULL));
  aps_dataset_free(&b);
  CHECK(aps_dataset_write(ctx, at("f"), "swift", &a, &unknown, 0) == APS_EARG &&
        error_has("Colour"));
  free(a.v.pot);
  a.v.pot = NULL;
  CHECK(aps_dataset_write(ctx, at("f"), "swift", &a, &some, 0) == APS_EARG &&
        error_has("Potentials"));
  particles_free(&a);
}

static void test_species_beyond_the_format_are_refused(void) {
  aps_dataset a = particles_make(10, FULL, 1), b;
  a.v.type[3] = 6;
  CHECK_OK(ctx, aps_dataset_write(ctx, at("s"), "swift", &a, NULL, 0));
  CHECK_OK(ctx, aps_dataset_read(ctx, at("s"), &b));
  CHECK(particles_differ(&a, &b, APS_TYPE | APS_V, 0) == 0);
  aps_dataset_free(&b);
  CHECK(aps_dataset_write(ctx, at("s"), "gadget4", &a, NULL, 0) == APS_EARG &&
        error_has("species 6"));
  particles_free(&a);
}

static void test_same_particles_same_bytes(void) {
  aps_dataset a = particles_make(3000, FULL, 3);
  for (const char *const *format = (const char *const[]){"swift", "gadget4", "own", NULL}; *format;
       format++) {
    char *one, *two;
    int64_t n, m;
    CHECK_OK(ctx, aps_dataset_write(ctx, at("one"), *format, &a, NULL, 0));
    sleep(*format[0] == 's'); /* no time stamps */
    CHECK_OK(ctx, aps_dataset_write(ctx, at("two"), *format, &a, NULL, 0));
    CHECK_OK(ctx, aps_file_load(ctx, at("one"), INT64_MAX, &one, &n));
    CHECK_OK(ctx, aps_file_load(ctx, at("two"), INT64_MAX, &two, &m));
    CHECK(n == m && memcmp(one, two, (size_t)n) == 0);
    aps_release(ctx, one);
    aps_release(ctx, two);
  }
  particles_free(&a);
}

/* ---- failures while writing ------------------------------------------------------------------ */

static void test_a_failed_write_leaves_the_old_file_and_no_trace(void) {
  aps_dataset a = particles_make(20000, FULL, 1), b;
  CHECK_OK(ctx, aps_dataset_write(ctx, at("old"), "swift", &a, NULL, 0));
  const int before = files_in_folder();
  struct rlimit was, now;
  getrlimit(RLIMIT_FSIZE, &was);
  /* 104 bytes a particle: refused beforehand; just enough for the data: fails in the middle; also
   * at the end */
  const rlim_t limits[] = {100000, 20000 * 104 + 10, 20000 * 104 + 5000, 100000};
  for (int k = 0; k < 4; k++) {
    now = was;
    now.rlim_cur = limits[k];
    setrlimit(RLIMIT_FSIZE, &now);
    const aps_err err = aps_dataset_write(ctx, at("old"), k == 3 ? "csv" : "swift", &a, NULL, 0);
    setrlimit(RLIMIT_FSIZE, &was);
    CHECK(err == APS_EIO && error_has("too large"));
    CHECK(files_in_folder() == before);
    CHECK_OK(ctx, aps_dataset_read(ctx, at("old"), &b)); /* the old one stands */
    CHECK(particles_differ(&a, &b, APS_V | APS_MASS, 0) == 0);
    aps_dataset_free(&b);
  }
  CHECK(aps_dataset_write(ctx, at("nowhere/x"), "swift", &a, NULL, 0) == APS_EIO &&
        error_has("No such file or directory"));
  CHECK(aps_dataset_write(ctx, folder, "swift", &a, NULL, 0) == APS_EIO && error_has("directory"));
  CHECK(aps_dataset_write(ctx, at("x"), "gadget2", &a, NULL, 0) == APS_EARG &&
        error_has("not written"));
  CHECK(aps_dataset_write(ctx, at("x"), "parquet", &a, NULL, 0) == APS_EARG &&
        error_has("parquet"));
  CHECK(files_in_folder() == before);
  particles_free(&a);
}

/* Whatever part of a file cannot be written, data or metadata: the commit fails. */
static void test_a_write_that_fails_anywhere_is_told(void) {
  aps_dataset a = particles_make(10, FULL, 1);
  CHECK_OK(ctx, aps_dataset_write(ctx, at("whole"), "swift", &a, NULL, 0));
  struct stat s;
  CHECK(stat(at("whole"), &s) == 0);
  struct rlimit was, now;
  getrlimit(RLIMIT_FSIZE, &was);
  for (off_t limit = 10 * 104; limit < s.st_size; limit += 256) {
    now = was;
    now.rlim_cur = (rlim_t)limit;
    setrlimit(RLIMIT_FSIZE, &now);
    const aps_err err = aps_dataset_write(ctx, at("cut"), "swift", &a, NULL, 0);
    setrlimit(RLIMIT_FSIZE, &was);
    CHECK(err == APS_EIO && error_has("too large"));
    CHECK(access(at("cut"), F_OK) != 0);
  }
  particles_free(&a);
}

static void test_files_are_replaced_where_links_and_odd_names_point(void) {
  aps_dataset a = particles_make(10, FULL, 1), b;
  const char *odd = at("a b \xc3\xa4 'x'.hdf5");
  CHECK_OK(ctx, aps_dataset_write(ctx, odd, NULL, &a, NULL, 0));
  CHECK(symlink(odd, at("link")) == 0);
  CHECK(chmod(odd, 0640) == 0);
  CHECK_OK(ctx, aps_dataset_write(ctx, at("link"), "gadget4", &a, NULL, 0));
  struct stat s;
  CHECK(lstat(at("link"), &s) == 0 && S_ISLNK(s.st_mode));
  CHECK(stat(odd, &s) == 0 && (s.st_mode & 0777) == 0640);
  CHECK_OK(ctx, aps_dataset_read(ctx, odd, &b));
  CHECK(strstr(b.format, "GADGET") != NULL);
  aps_dataset_free(&b);
  particles_free(&a);
  CHECK_OK(ctx, aps_file_replace(ctx, "/dev/null", "x", 1));
  CHECK(stat("/dev/null", &s) == 0 && S_ISCHR(s.st_mode));
}

/* ---- formats of others, made here ------------------------------------------------------------ */

typedef struct {
  char *bytes;
  size_t n;
  int swap;
} builder;

static void add(builder *b, const void *value, size_t size, size_t count) {
  b->bytes = realloc(b->bytes, b->n + size * count);
  for (size_t i = 0; i < count; i++)
    for (size_t k = 0; k < size; k++)
      b->bytes[b->n++] = ((const char *)value)[i * size + (b->swap ? size - 1 - k : k)];
}

static void add_int(builder *b, uint32_t v) { add(b, &v, 4, 1); }
static void add_double(builder *b, double v) { add(b, &v, 8, 1); }
static void add_float(builder *b, double v) {
  const float f = (float)v;
  add(b, &f, 4, 1);
}
static void add_real(builder *b, double v, int item) {
  if (item == 4)
    add_float(b, v);
  else
    add_double(b, v);
}

static void test_tipsy_of_either_byte_order(void) {
  for (int swap = 0; swap < 2; swap++)
    for (int pad = 0; pad < 2; pad++)
      for (int ids = 0; ids < 2; ids++) {
        builder b = {.swap = swap};
        aps_dataset d;
        add_double(&b, 2.5);
        const uint32_t head[] = {6, 3, 1, 2, 3}; /* n, dimensions, gas, dark, star */
        add(&b, head, 4, 5);
        if (pad) add_int(&b, 0xdeadbeef);
        const int numbers[] = {12, 9, 9, 11, 11, 11};
        for (int i = 0; i < 6; i++) {
          for (int k = 0; k < numbers[i] - 1; k++) add_float(&b, 100 * i + k);
          if (ids)
            add_int(&b, (uint32_t)(200000000 - i));
          else
            add_float(&b, -1.5 - i);
        }
        put(at("tipsy"), b.bytes, b.n);
        free(b.bytes);
        CHECK_OK(ctx, aps_dataset_read(ctx, at("tipsy"), &d));
        CHECK(d.v.n == 6 && d.time == 2.5);
        const uint32_t types[] = {0, 1, 1, 4, 4, 4};
        for (int i = 0; i < 6 && d.v.n == 6; i++) {
          CHECK(d.v.mass[i] == 100 * i && d.v.x[i] == 100 * i + 1 && d.v.vz[i] == 100 * i + 6);
          CHECK(d.v.type[i] == types[i]);
          CHECK(d.v.eps[i] == 100 * i + (i == 0 ? 9 : i < 3 ? 7 : 9));
          CHECK(d.v.id[i] == (uint64_t)(ids ? 200000000 - i : i + 1));
          CHECK(ids || d.v.pot[i] == -1.5 - i);
        }
        CHECK((d.has & APS_ID) == (ids ? APS_ID : 0u) && (d.has & APS_POT) == (ids ? 0u : APS_POT));
        CHECK(!ids || strstr(d.note, "ids taken from the place of the potential"));
        aps_dataset_free(&d);
      }
}

static void open_block(builder *b, int format, const char *name, size_t size) {
  if (format == 2) {
    add_int(b, 8);
    b->bytes = realloc(b->bytes, b->n + 4);
    memcpy(b->bytes + b->n, name, 4);
    b->n += 4;
    add_int(b, (uint32_t)size + 8);
    add_int(b, 8);
  }
  add_int(b, (uint32_t)size);
}

/* Types 0 (mass in the block), 1 (mass in the table), 5 (block): 2 + 3 + 1 particles. */
static builder gadget(int swap, int format, int real, int id, int with_later) {
  builder b = {.swap = swap};
  const uint32_t count[6] = {2, 3, 0, 0, 0, 1}, zeros[24] = {0};
  const double masses[6] = {0, 7, 0, 0, 0, 0};
  open_block(&b, format, "HEAD", 256);
  const size_t start = b.n;
  add(&b, count, 4, 6);
  add(&b, masses, 8, 6);
  add_double(&b, 0.25);
  add_double(&b, 0);
  add(&b, zeros, 4, 2);
  add(&b, count, 4, 6);
  add_int(&b, 0);
  add_int(&b, 1); /* files */
  add_double(&b, 0);
  while (b.n - start < 256) add(&b, zeros, 1, 1);
  add_int(&b, 256);
  for (int block = 0; block < 2; block++) {
    open_block(&b, format, block ? "VEL " : "POS ", (size_t)(18 * real));
    for (int i = 0; i < 18; i++) add_real(&b, 1000 * block + i + 0.5, real);
    add_int(&b, (uint32_t)(18 * real));
  }
  open_block(&b, format, "ID  ", (size_t)(6 * id));
  for (uint64_t i = 0; i < 6; i++) {
    const uint64_t big = i + (id == 8 ? (uint64_t)1 << 40 : 10);
    if (id == 8)
      add(&b, &big, 8, 1);
    else
      add_int(&b, (uint32_t)big);
  }
  add_int(&b, (uint32_t)(6 * id));
  open_block(&b, format, "MASS", (size_t)(3 * real));
  for (int i = 0; i < 3; i++) add_real(&b, i + 1, real);
  add_int(&b, (uint32_t)(3 * real));
  if (with_later) {
    open_block(&b, format, "U   ", 8);
    for (int i = 0; i < 2; i++) add_float(&b, 3);
    add_int(&b, 8);
  }
  return b;
}

static void test_gadget2_binary_of_every_kind(void) {
  for (int kind = 0; kind < 32; kind++) {
    const int swap = kind & 1, format = kind & 2 ? 2 : 1, real = kind & 4 ? 8 : 4,
              id = kind & 8 ? 8 : 4;
    builder b = gadget(swap, format, real, id, kind & 16);
    aps_dataset d;
    put(at("gadget"), b.bytes, b.n);
    CHECK_OK(ctx, aps_dataset_read(ctx, at("gadget"), &d));
    CHECK(d.v.n == 6 && d.time == 0.25 && d.periodic == 0);
    const double mass[] = {1, 2, 7, 7, 7, 3};
    const uint32_t type[] = {0, 0, 1, 1, 1, 5};
    for (int i = 0; i < 6 && d.v.n == 6; i++) {
      CHECK(d.v.x[i] == 3 * i + 0.5 && d.v.z[i] == 3 * i + 2.5 && d.v.vy[i] == 1000 + 3 * i + 1.5);
      CHECK(d.v.mass[i] == mass[i] && d.v.type[i] == type[i]);
      CHECK(d.v.id[i] == (uint64_t)i + (id == 8 ? (uint64_t)1 << 40 : 10));
    }
    CHECK(!strstr(d.note, "HubbleParam"));
    aps_dataset_free(&d);
    for (size_t n = 0; n < b.n;
         n += 7) { /* cut short anywhere: never accepted, unless at a later block's edge */
      put(at("gadget"), b.bytes, n);
      const aps_err err = aps_dataset_read(ctx, at("gadget"), &d);
      CHECK(err == APS_EDATA || (err == APS_OK && (kind & 16)));
      aps_dataset_free(&d);
    }
    b.bytes[b.n - 1] ^= 4; /* the last record mark */
    put(at("gadget"), b.bytes, b.n);
    CHECK(aps_dataset_read(ctx, at("gadget"), &d) == APS_EDATA);
    free(b.bytes);
  }
}

/* Units of kpc/h where nothing expands: the numbers are the file's, and the remark says so. */
static void test_h_of_an_isolated_gadget_file_is_told(void) {
  enum { HUBBLE = 4 + 152 };
  const double h[] = {0.7, 1, 0};
  for (int k = 0; k < 3; k++) {
    builder b = gadget(0, 1, 8, 4, 0);
    aps_dataset d;
    memcpy(b.bytes + HUBBLE, &h[k], 8);
    put(at("gadget"), b.bytes, b.n);
    free(b.bytes);
    CHECK_OK(ctx, aps_dataset_read(ctx, at("gadget"), &d));
    CHECK(d.v.x[0] == 0.5 && d.v.mass[2] == 7 && (strstr(d.note, "HubbleParam is 0.7") != NULL) == (k == 0));
    aps_dataset_free(&d);
  }
}

enum { PARTS = 3 };

/* Two parts of six particles and one of none. */
static void put_parts(char (*name)[4200], int empty) {
  enum { IDS = 264 + 152 + 152 + 4 }; /* format 1, doubles, ids of 32 bits */
  for (int k = 0; k < PARTS; k++) {
    const uint32_t all[6] = {4, 6, 0, 0, 0, 2}, none[6] = {0}, files = PARTS;
    builder b = gadget(0, 1, 8, 4, 0);
    if (k == empty) b.n = 264, memcpy(b.bytes + 4, none, sizeof none);
    memcpy(b.bytes + 4 + 96, all, sizeof all);
    memcpy(b.bytes + 4 + 124, &files, 4);
    for (uint32_t i = 0; k == 2 && i < 6; i++)
      memcpy(b.bytes + IDS + 4 * i, &(uint32_t){20 + i}, 4);
    snprintf(name[k], sizeof name[k], "%s.%d", at("parts_010"), k);
    put(name[k], b.bytes, b.n);
    free(b.bytes);
  }
}

/* A snapshot in parts, whichever is given: rows by species, and in each by part; an empty part; a
 * missing one, one of another time and wrong totals are named. */
static void test_gadget2_binary_of_several_files(void) {
  char name[PARTS][4200];
  aps_dataset d;
  for (int given = 0; given < 2 * PARTS; given++) {
    const int k = given % PARTS;
    if (k == 0) put_parts(name, given / PARTS);
    CHECK_OK(ctx, aps_dataset_read(ctx, name[k], &d));
    CHECK(strstr(d.format, "double") != NULL);
    const uint64_t id[12] = {10, 11, 20, 21, 12, 13, 14, 22, 23, 24, 15, 25};
    const uint32_t type[12] = {0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 5, 5};
    const double mass[12] = {1, 2, 1, 2, 7, 7, 7, 7, 7, 7, 3, 3};
    CHECK(d.v.n == 12 && d.time == 0.25);
    CHECK(d.parts == PARTS && aps_dataset_in_set(name[k], d.parts, name[0]) && !aps_dataset_in_set(name[k], d.parts, at("x")));
    for (int i = 0; i < 12 && d.v.n == 12; i++) {
      const double row = (double)(id[i] % 10);
      CHECK(d.v.id[i] == id[i] && d.v.type[i] == type[i] && d.v.mass[i] == mass[i]);
      CHECK(d.v.x[i] == 3 * row + 0.5 && d.v.vz[i] == 1000 + 3 * row + 2.5);
    }
    aps_dataset_free(&d);
  }
  char *bytes;
  int64_t n;
  CHECK_OK(ctx, aps_file_load(ctx, name[2], 1 << 20, &bytes, &n));
  bytes[4 + 72 + 7] ^= 1; /* its time */
  put(name[2], bytes, (size_t)n);
  CHECK(aps_dataset_read(ctx, name[0], &d) == APS_EDATA && error_has("not a part"));
  bytes[4 + 72 + 7] ^= 1;
  put(at("parts"), bytes, (size_t)n);
  CHECK(aps_dataset_read(ctx, at("parts"), &d) == APS_EDATA &&
        error_has("does not tell the others"));
  put(name[1], bytes, (size_t)n); /* the same part twice: 18 particles, where 12 are named */
  put(name[2], bytes, (size_t)n);
  CHECK(aps_dataset_read(ctx, name[0], &d) == APS_EDATA && error_has("headers say 4"));
  remove(name[2]);
  CHECK(aps_dataset_read(ctx, name[0], &d) == APS_EDATA && error_has("part 2 of 3 is missing"));
  aps_release(ctx, bytes);
}

/* GADGET's header does not say what lies beyond its box: coordinates 0.5 to 17.5 tell. */
static void test_a_box_with_particles_outside_is_none(void) {
  static const double box[] = {18, 17.5, 17.4};
  for (int k = 0; k < 3; k++) {
    builder b = gadget(0, 1, 8, 4, 0);
    aps_dataset d;
    memcpy(b.bytes + 4 + 128, &box[k], 8);
    put(at("box"), b.bytes, b.n);
    CHECK_OK(ctx, aps_dataset_read(ctx, at("box"), &d));
    CHECK(d.periodic == (k < 2) && d.box[2] == (k < 2 ? box[k] : 0));
    CHECK((strstr(d.note, "there are particles outside") != NULL) == (k == 2));
    aps_dataset_free(&d);
    free(b.bytes);
  }
}

/* k = 0: as written. 1: nothing says whether the box is periodic. 2: as 1, of open space, which
 * Shift tells by the particles it leaves outside. 3: the header counts more than there are. */
static void test_headers_that_tell_less_or_more(void) {
  for (int k = 0; k < 4; k++) {
    aps_dataset a = particles_make(40, FULL, 1), b;
    a.periodic = k != 2;
    for (int i = 0; i < 40; i++) a.v.x[i] = 0.1 * i, a.v.y[i] = 1, a.v.z[i] = 4 - 0.1 * i;
    for (int i = 0; i < 3; i++) a.box[i] = a.periodic ? 8 : 0;
    CHECK_OK(ctx, aps_dataset_write(ctx, at("less"), "swift", &a, NULL, 0));
    const hid_t file = H5Fopen(at("less"), H5F_ACC_RDWR, H5P_DEFAULT);
    if (k == 1 || k == 2) CHECK(H5Ldelete(file, "Parameters", H5P_DEFAULT) >= 0);
    if (k == 3) { /* one number for all species will do */
      const uint32_t claimed = 4000;
      const hid_t space = H5Screate(H5S_SCALAR);
      H5Adelete_by_name(file, "Header", "NumPart_Total", H5P_DEFAULT);
      const hid_t total = H5Acreate_by_name(file, "Header", "NumPart_Total", H5T_NATIVE_UINT32,
                                            space, H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT);
      CHECK(H5Awrite(total, H5T_NATIVE_UINT32, &claimed) >= 0);
      H5Aclose(total);
      H5Sclose(space);
    }
    H5Fclose(file);
    CHECK_OK(ctx, aps_dataset_read(ctx, at("less"), &b));
    CHECK(b.periodic == (k != 2) && b.box[1] == (k != 2 ? 8 : 0) &&
          particles_differ(&a, &b, APS_ID, 0) == 0);
    CHECK((strstr(b.note, "NumPart_Total says 4000 particles of type 0, the file has 0") != NULL) ==
          (k == 3));
    aps_dataset_free(&b);
    particles_free(&a);
  }
}

/* SWIFT's black holes have two masses; what attracts is the dynamical one. */
static void test_black_holes_of_swift(void) {
  aps_dataset a = particles_make(12, FULL | APS_TYPE, 6), b;
  CHECK_OK(ctx, aps_dataset_write(ctx, at("holes"), "swift", &a, NULL, 0));
  const hid_t file = H5Fopen(at("holes"), H5F_ACC_RDWR, H5P_DEFAULT);
  CHECK(H5Lmove(file, "PartType5/Masses", file, "PartType5/DynamicalMasses", H5P_DEFAULT, H5P_DEFAULT) >= 0);
  H5Fclose(file);
  CHECK_OK(ctx, aps_dataset_read(ctx, at("holes"), &b));
  CHECK(particles_differ(&a, &b, APS_MASS | APS_ID | APS_TYPE, 0) == 0);
  aps_dataset_free(&b);
  particles_free(&a);
}

/* Those of AREPO, in IllustrisTNG's snapshots: counted in the header, and nowhere in space. */
static void test_monte_carlo_tracers_are_left_out(void) {
  aps_dataset a = particles_make(20, FULL, 2), b;
  CHECK_OK(ctx, aps_dataset_write(ctx, at("tng"), "gadget4", &a, NULL, 0));
  for (int tracers = 0; tracers < 2; tracers++) {
    const hid_t file = H5Fopen(at("tng"), H5F_ACC_RDWR, H5P_DEFAULT), g = H5Gopen2(file, "PartType2", H5P_DEFAULT);
    if (tracers == 0) CHECK(H5Ldelete(g, "Coordinates", H5P_DEFAULT) >= 0 && H5Lmove(g, "ParticleIDs", g, "ParentID", H5P_DEFAULT, H5P_DEFAULT) >= 0);
    else CHECK(H5Lcopy(g, "ParentID", g, "TracerID", H5P_DEFAULT, H5P_DEFAULT) >= 0);
    H5Gclose(g), H5Fclose(file);
    if (tracers == 0) {
      CHECK(aps_dataset_read(ctx, at("tng"), &b) == APS_EDATA && error_has("expected 0 particles of type 2"));
      continue;
    }
    CHECK_OK(ctx, aps_dataset_read(ctx, at("tng"), &b));
    CHECK(b.v.n == 10 && b.v.id[3] == a.v.id[6] && b.v.x[3] == a.v.x[6] && strcmp(b.note, "PartType2 left out: tracers of AREPO's, which have no positions") == 0);
    aps_dataset_free(&b);
  }
  particles_free(&a);
}

/* ---- real files ------------------------------------------------------------------------------ */

typedef struct {
  const char *name;
  int64_t n;
  double mass;
  int64_t types[6];
  uint64_t first_id, last_id;
} real_file;

/* Counts and masses computed independently with Python's struct and float(); ids likewise. */
static const real_file real_files[] = {
    {"amuse/plummer8k.in", 8192, 1, {0}, 0, 8191},
    {"nbabel/input1k", 1024, 1, {0}, 1, 1024},
    {"nbabel/input16k", 16384, 1, {0}, 1, 16384},
    {"bonsai/model3_child_compact.tipsy",
     22000,
     97.27809019386768,
     {0, 20000, 0, 0, 2000, 0},
     200000000,
     100001999},
    {"gadget2/test_10a_gadget.ref", 512, 512 * 1889.8536357421879, {0, 512}, 0, 511},
    {"gadget2/test_10h_gadget_zoom_ptype_gas.ref",
     4527,
     216 * (0.19599736531575532 + 0.8976679331461593) + 4095 * 236.23170446777348,
     {216, 0, 216, 0, 0, 4095},
     4311,
     4094}};

static void check_real(const char *shared, const real_file *f) {
  char path[1024];
  aps_dataset d;
  snprintf(path, sizeof path, "%s/%s", shared, f->name);
  CHECK_OK(ctx, aps_dataset_read(ctx, path, &d));
  CHECK(d.v.n == f->n);
  if (d.v.n != f->n) return;
  double mass = 0;
  int64_t types[6] = {0};
  for (int64_t i = 0; i < d.v.n; i++) {
    mass += d.v.mass[i];
    if (d.v.type) types[d.v.type[i]]++;
  }
  CHECK_NEAR(mass / f->mass, 1, 1e-12);
  CHECK(memcmp(types, f->types, sizeof types) == 0);
  CHECK(d.v.id[0] == f->first_id && d.v.id[d.v.n - 1] == f->last_id);
  aps_dataset_free(&d);
}

static void test_real_files_of_others(void) {
  const char *shared = getenv("APSIS_SHARED_DATA") ? getenv("APSIS_SHARED_DATA") : "../shared/data";
  if (access(shared, R_OK) != 0) {
    printf("  %s is not there: left out\n", shared);
    return;
  }
  for (size_t i = 0; i < sizeof real_files / sizeof *real_files; i++)
    check_real(shared, &real_files[i]);
  char path[1024];
  aps_dataset d;
  snprintf(path, sizeof path, "%s/nist/lj_sample_config_periodic4.xyz", shared);
  CHECK(aps_dataset_read(ctx, path, &d) == APS_EDATA && error_has("an XYZ file"));
}

/* ---- the two other uses ---------------------------------------------------------------------- */

/* Open and periodic, with and without units, one and several species, gas, tracers: what
 * test_real_readers.sh shows to yt, pynbody and swiftsimio. The CSV beside each holds the truth. */
static int write_samples(const char *where) {
  const struct {
    const char *name, *format;
    int species, gas, units, periodic, compress;
  } samples[] = {{"swift_open", "swift", 1, 0, 1, 0, 0},
                 {"swift_plain", "swift", 1, 0, 0, 0, 0},
                 {"swift_species", "swift", 4, 1, 1, 0, 1},
                 {"swift_periodic", "swift", 2, 0, 1, 1, 0},
                 {"gadget4_open", "gadget4", 1, 0, 1, 0, 0},
                 {"gadget4_plain", "gadget4", 1, 0, 0, 0, 1},
                 {"gadget4_species", "gadget4", 4, 1, 1, 0, 0},
                 {"gadget4_periodic", "gadget4", 2, 0, 1, 1, 0}};
  for (size_t k = 0; k < sizeof samples / sizeof *samples; k++) {
    char path[1024];
    aps_dataset a = particles_make(2000, FULL, samples[k].species);
    for (int64_t i = 0; i < a.v.n; i++)
      a.v.id[i] &= ((uint64_t)1 << 53) - 1; /* yt turns ids into doubles */
    if (samples[k].gas)
      for (int64_t i = 0; i < a.v.n; i++) a.v.type[i]--; /* types 0 to 3 */
    if (!samples[k].units) a.units = (aps_units){0, 0, 0, 1};
    a.periodic = samples[k].periodic;
    for (int i = 0; a.periodic && i < 3; i++) a.box[i] = 16;
    for (int64_t i = 0; a.periodic && i < a.v.n; i++) a.v.x[i] += 8, a.v.y[i] += 8, a.v.z[i] += 8;
    snprintf(path, sizeof path, "%s/%s.hdf5", where, samples[k].name);
    if (aps_dataset_write(ctx, path, samples[k].format, &a, NULL, samples[k].compress) != APS_OK)
      break;
    snprintf(path, sizeof path, "%s/%s.csv", where, samples[k].name);
    if (aps_dataset_write(ctx, path, "csv", &a, NULL, 0) != APS_OK) break;
    particles_free(&a);
  }
  if (aps_ctx_code(ctx)) fprintf(stderr, "%s\n", aps_ctx_error(ctx));
  return aps_exit_status(aps_ctx_code(ctx));
}

static int write_one(const char *path, const char *format, int64_t n) {
  aps_dataset a = particles_make(n, FULL, 2);
  const aps_err err = aps_dataset_write(ctx, path, format, &a, NULL, 0);
  if (err != APS_OK) fprintf(stderr, "%s\n", aps_ctx_error(ctx));
  particles_free(&a);
  return aps_exit_status(err);
}

int main(int argc, char **argv) {
  ctx = aps_ctx_create();
  if (argc == 3 && strcmp(argv[1], "--samples") == 0) return write_samples(argv[2]);
  if (argc == 5 && strcmp(argv[1], "--fill") == 0)
    return write_one(argv[2], argv[3], atoll(argv[4]));
  if (!scratch_begin()) return 1;
  CHECK_RUN(test_gadget4_reads_back_bit_for_bit);
  CHECK_RUN(test_a_large_file_reads_back_bit_for_bit);
  CHECK_RUN(test_swift_reads_back_bit_for_bit_but_for_the_shift);
  CHECK_RUN(test_csv_reads_back_bit_for_bit);
  CHECK_RUN(test_own_keeps_every_column_and_blob);
  CHECK_RUN(test_tipsy_keeps_floats);
  CHECK_RUN(test_open_boundaries_get_a_box_that_holds_everything);
  CHECK_RUN(test_periodic_boxes_are_kept_and_not_shifted);
  CHECK_RUN(test_dimensionless_runs_stay_dimensionless);
  CHECK_RUN(test_fields_are_chosen_by_name);
  CHECK_RUN(test_species_beyond_the_format_are_refused);
  CHECK_RUN(test_same_particles_same_bytes);
  CHECK_RUN(test_a_failed_write_leaves_the_old_file_and_no_trace);
  CHECK_RUN(test_a_write_that_fails_anywhere_is_told);
  CHECK_RUN(test_files_are_replaced_where_links_and_odd_names_point);
  CHECK_RUN(test_tipsy_of_either_byte_order);
  CHECK_RUN(test_gadget2_binary_of_every_kind);
  CHECK_RUN(test_h_of_an_isolated_gadget_file_is_told);
  CHECK_RUN(test_gadget2_binary_of_several_files);
  CHECK_RUN(test_a_box_with_particles_outside_is_none);
  CHECK_RUN(test_headers_that_tell_less_or_more);
  CHECK_RUN(test_black_holes_of_swift);
  CHECK_RUN(test_monte_carlo_tracers_are_left_out);
  CHECK_RUN(test_real_files_of_others);
  scratch_end();
  return CHECK_RESULT();
}
