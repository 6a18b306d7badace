/* The log: energy.csv says whether a run can be trusted, timings.csv where its time goes. One row each per `every`.
 * At a restart the rows beyond the checkpoint were cut off (sim/restart.c), so no time stands twice. */
#include "../core/energy.h"
#include "../core/file.h"
#include "../core/number.h"
#include "../core/ranks.h"
#include "../core/reduce.h"
#include "../core/run.h"
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef struct {
  int64_t sample;
  aps_ctx *ctx;
  FILE *energy, *timings;
  double seen_wall, seen_phase[APS_PHASE_COUNT], seen_interactions, seen_wait;
  aps_energy *counters;
  int64_t rows; /* written by this process */
  int has_gpu_column; /* a file that an earlier version began lacks it */
  struct { /* persists */
    double start_energy, start_scale;
    int has_start;
    double evaluations; /* of the force, at the last row */
  } from;
} logger;

static const aps_param params[] = {
    {"sample", 'i', offsetof(logger, sample), "64", "", ">=0",
     "rows whose force is compared with a double direct sum at each log, fewer, down to 16, where so many would cost time; 0: none"},
    {.key = NULL}};

/* ---- files ------------------------------------------------------------------------------------------- */

static const char energy_columns[] = "time,kinetic,potential,total,relative_error,virial_ratio,px,py,pz,lx,ly,lz,cx,cy,cz\n";

static void energy_head(const aps_sim *sim, FILE *file) {
  const aps_units *u = aps_sim_units(sim);
  char text[320];
  if (u->length > 0)
    fprintf(file, "# units: %s; energy = mass length^2 / time^2; G = %.9g\n", aps_units_text(u, text), u->G);
  else
    fprintf(file, "# units: dimensionless code units, G = %.9g\n", u->G);
  fputs(aps_sim_expands(sim)
            ? "# time is the scale factor a; energies and momenta are of peculiar velocities and physical lengths; relative_error = the change "
              "of a total + integral of kinetic da, / (a (kinetic + |potential|)); "
            : "# relative_error = (total - first total) / |first total|, of a first total of nearly 0 / (first kinetic + |first potential|); ",
        file);
  fputs("virial_ratio = 2 kinetic / |potential|, 0 without a potential; p momentum; l angular momentum about the origin; c centre of mass\n",
        file);
  if (aps_sim_collides(sim)) fputs("# total is less by what collisions took; relative_error counts that as still there\n", file);
  fputs(energy_columns, file);
}

static void timings_head(FILE *file) {
  fputs("# units: time in code units; seconds of wall time since the row before; bytes and messages since the start; force errors "
        "relative to a direct sum in double (empty: not measured); energy in joule since the row before, of processors and, gpu_joule, "
        "of the cards in use (empty: not readable); "
        "of several ranks the largest: sent to others, waited for others, peak memory in bytes, work over the mean\n"
        "time,step,wall_s,",
        file);
  for (int k = 0; k < APS_PHASE_COUNT; k++) fprintf(file, "%s_s,", aps_phase_names[k]);
  fputs("interactions_per_s,force_error_rms,force_error_median,force_error_99.9,force_error_max,"
        "bytes_to_device,bytes_to_host,energy_joule,sent_bytes,sent_messages,wait_s,peak_memory,work_imbalance,gpu_joule\n",
        file);
}

static const char remark[] = APS_ROW_REMARK; /* "…: what happened since the row before" */

static aps_err open_file(aps_sim *sim, const char *name, FILE **file) {
  char path[4300];
  snprintf(path, sizeof path, "%s/%s", aps_directory(sim), name);
  *file = fopen(path, aps_sim_resumed(sim) ? "ae" : "we");
  APS_CHECK(aps_sim_ctx(sim), *file, APS_EIO, "%s: cannot write: %s", path, strerror(errno));
  return APS_OK;
}

