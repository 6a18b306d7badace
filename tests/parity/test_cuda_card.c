/* Particles on a card, on their way to a picture, through the shim: the splats of light.c to float
 * rounding, whatever the order of threads; the ways to OpenGL's buffer byte by byte; which way is
 * chosen and why; every call that fails is a typed error and nothing leaks. ctest: timeout=120 */
#include "../../gpu/shim/control.h"
#include "../../viz/card.h"
#include "../check.h"
#include "core/rng.h"

extern const aps_card_row aps_card_cuda_cpu;
extern const aps_backend aps_backend_cuda_cpu;
static const aps_card_row *const row = &aps_card_cuda_cpu;

enum { W = 200, H = 120, N = 700 };
static aps_ctx *ctx;
static void *device;      /* the pretended backend, for columns */
static double host[7][N]; /* x y z vx vy vz m */
static double *column[7]; /* the same on the card */

static void rig_open(void) {
  aps_cudacpu_default();
  CHECK_OK(ctx, aps_backend_cuda_cpu.open(ctx, 0, 0, &device));
  for (int i = 0; i < N; i++) {
    aps_rng rng = aps_rng_at(3, 4, (uint64_t)i);
    double unit[3];
    aps_rng_direction(&rng, unit);
    const double r = 2 * pow(aps_rng_uniform(&rng), 1.5);
    for (int k = 0; k < 3; k++) host[k][i] = 50 + r * unit[k], host[3 + k][i] = unit[2 - k] * r;
    host[6][i] = 1 + i % 7;
  }
  for (int k = 0; k < 7; k++) {
    column[k] = aps_backend_cuda_cpu.alloc(device, sizeof host[k]);
    CHECK_OK(ctx, aps_backend_cuda_cpu.copy(device, column[k], APS_DEVICE, host[k], APS_HOST,
                                            sizeof host[k]));
  }
}

static void rig_close(void) {
  for (int k = 0; k < 7; k++) aps_backend_cuda_cpu.release(device, column[k]);
  aps_backend_cuda_cpu.close(&device);
  CHECK(aps_cudacpu_live() == 0);
}

static aps_card_points points(int64_t n, aps_card_number number) {
  return (aps_card_points){.n = n,
                           .x = {column[0], column[1], column[2]},
                           .v = {column[3], column[4], column[5]},
                           .column = column[6],
                           .number = number,
                           .low = 0.1,
                           .high = 2,
                           .logarithmic = number == APS_CARD_SPEED,
                           .origin = {50, 50, 50}};
}

static double place_of(int i, aps_card_number number) {
  if (number == APS_CARD_COLUMN) return fmin(fmax((host[6][i] - 0.1) / 1.9, 0), 1);
  const double speed =
      sqrt(host[3][i] * host[3][i] + host[4][i] * host[4][i] + host[5][i] * host[5][i]);
  return fmin(fmax(speed > 0 ? log(speed / 0.1) / log(20) : 0, 0), 1);
}

/* What was packed last, added to a picture of the same size; by CUDA's memory or the host's. */
static aps_err splat(void *card, const aps_eye *eye, const aps_card_look *look, aps_canvas *to) {
  const float *rgba;
  APS_TRY(row->splat(card, eye, look, to->width, to->height, APS_WAY_LATE, -1, 0, &rgba));
  for (int64_t i = 0; i < (int64_t)to->width * to->height; i++)
    for (int d = 0; d < 3; d++) to->rgb[3 * i + d] += rgba[4 * i + d];
  return APS_OK;
}

