/* What `apsis render` is made of: splats that keep light and bits, interpolation that is exact
 * where it can be, a camera that projects as it should, maps that rise evenly. */
#include "../check.h"
#include "../../viz/colour.h"
#include "../../viz/eye.h"
#include "../../viz/series.h"
#include "core/rng.h"
#include <sys/stat.h>
#include <unistd.h>
#ifdef _OPENMP
#include <omp.h>
#endif

enum { W = 320, H = 180, N = 4000 };

/* A round cloud of marks within the picture, with glows of `glow` pixels, or chosen. */
static void cloud(aps_mark *m, double radius, float glow) {
  for (int i = 0; i < N; i++) {
    aps_rng rng = aps_rng_at(5, 6, (uint64_t)i);
    double unit[3];
    aps_rng_direction(&rng, unit);
    const double r = radius * aps_rng_uniform(&rng);
    m[i] = (aps_mark){(float)(W / 2 + r * unit[0]),
                      (float)(H / 2 + r * unit[1]),
                      glow,
                      {1, (float)(i % 2), 0.25f}};
  }
}

static double sum_of(const aps_canvas *image, int channel) {
  double sum = 0;
  for (int i = 0; i < W * H; i++) sum += image->rgb[3 * i + channel];
  return sum;
}

/* A mark's light is the same for any radius of its glow, on whichever copy of the picture that is
 * drawn: the kernel is normalised by its own sum and enlarging keeps sums. Float sums: 1e-5. Glows
 * of 30 pixels stay 30 + 3 * 8 pixels (the copy's interpolation) from the edge. */
static void test_light_is_kept_at_every_radius(void) {
  static aps_mark m[N];
  aps_ctx *ctx = aps_ctx_create();
  const float glow[] = {1.2f, 3, 4.9f, 5.1f, 9, 10.1f, 21, 30};
  const size_t glows = sizeof glow / sizeof *glow;
  for (size_t k = 0; k < 2 * glows; k++) { /* with a sharp part and without */
    aps_canvas image;
    CHECK_OK(ctx, aps_canvas_create(ctx, W, H, &image));
    cloud(m, 30, glow[k % glows]);
    CHECK_OK(ctx, aps_light_add(ctx, m, N, k < glows ? 1.5f : 0, &image));
    CHECK_NEAR(sum_of(&image, 0), N, 1e-5 * N);
    CHECK_NEAR(sum_of(&image, 1), N / 2, 1e-5 * N);
    CHECK_NEAR(sum_of(&image, 2), N / 4, 1e-5 * N);
    aps_canvas_free(ctx, &image);
  }
  aps_ctx_free(&ctx);
}

/* A wide glow drawn small and enlarged is the glow drawn in full, to a few percent of its peak. */
static void test_coarse_glow_has_the_kernels_shape(void) {
  aps_ctx *ctx = aps_ctx_create();
  const float R = 40;
  aps_mark m = {W / 2 + 0.3f, H / 2 - 0.2f, R, {1, 1, 1}};
  aps_canvas image;
  CHECK_OK(ctx, aps_canvas_create(ctx, W, H, &image));
  CHECK_OK(ctx, aps_light_add(ctx, &m, 1, 1.1f, &image));
  const double peak = 0.7 * 4 / (3.14159265 * R * R);
  double worst = 0;
  const int centre = 3 * (H / 2 * W + W / 2);
  CHECK(image.rgb[centre] > 10 * peak);
  memset(image.rgb, 0, sizeof(float) * 3 * W * H);
  CHECK_OK(ctx, aps_light_add(ctx, &m, 1, 0, &image)); /* all as glow: nothing stands out */
  CHECK_NEAR(image.rgb[centre], peak / 0.7, 0.06 * peak / 0.7);
  memset(image.rgb, 0, sizeof(float) * 3 * W * H);
  CHECK_OK(ctx, aps_light_add(ctx, &m, 1, 1.1f, &image));
  for (int y = 0; y < H; y++)
    for (int x = 0; x < W; x++) {
      const double q2 = ((x - m.x) * (x - m.x) + (y - m.y) * (y - m.y)) / (R * R);
      if (q2 * R * R < 9) continue; /* the point */
      const double want = q2 < 1 ? peak * pow(1 - q2, 3) : 0;
      worst = fmax(worst, fabs(image.rgb[3 * (y * W + x)] - want) / peak);
    }
  printf("     worst deviation from the kernel %.3f of its peak\n", worst);
  CHECK(worst < 0.06);
  aps_canvas_free(ctx, &image);
  aps_ctx_free(&ctx);
}

