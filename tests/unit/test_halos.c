/* Claims about halos: friends of friends are those of the definition, by all pairs, in boxes and open space, with links of any
 * length; what is told of a halo is that of its particles; threads and the order of rows change nothing. */
#include "../../src/analysis/links.h"
#include "../../src/core/rng.h"
#include "../check.h"
#ifdef _OPENMP
#include <omp.h>
#endif

static aps_ctx *ctx;

enum { MOST = 20000 };
static double column[7][MOST];
static uint64_t id[MOST];
static uint32_t type[MOST];

static aps_view points(int64_t n) {
  return (aps_view){.n = n, .x = column[0], .y = column[1], .z = column[2], .vx = column[3], .vy = column[4], .vz = column[5],
                    .mass = column[6], .id = id, .type = type};
}

/* Half of them anywhere, the others in clumps of all sizes, the first of them around a corner; ids in no order. */
static aps_view clumps(int64_t n, const double box[3], uint64_t seed) {
  for (int64_t i = 0; i < n; i++) {
    aps_rng g = aps_rng_at(seed, 1, (uint64_t)i), c = aps_rng_at(seed, 2, (uint64_t)(i % 13));
    const double size = i % 2 ? 0.5 : 0.002 * (double)(1 + i % 13);
    for (int d = 0; d < 3; d++) {
      const double middle = i % 13 && aps_rng_uniform(&c) < 2 ? aps_rng_uniform(&c) : 0;
      column[d][i] = box[d] * (middle + size * (2 * aps_rng_uniform(&g) - 1));
      column[3 + d][i] = aps_rng_uniform(&g);
    }
    column[6][i] = 1 + (double)(i % 3), type[i] = 1, id[i] = (uint64_t)((i * 7919) % 20011 + 5);
  }
  return points(n);
}

/* ---- the definition: everyone with everyone ---------------------------------------------------------- */

static int64_t set[MOST];

static int64_t root_of(int64_t i) { return set[i] == i ? i : (set[i] = root_of(set[i])); }

static void all_pairs(const aps_view *v, const double box[3], double length) {
  const double *const x[3] = {v->x, v->y, v->z};
  for (int64_t i = 0; i < v->n; i++) set[i] = i;
  for (int64_t i = 0; i < v->n; i++)
    for (int64_t j = 0; j < i; j++) {
      double r2 = 0;
      for (int d = 0; d < 3; d++) {
        double far = fabs(x[d][i] - x[d][j]);
        if (box[d] > 0) far = fabs(far - box[d] * round(far / box[d]));
        r2 += far * far;
      }
      if (r2 > length * length) continue;
      const int64_t a = root_of(i), b = root_of(j);
      if (a != b) set[a > b ? a : b] = a > b ? b : a;
    }
}

/* The same partition: who shares a set in one shares it in the other. Returns how many sets. */
static int64_t compare(const aps_view *v, const double box[3], double length) {
  static int64_t of_set[MOST];
  aps_links p;
  int64_t sets = 0, wrong = 0;
  all_pairs(v, box, length);
  CHECK_OK(ctx, aps_links_make(ctx, v, NULL, v->n, box, length, &p));
  for (int64_t i = 0; i < v->n; i++) of_set[i] = -1, sets += root_of(i) == i;
  int64_t roots = 0;
  for (int64_t k = 0; k < v->n; k++) {
    const int64_t there = root_of(p.row[k]);
    if (of_set[there] < 0) of_set[there] = p.root[k];
    wrong += of_set[there] != p.root[k], roots += p.root[k] == k;
  }
  CHECK(wrong == 0 && roots == sets);
  aps_links_end(ctx, &p);
  return sets;
}

static void test_friends_are_those_of_all_pairs(void) {
  static const double boxes[][3] = {{1, 1, 1}, {1, 3, 0.4}, {0, 0, 0}};
  static const double lengths[] = {1e-9, 1e-3, 0.003, 0.01, 0.03, 0.06, 0.1, 0.2, 0.27, 0.35, 0.6, 5};
  for (size_t b = 0; b < sizeof boxes / sizeof *boxes; b++)
    for (size_t k = 0; k < sizeof lengths / sizeof *lengths; k++) {
      const double size[3] = {boxes[b][0] > 0 ? boxes[b][0] : 1, boxes[b][0] > 0 ? boxes[b][1] : 1, boxes[b][0] > 0 ? boxes[b][2] : 1};
      const aps_view v = clumps(1500, size, 3 + b);
      const int64_t sets = compare(&v, boxes[b], lengths[k]);
      printf("  box %g x %g x %g, links of %g: %lld sets\n", boxes[b][0], boxes[b][1], boxes[b][2], lengths[k], (long long)sets);
    }
}

