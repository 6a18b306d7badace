/* Private copies of the particles, handed from the simulation's thread to the window's: neither
 * ever waits for the other. */
#ifndef APS_SLOTS_H
#define APS_SLOTS_H
#include "../../src/apsis.h"

typedef struct { /* one moment, as the window knows it */
  int64_t n, room;
  aps_view v; /* x, v, mass, type, id; pot, born and further where `has` says so. Of this copy alone */
  aps_cols has;
  double time, box[3];
  int periodic;
  aps_units units;
  int64_t steps, number;       /* number: counts what was published */
  int64_t rows;                /* the same of v alone, where the picture's points lie on a card */
  double interactions;         /* since the start */
  double energy_error, virial; /* NAN: not known */
  double force_error;          /* rms of a sample; < 0: not known */
  double wall;                 /* s, when it was taken */
  int64_t generation;          /* rows keep their places while this stays; -1: nobody knows */
  int scene;                   /* another one: camera and exposure start afresh */
  double *own;                 /* memory behind v */
  uint64_t *own_id;
  uint32_t *own_type;
  double *own_further; /* where somebody asked for one */
  int64_t further_room;
  aps_further further; /* what v.further is; its name "": there is none */
} aps_shot;

typedef struct aps_slots aps_slots;

aps_slots *aps_slots_create(void); /* NULL: no memory */
void aps_slots_free(aps_slots **);

/* ---- the writer's side */

aps_shot *aps_slots_back(aps_slots *);   /* to be filled; the writer's until it is published */
void aps_slots_publish(aps_slots *);     /* it becomes the newest; the writer has another */
int aps_slots_wanted(const aps_slots *); /* 1: the reader has taken the last one */
/* Room for n rows in all columns. 0: no memory, the shot then holds no rows. */
int aps_shot_room(aps_shot *, int64_t n);
/* And for a further column; 0: no memory. */
int aps_shot_room_further(aps_shot *);
/* Copies x and v, and the rest where the rows have moved since this slot was last filled. */
int aps_shot_copy(aps_shot *, const aps_view *from, aps_cols has, int64_t generation);

/* ---- the reader's side */

/* The newest shot, the reader's own until its next call; n == 0 before the first. fresh: 1 when it
 * was not seen before. */
const aps_shot *aps_slots_newest(aps_slots *, int *fresh);
#endif
