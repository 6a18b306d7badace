/* The CUDA kernels, run by the shim, against a long double sum: every law, precision, wish, kind of
 * softening, kernel and awkward number of particles. */
#include "cuda_rig.h"

static const aps_cols wishes[] = {
    APS_A, APS_A | APS_POT, APS_A | APS_JERK, APS_POT, APS_A | APS_JERK | APS_POT, APS_JERK};
enum { WISHES = sizeof wishes / sizeof *wishes };

static void kernel(const char *name) { setenv("APSIS_CUDA_KERNEL", name, 1); }

static void compare(rig_shape shape, int64_t n, int subset, const char *name) {
  static int32_t index[RIG_MAX];
  int64_t n_index = 0;
  for (int64_t i = n - 1; subset && i >= 0; i -= 3)
    index[n_index++] = (int32_t)i; /* falling: order must not matter */
  const aps_view v = rig_make(shape, n);
  const double unit = shape == CGS ? 3e21 : 1;
  const int large = n > 500 || (SANITIZED && n != 33 && n != 130); /* these try fewer combinations */
  kernel(name);
  for (int law = 0; law < APS_LAW_COUNT; law++)
    for (int per_particle = 0; per_particle < (law == APS_LAW_NEWTON ? 1 : 2); per_particle++) {
      rig_how h = {law, 0, per_particle, law == APS_LAW_NEWTON ? 0 : 0.03 * unit,
                   shape == CGS ? 6.6743e-8 : 2};
      rig_expect(&v, &h);
      for (h.precision = APS_MIXED; h.precision <= APS_SINGLE; h.precision++)
        for (int w = 0; w < WISHES; w++) {
          if (large && (h.precision == APS_SINGLE || (w != 1 && w != 2))) continue;
          CHECK_OK(rig_ctx, rig_solve(v, &h, subset ? index : NULL, n_index, wishes[w]));
          const double off = rig_worst(&v, &h, subset ? index : NULL, n_index, wishes[w]);
          if (off > 0)
            printf("  shape %d, n %d, law %d, precision %d, per particle %d, want %x, %s, subset "
                   "%d: %g of the bound\n",
                   shape, (int)n, law, h.precision, per_particle, wishes[w], name, subset, off);
          CHECK(off == 0);
          const double passes = (wishes[w] & APS_JERK) && (wishes[w] & APS_POT) ? 2 : 1;
          CHECK(rig_interactions == passes * (double)(subset ? n_index : n) * (double)n);
        }
    }
}

static void test_one_sink_per_thread_matches_a_long_double_sum(void) {
  static const int64_t few[] = {1, 2, 3, 31, 33, 129, 257};
  for (size_t i = 0; i < sizeof few / sizeof *few - SANITIZED; i++)
    for (int subset = 0; subset < 2; subset++) compare(BALL, few[i], subset, "tiled");
  if (!SANITIZED) compare(BALL, 1000, 0, "tiled");
}

static void test_several_sinks_per_thread_match_a_long_double_sum(void) {
  static const int64_t few[] = {1, 3, 31, 129, 300};
  for (size_t i = 0; i < sizeof few / sizeof *few; i++) compare(BALL, few[i], 0, "wide");
  if (!SANITIZED) compare(BALL, 1025, 1, "wide");
}

static void test_any_units_and_any_origin_match_as_well(void) {
  for (int shape = FAR_AWAY; shape <= TWO_CLUSTERS; shape++) {
    compare(shape, 130, 0, "tiled");
    compare(shape, 130, 1, "wide");
  }
}

static void test_many_particles_take_several_sinks_per_thread_by_themselves(void) {
  if (SANITIZED) return;
  const aps_view v = rig_make(BALL, 8200);
  const rig_how h = {APS_LAW_PLUMMER, APS_SINGLE, 0, 0.03, 1}; /* single: WIDE sorts in mixed */
  static double wide[3][8200];
  for (int k = 0; k < 2; k++) {
    kernel(k ? "wide" : "");
    CHECK_OK(rig_ctx, rig_solve(v, &h, NULL, 0, APS_A));
    for (int d = 0; d < 3 && k == 0; d++)
      memcpy(wide[d], *rig_column((aps_view *)(uintptr_t)&v, 6 + d), sizeof wide[d]);
  }
  CHECK(memcmp(wide[0], v.ax, sizeof wide[0]) == 0 && memcmp(wide[2], v.az, sizeof wide[2]) == 0);
}

