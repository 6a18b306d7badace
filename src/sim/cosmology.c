/* Runs in an expanding universe. Time is the scale factor a; columns hold comoving positions x and p = a^2 dx/dt, so that
 *
 *   dx = p dt / a^2,    dp = g dt / a,    g = sum G m (x_j - x) / |x_j - x|^3 over a periodic box
 *
 * and the forces are those of any other run. What comes in and goes out are peculiar velocities, a dx/dt = p / a.
 * docs/cosmology.md */
#include "sim.h"
#include "../core/cosmology.h"
#include "../core/number.h"
#include <math.h>
#include <stdio.h>
#include <string.h>

#define AT(field) offsetof(aps_cosmology_settings, field)

const aps_param aps_cosmology_params[] = {
    {"H0", 'd', AT(is.H0), NULL, "velocity/length", ">0", "Hubble's constant, such as 67.7 km/s/Mpc"},
    {"omega_m", 'd', AT(is.omega_m), NULL, "", ">0", "matter of today over the critical density: all of it is particles"},
    {"omega_lambda", 'd', AT(is.omega_lambda), NULL, "", "", "dark energy of today; absent: what makes space flat"},
    {"omega_r", 'd', AT(is.omega_r), "0", "", ">=0", "radiation of today, which expands and does not cluster"},
    {"w0", 'd', AT(is.w0), "-1", "", "", "dark energy's pressure over its density today"},
    {"wa", 'd', AT(is.wa), "0", "", "", "the same at a is w0 + wa (1 - a)"},
    {"longest_step", 'd', AT(longest_step), "0.025", "", ">0", "adaptive steps are at most this long in ln a"},
    {.key = NULL}};

/* ---- what the configuration says ------------------------------------------------------------------- */

static aps_err refuse(aps_sim *sim, const char *section, const char *key, const char *why, const char *hint) {
  const aps_node *root = aps_config_root(sim->config), *node = aps_node_get(root, section);
  if (node) aps_config_fail(sim->config, node, section, key, "%s", why);
  else aps_config_fail(sim->config, root, "", section, "%s", why);
  return hint ? aps_hint(sim->ctx, "%s", hint) : APS_ECONFIG;
}

/* "13.8 Gyr" would be taken for a scale factor. */
static aps_err check_time(aps_sim *sim, const char *section, const char *key) {
  const aps_node *node = aps_node_get(aps_config_root(sim->config), section);
  const char *sub = strchr(key, '.');
  char first[32];
  snprintf(first, sizeof first, "%.*s", (int)(sub ? sub - key : 31), key);
  node = node && aps_node_is(node) == APS_NODE_MAP ? aps_node_get(node, first) : NULL;
  if (sub && node) node = aps_node_is(node) == APS_NODE_MAP ? aps_node_get(node, sub + 1) : NULL;
  for (int i = 0; node && i < (aps_node_is(node) == APS_NODE_LIST ? aps_node_count(node) : 1); i++) {
    const aps_node *one = aps_node_is(node) == APS_NODE_LIST ? aps_node_item(node, i) : node;
    double value;
    if (aps_node_is(one) != APS_NODE_SCALAR || aps_number_parse(aps_node_text(one), &value)) continue;
    aps_fail(sim->ctx, APS_ECONFIG, "%s: %s.%s: must be a number, got %.60s: with a cosmology times are scale factors", aps_node_where(one), section, key,
             aps_node_text(one));
    return aps_hint(sim->ctx, "a = 1 / (1 + z): 1 is today, 0.5 is redshift 1");
  }
  return APS_OK;
}

static aps_err check_times(aps_sim *sim) {
  static const char *const key[][2] = {{"run", "t_start"}, {"run", "t_end"}, {"integrator", "dt"}, {"integrator", "dt_max"}};
  for (size_t k = 0; k < sizeof key / sizeof *key; k++) APS_TRY(check_time(sim, key[k][0], key[k][1]));
  const aps_event *row;
  for (int i = 0; (row = (const aps_event *)aps_row(APS_KIND_EVENT, i)); i++) {
    char every[64], times[64];
    snprintf(every, sizeof every, "%s.every", row->about.name), snprintf(times, sizeof times, "%s.times", row->about.name);
    if (row->when & APS_WALL_CLOCK) continue;
    APS_TRY(check_time(sim, "output", every));
    APS_TRY(check_time(sim, "output", times));
  }
  return APS_OK;
}

