/* The context: error text, log sink, labelled memory, phase timers. One thread at a time. */
#ifndef APS_CTX_H
#define APS_CTX_H
#include "../apsis.h"
#ifdef __cplusplus
extern "C" {
#endif

/* ---- errors: a function that fails says why, with the value, and returns the code */

aps_err aps_fail(aps_ctx *, aps_err, const char *format, ...) __attribute__((format(printf, 3, 4)));
/* Adds the `hint:` line to the failure just recorded; returns its code. */
aps_err aps_hint(aps_ctx *, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Puts where it stands in front of the failure just recorded and keeps its hint; returns its code. */
aps_err aps_fail_at(aps_ctx *, const char *format, ...) __attribute__((format(printf, 2, 3)));
aps_err aps_ctx_code(const aps_ctx *);
void aps_ctx_clear(aps_ctx *);
/* The failure just recorded is the same on every rank (aps_ranks_agree); the next failure is not. */
void aps_ctx_set_agreed(aps_ctx *);
/* What ranks.c keeps; NULL: one rank. */
void aps_ctx_set_team(aps_ctx *, void *team, int rank, int ranks);
void *aps_ctx_team(const aps_ctx *);

#define APS_TRY(call)                                                                              \
  do {                                                                                             \
    const aps_err err_ = (call);                                                                   \
    if (err_ != APS_OK) return err_;                                                               \
  } while (0)
#define APS_CHECK(ctx, condition, code, ...)                                                       \
  do {                                                                                             \
    if (!(condition)) return aps_fail(ctx, code, __VA_ARGS__);                                     \
  } while (0)

void aps_log(aps_ctx *, aps_log_level, const char *format, ...) __attribute__((format(printf, 3, 4)));
/* All that is logged, from the first line on, is also appended to this file. Rank 0 alone logs. */
aps_err aps_log_open(aps_ctx *, const char *path);
void aps_log_note(aps_ctx *, const char *line); /* into the file only */
void aps_ctx_tell(const aps_ctx *, aps_log_level, const char *line); /* to the log function only, of any rank, from any thread */

/* ---- memory: zeroed, 64-byte aligned, counted by label (a string literal) */

/* NULL with APS_EMEM recorded when there is no room or count * size overflows. */
void *aps_alloc(aps_ctx *, const char *label, int64_t count, size_t size);
void aps_release(aps_ctx *, void *); /* NULL is fine */

typedef struct {
  const char *label;
  int64_t bytes, peak;
} aps_memory_row;
/* Memory from aps_alloc counts under another label from now on. */
void aps_memory_rename(aps_ctx *, void *data, const char *label);
int aps_memory_rows(const aps_ctx *, const aps_memory_row **);
int64_t aps_memory_peak(const aps_ctx *);
/* Bytes this process may still take: the least of free memory, `ulimit -v` and the limits of its control groups. */
int64_t aps_memory_available(void);
/* Of the groups in a list like /proc/self/cgroup, with their files under `mount`; INT64_MAX: no limit. */
int64_t aps_memory_of_groups(const char *list, const char *mount);

/* ---- phases: where the wall time goes */

typedef enum { APS_PHASE_FORCES, APS_PHASE_MOVE, APS_PHASE_REDUCE, APS_PHASE_COPY, APS_PHASE_OUTPUT, APS_PHASE_COUNT } aps_phase;
extern const char *const aps_phase_names[APS_PHASE_COUNT];
double aps_wall(void);                            /* s, monotonic */
/* A phase begins now and ends with what is to count as its seconds. Within a step, between aps_phases_begin and _end, it begins
 * where the one before ended. Of steps of less than 10 us one of sixteen is timed and stands for the next fifteen: for a few
 * bodies, looks at the clock took a fifth of a step. */
double aps_phase_begin(const aps_ctx *);
void aps_phase_end(aps_ctx *, aps_phase, double begun);
void aps_phase_add(aps_ctx *, aps_phase, double seconds);
enum { APS_PHASES_SKIPPED = 15 };
double aps_phases_begin(aps_ctx *, int may_skip);    /* s, the time now; 0: this step is not timed */
double aps_phases_end(aps_ctx *, double begun);      /* the same; begun: what that returned */
int aps_phases_skip(const aps_ctx *);                /* 1: the last timed step was short, and the next will not be timed */
double aps_phase_seconds(const aps_ctx *, aps_phase); /* total so far */

#ifdef __cplusplus
}
#endif
#endif