/* Few points and links as long as the box, which is then but a few cells. */
static void test_small_boxes(void) {
  const double box[3] = {1, 1.7, 0.8};
  int64_t several = 0;
  for (int k = 0; k < 2000; k++) {
    const int n = 2 + k % 9;
    for (int i = 0; i < n; i++) {
      aps_rng g = aps_rng_at(51, (uint64_t)k, (uint64_t)i);
      for (int d = 0; d < 3; d++) column[d][i] = box[d] * (2 * aps_rng_uniform(&g) - 0.5);
    }
    const aps_view v = points(n);
    several += compare(&v, box, 0.12 + 0.0003 * k) > 1;
  }
  CHECK(several > 500 && several < 1900);
}

/* Of a box of five cells: what is more than half a box from the first point of a cell may be a friend of its last one. */
static void test_round_a_small_box(void) {
  const double box[3] = {1, 1, 1};
  for (int i = 0; i < 60; i++) {
    column[0][i] = i < 20 ? 0.01 : i < 40 ? 0.595 : 0.405;
    column[1][i] = column[2][i] = 0.1 + 1e-4 * (i % 5);
  }
  const aps_view v = points(60);
  CHECK(compare(&v, box, 0.399) == 1);
  CHECK(compare(&v, box, 0.3) == 2);
}

/* Points far away, on one another, at the linking length exactly; dense clumps that all but touch. */
static void test_hard_places(void) {
  const double open[3] = {0}, box[3] = {8, 8, 8};
  aps_view v = clumps(600, (double[]){1, 1, 1}, 9);
  for (int i = 0; i < 600; i += 7) column[i % 3][i] = i % 2 ? 1e12 * (i % 5 - 2) : -1e5 - i / 10;
  for (int i = 0; i < 40; i++) column[0][i] = column[1][i] = column[2][i] = 0.3;
  compare(&v, open, 0.02);
  for (int i = 0; i < 512; i++) column[0][i] = i / 64, column[1][i] = i / 8 % 8, column[2][i] = i % 8;
  v = points(512);
  CHECK(compare(&v, box, 1) == 1);
  CHECK(compare(&v, box, 1 - 1e-12) == 512);
  CHECK(compare(&v, open, 1) == 1);
  for (int i = 0; i < 4000; i++) {
    aps_rng g = aps_rng_at(4, 1, (uint64_t)i);
    for (int d = 0; d < 3; d++) column[d][i] = 1e-3 * aps_rng_uniform(&g);
    column[0][i] += i % 2 ? 7.999 + 0.1 : 0; /* over the face, 0.1 and a little less or more away */
  }
  v = points(4000);
  CHECK(compare(&v, box, 0.0979) == 2);
  compare(&v, box, 0.0981);
  CHECK(compare(&v, box, 0.1015) == 1);
}

/* ---- halos -------------------------------------------------------------------------------------------- */

static void test_a_halo_is_its_particles(void) {
  const double box[3] = {2, 2, 2};
  const aps_analysis_setup s = {.box = {2, 2, 2}, .linking = 0.02, .least = 10};
  const aps_view v = clumps(4000, box, 21);
  aps_halos h;
  CHECK_OK(ctx, aps_halos_find(ctx, v, &s, &h));
  all_pairs(&v, box, 0.02);
  int64_t found = 0, inside = 0;
  for (int64_t r = 0; r < v.n; r++) {
    if (root_of(r) != r) continue;
    int64_t n = 0;
    uint64_t lowest = UINT64_MAX;
    double m = 0, x[3] = {0}, u[3] = {0}, u2 = 0;
    for (int64_t i = 0; i < v.n; i++) {
      if (root_of(i) != r) continue;
      n++, m += v.mass[i], lowest = id[i] < lowest ? id[i] : lowest;
      for (int d = 0; d < 3; d++) {
        x[d] += v.mass[i] * remainder(column[d][i] - column[d][r], 2), u[d] += v.mass[i] * column[3 + d][i];
        u2 += v.mass[i] * column[3 + d][i] * column[3 + d][i];
      }
    }
    if (n < 10) continue;
    found++, inside += n;
    int64_t k = 0;
    while (k < h.n_halos && h.halo[k].id != lowest) k++;
    CHECK(k < h.n_halos && h.halo[k].n == n);
    if (k == h.n_halos) continue;
    CHECK_NEAR(h.halo[k].mass, m, 1e-9);
    double spread = 0;
    for (int d = 0; d < 3; d++) {
      const double centre = column[d][r] + x[d] / m;
      CHECK(h.halo[k].position[d] >= 0 && h.halo[k].position[d] < 2);
      CHECK_NEAR(remainder(h.halo[k].position[d] - centre, 2), 0, 1e-12);
      CHECK_NEAR(h.halo[k].velocity[d], u[d] / m, 1e-12);
      for (int64_t i = 0; i < v.n; i++)
        if (root_of(i) == r) spread += v.mass[i] * pow(remainder(column[d][i] - centre, 2), 2) / m;
      u2 -= u[d] * u[d] / m;
    }
    CHECK_NEAR(h.halo[k].radius, sqrt(spread), 1e-9);
    CHECK_NEAR(h.halo[k].sigma, sqrt(u2 / m / 3), 1e-9);
  }
  CHECK(found == h.n_halos && inside == h.n_inside && found > 5);
  for (int64_t k = 1; k < h.n_halos; k++) CHECK(h.halo[k].mass <= h.halo[k - 1].mass);
  aps_halos_free(ctx, &h);
}

