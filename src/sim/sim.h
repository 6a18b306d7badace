/* The inside of a simulation; only src/sim sees it. */
#ifndef APS_SIM_H
#define APS_SIM_H
#include "../core/config.h"
#include "../core/particles.h"
#include "../core/reduce.h"
#include "../core/run.h"
#include "../core/units.h"
#include <stdatomic.h>
#include <stdio.h>

/* ---- what the configuration says, section by section; rows in settings.c */
int aps_params_have(const aps_param *rows, const char *key); /* 1: one of them has that key; rows may be NULL */
const char *aps_section_of(const char *key); /* the one section that has it, the top level left out; NULL: none, several, or a row's of its own */

typedef struct {
  const char *title;
} aps_top_settings;
typedef struct {
  const char *length, *mass, *velocity, *time;
  double G;
} aps_unit_settings;
typedef struct {
  const char *model, *file;
  double position[3], velocity[3], rotate[3], softening, body_radius;
  int64_t type, given;
} aps_species_settings;
typedef struct {
  const char *law, *solver;
  double softening, accuracy;
} aps_force_settings;
typedef struct {
  int boundary; /* 0 open, 1 periodic */
  double size[3];
} aps_box_settings;
typedef struct {
  const char *name;
  double dt, eta, dt_max;
  int steps; /* 0 auto, 1 shared, 2 block */
} aps_step_settings;
typedef struct {
  double t_start, t_end, wall_limit, energy_bound;
  const char *output, *device;
  int precision, reproducible;
  int64_t threads, seed;
  double patience;
  int hung_rank; /* 0 wait, 1 stop */
  int lost_node; /* the same */
} aps_run_settings;

typedef struct {
  int async;
} aps_output_settings;

typedef struct {
  int outcome, list; /* aps_outcome; -1: not said */
  double restitution, speed, exponent;
} aps_collide_settings;

typedef struct {
  aps_cosmology is;
  double longest_step; /* in ln a */
} aps_cosmology_settings;

typedef struct { /* the integral of the kinetic energy over the scale factor; plain bytes that a checkpoint carries */
  double integral, a, kinetic; /* a 0: not begun */
} aps_expanded;

extern const aps_param aps_cosmology_params[], aps_top_params[], aps_unit_params[], aps_species_params[], aps_force_params[],
    aps_box_params[], aps_step_params[], aps_run_params[], aps_output_params[], aps_collide_params[];

typedef struct { /* when an event acts */
  double every;    /* code time, s, or NAN */
  aps_numbers times;
  const char *list; /* a file of times, or NULL */
} aps_rhythm;

/* ---- the parts */

typedef struct {
  aps_species_settings set;
  const aps_ic *model; /* NULL: from a file */
  void *model_self;
  aps_dataset file;
  int64_t n, first;
} aps_species;

typedef struct {
  const aps_event *row;
  void *self;
  double every;      /* code time or s; NAN: only at start or end, or at times of a list */
  aps_rhythm set;
  double *times;     /* [n_times] ascending, after t_start; NULL: none are listed */
  int64_t n_times, passed_over; /* the latter lie before t_start */
  double next_wall;  /* aps_wall() of the next act, for wall time */
} aps_scheduled;

typedef struct { /* how far an event has come; plain bytes for the checkpoint */
  char name[24];
  double every;      /* what `next` counts; a resumed run may have another rhythm; of a list minus a checksum */
  int64_t next;      /* acts when t reaches t_start + next * every, or the list's next-th time */
  int64_t acts;
  double acted_at;   /* code time of the last act, NAN before */
} aps_progress;

typedef struct aps_writer aps_writer; /* writer.c */
typedef struct aps_copies aps_copies; /* copies.c */

typedef struct { /* plain bytes that a checkpoint carries */
  int64_t all, mergers;
  double energy; /* by which they changed the total */
} aps_collide_count;

enum { APS_MAX_EVENTS = 16, APS_NAME = 256 };