/* ---- Newton's third law */

/* Accelerations, alone and with potentials. mass: of every particle; 0: they differ, as rig_make has them. */
static void compare_symmetric(rig_shape shape, int64_t n, int law, double mass) {
  const aps_view v = rig_make(shape, n);
  for (int64_t i = 0; i < n && mass > 0; i++) v.mass[i] = mass;
  const double unit = shape == CGS ? 3e21 : 1;
  const rig_how h = {law, APS_MIXED, 0, 0.03 * unit, shape == CGS ? 6.6743e-8 : 2};
  kernel("symmetric");
  rig_expect(&v, &h);
  for (int w = 0; w < 2; w++) {
    CHECK_OK(rig_ctx, rig_solve(v, &h, NULL, 0, wishes[w]));
    const double off = rig_worst(&v, &h, NULL, 0, wishes[w]);
    if (off > 0)
      printf("  symmetric, shape %d, n %d, law %d, want %x, mass %g: %g of the bound\n", shape, (int)n, law,
             wishes[w], mass, off);
    CHECK(off == 0);
  }
}

static void test_symmetric_kernel_matches_a_long_double_sum(void) {
  static const int64_t few[] = {1, 2, 33, 1000, 1537, 2100};
  for (int law = APS_LAW_PLUMMER; law <= APS_LAW_SPLINE; law++)
    for (size_t i = 0; i < sizeof few / sizeof *few - 2 * SANITIZED; i++) /* 0.7: neither it nor its scaled value is a power of two */
      for (double mass = 0; mass < 1; mass += 0.7) compare_symmetric(BALL, few[i], law, mass);
  for (double mass = 0; mass < 3e43; mass += 2e43) compare_symmetric(CGS, 1600, APS_LAW_PLUMMER, mass);
  for (double mass = 0; mass < 1; mass += 0.7) compare_symmetric(FAR_AWAY, 1600, APS_LAW_PLUMMER, mass);
}

/* Every pair acts on both with the same float force, so only the roundings of the sums are left:
 * 2^-24 of them, and each pair of groups is summed over at most 1536 terms before it is exact. */
static void test_symmetric_kernel_conserves_momentum(void) {
  const aps_view v = rig_make(BALL, 2100);
  const rig_how h = {APS_LAW_PLUMMER, APS_MIXED, 0, 0.03, 1};
  kernel("symmetric");
  CHECK_OK(rig_ctx, rig_solve(v, &h, NULL, 0, APS_A));
  double sum = 0, size = 0;
  for (int64_t i = 0; i < v.n; i++) sum += v.mass[i] * v.ax[i], size += v.mass[i] * fabs(v.ax[i]);
  CHECK_NEAR(sum / size, 0, 2e-7);
}

/* One tracer or one mass that is no number, and masses are not equal. */
static void test_one_odd_mass_among_equal_ones_is_seen(void) {
  static double equal[1030], odd[1030];
  static const double masses[] = {0, -1, NAN};
  const rig_how h = {APS_LAW_PLUMMER, APS_MIXED, 0, 0.03, 1};
  kernel("symmetric");
  for (int k = 0; k < 3; k++) {
    aps_view v = rig_make(BALL, 1030);
    for (int64_t i = 0; i < v.n; i++) v.mass[i] = 1;
    CHECK_OK(rig_ctx, rig_solve(v, &h, NULL, 0, APS_A));
    memcpy(equal, v.ax, sizeof equal);
    v.mass[513] = masses[k];
    CHECK_OK(rig_ctx, rig_solve(v, &h, NULL, 0, APS_A));
    memcpy(odd, v.ax, sizeof odd);
    int same = 0;
    for (int i = 0; i < 1030; i++) same += odd[i] == equal[i];
    CHECK(same < 10);
  }
}

