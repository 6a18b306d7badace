/* When stars formed: told by SWIFT, GADGET-4 and GADGET-2, read as a column, and shown as colours
 * by age. What has no such time is no star, and not shown; in comoving runs scale factors stand
 * there, which are no times. */
#include "../check.h"
#include "../folders.h"
#include "../../src/core/ctx.h"
#include <hdf5.h>
#include <png.h>

const char *__lsan_default_suppressions(void) { return "leak:libhdf5"; }

static aps_ctx *ctx;
static char folder[] = "/tmp/apsis-born-XXXXXX", file[100], picture[100];

enum { DARK = 2, STARS = 400 };

static void add_doubles(hid_t group, const char *name, hsize_t rows, hsize_t width,
                        const double *x) {
  const hsize_t shape[2] = {rows, width};
  const hid_t space = H5Screate_simple(width > 1 ? 2 : 1, shape, NULL);
  const hid_t set =
      H5Dcreate2(group, name, H5T_NATIVE_DOUBLE, space, H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT);
  H5Dwrite(set, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, x);
  H5Dclose(set), H5Sclose(space);
}

static void add_attribute(hid_t object, const char *name, double value) {
  const hid_t space = H5Screate(H5S_SCALAR);
  const hid_t a = H5Acreate2(object, name, H5T_NATIVE_DOUBLE, space, H5P_DEFAULT, H5P_DEFAULT);
  H5Awrite(a, H5T_NATIVE_DOUBLE, &value);
  H5Aclose(a), H5Sclose(space);
}

/* Row i of the stars formed at i / 100; every tenth was there from the start. */
static double born_of(int i) { return i % 10 == 9 ? -1 : 0.01 * i; }

enum {
  ISOLATED,
  COMOVING,
  TODAY
}; /* TODAY: of a comoving run at z = 0, told as GADGET-2 and 3 tell it */

static void write_hdf5(const char *name, int kind) {
  static double x[3 * STARS], one[STARS], born[STARS];
  const hid_t f = H5Fcreate(file, H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT);
  const hid_t header = H5Gcreate2(f, "Header", H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT);
  add_attribute(header, "Time", kind == TODAY ? 1 : 5);
  if (kind == ISOLATED) add_attribute(header, "HubbleParam", 0.7);
  if (kind == TODAY) {
    add_attribute(header, "Redshift", 0), add_attribute(header, "HubbleParam", 0.7);
    add_attribute(header, "Omega0", 0.3), add_attribute(header, "OmegaLambda", 0.7);
    add_attribute(header, "UnitLength_in_cm", 3.0856775814913673e21);
    add_attribute(header, "UnitMass_in_g", 2e43),
        add_attribute(header, "UnitVelocity_in_cm_per_s", 1e5);
  }
  H5Gclose(header);
  for (int i = 0; i < STARS; i++) {
    x[3 * i] = cos(i), x[3 * i + 1] = sin(i), x[3 * i + 2] = 0;
    one[i] = 1, born[i] = born_of(i);
  }
  for (int t = 1; t <= 4; t += 3) {
    const hsize_t n = t == 1 ? DARK : STARS;
    const hid_t g =
        H5Gcreate2(f, t == 1 ? "PartType1" : "PartType4", H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT);
    add_doubles(g, "Coordinates", n, 3, x), add_doubles(g, "Velocities", n, 3, x);
    add_doubles(g, "Masses", n, 1, one);
    if (t == 4) add_doubles(g, name, n, 1, born);
    H5Gclose(g);
  }
  if (kind == COMOVING) {
    const hid_t p = H5Gcreate2(f, "Parameters", H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT);
    add_attribute(p, "ComovingIntegrationOn", 1);
    H5Gclose(p);
  }
  H5Fclose(f);
}

static void put_block(FILE *f, const char *name, const void *data, uint32_t bytes) {
  const uint32_t eight = 8, next = bytes + 8;
  fwrite(&eight, 4, 1, f), fwrite(name, 4, 1, f), fwrite(&next, 4, 1, f), fwrite(&eight, 4, 1, f);
  fwrite(&bytes, 4, 1, f), fwrite(data, bytes, 1, f), fwrite(&bytes, 4, 1, f);
}

static void write_gadget2(void) {
  enum { ALL = DARK + STARS };
  static float x[3 * ALL], mass[ALL], born[STARS];
  static uint32_t id[ALL];
  unsigned char head[256] = {0};
  const int32_t count[6] = {0, DARK, 0, 0, STARS, 0};
  const double time = 5;
  memcpy(head, count, sizeof count), memcpy(head + 72, &time, 8);
  for (int i = 0; i < ALL; i++) {
    x[3 * i] = (float)cos(i), x[3 * i + 1] = (float)sin(i), mass[i] = 1, id[i] = (uint32_t)i + 1;
    if (i >= DARK) born[i - DARK] = (float)born_of(i - DARK);
  }
  FILE *f = fopen(file, "wb");
  put_block(f, "HEAD", head, 256);
  put_block(f, "POS ", x, sizeof x), put_block(f, "VEL ", x, sizeof x);
  put_block(f, "ID  ", id, sizeof id), put_block(f, "MASS", mass, sizeof mass);
  put_block(f, "AGE ", born, sizeof born);
  fclose(f);
}