/* What may be changed while a run goes (change.c). */
enum { APS_CHANGE_DT, APS_CHANGE_ETA, APS_CHANGE_SOFTENING, APS_CHANGE_ACCURACY, APS_CHANGES };
typedef struct { /* plain bytes for the checkpoint */
  double configured, value, time; /* as it began, as it is, since when */
  int64_t times;                  /* 0: as configured */
} aps_change;
typedef struct {
  aps_change of[APS_CHANGES];
  double told; /* the energy moved when energy.csv told of it last */
} aps_changes;

typedef struct { /* plain bytes that a checkpoint carries */
  double time, time_low; /* compensated sum */
  int64_t steps;
  aps_cols current;      /* force groups that count as those of the present x, v */
  aps_cols marked;       /* of these, the ones an integrator vouches for: they belong to a predicted x, v */
  double wall;           /* s spent before this process */
  double energy_moved; /* by which changes of the softening moved the total; NAN: none was made */
  double energy_error;
  double dt_last;
  double force_error[4]; /* rms, median, 99.9 %, max as last measured; < 0 before */
  aps_stats stats;
} aps_clock;

typedef struct { /* what is known of the force error, accuracy.c; plain bytes that a checkpoint carries */
  double work, looked;       /* evaluations of a by all rows: in all, and when the error was last looked at */
  double sum, calm_sum;      /* of squared errors over the accuracy asked for: see accuracy.c */
  int64_t rows, calm_rows;
  double heavy;              /* how many times more than the rms the 99.9 % ask for, before the first step; at least 1 */
} aps_watch;

enum { APS_SOFTENINGS = 16 }; /* different softenings that are told apart */

struct aps_sim {
  aps_ctx *ctx;
  aps_config *config;
  double least_room; /* bytes that the rank with the least may take */
  char least_on[80]; /* " on node7"; "" where there is one */
  char *used, *plan;
  char *lines; /* of the configuration, as checkpoints carry it; NULL before the first */
  char name[APS_NAME], directory[4096], device_text[512], reason[128];
  int attached, restart, resumed, lock_fd, started, ended, has_reference;
  int from_file; /* the configuration is a file that a user can look into, under `name` */
  int few_threads;   /* the system grants no more: none writes behind the run, with a team of its own */
  int stepping;      /* within a step */
  int hears;         /* within the loop of a run whose rows nobody looks at between two steps: blocks may be interrupted */
  aps_block_place midway; /* where the block is that is interrupted, or about to be saved */
  int64_t patient_until; /* the step before which rows move to their ranks only in turn, however many lie elsewhere */
  int potential_due; /* within a step: an event behind it needs potentials */

  aps_top_settings top;
  aps_unit_settings unit_settings;
  aps_units units;
  aps_force_settings force_settings;
  aps_box_settings box;
  aps_step_settings step;
  aps_run_settings run;
  aps_output_settings output;
  aps_collide_settings collide;
  aps_cosmology_settings cosmology;

  const aps_dataset *given; /* the caller's, until the end of aps_open */
  int n_given;
  int taken;             /* 1: the caller's arrays became columns where they lay */
  int settled;           /* 1: the solver has shown that it keeps its promise for the first step */
  aps_species *species;
  int n_species;
  aps_dataset input; /* the first file's, without columns */
  int64_t n, total;      /* rows of this rank, of all */
  int64_t sources;       /* of all, but for those without mass that stand together: direct sums leave them out */
  aps_dataset checkpoint; /* what aps_attach loaded */
  char begun_from[64];    /* its name */
  double read_wall, resume_wall; /* s to read it, and until the first step can begin */

  const aps_backend *backend;
  void *backend_self;
  int card; /* CUDA's number of the device that holds the particles; -1: the host does */
  int32_t backend_space; /* as a checkpoint keeps it */
  aps_particles *particles;
  aps_particles *world;  /* all rows, where a solver needs them: world.c */
  int32_t *world_index;  /* [world_index_room] active ones, in the solver's space */
  int64_t world_index_room;
  int copied;            /* 1: so few rows that every rank sums all: copies.c */
  aps_copies *copies;    /* NULL before the first evaluation */
  double eps_min, eps_max, mean_mass;
  int type_most;
  char kinds[160]; /* what the types are called, as aps_dataset.species */
  int64_t unsoftened; /* particles to be without a softening */
  int softenings;     /* different ones there will be, APS_SOFTENINGS at most */