static void test_threads_change_no_bit(void) {
#ifdef _OPENMP
  static aps_mark m[N];
  aps_ctx *ctx = aps_ctx_create();
  aps_canvas first = {0};
  const int before = omp_get_max_threads();
  for (int threads = 1; threads <= 5; threads += 2) {
    aps_canvas image;
    float point;
    omp_set_num_threads(threads);
    cloud(m, 120, 0);
    CHECK_OK(ctx, aps_canvas_create(ctx, W, H, &image));
    CHECK_OK(ctx, aps_light_glow(ctx, m, N, W, H, &point));
    CHECK_OK(ctx, aps_light_add(ctx, m, N, point, &image));
    if (threads == 1)
      first = image;
    else {
      CHECK(memcmp(first.rgb, image.rgb, 3 * sizeof(float) * W * H) == 0);
      aps_canvas_free(ctx, &image);
    }
  }
  omp_set_num_threads(before);
  aps_canvas_free(ctx, &first);
  aps_ctx_free(&ctx);
#endif
}

/* Marks far outside, in every direction, and ones that are not drawn, do no harm. */
static void test_marks_outside_are_left_out(void) {
  aps_ctx *ctx = aps_ctx_create();
  aps_mark m[6] = {{-1e6f, 0, 3, {1, 1, 1}}, {1e6f, 1e6f, 3, {1, 1, 1}},
                   {0, -1e6f, 3, {1, 1, 1}}, {-5.5f, 90, 3, {1, 1, 1}},
                   {100, 90, -1, {1, 1, 1}}, {160, 1e6f, 100, {1, 1, 1}}};
  aps_canvas image;
  float point;
  CHECK_OK(ctx, aps_canvas_create(ctx, W, H, &image));
  CHECK_OK(ctx, aps_light_add(ctx, m, 6, 1.5f, &image));
  CHECK_NEAR(sum_of(&image, 0), 0, 1e-6);
  CHECK_OK(ctx, aps_light_glow(ctx, m, 6, W, H, &point));
  CHECK(m[0].glow < 0 && m[1].glow < 0 && m[2].glow < 0 && m[3].glow > 0);
  aps_canvas_free(ctx, &image);
  aps_ctx_free(&ctx);
}

/* ---- interpolation ---- */

/* x = c0 + c1 t + c2 t^2 + c3 t^3, along each axis of each particle */
static double cubic(int i, int axis, double t, int derivative) {
  const double c[4] = {i + axis, 1 + 0.1 * i, 0.3 * axis - 0.1, 0.05 * (axis + 1)};
  return derivative ? c[1] + t * (2 * c[2] + t * 3 * c[3])
                    : c[0] + t * (c[1] + t * (c[2] + t * c[3]));
}

static void write_at(aps_ctx *ctx, const char *path, double t, int first, int n, int backwards) {
  double q[7][16];
  uint64_t id[16];
  aps_dataset d = {.v = {.n = n,
                         .x = q[0],
                         .y = q[1],
                         .z = q[2],
                         .vx = q[3],
                         .vy = q[4],
                         .vz = q[5],
                         .mass = q[6],
                         .id = id},
                   .has = APS_X | APS_V | APS_MASS | APS_ID,
                   .time = t};
  for (int k = 0; k < n; k++) {
    const int i = first + (backwards ? n - 1 - k : k);
    for (int a = 0; a < 3; a++) q[a][k] = cubic(i, a, t, 0), q[3 + a][k] = cubic(i, a, t, 1);
    q[6][k] = 1, id[k] = 100 + (uint64_t)i;
  }
  CHECK_OK(ctx, aps_dataset_write(ctx, path, "swift", &d, NULL, 0));
}

/* Motion along cubics is met exactly, by particles whose rows stand in another order and of which
 * only some are in both files. */
static void test_cubics_are_interpolated_exactly(void) {
  aps_ctx *ctx = aps_ctx_create();
  char folder[64], a[128], b[128];
  snprintf(folder, sizeof folder, "/tmp/apsis-series-%d", (int)getpid());
  mkdir(folder, 0777);
  snprintf(a, sizeof a, "%s/snapshot_9.hdf5", folder);
  snprintf(b, sizeof b, "%s/snapshot_10.hdf5", folder); /* after 9, though not by letters */
  write_at(ctx, a, 1, 0, 10, 0);
  write_at(ctx, b, 2, 3, 10, 1);
  aps_series s;
  CHECK_OK(ctx, aps_series_open(ctx, folder, &s));
  CHECK(s.n == 2);
  CHECK_OK(ctx, aps_series_load(&s, 0, 1));
  CHECK(s.shared == 7 && s.at[0].time == 1 && s.at[1].time == 2);
  double memory[3][16], *x[3] = {memory[0], memory[1], memory[2]};
  for (int step = 0; step <= 4; step++) {
    aps_series_between(&s, step / 4.0, x);
    for (int k = 0; k < 7; k++)
      for (int axis = 0; axis < 3; axis++)
        CHECK_NEAR(x[axis][k], cubic(3 + k, axis, 1 + step / 4.0, 0), 1e-12);
  }
  aps_series_close(&s);
  unlink(a), unlink(b), rmdir(folder);
  aps_ctx_free(&ctx);
}

