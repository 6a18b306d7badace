/* The periodic direct sum against crystals whose potential is known, and against a plain sum over
 * images and waves with another split, for every law, with each particle's own softening, in long
 * boxes, for any subset and number of threads. */
#include "../../src/core/ctx.h"
#include "../../src/laws/reference.h"
#include "../../src/sim/sim.h"
#include "../check.h"
#include <stdint.h>

extern const aps_force aps_force_ewald_cpu;
static const aps_force *const row = &aps_force_ewald_cpu;
static aps_ctx *ctx;

enum { MOST = 300, COLUMNS = 9 };
static double memory[COLUMNS][MOST];

static uint64_t state = 7;
static double uniform(void) { /* splitmix64 */
  uint64_t z = (state += 0x9e3779b97f4a7c15u);
  z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
  z = (z ^ z >> 27) * 0x94d049bb133111ebu;
  return (double)((z ^ z >> 31) >> 11) * 0x1p-53;
}

static aps_view view_of(int n) {
  return (aps_view){.n = n,
                    .x = memory[0],
                    .y = memory[1],
                    .z = memory[2],
                    .mass = memory[3],
                    .eps = memory[4],
                    .ax = memory[5],
                    .ay = memory[6],
                    .az = memory[7],
                    .pot = memory[8]};
}

static void place(int i, double x, double y, double z, double m) {
  memory[0][i] = x, memory[1][i] = y, memory[2][i] = z, memory[3][i] = m, memory[4][i] = 0;
}

static aps_force_setup setup_of(int law, int precision, const double box[3]) {
  return (aps_force_setup){
      .ctx = ctx, .law = law, .precision = precision, .G = 1, .box = {box[0], box[1], box[2]}};
}

static aps_err solve(aps_view v, const aps_force_setup *setup, aps_active active) {
  for (int c = 5; c < COLUMNS; c++) memset(memory[c], 0, sizeof memory[c]);
  void *self = calloc(1, row->about.state_size);
  aps_err err = row->create(self, setup);
  if (!err) err = row->prepare(self, v);
  if (!err) err = row->add(self, v, active, APS_A | APS_POT, 0);
  if (!err) row->destroy(self);
  free(self);
  return err;
}

/* ---- crystals */

static const double cube[3] = {1, 1, 1};

/* Potential at the site of `from` (of mass 0) or of particle 0 that makes up its own lattice. */
static double potential_at_first(int n, int precision, const double box[3]) {
  const aps_force_setup setup = setup_of(APS_LAW_NEWTON, precision, box);
  CHECK_OK(ctx, solve(view_of(n), &setup, (aps_active){NULL, 0}));
  return memory[8][0];
}

/* Coldwell-Horsfall & Maradudin 1960: a point in a cube with a uniform background. */
static void a_lattice_of_points(void) {
  const double tolerance[] = {[APS_MIXED] = 3e-7, [APS_DOUBLE] = 1e-13, [APS_SINGLE] = 1e-5};
  for (int precision = APS_MIXED; precision <= APS_SINGLE; precision++) {
    place(0, 0.3, -7.4, 12.7, 1);
    CHECK_NEAR(potential_at_first(1, precision, cube), 2.837297479480619, tolerance[precision]);
    CHECK_NEAR(memory[5][0], 0, 1e-13);
    place(0, 0.3, -7.4, 12.7, 3);
    CHECK_NEAR(potential_at_first(1, precision, (double[]){4, 4, 4}), 0.75 * 2.837297479480619,
               tolerance[precision]);
  }
}

