/* From where a picture is taken: parallel or in perspective, and a path of it. */
#ifndef APS_EYE_H
#define APS_EYE_H
#include "light.h"

typedef struct {
  double right[3], up[3], back[3]; /* unit vectors of the picture: across, up, towards the eye */
  double centre[3];                /* what the picture is centred on */
  double width;                    /* of the picture at the centre, code length */
  double distance;                 /* of the eye from the centre; 0: parallel */
} aps_eye;

/* The plane "xy", "xz" or "yz" as it lies; other texts: xy. */
aps_eye aps_eye_plane(const char *plane);
/* The eye at `azimuth` degrees around the z axis from -y, `elevation` degrees above the plane;
 * field of view in degrees across, 0: parallel. width and centre stay. */
void aps_eye_turn(aps_eye *, double azimuth, double elevation, double field);
/* What nearly all of the particles span along right, up and back. x: the three coordinates, n rows each; mass as in
 * aps_far_out. */
aps_err aps_eye_span(aps_ctx *, const aps_eye *, const double *const x[3], const double *mass,
                     int64_t n, double middle[3], double half[3]);
typedef struct {
  double azimuth, elevation, field; /* degrees, as aps_eye_turn takes them */
  double turn;                      /* in azimuth, from there on */
} aps_round;

/* Centre and width such that nearly all of the particles show, in perspective all the way `round`, where NULL
 * along `back`. What shows already (width > 0) goes on to do so. aside: the share of the width at either edge that is left free by a
 * handful of bodies, each of which may lie anywhere. */
aps_err aps_eye_frame(aps_ctx *, aps_eye *, const double *const x[3], const double *mass, int64_t n,
                      double aspect, double aside, const aps_round *round);
/* Fills x and y of the marks; what lies behind the eye is put far outside the picture. */
void aps_eye_project(const aps_eye *, const double *const x[3], int64_t n, int width, int height,
                     aps_mark *);
#endif