  const aps_force *force; /* NULL: particles move freely */
  void *force_self;
  const aps_integrator *integrator;
  void *integrator_self;
  int64_t force_sample;  /* rows of the last measured force error */
  int warned_of_digits;  /* the precision was too low for what was asked for, and that is told */
  int blocks;            /* 1: individual time steps */
  int32_t *active_index; /* [n] in the backend's memory, NULL before its first use */
  int64_t active_of_all; /* rows of all ranks that are listed there, or on other ranks */
  aps_cols agreed;       /* groups that an evaluation has found room for on all ranks */
  aps_scheduled event[APS_MAX_EVENTS];
  aps_progress progress[APS_MAX_EVENTS];
  int n_events;
  aps_blob idle[APS_MAX_EVENTS]; /* what events that are switched off have counted until then, for when they are on again */
  int n_idle;
  aps_writer *writer; /* NULL before its first file */
  struct aps_ranks_watch *over_ranks; /* NULL: one rank, or none is watched */

  aps_clock clock;
  aps_watch watch;
  int collides;              /* 1: bodies may collide, collisions.c */
  int sized;                 /* 1: they have radii */
  aps_collide_count collided;
  int expands;               /* 1: times are scale factors, cosmology.c */
  aps_cosmology universe;
  aps_expanded expanded;
  struct aps_collider *collider; /* NULL before the first drift */
  FILE *collision_list;      /* NULL before the first line */
  char collision_text[96];   /* why the run stops */
  struct aps_card_bench *card_bench; /* accuracy_card.c; NULL until it is used */
  aps_changes changes;
  aps_stats stats;       /* of all ranks, where there are several */
  double born, wall_start, step_wall, checkpoint_wall;
  double step_end; /* aps_wall() as the last timed step ended */
  double heard_at, unheard, longest_unheard; /* aps_wall() when requests were heard last; s between two times, at most: in this
                                                step, and in the last one */
  int64_t claimed;  /* UNIX time at which the run directory was */
  double poll_wall; /* when the control files were last looked for */
  _Atomic(const char *) stop;
  _Atomic int want_checkpoint;
  aps_step_fn *on_step;
  void *on_step_user;
  double on_step_pause, on_step_wall;
  int on_step_lags;
  int keep_order;
  int only_forces;
  double virial; /* as last logged; NAN before */
};

/* sim.c: where an error that begins with SECTION.KEY stands; section: what the configuration has there, or NULL. */
aps_err aps_fail_at_key(aps_sim *, const aps_node *section);
/* species.c */
aps_err aps_species_check(aps_sim *);      /* the list has the right shape */
aps_err aps_species_open(aps_sim *);       /* bind, count, read files */
/* eps_min, eps_max, softenings, type_most and sized of particles to be; of a caller's arrays softenings are counted, but their ends are
 * not looked at: eps_max may be infinite. Collective. */
aps_err aps_species_survey(aps_sim *);
aps_err aps_species_fill(aps_sim *);       /* into host columns */
void aps_species_close(aps_sim *);
void aps_kinds_open(aps_sim *);            /* kinds.c: before the files are forgotten */
double aps_sim_now(const aps_sim *); /* run.c: aps_wall(), late by 150 us at most while steps are short */
/* steps.c */
aps_err aps_steps_open(aps_sim *);         /* shared or block; after the device and the solver are known */
void aps_steps_close(aps_sim *);
/* dt, or somewhat less, so that whole blocks end at a time `left` from now. */
double aps_steps_fit(double left, double dt);
/* suggest.c: a safe first dt for the particles of a configuration whose own will not do; NAN: none is known */
double aps_suggest_step(const char *name, const char *text, const char *const *overrides, int n, const aps_dataset *given,
                        int n_given);