static void test_symmetric_kernel_declines_what_its_fixed_point_cannot_hold(void) {
  const aps_view v = rig_make(BALL, 300);
  static double tiled[300];
  /* in single, which never sorts, so that the tiled kernel does the same whoever chose it */
  const rig_how tiny = {APS_LAW_PLUMMER, APS_SINGLE, 0, 1e-8, 1},
                own = {APS_LAW_PLUMMER, APS_SINGLE, 1, 0, 1},
                newton = {APS_LAW_NEWTON, APS_SINGLE, 0, 0, 1},
                doubles = {APS_LAW_PLUMMER, APS_DOUBLE, 0, 0.1, 1};
  const rig_how *const hows[] = {&tiny, &own, &newton, &doubles};
  for (int k = 0; k < 4; k++) {
    kernel("tiled");
    CHECK_OK(rig_ctx, rig_solve(v, hows[k], NULL, 0, APS_A));
    memcpy(tiled, v.ax, sizeof tiled);
    kernel("symmetric");
    CHECK_OK(rig_ctx, rig_solve(v, hows[k], NULL, 0, APS_A));
    CHECK(memcmp(tiled, v.ax, sizeof tiled) == 0);
  }
}

/* ---- accuracy that a user sees */

/* Clusters of size 2, their rows in turn, softened by 0.03. Rounding positions to float about a
 * common centre 1000 away moves a point by up to 2^-24 1000 = 6e-5, a 500th of the softening; about
 * a centre in its own cluster by 1e-7. */
static aps_view make_clusters(int clusters, int64_t n) {
  const aps_view v = rig_make(BALL, n);
  for (int64_t i = 0; i < n; i++) v.x[i] += 2000 * (double)(i % clusters) - 1000 * (clusters - 1);
  return v;
}

static double rms_error(aps_view v, int precision, const int32_t *index, int64_t n) {
  const rig_how h = {APS_LAW_PLUMMER, precision, 0, 0.03, 1};
  CHECK_OK(rig_ctx, rig_solve(v, &h, index, n, APS_A));
  double sum = 0;
  n = index ? n : v.n;
  for (int64_t k = 0; k < n; k++) {
    const int64_t i = index ? index[k] : k;
    const long double *a = rig_expected[i].value;
    const double d[3] = {(double)(v.ax[i] - a[0]), (double)(v.ay[i] - a[1]),
                         (double)(v.az[i] - a[2])};
    sum += (d[0] * d[0] + d[1] * d[1] + d[2] * d[2]) /
           (double)(a[0] * a[0] + a[1] * a[1] + a[2] * a[2]);
  }
  return sqrt(sum / (double)n);
}

/* By the CPU's row in double: long double takes a hundred times as long, and the errors looked for are of floats. */
static void expect_clusters(const aps_view *v) {
  const aps_force_setup setup = {.ctx = rig_ctx, .law = APS_LAW_PLUMMER, .precision = APS_DOUBLE, .G = 1, .eps_min = 0.03, .eps_max = 0.03};
  void *self = calloc(1, aps_force_direct_cpu.about.state_size);
  for (int k = 6; k < 9; k++) memset(*rig_column((aps_view *)(uintptr_t)v, k), 0, sizeof(double) * (size_t)v->n);
  CHECK_OK(rig_ctx, aps_force_direct_cpu.create(self, &setup));
  CHECK_OK(rig_ctx, aps_force_direct_cpu.prepare(self, *v));
  CHECK_OK(rig_ctx, aps_force_direct_cpu.add(self, *v, (aps_active){NULL, v->n}, APS_A, 0));
  aps_force_direct_cpu.destroy(self);
  free(self);
  for (int64_t i = 0; i < v->n; i++) rig_expected[i].value[0] = v->ax[i], rig_expected[i].value[1] = v->ay[i], rig_expected[i].value[2] = v->az[i];
}

