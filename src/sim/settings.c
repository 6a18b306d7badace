/* The rows of every section of a configuration that is not a model, integrator or event of its own. */
#include "sim.h"
#include <string.h>

#define AT(type, field) offsetof(type, field)

const aps_param aps_top_params[] = {
    {"title", 's', AT(aps_top_settings, title), "\"\"", "", "", "a name for the run, kept in every snapshot"},
    {"units", 'm', 0, NULL, "", "", "code units; absent: dimensionless with G = 1"},
    {"particles", 'm', 0, NULL, "", "", "list of models and files; each entry is one species"},
    {"forces", 'm', 0, NULL, "", "", "list with one pair force; absent: plummer with softening 0"},
    {"box", 'm', 0, NULL, "", "", "boundary conditions; absent: open"},
    {"integrator", 'm', 0, NULL, "", "", "how positions and velocities advance"},
    {"cosmology", 'm', 0, NULL, "", "", "space expands and times are scale factors; absent: it does not"},
    {"collisions", 'm', 0, NULL, "", "", "what bodies with a radius do when they touch; absent: they pass through one another"},
    {"run", 'm', 0, NULL, "", "", "how long, where and on what the run runs"},
    {"output", 'm', 0, NULL, "", "", "what is written and when"},
    {.key = NULL}};

const aps_param aps_unit_params[] = {
    {"length", 's', AT(aps_unit_settings, length), NULL, "", "", "such as kpc or 3.0857e21 cm"},
    {"mass", 's', AT(aps_unit_settings, mass), NULL, "", "", "such as 1e10 Msun"},
    {"velocity", 's', AT(aps_unit_settings, velocity), NULL, "", "", "such as km/s; or give time"},
    {"time", 's', AT(aps_unit_settings, time), NULL, "", "", "such as Myr; or give velocity"},
    {"G", 'd', AT(aps_unit_settings, G), NULL, "", ">=0",
     "gravitational constant in code units; absent: from physics, or 1 without units"},
    {.key = NULL}};

const aps_param aps_species_params[] = {
    {"model", 's', AT(aps_species_settings, model), NULL, "", "", "name of an initial condition"},
    {"file", 's', AT(aps_species_settings, file), NULL, "", "", "particle file; the format is told by its content"},
    {"given", 'i', AT(aps_species_settings, given), NULL, "", ">=0", "which of the sets that the calling program hands over"},
    {"position", 'v', AT(aps_species_settings, position), "[0, 0, 0]", "length", "", "added to every position"},
    {"velocity", 'v', AT(aps_species_settings, velocity), "[0, 0, 0]", "velocity", "", "added to every velocity"},
    {"rotate", 'v', AT(aps_species_settings, rotate), "[0, 0, 0]", "degree", "",
     "Euler angles z-x-z: the first about z, the second about x, the third about z, all fixed axes; before position and velocity "
     "are added"},
    {"softening", 'd', AT(aps_species_settings, softening), NULL, "length", ">=0",
     "softening length of these particles; absent: the force's"},
    {"body_radius", 'd', AT(aps_species_settings, body_radius), NULL, "length", ">=0",
     "of each of these particles as a sphere, for collisions; absent: as the particle file says, else 0"},
    {"type", 'i', AT(aps_species_settings, type), NULL, "", "0..6",
     "N of PartTypeN; absent: as the model or file says, else 1 to 5 in the order of entries"},
    {.key = NULL}};

const aps_param aps_force_params[] = {
    {"law", 's', AT(aps_force_settings, law), "plummer", "", "", "pair law; see apsis explain"},
    {"solver", 's', AT(aps_force_settings, solver), "auto", "", "", "auto, or a solver's name; direct and fmm run on the CPU and on GPUs, in periodic boxes fmm alone on GPUs"},
    {"softening", 'd', AT(aps_force_settings, softening), NULL, "length", ">=0",
     "softening length; absent: as the particle file says, else 0"},
    {"accuracy", 'd', AT(aps_force_settings, accuracy), "1e-3", "", "1e-15..0.5",
     "rms relative force error asked for; direct summation is better, but where close pairs need precision: double"},
    {.key = NULL}};

const aps_param aps_box_params[] = {
    {"boundary", 'e', AT(aps_box_settings, boundary), "open", "", "open|periodic", "what lies beyond the box"},
    {"size", 'v', AT(aps_box_settings, size), NULL, "length", ">0", "edges of the periodic box; its corner is the origin. With open space, which has none, a check: no "
     "particle may begin beyond them"},
    {.key = NULL}};

const aps_param aps_step_params[] = {
    {"name", 's', AT(aps_step_settings, name), "leapfrog", "", "", "integrator"},
    {"dt", 'd', AT(aps_step_settings, dt), NULL, "time", ">0", "fixed step; or give eta"},
    {"eta", 'd', AT(aps_step_settings, eta), NULL, "", ">0", "accuracy parameter of adaptive steps"},
    {"steps", 'e', AT(aps_step_settings, steps), "auto", "", "auto|shared|block",
     "shared: all particles take the smallest step; block: each its own, in powers of two of one another; auto: block "
     "with leapfrog, and with hermite from 64 particles on, where eta is given and the solver sums subsets"},
    {"dt_max", 'd', AT(aps_step_settings, dt_max), NULL, "time", ">0", "upper limit of an adaptive step, or of a block of individual ones"},
    {.key = NULL}};