/* plan.c */
aps_err aps_plan_survey(aps_sim *);        /* the least room that a rank has; collective */
aps_err aps_plan_make(aps_sim *);          /* the text */
aps_err aps_plan_check(aps_sim *);         /* the refusal when it does not fit */
/* device.c */
aps_err aps_device_choose(aps_sim *);      /* backend and force row */
aps_err aps_device_keep(aps_sim *);        /* the checkpoint's, where `auto` may choose; once that is loaded */
/* trial.c */
typedef struct {
  const aps_backend *backend;
  void *self; /* open */
  const aps_force *force;
  double seconds; /* found: of one evaluation of all particles, from a sample of so many */
  int64_t sample;
} aps_trial;
aps_err aps_trial_run(const aps_sim *, aps_trial *); /* takes some 0.2 s at most */
/* verbs.c */
aps_err aps_forces_clear(aps_sim *, aps_view *, aps_active, aps_cols want); /* to zero, in the solver's space */
/* world.c: solvers that know nothing of ranks */
aps_err aps_world_forces(aps_sim *, aps_active, aps_cols want);
void aps_world_close(aps_sim *);
/* copies.c: few rows, on every rank */
int aps_copies_suit(const aps_sim *);      /* there are so few, and the solver can: the same on all ranks */
aps_err aps_copies_forces(aps_sim *, aps_active, aps_cols want);
void aps_copies_close(aps_sim *);
typedef struct {
  void *team;
  int ranks;
} aps_alone;
aps_alone aps_copies_alone(aps_sim *);     /* where rows are copied: what is called until _together sees one rank */
void aps_copies_together(aps_sim *, aps_alone before);
/* homes.c: which rank holds a row */
aps_err aps_homes_settle(aps_sim *);       /* rows to the ranks that the solver names, in its order */
/* accuracy_box.c: b[n][3] += what the rows do, without G, to points in a periodic box; self[n]: the row that a point is, or -1.
 * accuracy: of forces that are to be judged, by which this is 1e-4 as exact; 0: to 1e-11 */
aps_err aps_accuracy_box(aps_ctx *, int law, const double box[3], double accuracy, aps_view, int64_t n, const double (*at)[3], const double *eps,
                         const int64_t *self, double *b);
/* accuracy_card.c: of n rows, [6][n]: the accelerations that the solver has left and those of a direct sum in double, on the
 * device that holds the particles, code units. It can where aps_accuracy_has_card. APS_EMEM, APS_EDEVICE. */