/* *first: 1 on the first of the ranks that say the same; "": nothing. Collective. */
static aps_err is_first(aps_ctx *ctx, const char *word, int *first) {
  enum { ROOM = 96 };
  const int ranks = aps_ranks(ctx), me = aps_rank(ctx);
  char mine[ROOM] = "", *all = aps_alloc(ctx, "energy counters", ranks, ROOM);
  APS_TRY(aps_ranks_agree(ctx, all ? APS_OK : APS_EMEM));
  snprintf(mine, sizeof mine, "%s", word);
  aps_ranks_gather(ctx, mine, ROOM, all);
  *first = mine[0] != '\0';
  for (int r = 0; r < me; r++) *first &= strcmp(all + ROOM * r, mine) != 0;
  aps_release(ctx, all);
  return APS_OK;
}

/* The processors of a machine by its first rank, a card by the first that uses it. Collective. */
static aps_err open_counters(logger *l, aps_sim *sim) {
  aps_ctx *ctx = aps_sim_ctx(sim);
  char host[64] = "?", card[96] = "";
  int first = 0;
  const char *bus = aps_sim_bus_id(sim);
  gethostname(host, sizeof host - 1);
  if (bus) snprintf(card, sizeof card, "%s %.24s", host, bus);
  APS_TRY(is_first(ctx, card, &first));
  l->counters = aps_energy_open(ctx, aps_rank_local(ctx) == 0 ? "/sys/class/powercap" : NULL, first ? bus : NULL);
  return aps_ranks_agree(ctx, l->counters ? APS_OK : APS_EMEM);
}

/* What the header of a file that goes on says. */
static int has_column(aps_sim *sim, const char *name, const char *column) {
  char path[4300], text[2048];
  snprintf(path, sizeof path, "%s/%s", aps_directory(sim), name);
  FILE *file = fopen(path, "re");
  const size_t n = file ? fread(text, 1, sizeof text - 1, file) : 0;
  if (file) fclose(file);
  text[n] = '\0';
  return strstr(text, column) != NULL;
}

static aps_err create(void *self, aps_sim *sim) {
  logger *l = self;
  l->ctx = aps_sim_ctx(sim);
  if (aps_directory(sim)[0]) APS_TRY(open_counters(l, sim));
  l->seen_wall = aps_wall();
  l->seen_interactions = aps_sim_stats(sim)->interactions;
  for (int k = 0; k < APS_PHASE_COUNT; k++) l->seen_phase[k] = aps_phase_seconds(aps_sim_ctx(sim), k);
  if (aps_directory(sim)[0] == '\0' || !aps_sim_writes(sim)) return APS_OK;
  APS_TRY(open_file(sim, "energy.csv", &l->energy));
  APS_TRY(open_file(sim, "timings.csv", &l->timings));
  if (ftell(l->energy) == 0) energy_head(sim, l->energy);
  if (ftell(l->timings) == 0) timings_head(l->timings);
  fflush(l->timings);
  l->has_gpu_column = has_column(sim, "timings.csv", ",gpu_joule\n");
  return APS_OK;
}

static void destroy(void *self) {
  logger *l = self;
  if (l->energy) fclose(l->energy);
  if (l->timings) fclose(l->timings);
  aps_energy_close(l->ctx, &l->counters);
}

static aps_err flush(aps_sim *sim, FILE *file, const char *name) {
  if (fflush(file) == 0 && !ferror(file)) return APS_OK;
  aps_fail(aps_sim_ctx(sim), APS_EIO, "%s/%s: cannot write: %s", aps_directory(sim), name, strerror(errno));
  return aps_hint(aps_sim_ctx(sim), "free some space, then --restart goes on from the last checkpoint");
}

/* ---- rows ---------------------------------------------------------------------------------------------- */

/* What the error counts from: the total at the start and, since, by what changes of the softening moved it. */
static double reference(const logger *l, const aps_sim *sim) { return l->from.start_energy + aps_sim_energy_moved(sim); }

