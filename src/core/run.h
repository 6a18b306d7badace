/* What rows may ask a simulation: the part of sim that integrators and events see. */
#ifndef APS_RUN_H
#define APS_RUN_H
#include "ctx.h"

const char *aps_sim_title(const aps_sim *);
const char *aps_sim_kinds(const aps_sim *);       /* what the types are called, as aps_dataset.species */
int aps_sim_ended(const aps_sim *);               /* 1 while the events of the end run */
int aps_sim_stops(const aps_sim *);               /* 1: this rank was asked to stop, and the others may not know yet */
int aps_sim_resumed(const aps_sim *);             /* 1 when the state came from a checkpoint */
/* Of a run that goes on: its files DIR/folder/STEM_NNNN.ENDING from the number `next` on are taken away, for they will be written anew,
 * perhaps fewer of them or each in another number of parts. */
void aps_sim_cut_files(aps_sim *, const char *folder, const char *stem, const char *ending, int64_t next);
uint64_t aps_sim_seed(const aps_sim *);
double aps_sim_imbalance(const aps_sim *);        /* the busiest rank's work at the last evaluation over its share */
int aps_sim_writes(const aps_sim *);              /* 1 on the rank that writes the small files */
const char *aps_sim_bus_id(const aps_sim *);      /* of the card that the run uses, as "0000:3B:00.0"; NULL: none */
const double *aps_sim_box(const aps_sim *);       /* [3], zero: open */
double aps_sim_mean_mass(const aps_sim *);        /* of all particles at creation */
/* The stored A, JERK, POT count as current although x changed since (Hermite's corrector). */
void aps_forces_mark_current(aps_sim *, aps_cols);
/* ---- verbs of block time steps: like those of apsis.h, for some rows or by rung */
/* A, A|JERK, … of the active rows only; the others keep theirs. The groups do not count as current afterwards, unless
 * the rows are all (index NULL). */
aps_err aps_forces_active(aps_sim *, aps_active, aps_cols want);
/* The last forces of a step, at the positions at which it ends: with the potentials as well where an event behind it needs
 * them, for a tenth to a quarter of what an evaluation of their own takes. The accelerations have the same bits. */
aps_err aps_forces_closing(aps_sim *, aps_cols want);
/* The rows with rung >= least, ascending; index NULL when these are all. Borrowed until the next call. of_all: how many there
 * are on all ranks; -1: not known, then the ranks add them up. */
aps_err aps_rung_rows(aps_sim *, int least, int64_t of_all, aps_active *out);
/* Where a block of individual steps is at one of its syncs; plain bytes that a checkpoint made there carries. */
typedef struct {
  double length;       /* of the block [time], of either sign */
  int64_t now, syncs;  /* in units of length / 2^40; 0: nowhere, no block is interrupted. How many there were */
  int64_t first;       /* rungs up to this one step by the whole block */
} aps_block_place;
/* Within a block, all rows being where they are to go on from: what a solver carries over is built anew, requests are heard. APS_ESTOP:
 * the run ends here, and the block goes on from the place if the run does. Collective. */
aps_err aps_sim_rest(aps_sim *, const aps_block_place *);
/* 1: the step that begins is the rest of a block that was interrupted at *place. */
int aps_sim_goes_on(aps_sim *, aps_block_place *place);
/* The time that positions belong to; where a block is interrupted, not that of the step's beginning. */
double aps_sim_instant(const aps_sim *);
int aps_sim_midway(const aps_sim *); /* 1: a block is interrupted, or saved within: velocities are not of one time */
/* dst = sum over k of coef[k][rung] src_k, for the active rows. */
aps_err aps_combine_rungs(aps_sim *, aps_active, aps_cols dst, int terms, const double (*coef)[APS_RUNGS],
                          const aps_cols *src);
/* Chooses the rungs of the active rows; count[r]: how many of them are now on r. */
aps_err aps_rung_choose(aps_sim *, aps_active, const aps_rung_rule *, int64_t count[APS_RUNGS]);
/* In an expanding universe time is the scale factor, and a kick or a drift from a time `from` from now on lasts another length
 * than its `length`: the integral of dt / a or dt / a^2. Else they last `length`. sim/cosmology.c */
