#define _GNU_SOURCE /* pipe2 */
#include "pipe.h"
#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

int aps_pipe_possible(void) {
  const char *path = getenv("PATH");
  while (path && *path) {
    const size_t n = strcspn(path, ":");
    char name[4200];
    snprintf(name, sizeof name, "%.*s/ffmpeg", (int)(n < 4000 ? n : 4000), path);
    if (access(name, X_OK) == 0) return 1;
    path += n + (path[n] == ':');
  }
  return 0;
}

/* "dir/.name.part.mp4": ffmpeg tells the container by the ending. */
static void part_name(const char *path, char *out, size_t size) {
  const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path,
             *dot = strrchr(name, '.');
  snprintf(out, size, "%.*s.%.*s.part%s", (int)(name - path), path, (int)(dot - name), name, dot);
}

aps_err aps_pipe_open(aps_ctx *ctx, const char *path, int width, int height, double fps,
                      aps_pipe *p) {
  char size[32], rate[32], out[4300];
  *p = (aps_pipe){.to = -1};
  snprintf(p->path, sizeof p->path, "%s", path);
  part_name(path, p->part, sizeof p->part);
  snprintf(size, sizeof size, "%dx%d", width, height);
  snprintf(rate, sizeof rate, "%.6g", fps);
  snprintf(out, sizeof out, "file:%s", p->part);
  const char *const argv[] = {
      "ffmpeg",      "-y",       "-loglevel",  "error",
      "-f",          "rawvideo", "-pix_fmt",   "rgb24",
      "-video_size", size,       "-framerate", rate,
      "-i",          "pipe:0",   "-vf",        APS_EVEN,
      "-pix_fmt",    "yuv420p",  "-preset",    "veryfast",
      "-crf",        "18",       "-movflags",  "+faststart",
      out,           NULL};
  int ends[2];
  APS_CHECK(ctx, pipe2(ends, O_CLOEXEC) == 0, APS_EIO, "%s: no pipe: %s", path, strerror(errno));
  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  posix_spawn_file_actions_adddup2(&files, ends[0], STDIN_FILENO);
  posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
  const int error = posix_spawnp(&p->child, argv[0], &files, NULL, (char *const *)argv, environ);
  posix_spawn_file_actions_destroy(&files);
  close(ends[0]);
  p->to = ends[1];
  if (!error) return APS_OK;
  close(p->to);
  *p = (aps_pipe){.to = -1};
  return aps_fail(ctx, APS_EIO, "%s: ffmpeg did not start: %s", path, strerror(error));
}

aps_err aps_pipe_add(aps_ctx *ctx, aps_pipe *p, const unsigned char *rgb, size_t bytes) {
  while (bytes > 0) {
    const ssize_t n = write(p->to, rgb, bytes);
    if (n < 0 && errno == EINTR) continue;
    APS_CHECK(ctx, n > 0, APS_EIO, "%s: ffmpeg took no more pictures: %s", p->path,
              strerror(errno));
    rgb += n, bytes -= (size_t)n;
  }
  return APS_OK;
}

aps_err aps_pipe_close(aps_ctx *ctx, aps_pipe *p, int keep) {
  if (!p->child) return APS_OK;
  int status = -1;
  close(p->to);
  while (waitpid(p->child, &status, 0) < 0 && errno == EINTR) continue;
  p->child = 0;
  const int done = status == 0 && keep && rename(p->part, p->path) == 0;
  if (!done) unlink(p->part);
  APS_CHECK(ctx, done || !keep, APS_EIO, "%s: ffmpeg made no movie, see above", p->path);
  return APS_OK;
}
