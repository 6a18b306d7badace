/* Particles in the memory of a CUDA card, on their way to a picture: packed there into 16 bytes
 * each, and from there into OpenGL's buffer, or, where OpenGL is slow or absent, drawn by CUDA
 * itself. The row aps_card_cuda is absent in builds without CUDA; the tests run it on the CPU
 * (gpu/shim). */
#ifndef APS_CARD_H
#define APS_CARD_H
#include "eye.h"

typedef enum { /* what a point's number is */
               APS_CARD_ONE,
               APS_CARD_COLUMN,
               APS_CARD_SPEED, /* against `mean` */
               APS_CARD_ENERGY,
               APS_CARD_AGE, /* of a column of times, at `now` */
               APS_CARD_SPECIES
} aps_card_number;
enum { APS_CARD_SPECIES_MOST = 8 };

typedef struct {
  int64_t n;
  const double *x[3], *v[3]; /* [n] each, the card's memory; v for SPEED and ENERGY */
  const void *column;        /* [n], for COLUMN; ENERGY: potentials; SPECIES: uint32_t */
  char type;                 /* of a COLUMN, as aps_column.type; 0: double */
  char name[32];             /* of it, as aps_column.name: for aps_card_bind */
  aps_card_number number;
  double low, high; /* the number becomes its place between them, 0 ... 1; equal: it stays */
  int logarithmic;
  double now;                          /* time */
  double mean[3];                      /* velocity */
  double place[APS_CARD_SPECIES_MOST]; /* of species k: its number */
  double origin[3];                    /* positions are packed relative to it */
  int64_t wish;                        /* the caller's own: comes out with the parcel */
} aps_card_points;

/* Groups of columns that these points are made of, and those columns, of a view of any memory. */
aps_cols aps_card_reads(const aps_card_points *);
void aps_card_bind(aps_card_points *, const aps_view *);

/* How points reach OpenGL. */
typedef enum {
  APS_WAY_UPLOAD, /* from the host's columns, through the mapped ring: no CUDA at all */
  APS_WAY_LATE,   /* from the card through pinned host memory, one frame late */
  APS_WAY_PEER,   /* from the simulation's card to the one that draws */
  APS_WAY_SHARED, /* within the one card that does both */
  APS_WAYS
} aps_way;
extern const char *const aps_way_names[APS_WAYS];

typedef struct {
  int64_t n;        /* points that were delivered */
  double origin[3]; /* of them */
  int64_t wish;     /* as they were packed */
  int64_t number;   /* counts what was packed */
} aps_card_parcel;

typedef struct { /* how points become light */
  const float *colour; /* [colours][3]: of the places 0 ... 1, evenly; NULL: light in red, light */
  int colours;         /* times place in green */
  int density;         /* 1: a point's number is its light, all of it in red */
  float most;          /* the largest of those numbers */
  float glow;          /* radius of every glow [pixels]; 0: by how many points are near */
  int stride;          /* one point in so many is drawn, shining so much brighter; 0: all */
} aps_card_look;

typedef struct {
  /* Of the context that is current. The CUDA devices it draws on, or 0 with CUDA's words in why. */
  int (*gl_devices)(int *out, int most, char *why, size_t size);
  int (*uuid)(int device, unsigned char out[16]); /* 0: unknown */
  int (*peer)(int from, int to);                  /* can one write the other's memory? */
  /* Registers, maps, unmaps a buffer of OpenGL: NULL, or what CUDA says against it. */
  const char *(*trial)(int device, unsigned buffer);

  aps_err (*open)(aps_ctx *, int ordinal, void **self);
  void (*close)(void **self); /* NULL inside is fine; after forget */
  /* Of columns that are complete (aps_wait); they may change once it returns. */
  aps_err (*pack)(void *self, const aps_card_points *);
  /* What was packed last, into the slot at `offset` of OpenGL's buffer (SHARED, PEER), or to
   * `mapped` (LATE: what was packed at the call before; the first call waits). In the context's
   * thread, not at the same time as pack. */
  aps_err (*deliver)(void *self, aps_way, int gl_device, unsigned buffer, int64_t offset,
                     void *mapped, aps_card_parcel *out);
  void (*forget)(void *self); /* before OpenGL's buffer is deleted */
  /* What was packed last. */
  void (*packed)(void *self, aps_card_parcel *out);
  /* Draws what was packed last, as aps_light_glow and aps_light_add do, [height][width][4]: into
   * OpenGL's buffer (SHARED, PEER), or to *host, pinned memory that is the card's until the next
   * call. The sums are integers, so the bits do not depend on the order of threads. Not at the
   * same time as pack. */
  aps_err (*splat)(void *self, const aps_eye *, const aps_card_look *, int width, int height,
                   aps_way, int gl_device, unsigned buffer, const float **host);
  /* Seconds from the beginning of the last splat to its end on the card. */
  double (*spent)(void *self);
} aps_card_row;

extern const aps_card_row aps_card_cuda __attribute__((weak));

typedef struct {
  aps_way way;
  int gl_device; /* CUDA's number of the card that draws; -1: none */
  char why[256];
} aps_way_choice;

/* card NULL: there is no CUDA. device: where the particles are, -1: on the host. gl_uuid: of the
 * context's device, NULL: unknown. buffer: of OpenGL, for the trial. asked: a name, NULL or
 * "auto"; APS_EARG where it is none. What is asked for but cannot be had gives the next best. */
aps_err aps_way_choose(aps_ctx *, const aps_card_row *card, int device,
                       const unsigned char *gl_uuid, unsigned buffer, const char *asked,
                       aps_way_choice *out);
#endif