static void test_clusters_far_apart_stay_accurate_in_mixed_precision(void) {
  static const char *const names[] = {"", "tiled", "wide", "symmetric"};
  static int32_t third[700];
  for (int32_t k = 0; k < 700; k++) third[k] = 2097 - 3 * k; /* of both clusters, falling */
  if (SANITIZED) return;
  aps_view v = make_clusters(2, 2098);
  expect_clusters(&v);
  CHECK(rms_error(v, APS_SINGLE, NULL, 0) > 1e-4); /* the trouble is real */
  for (int k = 0; k < 4; k++) {
    kernel(names[k]);
    CHECK(rms_error(v, APS_MIXED, NULL, 0) < 1e-6);
    CHECK(rms_error(v, APS_MIXED, third, 700) < 1e-6);
  }
  kernel("");
  CHECK(rms_error(v, APS_MIXED, third, 1) < 1e-5 && rms_error(v, APS_MIXED, third, 60) < 1e-6);
  v.n = 1500, v.n_halo = 598;
  CHECK(rms_error(v, APS_MIXED, NULL, 0) < 1e-6);
  v = make_clusters(24, 2098); /* more than a block is cut into: these need the order as well */
  expect_clusters(&v);
  CHECK(rms_error(v, APS_MIXED, NULL, 0) < 1e-6 && rms_error(v, APS_MIXED, third, 700) < 1e-6);
}

/* More rows than one block sorts: chunks are merged, the last one alone. */
static void test_orders_of_several_chunks_lose_no_row(void) {
  if (SANITIZED) return;
  const aps_view v = make_clusters(24, 8500);
  expect_clusters(&v);
  kernel("tiled");
  CHECK(rms_error(v, APS_MIXED, NULL, 0) < 1e-6);
  kernel("");
}

/* ---- parity with the CPU row: both within the bound of the same reference, so within twice that
 * of each other */

static void test_cuda_row_agrees_with_the_cpu_row(void) {
  aps_view v = rig_make(BALL, 700);
  static double cuda[7][700];
  kernel("");
  for (int precision = APS_MIXED; precision <= APS_SINGLE; precision++)
    for (int law = 0; law < APS_LAW_COUNT; law++) {
      const rig_how h = {law, precision, law == APS_LAW_SPLINE, law == APS_LAW_NEWTON ? 0 : 0.03,
                         2};
      const aps_cols want = APS_A | APS_JERK | APS_POT;
      CHECK_OK(rig_ctx, rig_solve(v, &h, NULL, 0, want));
      for (int k = 0; k < 7; k++) memcpy(cuda[k], *rig_column(&v, 6 + k), sizeof cuda[k]);
      for (int k = 6; k < 13; k++) memset(*rig_column(&v, k), 0, sizeof cuda[0]);
      const aps_force_setup setup = {.ctx = rig_ctx,
                                     .law = law,
                                     .precision = precision,
                                     .G = 2,
                                     .eps_min = h.per_particle ? 0.01 : h.eps,
                                     .eps_max = h.per_particle ? 0.09 : h.eps};
      void *self = calloc(1, aps_force_direct_cpu.about.state_size);
      CHECK_OK(rig_ctx, aps_force_direct_cpu.create(self, &setup));
      CHECK_OK(rig_ctx, aps_force_direct_cpu.prepare(self, v));
      CHECK_OK(rig_ctx, aps_force_direct_cpu.add(self, v, (aps_active){NULL, v.n}, want, 0));
      aps_force_direct_cpu.destroy(self);
      free(self);
      rig_expect(&v, &h);
      for (int64_t i = 0; i < v.n; i++)
        for (int k = 0; k < 7; k++) {
          const rig_answer *e = &rig_expected[i];
          const double U = precision == APS_DOUBLE ? 0x1p-53 : 0x1p-24;
          const double P = precision == APS_DOUBLE ? 0 : U * rig_extent;
          CHECK_NEAR(cuda[k][i], (*rig_column(&v, 6 + k))[i],
                     2 * (U * 48 * e->size[k / 3] + 6 * P * e->near[k / 3]));
        }
    }
}

