/* Which rung a row's next step belongs to: shared by the CPU and the CUDA backend.
 *
 * Rung r steps by unit / 2^r. A row wants a step dt and gets the longest of these that is not
 * longer:
 *
 *   acceleration  dt = eta sqrt(eps / |a|)             at its end; Power et al. 2003, Springel 2005
 *   jerk          dt = eta |a| / |a'|                  a' = (a - a_last) / h over its last step h;
 *                                                      none where that changes v by rounding alone
 *   tidal         dt = eta sqrt(|dx| / |a - a_last|)   dx = its way in that step
 *   aarseth       dt = sqrt(eta (|a||a2| + |j|^2) / (|j||a3| + |a2|^2))    core/reduce.h
 *
 * |da| / |dx| is the size of the tidal tensor along the path, so the third is eta times the
 * dynamical time, as in Grudic & Hopkins 2020 (MNRAS 495, 4306), from quantities that a step leaves
 * behind. The last acceleration lies in S0; a kick-drift-kick step moves by dx = (v - a h/2) h. */
#ifndef APS_CORE_RUNGS_H
#define APS_CORE_RUNGS_H
#include "reduce.h"

/* sqrt(eta ratio), with no step where nothing bounds it. */
APS_HD double aps_rung_aarseth(const aps_view *p, const aps_rung_rule *q, int64_t i, double h) {
  const double scale2 = aps_reduce_aarseth(p, i, h);
  return scale2 < 1e300 ? sqrt(q->eta * scale2) : 1e300;
}

/* Where a has just passed through 0, as it does for each body on a line or an orbit through a centre, its derivative says
 * nothing of the way ahead, and dt / (1 - dt') would come to 2 h |a| / |Da|, which is as short as chance has it. The step s
 * that is right where it ends, s^2 |a + Da s / h| = eta^2 eps, is at least min(dt / sqrt 2, (eta^2 eps h / 2 |Da|)^(1/3)).
 * Half of that changes nothing elsewhere. */
APS_HD double aps_rung_least(const aps_view *p, const aps_rung_rule *q, int64_t i, double h, double eps, double dt) {
  const double da = aps_reduce_norm(p->ax[i] - p->s0x[i], p->ay[i] - p->s0y[i], p->az[i] - p->s0z[i]);
  return 0.5 * fmin(dt * 0.7071067811865476, cbrt(q->eta * q->eta * eps * fabs(h) / (2 * da)));
}

/* A step chosen by the acceleration where it begins is too long on the way into a core. After a
 * first step the one is taken that is right where it ends: dt = dt(t + dt) = dt / (1 - dt'), the
 * derivative dt' from the last step. Source: Pelupessy, Janes & Portegies Zwart 2012, New Astronomy
 * 17, 711, who take the middle; docs/integrators.md has what either does to the energy. */
APS_HD double aps_rung_fall(const aps_view *p, const aps_rung_rule *q, int64_t i, double h,
                            double a) {
  const double eps = q->length > 0 ? q->length : p->eps[i];
  if (!(a > 0)) return 1e300;
  const double dt = q->eta * sqrt(eps / a);
  if (!q->follows) return dt;
  const double change = p->ax[i] * (p->ax[i] - p->s0x[i]) + p->ay[i] * (p->ay[i] - p->s0y[i]) +
                        p->az[i] * (p->az[i] - p->s0z[i]);
  const double slope = -0.5 * (dt / fabs(h)) * (change / (a * a));
  if (slope < -4) return fmax(dt / (1 - slope), aps_rung_least(p, q, i, h, eps, dt));
  return slope < 0.5 ? dt / (1 - slope) : 2 * dt;
}

/* The step that row i wants after one of length h; 1e300 where nothing bounds it (NaN included: the
 * run loop names such a row after the step). */
APS_HD double aps_rung_wanted(const aps_view *p, const aps_rung_rule *q, int64_t i, double h) {
  if (q->criterion == APS_STEP_AARSETH) return aps_rung_aarseth(p, q, i, h);
  const double a = aps_reduce_norm(p->ax[i], p->ay[i], p->az[i]);
  if (q->criterion == APS_STEP_ACCEL) return aps_rung_fall(p, q, i, h, a);
  const double da =
      aps_reduce_norm(p->ax[i] - p->s0x[i], p->ay[i] - p->s0y[i], p->az[i] - p->s0z[i]);
  if (!(da > 0)) return 1e300;
  if (q->criterion == APS_STEP_JERK) {
    /* where forces cancel, a and da are rounding, of one size: the step would shrink by eta each time, without end */
    const int noise = da * fabs(h) < 1e-10 * aps_reduce_norm(p->vx[i], p->vy[i], p->vz[i]);
    return noise ? 1e300 : q->eta * fabs(h) * (a / da);
  }
  const double half = h / 2;
  const double way =
      fabs(h) * aps_reduce_norm(p->vx[i] - half * p->ax[i], p->vy[i] - half * p->ay[i],
                                p->vz[i] - half * p->az[i]);
  return q->eta * sqrt(way / da);
}

/* The lowest rung whose step unit / 2^r is at most `wanted`; APS_RUNGS - 1 where there is none. */
APS_HD int aps_rung_of(double wanted, double unit) {
  int e;
  if (!(wanted < unit)) return 0;
  if (!(wanted > unit * 0x1p-62)) return APS_RUNGS - 1;
  const double part = frexp(unit / wanted, &e); /* in [2^(e-1), 2^e) */
  return part > 0.5 ? e : e - 1;
}

/* Row i's next rung. `patient`: an orbit that dives into a core and out again keeps its short step
 * until all rows are synchronised; changing there and back at slightly different places would cost
 * more energy than the longer steps save (docs/integrators.md). */
APS_HD int aps_rung_row(const aps_view *p, const aps_rung_rule *q, int64_t i) {
  const int old = (unsigned char)p->rung[i] % APS_RUNGS, took = old > q->first ? old : q->first;
  const int rung = aps_rung_of(aps_rung_wanted(p, q, i, q->last[old]), q->unit);
  int lowest = q->lowest;
  if (q->follows && lowest < took - 1) lowest = took - 1;
  if (q->patient && q->lowest > 0 && lowest < old) lowest = old;
  if (lowest < q->floor) lowest = q->floor;
  return rung > lowest ? rung : lowest;
}
#endif