double aps_sim_kick(const aps_sim *, double from, double length);
double aps_sim_drift(const aps_sim *, double from, double length);
/* By what an eta is multiplied `from` from now on, as accelerations and lengths are comoving; 1 where nothing expands. */
double aps_sim_pace(const aps_sim *, double from);
double aps_sim_longest_step(const aps_sim *, double from); /* that the expansion allows; HUGE_VAL where there is none */
aps_cols aps_forces_known(const aps_sim *);       /* groups that count as those of the present x and v */
int aps_sim_unsoftened(const aps_sim *);          /* 1: some without a softening attract one another, or are attracted */
int aps_sim_type_most(const aps_sim *);           /* that the configuration or a file names */
int aps_sim_sized(const aps_sim *);               /* 1: particles have radii */
int aps_sim_blocks(const aps_sim *);              /* 1: individual time steps */
double aps_sim_eta(const aps_sim *);              /* NAN with a fixed dt */
double aps_sim_dt(const aps_sim *);               /* the fixed step; NAN where it is adaptive */
/* Changes integrator.dt or .eta, forces.0.softening (unlike ones all by the same factor) or .accuracy, between two steps;
 * where: "in the window", for the log. Collective. APS_ECONFIG: refused by name, and nothing is changed. */
aps_err aps_sim_change(aps_sim *, const char *key, double value, const char *where);
int aps_sim_collides(const aps_sim *);            /* 1: bodies that touch bounce, merge or stop the run */
int aps_sim_expands(const aps_sim *);             /* 1: times are scale factors */
/* What is conserved: kinetic + potential less what collisions took; where space expands, a (kinetic + potential) and the
 * integral of the kinetic energy over a (Layzer and Irvine). */
double aps_sim_conserved(const aps_sim *, double kinetic, double potential);
double aps_sim_energy_moved(const aps_sim *); /* the total, by changes of the softening so far; 0: none */
int aps_sim_energy_moves(aps_sim *);          /* 1: it moved since this was asked last, by a process before perhaps */
/* How pairs act: an APS_LAW_…, -1: not at all. threads: as run.threads, 0: OpenMP's number. */
void aps_sim_law(const aps_sim *, int *law, double *G, int *threads);
/* An integrator that sums pairs itself did so `times` for all particles, so many directed pairs each time. */
void aps_sim_count(aps_sim *, double pairs, double times);
const aps_integrator *aps_sim_integrator(const aps_sim *);
double aps_sim_softening(const aps_sim *);        /* the largest of all particles; NAN where no force has one */
double aps_sim_accuracy(const aps_sim *);         /* forces.0.accuracy; NAN where the solver's error does not depend on it */
double aps_sim_force_error(const aps_sim *);      /* rms, as last measured; < 0 before */
double aps_sim_virial(const aps_sim *);           /* 2 K / |W| as last logged by this process; NAN before */
void aps_sim_set_virial(aps_sim *, double ratio);
/* Longest sensible block: the time between outputs, or what fits a whole number of times into it below dt_max. */
double aps_sim_longest_block(const aps_sim *);
void aps_sim_report(aps_sim *, int last);         /* the integrator's words on how it goes, into the log */

/* Energies of the current state; computes the potential if it is stale. out[17] as core/reduce.h APS_STATE_…. */
aps_err aps_sim_state(aps_sim *, double *out);
/* Below so much of kinetic + |potential| a total is none: sums of pairs in float are off by some 1e-7. */
double aps_sim_least_energy(const aps_sim *);
/* Relative energy error against the start of the run, as last logged; NAN before the first log. */
aps_err aps_sim_set_energy_error(aps_sim *, double error); /* APS_ENUM beyond run.energy_bound */
/* All state beyond the columns, for a checkpoint; the bytes are borrowed until the next step. Returns how many. */
int aps_sim_blobs(aps_sim *, aps_blob *out, int max);
/* Writes a file from the state. */
typedef aps_err aps_file_fn(aps_ctx *, const void *about, const aps_dataset *state);
/* Calls write(ctx, about, state): at once, or with output.async in a thread, from copies of the state and of about [size
 * bytes], while the run goes on; what about points to must live as long as the event. Then APS_OK says only that it
 * began, and a failure is returned by aps_run or aps_finish. Before it begins, the file before is done. */
aps_err aps_sim_file(aps_sim *, aps_file_fn *write, const void *about, size_t size, const aps_dataset *state);
aps_cols aps_sim_groups(const aps_sim *); /* groups that hold values */
int aps_threads_of(int asked); /* asked, or OpenMP's number where that is 0 */
/* How many threads, this one among them and at most `wanted`, the system lets run at a time: tried. threads.c */
int aps_threads_at_most(int wanted);
typedef struct {
  int wanted, granted, taken;
} aps_threads;
/* What is taken where so many are asked for, 0: OpenMP's number. taken < wanted where the system grants no more: then the log
 * says so of `what`, and OpenMP's number is no larger either. */
aps_threads aps_threads_try(aps_ctx *, const char *what, int asked);
/* For what follows on this thread: parallel regions that name no number of threads take so many, 0: as they would. Returns
 * what to hand to the next call that undoes it, for the caller of a library may have regions of its own. */
int aps_threads_take(int threads);
size_t aps_threads_stack(int threads);            /* bytes of the others' stacks, where there are so many; 0: not known */
double aps_sim_wall(const aps_sim *);             /* s since the run began, earlier parts included */
#endif