static void test_halo_rows_act_but_are_not_acted_on(void) {
  aps_view v = rig_make(BALL, 300);
  const rig_how h = {APS_LAW_SPLINE, APS_MIXED, 1, 0, 1};
  v.n = 200, v.n_halo = 100;
  for (int64_t i = 200; i < 300; i++) v.ax[i] = 7;
  kernel("");
  rig_expect(&v, &h);
  CHECK_OK(rig_ctx, rig_solve(v, &h, NULL, 0, APS_A | APS_POT));
  CHECK(rig_worst(&v, &h, NULL, 0, APS_A | APS_POT) == 0);
  for (int64_t i = 200; i < 300; i++) CHECK(v.ax[i] == 7);
}

static void test_tracers_feel_and_do_not_act(void) {
  const aps_view v = rig_make(BALL, 100);
  const rig_how h = {APS_LAW_PLUMMER, APS_MIXED, 0, 0.05, 1};
  for (int64_t i = 0; i < 100; i++) v.mass[i] = i == 40;
  kernel("");
  CHECK_OK(rig_ctx, rig_solve(v, &h, NULL, 0, APS_A | APS_POT));
  CHECK(v.ax[40] == 0 && v.pot[40] == 0 && v.ax[41] != 0 && v.pot[41] < 0);
}

static void test_softened_coincident_particles_get_finite_forces(void) {
  const aps_view v = rig_make(BALL, 50);
  for (int64_t i = 1; i < 50; i++) v.x[i] = v.x[0], v.y[i] = v.y[0], v.z[i] = v.z[0];
  kernel("");
  for (int law = 0; law < APS_LAW_COUNT; law++)
    for (int precision = APS_MIXED; precision <= APS_SINGLE; precision++) {
      const rig_how h = {law, precision, 0, law == APS_LAW_NEWTON ? 0 : 0.1, 1};
      CHECK_OK(rig_ctx, rig_solve(v, &h, NULL, 0, APS_A | APS_JERK | APS_POT));
      for (int64_t i = 0; i < 50; i++)
        CHECK(v.ax[i] == 0 && isfinite(v.pot[i]) && isfinite(v.jx[i]) && v.pot[i] < 0);
      double mass = 0;
      for (int64_t i = 1; i < 50; i++) mass += v.mass[i];
      if (law != APS_LAW_NEWTON)
        CHECK_NEAR(v.pot[0], -mass / 0.1, 1e-5 * mass / 0.1); /* both laws: U(0) = -1/eps */
    }
}

/* A broken row spoils at most the rows it acts on through its own NaN; the scales stay those of the
 * others. */
static void test_one_broken_row_does_not_break_the_scales(void) {
  const aps_view v = rig_make(BALL, 60);
  const rig_how h = {APS_LAW_PLUMMER, APS_MIXED, 0, 0.1, 1};
  v.x[7] = INFINITY, v.mass[7] = 0;
  v.vx[9] = NAN;
  kernel("");
  CHECK_OK(rig_ctx, rig_solve(v, &h, NULL, 0, APS_POT));
  for (int64_t i = 0; i < 60; i++) CHECK(i == 7 || isfinite(v.pot[i]) || isnan(v.pot[i]));
}

static void test_unknown_kernels_are_refused(void) {
  const aps_view v = rig_make(BALL, 3);
  const rig_how h = {APS_LAW_PLUMMER, APS_MIXED, 0, 0.1, 1};
  kernel("fast");
  CHECK(rig_solve(v, &h, NULL, 0, APS_A) == APS_EARG);
  CHECK(strstr(aps_ctx_error(rig_ctx), "APSIS_CUDA_KERNEL=fast") != NULL);
  kernel("");
}

/* ---- the same bits whatever the order of threads */