/* Through the edge of a periodic box: to the nearest image, and never seen outside. */
static void test_a_periodic_box_is_not_left(void) {
  aps_ctx *ctx = aps_ctx_create();
  char path[2][96], folder[64];
  snprintf(folder, sizeof folder, "/tmp/apsis-edge-%d", (int)getpid());
  mkdir(folder, 0777);
  for (int k = 0; k < 2; k++) {
    double x[2] = {k ? 0.3 : 9.7, k ? 5.6 : 5}, y[2] = {k ? 9.9 : 0.1, 1}, zero[2] = {0}, vx[2] = {0.6, 0.6}, vy[2] = {-0.2, 0}, mass[2] = {1, 1};
    uint64_t id[2] = {1, 2};
    const aps_dataset d = {.has = APS_X | APS_V | APS_MASS | APS_ID, .time = k, .periodic = 1, .box = {10, 10, 10},
                           .v = {.n = 2, .x = x, .y = y, .z = zero, .vx = vx, .vy = vy, .vz = zero, .mass = mass, .id = id}};
    snprintf(path[k], sizeof path[k], "%s/snapshot_%d.hdf5", folder, k);
    CHECK_OK(ctx, aps_dataset_write(ctx, path[k], "swift", &d, NULL, 0));
  }
  aps_series s;
  double memory[3][2], *x[3] = {memory[0], memory[1], memory[2]};
  CHECK_OK(ctx, aps_series_open(ctx, folder, &s));
  CHECK_OK(ctx, aps_series_load(&s, 0, 1));
  CHECK(s.at[0].periodic && s.shared == 2);
  for (int k = 0; k <= 7; k++) { /* never on the very edge */
    const double t = k / 7.0, crosses = 9.7 + 0.6 * t, down = 0.1 - 0.2 * t;
    aps_series_between(&s, t, x);
    CHECK_NEAR(x[0][0], crosses < 10 ? crosses : crosses - 10, 1e-12);
    CHECK_NEAR(x[1][0], down >= 0 ? down : down + 10, 1e-12);
    CHECK_NEAR(x[0][1], 5 + 0.6 * t, 1e-12);
  }
  aps_series_close(&s);
  unlink(path[0]), unlink(path[1]), rmdir(folder);
  aps_ctx_free(&ctx);
}

/* Forwards and backwards the next pair needs one more file: what is held is not read again, as its memory tells. */
static void test_a_way_back_reads_no_file_twice(void) {
  aps_ctx *ctx = aps_ctx_create();
  char folder[64], name[3][128];
  snprintf(folder, sizeof folder, "/tmp/apsis-back-%d", (int)getpid());
  mkdir(folder, 0777);
  for (int k = 0; k < 3; k++) {
    snprintf(name[k], sizeof name[k], "%s/snapshot_%d.hdf5", folder, k);
    write_at(ctx, name[k], k, 0, 10, k % 2);
  }
  aps_series s;
  CHECK_OK(ctx, aps_series_open(ctx, folder, &s));
  CHECK_OK(ctx, aps_series_load(&s, 1, 1));
  const double *held = s.at[0].v.x;
  unlink(name[1]);
  CHECK_OK(ctx, aps_series_load(&s, 0, 1));
  CHECK(s.at[1].v.x == held && s.at[0].time == 0 && s.at[1].time == 1 && s.shared == 10);
  CHECK_OK(ctx, aps_series_load(&s, 1, 1));
  CHECK(s.at[0].v.x == held && s.at[1].time == 2 && s.shared == 10);
  aps_series_close(&s);
  unlink(name[0]), unlink(name[2]), rmdir(folder);
  aps_ctx_free(&ctx);
}

/* ---- camera ---- */

/* GADGET's binary snapshots have names without an ending; what else lies about has none of a snapshot. */
static void test_a_folder_is_listed_by_its_numbers(void) {
  static const char *const name[] = {"snapshot_000", "snapshot_001", "snapshot_010", "energy.csv", "README", "run.sh", "state.jsonl"};
  aps_ctx *ctx = aps_ctx_create();
  char folder[64], path[128], **listed;
  int n;
  snprintf(folder, sizeof folder, "/tmp/apsis-list-%d", (int)getpid());
  mkdir(folder, 0777);
  for (int k = 0; k < 7; k++) {
    snprintf(path, sizeof path, "%s/%s", folder, name[k]);
    write_at(ctx, path, k, 0, 10, 0);
  }
  CHECK_OK(ctx, aps_dataset_list(ctx, folder, &listed, &n));
  CHECK(n == 3);
  for (int k = 0; k < n; k++) CHECK(strcmp(strrchr(listed[k], '/') + 1, name[k]) == 0);
  aps_dataset_list_free(ctx, &listed, n);
  for (int k = 0; k < 7; k++) {
    snprintf(path, sizeof path, "%s/%s", folder, name[k]);
    unlink(path);
  }
  rmdir(folder);
  aps_ctx_free(&ctx);
}

