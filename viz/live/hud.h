/* What stands over the picture: numbers, bars, help, notes, trails, axes. */
#ifndef APS_HUD_H
#define APS_HUD_H
#include "ink.h"
#include "stage.h"
#include "trace.h"

typedef struct { /* what is measured between shots and frames */
  double fps, steps_per_s, interactions_per_s;
  double wall; /* of the shot that the rates count from */
  int64_t steps, number;
  double interactions;
  char drawn_by[64];          /* "processor", "OpenGL, llvmpipe" */
  char cuda_why[256];         /* why CUDA draws those, or not; "": it is not asked */
  char way[16], way_why[256]; /* of points from a card of a run; "" they are not on one */
  double way_bytes;           /* that took it */
  /* notes, and until when they show */
  char note[240];
  int notes_seen, source_notes_seen;
  double note_until;
} aps_gauges;

void aps_gauges_read(aps_gauges *, aps_stage *, const aps_shot *, double now);

enum { APS_TRAIL_LENGTH = 600 };
typedef struct { /* where one particle was: a ring, the oldest at next - length */
  uint64_t id;
  int length, next;
  double at[APS_TRAIL_LENGTH];
  float x[APS_TRAIL_LENGTH][6]; /* position, velocity */
  int shown;                    /* 1: it is in the picture, */
  float now[6];                 /* there */
} aps_trail;
typedef struct { /* of all of a few particles, as they were traced, else from picture to picture; of many the followed one */
  int n, room, epoch, traced;
  aps_trail *of;
  double time; /* of the picture */
} aps_trails;
void aps_trails_add(aps_trails *, aps_trace *, const aps_stage *, const aps_shot *);
void aps_trails_free(aps_trails *);

/* All of it; tint NULL: no colour bar. */
void aps_hud_draw(aps_sheet *, const aps_stage *, const aps_shot *, const aps_gauges *,
                  const aps_trails *, const aps_tint *, const aps_species_key *, double now);
#endif