static void test_four_orders_of_the_threads_give_the_same_bits(void) {
  static const int64_t orders[] = {0, 1, 7, 98, 123456789};
  static const char *const names[] = {"tiled", "wide", "symmetric"};
  static double first[7][1100];
  for (int k = 0; k < 3; k++) {
    const aps_view v = rig_make(
        BALL, k == 2 && !SANITIZED ? 1100 : 300); /* two groups; several blocks and slices */
    for (int precision = APS_MIXED; precision <= APS_DOUBLE; precision++)
      for (int w = 0; w < 5; w++) {
        if (k == 2 && (w > 1 || precision == APS_DOUBLE)) continue;
        const rig_how h = {APS_LAW_PLUMMER, precision, k == 1, 0.03, 1};
        kernel(names[k]);
        for (size_t o = 0; o < sizeof orders / sizeof *orders; o++) {
          aps_cudacpu_order(orders[o]);
          CHECK_OK(rig_ctx, rig_solve(v, &h, NULL, 0, wishes[w]));
          for (int c = 0; c < 7; c++) {
            const double *column = *rig_column((aps_view *)(uintptr_t)&v, 6 + c);
            if (o == 0) memcpy(first[c], column, sizeof(double) * (size_t)v.n);
            CHECK(memcmp(first[c], column, sizeof(double) * (size_t)v.n) == 0);
          }
        }
      }
  }
  aps_cudacpu_order(-1);
}

/* ---- errors */

/* Each call and launch of each kernel fails in turn. */
static void test_every_failing_call_is_an_error(void) {
  if (!aps_cudacpu_pretends()) return;
  static const char *const names[] = {"tiled", "symmetric"};
  const aps_view v = rig_make(BALL, 300);
  const rig_how h = {APS_LAW_PLUMMER, APS_MIXED, 0, 0.03, 1};
  for (int k = 0; k < 2; k++) {
    kernel(names[k]);
    aps_cudacpu_default();
    CHECK_OK(rig_ctx, rig_solve(v, &h, NULL, 0, APS_A));
    const int64_t calls = aps_cudacpu_calls();
    for (int64_t c = 1; c <= calls; c++) {
      aps_cudacpu_default();
      aps_cudacpu_fail(c, 1); /* cudaErrorInvalidValue: nothing is lost after it */
      const aps_err err = rig_solve(v, &h, NULL, 0, APS_A);
      const char *call = aps_cudacpu_failed_call();
      if (strcmp(call, "cudaFree") == 0 || strcmp(call, "cudaGetLastError") == 0 ||
          strcmp(call, "cudaSetDevice") == 0)
        continue; /* on the way out */
      CHECK(err == APS_EDEVICE);
      if (err != APS_EDEVICE) printf("  %s, call %d: %s\n", names[k], (int)c, call);
    }
  }
  aps_cudacpu_default();
  kernel("");
}

int main(void) {
  rig_open();
  CHECK_RUN(test_one_sink_per_thread_matches_a_long_double_sum);
  CHECK_RUN(test_several_sinks_per_thread_match_a_long_double_sum);
  CHECK_RUN(test_any_units_and_any_origin_match_as_well);
  CHECK_RUN(test_many_particles_take_several_sinks_per_thread_by_themselves);
  CHECK_RUN(test_symmetric_kernel_matches_a_long_double_sum);
  CHECK_RUN(test_symmetric_kernel_conserves_momentum);
  CHECK_RUN(test_one_odd_mass_among_equal_ones_is_seen);
  CHECK_RUN(test_symmetric_kernel_declines_what_its_fixed_point_cannot_hold);
  CHECK_RUN(test_clusters_far_apart_stay_accurate_in_mixed_precision);
  CHECK_RUN(test_orders_of_several_chunks_lose_no_row);
  CHECK_RUN(test_every_failing_call_is_an_error);
  CHECK_RUN(test_cuda_row_agrees_with_the_cpu_row);
  CHECK_RUN(test_halo_rows_act_but_are_not_acted_on);
  CHECK_RUN(test_tracers_feel_and_do_not_act);
  CHECK_RUN(test_softened_coincident_particles_get_finite_forces);
  CHECK_RUN(test_one_broken_row_does_not_break_the_scales);
  CHECK_RUN(test_unknown_kernels_are_refused);
  CHECK_RUN(test_four_orders_of_the_threads_give_the_same_bits);
  rig_close();
  return CHECK_RESULT();
}
