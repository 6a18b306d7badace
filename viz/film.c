/* A film of numbered frames by ffmpeg, when there is one; started without a shell. */
#define _GNU_SOURCE /* posix_spawn_file_actions_addchdir_np */
#include "pipe.h"
#include "splat.h"
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

static int start(char *const argv[], const char *directory, pid_t *child) {
  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  /* from within the run directory: its name may hold a '%', which ffmpeg would read as a pattern */
  posix_spawn_file_actions_addchdir_np(&files, directory);
  posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
  posix_spawn_file_actions_addopen(&files, STDERR_FILENO, "frames/ffmpeg.log",
                                   O_WRONLY | O_CREAT | O_TRUNC, 0666);
  const int error = posix_spawnp(child, argv[0], &files, NULL, argv, environ);
  posix_spawn_file_actions_destroy(&files);
  return error;
}

/* Where ffmpeg had nothing to say, nothing of it stays among the frames. */
static void forget_silence(const char *directory) {
  char path[4096];
  struct stat said;
  const int n = snprintf(path, sizeof path, "%s/frames/ffmpeg.log", directory);
  if (n > 0 && (size_t)n < sizeof path && stat(path, &said) == 0 && said.st_size == 0) unlink(path);
}

static int wait_for(pid_t child) {
  int status = -1;
  while (waitpid(child, &status, 0) < 0)
    if (errno != EINTR) return -1;
  return status;
}

void aps_film(aps_ctx *ctx, const char *directory, const char *movie) {
  char out[512];
  snprintf(out, sizeof out, "file:%s", movie);
  const char *argv[] = {"ffmpeg",
                        "-y",
                        "-nostdin",
                        "-loglevel",
                        "warning",
                        "-framerate",
                        "30",
                        "-i",
                        "frames/frame_%04d.png",
                        "-vf",
                        APS_EVEN,
                        "-pix_fmt",
                        "yuv420p",
                        "-movflags",
                        "+faststart",
                        out,
                        NULL};
  pid_t child;
  const int error = start((char *const *)argv, directory, &child);
  const int made = error == 0 && wait_for(child) == 0;
  if (made || error) forget_silence(directory);
  if (made) {
    aps_log(ctx, APS_LOG_INFO, "film: %s/%s", directory, movie);
    return;
  }
  if (error)
    aps_log(ctx, APS_LOG_WARN, "no film: ffmpeg did not start (%s)", strerror(error));
  else
    aps_log(ctx, APS_LOG_WARN, "no film: ffmpeg failed, see %s/frames/ffmpeg.log", directory);
  aps_log(ctx, APS_LOG_WARN,
          "make it later: cd '%s' && ffmpeg -framerate 30 -i frames/frame_%%04d.png -vf '" APS_EVEN "' -pix_fmt "
          "yuv420p '%s'",
          directory, movie);
}
