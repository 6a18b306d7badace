/* What the accuracy asked for leads to, and what measured errors teach: the same for every device. docs/fmm.md. */
#ifndef APS_FORCE_FMM_CHOICE_H
#define APS_FORCE_FMM_CHOICE_H
#include "../apsis.h"
#ifdef __cplusplus
extern "C" {
#endif

enum { APS_FMM_HARMONIC, APS_FMM_FULL, APS_FMM_KINDS }; /* expansions of 1/r; of any potential of r */
/* Cells are never accepted at R_A + R_B >= THETA d (eq. 11), nor particles with a cell of a radius >= THETA_MIXED times the
 * distance of the nearest (eq. 14). Particles of a cell within which |a| is guessed once. */
#define APS_FMM_THETA       0.9f
/* Where one of two cells is much the larger, so many of its radii count for R_A + R_B (eq. 12). The binomial bound then is
 * no longer larger than what its particles err, and what they err adds up: in a collapsing sphere to 1.8 of the accuracy. */
#define APS_FMM_UNEVEN 1.5f
#define APS_FMM_THETA_MIXED 0.75f
/* Times what a usual particle of a leaf may err through (14), its nearest may. Without a limit it erred by 10^4 times in lines;
 * with 3 more of a halo's leaves are left to (12), whose errors there add up. */
#define APS_FMM_NEAREST 10.0f
/* The same where lines may be, and for how many evaluations since they showed. */
#define APS_FMM_NEAREST_CAREFUL 2.0f
enum { APS_FMM_CAREFUL = 32 };
enum { APS_FMM_COARSE = 1024 };
enum { APS_FMM_CLASSES = 8 }; /* different softenings that expansions of softened potentials take */

typedef struct {
  double loosen;  /* factor of the strictness, learnt from measured errors */
  /* 1: strictness alone did not help, it is the rounding of float; all is double from now on. Below 0: minus the error over
   * the accuracy when it was last too large. */
  double precise;
  double careful; /* evaluations left to be done with the care that lines need: targets had to be summed again */
} aps_fmm_tuning;

typedef struct {
  int order, leaf;                       /* of the expansions; most particles of a leaf */
  int mixed;                             /* particles of all leaves may act on cells one by one */
  double strictness;                     /* a cell pair's error bound over accuracy times the least |a|; 0: none is accepted */
  int double_expansions, double_pairs;
  int double_points; /* positions are kept in double, for close neighbours alone (eq. 16) */
} aps_fmm_setting;

typedef struct {
  double accuracy;
  int64_t n;            /* particles */
  int periodic;         /* in a box most of the attraction cancels, and |a| is what is left */
  int mixing;           /* particles can act on cells one by one */
  int precise;          /* double asked for */
} aps_fmm_ask;

/* Whether pairs next to close neighbours are to be in double, and positions with them (eq. 16). */
int aps_fmm_is_wary(double accuracy, int64_t n, const aps_fmm_tuning *);
aps_fmm_setting aps_fmm_set(const aps_fmm_ask *, const aps_fmm_tuning *);
/* A measured error (aps_force_error's five numbers) above the accuracy asked for makes acceptance stricter; one far below
 * lets it return. guessed: the evaluation had to guess |a|. 1: later evaluations are more accurate. */
int aps_fmm_learn(aps_fmm_tuning *, double accuracy, int guessed, const double error[5]);

/* Periodic boxes: APS_ECONFIG where multipoles cannot serve this one; the degree of the far images' polynomial (lattice.h), of
 * whose error a third of the accuracy is left at most. */
aps_err aps_fmm_check_box(const aps_force_setup *);
int aps_fmm_far_degree(const double L[3], double accuracy);

/* Adds a softening to eps[classes], ascending and distinct; returns how many there are, at most APS_FMM_CLASSES + 1. */
int aps_fmm_insert_class(double eps[APS_FMM_CLASSES + 2], int classes, double e);
/* APS_ECONFIG where there are more than APS_FMM_CLASSES. */
aps_err aps_fmm_check_classes(aps_ctx *, const double *eps, int classes);

/* Bits of the exponent in which expansions in float are safe, by order 0 to 8: float holds (2p - 1)!! / r^(2p + 1)
 * (eq. 8) of order p from r = 2^nearest to the diagonal of an extent of 2^extent; expansions do not act nearer. */
typedef struct {
  int nearest, extent;
} aps_fmm_range;
extern const aps_fmm_range aps_fmm_range_f32[9];
/* The same of expansions in double; and where softenings end, scaled. */
enum { APS_FMM_NEAREST_F64 = -50, APS_FMM_FLOOR_F32 = -38, APS_FMM_FLOOR_F64 = -60 };
/* Levels below which cells are too small for expansions in float. */
int aps_fmm_deepest(int order, int periodic);
/* The extent of a leaf over that of all, below which its pairs are too close for float if nothing softens them: separations
 * stay above 2^FLOOR_F32. */
double aps_fmm_least_leaf(int order, int periodic);
/* Whether so many particles lie deeper than expansions go, of n, that their pairs one by one would be more than a few hundred for
 * each particle of all. */
int aps_fmm_too_deep(double deep, double n);
/* Particles of a cell from which on its moments cost less at a particle than pairs do. */
int aps_fmm_few_of(int order);
/* Of the error that a sparse leaf's own expansion may have (eq. 13). */
#define APS_FMM_SPARSE 0.3f
/* A leaf is sparse where R^2 |a| > this times the mass that attracts it. */
double aps_fmm_sparse_from(double accuracy, const aps_fmm_tuning *, int order);
#ifdef __cplusplus
}
#endif
#endif
