/* From a pretended card (gpu/shim) to OpenGL's points and on to light: the same picture as from the
 * host's columns, by every way, while the numbers of points change. Skipped where EGL gives no
 * OpenGL. ctest: timeout=120 */
#include <glad/gl.h>
#include "../../gpu/shim/control.h"
#include "../../viz/gl/gl_take.h"
#include "../gl_rig.h"
#include <limits.h>

extern const aps_card_row aps_card_cuda_cpu;
extern const aps_backend aps_backend_cuda_cpu;

/* The shim's, but for the UUID: that of the context here is Mesa's, if it has any. */
static aps_card_row card;
static int no_uuid(int number, unsigned char out[16]) {
  (void)number, (void)out;
  return 0;
}

static aps_ctx *ctx;
static void *device;
static double *column[3];
static float shared[3 * 65536]; /* what stands for OpenGL's buffer on the card */

static void rig_open(void) {
  aps_cudacpu_default();
  CHECK_OK(ctx, aps_backend_cuda_cpu.open(ctx, 0, 0, &device));
  for (int k = 0; k < 3; k++) {
    column[k] = aps_backend_cuda_cpu.alloc(device, sizeof rig_x[k]);
    CHECK_OK(ctx, aps_backend_cuda_cpu.copy(device, column[k], APS_DEVICE, rig_x[k], APS_HOST,
                                            sizeof rig_x[k]));
  }
}

static void rig_close(void) {
  for (int k = 0; k < 3; k++) aps_backend_cuda_cpu.release(device, column[k]);
  aps_backend_cuda_cpu.close(&device);
  CHECK(aps_cudacpu_live() == 0);
}

static aps_card_points points(int64_t n) {
  return (aps_card_points){
      .n = n, .x = {column[0], column[1], column[2]}, .origin = {100, 100, 100}};
}

static aps_canvas light_of(aps_gl *g) {
  const aps_eye eye = rig_eye();
  aps_canvas out = {0};
  CHECK_OK(ctx, aps_gl_splat(g, &eye, APS_GL_NUMBER, 1));
  CHECK_OK(ctx, aps_canvas_create(ctx, RIG_W, RIG_H, &out));
  CHECK_OK(ctx, aps_gl_read_light(g, &out));
  return out;
}

static int is_lit(const aps_canvas *image) {
  float most = 0;
  for (int i = 0; i < 3 * RIG_W * RIG_H; i++) most = fmaxf(most, image->rgb[i]);
  return most > 0;
}

/* What the first n columns give through aps_gl_points_begin. */
static aps_canvas expected(aps_gl *g, int n) {
  const double origin[3] = {100, 100, 100};
  void *slot;
  CHECK_OK(ctx, aps_gl_points_begin(g, n, APS_GL_SMALL, &slot));
  for (int i = 0; i < n; i++)
    ((aps_gl_small *)slot)[i] = (aps_gl_small){
        (float)(rig_x[0][i] - 100), (float)(rig_x[1][i] - 100), (float)(rig_x[2][i] - 100), 1};
  aps_gl_points_end(g, n, origin);
  return light_of(g);
}

static void test_cards_draw_what_hosts_draw(void) {
  static const int count[] = {100, RIG_N, 300};
  for (int way = APS_WAY_LATE; way <= APS_WAY_SHARED; way++) {
    aps_gl *g, *plain;
    aps_gl_take *take = NULL;
    rig_open();
    if (way == APS_WAY_PEER) {
      aps_cudacpu_be((aps_cudacpu_machine){
          .memory = 1 << 30, .driver = 13000, .runtime = 13000, .devices = 2});
      aps_cudacpu_draw((aps_cudacpu_drawing){.device = 1});
    }
    if (way != APS_WAY_LATE) aps_cudacpu_buffer(UINT_MAX, shared, sizeof shared);
    CHECK_OK(ctx, aps_gl_create(ctx, RIG_W, RIG_H, &g));
    CHECK_OK(ctx, aps_gl_create(ctx, RIG_W, RIG_H, &plain));
    CHECK_OK(ctx, aps_gl_take_open_row(g, &card, 0, NULL, &take));
    CHECK((int)aps_gl_take_way(take)->way == way);
    for (int k = 0; k < 3; k++) {
      const aps_card_points p = points(count[k]);
      const int repeats = way == APS_WAY_LATE ? 2 : 1; /* one frame late */
      for (int again = 0; again < repeats; again++) {
        aps_card_parcel parcel;
        CHECK(aps_gl_take_pack(take, &p) == NULL);
        CHECK_OK(ctx, aps_gl_take_deliver(take, &parcel));
      }
      if (way != APS_WAY_LATE) { /* what CUDA would have written there */
        int64_t offset, bytes;
        const unsigned buffer = aps_gl_points_buffer(g, &offset, &bytes);
        CHECK(bytes <= (int64_t)sizeof shared);
        glNamedBufferSubData(buffer, 0, bytes, shared);
      }
      aps_canvas mine = light_of(g), theirs = expected(plain, count[k]);
      CHECK(mine.rgb[0] == mine.rgb[0] && is_lit(&theirs));
      CHECK(memcmp(mine.rgb, theirs.rgb, sizeof(float) * 3 * RIG_W * RIG_H) == 0);
      aps_canvas_free(ctx, &mine);
      aps_canvas_free(ctx, &theirs);
    }
    aps_gl_take_close(&take, 0);
    aps_gl_free(&plain, 0);
    aps_gl_free(&g, 0);
    aps_cudacpu_buffer(0, NULL, 0);
    rig_close();
  }
}

/* Without a card, and by wish: from the host, and the renderer goes on as before. */
static void test_without_a_card(void) {
  aps_gl *g;
  aps_gl_take *take;
  rig_open();
  const aps_card_points p = points(10);
  CHECK_OK(ctx, aps_gl_create(ctx, RIG_W, RIG_H, &g));
  for (int k = 0; k < 3; k++) {
    if (k == 2) setenv("APSIS_GL_WAY", "upload", 1);
    CHECK_OK(ctx, aps_gl_take_open_row(g, k == 0 ? NULL : &aps_card_cuda_cpu, k == 1 ? -1 : 0, NULL,
                                       &take));
    CHECK(aps_gl_take_way(take)->way == APS_WAY_UPLOAD && aps_gl_take_way(take)->why[0]);
    aps_card_parcel parcel;
    CHECK(aps_gl_take_pack(take, &p) && aps_gl_take_deliver(take, &parcel) == APS_EARG);
    aps_gl_take_close(&take, 0);
    aps_canvas image = expected(g, 100);
    CHECK(is_lit(&image));
    aps_canvas_free(ctx, &image);
  }
  setenv("APSIS_GL_WAY", "fast", 1);
  CHECK(aps_gl_take_open_row(g, &aps_card_cuda_cpu, 0, NULL, &take) == APS_EARG && !take);
  unsetenv("APSIS_GL_WAY");
  aps_gl_free(&g, 0);
  rig_close();
}

int main(void) {
  aps_gl_context *c;
  ctx = aps_ctx_create();
  if (aps_gl_context_create(ctx, "auto", &c) != APS_OK) {
    printf("skipped: %s\n", aps_ctx_error(ctx));
    aps_ctx_free(&ctx);
    return CHECK_SKIP;
  }
  rig_scene();
  card = aps_card_cuda_cpu, card.uuid = no_uuid;
  CHECK_RUN(test_cards_draw_what_hosts_draw);
  CHECK_RUN(test_without_a_card);
  aps_gl_context_free(&c);
  aps_ctx_free(&ctx);
  return CHECK_RESULT();
}
