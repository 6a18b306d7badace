/* What the fast multipole method tells about itself, as named numbers (aps_force_report). Seconds
 * of phases are those of the last evaluation; counts and the walk's parts are totals since the
 * start, the parts summed over threads. */
#include "../core/ctx.h"
#include "fmm.h"
#include <string.h>

int aps_fmm_numbers(const aps_fmm_report *r, double bytes, const char **name, double *value,
                    int max) {
  const aps_fmm_count *c = &r->count;
  const struct {
    const char *name;
    double value;
  } all[] = {{"order", r->order},
             {"leaf", r->leaf},
             {"strictness", r->strictness},
             {"double_expansions", r->double_expansions},
             {"double_pairs", r->double_pairs},
             {"cells", (double)r->cells},
             {"leaves", (double)r->leaves},
             {"bytes", bytes},
             {"keys_s", r->seconds[0]},
             {"sort_s", r->seconds[1]},
             {"cells_s", r->seconds[2]},
             {"leaves_s", r->seconds[3]},
             {"sparse_s", r->seconds[4]},
             {"walk_s", r->seconds[5]},
             {"pairs", c->pairs},
             {"pair_lanes", c->pair_lanes},
             {"cell_pairs", c->cells},
             {"cell_lanes", c->cell_lanes},
             {"mixed_pairs", c->mixed},
             {"summed_again", c->again},
             {"next_to_close", c->close},
             {"tests", c->tests},
             {"walk_tests_s", c->seconds[0]},
             {"walk_cell_pairs_s", c->seconds[1]},
             {"walk_pairs_s", c->seconds[2]},
             {"walk_shifts_s", c->seconds[3]}};
  int n = 0;
  for (; n < max && n < (int)(sizeof all / sizeof *all); n++)
    name[n] = all[n].name, value[n] = all[n].value;
  return n;
}

double aps_fmm_bytes(const aps_ctx *ctx, const aps_fmm_bench *bench, int benches) {
  const aps_memory_row *row;
  const int rows = aps_memory_rows(ctx, &row);
  double bytes = 0;
  for (int k = 0; k < rows; k++)
    if (strncmp(row[k].label, "fmm", 3) == 0 || strncmp(row[k].label, "tree", 4) == 0)
      bytes += (double)row[k].bytes;
  for (int k = 0; k < benches; k++) {
    const aps_fmm_bench *b = &bench[k];
    const size_t item = sizeof *b->item.first + sizeof *b->item.mask;
    bytes += (double)item * (double)(b->item_room + b->queue_room);
    bytes += (double)sizeof *b->near.id * (double)(b->near.room + b->far.room + b->giver.room);
  }
  return bytes;
}