/* One point in three, three times as bright: the picture of those alone. */
static void test_some_of_the_points_shine_for_all(void) {
  const aps_eye eye = {.right = {1, 0, 0}, .up = {0, 1, 0}, .back = {0, 0, 1}, .centre = {50, 50, 50}, .width = 5};
  const aps_card_look all = {.density = 1, .most = 1}, some = {.density = 1, .most = 1, .stride = 3};
  void *card;
  rig_open();
  CHECK_OK(ctx, row->open(ctx, 0, &card));
  for (int k = 0; k < 2; k++) {
    setenv("APSIS_CUDA_SPLAT", k ? "alone" : "", 1);
    aps_canvas thinned = {0}, third = {0};
    aps_card_points p = points(N, APS_CARD_COLUMN);
    CHECK_OK(ctx, aps_canvas_create(ctx, W, H, &thinned));
    CHECK_OK(ctx, aps_canvas_create(ctx, W, H, &third));
    CHECK_OK(ctx, row->pack(card, &p));
    CHECK_OK(ctx, splat(card, &eye, &some, &thinned));
    CHECK(row->spent(card) > 0);
    static double kept[7][N];
    int n = 0;
    for (int i = 0; i < N; i += 3, n++)
      for (int c = 0; c < 7; c++) kept[c][n] = host[c][i];
    for (int c = 0; c < 7; c++)
      CHECK_OK(ctx, aps_backend_cuda_cpu.copy(device, column[c], APS_DEVICE, kept[c], APS_HOST, sizeof kept[c]));
    p = points(n, APS_CARD_COLUMN);
    CHECK_OK(ctx, row->pack(card, &p));
    CHECK_OK(ctx, splat(card, &eye, &all, &third));
    double most = 0, light = 0;
    for (int i = 0; i < 3 * W * H; i++) {
      most = fmax(most, fabs(thinned.rgb[i] - 3 * third.rgb[i]));
      light += thinned.rgb[i];
    }
    CHECK(light > 100);
    CHECK_NEAR(most, 0, 1e-5 * light); /* the unit of light depends on how many points there are */
    for (int c = 0; c < 7; c++)
      CHECK_OK(ctx, aps_backend_cuda_cpu.copy(device, column[c], APS_DEVICE, host[c], APS_HOST, sizeof host[c]));
    aps_canvas_free(ctx, &thinned), aps_canvas_free(ctx, &third);
  }
  unsetenv("APSIS_CUDA_SPLAT");
  row->close(&card);
  rig_close();
}

/* Positions in float: 2e-4 pixels; as for OpenGL. */
static void test_splats_are_those_of_c(void) {
  static const float table[6] = {0.1f, 0.9f, 0.3f, 3, 0.2f, 0.1f};
  static aps_mark m[N];
  const double *const x[3] = {host[0], host[1], host[2]};
  rig_open();
  for (int k = 0; k < 5; k++) {
    const aps_card_number number = k & 1 ? APS_CARD_SPEED : APS_CARD_COLUMN;
    const aps_card_points p = points(N, number);
    const aps_card_look look = {.colour = k == 3 ? table : NULL, .colours = k == 3 ? 2 : 0, .density = k == 4, .most = 1};
    aps_eye eye = aps_eye_plane("xy");
    eye.width = 5;
    for (int d = 0; d < 3; d++) eye.centre[d] = 50;
    if (k & 2) aps_eye_turn(&eye, 20, 30, 50);
    aps_canvas mine = {0}, theirs = {0}, again = {0}, alone = {0};
    CHECK_OK(ctx, aps_canvas_create(ctx, W, H, &alone));
    CHECK_OK(ctx, aps_canvas_create(ctx, W, H, &mine));
    CHECK_OK(ctx, aps_canvas_create(ctx, W, H, &theirs));
    CHECK_OK(ctx, aps_canvas_create(ctx, W, H, &again));
    for (int i = 0; i < N; i++) {
      const float place = (float)place_of(i, number);
      for (int c = 0; c < 3; c++)
        m[i].light[c] = k == 3 ? table[c] + place * (table[3 + c] - table[c])
                        : k == 4 ? (c == 0 ? place : 0)
                                 : (const float[3]){1, place, 0}[c];
    }
    float point;
    aps_eye_project(&eye, x, N, W, H, m);
    CHECK_OK(ctx, (k == 4 ? aps_light_cloud : aps_light_glow)(ctx, m, N, W, H, &point));
    CHECK_OK(ctx, aps_light_add(ctx, m, N, k == 4 ? 0 : point, &mine));
    void *card;
    CHECK_OK(ctx, row->open(ctx, 0, &card));
    CHECK_OK(ctx, row->pack(card, &p));
    aps_cudacpu_order(0);
    CHECK_OK(ctx, splat(card, &eye, &look, &theirs));
    aps_cudacpu_order(17);
    CHECK_OK(ctx, splat(card, &eye, &look, &again));
    aps_cudacpu_order(-1);
    setenv("APSIS_CUDA_SPLAT", "alone", 1);
    CHECK_OK(ctx, splat(card, &eye, &look, &alone));
    unsetenv("APSIS_CUDA_SPLAT");
    row->close(&card);
    double worst = 0, peak = 0;
    for (int i = 0; i < 3 * W * H; i++) {
      worst = fmax(worst, fabs((double)mine.rgb[i] - theirs.rgb[i]));
      peak = fmax(peak, mine.rgb[i]);
    }
    printf("     picture %d: off by %.2g of the brightest\n", k, worst / peak);
    CHECK(peak > 0.1 && worst < 3e-4 * peak);
    CHECK(memcmp(theirs.rgb, again.rgb, sizeof(float) * 3 * W * H) == 0);
    CHECK(memcmp(theirs.rgb, alone.rgb, sizeof(float) * 3 * W * H) == 0);
    aps_canvas_free(ctx, &mine);
    aps_canvas_free(ctx, &theirs);
    aps_canvas_free(ctx, &again);
    aps_canvas_free(ctx, &alone);
  }
  rig_close();
}