/* Numbers that grow while time runs backwards: a film shows them in the order of their times. */
static void test_a_run_back_in_time_is_shown_forwards(void) {
  aps_ctx *ctx = aps_ctx_create();
  char folder[64], name[3][128], film[64], frame[128];
  snprintf(folder, sizeof folder, "/tmp/apsis-past-%d", (int)getpid());
  snprintf(film, sizeof film, "/tmp/apsis-past-film-%d", (int)getpid());
  mkdir(folder, 0777);
  for (int k = 0; k < 3; k++) {
    snprintf(name[k], sizeof name[k], "%s/snapshot_%d.hdf5", folder, k);
    write_at(ctx, name[k], -k, 0, 10, 0);
  }
  const aps_render_setup setup = {.source = folder, .output = film, .width = 32, .height = 32, .frames = 3, .ranged = 1, .t_from = -2, .t_to = 0};
  CHECK_OK(ctx, aps_render(ctx, &setup));
  aps_series s;
  CHECK_OK(ctx, aps_series_open(ctx, folder, &s));
  aps_series_turn(&s);
  CHECK_OK(ctx, aps_series_load(&s, 0, 1));
  CHECK(s.at[0].time == -2 && s.at[1].time == -1 && s.shared == 10);
  aps_series_close(&s);
  for (int k = 0; k < 3; k++) {
    snprintf(frame, sizeof frame, "%s/frame_%04d.png", film, k);
    CHECK(unlink(frame) == 0);
    unlink(name[k]);
  }
  rmdir(folder), rmdir(film);
  aps_ctx_free(&ctx);
}

static void test_camera_projects(void) {
  const double p[3][3] = {
      {1, 0, 0}, {0, 1, 0}, {0, 0, 1}}; /* coordinates of three points on the axes */
  const double *const x[3] = {p[0], p[1], p[2]};
  aps_mark m[3];
  aps_eye eye = aps_eye_plane("xy");
  eye.width = 4;
  aps_eye_project(&eye, x, 3, 401, 201, m); /* 100.25 pixels a unit */
  CHECK_NEAR(m[0].x, 300.25, 1e-4);
  CHECK_NEAR(m[0].y, 100, 1e-4);
  CHECK_NEAR(m[1].x, 200, 1e-4);
  CHECK_NEAR(m[1].y, -0.25, 1e-4);
  CHECK_NEAR(m[2].x, 200, 1e-4);
  CHECK_NEAR(m[2].y, 100, 1e-4);
  eye = aps_eye_plane("xz"), eye.width = 4;
  aps_eye_project(&eye, x, 3, 401, 201, m);
  CHECK_NEAR(m[2].y, -0.25, 1e-4);
  CHECK_NEAR(m[1].y, 100, 1e-4);
  /* from -y, level: x to the right, z up; nearer things are larger: a point 1 towards the eye at
   * distance 2 / tan(45 degrees) = 2 */
  aps_eye_turn(&eye, 0, 0, 90);
  CHECK_NEAR(eye.distance, 2, 1e-12);
  const double q[3][3] = {{1, 1, 0}, {0, -1, -3}, {0, 0, 0}};
  const double *const y[3] = {q[0], q[1], q[2]};
  aps_eye_project(&eye, y, 3, 401, 201, m);
  CHECK_NEAR(m[0].x, 300.25, 1e-4);
  CHECK_NEAR(m[1].x, 200 + 2 * 100.25, 1e-3);
  CHECK(m[2].x < -1e5); /* behind the eye */
  /* from above, the axes lie as in the plane xy; half a turn around z mirrors both */
  aps_eye_turn(&eye, 180, 90, 0);
  aps_eye_project(&eye, x, 3, 401, 201, m);
  CHECK_NEAR(m[0].x, 99.75, 1e-4);
  CHECK_NEAR(m[1].y, 200.25, 1e-4);
}

/* A second look keeps what the first one showed in the picture, wherever that was. */
static void test_a_second_look_keeps_the_first(void) {
  const double near[3][2] = {{0, 1}, {0, 0.2}, {0, 0}}, far[3][2] = {{40, 41}, {-7, -6.8}, {3, 3}};
  aps_ctx *ctx = aps_ctx_create();
  const aps_round way = {20, 30, 40, 0};
  for (int round = 0; round < 2; round++) {
    aps_eye eye = aps_eye_plane("xy");
    aps_mark m[4];
    for (int k = 0; k < 2; k++) {
      const double *const x[3] = {k ? far[0] : near[0], k ? far[1] : near[1], k ? far[2] : near[2]};
      CHECK_OK(ctx, aps_eye_frame(ctx, &eye, x, NULL, 2, (double)W / H, 0, round ? &way : NULL));
    }
    if (round) aps_eye_turn(&eye, way.azimuth, way.elevation, way.field);
    aps_eye_project(&eye, (const double *const[3]){near[0], near[1], near[2]}, 2, W, H, m);
    aps_eye_project(&eye, (const double *const[3]){far[0], far[1], far[2]}, 2, W, H, m + 2);
    for (int i = 0; i < 4; i++) CHECK(m[i].x > 0 && m[i].x < W && m[i].y > 0 && m[i].y < H);
    CHECK(eye.width < 150);
  }
  aps_ctx_free(&ctx);
}

