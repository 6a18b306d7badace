/* A run on a pretended card (gpu/shim) and the window's painter: by every way the same picture,
 * byte for byte, for every colour and mode; a way that fails gives way to the next, which draws the
 * same; and columns stay on the card while points are taken. OpenGL is Mesa's; where CUDA would
 * write into its buffer, the shim does. Skipped where EGL gives no OpenGL. ctest: timeout=300 cost=65 processors=2 */
#include <glad/gl.h>
#include "../../gpu/shim/control.h"
#include "../../src/core/run.h"
#include "../../viz/gl/gl_context.h"
#include "../../viz/gl/gl_inside.h"
#include "../../viz/live/paint_inside.h"
#include "../../viz/live/take.h"
#include "../check.h"
#include <dlfcn.h>
#include <limits.h>

enum { W = 240, H = 135, N = 500, SHOWS = 7 };
static const char config[] =
    "particles:\n  - {model: plummer, n: 300}\n"
    "  - {model: plummer, n: 200, mass: 0.3, position: [2, 0, 0]}\n"
    "forces: [{law: plummer, softening: 0.05}]\nintegrator: {dt: 0.01}\nrun: {t_end: 1}\n"
    "output: {log: none, checkpoint: none, picture: none, snapshots: none}\n";
static const struct {
  const char *colour;
  aps_mode mode;
} shows[SHOWS] = {{"species", APS_MODE_LIGHT}, {"speed", APS_MODE_LIGHT},
                  {"mass", APS_MODE_LIGHT},    {"type", APS_MODE_LIGHT},
                  {"id", APS_MODE_POINTS},     {"species", APS_MODE_DENSITY},
                  {"species", APS_MODE_POINTS}};

/* The program's card (tests/CMakeLists.txt): the shim's, but for the UUID, since that of the
 * context here is Mesa's. */
extern const aps_card_row aps_card_cuda_cpu;
aps_card_row test_card;
static int no_uuid(int number, unsigned char out[16]) {
  (void)number, (void)out;
  return 0;
}

static aps_ctx *ctx;
static aps_gl_context *context;
static aps_gl_function (*address)(const char *);
static float shared[1 << 20]; /* what stands for OpenGL's buffer on the card */

/* What CUDA wrote becomes OpenGL's. */
static void hand_to_gl(unsigned name, const void *memory, size_t bytes) {
  GLint64 size = 0;
  glGetNamedBufferParameteri64v(name, GL_BUFFER_SIZE, &size);
  CHECK(size <= (GLint64)bytes);
  glNamedBufferSubData(name, 0, size, memory);
}

typedef struct {
  aps_sim *sim;
  aps_source *source;
  aps_take_log log;
  aps_painter *painter;
  aps_stage stage;
  const aps_shot *shot;
} hall;

static void hall_open(hall *h, const char *way) {
  const char *const set[] = {"run.device=cuda"};
  *h = (hall){0};
  aps_cudacpu_default();
  aps_cudacpu_buffer(UINT_MAX, shared, sizeof shared);
  aps_cudacpu_on_unmap(hand_to_gl);
  if (strcmp(way, "peer") == 0) {
    aps_cudacpu_be(
        (aps_cudacpu_machine){.memory = 1 << 30, .driver = 13000, .runtime = 13000, .devices = 2});
    aps_cudacpu_draw((aps_cudacpu_drawing){.device = 1});
  }
  CHECK_OK(ctx, aps_create(ctx, "test", config, set, 1, &h->sim));
  CHECK(aps_sim_card(h->sim) == 0);
  h->source = aps_source_create(), h->painter = aps_painter_create(ctx);
  CHECK_OK(ctx, aps_painter_use_gl(h->painter, W, H, address));
  aps_stage_start(&h->stage, W, H);
  CHECK_OK(ctx, aps_painter_take(h->painter, aps_source_handover(h->source), 0, way));
}

static void hall_close(hall *h) {
  aps_painter_free(&h->painter);
  aps_source_free(&h->source);
  aps_free(&h->sim);
  aps_cudacpu_on_unmap(NULL);
  aps_cudacpu_buffer(0, NULL, 0);
  CHECK(aps_cudacpu_live() == 0);
}

static const char *way_of(hall *h) {
  return aps_way_names[aps_painter_take_state(h->painter).way->way];
}