/* Many points on few pixels, some far away, behind the eye and outside: a block's stamps added up together are those added alone,
 * to the byte. */
static void test_stamps_together_are_those_alone(void) {
  enum { MANY = 6000 };
  static double x[4][MANY];
  double *there[4];
  rig_open();
  for (int i = 0; i < MANY; i++) {
    aps_rng rng = aps_rng_at(5, 6, (uint64_t)i);
    double unit[3];
    aps_rng_direction(&rng, unit);
    const double u = aps_rng_uniform(&rng), r = fmin(0.1 / sqrt(pow(u + 1e-9, -2.0 / 3) - 1), 20);
    for (int k = 0; k < 3; k++) x[k][i] = r * unit[k];
    x[3][i] = u;
  }
  for (int k = 0; k < 4; k++) {
    there[k] = aps_backend_cuda_cpu.alloc(device, sizeof x[k]);
    CHECK_OK(ctx, aps_backend_cuda_cpu.copy(device, there[k], APS_DEVICE, x[k], APS_HOST, sizeof x[k]));
  }
  const aps_card_points p = {.n = MANY, .x = {there[0], there[1], there[2]}, .column = there[3], .number = APS_CARD_COLUMN, .high = 1};
  for (int k = 0; k < 4; k++) {
    const aps_card_look look = {.density = k == 2, .most = 1, .glow = k == 3 ? 60 : 0};
    aps_eye eye = aps_eye_plane("xy");
    eye.width = k == 1 ? 0.05 : 4;
    if (k) aps_eye_turn(&eye, 20, 30, 50);
    aps_canvas to[2] = {{0}, {0}};
    void *card;
    CHECK_OK(ctx, row->open(ctx, 0, &card));
    CHECK_OK(ctx, row->pack(card, &p));
    for (int alone = 0; alone < 2; alone++) {
      CHECK_OK(ctx, aps_canvas_create(ctx, W, H, &to[alone]));
      if (alone) setenv("APSIS_CUDA_SPLAT", "alone", 1);
      CHECK_OK(ctx, splat(card, &eye, &look, &to[alone]));
    }
    unsetenv("APSIS_CUDA_SPLAT");
    row->close(&card);
    double sum = 0;
    for (int i = 0; i < 3 * W * H; i++) sum += to[0].rgb[i];
    CHECK(sum > 0 && memcmp(to[0].rgb, to[1].rgb, sizeof(float) * 3 * W * H) == 0);
    for (int alone = 0; alone < 2; alone++) aps_canvas_free(ctx, &to[alone]);
  }
  for (int k = 0; k < 4; k++) aps_backend_cuda_cpu.release(device, there[k]);
  rig_close();
}

static int is_packed(const float *at, int i, aps_card_number number) {
  for (int k = 0; k < 3; k++)
    if (at[4 * i + k] != (float)(host[k][i] - 50)) return 0;
  return fabs(at[4 * i + 3] - place_of(i, number)) < 1e-6;
}

/* In OpenGL's buffer, at the slot's offset and nowhere else, lie the points; through pinned memory
 * they come one frame late, the first at once. */