/* Glows of the marks of a round cloud within the picture, of so many: their median, in points. */
static double median_glow(aps_ctx *ctx, int64_t n, double radius, int cloud, float *point) {
  aps_mark *m = calloc((size_t)n, sizeof *m);
  double below = 0, above = 1e3;
  for (int64_t i = 0; i < n; i++) {
    aps_rng rng = aps_rng_at(1, 5, (uint64_t)i);
    const double r = radius * sqrt(aps_rng_uniform(&rng)), a = 6.2831853 * aps_rng_uniform(&rng);
    m[i] = (aps_mark){(float)(640 + r * cos(a)), (float)(360 + r * sin(a)), 0, {1, 1, 1}};
  }
  CHECK_OK(ctx, (cloud ? aps_light_cloud : aps_light_glow)(ctx, m, n, 1280, 720, point));
  for (int k = 0; k < 40; k++) {
    const double at = (below + above) / 2;
    int64_t smaller = 0;
    for (int64_t i = 0; i < n; i++) smaller += m[i].glow < at;
    if (2 * smaller < n)
      below = at;
    else
      above = at;
  }
  free(m);
  return below / *point;
}

/* Up to a thousand bodies each have a halo of their own, but where they lie as close as their points are wide; many are
 * a cloud whose glows hold 64 of them. */
static void test_few_bodies_are_seen_one_by_one(void) {
  aps_ctx *ctx = aps_ctx_create();
  float point;
  for (int64_t n = 1; n <= 1000; n *= 10) CHECK(median_glow(ctx, n, 300, 0, &point) < 5);
  CHECK(median_glow(ctx, 1000, 40, 0, &point) > 5);
  CHECK(median_glow(ctx, 1000, 300, 1, &point) > 30); /* where the density is to be read */
  const double glow = median_glow(ctx, 20000, 300, 0, &point) * point;
  CHECK_NEAR(glow, 300 * sqrt(64.0 / 20000), 3);
  aps_mark one = {400, 400, 0, {1, 1, 1}};
  float upright;
  CHECK_OK(ctx, aps_light_glow(ctx, &one, 1, 1280, 720, &point));
  CHECK_OK(ctx, aps_light_glow(ctx, &one, 1, 720, 1280, &upright));
  CHECK(point == 8 && upright == 6); /* a tall picture does not swell its bodies */
  aps_ctx_free(&ctx);
}

static void test_camera_frames_nearly_all(void) {
  static double q[3][N];
  aps_ctx *ctx = aps_ctx_create();
  for (int i = 0; i < N; i++) {
    aps_rng rng = aps_rng_at(1, 2, (uint64_t)i);
    for (int k = 0; k < 3; k++) q[k][i] = 3 + aps_rng_normal(&rng);
  }
  q[0][7] = 1e6; /* one escaper changes nothing */
  const double *const x[3] = {q[0], q[1], q[2]};
  aps_eye eye = aps_eye_plane("xy");
  CHECK_OK(ctx, aps_eye_frame(ctx, &eye, x, NULL, N, 1, 0, NULL));
  for (int k = 0; k < 2; k++) CHECK_NEAR(eye.centre[k], 3, 0.1);
  CHECK_NEAR(eye.width, 2.4 * 2.05, 0.3); /* 98 % of a Gaussian lie below 2.05 sigma */
  for (int i = 0; i < N / 8; i++) q[i % 2][i] *= i % 4 < 2 ? 1e5 : -1e5; /* nor does one in eight */
  eye.width = 0;
  CHECK_OK(ctx, aps_eye_frame(ctx, &eye, x, NULL, N, 1, 0, NULL));
  CHECK(eye.width < 2.4 * 20 * 1.05);
  aps_ctx_free(&ctx);
}

/* How many of n bodies do not show somewhere on the way of an eye that was framed on all, in percent. */
static double missed(aps_ctx *ctx, const double *const x[3], int n, int width, int height, const aps_round *way) {
  aps_eye eye = aps_eye_plane("xy");
  aps_mark *m = calloc((size_t)n, sizeof *m);
  int worst = 0;
  CHECK_OK(ctx, aps_eye_frame(ctx, &eye, x, NULL, n, (double)width / height, 0, way));
  for (int k = 0; k <= 20; k++) {
    int out = 0;
    aps_eye_turn(&eye, way->azimuth + way->turn * k / 20, way->elevation, way->field);
    aps_eye_project(&eye, x, n, width, height, m);
    for (int i = 0; i < n; i++) out += m[i].x < 0 || m[i].x >= width || m[i].y < 0 || m[i].y >= height;
    if (out > worst) worst = out;
  }
  free(m);
  return 100.0 * worst / n;
}

