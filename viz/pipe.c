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
  p->said = tmpfile(); /* NULL: its words go where ours do */
  if (p->said) posix_spawn_file_actions_adddup2(&files, fileno(p->said), STDERR_FILENO);
  /* Ctrl-C goes to all of the terminal's foreground group: to us, who end the film, and not to ffmpeg as well */
  posix_spawnattr_t apart;
  posix_spawnattr_init(&apart);
  posix_spawnattr_setflags(&apart, POSIX_SPAWN_SETPGROUP);
  const int error = posix_spawnp(&p->child, argv[0], &files, &apart, (char *const *)argv, environ);
  posix_spawnattr_destroy(&apart);
  posix_spawn_file_actions_destroy(&files);
  close(ends[0]);
  p->to = ends[1];
  if (!error) return APS_OK;
  close(p->to);
  if (p->said) fclose(p->said);
  *p = (aps_pipe){.to = -1};
  return aps_fail(ctx, APS_EIO, "%s: ffmpeg did not start: %s", path, strerror(error));
}

/* The last line that ffmpeg said, without the address of the part that said it; "" none. */
static void last_words(FILE *said, char out[256]) {
  char line[256];
  out[0] = '\0';
  if (said) rewind(said);
  while (said && fgets(line, sizeof line, said)) {
    const char *text = line[0] == '[' && strstr(line, "] ") ? strstr(line, "] ") + 2 : line;
    const int n = (int)strcspn(text, "\r\n");
    if (n > 0) snprintf(out, 256, "%.*s", n, text);
  }
}

/* Its input ends, and with it ffmpeg; what it said. 1: it was content. */
static int end(aps_pipe *p, char words[256]) {
  int status = -1;
  close(p->to);
  while (waitpid(p->child, &status, 0) < 0 && errno == EINTR) continue;
  p->child = 0, p->to = -1;
  last_words(p->said, words);
  if (p->said) fclose(p->said);
  p->said = NULL;
  if (status != 0 && !words[0])
    snprintf(words, 256, WIFSIGNALED(status) ? "it was ended by signal %d" : "its exit status was %d",
             WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status));
  return status == 0;
}

static aps_err made_none(aps_ctx *ctx, aps_pipe *p, const char *why) {
  unlink(p->part);
  return aps_fail(ctx, APS_EIO, "%s: ffmpeg made no movie: %s", p->path, why);
}

aps_err aps_pipe_add(aps_ctx *ctx, aps_pipe *p, const unsigned char *rgb, size_t bytes) {
  char words[256];
  while (bytes > 0) {
    const ssize_t n = write(p->to, rgb, bytes);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return end(p, words), made_none(ctx, p, words[0] ? words : "it took no more pictures");
    rgb += n, bytes -= (size_t)n;
  }
  return APS_OK;
}

aps_err aps_pipe_close(aps_ctx *ctx, aps_pipe *p, int keep) {
  if (!p->child) return APS_OK;
  char words[256];
  const int content = end(p, words);
  if (!keep) return unlink(p->part), APS_OK;
  if (!content) return made_none(ctx, p, words);
  if (rename(p->part, p->path) != 0) return made_none(ctx, p, strerror(errno));
  if (words[0]) aps_log(ctx, APS_LOG_WARN, "%s: ffmpeg says: %s", p->path, words);
  return APS_OK;
}