static void test_points_arrive_by_every_way(void) {
  if (!aps_cudacpu_pretends()) return;
  static float buffer[3 * 4 * N], mapped[4 * N];
  const int64_t slot = sizeof buffer / 3;
  aps_card_parcel parcel;
  void *card;
  rig_open();
  const aps_card_points all = points(N, APS_CARD_SPEED), few = points(10, APS_CARD_COLUMN);
  for (int way = APS_WAY_PEER; way <= APS_WAY_SHARED; way++) {
    aps_cudacpu_be(
        (aps_cudacpu_machine){.memory = 1 << 30, .driver = 13000, .runtime = 13000, .devices = 2});
    aps_cudacpu_buffer(7, buffer, sizeof buffer);
    memset(buffer, 0, sizeof buffer);
    CHECK_OK(ctx, row->open(ctx, 0, &card));
    CHECK_OK(ctx, row->pack(card, &all));
    CHECK_OK(ctx, row->deliver(card, way, way == APS_WAY_PEER, 7, slot, NULL, &parcel));
    CHECK(parcel.n == N && parcel.origin[1] == 50);
    int good = 1;
    for (int i = 0; i < N; i++) good &= is_packed(buffer + 4 * N, i, APS_CARD_SPEED);
    for (int i = 0; i < 4 * N; i++) good &= buffer[i] == 0 && buffer[8 * N + i] == 0;
    CHECK(good);
    CHECK(row->deliver(card, way, 0, 7, 3 * slot, NULL, &parcel) == APS_EINTERNAL);
    CHECK_OK(ctx, row->pack(card, &few));
    CHECK_OK(ctx, row->deliver(card, way, way == APS_WAY_PEER, 7, 0, NULL, &parcel));
    CHECK(parcel.n == 10 && is_packed(buffer, 9, APS_CARD_COLUMN) && buffer[40] == 0);
    row->forget(card);
    aps_cudacpu_buffer(0, NULL, 0);
    CHECK(row->deliver(card, way, 0, 7, 0, NULL, &parcel) == APS_EDEVICE);
    row->close(&card);
  }
  CHECK_OK(ctx, row->open(ctx, 0, &card));
  CHECK_OK(ctx, row->pack(card, &few));
  CHECK_OK(ctx, row->deliver(card, APS_WAY_LATE, -1, 0, 0, mapped, &parcel));
  CHECK(parcel.n == 10 && is_packed(mapped, 9, APS_CARD_COLUMN) && mapped[40] == 0);
  CHECK_OK(ctx, row->pack(card, &all)); /* more than there is room for: at once */
  CHECK_OK(ctx, row->deliver(card, APS_WAY_LATE, -1, 0, 0, mapped, &parcel));
  CHECK(parcel.n == N && is_packed(mapped, N - 1, APS_CARD_SPEED));
  CHECK_OK(ctx, row->pack(card, &few));
  CHECK_OK(ctx, row->deliver(card, APS_WAY_LATE, -1, 0, 0, mapped, &parcel));
  CHECK(parcel.n == N && is_packed(mapped, 9, APS_CARD_SPEED)); /* those of before */
  CHECK_OK(ctx, row->deliver(card, APS_WAY_LATE, -1, 0, 0, mapped, &parcel));
  CHECK(parcel.n == 10 && is_packed(mapped, 9, APS_CARD_COLUMN));
  row->close(&card);
  rig_close();
}

static aps_way chosen(int where, const unsigned char *uuid, const char *asked, const char *says) {
  aps_way_choice c;
  CHECK_OK(ctx, aps_way_choose(ctx, row, where, uuid, 7, asked, &c));
  if (!strstr(c.why, says)) printf("     %s: %s\n", aps_way_names[c.way], c.why);
  CHECK(strstr(c.why, says));
  return c.way;
}