/* Madelung's constants are differences of two such potentials: the backgrounds cancel. */
static void rock_salt_and_caesium_chloride(void) {
  static const double f[4][3] = {{0, 0, 0}, {0.5, 0.5, 0}, {0.5, 0, 0.5}, {0, 0.5, 0.5}};
  for (int i = 0; i < 4; i++) place(i, f[i][0], f[i][1], f[i][2], 1);
  const double own = potential_at_first(4, APS_DOUBLE, cube);
  place(0, 0, 0, 0, 0);
  for (int i = 0; i < 4; i++) place(i + 1, f[i][0] + 0.5, f[i][1], f[i][2], 1);
  const double other = potential_at_first(5, APS_DOUBLE, cube);
  CHECK_NEAR((own - other) / 2, 1.747564594633182, 1e-12);
  place(0, 0, 0, 0, 1);
  const double corner = potential_at_first(1, APS_DOUBLE, cube);
  place(0, 0, 0, 0, 0), place(1, 0.5, 0.5, 0.5, 1);
  const double centre = potential_at_first(2, APS_DOUBLE, cube);
  CHECK_NEAR((corner - centre) * sqrt(0.75), 1.76267477307099, 1e-12);
}

/* ---- the plain sum */

static void law_at(int law, double r2, double eps2, double *u, double *s) {
  double g;
  if (law == APS_LAW_NEWTON) newton_reference(r2 + newton_seed_reference(eps2), eps2, u, s, &g);
  if (law == APS_LAW_PLUMMER) plummer_reference(r2 + plummer_seed_reference(eps2), eps2, u, s, &g);
  if (law == APS_LAW_SPLINE) spline_reference(r2 + spline_seed_reference(eps2), eps2, u, s, &g);
}

/* Three images each way with erfc, waves with a split a third of the solver's; the law's difference
 * from Newton's at the nearest image. */
static void plain(int n, int law, int i, const double L[3], double out[4]) {
  enum { IMAGES = 3 };
  const double pi = acos(-1), least = fmin(L[0], fmin(L[1], L[2])), alpha = 2.2 / least,
               V = L[0] * L[1] * L[2];
  double all = 0;
  memset(out, 0, 4 * sizeof *out);
  for (int j = 0; j < n; j++) {
    const double m = memory[3][j];
    double d[3], u = 0, s = 0;
    all += m;
    for (int c = 0; c < 3; c++) {
      d[c] = fmod(memory[c][j] - memory[c][i], L[c]);
      if (d[c] > L[c] / 2) d[c] -= L[c];
      if (d[c] < -L[c] / 2) d[c] += L[c];
    }
    const double near2 = d[0] * d[0] + d[1] * d[1] + d[2] * d[2];
    if (j != i) {
      const double eps = fmax(memory[4][i], memory[4][j]),
                   eps2 = fmax(eps * eps, law_floor2_reference);
      law_at(law, near2, eps2, &u, &s);
      const double r = sqrt(near2);
      for (int c = 0; c < 3; c++) out[c] += m * (s - 1 / (r * near2)) * d[c];
      out[3] += m * (u + 1 / r);
    }
    const int reach[3] = {(int)ceil(IMAGES * least / L[0]), (int)ceil(IMAGES * least / L[1]),
                          (int)ceil(IMAGES * least / L[2])};
    for (int a = -reach[0]; a <= reach[0]; a++)
      for (int b = -reach[1]; b <= reach[1]; b++)
        for (int e = -reach[2]; e <= reach[2]; e++) {
          const double w[3] = {d[0] + a * L[0], d[1] + b * L[1], d[2] + e * L[2]};
          const double r2 = w[0] * w[0] + w[1] * w[1] + w[2] * w[2], r = sqrt(r2);
          if (r2 == 0) continue;
          const double f =
              (erfc(alpha * r) / r + 2 * alpha / sqrt(pi) * exp(-alpha * alpha * r2)) / r2;
          for (int c = 0; c < 3; c++) out[c] += m * f * w[c];
          out[3] -= m * erfc(alpha * r) / r;
        }
    const double cut = 2 * alpha * 6.2;
    const int most[3] = {(int)(cut * L[0] / 6.28), (int)(cut * L[1] / 6.28),
                         (int)(cut * L[2] / 6.28)};
    for (int a = -most[0]; a <= most[0]; a++)
      for (int b = -most[1]; b <= most[1]; b++)
        for (int e = -most[2]; e <= most[2]; e++) {
          const double k[3] = {2 * pi * a / L[0], 2 * pi * b / L[1], 2 * pi * e / L[2]};
          const double k2 = k[0] * k[0] + k[1] * k[1] + k[2] * k[2];
          if (k2 == 0 || k2 > cut * cut) continue;
          const double g = 4 * pi / V * exp(-k2 / (4 * alpha * alpha)) / k2,
                       phase = k[0] * d[0] + k[1] * d[1] + k[2] * d[2];
          for (int c = 0; c < 3; c++) out[c] += m * g * k[c] * sin(phase);
          out[3] -= m * g * cos(phase);
        }
  }
  out[3] += memory[3][i] * 2 * alpha / sqrt(pi) + pi * all / (alpha * alpha * V);
}

