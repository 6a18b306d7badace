/* What both ways of drawing share. */
#ifndef APS_PAINT_INSIDE_H
#define APS_PAINT_INSIDE_H
#include "../gl/gl_take.h"
#include "paint.h"

typedef enum { APS_DYE_SPECIES, APS_DYE_NUMBER, APS_DYE_DENSITY } aps_dye;
enum { APS_FEW = 1000 }; /* bodies, each a dot; more are a cloud, whose glow shows its density; where that is read, fewer as well */

/* How particles are packed into points, and how those are shown. */
typedef struct {
  aps_card_points points;
  aps_dye dye;
  aps_tint tint; /* of a number */
  float most;    /* of a density's numbers */
  int colours;   /* of species */
  float table[APS_SPECIES_MOST][3];
} aps_paint_key;
enum { APS_PAINT_KEYS = 4 }; /* points may arrive that were packed by one of the last few */

struct aps_painter {
  aps_ctx *ctx;
  aps_canvas image;
  unsigned char *rgb;
  aps_shot some; /* the rows that are drawn, where not all are */
  float *value;  /* light (3 each) or a number */
  aps_mark *mark;
  int64_t room;
  aps_dye dye;
  aps_tint tint;
  char colour[64]; /* of the tint */
  aps_species_key species; /* where colours tell those */
  aps_tint speeds;         /* or, of one, its speeds */
  aps_camera tone;
  int fitted; /* the stage's wish that range and exposure answer to */
  int scene;
  double width; /* that the exposure was chosen for */
  double when;
  aps_gl *gl; /* NULL: the processor draws */
  int lost;   /* 1: its context is gone */
  /* what lies on the graphics card */
  int64_t keyed;                /* rows of the shot that the key was made from */
  int64_t uploaded, uploaded_n; /* rows of the shot that was uploaded; how many */
  aps_mode keyed_mode;
  char keyed_colour[64];
  aps_paint_key key[APS_PAINT_KEYS], shown; /* key[wish % …] */
  int64_t wish, table_of;                   /* the newest; the one whose table OpenGL has */
  /* points from a card that computes */
  aps_gl_take *take; /* NULL: rows are uploaded */
  aps_handover *handover;
  int card, rows, look;
  int64_t delivered; /* packing that is shown; 0: none yet */
  int by_cuda;       /* 1: CUDA draws what was packed; OpenGL colours and shows it */
  char cuda_why[240]; /* why it does not any more */
};

aps_dye aps_paint_dye(const aps_stage *);
void aps_paint_speeds(aps_painter *, const aps_shot *); /* the bar of the species' key */
/* Every stride-th row, the painter's until the next call; all of them where there is no memory for it. */
const aps_shot *aps_paint_some(aps_painter *, const aps_shot *, int stride);
/* Tint and the value of every particle. fit: 1 chooses the range anew. */
aps_err aps_paint_values(aps_painter *, const aps_stage *, const aps_shot *, int fit);
/* What a particle's value gives: {light, 0, 0} or a colour. */
void aps_paint_light(const aps_painter *, int64_t i, float brighter, float light[3]);
int aps_paint_fits(const aps_painter *, const aps_stage *, const aps_shot *);
/* The range of a density's colours, from the light in p->image. */
aps_err aps_paint_density(aps_painter *, const aps_stage *);
/* Draws towards what was seen: `seen` is the exposure that fits the present light. */
int aps_paint_expose_due(const aps_painter *, int fit);
void aps_paint_expose(aps_painter *, const aps_camera *seen, int fit);
/* Marks that nothing more is to be fitted. */
void aps_paint_fitted(aps_painter *, const aps_stage *, const aps_shot *);
aps_err aps_paint_room(aps_painter *, int width, int height, int64_t n);
void aps_paint_gl_free(aps_painter *) __attribute__((weak));
#endif