/* In perspective too, in wide and in tall pictures, from a steep eye, all round: a few bodies all, of many nearly all. */
static void test_perspective_frames_nearly_all(void) {
  static double q[3][N];
  const aps_round way[] = {{0, 40, 40, 0}, {30, -80, 100, 0}, {0, 20, 40, 360}, {10, 60, 20, -90}};
  aps_ctx *ctx = aps_ctx_create();
  const double *const x[3] = {q[0], q[1], q[2]};
  for (int i = 0; i < N; i++) {
    aps_rng rng = aps_rng_at(1, 3, (uint64_t)i);
    double unit[3];
    aps_rng_direction(&rng, unit);
    for (int k = 0; k < 3; k++) q[k][i] = 5 + 2 * unit[k];
  }
  for (int k = 0; k < 4; k++)
    for (int tall = 0; tall < 2; tall++) {
      CHECK(missed(ctx, x, N, tall ? H : W, tall ? W : H, &way[k]) < 2);
      CHECK(missed(ctx, x, 100, tall ? H : W, tall ? W : H, &way[k]) == 0);
      CHECK(missed(ctx, x, 2, tall ? H : W, tall ? W : H, &way[k]) == 0);
    }
  aps_eye eye = aps_eye_plane("xy");
  CHECK_OK(ctx, aps_eye_frame(ctx, &eye, x, NULL, N, (double)W / H, 0, &way[0]));
  CHECK(eye.width < 2.4 * 2 * 1.2 * W / H); /* and the picture is filled */
  aps_ctx_free(&ctx);
}

/* A sun far from its cloud of massless ones shows from everywhere, twenty alike do too, and one body of many that weigh the same does not. */
static void test_whoever_weighs_much_shows(void) {
  static double q[3][N], mass[N];
  const aps_round way[] = {{0, 40, 40, 0}, {30, -80, 100, 0}, {0, 20, 40, 360}};
  aps_ctx *ctx = aps_ctx_create();
  const double *const x[3] = {q[0], q[1], q[2]};
  for (int kind = 0; kind < 3; kind++)
    for (int from = 0; from < 4; from++) {
      const aps_round *round = from < 3 ? &way[from] : NULL;
      aps_eye eye = aps_eye_plane("xy");
      aps_mark m[N];
      int shown = 0;
      for (int i = 0; i < N; i++) {
        aps_rng rng = aps_rng_at(1, 3, (uint64_t)i);
        double unit[3];
        aps_rng_direction(&rng, unit);
        const double r = i < 20 ? 50 : 1;
        for (int k = 0; k < 3; k++) q[k][i] = r * unit[k];
        mass[i] = kind == 0 ? i == 3 : kind == 1 ? 0.1 * (i < 20) : 1;
      }
      CHECK_OK(ctx, aps_eye_frame(ctx, &eye, x, mass, N, (double)W / H, 0, round));
      if (round) aps_eye_turn(&eye, round->azimuth + round->turn / 3, round->elevation, round->field);
      aps_eye_project(&eye, x, N, W, H, m);
      for (int i = 0; i < 20; i++) shown += (kind != 0 || i == 3) && m[i].x >= 0 && m[i].x < W && m[i].y >= 0 && m[i].y < H;
      CHECK(kind == 0 ? shown == 1 : kind == 1 ? shown == 20 : shown < 10);
    }
  aps_ctx_free(&ctx);
}

/* Few bodies in a row across: the last is not hidden by the legend's numbers, from anywhere, in pictures of any shape. */
static void test_few_bodies_keep_clear_of_the_legend(void) {
  static const int size[][2] = {{1280, 720}, {640, 360}, {360, 640}, {400, 900}, {1600, 200}};
  aps_ctx *ctx = aps_ctx_create();
  double q[3][3] = {{-10, 10, 0}, {0, 0, 2}, {0, 0, 0}};
  const double *const x[3] = {q[0], q[1], q[2]};
  const aps_round way = {0, 20, 40, 180};
  for (size_t k = 0; k < sizeof size / sizeof *size; k++)
    for (int round = 0; round < 2; round++) {
      const int w = size[k][0], h = size[k][1];
      aps_eye eye = aps_eye_plane("xy");
      aps_mark m[3];
      CHECK_OK(ctx, aps_eye_frame(ctx, &eye, x, NULL, 3, (double)w / h, aps_label_aside(w, h), round ? &way : NULL));
      if (round) aps_eye_turn(&eye, 180, 20, 40);
      aps_eye_project(&eye, x, 3, w, h, m);
      const double right = fmax(m[0].x, m[1].x) + 0.03 * h, free = w - 54 * aps_label_unit(w, h);
      CHECK(right < free && right > 0.5 * w);
    }
  CHECK(aps_label_aside(159, 900) == 0); /* no words, no room for them */
  aps_ctx_free(&ctx);
}