static aps_err check_rest(aps_sim *sim) {
  if (strcmp(sim->integrator->about.name, "leapfrog") != 0)
    return refuse(sim, "integrator", "name", "an expanding universe needs leapfrog", "integrator: {name: leapfrog, eta: 0.02}");
  APS_TRY(check_times(sim));
  if (sim->collides) return refuse(sim, "collisions", "outcome", "bodies do not collide in an expanding universe", NULL);
  return APS_OK;
}

/* An expansion that turns round has no time for some scale factors. */
static aps_err check_expansion(aps_sim *sim) {
  const double from = sim->run.t_start, to = sim->run.t_end;
  for (int k = 0; k <= 1000; k++) {
    const double a = from + (to - from) * k / 1000;
    char why[120];
    if (aps_hubble(&sim->universe, a) > 0) continue;
    snprintf(why, sizeof why, "such a universe never reaches a = %.4g", a);
    return refuse(sim, "cosmology", "omega_lambda", why, NULL);
  }
  return APS_OK;
}

aps_err aps_cosmology_bind(aps_sim *sim) {
  const aps_node *node = aps_node_get(aps_config_root(sim->config), "cosmology");
  const aps_param *tables[1] = {aps_cosmology_params};
  void *blocks[1] = {&sim->cosmology};
  aps_cosmology *c = &sim->cosmology.is;
  if (node == NULL) return APS_OK;
  APS_TRY(aps_config_bind(sim->config, node, "cosmology", 1, tables, blocks, &sim->units));
  static const char example[] = "cosmology: {H0: 67.7 km/s/Mpc, omega_m: 0.31}";
  if (isnan(c->H0)) return refuse(sim, "cosmology", "H0", "is missing", example);
  if (isnan(c->omega_m)) return refuse(sim, "cosmology", "omega_m", "is missing", example);
  if (isnan(c->omega_lambda)) c->omega_lambda = 1 - c->omega_m - c->omega_r;
  sim->universe = *c;
  sim->expands = 1;
  return check_rest(sim);
}

/* Once the particle files' heads are read: what they would have said is the hint. */
aps_err aps_cosmology_check(aps_sim *sim) {
  const aps_comoving *file = &sim->input.comoving;
  const double length = sim->input.units.length > 0 && sim->units.length > 0 ? sim->input.units.length / sim->units.length : 1;
  char hint[200] = "run: {t_start: 0.02, t_end: 1} runs from redshift 49 to today";
  if (!sim->expands) return APS_OK;
  if (sim->run.t_start <= 0) {
    if (file->a > 0) snprintf(hint, sizeof hint, "t_start: %.9g is that of the input file, redshift %.6g", file->a, 1 / file->a - 1);
    return refuse(sim, "run", "t_start", "must be a scale factor > 0: times are scale factors here", hint);
  }
  if (sim->box.boundary == 0) {
    const double edge = sim->input.box[0] * length / (file->h > 0 ? file->h : 1);
    snprintf(hint, sizeof hint, "box: {boundary: periodic, size: [%.9g, %.9g, %.9g]}%s", edge > 0 ? edge : 100, edge > 0 ? edge : 100,
             edge > 0 ? edge : 100, edge > 0 ? " is that of the input file, without factors of h" : "");
    return refuse(sim, "box", "boundary", "an expanding universe needs a periodic box", hint);
  }
  if (file->a > 0 && fabs(file->a / sim->run.t_start - 1) > 1e-6)
    aps_log(sim->ctx, APS_LOG_WARN, "cosmology: the input file is of the scale factor %.9g, the run begins at %.9g", file->a, sim->run.t_start);
  APS_TRY(check_expansion(sim));
  const double unit = sim->units.time > 0 ? sim->units.time / 3.15576e16 : 1;
  aps_log(sim->ctx, APS_LOG_INFO, "cosmology: a = %g to %g, redshift %.4g to %.4g, %.6g to %.6g%s after the start", sim->run.t_start, sim->run.t_end,
          1 / sim->run.t_start - 1, 1 / sim->run.t_end - 1, unit * aps_age(&sim->universe, sim->run.t_start),
          unit * aps_age(&sim->universe, sim->run.t_end), sim->units.time > 0 ? " Gyr" : "");
  return APS_OK;
}