int aps_accuracy_has_card(const aps_sim *);
aps_err aps_accuracy_card(aps_sim *, int law, const int32_t *row, int64_t n, double *out);
void aps_accuracy_close(aps_sim *); /* gives back what it has kept on the device, while that is open */
/* accuracy.c */
aps_err aps_accuracy_settle(aps_sim *);    /* before the first step: evaluates until the solver keeps its promise */
aps_err aps_accuracy_watch(aps_sim *);     /* after a step: every so often, whether it still does */
/* collisions.c */
aps_err aps_collisions_bind(aps_sim *);    /* after the integrator */
aps_err aps_collisions_check(aps_sim *);   /* that bodies have radii, before there are any */
aps_err aps_collisions_begin(aps_sim *);   /* before the first step: are there any bodies? Collective */
aps_err aps_collisions_act(aps_sim *, double dt); /* those of the drift that has just ended; collective */
void aps_collisions_report(aps_sim *);     /* how many, into the log */
void aps_collisions_close(aps_sim *);
/* cosmology.c */
aps_err aps_cosmology_bind(aps_sim *);     /* after integrator and collisions, before the run: which times are none */
aps_err aps_cosmology_check(aps_sim *);    /* after the species */
aps_err aps_cosmology_weigh(aps_sim *);    /* once there are particles: is the mean density that of omega_m? */
aps_err aps_cosmology_take(aps_sim *);     /* peculiar velocities become what the columns hold */
void aps_cosmology_mark(const aps_sim *, aps_dataset *); /* what the columns hold, for who writes them */
void aps_cosmology_state(const aps_sim *, double *state); /* of core/reduce.h: into peculiar energies and momenta */
aps_err aps_cosmology_account(aps_sim *);  /* at the start, and behind every step; collective */
/* times.c: listed ones, of an event that is bound; collective */
aps_err aps_times_open(aps_sim *);
void aps_times_tell(aps_sim *);            /* which of them the run passes over, into the log */
int64_t aps_times_first(const aps_scheduled *, double after); /* index of the first listed time > after; n_times: none */
/* events.c */
aps_err aps_events_open(aps_sim *);
aps_err aps_events_check(aps_sim *); /* of what the species are known to be */
void aps_events_resume(aps_sim *, const aps_progress saved[APS_MAX_EVENTS]); /* once the clock is restored */
aps_err aps_events_keep_idle(aps_sim *); /* from sim->checkpoint, of those that are switched off */
void aps_events_close(aps_sim *);
aps_err aps_events_start(aps_sim *);
aps_err aps_events_due(aps_sim *);
int aps_events_potential(const aps_sim *, double t, double t_end); /* 1: one that is due at t, if the run gets there, needs it */
aps_err aps_events_end(aps_sim *);
aps_err aps_events_checkpoint(aps_sim *, int *written); /* 0 where checkpoints are switched off */
int aps_events_checkpoint_due(const aps_sim *); /* 1: by this rank's clock */
double aps_events_next_time(const aps_sim *); /* nearest due code time; 1e300 for none */
/* writer.c: files written behind the run, output.async */
aps_err aps_writer_poll(aps_sim *);        /* the failure of a file that is done; never waits */
aps_err aps_writer_wait(aps_sim *);        /* until no file is in the works; its failure */
aps_err aps_writer_settle(aps_sim *, aps_err); /* as wait, but an error that came first stays */
void aps_writer_report(aps_sim *);         /* the stall saved, into the log */
double aps_writer_longest(const aps_sim *); /* s that a file took at most */
void aps_writer_close(aps_sim *);
/* sim.c */
aps_err aps_force_build(aps_sim *);        /* force_self, for the particles and settings of now */
void aps_force_drop(aps_sim *, void **self); /* leaves NULL */
/* change.c */
int aps_change_any(const aps_sim *);       /* 1: something was changed since the run began */
int aps_change_text(const aps_sim *, char *out, size_t size); /* comment lines for used_parameters.yml */
void aps_change_resume(aps_sim *);         /* once the checkpoint's are restored */
/* state.c */
const aps_blob *aps_state_blob(const aps_sim *, const char *name, size_t size); /* of sim->checkpoint; NULL: it has none */
aps_err aps_state_check_block(const aps_sim *); /* APS_ECONFIG: the checkpoint lies within a block that this configuration cannot end */
aps_err aps_state_restore(aps_sim *);      /* from sim->checkpoint, all but the solver */
void aps_state_restore_solver(aps_sim *);  /* once it exists; the checkpoint is then let go */
/* rundir.c */
aps_err aps_rundir_claim(aps_sim *);       /* create, lock, write used_parameters.yml */
aps_err aps_rundir_seen(aps_sim *);        /* every node sees it; collective, once it is locked */
aps_err aps_rundir_used(aps_sim *);        /* writes used_parameters.yml anew */
aps_err aps_rundir_log(aps_sim *, const char *line);
void aps_rundir_release(aps_sim *);
void aps_rundir_unfinished(const aps_sim *, const char *reason); /* stopped with a checkpoint: leaves the file `cont` where time was short */
void aps_rundir_poll(aps_sim *);           /* control files `stop` and `checkpoint` */
/* restart.c */
aps_err aps_load_newest(aps_sim *);        /* the newest good checkpoint, if there is any, into sim->checkpoint */
aps_err aps_restart_retire(aps_sim *);     /* newer ones than that are put aside, later rows of tables cut off; collective */
void aps_restart_note(aps_sim *);          /* that a run begins from it */
void aps_restart_done(aps_sim *);          /* that it came to its end */
/* same.c: whether the configuration is still that of the checkpoint */
const char *aps_same_lines(aps_sim *);     /* what a checkpoint carries for it; NULL: no memory */
aps_err aps_same_check(aps_sim *);         /* APS_ECONFIG where it makes another system of it; collective */
#endif