/* Of a hundred bodies one that is far out does not shrink the picture; a planet does, and so does one of a few. */
static void test_an_escaper_is_left_out_and_a_planet_is_not(void) {
  enum { M = 100 };
  static const double orbit[8] = {0.39, 0.72, 1, 1.52, 5.2, 9.5, 19.2, 30.1};
  double q[3][M], mass[M];
  aps_ctx *ctx = aps_ctx_create();
  const double *const x[3] = {q[0], q[1], q[2]};
  for (int k = 0; k < 4; k++) { /* an escaper; a heavy one; one of twenty; planets beyond a belt */
    aps_eye eye = aps_eye_plane("xy");
    for (int i = 0; i < M; i++) {
      aps_rng rng = aps_rng_at(1, 2, (uint64_t)i);
      double unit[3];
      aps_rng_direction(&rng, unit);
      const double r = k < 3 ? i == 3 ? 300 : 1 : i < 8 ? orbit[i] : 2 + aps_rng_uniform(&rng);
      for (int c = 0; c < 3; c++) q[c][i] = r * unit[c];
      mass[i] = k == 1 && i == 3 ? 11 : k == 3 && i >= 8 ? 0 : 1;
    }
    CHECK_OK(ctx, aps_eye_frame(ctx, &eye, x, mass, k == 2 ? 20 : M, 1, 0, NULL));
    const int last = k == 3 ? 7 : 3;
    const int shows = fabs(q[0][last] - eye.centre[0]) < eye.width / 2 && fabs(q[1][last] - eye.centre[1]) < eye.width / 2;
    CHECK(shows == (k > 0));
    CHECK(k > 0 || eye.width < 2.5);
  }
  aps_ctx_free(&ctx);
}

/* ---- colours ---- */

static double lightness(const float c[3]) { /* of OKLab */
  const double l = cbrt(0.4122214708 * c[0] + 0.5363325363 * c[1] + 0.0514459929 * c[2]);
  const double m = cbrt(0.2119034982 * c[0] + 0.6806995451 * c[1] + 0.1073969566 * c[2]);
  const double s = cbrt(0.0883024619 * c[0] + 0.2817188376 * c[1] + 0.6299787005 * c[2]);
  return 0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s;
}

/* Lightness rises by the same step everywhere: nothing had to be cut off at the edge of what a
 * screen can show. So it reads in grey, for any colour vision. "split" does so in either half. */
static void test_maps_are_uniform(void) {
  for (int map = 0; map < APS_MAPS; map++) {
    const int halves = map == APS_MAP_SPLIT ? 2 : 1;
    for (int half = 0; half < halves; half++) {
      double first = 0, before = 0;
      for (int k = 0; k <= 16; k++) {
        float c[3];
        aps_map_colour((aps_map)map, (half + k / 16.0) / halves, c);
        const double now = lightness(c);
        if (k == 1) first = now - before;
        if (k >= 1) CHECK_NEAR(now - before, first, 0.1 * fabs(first));
        before = now;
      }
      CHECK(fabs(first) > 0.003 && (half == 0) == (first > 0));
    }
  }
}

static void test_tints_find_their_number_and_range(void) {
  aps_ctx *ctx = aps_ctx_create();
  aps_tint t = {.low = 0};
  double v[6][4] = {{3, 0, 0, 1}, {4, 0, 0, 0}, {0, 1, 0, 0}, {-5, 0, 0, 5}};
  aps_dataset d = {.v = {.n = 4,
                         .vx = v[0],
                         .vy = v[1],
                         .vz = v[2],
                         .x = v[3],
                         .y = v[3],
                         .z = v[3],
                         .mass = v[2]},
                   .has = APS_X | APS_V};
  float value[4];
  CHECK_OK(ctx, aps_tint_choose(ctx, "speed", NULL, &t));
  CHECK_OK(ctx, aps_tint_values(ctx, &t, &d, value));
  CHECK(value[0] == 5 && value[1] == 1 && value[2] == 0);
  CHECK_OK(ctx, aps_tint_choose(ctx, "x", NULL, &t));
  CHECK_OK(ctx, aps_tint_values(ctx, &t, &d, value));
  CHECK_OK(ctx, aps_tint_range(ctx, &t, value, 4, 0));
  CHECK(t.map == APS_MAP_SPLIT && t.low == -5 && t.high == 5);
  CHECK_NEAR(aps_tint_place(&t, 0), 0.5, 1e-12);
  double number[12];
  CHECK(!t.same && aps_tint_numbers(&t, number, 12) > 2);
  t.low = t.high = 0;
  CHECK_OK(ctx, aps_tint_range(ctx, &t, (float[]){2, 2, 2, 2}, 4, 0)); /* all alike: one number, in the middle */
  CHECK(t.same && aps_tint_numbers(&t, number, 12) == 1);
  CHECK_NEAR(number[0], 2, 1e-12);
  CHECK_NEAR(aps_tint_place(&t, 2), 0.5, 1e-12);
  CHECK_OK(ctx, aps_tint_range(ctx, &t, (float[]){2, 2, 2, 3}, 4, 1)); /* and in the last snapshot no more */
  CHECK(!t.same && aps_tint_numbers(&t, number, 12) > 2);
  t.in_units = 1;
  CHECK(aps_tint_choose(ctx, "sped", NULL, &t) == APS_EARG && strstr(aps_ctx_hint(ctx), "speed"));
  CHECK_OK(ctx, aps_tint_choose(ctx, "energy", NULL, &t));
  CHECK(aps_tint_values(ctx, &t, &d, value) == APS_EDATA);
  const aps_units u = {3.0856775814913673e21, 1.98840987e43, 3.0856775814913673e16, 1};
  CHECK_OK(ctx, aps_tint_choose(ctx, "speed", &u, &t)); /* kpc / (0.978 Gyr) = 1 km/s */
  CHECK(strcmp(t.unit, "km/s") == 0);
  CHECK_NEAR(t.in_units, 1, 1e-12);
  aps_ctx_free(&ctx);
}

