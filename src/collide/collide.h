/* Bodies with a radius: which of them touch while all drift on straight lines, and what becomes of those. docs/collisions.md */
#ifndef APS_COLLIDE_H
#define APS_COLLIDE_H
#include "../core/ctx.h"

typedef struct { /* a body at the end of the drift; code units, a: at its start, eps: its softening length */
  double x[3], v[3], a[3], mass, radius, eps;
  uint64_t id;
  int64_t row; /* of its rank's */
  int32_t rank;
} aps_body;

typedef struct {
  double before; /* so long before the end of the drift the two touch [time], 0 … dt */
  aps_body a, b; /* a.id < b.id */
} aps_contact;

typedef enum {
  APS_TOUCH_FRESH,       /* come to touch within the drift, having been apart */
  APS_TOUCH_APPROACHING, /* or overlap throughout, and approach one another at its end */
  APS_TOUCH_ANY          /* or overlap at its end, whichever way they move */
} aps_touch_kind;

/* When two spheres touch: d = x_b - x_a at the end of a drift of length dt, u = v_b - v_a, R the sum of their radii. 1: they do,
 * *before the end. */
int aps_spheres_touch(const double d[3], const double u[3], double R, double dt, aps_touch_kind, double *before);

/* x_b - x_a, of a periodic box (edges > 0) to the nearest image. */
void aps_body_apart(const aps_body *a, const aps_body *b, const double box[3], double d[3]);

/* What a search keeps for the next one: its tree and columns. NULL: no memory. */
typedef struct aps_collider aps_collider;
aps_collider *aps_collider_create(aps_ctx *);
void aps_collider_free(aps_collider **);
double aps_collider_bytes(int64_t n); /* that it takes for so many bodies */

/* Contacts of the rows of all ranks in a drift of length dt that has just ended, the earliest first, then by ids; every rank gets
 * all of them, the same bits for any number of ranks and threads. Reads x, v, a, mass, radius, eps, id. Two bodies without mass or
 * without radius do not meet. threads: 0: all. Release *out with aps_release. Collective. APS_EMEM. */
aps_err aps_contacts_find(aps_collider *, aps_view, const double box[3], double dt, aps_touch_kind, int threads, aps_contact **out,
                          int64_t *n);

typedef enum { APS_COLLIDE_BOUNCE, APS_COLLIDE_MERGE, APS_COLLIDE_STOP } aps_outcome;

/* Which contacts an outcome acts on. */
static inline aps_touch_kind aps_outcome_touches(aps_outcome outcome) {
  return outcome == APS_COLLIDE_BOUNCE ? APS_TOUCH_APPROACHING : outcome == APS_COLLIDE_MERGE ? APS_TOUCH_ANY : APS_TOUCH_FRESH;
}

typedef struct {
  aps_outcome outcome;
  double restitution;     /* of the normal velocity, at `speed` and below */
  double speed, exponent; /* above it falls as (normal velocity / speed)^-exponent; NAN: the same at any velocity */
  double G, box[3];
  int law;   /* APS_LAW_… of the pair's energy, which goes with a merger; below 0: none */
  double dt; /* of the drift; velocities are those of its middle */
} aps_collide_rule;

typedef struct { /* what happened, for a list */
  double before;
  uint64_t a, b;    /* of a merger a is the one that stays */
  double mass[2], radius[2];
  double speed;     /* relative, along the line of centres when they touch */
  double across;    /* relative, across it */
  double energy;    /* by which the total changed, <= 0 but for what a merger's mutual potential held and bodies at rest on one another */
} aps_collision;

typedef struct { /* a body that the collisions changed */
  aps_body now;
  int gone; /* 1: another took it in */
} aps_fate;

/* Lets the contacts happen, in their order: the pair goes back to where it touched, changes, and drifts on. One whose body met
 * another before is looked at anew, from there on. fate: [*n_fates] in order of ids, with the bodies that changed; done:
 * [*n_done]. Release both with aps_release. The same on all ranks, without a message. APS_EMEM. */
aps_err aps_collisions_resolve(aps_ctx *, const aps_contact *, int64_t n, const aps_collide_rule *, aps_fate **fate,
                               int64_t *n_fates, aps_collision **done, int64_t *n_done);
#endif