static void draw(hall *h) {
  int fresh;
  aps_status st;
  aps_source_status(h->source, &st);
  h->shot = aps_slots_newest(aps_source_slots(h->source), &fresh);
  aps_stage_advance(&h->stage, ctx, &st, h->shot, fresh, 0.01);
  CHECK_OK(ctx, aps_painter_draw_gl(h->painter, &h->stage, h->shot, W, H, 1, 1));
}

static void take(hall *h, int due) {
  CHECK_OK(ctx, aps_take_shot(h->sim, h->source, &h->log, due, NULL, NULL));
}

static int due_now(hall *h) { return aps_take_due(h->sim, h->source, &h->log, 1); }

/* A step, then what the window would have drawn once all has arrived. */
static void show(hall *h, int k, unsigned char *out) {
  snprintf(h->stage.colour, sizeof h->stage.colour, "%s", shows[k].colour);
  h->stage.mode = shows[k].mode;
  h->stage.refit++;
  CHECK_OK(ctx, aps_step(h->sim));
  take(h, due_now(h));
  draw(h); /* tells what is wanted now */
  take(h, due_now(h));
  draw(h);
  draw(h); /* late: one more */
  h->stage.refit++;
  draw(h); /* fitted to what has arrived */
  memcpy(out, h->painter->rgb, 3 * W * H);
}

static int differing(const unsigned char *a, const unsigned char *b) {
  int n = 0;
  for (int i = 0; i < 3 * W * H; i++) n += a[i] != b[i];
  return n;
}

static unsigned char first[SHOWS][3 * W * H], other[3 * W * H];

static void test_every_way_draws_the_same(void) {
  static const char *const ways[] = {"upload", "late", "peer", "shared"};
  for (int w = 0; w < 4; w++) {
    hall h;
    hall_open(&h, ways[w]);
    CHECK(strcmp(way_of(&h), ways[w]) == 0);
    for (int k = 0; k < SHOWS; k++) {
      show(&h, k, w == 0 ? first[k] : other);
      int lit = 0;
      for (int i = 0; i < 3 * W * H; i++) lit += (w == 0 ? first[k] : other)[i] > 100;
      CHECK(lit > 300);
      if (w == 0 && k > 0) CHECK(differing(first[k], first[k - 1]) > 1000);
      if (w > 0 && differing(first[k], other))
        printf("     %s, %s: %d bytes differ\n", ways[w], shows[k].colour,
               differing(first[k], other));
      if (w > 0) CHECK(differing(first[k], other) == 0);
    }
    CHECK(strcmp(way_of(&h), ways[w]) == 0);
    hall_close(&h);
  }
}

/* CUDA draws, OpenGL colours: light is that of OpenGL's splats to 1e-4 of the brightest (positions and
 * weights are float), which is at most a step of 255 after the tone map, seldom two; the bytes are
 * the same by every way, and when the eye has turned since the packing. */
static void test_cuda_draws_what_opengl_does(void) {
  static const char *const ways[] = {"late", "peer", "shared"};
  static unsigned char drawn[SHOWS][3 * W * H], turned[2][3 * W * H], bloomed[2][3 * W * H];
  for (int w = 0; w < 3; w++) {
    hall h;
    hall_open(&h, ways[w]);
    aps_painter_by_cuda(h.painter, 1);
    for (int k = 0; k < SHOWS; k++) {
      show(&h, k, w == 0 ? drawn[k] : other);
      if (w > 0) CHECK(differing(drawn[k], other) == 0);
      int worst = 0, off = 0;
      for (int i = 0; i < 3 * W * H; i++) {
        const int d = abs(first[k][i] - (w == 0 ? drawn[k] : other)[i]);
        worst = d > worst ? d : worst, off += d > 0;
      }
      if (w == 0) printf("     %s: %d bytes differ, by %d at most\n", shows[k].colour, off, worst);
      CHECK(worst <= 2 && off < 3 * W * H / 50);
    }
    const aps_painter_taken t = aps_painter_take_state(h.painter);
    CHECK(t.by_cuda && (t.bytes > 0) == (w < 2) && strcmp(way_of(&h), ways[w]) == 0);
    for (int by_cuda = 1; by_cuda >= 0; by_cuda--) {
      h.stage.rig.pose.azimuth += by_cuda ? 40 : 0;
      aps_painter_by_cuda(h.painter, by_cuda);
      for (int k = 0; k < 3; k++) draw(&h);
      memcpy(turned[by_cuda], h.painter->rgb, sizeof turned[0]);
      h.stage.bloom = 0.4, h.stage.tone = APS_TONE_LOG;
      draw(&h);
      memcpy(bloomed[by_cuda], h.painter->rgb, sizeof bloomed[0]);
      h.stage.bloom = 0, h.stage.tone = APS_TONE_ASINH;
    }
    int worst = 0;
    for (int i = 0; i < 3 * W * H; i++) {
      worst = (int)fmax(worst, abs(turned[0][i] - turned[1][i]));
      worst = (int)fmax(worst, abs(bloomed[0][i] - bloomed[1][i]));
    }
    CHECK(worst <= 2 && differing(turned[0], first[SHOWS - 1]) > 1000 && differing(turned[0], bloomed[0]) > 1000);
    hall_close(&h);
  }
}