/* Long titles are cut, words show on white as well, and large times are written out. */
/* Where times are scale factors p = a v is held by a run: lengths over times of 1/a the unit. Of times and energies none is told. */
static void test_speeds_of_a_comoving_run_have_a_unit(void) {
  const double Mpc = 3.0856775814913673e24, second = Mpc / 1e5; /* so that the unit of speeds is km/s */
  const aps_units plain = {Mpc, 1.98841e43, second, 43.0}, a_half = aps_label_units(plain, 0.5), unknown = aps_label_units((aps_units){0}, 0.5);
  static const struct {
    const char *name, *unit;
    double in_units;
  } all[] = {{"speed", "km/s", 2}, {"vx", "km/s", 2}, {"x", "Mpc", 1}, {"mass", "Msun", 1e10}, {"energy", "", 1}, {"ax", "", 1}};
  aps_ctx *ctx = aps_ctx_create();
  char text[64];
  for (size_t k = 0; k < sizeof all / sizeof *all; k++) {
    aps_tint t = {.low = 0};
    CHECK_OK(ctx, aps_tint_choose(ctx, all[k].name, &a_half, &t));
    CHECK(strcmp(t.unit, all[k].unit) == 0);
    CHECK_NEAR(t.in_units / all[k].in_units, 1, 1e-6);
    CHECK_OK(ctx, aps_tint_choose(ctx, all[k].name, &unknown, &t));
    CHECK(t.unit[0] == '\0' && t.in_units == 1);
  }
  aps_label_time(&a_half, 0.5, 0, text);
  CHECK(strcmp(text, "a = 0.500, z = 1.00") == 0);
  aps_ctx_free(&ctx);
}

static void test_words_fit_and_are_readable(void) {
  enum { WIDE = 240, TALL = 800 };
  static unsigned char rgb[3 * WIDE * TALL];
  const aps_camera camera = {.width = 1};
  for (int ground = 0; ground < 256; ground += 255) {
    int64_t written[2] = {0}; /* left half, right half of the title's rows */
    memset(rgb, ground, sizeof rgb);
    aps_label(&camera, NULL, NULL, 1, "a title that is far longer than this picture is wide, by a lot", WIDE, TALL, rgb);
    for (int y = 0; y < 30; y++)
      for (int x = 0; x < WIDE; x++) written[2 * x / WIDE] += abs(rgb[3 * (y * WIDE + x)] - ground) > 100;
    CHECK(written[0] > 100 && written[1] > 100);
    for (int y = 0; y < TALL; y++) CHECK(rgb[3 * (y * WIDE + WIDE - 1)] == ground);
  }
  CHECK(aps_label_unit(1920, 1080) == 3 && aps_label_unit(1600, 1000) == 3 && aps_label_unit(7680, 4320) == 12 &&
        aps_label_unit(1280, 720) == 2 && aps_label_unit(WIDE, TALL) == 1);
  char text[64];
  aps_label_time(NULL, 20000, 0, text);
  CHECK(strcmp(text, "t = 20000") == 0);
  aps_label_time(NULL, 1.23456, 0, text);
  CHECK(strcmp(text, "t = 1.235") == 0);
}

int main(void) {
  CHECK_RUN(test_words_fit_and_are_readable);
  CHECK_RUN(test_speeds_of_a_comoving_run_have_a_unit);
  CHECK_RUN(test_light_is_kept_at_every_radius);
  CHECK_RUN(test_coarse_glow_has_the_kernels_shape);
  CHECK_RUN(test_threads_change_no_bit);
  CHECK_RUN(test_marks_outside_are_left_out);
  CHECK_RUN(test_cubics_are_interpolated_exactly);
  CHECK_RUN(test_a_periodic_box_is_not_left);
  CHECK_RUN(test_a_way_back_reads_no_file_twice);
  CHECK_RUN(test_a_folder_is_listed_by_its_numbers);
  CHECK_RUN(test_a_run_back_in_time_is_shown_forwards);
  CHECK_RUN(test_camera_projects);
  CHECK_RUN(test_camera_frames_nearly_all);
  CHECK_RUN(test_perspective_frames_nearly_all);
  CHECK_RUN(test_whoever_weighs_much_shows);
  CHECK_RUN(test_few_bodies_keep_clear_of_the_legend);
  CHECK_RUN(test_a_second_look_keeps_the_first);
  CHECK_RUN(test_an_escaper_is_left_out_and_a_planet_is_not);
  CHECK_RUN(test_few_bodies_are_seen_one_by_one);
  CHECK_RUN(test_maps_are_uniform);
  CHECK_RUN(test_tints_find_their_number_and_range);
  return CHECK_RESULT();
}
