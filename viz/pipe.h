/* Pictures straight into ffmpeg. */
#ifndef APS_PIPE_H
#define APS_PIPE_H
#include "core/ctx.h"
#include <stdio.h>
#include <sys/types.h>

typedef struct {
  pid_t child; /* 0: none */
  int to;
  FILE *said; /* what it writes to its stderr */
  char part[4200], path[4096];
} aps_pipe;

#define APS_EVEN "pad=ceil(iw/2)*2:ceil(ih/2)*2" /* H.264 with a quarter of the colours takes no odd sizes */

int aps_pipe_possible(void); /* is there an ffmpeg in PATH? */
/* H.264, in the file's own container. A SIGPIPE must be ignored by the program. */
aps_err aps_pipe_open(aps_ctx *, const char *path, int width, int height, double fps, aps_pipe *);
/* APS_EIO: ffmpeg ended early, and why; nothing is left, and nothing to close. */
aps_err aps_pipe_add(aps_ctx *, aps_pipe *, const unsigned char *rgb, size_t bytes);
/* The movie is in its place, whole, or the last failure stands and nothing is left. keep 0: give
 * up. */
aps_err aps_pipe_close(aps_ctx *, aps_pipe *, int keep);
#endif