/* Every fourth call of a picture by CUDA fails: by the next way, or by OpenGL, the same is seen. */
static void test_cuda_that_fails_leaves_opengl(void) {
  static const char *const ways[] = {"shared", "late"};
  for (int w = 0; w < 2; w++) {
    int by_gl = 0, all = 0;
    for (int64_t k = 1; k < 80; k += SANITIZED ? 12 : 4, all++) {
      hall h;
      hall_open(&h, ways[w]);
      aps_painter_by_cuda(h.painter, 1);
      show(&h, 0, other);
      CHECK_OK(ctx, aps_step(h.sim));
      take(&h, due_now(&h));
      aps_cudacpu_fail(k, k % 2 ? 304 : 2);
      draw(&h);
      const int failed = aps_cudacpu_failed_call()[0] != 0;
      aps_cudacpu_fail(0, 0);
      const aps_painter_taken t = aps_painter_take_state(h.painter);
      if (failed && !t.by_cuda) {
        CHECK(t.cuda_why[0] != 0);
        by_gl++;
      }
      show(&h, 2, other);
      int worst = 0; /* the third moment, as that of `first` */
      for (int i = 0; i < 3 * W * H; i++) worst = (int)fmax(worst, abs(other[i] - first[2][i]));
      CHECK(worst <= 2);
      hall_close(&h);
      if (!failed) break;
    }
    printf("     %s: %d of %d failing calls left it to OpenGL\n", ways[w], by_gl, all);
    CHECK(SANITIZED || (all > 5 && all < 19 && (w == 0 || by_gl > 5)));
  }
}

/* While the window looks from afar, columns stay on the card: what comes down is nothing, or, late,
 * 16 bytes a point. */
static void test_columns_stay_on_the_card(void) {
  static const char *const ways[] = {"late", "peer", "shared"};
  for (int w = 0; w < 3; w++) {
    hall h;
    unsigned char picture[3 * W * H];
    hall_open(&h, ways[w]);
    show(&h, 1, picture);
    const double before = aps_sim_stats(h.sim)->bytes_to_host;
    const double moved = aps_painter_take_state(h.painter).bytes;
    for (int k = 0; k < 5; k++) {
      CHECK_OK(ctx, aps_step(h.sim));
      take(&h, APS_TAKE_POINTS);
      draw(&h);
      if (w > 0) CHECK(differing(picture, h.painter->rgb) > 100);
      memcpy(picture, h.painter->rgb, sizeof picture);
    }
    const double down = aps_sim_stats(h.sim)->bytes_to_host - before;
    const double by_way = aps_painter_take_state(h.painter).bytes - moved;
    printf("     %s: %.0f bytes of columns, %.0f of points in 5 pictures\n", ways[w], down, by_way);
    CHECK(down < 5 * 64); /* reductions of the steps; the columns have 48 bytes a row */
    CHECK_NEAR(by_way, w == 0 ? 5 * 2 * 16.0 * N : w == 1 ? 5 * 16.0 * N : 0, 0);
    hall_close(&h);
  }
}