static void check_read(void) {
  aps_dataset d;
  int stars = 0, wrong = 0;
  CHECK_OK(ctx, aps_dataset_read(ctx, file, &d));
  CHECK(d.v.n == DARK + STARS && (d.has & APS_BORN) && d.time == 5);
  for (int64_t i = 0, k = 0; i < d.v.n && d.v.born; i++) {
    const double want = d.v.type[i] == 4 ? born_of((int)k++) : -1;
    stars += !isnan(d.v.born[i]);
    wrong += want < 0 ? !isnan(d.v.born[i]) : fabs(d.v.born[i] - want) > 1e-6;
  }
  CHECK(stars == STARS * 9 / 10 && wrong == 0);
  aps_dataset_free(&d);
}

static int lit_pixels(const char *path) {
  png_image image = {.version = PNG_IMAGE_VERSION};
  static unsigned char rgb[3 * 320 * 180];
  int n = 0;
  if (!png_image_begin_read_from_file(&image, path) || image.width != 320) return -1;
  image.format = PNG_FORMAT_RGB;
  png_image_finish_read(&image, NULL, rgb, 0, NULL);
  for (int y = 25; y < 155; y++)
    for (int x = 0; x < 250; x++) n += rgb[3 * (320 * y + x) + 1] > 60;
  return n;
}

static aps_err draw(const char *colour) {
  return aps_render(ctx, &(aps_render_setup){.source = file,
                                             .output = picture,
                                             .colour = colour,
                                             .width = 320,
                                             .height = 180,
                                             .frames = 1});
}

static void test_formation_times_are_read(void) {
  write_hdf5("BirthTimes", ISOLATED);
  check_read();
  aps_dataset d;
  CHECK_OK(ctx, aps_dataset_read(ctx, file, &d));
  CHECK(strstr(d.note, "HubbleParam is 0.7 and nothing expands")); /* h of an isolated run */
  aps_dataset_free(&d);
  CHECK_OK(ctx, draw("age"));
  CHECK(lit_pixels(picture) > 300);
  CHECK_OK(ctx, draw("born"));
  write_hdf5("StellarFormationTime", ISOLATED);
  check_read();
  write_gadget2();
  check_read();
  CHECK_OK(ctx, draw("age"));
  CHECK(lit_pixels(picture) > 300);
}

static void test_ages_that_are_not_told(void) {
  aps_dataset d;
  write_hdf5("StellarFormationTime", COMOVING);
  CHECK_OK(ctx, aps_dataset_read(ctx, file, &d));
  CHECK(!(d.has & APS_BORN));
  aps_dataset_free(&d);
  CHECK(draw("age") == APS_EDATA && strstr(aps_ctx_error(ctx), "time of formation") &&
        strstr(aps_ctx_error(ctx), "scale factors"));
  write_hdf5("Metallicity", ISOLATED);
  CHECK(draw("age") == APS_EDATA);
  CHECK(draw("ages") == APS_EARG && strstr(aps_ctx_hint(ctx), "age?"));
  aps_ctx_clear(ctx);
}

/* H0 in km/s/kpc: 100 h of km/s/Mpc. */
static void test_todays_snapshot_is_comoving_too(void) {
  aps_dataset d;
  write_hdf5("StellarFormationTime", TODAY);
  CHECK_OK(ctx, aps_dataset_read(ctx, file, &d));
  CHECK(d.comoving.a == 1 && d.comoving.h == 0.7 && !(d.has & APS_BORN));
  CHECK(d.comoving.in.omega_m == 0.3 && d.comoving.in.omega_lambda == 0.7 &&
        d.comoving.in.w0 == -1);
  CHECK_NEAR(d.comoving.in.H0, 0.07, 1e-15);
  aps_dataset_free(&d);
  write_hdf5("StellarFormationTime", ISOLATED);
  CHECK_OK(ctx, aps_dataset_read(ctx, file, &d));
  CHECK(d.comoving.a == 0);
  aps_dataset_free(&d);
}

int main(void) {
  ctx = aps_ctx_create();
  if (!mkdtemp(folder)) return 1;
  snprintf(file, sizeof file, "%s/stars", folder);
  snprintf(picture, sizeof picture, "%s/stars.png", folder);
  CHECK_RUN(test_formation_times_are_read);
  CHECK_RUN(test_ages_that_are_not_told);
  CHECK_RUN(test_todays_snapshot_is_comoving_too);
  remove_all(folder, 0);
  aps_ctx_free(&ctx);
  return CHECK_RESULT();
}