/* Lengths or masses with factors of h where there should be none are the usual mistake: the density tells. */
aps_err aps_cosmology_weigh(aps_sim *sim) {
  const aps_cosmology *c = &sim->universe;
  const double *L = sim->box.size, mass = sim->mean_mass * (double)sim->total;
  if (!sim->expands || sim->force == NULL) return APS_OK;
  const double omega = 8 * M_PI * sim->units.G * mass / (3 * c->H0 * c->H0 * L[0] * L[1] * L[2]);
  if (fabs(omega / c->omega_m - 1) <= 0.01) return APS_OK;
  char why[120];
  snprintf(why, sizeof why, "the particles in this box make it %.6g, got %g", omega, c->omega_m);
  return refuse(sim, "cosmology", "omega_m", why,
                "box, units and H0 are without factors of h; those of GADGET's files are taken out as the file tells h");
}

/* ---- lengths of kicks, drifts and steps ----------------------------------------------------------- */

/* The clock with its low part: where a run's end puts the one to the bit, the other makes up for it, and the sum is that of a run
 * which went on. */
static double scale_factor(const aps_sim *sim) { return sim->clock.time + sim->clock.time_low; }

static double length_of(const aps_sim *sim, double from, double length, int power) {
  const double a = scale_factor(sim) + from;
  return sim->expands ? aps_expansion(&sim->universe, a, a + length, power) : length;
}

int aps_sim_expands(const aps_sim *sim) { return sim->expands; }
double aps_sim_kick(const aps_sim *sim, double from, double length) { return length_of(sim, from, length, 1); }
double aps_sim_drift(const aps_sim *sim, double from, double length) { return length_of(sim, from, length, 2); }

/* With lengths a eps and accelerations g / a^2, dt = eta a^(3/2) sqrt(eps / g), and da = a H dt. */
double aps_sim_pace(const aps_sim *sim, double from) {
  const double a = scale_factor(sim) + from;
  return sim->expands ? aps_hubble(&sim->universe, a) * a * a * sqrt(a) : 1;
}

double aps_sim_longest_step(const aps_sim *sim, double from) {
  return sim->expands ? (scale_factor(sim) + from) * expm1(sim->cosmology.longest_step) : HUGE_VAL;
}

/* ---- energies --------------------------------------------------------------------------------------- */

/* Peculiar ones, from those of p and comoving positions. Angular momentum is the same in both. */
void aps_cosmology_state(const aps_sim *sim, double *state) {
  const double a = scale_factor(sim);
  if (!sim->expands) return;
  state[APS_STATE_KINETIC] /= a * a;
  state[APS_STATE_POTENTIAL] /= a;
  for (int d = 0; d < 3; d++) state[APS_STATE_MV + d] /= a;
}

double aps_sim_conserved(const aps_sim *sim, double K, double W) {
  return sim->expands ? scale_factor(sim) * (K + W) + sim->expanded.integral : K + W - sim->collided.energy;
}

aps_err aps_cosmology_account(aps_sim *sim) {
  aps_expanded *e = &sim->expanded;
  double state[APS_REDUCE_MAX];
  const double a = scale_factor(sim);
  if (!sim->expands || e->a == a) return APS_OK;
  APS_TRY(aps_reduce(sim, APS_SUM_STATE, 0, state));
  const double K = state[APS_STATE_KINETIC] / (a * a);
  if (e->a > 0) e->integral += (K + e->kinetic) / 2 * (a - e->a);
  e->a = a, e->kinetic = K;
  return APS_OK;
}

/* ---- in and out -------------------------------------------------------------------------------------- */

/* Peculiar velocities, as models and files give them, into p. */
aps_err aps_cosmology_take(aps_sim *sim) {
  return sim->expands ? aps_combine(sim, APS_V, 1, (double[]){sim->run.t_start}, (aps_cols[]){APS_V}) : APS_OK;
}

void aps_cosmology_mark(const aps_sim *sim, aps_dataset *out) {
  const double a = sim->clock.time;
  if (!sim->expands) return;
  out->redshift = 1 / a - 1;
  out->comoving = (aps_comoving){.a = a, .h = 1, .velocity = 1 / a, .in = sim->universe};
}
