/* What both ways of drawing share. */
#ifndef APS_PAINT_INSIDE_H
#define APS_PAINT_INSIDE_H
#include "../gl/gl_draw.h"
#include "paint.h"

typedef enum { APS_DYE_SPECIES, APS_DYE_NUMBER, APS_DYE_DENSITY } aps_dye;
enum { APS_FEW = 256 }; /* bodies, each a dot; more are a cloud, whose glow shows its density */

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
  char colour[32]; /* of the tint */
  aps_camera tone;
  int fitted; /* the stage's wish that range and exposure answer to */
  int scene;
  double width; /* that the exposure was chosen for */
  double when;
  aps_gl *gl; /* NULL: the processor draws */
  /* what lies on the graphics card */
  int64_t uploaded, uploaded_n;
  double origin[3];
  aps_mode uploaded_mode;
  char uploaded_colour[32];
};

aps_dye aps_paint_dye(const aps_stage *);
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
