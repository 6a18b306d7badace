/* apsis.h: the public interface of apsis, an N-body and particle simulation engine. Stable C ABI.
 *
 * One idea repeats: whatever touches particles is a const row {name, doc, source, parameters, reads, writes,
 * functions}, listed in registry.def; the framework moves the columns it names.
 *
 * Lifetime: whoever creates frees; aps_x_free(aps_x **) frees and leaves NULL. Views and texts are borrowed, and
 * their comment says until when. A zeroed struct means defaults.
 * Threads: one context, simulation or dataset is used by one thread at a time; different ones are independent
 * (there are no globals). aps_stop is the exception: any thread or signal handler may call it.
 * Errors: functions return aps_err; aps_ctx_error and aps_ctx_hint explain the last one in words. */
#ifndef APSIS_H
#define APSIS_H
#include <stddef.h>
#include <stdint.h>
#ifdef __GNUC__
#pragma GCC visibility push(default) /* everything else in the library is hidden */
#endif
#ifdef __cplusplus
extern "C" {
#endif

#define APS_VERSION "0.1.0"

typedef enum {
  APS_OK = 0,
  APS_EINTERNAL, /* a fault of apsis itself              exit status 1 */
  APS_EARG,      /* a call or command line makes no sense              2 */
  APS_ECONFIG,   /* a configuration value is wrong                     2 */
  APS_EDATA,     /* an input file is broken, foreign or unphysical     3 */
  APS_EIO,       /* reading or writing failed                          4 */
  APS_EMEM,      /* not enough host or device memory                   5 */
  APS_EDEVICE,   /* a device is missing or failed                      5 */
  APS_ENUM,      /* NaN, Inf or a broken energy bound                  6 */
  APS_ESTOP      /* stopped early on request                          10 */
} aps_err;

typedef enum { APS_HOST, APS_DEVICE } aps_space;
typedef struct aps_ctx aps_ctx;             /* error text, log sink, memory ledger, timers */
typedef struct aps_sim aps_sim;             /* owns everything below; several may coexist  */
typedef struct aps_particles aps_particles; /* owns the columns in both spaces             */

/* ---- context: every function that can fail speaks through one ---------------------------------- */

typedef enum { APS_LOG_DETAIL, APS_LOG_INFO, APS_LOG_WARN, APS_LOG_ERROR } aps_log_level; /* error: the job ends by itself */
typedef void aps_log_fn(void *user, aps_log_level, const char *line);

aps_ctx *aps_ctx_create(void); /* NULL when out of memory */
void aps_ctx_free(aps_ctx **);
void aps_ctx_log_to(aps_ctx *, aps_log_fn *, void *user); /* NULL: silent (default); of several ranks the watch calls it from its thread */
const char *aps_ctx_error(const aps_ctx *);               /* one line; lives until the next failure */
const char *aps_ctx_hint(const aps_ctx *);                /* one line or "" */
const char *aps_commit(void);                             /* of the source this was built from */
int aps_exit_status(aps_err);                             /* of the program: 0 to 6, 10; docs/cluster.md */

/* ---- ranks: the processes of one run, as mpirun or srun start them --------------------------------- */

/* Joins the others; started alone, the context stays the one rank. Before anything else is done with the context.
 * APS_EARG where several processes were started but this build has no MPI. */
aps_err aps_ranks_join(aps_ctx *);
/* The same over the caller's communicator, a pointer to an MPI_Comm of this build's library, which stays the caller's; MPI has
 * been started by him, and is ended by him after aps_ranks_leave. APS_EARG in a build without MPI. */
aps_err aps_ranks_join_over(aps_ctx *, const void *communicator);
/* Before aps_ctx_free; ends MPI where this context started it. After a failure (status != 0) that the other ranks do not know of, ends them all. */
void aps_ranks_leave(aps_ctx *, int status);
int aps_ranks_know(const aps_ctx *); /* 1: the last failure is the same on all */
/* The MPI library of this build, as "Open MPI v4.1.4"; "" without one. Returns how much its threads
 * may do, as "multiple", which is known among ranks only: "" before aps_ranks_join and where
 * nothing started several processes. */
const char *aps_ranks_library(const aps_ctx *, char *out, size_t size);
/* How several ranks write one file in this directory, in words. */
const char *aps_ranks_files(const char *directory);
/* For what one process answers by itself: of those that a launcher started with the same words the first gets 1, the others 0.
 * Where the words differ each gets 1, as does a process alone. Before aps_ranks_join, which it takes the place of: MPI has
 * then come and gone. */
int aps_ranks_answers(int argc, char *const *argv);
int aps_rank(const aps_ctx *); /* 0 … aps_ranks - 1; rank 0 prints, logs and writes the small files */
int aps_ranks(const aps_ctx *);
int aps_ranks_nodes(const aps_ctx *); /* on so many machines */
/* "6 ranks on 3 nodes, 2 on each", in words. */
const char *aps_ranks_shape(const aps_ctx *, char *out, size_t size);

/* ---- particles: one table of columns ------------------------------------------------------------ */

enum {
  APS_X = 1 << 0, APS_V = 1 << 1, APS_A = 1 << 2, APS_JERK = 1 << 3, APS_POT = 1 << 4, APS_MASS = 1 << 5,
  APS_EPS = 1 << 6, APS_CHARGE = 1 << 7, APS_RADIUS = 1 << 8, APS_TYPE = 1 << 9, APS_ID = 1 << 10,
  APS_RUNG = 1 << 11, APS_ASLOW = 1 << 12,
  APS_S0 = 1 << 13, APS_S1 = 1 << 14, APS_S2 = 1 << 15, APS_S3 = 1 << 16, /* integrators' scratch vectors */
  APS_BORN = 1 << 17, APS_FURTHER = 1 << 18
};
typedef uint32_t aps_cols; /* bit set of the above: column groups */

/* Borrowed pointers to columns of shape [n + n_halo]; NULL where a group was not asked for. Ends at the next borrow
 * that writes the same group elsewhere, sort or exchange. Passed by value to C loops and CUDA kernels alike. */
typedef struct {
  int64_t n, n_halo;                       /* own rows [0, n); imported rows [n, n + n_halo) are read only */
  int64_t room;                            /* rows [n, n + room), without values, are a solver's to keep copies of others' rows in */
  double *x, *y, *z, *vx, *vy, *vz;        /* code length, code velocity */
  double *ax, *ay, *az, *jx, *jy, *jz;     /* acceleration and its time derivative */
  double *pot, *mass, *eps;                /* potential (G included, self excluded); softening length */
  double *gx, *gy, *gz;                    /* slow acceleration, kept between long kicks */
  double *s0x, *s0y, *s0z, *s1x, *s1y, *s1z, *s2x, *s2y, *s2z, *s3x, *s3y, *s3z;
  double *charge, *radius;
  double *born;                            /* when a star formed [time]; NAN: no star, or there from the start. Of files alone */
  double *further;                         /* the column that aps_dataset_further read; NAN: none for this particle. Of files alone */
  uint64_t *id;
  uint32_t *type;                          /* species: the N of PartTypeN */
  int8_t *rung;
} aps_view;

typedef struct { /* drives allocation, copies, checkpoints, NumPy, the viewer's colours */
  const char *name, *doc;           /* "vx", "velocity along x" */
  char type;                        /* 'd' double, 'L' uint64, 'I' uint32, 'b' int8 */
  int8_t mass, length, time, scale; /* unit exponents; power of the scale factor */
  aps_cols group;
  size_t offset; /* of its pointer in aps_view */
} aps_column;
extern const aps_column aps_columns[]; /* ends with name == NULL */

/* Makes `reads` current in `where`, marks `writes` stale in the other space and fills `out`, if there is one, with both groups' pointers.
 * Copies only stale columns and counts every byte. A group never seen before is allocated and zero.
 * APS_EMEM or APS_EDEVICE if the space has no room or no device; the columns are then unchanged. */
aps_err aps_borrow(aps_particles *, aps_space where, aps_cols reads, aps_cols writes, aps_view *out);

/* ---- rows ---------------------------------------------------------------------------------------- */

typedef struct { /* one configuration key; a list ends with key == NULL */
  const char *key;
  char type;        /* 'd' number, 'i' integer, 'b' boolean, 's' text, 'e' one of `range`, 'v' three numbers,
                       'p' two integers, 'l' list of texts, 'n' list of numbers, 'm' mapping or list that its owner binds */
  size_t offset;    /* of the value in the owner's block: double, int64_t, int, const char *, double[3], int64_t[2],
                       aps_texts, aps_numbers; 'e' holds the index as int */
  const char *deflt; /* as written in YAML; NULL: optional, then NAN, INT64_MIN, -1, NULL */
  const char *unit; /* "" pure number, else "length", "time", "mass", "velocity", "wall time", "degree" */
  const char *range; /* "", ">0", ">=0", ">=1", "0..1" …; for 'e' "open|periodic" */
  const char *doc;
} aps_param;
typedef struct { const char *const *text; int64_t n; } aps_texts;
typedef struct { const double *value; int64_t n; } aps_numbers;

typedef struct {
  const char *name, *doc, *source; /* source: paper and equation */
  const aps_param *params;         /* NULL: none */
  size_t state_size;               /* bytes of `self`; starts with the block that params fill */
  size_t persist_offset, persist_size; /* the plain bytes of `self` that a checkpoint carries */
} aps_about;

typedef struct { const char *name; void *data; size_t size; } aps_blob; /* named plain bytes */

/* Physics of one pair, compiled for host and device; see laws/law.h. */
typedef struct { aps_about about; int kind; } aps_law; /* kind: APS_LAW_NEWTON … */

/* Rows to work on: index[0..n), or every own row where index is NULL. */
typedef struct { const int32_t *index; int64_t n; } aps_active;

/* What a force needs to know; fixed for the life of the solver. */
typedef struct {
  aps_ctx *ctx;
  int law, precision;            /* APS_LAW_…, APS_MIXED … */
  double G, accuracy;
  double eps_min, eps_max;       /* smallest and largest softening of all particles: equal means uniform */
  double box[3];                 /* > 0 where periodic */
  int threads;
  int reproducible;              /* 1: where rows lie may not hang on clocks */
  void *device;                  /* the open backend of the force's space */
  struct aps_stats *stats;       /* counts interactions and phases */
} aps_force_setup;
enum { APS_MIXED, APS_DOUBLE, APS_SINGLE };

typedef struct aps_stats { /* running totals; never reset by a solver */
  double interactions;     /* directed pairs evaluated */
  double evaluations;      /* force evaluations, in units of all particles */
  double bytes_to_device, bytes_to_host;
} aps_stats;

/* Force solver: how pairs (or a field) are summed. "direct" has one row per space; `device` picks. */
enum { APS_PERIODIC = 1, APS_OPEN = 2, APS_MPI = 4, APS_SUBSET = 8, APS_SLOW = 16 };
typedef struct {
  aps_about about;          /* name as in `solver:` */
  aps_space space;
  unsigned can;
  aps_cols reads, writes;   /* writes: the subset of A, JERK, POT it is able to add to */
  aps_err (*create)(void *self, const aps_force_setup *);
  aps_err (*prepare)(void *self, aps_view); /* build or refresh tree, cells, mesh */
  /* Adds to the groups in `want` for the active rows, shape [n]; G included. */
  aps_err (*add)(void *self, aps_view, aps_active, aps_cols want, double t);
  double (*halo)(const void *self);                             /* ghost radius wanted; NULL: none */
  size_t (*memory)(const aps_force_setup *, int64_t n);         /* bytes the solver will take; NULL: none */
  void (*destroy)(void *self);
  /* Learns from the error of the last evaluation, as aps_force_error gives it. 1: it was above what `accuracy` promises,
   * later evaluations are more accurate. NULL: the solver's error does not depend on `accuracy`. */
  int (*tune)(void *self, const double error[5]);
  /* The order of rows in which neighbours in space are neighbours in memory, [n], borrowed until the next prepare; NULL
   * where they are so already. A NULL function: the solver does not care. */
  aps_err (*order)(void *self, aps_view, const uint32_t **order);
  /* A step begins (1) or has ended (0): only within one may prepare reuse what earlier calls built, for a resumed run must
   * build the same. NULL: the solver reuses nothing. */
  void (*renew)(void *self, int stepping);
  /* As aps_force_report; NULL: the solver has nothing to tell. */
  int (*report)(void *self, int timed, const char **name, double *value, int max);
  /* With several ranks (can & APS_MPI): where each row belongs. order[n]: the rows by rank and, within one, as `order`;
   * count[ranks]: how many for each. Borrowed until the next prepare. Collective. */
  aps_err (*home)(void *self, aps_view, const uint32_t **order, const int64_t **count);
  /* The last evaluation's work of the busiest rank, over the mean, or over its share where ranks differ in speed. NULL: not known. */
  double (*imbalance)(const void *self);
  /* 1: many rows lie where another rank belongs, and would better move there. The same on all ranks. NULL: never. */
  int (*crowded)(const void *self);
  int softenings; /* how many different ones it takes with the law plummer; 0: any number */
} aps_force;

/* Integrator: a sentence of verbs, the same on CPU and GPU. */
typedef struct {
  aps_about about;
  int order;
  int reversible;           /* a step of -dt undoes a step of dt to roundoff, with fixed dt */
  aps_cols reads, writes;   /* beyond X, V, A: JERK and scratch groups */
  aps_err (*check)(void *self, aps_sim *);                  /* refuses settings before there are particles; NULL: takes any */
  aps_err (*step)(void *self, aps_sim *, double dt);        /* advances x and v by dt */
  aps_err (*choose)(void *self, aps_sim *, double eta, double *dt); /* adaptive step; NULL: fixed dt only */
  void (*destroy)(void *self);
  /* Individual time steps; NULL: shared steps only. The longest step any particle should take, and one such block. */
  aps_err (*choose_block)(void *self, aps_sim *, double eta, double *dt);
  aps_err (*block)(void *self, aps_sim *, double dt);       /* advances all x and v by dt, each row by dt / 2^k */
  aps_cols block_reads;     /* beyond these columns, with block steps: RUNG and scratch groups */
  int64_t block_from;       /* `steps: auto` takes blocks from this many particles on */
  void (*report)(void *self, aps_sim *, int last);          /* into the log; last: the run ends. NULL: nothing to say */
  int collides;             /* 1: a shared step moves x by one aps_drift of its whole length, in which bodies may collide */
  double eta;               /* taken where neither dt nor eta is given; 0: one has to be */
  int bodies;               /* 1: it steps bodies of its own, all on every rank, in double: the order of rows is nothing to it */
  aps_blob (*carry)(const void *self); /* plain bytes that a checkpoint carries, as many as the bodies need; NULL: none */
  aps_err (*resume)(void *self, aps_ctx *, const aps_blob *); /* what a checkpoint carried; APS_EMEM */
  size_t (*memory)(int64_t n); /* bytes for n bodies, beyond the columns; NULL: none */
  /* x and v, which may lag behind while steps follow one another, become those of the present: called before anybody looks.
   * NULL: they never lag. */
  aps_err (*settle)(void *self, aps_sim *);
  aps_err (*suits)(void *self, aps_sim *); /* refuses particles, before anything is made; NULL: takes any */
} aps_integrator;

/* Verbs. Each runs in the simulation's space and is timed. dst and src are single vector groups. */
aps_err aps_drift(aps_sim *, double dt);                    /* x += v dt, then wrap if periodic */
aps_err aps_kick(aps_sim *, double dt);                     /* v += a dt */
aps_err aps_forces(aps_sim *, aps_cols want);               /* A, A|JERK, A|POT or POT of the present x (and v) */
aps_err aps_forces_current(aps_sim *, aps_cols want);       /* the same, unless they already are */
/* Relative error of the stored accelerations against a direct sum in double over n rows, chosen by id: out[5] = rms, median,
 * 99 %, 99.9 %, maximum; out[0] < 0 where it cannot be had. */
aps_err aps_force_error(aps_sim *, int64_t n, double out[5]);
/* Tells the solver that error times `margin` (>= 1: more for a sample, which may err less than all rows do), and logs it where the
 * promise of `accuracy` was broken: an rms above it, or 99.9 % above ten times it. 1: it was, and the solver has become more
 * accurate; an evaluation now is worth while. */
int aps_force_tune(aps_sim *, const double error[5], double margin);
/* Warns where such an error, of a solver that has taken all the care it could, has an rms above `accuracy`. */
void aps_force_falls_short(aps_sim *, const double error[5]);
/* Named numbers about the solver's choices and work, for benchmarks: at most `max` into name[] (literals) and value[];
 * returns how many were written. timed: later evaluations time their parts as well, which costs a little. */
int aps_force_report(aps_sim *, int timed, const char **name, double *value, int max);
aps_err aps_combine(aps_sim *, aps_cols dst, int terms, const double *coef, const aps_cols *src); /* dst = sum coef src */
#define APS_TERMS_MAX 6

typedef enum {
  APS_SUM_STATE,   /* out[17]: mass, m x (3), m v (3), m x×v (3), kinetic, potential, m|v| … see core/reduce.h */
  APS_MIN_ACCEL,   /* out[1]: min over rows of sqrt(eps / |a|) */
  APS_MIN_START,   /* out[1]: min of |a| / |jerk| and sqrt(arg / |a|); arg: a length such as the system's size */
  APS_MIN_AARSETH, /* out[1]: min of Aarseth's step^2 per eta; arg = dt of the step just taken, S2 = a0, S3 = jerk0 */
  APS_FIRST_BAD,   /* out[1]: lowest row with a non-finite x or v, plus 1e12 times its rank; else 1e300 */
  APS_EXTENT       /* out[6]: min x, y, z, max x, y, z */
} aps_reduction;
aps_err aps_reduce(aps_sim *, aps_reduction, double arg, double *out);

/* Block time steps: a row on rung r steps by unit / 2^r; see docs/integrators.md. */
#define APS_RUNGS 64 /* rungs 0 to 62; 63 stands for a step too short to take */
typedef enum { APS_STEP_ACCEL, APS_STEP_JERK, APS_STEP_TIDAL, APS_STEP_AARSETH } aps_criterion;
typedef struct {        /* how rows choose their rung; formulae in core/rungs.h */
  aps_criterion criterion;
  double eta, unit;     /* unit: step of rung 0, > 0 */
  double length;        /* ACCEL: > 0 stands for every softening */
  int follows;          /* 1: a step precedes, of length `last`, and the next is at most twice as long */
  int lowest;           /* no row goes below this rung: longer steps do not begin now; 0: all rows are synchronised */
  int first;            /* rows up to this rung took the same step */
  int patient;          /* 1: steps become longer only where all rows are synchronised */
  double last[APS_RUNGS]; /* the step just taken by the rows of each rung */
  int floor;              /* no rung below this one: a longest step that changes with time */
} aps_rung_rule;

/* A column of the caller's, taken as doubles from what it is. */
typedef struct {
  const void *data; /* row 0; NULL: `value` in every row */
  int64_t stride;   /* bytes from row to row, of either sign */
  char type;        /* 'd' double, 'f' float, 'h' half, 'b' bfloat16, 'i' int32, 'l' int64 */
  aps_space where;  /* its memory; a device's is that of device `ordinal`, -1: not known */
  int ordinal;
  double value;
} aps_array;

/* Backend: where the verbs run. src/core/backend_cpu.c and gpu/backend.cu. All work on rows [0, n). */
typedef struct {
  aps_about about;
  aps_space space;
  /* Says in words whether a device of this kind can be used, and why not. Never fails, allocates nothing lasting. */
  int (*probe)(int ordinal, char *text, size_t size); /* 1 usable, 0 not */
  aps_err (*open)(aps_ctx *, int ordinal, int threads, void **self);
  void (*close)(void **self);
  void *(*alloc)(void *self, size_t bytes);           /* NULL: no room */
  void (*release)(void *self, void *);
  aps_err (*copy)(void *self, void *dst, aps_space to, const void *src, aps_space from, size_t bytes);
  aps_err (*zero)(void *self, void *dst, size_t bytes);
  aps_err (*combine)(void *self, int64_t n, double *const dst[3], int terms, const double *coef,
                     double *const (*src)[3]);
  aps_err (*wrap)(void *self, aps_view, const double box[3]);
  /* Over this rank's rows; in host memory APS_SUM_STATE is over those of all ranks (collective, core/exact.h). */
  aps_err (*reduce)(void *self, aps_view, aps_reduction, double arg, double *out);
  aps_err (*memory)(void *self, size_t *free_bytes, size_t *total_bytes);
  const char *(*device_name)(void *self);
  /* Rows of an index list, and rows by their rung. An `index` lies in this backend's memory; view.rung is borrowed. */
  aps_err (*zero_rows)(void *self, aps_active, double *column);
  aps_err (*combine_rungs)(void *self, aps_view, aps_active, double *const dst[3], int terms,
                           const double (*coef)[APS_RUNGS], double *const (*src)[3]);
  /* index[0 .. *n): the rows with rung >= least, ascending; index has room for view.n. */
  aps_err (*select)(void *self, aps_view, int least, int32_t *index, int64_t *n);
  /* New rungs of the active rows; count[r]: how many of them are now on r. */
  aps_err (*rungs)(void *self, aps_view, aps_active, const aps_rung_rule *, int64_t count[APS_RUNGS]);
  aps_err (*take)(void *self, int64_t n, const aps_array *, double *to); /* an array in this memory, or a value for all */
  /* to[k][i] = column[k][rows.index[i]], [columns][rows.n]; columns: at most 8. All of it in this memory. APS_EARG,
   * APS_EDEVICE. */
  aps_err (*gather)(void *self, aps_active rows, int columns, const double *const *column, double *to);
  aps_err (*wait)(void *self); /* until the device has done all it was asked, on any stream; NULL: nothing to wait for */
  const char *(*bus_id)(void *self); /* of its card, "0000:3B:00.0"; "": not known; NULL: it has none */
} aps_backend;

/* Event, between steps: observes when writes == 0, else acts. */
enum { APS_AT_START = 1, APS_AT_END = 2, APS_WALL_CLOCK = 4, APS_WANTS_FILES = 8 };
typedef struct {
  aps_about about;        /* name as in `output:`; aps_rhythm_params say when it acts */
  unsigned when;          /* bits above; APS_WALL_CLOCK: `every` is wall time */
  aps_cols reads, writes; /* in host memory */
  aps_cols needs;         /* POT: potentials of the present x, wherever they live; so for POT in reads. Where the event is due
                             at the end of a step, that step's last forces bring them */
  aps_err (*check)(const void *self, aps_sim *); /* before anything is made; what is wrong with a key: "output.NAME.KEY: …" */
  aps_err (*create)(void *self, aps_sim *);
  aps_err (*act)(void *self, aps_sim *, aps_view); /* once per due time; host view of reads | writes */
  void (*destroy)(void *self);
  double (*memory)(const void *self, int64_t n); /* bytes that it takes meanwhile, for n rows; NULL: next to none */
} aps_event;
const aps_param *aps_rhythm_params(const aps_event *); /* every, and of those in code time: times, list */

typedef struct { /* an expanding universe, today; what the omegas leave of 1 is curvature. docs/cosmology.md */
  double H0;     /* code units */
  double omega_m, omega_lambda, omega_r, w0, wa; /* dark energy: p / rho = w0 + wa (1 - a) */
} aps_cosmology;

/* Initial condition: fills rows of x, v, mass in its own frame. The same particles for any split of the rows. One of
 * several components also sets type, where the view has it (it holds the entry's default). */
typedef struct {
  uint64_t seed, stream;
  int64_t first, total;
  double G, box[3];        /* zero: open */
  const aps_cosmology *in; /* NULL: nothing expands */
  double length, time;     /* cgs value of a code unit; 0: none */
  double a;                /* scale factor; velocities are peculiar ones, a dx/dt */
} aps_ic_place;
typedef struct {
  aps_about about;
  int recentre;                                        /* 1: the framework removes the sample's mean x and v */
  aps_err (*count)(const void *self, aps_ctx *, int64_t *n); /* also checks the parameters against one another */
  aps_err (*fill)(const void *self, aps_ctx *, const aps_ic_place *, aps_view); /* rows first … first + view.n */
  int together; /* 1: every rank calls fill, also for no rows, for it speaks to the others */
} aps_ic;

/* ---- files ---------------------------------------------------------------------------------------- */

typedef struct { /* cgs value of one code unit; all zero: dimensionless */
  double length, mass, time;
  double G; /* gravitational constant in code units */
} aps_units;

typedef struct { /* what the numbers of a comoving run mean */
  double a;        /* scale factor; 0: of no such run */
  double h;        /* lengths and masses are in units of 1/h; 1: they are not */
  double velocity; /* peculiar velocity a dx/dt = velocity * value */
  aps_cosmology in; /* H0 0: not told */
} aps_comoving;

typedef struct { /* a column that a file has beyond those of aps_columns */
  char name[64];   /* as aps_dataset_further takes it: "Temperatures", "MetalMassFractions.2" */
  char unit[32];   /* "K"; "": the file tells none */
  double in_units; /* code unit / unit */
} aps_further;

typedef struct { /* particles as a file holds them, in host memory; free with aps_dataset_free */
  aps_view v;        /* columns the file has; x, mass and id are always there, v is zero where absent */
  aps_cols has;      /* which groups came from the file */
  int64_t first, total; /* with several ranks v holds rows [first, first + v.n) of total; total 0: v is all */
  double time, redshift, box[3];
  int64_t step;
  int periodic;
  aps_units units;   /* zero where the file names none */
  char format[64];   /* "tipsy, big-endian" */
  char title[128], note[256];
  char species[160]; /* what types are called: "1 halo, 2 disc"; "": the file does not say */
  double force_error[4]; /* rms, median, 99.9 %, max of the sampled relative force error; < 0: not measured */
  int files;         /* written as so many files by as many ranks (swift, gadget4), at most one a rank; 0: one */
  int parts;         /* a reader's: of how many files these are */
  const aps_blob *blob; /* state beyond particles: only format "own" carries it, for checkpoints */
  int n_blobs;
  void *owned;       /* memory behind v; NULL when v borrows from elsewhere */
  const aps_array *array; /* of aps_open_given alone, in place of v's x to eps: [8], x y z vx vy vz mass eps; NULL: they are v's */
  aps_comoving comoving;
  aps_further further; /* what v.further is; its name "": there is none */
} aps_dataset;

typedef struct { char (*name)[64]; int n, room; } aps_names; /* from aps_alloc */

typedef struct { /* a file format */
  aps_about about;   /* name as in `format:` */
  const char *extension;
  int cubic;         /* 1: has no place for a periodic box that is no cube */
  int (*recognise)(const unsigned char *head, size_t n, int64_t file_size); /* > 0: mine; the largest wins */
  aps_err (*read)(aps_ctx *, const char *path, aps_dataset *out);          /* NULL: cannot */
  aps_err (*write)(aps_ctx *, const char *path, const aps_dataset *, const aps_texts *fields, int compress);
  /* Of one more column, read after the others into d->v.further, which is there: as aps_dataset_further. NULL: such files have none. */
  aps_err (*further)(aps_ctx *, const char *path, const char *name, aps_dataset *d);
  aps_err (*names)(aps_ctx *, const char *path, aps_names *out); /* as aps_dataset_names */
} aps_format;

/* With several ranks these are collective, and so are their failures.
 *
 * Reads a particle file of any known format, told by its content; of several ranks each takes its equal share of the
 * rows. APS_EDATA names what is wrong with it. */
aps_err aps_dataset_read(aps_ctx *, const char *path, aps_dataset *out);
/* Reads one more column of the file that `d` was read from, of its rows, into d->v.further, as what d->further says; one that was there
 * is forgotten. name: of a dataset or CSV column, as it is written, else in any case; of a dataset of several numbers a particle
 * "NAME.k" is the k-th, from 0 on, of three also "NAME.x" to "NAME.z" and NAME their length. Of a comoving file numbers are physical
 * ones, without powers of a and h. NAN: particles of a type that has no such dataset, and what is not finite. APS_EARG: the file has none of this name; what it has
 * stands in the hint. APS_EDATA. */
aps_err aps_dataset_further(aps_ctx *, const char *path, const char *name, aps_dataset *d);
/* The names of such columns, none of their numbers read; to be freed. */
aps_err aps_dataset_names(aps_ctx *, const char *path, aps_names *out);
void aps_names_free(aps_ctx *, aps_names *);
/* 1: the file is a later part of a set (snapshot_0007.2.hdf5 where folder holds snapshot_0007.0.hdf5), which is read by any
 * of its names. */
int aps_dataset_is_part(const char *folder, const char *name);
/* 1: `other` is one of the files of the set of so many parts that `path` is one of, as aps_dataset_read found it. */
int aps_dataset_in_set(const char *path, int parts, const char *other);
/* The snapshots of a run directory, or of a folder of particle files, in the order of their numbers; of a set its first part
 * alone. *path: [*n] from aps_alloc, for aps_dataset_list_free. APS_EIO: it cannot be listed. */
aps_err aps_dataset_list(aps_ctx *, const char *directory, char ***path, int *n);
void aps_dataset_list_free(aps_ctx *, char ***path, int n);
/* *format, where NULL: by the ending of the file's name, else "swift". APS_EARG: the ending is that of something else, such as .txt. */
aps_err aps_dataset_format(aps_ctx *, const char *path, const char **format);
/* Writes through a temporary file, fsync and rename; format NULL means "swift". fields: datasets wanted, NULL all. The
 * rows of rank 0 come first, then those of rank 1, … */
aps_err aps_dataset_write(aps_ctx *, const char *path, const char *format, const aps_dataset *, const aps_texts *fields,
                          int compress);
/* `code`, in words that begin with `what`, where files of this format cannot hold such a box ([3], zero: open). */
aps_err aps_dataset_fits(aps_ctx *, aps_err code, const char *what, const char *format, const double box[3]);
/* The same particles in order of id, over the ranks; *out is to be freed, before d. APS_EMEM. */
aps_err aps_dataset_sort(aps_ctx *, const aps_dataset *d, aps_dataset *out);
/* Reads back a file that was written in format "own": APS_EDATA unless its columns and blobs are those of the dataset,
 * bit for bit. Takes the memory of one column (APS_EMEM). */
aps_err aps_dataset_verify(aps_ctx *, const char *path, const aps_dataset *);
void aps_dataset_free(aps_dataset *);

/* ---- analysis: what a set of particles looks like ---------------------------------------------------- */

/* Pure functions of columns in host memory: x, v, mass, and pot and type where not NULL. Everything is in code units,
 * NAN where it is undefined, and the same bits for any number of threads. docs/analysis.md defines each number. */

enum { APS_CENTRE_SHRINK, APS_CENTRE_MASS, APS_CENTRE_GIVEN, APS_CENTRE_NONE }; /* shrinking spheres, centre of mass, `centre`; nothing about a centre */
typedef struct {      /* zeroed: all particles, shrinking spheres, G = 1 */
  double G;           /* 0: 1 */
  int only;           /* 1: the particles of `type` alone; all others still give mass to circular velocities */
  uint32_t type;
  int centring;
  double centre[3];
  int bins;           /* at most this many shells and rings; 0: 24 */
  double box[3];      /* > 0: periodic, and centring is GIVEN or NONE; zero: positions are taken as they stand */
  int grid;           /* of aps_power_spectrum: nodes along an edge, a power of two; 0: twice as many as particles */
  double linking;     /* of aps_halos_find: length of a link; 0: a fifth of the mean distance of particles in a box */
  int64_t least;      /* particles that make a halo; 0: 20 */
  double a;           /* scale factor: x comoving, v peculiar, pot of comoving positions; 0: nothing expands */
} aps_analysis_setup;

typedef struct { uint32_t type; int64_t n; double mass; } aps_analysis_species;

typedef struct { /* one spherical shell; dispersions are about the shell's own mean velocity */
  double r_inner, r_outer, r; /* edges; mean radius of its particles */
  int64_t n;
  double mass, density, v_r, v_phi;
  double sigma, sigma_r, sigma_t, beta; /* one-dimensional, radial, per tangential direction; anisotropy */
  double enclosed_mass, v_circular;     /* inside r_outer; of all particles: sqrt(G M / r_outer) */
} aps_analysis_shell;

typedef struct { /* one ring about the disc's axis */
  double R_inner, R_outer, R;
  int64_t n;
  double mass, surface_density, v_R, v_phi, v_circular, sigma_R, sigma_phi, sigma_z, z_rms;
} aps_analysis_ring;

typedef struct {
  int found;    /* 1: flat and rotating */
  int64_t type; /* whose disc: a species; -1 all that were looked at, -2 those inside the half-mass radius */
  int64_t n;
  double mass, centre[3], velocity[3], axis[3];
  double flattening;  /* median |z| / median R; an isotropic sphere has 0.58 */
  double rotation;    /* mean v_phi / rms speed */
  double z_median, z_rms;
  double scale_length, scale_length_error, central_surface_density; /* Sigma = Sigma_0 exp(-R / h), fitted */
  aps_analysis_ring *ring; /* [n_rings] */
  int n_rings;
} aps_analysis_disc;

enum { APS_LAGRANGE = 11, APS_ANALYSIS_SPECIES = 16 };
extern const double aps_lagrange_fractions[APS_LAGRANGE]; /* of mass: 0.01 … 0.99 */

typedef struct {
  int64_t n;       /* particles looked at */
  double G, mass;
  int by_number;   /* 1: none of them has mass, so every average counts particles */
  aps_analysis_species species[APS_ANALYSIS_SPECIES]; /* of all particles, by type */
  int n_species;
  double centre_of_mass[3], mean_velocity[3], momentum[3];
  double angular_momentum[3], spin[3]; /* about the origin; about the centre of mass, moving with it */
  double centre[3], centre_velocity[3], centre_radius; /* radius of the last sphere */
  int64_t centre_n;                                    /* particles in it; 0: no spheres were needed */
  int centre_peak;                                     /* 1: it holds a peak of the density; 0: the centre is the median */
  double kinetic, kinetic_internal, potential, total;  /* internal: without the motion of the centre of mass */
  double virial_ratio;                                 /* 2 kinetic_internal / |potential| */
  double sigma;                                        /* one-dimensional velocity dispersion of all */
  double lagrange[APS_LAGRANGE], r_max;                /* about the centre */
  aps_analysis_shell *shell;                           /* [n_shells] */
  int n_shells;
  aps_analysis_disc disc;
} aps_analysis;

/* setup NULL: defaults. APS_EDATA names the first row that is not finite; APS_EARG where no particle has that type.
 * Free with aps_analysis_free, with the same context. */
aps_err aps_analyse(aps_ctx *, aps_view, const aps_analysis_setup *setup, aps_analysis *out);
void aps_analysis_free(aps_ctx *, aps_analysis *);
typedef struct { double k, power; int64_t modes; } aps_power_bin; /* means over its waves, of k and -k one */
typedef struct {
  int64_t n;                  /* particles looked at */
  int grid;                   /* nodes along an edge */
  double nyquist, shot_noise; /* wave number that all bins lie below; P of as many points anywhere, part of every `power` */
  aps_power_bin *bin;         /* [n_bins], by k */
  int n_bins;
} aps_power;
/* P(k) of the mass in setup's box, in code lengths^3; of `only`, `type`, `box` and `grid`. O(n + grid^3 log grid). APS_EARG: there is
 * no box, the mesh is no power of two. APS_EDATA, APS_EMEM. Free with aps_power_free. */
aps_err aps_power_spectrum(aps_ctx *, aps_view, const aps_analysis_setup *setup, aps_power *out);
void aps_power_free(aps_ctx *, aps_power *);

typedef struct { /* particles that hang together by links */
  uint64_t id;   /* the lowest of its particles */
  int64_t n;
  double mass, position[3], velocity[3]; /* centre of mass, in the box; mean velocity */
  double radius, sigma;                  /* rms distance from it; one-dimensional velocity dispersion */
} aps_halo;
typedef struct {
  double linking;
  int64_t least, n_inside, n_halos; /* n_inside, mass_inside: of all halos */
  double mass_inside;
  aps_halo *halo; /* [n_halos], heaviest first, then by id */
} aps_halos;
/* Friends of friends, in setup's box by nearest images; of `only`, `type`, `box`, `linking` and `least`. Where some particles have
 * mass, those without are left out. APS_EARG: no box and no linking length. APS_EDATA, APS_EMEM. Free with aps_halos_free. */
aps_err aps_halos_find(aps_ctx *, aps_view, const aps_analysis_setup *setup, aps_halos *out);
void aps_halos_free(aps_ctx *, aps_halos *);

typedef struct { /* osculating elements about the star, in degrees */
  uint64_t id;
  double mass, a, e, inclination;  /* a < 0 and e > 1: not bound */
  double longitude, varpi, node;   /* mean longitude (a hyperbola's not folded), longitude of pericentre, of the ascending node: as `orbits` takes them */
  double period;                   /* NAN: not bound */
} aps_orbit;
typedef struct {
  uint64_t centre; /* the star: the particle that outweighs all others together */
  double mass;
  int64_t n;        /* 0: there is none */
  aps_orbit *orbit; /* [n], by rising a, what is not bound last */
} aps_orbits;
/* Of every particle with the star alone; of x, v, mass and id, in code units, and G in these. Murray & Dermott 1999, section 2.8. APS_EDATA,
 * APS_EMEM. Free with aps_orbits_free. */
aps_err aps_orbits_find(aps_ctx *, aps_view, double G, aps_orbits *out);
void aps_orbits_free(aps_ctx *, aps_orbits *);

/* Is v.pot the potential of these particles? Median relative deviation from direct sums over 32 rows, under the law
 * (and v.eps, where not NULL) that fits best. */
aps_err aps_potential_check(aps_ctx *, aps_view v, double G, double *deviation, const char **law);
/* Of a comoving file: factors of h and powers of a out of what it stores. Lengths, box and masses are then comoving ones without
 * h, velocities peculiar, a dx/dt, the potential that of comoving positions. The dataset owns its columns. Others stay as they are. */
void aps_dataset_plain(aps_dataset *);
/* The gravitational constant in a file's code units: as it says, else from its units, else 1. */
double aps_dataset_G(const aps_dataset *);

/* ---- pictures of files ------------------------------------------------------------------------------- */

typedef struct {      /* zeroed: one picture, or five seconds at 30 frames a second */
  const char *source; /* a particle file, a run directory or a folder of snapshots */
  const char *output; /* NAME.png; NAME.mp4 (or mkv, mov) by ffmpeg; else a folder of frames */
  int width, height;  /* pixels; 0: 1280 x 720 */
  double fps;         /* 0: 30 */
  int frames;         /* 0: one of one snapshot, else five seconds */
  int ranged;         /* 1: from t_from to t_to; 0: from the first snapshot to the last */
  double t_from, t_to;
  const char *colour; /* NULL: species; speed, density, energy, age, or any column of the file: see docs/pictures.md */
  const char *map;    /* NULL: blue-yellow; heat, split */
  int scaled;         /* 1: the map's ends stand for low and high, in the bar's unit */
  double low, high;
  double exposure;    /* in stops: 1 is twice as bright */
  const char *tone;   /* NULL: asinh; log */
  double bloom;       /* share of the light that is spread around, 0 to 1 */
  double view_width;  /* code length; 0: fits the particles */
  const char *plane;  /* NULL: xy; xz, yz */
  int turned;         /* 1: in perspective, from azimuth and elevation */
  double azimuth, elevation, field; /* degrees; field of view 0: 40 */
  double orbit, zoom; /* over the movie: degrees around the z axis; factor nearer, 0: 1 */
  const char *title;  /* NULL: the file's */
  const volatile int *stop; /* not NULL: no more frames once it is not 0, which a signal handler may set */
} aps_render_setup;

/* What OpenGL offers without a display: its devices; a context, or what is missing; how points come to it from a CUDA
 * card. 0: there is none. Absent (weak) in builds without OpenGL. */
int aps_gl_about(aps_ctx *, char devices[512], char context[512], char points[512]);

/* Draws snapshots, and the moments between them by position and velocity, as pictures or a movie. APS_EARG, APS_EDATA and
 * APS_EIO say what is wrong; APS_ESTOP: it was stopped, and of a movie nothing is left, of frames those that were drawn. Where there is no ffmpeg the frames are left in the folder NAME.frames, with a warning. Absent
 * from a build without PNG: a weak symbol. The program must ignore SIGPIPE. */
aps_err aps_render(aps_ctx *, const aps_render_setup *);

/* ---- replay: the particles of a finished run at any moment ------------------------------------------- */

typedef struct aps_replay aps_replay;
/* path: a particle file, a run directory or a folder of snapshots. Reads none of them yet. APS_EDATA: there are none. */
aps_err aps_replay_open(aps_ctx *, const char *path, aps_replay **);
void aps_replay_free(aps_replay **);
int aps_replay_count(const aps_replay *);                /* snapshots, in the order of their numbers, which is that of time */
const char *aps_replay_path(const aps_replay *, int i); /* lives as long as the replay */
/* Code time of snapshot i: its file is read when it is first asked for. APS_EDATA unless times increase. */
aps_err aps_replay_time(aps_replay *, int i, double *time);
/* Goes to code time t: reads the snapshots around it, unless they are held already. *n: particles that both hold, all where
 * t is the time of a snapshot. APS_EARG where t lies outside of them. */
aps_err aps_replay_seek(aps_replay *, double t, int64_t *n);
/* Fills those columns of `out` that are not NULL, [n] of the last seek, rows in order of id: x and v on the cubic through the
 * positions and velocities of both snapshots (viz/series.h), in a periodic box wrapped; mass, eps, pot, a, type, id as in the
 * one before, zero where it has none. */
void aps_replay_read(const aps_replay *, aps_view out);
/* The snapshot at or before the moment: box, units, title …; borrowed until the next seek. */
const aps_dataset *aps_replay_before(const aps_replay *);

/* ---- listing what exists --------------------------------------------------------------------------- */

typedef enum { APS_KIND_LAW, APS_KIND_FORCE, APS_KIND_INTEGRATOR, APS_KIND_EVENT, APS_KIND_IC, APS_KIND_BACKEND,
               APS_KIND_FORMAT, APS_KIND_COUNT } aps_kind;
int aps_row_count(aps_kind);
const aps_about *aps_row(aps_kind, int i);               /* NULL past the end; the row itself starts at about */
const aps_about *aps_row_find(aps_kind, const char *name); /* NULL: no such row in this build */
const aps_param *aps_section_params(const char *section); /* "run", "forces", …; NULL past the last; see aps_section */
const char *aps_section(int i, const char **doc);          /* i-th section of a configuration, NULL past the end */
/* The nearest of n names by edit distance, for "did you mean"; NULL when none is near. */
const char *aps_nearest(const char *word, const char *const *names, int n);

/* ---- the life of a run ------------------------------------------------------------------------------ */

/* A run is: aps_open, [aps_attach], aps_build, aps_run, aps_finish, aps_free. aps_create is open and build. */

/* Reads and checks a configuration and counts its particles; allocates none of them. `name` is used
 * in error messages; text NULL: it is a file to read. Paths in the text are relative to the working
 * directory. overrides: "path.to.key=value". On failure *out is NULL. */
aps_err aps_open(aps_ctx *, const char *name, const char *text, const char *const *overrides, int n_overrides,
                 aps_sim **out);
/* The same with particles in the caller's memory: the entry {given: i} of `particles:` stands for given[i], host columns in
 * code units: x and mass, of the rest what `has` names (v, eps, type, id). aps_build reads them, nothing later does.
 * A dataset that has `array` is the only one, of one rank, and may lie in device memory: `device: auto` then goes there if the
 * solver can, and nothing passes through the host, but for the look for coincident points where there is no softening. Waits for
 * the device before and after, as aps_take does. APS_EARG: the arrays lie in device memory, and the run cannot compute there. */
aps_err aps_open_given(aps_ctx *, const char *name, const char *text, const char *const *overrides, int n_overrides,
                       const aps_dataset *given, int n_given, aps_sim **out);
const char *aps_plan(aps_sim *);  /* the memory plan in lines; lives as long as the simulation */
const char *aps_used(aps_sim *);  /* every resolved parameter as YAML with unit and origin; the same */
/* Names the directory that aps_run and aps_finish write to; NULL: the one of the configuration. An existing run there
 * is refused unless restart is set, which loads its newest valid checkpoint (none: starts from the beginning);
 * APS_LOOK does so for aps_check, and leaves the directory as it is. */
enum { APS_LOOK = 2 };
aps_err aps_attach(aps_sim *, const char *directory, int restart);
aps_err aps_build(aps_sim *);     /* particles, solver */
/* In place of aps_build, for a run that is not to be: what that would refuse. Particles that do not fit into the memory here are a
 * warning, and then only the solver is made and freed. */
aps_err aps_check(aps_sim *);
aps_err aps_create(aps_ctx *, const char *name, const char *text, const char *const *overrides, int n_overrides,
                   aps_sim **out);
aps_err aps_step(aps_sim *);                  /* one step of the integrator; due events do not run */
aps_err aps_step_by(aps_sim *, double dt);    /* one step of this length, of either sign */
aps_err aps_run(aps_sim *, double t_end);     /* while t < t_end: step, due events. APS_ESTOP after aps_stop */
/* A stretch of aps_run, for a caller that does something in between: ends after `steps` steps, or with the first step that
 * ends later than `seconds` (0: no bound) after the call. *done: steps taken; 0: t_end is reached, and aps_run(sim, t_end) ends
 * the run: it waits for files that are being written. */
aps_err aps_run_some(aps_sim *, double t_end, int64_t steps, double seconds, int64_t *done);
/* The same for bare steps, of length dt where that is not NAN: due events do not run. At its end it looks for values that are
 * not finite, as aps_run does after every step: APS_ENUM. */
aps_err aps_step_some(aps_sim *, double dt, int64_t steps, double seconds, int64_t *done);
/* One step of either, for loops of another language, where every argument of a call takes its time. aps_step_one: as
 * aps_step_some with one step. aps_run_one: 1: a step was taken; 0: t_end is reached; else minus the aps_err. */
aps_err aps_step_one(aps_sim *);
int aps_run_one(aps_sim *, double t_end);
double aps_step_wall(const aps_sim *);        /* s that the last step took; 0 before the first */
aps_err aps_finish(aps_sim *);                /* the events of the end: last snapshot, checkpoint, picture */
void aps_stop(aps_sim *, const char *reason); /* ask a running aps_run to end after this step; signal-safe; a literal, or NULL: not any more */
void aps_request_checkpoint(aps_sim *);       /* a checkpoint after this step, then go on; signal-safe */
typedef void aps_step_fn(void *user, const aps_sim *);
void aps_on_step(aps_sim *, aps_step_fn *, void *user); /* called after every step of aps_run; NULL: no longer */
void aps_on_step_pause(aps_sim *, double seconds); /* … that ends so long after the call before; 0: every step again */
void aps_on_step_lag(aps_sim *, int may); /* 1: … with x and v as they are, which wisdom_holman lets lag behind; aps_settle makes them the present's */
/* Columns are those of aps_time then, also where an integrator lets them lag. The errors of a step. */
aps_err aps_settle(aps_sim *);
void aps_free(aps_sim **);
double aps_t_end(const aps_sim *);            /* run.t_end */
double aps_t_start(const aps_sim *);
const char *aps_directory(const aps_sim *);   /* of the run's files; "" when there is none */
const char *aps_device_text(const aps_sim *); /* "cpu, 2 threads: no CUDA device" */
/* Directed pair interactions a second that these threads could do at best, measured in 0.2 s. */
double aps_limit_interactions(int threads);
double aps_energy_error(const aps_sim *);     /* relative, as last logged; NAN before */
const char *aps_energy_error_text(const aps_sim *, char out[48]); /* ", energy error 1.2e-06" to end a line with; "" before */
/* The present state as a dataset for aps_dataset_write; its host columns are borrowed until the next step. */
aps_err aps_snapshot(aps_sim *, aps_cols groups, aps_dataset *out);
/* Gives it time, step, units (but for G), title and number of parts of the first particle file of the configuration, where there is
 * one: what was only looked at stays of its time. */
void aps_snapshot_as_input(const aps_sim *, aps_dataset *);
double aps_time(const aps_sim *);             /* code time */
int64_t aps_steps(const aps_sim *);
int64_t aps_count(const aps_sim *);           /* particles, of all ranks */
int64_t aps_collisions(const aps_sim *); /* so far: bounces, or mergers, each of which took one particle away */
int64_t aps_rows(const aps_sim *);            /* those that this rank holds */
aps_ctx *aps_sim_ctx(const aps_sim *);
aps_particles *aps_sim_particles(aps_sim *);  /* lives as long as the simulation */
aps_space aps_sim_space(const aps_sim *);     /* where the particles live */
int aps_sim_card(const aps_sim *);            /* CUDA's number of the device that holds the particles; -1: the host does */
const aps_units *aps_sim_units(const aps_sim *);
/* "length kpc = 3.08567758e+21 cm, mass …, time …" of units that are not dimensionless; returns out */
const char *aps_units_text(const aps_units *, char out[320]);
/* Rows change places now and then, for speed (on one rank columns keep their addresses; ids tell who is who). How often they did so
 * far: what was known about a row holds while this number stays. */
int64_t aps_generation(const aps_sim *);
/* Before aps_build: only forces will be asked for. Rows then stay on the ranks that read them, most of them strangers to the part of
 * space that their rank sums for, and columns have room for as many that come. */
void aps_only_forces(aps_sim *);
void aps_keep_order(aps_sim *, int keep);     /* 1: rows stay where they are, on one rank; the result is the same bits */
/* The caller has written into columns that it borrowed: what follows from these groups is computed anew. */
void aps_touch(aps_sim *, aps_cols groups);
/* Overwrites the columns of one group of doubles, [aps_rows] each, from the caller's memory in host or device; what lies on the
 * simulation's device does not pass through the host. Waits for the device before and after: whoever wrote that memory, on any
 * stream, has then finished, and it may be reused. What follows from the group is computed anew. */
aps_err aps_take(aps_sim *, aps_cols group, const aps_array *columns);
/* Waits until all work of the simulation's device is done, of any stream. */
aps_err aps_wait(aps_sim *);
const aps_stats *aps_sim_stats(const aps_sim *);
const char *aps_error_text(const aps_sim *);  /* lives until the next failing call on this sim */

#ifdef __cplusplus
}
#endif
#ifdef __GNUC__
#pragma GCC visibility pop
#endif
#endif