static void test_the_way_is_chosen_by_trial(void) {
  if (!aps_cudacpu_pretends()) return;
  static float buffer[64];
  unsigned char first[16], second[16], none[16] = {1};
  const aps_cudacpu_machine m = {
      .memory = 1 << 30, .driver = 13000, .runtime = 13000, .devices = 2};
  aps_way_choice c;
  aps_cudacpu_default();
  aps_cudacpu_be(m);
  aps_cudacpu_buffer(7, buffer, sizeof buffer);
  CHECK(row->uuid(0, first) && row->uuid(1, second) && memcmp(first, second, 16) != 0);
  CHECK(chosen(0, first, NULL, "computes and draws") == APS_WAY_SHARED);
  CHECK(chosen(0, NULL, "auto", "computes and draws") == APS_WAY_SHARED);
  CHECK(chosen(1, first, NULL, "1 computes, 0 draws") == APS_WAY_PEER);
  CHECK(chosen(0, none, NULL, "UUID") == APS_WAY_LATE);
  CHECK(chosen(0, first, "late", "asked") == APS_WAY_LATE);
  CHECK(chosen(0, first, "upload", "asked") == APS_WAY_UPLOAD);
  CHECK(chosen(0, first, "peer", "asked") == APS_WAY_PEER);
  CHECK(chosen(-1, first, NULL, "on the host") == APS_WAY_UPLOAD);
  aps_cudacpu_draw((aps_cudacpu_drawing){.no_peers = 1});
  CHECK(chosen(1, first, NULL, "reach") == APS_WAY_LATE);
  aps_cudacpu_draw((aps_cudacpu_drawing){.no_sharing = 1}); /* as on WSL: error 304 or 999 */
  CHECK(chosen(0, first, NULL, "cannot be shared") == APS_WAY_LATE);
  aps_cudacpu_draw((aps_cudacpu_drawing){.device = -1}); /* Mesa */
  CHECK(chosen(0, NULL, NULL, "no CUDA device") == APS_WAY_LATE);
  CHECK_OK(ctx, aps_way_choose(ctx, NULL, 0, NULL, 7, NULL, &c));
  CHECK(c.way == APS_WAY_UPLOAD && strstr(c.why, "no CUDA"));
  CHECK(aps_way_choose(ctx, row, 0, NULL, 7, "quick", &c) == APS_EARG);
  CHECK(strstr(aps_ctx_error(ctx), "quick"));
  aps_cudacpu_buffer(0, NULL, 0);
  CHECK(aps_cudacpu_live() == 0);
}

static aps_err whole_way(aps_way way) {
  static float buffer[4 * 32 * 24];
  const aps_card_points p = points(40, APS_CARD_SPEED);
  aps_eye eye = aps_eye_plane("xy");
  const aps_card_look look = {.density = 1, .most = 7};
  aps_card_parcel parcel;
  const float *host;
  void *card;
  eye.width = 5;
  aps_cudacpu_buffer(7, buffer, sizeof buffer);
  aps_err err = row->open(ctx, 0, &card);
  if (err == APS_OK) err = row->pack(card, &p);
  if (err == APS_OK) err = row->deliver(card, way, way == APS_WAY_PEER, 7, 0, buffer, &parcel);
  if (err == APS_OK)
    err = row->splat(card, &eye, &look, 32, 24, way, way == APS_WAY_PEER, 7, &host);
  row->close(&card);
  aps_cudacpu_buffer(0, NULL, 0);
  return err;
}

/* Every call fails once, by lack of memory and by the loss of the card. */
static void test_every_failure_is_typed(void) {
  if (!aps_cudacpu_pretends()) return;
  for (int way = APS_WAY_LATE; way <= APS_WAY_SHARED; way++)
    for (int error = 2; error <= 719; error += 717) {
      int64_t k = 1;
      for (; k < 200; k++) {
        rig_open();
        const int64_t before = aps_cudacpu_live();
        aps_cudacpu_fail(k, error);
        const aps_err err = whole_way((aps_way)way);
        const int failed = aps_cudacpu_failed_call()[0] != 0;
        CHECK(err == APS_OK || err == APS_EDEVICE || err == APS_EMEM);
        CHECK(err != APS_OK || !failed ||
              strstr("cudaFree cudaGetLastError cudaStreamDestroy cudaEventDestroy cudaFreeHost "
                     "cudaStreamSynchronize cudaSetDevice "
                     "cudaGraphicsUnregisterResource",
                     aps_cudacpu_failed_call()));
        aps_ctx_clear(ctx);
        aps_cudacpu_fail(0, 0);
        CHECK(aps_cudacpu_live() == before);
        aps_cudacpu_default();
        rig_close();
        if (!failed) break;
      }
      CHECK(k > 10 && k < 200);
    }
}

int main(void) {
  ctx = aps_ctx_create();
  CHECK_RUN(test_splats_are_those_of_c);
  CHECK_RUN(test_some_of_the_points_shine_for_all);
  CHECK_RUN(test_stamps_together_are_those_alone);
  CHECK_RUN(test_points_arrive_by_every_way);
  CHECK_RUN(test_the_way_is_chosen_by_trial);
  CHECK_RUN(test_every_failure_is_typed);
  aps_ctx_free(&ctx);
  return CHECK_RESULT();
}