static void scatter(int n, const double L[3], double eps, int own) {
  for (int i = 0; i < n; i++) {
    place(i, 3 * L[0] * (uniform() - 0.5), L[1] * uniform(), L[2] * (uniform() + 5),
          i % 7 ? 0.5 + uniform() : 0);
    memory[4][i] = own ? eps * uniform() : eps;
  }
  memory[0][1] = memory[0][0] + 2 * L[0], memory[1][1] = memory[1][0],
  memory[2][1] = memory[2][0]; /* one point, by images */
}

static void as_the_plain_sum(void) {
  static const double boxes[3][3] = {{1, 1, 1}, {1, 1.7, 2.3}, {3e5, 1e5, 1e5}};
  static const double tolerance[] = {[APS_MIXED] = 2e-7, [APS_DOUBLE] = 2e-13, [APS_SINGLE] = 8e-6};
  enum { N = 24 };
  for (int b = 0; b < 3; b++)
    for (int law = 0; law < APS_LAW_COUNT; law++)
      for (int own = 0; own < (law == APS_LAW_NEWTON ? 1 : 2); own++) {
        const double *L = boxes[b], least = fmin(L[0], fmin(L[1], L[2])),
                     eps = law == APS_LAW_NEWTON ? 0 : 0.1 * least;
        double expected[N][4];
        scatter(N, L, eps, own);
        if (law == APS_LAW_NEWTON) memory[0][1] += 0.2 * least;
        for (int i = 0; i < N; i++) {
          plain(N, law, i, L, expected[i]);
        }
        for (int precision = APS_MIXED; precision <= APS_SINGLE; precision++) {
          aps_force_setup setup = setup_of(law, precision, L);
          setup.eps_min = own ? 0 : eps, setup.eps_max = eps;
          CHECK_OK(ctx, solve(view_of(N), &setup, (aps_active){NULL, 0}));
          double off = 0, off_pot = 0, size = 0, size_pot = 0, net[3] = {0, 0, 0};
          for (int i = 0; i < N; i++) {
            for (int c = 0; c < 3; c++) net[c] += memory[3][i] * memory[5 + c][i];
            if (i < 2 && law != APS_LAW_NEWTON) continue;
            for (int c = 0; c < 3; c++)
              off = fmax(off, fabs(memory[5 + c][i] - expected[i][c])),
              size = fmax(size, fabs(expected[i][c]));
            off_pot = fmax(off_pot, fabs(memory[8][i] - expected[i][3])),
            size_pot = fmax(size_pot, fabs(expected[i][3]));
          }
          if (!(off <= tolerance[precision] * size && off_pot <= tolerance[precision] * size_pot)) {
            printf("  box %d, law %d, own %d, precision %d: %.2e of %.2e, potential %.2e of %.2e\n",
                   b, law, own, precision, off, size, off_pot, size_pot);
            CHECK(!"as the plain sum");
          }
          for (int c = 0; c < 3; c++) CHECK_NEAR(net[c] / size, 0, N * tolerance[precision]);
        }
      }
}

/* The sum that a run's force error is measured by, of many points and of few, which meet images beside the nearest; to exp(-25),
 * of each row's force or of that of the whole box's mass across it. */