static void test_threads_change_no_bit(void) {
  const double box[3] = {1, 1, 1};
  const aps_analysis_setup s = {.box = {1, 1, 1}};
  const aps_view v = clumps(MOST, box, 31);
  aps_halos one, other;
#ifdef _OPENMP
  omp_set_num_threads(1);
#endif
  CHECK_OK(ctx, aps_halos_find(ctx, v, &s, &one));
  CHECK(one.n_halos > 5 && one.least == 20);
  CHECK_NEAR(one.linking, 0.2 / cbrt(MOST), 1e-15);
  for (int k = 0; k < 12; k++) {
#ifdef _OPENMP
    omp_set_num_threads(2 + k % 4);
#endif
    CHECK_OK(ctx, aps_halos_find(ctx, v, &s, &other));
    CHECK(one.n_halos == other.n_halos && memcmp(one.halo, other.halo, sizeof *one.halo * (size_t)one.n_halos) == 0);
    aps_halos_free(ctx, &other);
  }
  for (int64_t i = 0; i < MOST / 2; i++) { /* the other way round: ids tell who is who */
    const int64_t j = MOST - 1 - i;
    const uint64_t swap = id[i];
    id[i] = id[j], id[j] = swap;
    for (int k = 0; k < 7; k++) {
      const double x = column[k][i];
      column[k][i] = column[k][j], column[k][j] = x;
    }
  }
  CHECK_OK(ctx, aps_halos_find(ctx, v, &s, &other));
  CHECK(one.n_halos == other.n_halos);
  for (int64_t k = 0; k < one.n_halos && k < other.n_halos; k++) {
    CHECK(one.halo[k].id == other.halo[k].id && one.halo[k].n == other.halo[k].n);
    for (int d = 0; d < 3; d++) CHECK_NEAR(one.halo[k].position[d], other.halo[k].position[d], 1e-12);
  }
  aps_halos_free(ctx, &one);
  aps_halos_free(ctx, &other);
}

static void test_species_tracers_and_refusals(void) {
  aps_analysis_setup s = {.box = {1, 1, 1}, .linking = 0.01, .only = 1, .type = 2};
  aps_view v = clumps(2000, s.box, 41);
  aps_halos all, h;
  for (int i = 0; i < 2000; i++) type[i] = i % 13 == 4 ? 2 : 1;
  CHECK_OK(ctx, aps_halos_find(ctx, v, &s, &h));
  CHECK(h.n_halos == 1 && h.n_inside >= 70 && h.n_inside < 160); /* half of every thirteenth are a clump */
  aps_halos_free(ctx, &h);
  s.only = 0;
  for (int i = 0; i < 2000; i++) column[6][i] = type[i] == 1;
  CHECK_OK(ctx, aps_halos_find(ctx, v, &s, &all)); /* tracers are left out */
  s.only = 1, s.type = 1;
  CHECK_OK(ctx, aps_halos_find(ctx, v, &s, &h));
  CHECK(all.n_halos == h.n_halos && memcmp(all.halo, h.halo, sizeof *h.halo * (size_t)h.n_halos) == 0);
  aps_halos_free(ctx, &h);
  aps_halos_free(ctx, &all);
  s.type = 2; /* nobody has mass: they count */
  CHECK_OK(ctx, aps_halos_find(ctx, v, &s, &h));
  CHECK(h.n_halos == 1 && h.halo[0].mass == 0 && h.halo[0].radius > 0);
  aps_halos_free(ctx, &h);
  s = (aps_analysis_setup){.linking = 0};
  CHECK(aps_halos_find(ctx, v, &s, &h) == APS_EARG && h.halo == NULL);
  s.linking = 1e-310; /* cells could not be counted */
  CHECK(aps_halos_find(ctx, v, &s, &h) == APS_EARG);
  s.linking = -1;
  CHECK(aps_halos_find(ctx, v, &s, &h) == APS_EARG);
  s = (aps_analysis_setup){.linking = 1e-12};
  CHECK_OK(ctx, aps_halos_find(ctx, v, &s, &h));
  CHECK(h.n_halos == 0 && h.n_inside == 0);
  aps_halos_free(ctx, &h);
}

int main(void) {
  ctx = aps_ctx_create();
  CHECK_RUN(test_friends_are_those_of_all_pairs);
  CHECK_RUN(test_small_boxes);
  CHECK_RUN(test_round_a_small_box);
  CHECK_RUN(test_hard_places);
  CHECK_RUN(test_a_halo_is_its_particles);
  CHECK_RUN(test_threads_change_no_bit);
  CHECK_RUN(test_species_tracers_and_refusals);
  aps_ctx_free(&ctx);
  return CHECK_RESULT();
}
