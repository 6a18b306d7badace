/* Claims about force/keys: the curve visits every cell once and steps over faces only, the table is
 * Hamilton's recursion at any depth, and any input has a key. */
#include "../../src/core/rng.h"
#include "../../src/force/keys.h"
#include "../check.h"
#include <float.h>

enum { MAX_CELL = (1 << 21) - 1 };

static int apart(const uint32_t a[3], const uint32_t b[3]) {
  int distance = 0;
  for (int k = 0; k < 3; k++) distance += abs((int)a[k] - (int)b[k]);
  return distance;
}

/* The cell of a key, level by level: the octant whose own key has the wanted digits so far. */
static void cell_of(const aps_key_table *table, uint64_t key, uint32_t cell[3]) {
  memset(cell, 0, 3 * sizeof *cell);
  for (int level = 1; level <= APS_KEY_LEVELS; level++) {
    const int below = APS_KEY_LEVELS - level;
    int found = 0;
    for (uint32_t o = 0; o < 8; o++) {
      const uint32_t c[3] = {cell[0] | (o >> 2 & 1) << below, cell[1] | (o >> 1 & 1) << below,
                             cell[2] | (o & 1) << below};
      if (aps_key_hilbert(table, c[0], c[1], c[2]) >> 3 * below != key >> 3 * below) continue;
      found++;
      if (found == 1) memcpy(cell, c, sizeof c);
    }
    CHECK(found == 1);
    if (found != 1) return;
  }
}

static void test_three_levels_are_a_path_through_all_cells(void) {
  aps_key_table table;
  aps_key_table_fill(&table);
  uint32_t at[512][3];
  int seen[512] = {0};
  for (uint32_t i = 0; i < 512; i++) { /* the topmost three levels */
    const uint32_t cell[3] = {i >> 6, i >> 3 & 7, i & 7};
    const uint64_t key = aps_key_hilbert(&table, cell[0] << 18, cell[1] << 18, cell[2] << 18) >> 54;
    CHECK(key < 512);
    seen[key]++;
    memcpy(at[key], cell, sizeof cell);
  }
  for (int k = 0; k < 512; k++) CHECK(seen[k] == 1);
  for (int k = 1; k < 512; k++) CHECK(apart(at[k - 1], at[k]) == 1);
  /* every state of the automaton, not only the first, permutes its 512 cells */
  for (int state = 0; state < APS_KEY_STATES; state++) {
    memset(seen, 0, sizeof seen);
    for (int i = 0; i < 512; i++) {
      seen[table.next[state << 9 | i] & 511]++;
      CHECK(table.next[state << 9 | i] >> 9 < APS_KEY_STATES);
    }
    for (int k = 0; k < 512; k++) CHECK(seen[k] == 1);
  }
}

static void test_neighbours_on_the_curve_share_a_face(void) {
  aps_key_table table;
  aps_key_table_fill(&table);
  aps_rng rng = aps_rng_at(1, 0, 0);
  for (int i = 0; i < 2000; i++) {
    uint64_t key = (uint64_t)(aps_rng_uniform(&rng) * 0x1p53) << 10 | (uint64_t)(i & 1023);
    if (i % 4 == 0) key = key >> 3 * (i % 20) << 3 * (i % 20); /* where large octants meet */
    if (key == 0) continue;
    uint32_t here[3], before[3];
    cell_of(&table, key, here);
    cell_of(&table, key - 1, before);
    CHECK(aps_key_hilbert(&table, here[0], here[1], here[2]) == key);
    CHECK(apart(here, before) == 1);
  }
}

