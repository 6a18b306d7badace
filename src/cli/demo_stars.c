/* Demos of many stars: cluster, collapse, collision, disc, ring. */
#include "demo.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* The analysis of the present state, potential included. */
static aps_err analyse_now(aps_demo *d, aps_sim *sim, aps_analysis *out) {
  aps_view v;
  TRY(aps_forces_current(sim, APS_POT));
  TRY(aps_demo_look(sim, APS_X | APS_V | APS_MASS | APS_POT | APS_TYPE, &v));
  return aps_analyse(aps_demo_ctx(d), v, NULL, out);
}

static double lagrange(const aps_analysis *a, double fraction) {
  for (int k = 0; k < APS_LAGRANGE; k++)
    if (fabs(aps_lagrange_fractions[k] - fraction) < 1e-9) return a->lagrange[k];
  return NAN;
}

/* ---- star cluster ---- */

static double energy_of(const aps_view *v, int64_t i) {
  return (v->vx[i] * v->vx[i] + v->vy[i] * v->vy[i] + v->vz[i] * v->vz[i]) / 2 + v->pot[i];
}

typedef struct {
  double *energy; /* of each star at the start, [n] */
  double r10, r50, r90, virial, log_t[64], log_e[64];
  int n, late;
} watch;

static aps_err cluster_row(aps_demo *d, aps_sim *sim, watch *w) {
  aps_analysis a;
  aps_view v;
  TRY(analyse_now(d, sim, &a));
  TRY(aps_demo_look(sim, APS_V | APS_POT, &v));
  double sum = 0;
  int64_t gone = 0;
  for (int64_t i = 0; i < v.n; i++) {
    const double e = energy_of(&v, i);
    if (w->n == 0) w->energy[i] = e;
    gone += e > 0;
    sum += (e - w->energy[i]) * (e - w->energy[i]) / (double)v.n;
  }
  const double t = aps_time(sim), r10 = lagrange(&a, 0.1), r50 = lagrange(&a, 0.5),
               r90 = lagrange(&a, 0.9);
  if (t > 1.99 && w->late < 64) w->log_t[w->late] = log(t), w->log_e[w->late++] = log(sum) / 2;
  w->n++;
  w->r10 += r10, w->r50 += r50, w->r90 += r90, w->virial += a.virial_ratio;
  aps_demo_line(d, "%.6g,%.6g,%.6g,%.6g,%.6g,%.6g,%.6g", t, a.virial_ratio, r10, r50, r90,
                sqrt(sum), (double)gone / (double)v.n);
  if (t > aps_t_end(sim) - 0.5)
    aps_demo_note(d, "at t = %.3g %.2f %% of the stars have escape velocity", t,
                  100 * (double)gone / (double)v.n);
  aps_analysis_free(aps_demo_ctx(d), &a);
  return APS_OK;
}

static aps_err cluster(aps_demo *d, double *measured) {
  aps_sim *sim;
  TRY(aps_demo_open(d, NULL, &sim));
  watch w = {.energy = calloc((size_t)aps_count(sim), sizeof(double))};
  aps_err err = w.energy ? APS_OK : APS_EMEM;
  aps_demo_line(d, "time,virial ratio,r10,r50,r90,rms change of energy,unbound fraction");
  for (double t = 0; t <= aps_t_end(sim) + 1e-9 && err == APS_OK; t += 0.5) {
    if (t > 0) err = aps_run(sim, t);
    if (err == APS_OK) err = cluster_row(d, sim, &w);
  }
  measured[0] = w.virial / w.n;
  measured[1] = w.r10 / w.n, measured[2] = w.r50 / w.n, measured[3] = w.r90 / w.n;
  measured[4] = aps_demo_slope(w.log_t, w.log_e, w.late);
  free(w.energy);
  aps_free(&sim);
  return err;
}

/* ---- collapse ---- */