/* Against |E| at the start, or against K + |W| where the two nearly cancel. */
static double relative_error(logger *l, const aps_sim *sim, const double *state) {
  const double moved = aps_sim_energy_moved(sim);
  const double K = state[APS_STATE_KINETIC], W = state[APS_STATE_POTENTIAL], E = aps_sim_conserved(sim, K, W) - moved;
  if (!l->from.has_start) {
    const double size = K + fabs(W);
    l->from.has_start = 1;
    l->from.start_energy = E;
    l->from.start_scale = fabs(E) > aps_sim_least_energy(sim) * size ? fabs(E) : size;
  }
  double scale = l->from.start_scale;
  if (aps_sim_expands(sim)) scale = aps_time(sim) * (K + fabs(W)); /* structure's energy grows from nearly nothing */
  else if (moved != 0 && fabs(reference(l, sim)) > 1e-8 * scale) scale = fabs(reference(l, sim));
  return scale == 0 ? 0 : (E - l->from.start_energy) / scale; /* of no number it is none */
}

static void remark_on_changes(const logger *l, aps_sim *sim) {
  const double from = reference(l, sim);
  char time[32];
  if (aps_sim_energy_moves(sim))
    fprintf(l->energy, "%s%s: the softening was changed; relative_error = (total - %.9g) / |%.9g| from here on\n",
            remark, aps_number_print(aps_time(sim), time), from, from);
}

static aps_err energy_row(logger *l, aps_sim *sim, const double *s, double error) {
  const double K = s[APS_STATE_KINETIC], W = s[APS_STATE_POTENTIAL], m = s[APS_STATE_MASS];
  if (l->energy == NULL) return APS_OK;
  remark_on_changes(l, sim);
  double row[15] = {aps_time(sim), K, W, K + W, error, W != 0 ? 2 * K / fabs(W) : 0};
  for (int k = 0; k < 6; k++) row[6 + k] = s[APS_STATE_MV + k];
  for (int k = 0; k < 3; k++) row[12 + k] = m > 0 ? s[APS_STATE_MX + k] / m : 0;
  for (int k = 0; k < 15; k++) {
    char text[32]; /* the shortest that reads back to the same bits */
    fprintf(l->energy, "%s%c", aps_number_print(row[k], text), k < 14 ? ',' : '\n');
  }
  return flush(sim, l->energy, "energy.csv");
}

static void put(FILE *file, double value, int known) {
  if (known) fprintf(file, ",%.6g", value);
  else fputc(',', file);
}

/* Of all processors and cards: each package and card is read by one rank. Negative: not known. Collective. */
static void spent(logger *l, aps_sim *sim, double joule[APS_ENERGY_PARTS]) {
  double sum[2 * APS_ENERGY_PARTS]; /* and how many of them are known */
  if (l->counters == NULL) return; /* no run directory */
  aps_energy_read(l->counters, joule);
  for (int k = 0; k < APS_ENERGY_PARTS; k++) {
    sum[APS_ENERGY_PARTS + k] = joule[k] >= 0;
    sum[k] = joule[k] >= 0 ? joule[k] : 0;
  }
  aps_ranks_sum(aps_sim_ctx(sim), sum, 2 * APS_ENERGY_PARTS);
  for (int k = 0; k < APS_ENERGY_PARTS; k++) joule[k] = sum[APS_ENERGY_PARTS + k] > 0 ? sum[k] : -1;
}

/* What the busiest rank has: bytes, messages, seconds of waiting, peak memory. Collective. */
static void busiest(const aps_sim *sim, double most[4]) {
  aps_ctx *ctx = aps_sim_ctx(sim);
  const aps_ranks_traffic sent = aps_ranks_sent(ctx);
  most[0] = sent.bytes, most[1] = sent.messages, most[2] = sent.seconds, most[3] = (double)aps_memory_peak(ctx);
  aps_ranks_max(ctx, most, 4);
}