static void the_sum_of_the_force_error(void) {
  static const double boxes[3][3] = {{1, 1, 1}, {1, 1.7, 2.3}, {4e5, 1e5, 1e5}};
  enum { N = MOST };
  for (int b = 0; b < 3; b++)
    for (int law = SANITIZED ? b : 0; law < (SANITIZED ? b + 1 : APS_LAW_COUNT); law++)
      for (int k = 0; k < 3; k++) {
        const int n = k ? 7 : N, of = k < 2 ? N : 40; /* points, of particles */
        static double at[N][3], eps[N], sum[N][3];
        static int64_t self[N];
        const double *L = boxes[b], least = fmin(L[0], fmin(L[1], L[2])), soft = law == APS_LAW_NEWTON ? 0 : 0.1 * least;
        scatter(N, L, soft, 1);
        memory[0][1] += 0.2 * least;
        aps_force_setup setup = setup_of(law, APS_DOUBLE, L);
        setup.eps_max = soft;
        CHECK_OK(ctx, solve(view_of(of), &setup, (aps_active){NULL, 0}));
        double mass = 0, off = 0;
        for (int i = 0; i < of; i++) mass += memory[3][i], eps[i] = memory[4][i], self[i] = i;
        for (int i = 0; i < n; i++)
          for (int c = 0; c < 3; c++) at[i][c] = memory[c][i], sum[i][c] = 0;
        CHECK_OK(ctx, aps_accuracy_box(ctx, law, L, 0, view_of(of), n, (const double(*)[3])at, eps, self, sum[0]));
        for (int i = 0; i < n; i++) {
          double size2 = pow(mass / (least * least), 2), off2 = 0;
          for (int c = 0; c < 3; c++) size2 += pow(memory[5 + c][i], 2), off2 += pow(sum[i][c] - memory[5 + c][i], 2);
          const double one = sqrt(off2 / size2);
          off = one > off || isnan(one) ? one : off;
        }
        if (!(off < 1e-10)) printf("  box %d, law %d, %d points of %d: off by %.2e\n", b, law, n, of, off);
        CHECK(off < 1e-10);
      }
}

static void subsets_and_threads(void) {
  enum { N = 300 };
  static double all[4][N];
  static int32_t index[N];
  scatter(N, cube, 0.02, 1);
  aps_force_setup setup = setup_of(APS_LAW_SPLINE, APS_MIXED, cube);
  setup.eps_max = 0.02, setup.threads = 1;
  CHECK_OK(ctx, solve(view_of(N), &setup, (aps_active){NULL, 0}));
  memcpy(all, memory[5], sizeof all);
  CHECK(isfinite(all[0][0]) && isfinite(all[3][1])); /* the pair at one point */
  for (setup.threads = 2; setup.threads < 5; setup.threads++) {
    CHECK_OK(ctx, solve(view_of(N), &setup, (aps_active){NULL, 0}));
    CHECK(memcmp(all, memory[5], sizeof all) == 0);
  }
  int n = 0;
  for (int i = 0; i < N; i++)
    if (i % 3 == 1) index[n++] = i;
  CHECK_OK(ctx, solve(view_of(N), &setup, (aps_active){index, n}));
  for (int c = 0; c < 4; c++)
    for (int i = 0; i < N; i++) CHECK(memory[5 + c][i] == (i % 3 == 1 ? all[c][i] : 0));
}

static void a_softening_beyond_the_box(void) {
  aps_force_setup setup = setup_of(APS_LAW_SPLINE, APS_MIXED, cube);
  setup.eps_max = 0.2;
  scatter(2, cube, 0.2, 0);
  CHECK(solve(view_of(2), &setup, (aps_active){NULL, 0}) == APS_ECONFIG);
  CHECK(strstr(aps_ctx_error(ctx), "softening") != NULL);
}

int main(void) {
  ctx = aps_ctx_create();
  CHECK_RUN(a_lattice_of_points);
  CHECK_RUN(rock_salt_and_caesium_chloride);
  CHECK_RUN(as_the_plain_sum);
  CHECK_RUN(the_sum_of_the_force_error);
  CHECK_RUN(subsets_and_threads);
  CHECK_RUN(a_softening_beyond_the_box);
  aps_ctx_free(&ctx);
  return CHECK_RESULT();
}
