/* Where the spectator stands and looks: a turntable about the z axis through a centre. */
#ifndef APS_LIVE_CAMERA_H
#define APS_LIVE_CAMERA_H
#include "../eye.h"
#include "slots.h"

enum { APS_BOOKMARKS = 9 };

typedef struct {
  double azimuth, elevation; /* degrees, as aps_eye_turn; elevation -90 … 90 */
  double field;              /* of view, degrees; 0: parallel */
  double width, centre[3];   /* of the picture at the centre, code length */
} aps_pose;

typedef struct { /* shares of the picture where words or a panel lie: at the top, on the right */
  double above, beside;
} aps_margins;

typedef struct { /* along the picture's axes, code length */
  double middle[2], half[2];
} aps_rig_box;

typedef struct {
  aps_pose pose, home, kept[APS_BOOKMARKS];
  int framed, touched, has_kept[APS_BOOKMARKS]; /* touched: the spectator has chosen the view */
  double framed_width;                          /* at the start */
  aps_rig_box seen;                             /* what had to show since it was framed, */
  double seen_from[2];                          /* with this azimuth and elevation */
  int follows;
  uint64_t followed; /* its id */
  int64_t row;       /* where it was last */
} aps_rig;

void aps_rig_start(aps_rig *); /* face on, nothing framed, bookmarks empty */
aps_eye aps_rig_eye(const aps_rig *);
/* Centre and width such that nearly all particles show, and all that have a twentieth of the mass,
 * within the margins; the direction stays. Also the new home when it is the first. APS_EMEM. */
aps_err aps_rig_frame(aps_ctx *, aps_rig *, const aps_shot *, double aspect, aps_margins);
/* Of few bodies all but those far out stay in view, of many those: grows, up to four times the width at the start. */
void aps_rig_widen(aps_rig *, const aps_shot *, double aspect, aps_margins);
/* What showed, in a window of another shape or with other margins; also the new home. APS_EMEM. */
aps_err aps_rig_fit(aps_ctx *, aps_rig *, const aps_shot *, double aspect, aps_margins);
void aps_rig_home(aps_rig *);
/* dx, dy: of the mouse, as shares of the window's height. */
void aps_rig_orbit(aps_rig *, double dx, double dy);
void aps_rig_pan(aps_rig *, double dx, double dy, double aspect);
/* Nearer by `factor`; what lies at (x, y), -1 … 1 across and up, stays there. */
void aps_rig_zoom(aps_rig *, double factor, double x, double y, double aspect);
/* Moves the eye by shares of the width, along the picture and into it. */
void aps_rig_fly(aps_rig *, double right, double up, double into);
/* 0 … 8: bookmarks, else named views: xy, xz, yz, 30, 60 and -30 degrees above, near, far, home. */
int aps_rig_recall(aps_rig *, int which); /* 1: it should be framed, so that from there nearly all particles show */
void aps_rig_keep(aps_rig *, int which);
/* Puts the followed particle into the centre; it is let go where it is no more. */
void aps_rig_follow(aps_rig *, const aps_shot *);
/* The row drawn nearest to pixel (px, py), within `reach` pixels; -1: none. */
int64_t aps_rig_pick(const aps_rig *, const aps_shot *, double px, double py, int width, int height,
                     double reach);
/* Pixel of a point; 0: behind the eye. */
int aps_rig_point(const aps_eye *, const double x[3], int width, int height, double *px,
                  double *py);
/* The point in the plane through the centre that is seen at a pixel. */
void aps_rig_place(const aps_eye *, double px, double py, int width, int height, double x[3]);
#endif
