/* Between direct.c, which arranges the work, and direct_kernel.c, which does it once per
 * instruction set. */
#ifndef APS_FORCE_DIRECT_KERNEL_H
#define APS_FORCE_DIRECT_KERNEL_H
#include "../laws/law.h"
#include <stddef.h>
#include <stdint.h>

enum {
  APS_DIRECT_BLOCK = 128, /* targets that share a centre and a tile of sources */
  APS_DIRECT_TILE = 1024  /* sources summed in one go before the sums go to double */
};
/* What a pass computes. POT_SELF: potential of targets among themselves, target i being source i.
 */
enum {
  APS_DIRECT_A,
  APS_DIRECT_A_POT,
  APS_DIRECT_A_JERK,
  APS_DIRECT_POT,
  APS_DIRECT_POT_SELF,
  APS_DIRECT_WANTS
};
enum {
  APS_SUM_AX,
  APS_SUM_AY,
  APS_SUM_AZ,
  APS_SUM_POT,
  APS_SUM_JX,
  APS_SUM_JY,
  APS_SUM_JZ,
  APS_SUMS
};

/* Columns of a set of points, in the kernel's precision, offset by a centre and scaled; 64-byte
 * aligned. */
typedef struct {
  void *x, *y, *z, *vx, *vy, *vz, *mass;
  void *mass_pot; /* the mass that makes potential: zero for the targets of the block themselves */
  void *eps2;
} aps_direct_points;

/* sums [APS_SUMS][APS_DIRECT_BLOCK] += what n_sources sources (padded to whole vectors, see `pad`) do to n_targets targets.
 * POT_SELF takes targets as sources: they are padded with finite ones. eps2: of every pair where the kernel is for uniform softening. */
typedef void aps_direct_kernel(const aps_direct_points *sources, int n_sources,
                               const aps_direct_points *targets, int n_targets, double eps2,
                               double (*sums)[APS_DIRECT_BLOCK]);

typedef struct { /* one precision on one instruction set */
  size_t size;   /* of a number */
  int lanes;
  double r3; /* the kernels' acceleration and jerk are to be multiplied by this */
  aps_direct_kernel
      *kernel[APS_LAW_COUNT][2 /* softening: uniform, per particle */][APS_DIRECT_WANTS];
  void (*pad)(const aps_direct_points *, int n); /* massless sources behind n, up to a whole vector */
  void (*shift)(const double *from, int n, double centre, double scale,
                void *to); /* (from - centre) scale */
  void (*soften)(const double *eps, int n, double scale, double least,
                 void *to); /* max((eps scale)^2, least) */
} aps_direct_precision;

typedef struct {
  const char *name;
  const aps_direct_precision *f32, *f64;
  double (*spin)(int64_t rounds); /* as many interactions on registers alone; returns how many */
} aps_direct_isa;

/* The fastest instruction set that this machine can run; APSIS_ISA=plain|avx2|avx512 in the
 * environment asks for one. NULL if that one is unknown or cannot run here. */
const aps_direct_isa *aps_direct_isa_choose(void);
#endif