/* Each call of a delivery fails in turn: the next way takes over, says why, and draws the same. */
static void test_a_way_that_fails_gives_way_to_the_next(void) {
  static const char *const ways[] = {"shared", "peer", "late"};
  for (int w = 0; w < 3; w++) {
    int changed = 0, all = 0;
    for (int64_t k = 1; k < 40; k += 1 + 2 * SANITIZED, all++) {
      hall h;
      hall_open(&h, ways[w]);
      show(&h, 0, other);
      CHECK_OK(ctx, aps_step(h.sim));
      take(&h, due_now(&h));
      aps_cudacpu_fail(k, k % 2 ? 304 : 2);
      draw(&h); /* delivers */
      const int failed = aps_cudacpu_failed_call()[0] != 0;
      aps_cudacpu_fail(0, 0);
      if (failed && strcmp(way_of(&h), ways[w]) != 0) {
        const aps_painter_taken t = aps_painter_take_state(h.painter);
        CHECK(t.way->way == (w < 2 ? APS_WAY_LATE : APS_WAY_UPLOAD));
        CHECK(strstr(t.way->why, ways[w]) && strstr(t.way->why, "failed: "));
        changed++;
      }
      for (int i = 1; i < 3; i++) show(&h, i, other);
      CHECK(differing(other, first[2]) > 0); /* another moment */
      hall_close(&h);
      if (!failed) break;
    }
    printf("     %s: %d of %d failing calls changed the way\n", ways[w], changed, all);
    CHECK(changed >= (SANITIZED ? 1 : 3) && all < 39);
  }
}

/* The same moments by the way that remains: as from the host. */
static void test_what_remains_draws_the_same(void) {
  for (int lost = 0; lost < 2; lost++) {
    hall h;
    hall_open(&h, "shared");
    for (int k = 0; k < SHOWS; k++) {
      if (k == 3 && lost == 0) aps_cudacpu_buffer(0, NULL, 0); /* not to be registered any more */
      if (k == 3 && lost == 0) h.painter->gl->forget(h.painter->gl->forget_what);
      if (k == 3 && lost == 1) aps_gl_take_give_up(h.painter->take, "a test");
      if (k == 3 && lost == 1) aps_handover_open(aps_source_handover(h.source), NULL, NULL);
      show(&h, k, other);
      CHECK(differing(first[k], other) == 0);
    }
    printf("     %s: %s\n", way_of(&h), aps_painter_take_state(h.painter).way->why);
    CHECK(strcmp(way_of(&h), lost ? "upload" : "late") == 0);
    hall_close(&h);
  }
}

/* A packing that fails is the window's loss: the run goes on, rows are drawn. */
static void test_a_failing_pack_leaves_the_rows(void) {
  int given_up = 0;
  for (int64_t k = 1; k < 60; k++) {
    hall h;
    hall_open(&h, "shared");
    show(&h, 0, other);
    CHECK_OK(ctx, aps_step(h.sim));
    aps_cudacpu_fail(k, 304);
    const aps_err err = aps_take_shot(h.sim, h.source, &h.log, APS_TAKE_POINTS, NULL, NULL);
    const int failed = aps_cudacpu_failed_call()[0] != 0;
    aps_cudacpu_fail(0, 0);
    aps_ctx_clear(ctx);
    draw(&h);
    if (err == APS_OK && failed && strcmp(way_of(&h), "upload") == 0) {
      CHECK(strstr(aps_painter_take_state(h.painter).way->why, "shared failed: cuda:0"));
      if (!given_up) printf("     %s\n", aps_painter_take_state(h.painter).way->why);
      given_up++;
    }
    CHECK_OK(ctx, aps_step(h.sim));
    show(&h, 1, other);
    hall_close(&h);
    if (!failed) break;
  }
  printf("     %d failing calls left the rows\n", given_up);
  CHECK(given_up >= 2);
}

int main(void) {
  test_card = aps_card_cuda_cpu, test_card.uuid = no_uuid;
  ctx = aps_ctx_create();
  if (aps_gl_context_create(ctx, "auto", &context) != APS_OK) {
    printf("skipped: %s\n", aps_ctx_error(ctx));
    aps_ctx_free(&ctx);
    return CHECK_SKIP;
  }
  void *egl = dlopen("libEGL.so.1", RTLD_NOW);
  if (egl) *(void **)&address = dlsym(egl, "eglGetProcAddress");
  CHECK(address != NULL);
  CHECK_RUN(test_every_way_draws_the_same);
  CHECK_RUN(test_cuda_draws_what_opengl_does);
  CHECK_RUN(test_cuda_that_fails_leaves_opengl);
  CHECK_RUN(test_columns_stay_on_the_card);
  CHECK_RUN(test_a_way_that_fails_gives_way_to_the_next);
  CHECK_RUN(test_what_remains_draws_the_same);
  CHECK_RUN(test_a_failing_pack_leaves_the_rows);
  aps_gl_context_free(&context);
  aps_ctx_free(&ctx);
  return CHECK_RESULT();
}
