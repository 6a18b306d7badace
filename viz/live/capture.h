/* Pictures and movies of the window, as files in the working directory. */
#ifndef APS_CAPTURE_H
#define APS_CAPTURE_H
#include "../pipe.h"

typedef struct {
  aps_pipe pipe;
  int width, height;
  double begun;
  int64_t frames; /* given to ffmpeg so far */
  unsigned char *last;
} aps_recorder;

/* Writes apsis-0001.png, or the next number that is free. rgb: [height][width][3], row 0 on top. */
aps_err aps_capture_picture(aps_ctx *, int width, int height, const unsigned char *rgb,
                            char name[64]);
/* Begins apsis-0001.mp4 likewise. */
aps_err aps_record_begin(aps_ctx *, aps_recorder *, int width, int height, char name[64]);
/* The window shows this now; the movie runs as fast as the clock, 30 frames a second. Where nothing was shown for longer
 * than a second it stands still for that second and goes on from there. */
aps_err aps_record_add(aps_ctx *, aps_recorder *, const unsigned char *rgb, double now);
aps_err aps_record_end(aps_ctx *, aps_recorder *);
static inline int aps_recording(const aps_recorder *r) { return r->pipe.child != 0; }
#endif