static aps_err timings_row(logger *l, aps_sim *sim, const double error[5]) {
  double most[4], joule[APS_ENERGY_PARTS] = {-1, -1};
  busiest(sim, most);
  spent(l, sim, joule);
  if (l->timings == NULL) return APS_OK;
  const aps_stats *stats = aps_sim_stats(sim);
  const double now = aps_wall(), wall = now - l->seen_wall;
  char time[32];
  fprintf(l->timings, "%s,%lld,%.6g", aps_number_print(aps_time(sim), time), (long long)aps_steps(sim), wall);
  for (int k = 0; k < APS_PHASE_COUNT; k++) {
    const double seconds = aps_phase_seconds(aps_sim_ctx(sim), k);
    fprintf(l->timings, ",%.6g", seconds - l->seen_phase[k]);
    l->seen_phase[k] = seconds;
  }
  fprintf(l->timings, ",%.6g", wall > 0 ? (stats->interactions - l->seen_interactions) / wall : 0);
  put(l->timings, error[0], error[0] >= 0);
  put(l->timings, error[1], error[0] >= 0);
  put(l->timings, error[3], error[0] >= 0);
  put(l->timings, error[4], error[0] >= 0);
  fprintf(l->timings, ",%.0f,%.0f", stats->bytes_to_device, stats->bytes_to_host);
  put(l->timings, joule[APS_ENERGY_CPU], l->rows > 0 && joule[APS_ENERGY_CPU] >= 0);
  fprintf(l->timings, ",%.0f,%.0f,%.6g,%.0f,%.4g", most[0], most[1], most[2] - l->seen_wait, most[3], aps_sim_imbalance(sim));
  if (l->has_gpu_column) put(l->timings, joule[APS_ENERGY_GPU], l->rows > 0 && joule[APS_ENERGY_GPU] >= 0);
  l->seen_wait = most[2];
  l->rows++;
  fputc('\n', l->timings);
  l->seen_wall = now;
  l->seen_interactions = stats->interactions;
  return flush(sim, l->timings, "timings.csv");
}

/* So many rows that the check costs about half a per cent of the evaluations since the last row, but never fewer than 16:
 * one row of a direct sum takes some 3 ns per particle, a tree some 500. */
static int64_t sample_size(logger *l, const aps_sim *sim) {
  const double since = aps_sim_stats(sim)->evaluations - l->from.evaluations;
  const int64_t cheap = aps_count(sim) / 100, budget = (int64_t)(0.8 * since), n = cheap < budget ? cheap : budget, most = n > 16 ? n : 16;
  l->from.evaluations = aps_sim_stats(sim)->evaluations;
  return l->sample < most ? l->sample : most;
}

static aps_err act(void *self, aps_sim *sim, aps_view view) {
  (void)view;
  logger *l = self;
  double state[APS_REDUCE_MAX], error[5] = {-1, -1, -1, -1, -1};
  APS_TRY(aps_sim_state(sim, state));
  const double drift = relative_error(l, sim, state);
  if (l->sample > 0) APS_TRY(aps_force_error(sim, sample_size(l, sim), error));
  APS_TRY(energy_row(l, sim, state, drift));
  APS_TRY(timings_row(l, sim, error));
  const double W = state[APS_STATE_POTENTIAL];
  aps_log(aps_sim_ctx(sim), APS_LOG_DETAIL, "time %-12.9g step %-9lld energy error %+.3e  virial ratio %.4f", aps_time(sim),
          (long long)aps_steps(sim), drift, W != 0 ? 2 * state[APS_STATE_KINETIC] / fabs(W) : 0);
  if (W != 0) aps_sim_set_virial(sim, 2 * state[APS_STATE_KINETIC] / fabs(W));
  aps_sim_report(sim, 0);
  return aps_sim_set_energy_error(sim, drift);
}

const aps_event aps_event_log = {
    .about = {.name = "log",
              .doc = "DIR/energy.csv and DIR/timings.csv",
              .params = params,
              .state_size = sizeof(logger),
              .persist_offset = offsetof(logger, from),
              .persist_size = sizeof(((logger *)0)->from)},
    .when = APS_AT_START | APS_AT_END,
    .needs = APS_POT,
    .create = create,
    .act = act,
    .destroy = destroy,
};