static int ascending(const void *a, const void *b) {
  const double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

/* Median distance from the origin, where the barycentre rests. */
static aps_err half_mass(aps_sim *sim, double *r, double *out) {
  aps_view v;
  TRY(aps_demo_look(sim, APS_X, &v));
  for (int64_t i = 0; i < v.n; i++)
    r[i] = sqrt(v.x[i] * v.x[i] + v.y[i] * v.y[i] + v.z[i] * v.z[i]);
  qsort(r, (size_t)v.n, sizeof *r, ascending);
  *out = (r[v.n / 2] + r[(v.n - 1) / 2]) / 2;
  return APS_OK;
}

static aps_err collapse_run(aps_demo *d, aps_sim *sim, double *r, double *measured) {
  double start, now, least = HUGE_VAL;
  TRY(half_mass(sim, r, &start));
  aps_demo_line(d, "time,median radius");
  for (int k = 1; aps_time(sim) < aps_t_end(sim) - 1e-9; k++) {
    TRY(aps_run(sim, 0.01 * k));
    TRY(half_mass(sim, r, &now));
    aps_demo_line(d, "%.6g,%.6g", aps_time(sim), now);
    if (k == 80) measured[0] = now / start;
    if (now < least && aps_time(sim) < 2) least = now, measured[1] = aps_time(sim);
  }
  return APS_OK;
}

/* 2K / |W| of the stars that stayed bound. */
static aps_err bound_virial(aps_demo *d, aps_sim *sim, double *ratio, double *gone) {
  TRY(aps_forces_current(sim, APS_POT));
  aps_view v;
  TRY(aps_demo_look(sim, APS_X | APS_V | APS_MASS | APS_POT | APS_TYPE, &v));
  int64_t n = 0;
  double *column[8];
  for (int k = 0; k < 8; k++)
    if (!(column[k] = calloc((size_t)v.n, sizeof(double)))) return APS_EMEM; /* the program ends */
  const double *const from[8] = {v.x, v.y, v.z, v.vx, v.vy, v.vz, v.mass, v.pot};
  for (int64_t i = 0; i < v.n; i++) {
    if (energy_of(&v, i) > 0) continue;
    for (int k = 0; k < 8; k++) column[k][n] = from[k][i];
    n++;
  }
  *gone = 1 - (double)n / (double)v.n;
  aps_view w = {.n = n,
                .pot = column[7],
                .x = column[0],
                .y = column[1],
                .z = column[2],
                .vx = column[3],
                .vy = column[4],
                .vz = column[5],
                .mass = column[6]};
  aps_analysis a;
  const aps_err err = aps_analyse(aps_demo_ctx(d), w, NULL, &a);
  *ratio = err == APS_OK ? a.virial_ratio : NAN;
  if (err == APS_OK) aps_analysis_free(aps_demo_ctx(d), &a);
  for (int k = 0; k < 8; k++) free(column[k]);
  return err;
}

static aps_err collapse(aps_demo *d, double *measured) {
  aps_sim *sim;
  TRY(aps_demo_open(d, NULL, &sim));
  double *r = calloc((size_t)aps_count(sim), sizeof *r), gone = 0;
  aps_err err = r ? collapse_run(d, sim, r, measured) : APS_EMEM;
  if (err == APS_OK) err = bound_virial(d, sim, &measured[2], &gone);
  aps_demo_note(d, "%.1f %% of the stars were thrown out", 100 * gone);
  free(r);
  aps_free(&sim);
  return err;
}

/* ---- collision ---- */

typedef struct {
  double nearest, when, speed;
} encounter;

static void watch_pair(encounter *e, const aps_view *v, double t) {
  const double x = v->x[1] - v->x[0], y = v->y[1] - v->y[0], z = v->z[1] - v->z[0];
  const double u = v->vx[1] - v->vx[0], w = v->vy[1] - v->vy[0];
  const double r = sqrt(x * x + y * y + z * z);
  if (r < e->nearest) e->nearest = r, e->when = t, e->speed = hypot(u, w);
}

/* Share of the disc that is further than 1.2, twice its radius, from its own galaxy. */
static double pulled_out(aps_demo *d, const aps_view *v, const char *disc) {
  int64_t far = 0;
  for (int64_t i = 2; i < v->n; i++) {
    far += hypot(v->x[i] - v->x[0], v->y[i] - v->y[0]) > 1.2;
    aps_demo_line(d, "%s,%.6g,%.6g", disc, v->x[i], v->y[i]);
  }
  return (double)far / (double)(v->n - 2);
}

static aps_err pass_by(aps_demo *d, const char *rotate, const char *name, encounter *e,
                       double *share) {
  aps_sim *sim;
  TRY(aps_demo_open(d, (const char *[]){rotate, NULL}, &sim));
  *e = (encounter){.nearest = HUGE_VAL};
  aps_view v = {0};
  aps_err err = APS_OK;
  while (err == APS_OK && aps_time(sim) < aps_t_end(sim) - 1e-9) {
    err = aps_step(sim);
    if (err == APS_OK) err = aps_demo_look(sim, APS_X | APS_V, &v);
    if (err == APS_OK) watch_pair(e, &v, aps_time(sim));
  }
  if (err == APS_OK) *share = pulled_out(d, &v, name);
  aps_free(&sim);
  return err;
}

static aps_err collision(aps_demo *d, double *measured) {
  encounter e;
  double with, against;
  aps_demo_line(d, "disc,x,y (at the end)");
  TRY(pass_by(d, "particles.1.rotate=[0,180,0]", "retrograde", &e, &against));
  TRY(pass_by(d, "particles.1.rotate=[0,0,0]", "prograde", &e, &with));
  measured[0] = e.nearest, measured[1] = e.when, measured[2] = e.speed;
  measured[3] = with > 0 ? against / with : NAN;
  aps_demo_note(d,
                "pulled beyond twice the disc's radius: %.1f %% of a prograde disc, %.1f %% of a "
                "retrograde one",
                100 * with, 100 * against);
  return APS_OK;
}

/* ---- disc galaxy ---- */

/* The disc's own barycentre in the plane: the whole is at rest, but halo and disc each drift by
 * their samples. out: x, y, vx, vy. */
static void disc_centre(const aps_view *v, double out[4]) {
  double n = 0;
  memset(out, 0, 4 * sizeof *out);
  for (int64_t i = 0; i < v->n; i++) {
    if (v->type[i] != 2) continue;
    out[0] += v->x[i], out[1] += v->y[i], out[2] += v->vx[i], out[3] += v->vy[i], n++;
  }
  for (int d = 0; d < 4; d++) out[d] /= n;
}

enum { RINGS = 12 };

typedef struct { /* disc stars between two radii */
  double n, mass, R, pull, v, v2;
} annulus;

/* Toomre's Q = sigma_R kappa / (3.36 G Sigma) where it is least, and sigma_R there, from rings of
 * width 1/4: omega^2 = -a_R / R from the very forces, kappa^2 = 4 omega^2 + R d omega^2 / dR. The
 * mean of three neighbouring rings, for one is noisy. */
static double toomre(const aps_view *v, const double c[4], double *sigma) {
  annulus ring[RINGS] = {{0}};
  double q[RINGS] = {0}, s[RINGS] = {0}, omega2[RINGS], least = HUGE_VAL;
  for (int64_t i = 0; i < v->n; i++) {
    const double x = v->x[i] - c[0], y = v->y[i] - c[1], R = hypot(x, y);
    const int k = (int)((R - 0.75) / 0.25);
    if (v->type[i] != 2 || R < 0.75 || k >= RINGS) continue;
    const double out = (x * (v->vx[i] - c[2]) + y * (v->vy[i] - c[3])) / R;
    ring[k].n++, ring[k].mass += v->mass[i], ring[k].R += R, ring[k].v += out;
    ring[k].v2 += out * out, ring[k].pull -= (x * v->ax[i] + y * v->ay[i]) / R;
  }
  for (int k = 0; k < RINGS; k++)
    ring[k].R /= ring[k].n, omega2[k] = ring[k].pull / ring[k].n / ring[k].R;
  for (int k = 1; k + 1 < RINGS; k++) {
    const double slope = (omega2[k + 1] - omega2[k - 1]) / (ring[k + 1].R - ring[k - 1].R);
    const double in = 0.75 + 0.25 * k,
                 area = 3.14159265358979 * ((in + 0.25) * (in + 0.25) - in * in);
    const double mean = ring[k].v / ring[k].n;
    s[k] = sqrt(ring[k].v2 / ring[k].n - mean * mean);
    q[k] = s[k] * sqrt(4 * omega2[k] + ring[k].R * slope) / (3.36 * ring[k].mass / area);
  }
  for (int k = 2; k + 2 < RINGS; k++) {
    const double here = (q[k - 1] + q[k] + q[k + 1]) / 3;
    if (here < least) least = here, *sigma = s[k];
  }
  return least;
}

/* Strength of the strongest of the patterns with 2 to 8 arms between one and three scale lengths;
 * 1: a single spoke. Noise of n stars: about sqrt(pi / 4 n). */
static double pattern(const aps_view *v, const double c[4], int *arms) {
  double best = 0;
  for (int m = 2; m <= 8; m++) {
    double re = 0, im = 0, n = 0;
    for (int64_t i = 0; i < v->n; i++) {
      const double x = v->x[i] - c[0], y = v->y[i] - c[1], R = hypot(x, y);
      if (v->type[i] != 2 || R < 1 || R > 3) continue;
      re += cos(m * atan2(y, x)), im += sin(m * atan2(y, x)), n++;
    }
    if (n > 0 && hypot(re, im) / n > best) best = hypot(re, im) / n, *arms = m;
  }
  return best;
}

typedef struct {
  double q_first, q_last, strongest;
  int arms;
} disc_fate;

static aps_err disc_row(aps_demo *d, aps_sim *sim, const char *name, disc_fate *f) {
  aps_view v;
  TRY(aps_forces_current(sim, APS_A));
  TRY(aps_demo_look(sim, APS_X | APS_V | APS_A | APS_MASS | APS_TYPE, &v));
  double sigma = NAN, centre[4];
  int arms = 0;
  disc_centre(&v, centre);
  const double q = toomre(&v, centre, &sigma), strength = pattern(&v, centre, &arms);
  if (aps_time(sim) == 0) f->q_first = q;
  f->q_last = q;
  if (strength > f->strongest) f->strongest = strength, f->arms = arms;
  aps_demo_line(d, "%s,%.6g,%.6g,%.6g,%.6g,%d", name, aps_time(sim), q, sigma, strength, arms);
  return APS_OK;
}

static aps_err disc_run(aps_demo *d, const char *q, disc_fate *f) {
  aps_sim *sim;
  TRY(aps_demo_open(d, (const char *[]){q, NULL}, &sim));
  *f = (disc_fate){0};
  aps_err err = disc_row(d, sim, q + 14, f);
  for (double t = 1; t <= aps_t_end(sim) + 1e-9 && err == APS_OK; t += 1) {
    err = aps_run(sim, t);
    if (err == APS_OK) err = disc_row(d, sim, q + 14, f);
  }
  aps_free(&sim);
  return err;
}

static aps_err disc(aps_demo *d, double *measured) {
  disc_fate warm, cold;
  aps_demo_line(d, "run,time,least Q,sigma_R,strength of the strongest pattern,arms");
  TRY(disc_run(d, "particles.0.Q=1.5", &warm));
  TRY(disc_run(d, "particles.0.Q=0.6", &cold));
  measured[0] = warm.q_first, measured[1] = cold.q_first, measured[2] = warm.q_last / warm.q_first;
  measured[3] = cold.q_last;
  measured[4] = cold.strongest / warm.strongest;
  aps_demo_note(d, "strongest pattern: %.2f with %d arms from Q = 0.6, %.2f from Q = 1.5",
                cold.strongest, cold.arms, warm.strongest);
  return APS_OK;
}

/* ---- ring ---- */

enum { RING_BINS = 60 };

/* Semi-major axes about the planet, counted in bins between 0.6 and 1.45. */
static aps_err ring_count(aps_sim *sim, double *count) {
  aps_view v;
  TRY(aps_demo_look(sim, APS_X | APS_V, &v));
  memset(count, 0, RING_BINS * sizeof *count);
  for (int64_t i = 2; i < v.n; i++) {
    const double x = v.x[i] - v.x[0], y = v.y[i] - v.y[0], z = v.z[i] - v.z[0];
    const double u = v.vx[i] - v.vx[0], w = v.vy[i] - v.vy[0], s = v.vz[i] - v.vz[0];
    const double a = 1 / (2 / sqrt(x * x + y * y + z * z) - (u * u + w * w + s * s));
    const int bin = (int)((a - 0.6) / 0.85 * RING_BINS);
    if (a > 0.6 && bin < RING_BINS) count[bin]++;
  }
  return APS_OK;
}

static double bin_radius(int bin) { return 0.6 + 0.85 * (bin + 0.5) / RING_BINS; }

static const double near_moon = 0.035; /* half a Hill radius, where particles stay */

/* How far a gap of no particles would reach from the moon's orbit to let as few be left: between near_moon and `reach` on one side (-1:
 * inside). Its edge is ragged, and where a bin's half is left is chance. */
static double gap_width(const double *first, const double *last, int side, double reach) {
  double before = 0, after = 0;
  int bins = 0;
  for (int k = 0; k < RING_BINS; k++) {
    const double away = side * (bin_radius(k) - 1);
    if (away > near_moon && away < reach) before += first[k], after += last[k], bins++;
  }
  return near_moon + (1 - after / before) * bins * 0.85 / RING_BINS;
}

static aps_err ring(aps_demo *d, double *measured) {
  aps_sim *sim;
  double first[RING_BINS], last[RING_BINS], kept = 0, all = 0;
  TRY(aps_demo_open(d, NULL, &sim));
  aps_err err = ring_count(sim, first);
  if (err == APS_OK) err = aps_run(sim, aps_t_end(sim));
  if (err == APS_OK) err = ring_count(sim, last);
  aps_free(&sim);
  aps_demo_line(d, "semi-major axis,particles at the start,at the end");
  for (int k = 0; k < RING_BINS && err == APS_OK; k++) {
    aps_demo_line(d, "%.6g,%g,%g", bin_radius(k), first[k], last[k]);
    if (fabs(bin_radius(k) - 1) < near_moon) kept += last[k], all += first[k];
  }
  const double in = gap_width(first, last, -1, 0.3), out = gap_width(first, last, 1, 0.35);
  measured[0] = (in + out) / 2;
  measured[1] = kept / all;
  aps_demo_note(d, "the gap reaches from %.3f to %.3f", 1 - in, 1 + out);
  return err;
}

const aps_demo_row aps_demos_stars[] = {
    {"cluster",
     "a star cluster: equilibrium, and relaxation two by two",
     {{"virial ratio 2K / |W|, mean", "", 1, 0.03, "virial theorem"},
      {"radius of a tenth of the mass", "", 0.3087, 0.031,
       "Plummer: r = a / sqrt(m^(-2/3) - 1), a = 3 pi / 16; +- what 1024 stars allow"},
      {"radius of half the mass", "", 0.7686, 0.06, "the same"},
      {"radius of nine tenths of the mass", "", 2.1837, 0.22, "the same"},
      {"slope of log rms change of energy, log t", "", 0.5, 0.15,
       "many small encounters: a random walk (Chandrasekhar 1942)"}},
     cluster,
     {"particles.0.n", "stars", 64, 4096, 1}},
    {"collapse",
     "a cold sphere: free fall and violent relaxation",
     {{"median radius at t = 0.8 over that at 0", "", 0.63405966, 0.02,
       "r / R = cos^2 b, t = sqrt(R^3 / 2 G M) (b + sin b cos b)"},
      {"time of the deepest collapse", "", 1.1107207345395915, 0.06,
       "pi / sqrt(8) sqrt(R^3 / G M)"},
      {"virial ratio of what stays bound, at t = 3", "", 1, 0.15,
       "it has come to rest about equilibrium"}},
     collapse,
     {"particles.0.virial", "virial ratio", 0, 1, 0}},
    {"collision",
     "two galaxies pass and one grows tidal tails",
     {{"closest distance", "", 1, 0.01, "parabola with pericentre 1"},
      {"its time", "", 5.963, 0.03,
       "Barker: t = sqrt(2 q^3 / G M) (s + s^3 / 3), s = tan(f / 2) = sqrt(5)"},
      {"speed there", "", 2, 0.01, "sqrt(2 G M / q)"},
      {"pulled from a retrograde / a prograde disc", "", 0, 0.35,
       "only a disc that keeps pace with the companion resonates (Toomre & Toomre 1972)"}},
     collision,
     {"particles.1.rotate.1", "tilt of the disc", 0, 180, 1}},
    {"disc",
     "a disc galaxy and Toomre's Q",
     {{"least Q of the warm disc at the start", "", 1.5, 0.2,
       "as asked for: Q = sigma_R kappa / (3.36 G Sigma)"},
      {"least Q of the cold disc at the start", "", 0.6, 0.1, "the same"},
      {"warm disc: Q at the end over Q at the start", "", 1.1, 0.25,
       "stable: heats only by its graininess"},
      {"cold disc: Q at the end", "", 1.05, 0.35, "spirals heat the stars until Q is about 1"},
      {"strongest pattern, cold over warm", "", 2.5, 1.2, "unstable below Q = 1"}},
     disc,
     {"particles.0.Q", "Toomre's Q", 0.4, 3, 0}},
    {"ring",
     "a moon clears a gap in a planet's ring",
     {{"half width of the gap, mean of both sides", "of a", 0.1806, 0.045,
       "Wisdom 1980: resonances overlap within 1.3 mu^(2/7)"},
      {"kept within half a Hill radius of the orbit", "", 1, 0.3,
       "horseshoe orbits turn back before they meet the moon"}},
     ring,
     APS_NO_KNOB},
    {.name = NULL}};