const aps_param aps_run_params[] = {
    {"t_start", 'd', AT(aps_run_settings, t_start), "0", "time", "", "time of the initial condition"},
    {"t_end", 'd', AT(aps_run_settings, t_end), NULL, "time", "", "the run ends at this time"},
    {"output", 's', AT(aps_run_settings, output), NULL, "", "", "run directory; absent: runs/NAME of the configuration"},
    {"device", 's', AT(aps_run_settings, device), "auto", "", "", "auto: the faster of those that can serve; cpu; cuda or cuda:N: a GPU, or an error that says why not"},
    {"precision", 'e', AT(aps_run_settings, precision), "mixed", "", "mixed|double|single",
     "of the pair sums; columns are always double"},
    {"threads", 'i', AT(aps_run_settings, threads), "0", "", ">=0", "OpenMP threads; 0: all"},
    {"reproducible", 'b', AT(aps_run_settings, reproducible), "false", "", "",
     "the same bits for any number of ranks and threads: on the CPU that is so anyway and costs nothing; true refuses what "
     "cannot keep it, and lets no clock say which rank holds a row"},
    {"seed", 'i', AT(aps_run_settings, seed), "1", "", ">=0", "of the random numbers in models"},
    {"wall_limit", 'd', AT(aps_run_settings, wall_limit), NULL, "wall time", ">0",
     "stop with a checkpoint before this wall time is used up"},
    {"energy_bound", 'd', AT(aps_run_settings, energy_bound), NULL, "", ">0",
     "stop when the relative energy error exceeds this"},
    {"patience", 'd', AT(aps_run_settings, patience), "10 min", "wall time", ">0",
     "of several ranks: where a run stands still for this long, the rank that it waits for is named"},
    {"hung_rank", 'e', AT(aps_run_settings, hung_rank), "wait", "", "wait|stop",
     "one that gives no sign of life for so long: wait on, or stop the job with status 5"},
    {"lost_node", 'e', AT(aps_run_settings, lost_node), "stop", "", "wait|stop",
     "a machine that no longer answers, as behind a cut cable: stop the job with status 5 within half a minute, or wait on"},
    {.key = NULL}};

const aps_param aps_output_params[] = {
    {"log", 'm', 0, NULL, "", "", "energy.csv and timings.csv"},
    {"snapshots", 'm', 0, NULL, "", "", "particle files"},
    {"checkpoint", 'm', 0, NULL, "", "", "restart files"},
    {"frames", 'm', 0, NULL, "", "", "pictures along the way"},
    {"picture", 'm', 0, NULL, "", "", "one picture of the final state"},
    {"async", 'b', AT(aps_output_settings, async), "false", "", "",
     "snapshots and checkpoints are written from a copy while the run goes on; takes the memory of the copy"},
    {.key = NULL}};

static const aps_param in_time[] = {
    {"every", 'd', AT(aps_rhythm, every), NULL, "time", ">0",
     "time between two acts, from t_start on; a fixed dt is not shortened for them: each comes after the first step that reaches its time"},
    {"times", 'n', AT(aps_rhythm, times), NULL, "time", "", "acts at these times, in place of every"},
    {"list", 's', AT(aps_rhythm, list), NULL, "", "", "the same from a text file: a time a line, the header `# Time` may stand first"},
    {.key = NULL}};
static const aps_param by_wall[] = {
    {"every", 'd', AT(aps_rhythm, every), NULL, "wall time", ">0", "wall time between two acts"}, {.key = NULL}};

const aps_param *aps_rhythm_params(const aps_event *row) {
  return row->when & APS_WALL_CLOCK ? by_wall : in_time;
}

static const struct {
  const char *name, *doc;
  const aps_param *params;
} sections[] = {
    {"", "top level", aps_top_params},
    {"units", "code units", aps_unit_params},
    {"particles", "one entry per species; a model's own keys stand beside these", aps_species_params},
    {"forces", "one entry per force", aps_force_params},
    {"box", "boundary conditions", aps_box_params},
    {"integrator", "time stepping; an integrator's own keys stand beside these", aps_step_params},
    {"cosmology", "an expanding universe in a periodic box", aps_cosmology_params},
    {"collisions", "of bodies with a radius", aps_collide_params},
    {"run", "the run itself", aps_run_params},
    {"output", "events; each is a mapping, or none to switch it off", aps_output_params},
};

const char *aps_section(int i, const char **doc) {
  if (i < 0 || (size_t)i >= sizeof sections / sizeof *sections) return NULL;
  *doc = sections[i].doc;
  return sections[i].name;
}

const aps_param *aps_section_params(const char *name) {
  for (size_t i = 0; i < sizeof sections / sizeof *sections; i++)
    if (strcmp(sections[i].name, name) == 0) return sections[i].params;
  return NULL;
}

int aps_params_have(const aps_param *rows, const char *key) {
  for (; rows && rows->key; rows++)
    if (strcmp(rows->key, key) == 0) return 1;
  return 0;
}

const char *aps_section_of(const char *key) {
  static const aps_kind with_keys[] = {APS_KIND_IC, APS_KIND_INTEGRATOR, APS_KIND_EVENT};
  const char *found = NULL;
  for (size_t i = 1; i < sizeof sections / sizeof *sections; i++) { /* above the first is nothing */
    if (!aps_params_have(sections[i].params, key)) continue;
    if (found) return NULL;
    found = sections[i].name;
  }
  const aps_about *row;
  for (size_t k = 0; found && k < sizeof with_keys / sizeof *with_keys; k++) /* mass is meant for a model, not for units */
    for (int i = 0; (row = aps_row(with_keys[k], i)); i++)
      if (aps_params_have(row->params, key)) return NULL;
  return found;
}