static void test_positions_have_the_key_of_their_cell(void) {
  aps_key_table table;
  aps_key_table_fill(&table);
  enum { N = 1000 };
  double x[3][N];
  for (int i = 0; i < N; i++) {
    aps_rng rng = aps_rng_at(2, 0, (uint64_t)i);
    for (int k = 0; k < 3; k++) x[k][i] = 1e10 + (k + 1) * aps_rng_uniform(&rng);
  }
  const aps_key_frame frame = aps_key_frame_fit(x[0], x[1], x[2], NULL, N, 1);
  uint64_t key[N], again[N];
  aps_keys(&table, &frame, x[0], x[1], x[2], N, 1, key);
  uint32_t most = 0;
  for (int i = 0; i < N; i++) {
    uint32_t cell[3];
    for (int k = 0; k < 3; k++) {
      const double c = (x[k][i] - frame.low[k]) * frame.scale;
      CHECK(c >= 0 && c <= MAX_CELL + 1);
      cell[k] = c < MAX_CELL ? (uint32_t)c : MAX_CELL;
      most = cell[k] > most ? cell[k] : most;
    }
    CHECK(key[i] == aps_key_hilbert(&table, cell[0], cell[1], cell[2]));
  }
  CHECK(most == MAX_CELL); /* the cube is no larger than it must be */
  aps_keys(&table, &frame, x[0], x[1], x[2], N, 3, again);
  CHECK(memcmp(key, again, sizeof key) == 0);
}

static void test_any_input_has_a_key(void) {
  aps_key_table table;
  aps_key_table_fill(&table);
  const double odd[] = {NAN, INFINITY, -INFINITY, DBL_MAX, -DBL_MAX, 5e-324, -0.0, 1, -1e300};
  enum { M = sizeof odd / sizeof *odd, N = M * M * M };
  static double x[3][N];
  for (int i = 0; i < N; i++)
    x[0][i] = odd[i / M / M], x[1][i] = odd[i / M % M], x[2][i] = odd[i % M];
  static uint64_t key[N];
  for (int n = 0; n <= N; n++) {
    const aps_key_frame frame = aps_key_frame_fit(x[0], x[1], x[2], NULL, n, 1);
    CHECK(frame.scale > 0);
    for (int k = 0; k < 3; k++) CHECK(fabs(frame.low[k]) <= DBL_MAX);
    if (n % 50 && n != N) continue;
    aps_keys(&table, &frame, x[0], x[1], x[2], n, 1, key);
    for (int i = 0; i < n; i++) CHECK(key[i] >> 63 == 0);
  }
  const aps_key_frame unit = {{0, 0, 0}, 1};
  const double nan[1] = {NAN}, below[1] = {-5}, above[1] = {1e9};
  aps_keys(&table, &unit, nan, below, nan, 1, 1, key);
  CHECK(key[0] == aps_key_hilbert(&table, 0, 0, 0));
  aps_keys(&table, &unit, above, nan, above, 1, 1, key);
  CHECK(key[0] == aps_key_hilbert(&table, MAX_CELL, 0, MAX_CELL));
}

static void test_the_cube_leaves_out_what_is_not_finite(void) {
  const double x[5] = {1, NAN, 3, INFINITY, 2}, y[5] = {0, 0, 0, -INFINITY, 0};
  const aps_key_frame frame = aps_key_frame_fit(x, y, y, NULL, 5, 1);
  CHECK(frame.low[0] == 1 && frame.low[1] == 0 && frame.low[2] == 0);
  CHECK(frame.scale == 0x1p21 / 2);
  const uint32_t row[2] = {0, 4};
  CHECK(aps_key_frame_fit(x, y, y, row, 2, 1).scale == 0x1p21);
  CHECK(isinf(aps_key_frame_fit(x, y, y, row, 1, 1).scale));
}

int main(void) {
  CHECK_RUN(test_three_levels_are_a_path_through_all_cells);
  CHECK_RUN(test_neighbours_on_the_curve_share_a_face);
  CHECK_RUN(test_positions_have_the_key_of_their_cell);
  CHECK_RUN(test_any_input_has_a_key);
  CHECK_RUN(test_the_cube_leaves_out_what_is_not_finite);
  return CHECK_RESULT();
}
