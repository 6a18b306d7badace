/* Movies of the window: as long as the clock, whole after Ctrl-C, and no longer than what was seen. ffmpeg is one that keeps the
 * raw pictures, so that they can be counted. */
#include "../../viz/live/capture.h"
#include "../check.h"
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

enum { WIDTH = 5, HEIGHT = 3, BYTES = 3 * WIDTH * HEIGHT };
static aps_ctx *ctx;

static void write_ffmpeg(const char *text) {
  FILE *file = fopen("bin/ffmpeg", "w");
  if (file) fputs(text, file), fclose(file);
  CHECK(file && chmod("bin/ffmpeg", 0755) == 0);
}

#define KEEPS "#!/bin/sh\nfor a; do :; done\nexec /bin/cat >\"${a#file:}\"\n"

/* Pictures in the film, and one byte of each; -1: it is not there, or ends within one. */
static int frames_of(const char *name, unsigned char *first, int most) {
  FILE *file = fopen(name, "rb");
  if (!file) return -1;
  unsigned char picture[BYTES];
  size_t got;
  int n = 0;
  while ((got = fread(picture, 1, BYTES, file)) == BYTES) {
    if (n < most) first[n] = picture[0];
    n++;
  }
  fclose(file);
  return got ? -1 : n;
}

static aps_err show(aps_recorder *r, int shade, double after) {
  unsigned char rgb[BYTES];
  memset(rgb, shade, BYTES);
  return aps_record_add(ctx, r, rgb, r->begun + after);
}

static void test_a_movie_is_as_long_as_the_clock(void) {
  aps_recorder r;
  char name[64];
  unsigned char seen[64] = {0};
  CHECK_OK(ctx, aps_record_begin(ctx, &r, WIDTH, HEIGHT, name));
  for (int k = 0; k <= 10; k++) CHECK_OK(ctx, show(&r, 10 + k, k * 0.1)); /* ten a second, 0 to 1 s */
  CHECK_OK(ctx, aps_record_end(ctx, &r));
  const int n = frames_of(name, seen, 64);
  CHECK(n == 31);
  CHECK(seen[0] == 10 && seen[30] == 20 && seen[15] == 15);
  unlink(name);
}

/* Each picture after the gap is one frame or two, not a second of film: before, an hour's gap took as many seconds of film as
 * pictures followed. */
static void test_a_gap_is_a_second_and_then_it_goes_on(void) {
  aps_recorder r;
  char name[64];
  unsigned char seen[256] = {0};
  CHECK_OK(ctx, aps_record_begin(ctx, &r, WIDTH, HEIGHT, name));
  CHECK_OK(ctx, show(&r, 1, 0));
  const double begun = r.begun;
  for (int k = 0; k < 60; k++) { /* two seconds at 30 a second, an hour later */
    unsigned char rgb[BYTES];
    memset(rgb, 100 + k, BYTES);
    CHECK_OK(ctx, aps_record_add(ctx, &r, rgb, begun + 3600 + k / 30.0));
  }
  CHECK_OK(ctx, aps_record_end(ctx, &r));
  const int n = frames_of(name, seen, 256);
  CHECK(n >= 1 + 30 + 58 && n <= 1 + 30 + 60); /* the clock may round by one */
  CHECK(seen[29] == 1 && seen[n - 1] == 159);
  unlink(name);
}

static void on_interrupt(int number) { (void)number; }

static void test_an_interrupt_of_the_terminal_leaves_the_movie_whole(void) {
  aps_recorder r;
  char name[64];
  unsigned char seen[8];
  CHECK(setpgid(0, 0) == 0 || getpgrp() == getpid()); /* not ctest as well */
  struct sigaction action = {.sa_handler = on_interrupt, .sa_flags = SA_RESTART};
  sigaction(SIGINT, &action, NULL);
  CHECK_OK(ctx, aps_record_begin(ctx, &r, WIDTH, HEIGHT, name));
  CHECK_OK(ctx, show(&r, 7, 0));
  usleep(100000); /* it has started */
  kill(0, SIGINT);
  usleep(100000);
  CHECK_OK(ctx, show(&r, 8, 1.0 / 30 + 1e-3));
  CHECK_OK(ctx, aps_record_end(ctx, &r));
  CHECK(frames_of(name, seen, 8) == 2 && seen[0] == 7 && seen[1] == 8);
  unlink(name);
}

static void test_a_movie_that_fails_leaves_nothing(void) {
  aps_recorder r;
  char name[64];
  write_ffmpeg("#!/bin/sh\n/bin/cat >apart\necho '[mp4 @ 0x1f] Error closing file: No space left on device' >&2\nexit 3\n");
  CHECK_OK(ctx, aps_record_begin(ctx, &r, WIDTH, HEIGHT, name));
  CHECK_OK(ctx, show(&r, 9, 0));
  CHECK(aps_record_end(ctx, &r) == APS_EIO);
  CHECK(strcmp(aps_ctx_error(ctx), "apsis-0001.mp4: ffmpeg made no movie: Error closing file: No space left on device") == 0);
  CHECK(access(name, F_OK) != 0 && unlink("apart") == 0);
  aps_ctx_clear(ctx);
  write_ffmpeg("#!/bin/sh\nexit 3\n");
  CHECK_OK(ctx, aps_record_begin(ctx, &r, WIDTH, HEIGHT, name));
  aps_err err = APS_OK;
  for (int k = 0; k < 100 && err == APS_OK; k++) err = show(&r, 9, k / 30.0), usleep(20000);
  CHECK(err == APS_EIO && strstr(aps_ctx_error(ctx), "its exit status was 3"));
  aps_ctx_clear(ctx);
  CHECK(!aps_recording(&r) && aps_record_end(ctx, &r) == APS_OK && r.last == NULL);
  CHECK(access(name, F_OK) != 0);
  CHECK(unlink("bin/ffmpeg") == 0);
  CHECK(aps_record_begin(ctx, &r, WIDTH, HEIGHT, name) == APS_EIO && strstr(aps_ctx_error(ctx), "no ffmpeg in PATH"));
  aps_ctx_clear(ctx);
  write_ffmpeg("#!/no/such/interpreter\n"); /* found, and does not start */
  CHECK(aps_record_begin(ctx, &r, WIDTH, HEIGHT, name) == APS_EIO && r.last == NULL && !aps_recording(&r));
  aps_ctx_clear(ctx);
  write_ffmpeg(KEEPS);
}

int main(void) {
  char folder[] = "/tmp/apsis-capture-XXXXXX", path[4400];
  signal(SIGPIPE, SIG_IGN);
  CHECK(mkdtemp(folder) && chdir(folder) == 0 && mkdir("bin", 0777) == 0);
  snprintf(path, sizeof path, "%s/bin", folder);
  setenv("PATH", path, 1);
  ctx = aps_ctx_create();
  write_ffmpeg(KEEPS);
  CHECK_RUN(test_a_movie_is_as_long_as_the_clock);
  CHECK_RUN(test_a_gap_is_a_second_and_then_it_goes_on);
  CHECK_RUN(test_an_interrupt_of_the_terminal_leaves_the_movie_whole);
  CHECK_RUN(test_a_movie_that_fails_leaves_nothing);
  aps_ctx_free(&ctx);
  unlink("bin/ffmpeg"), rmdir("bin");
  CHECK(chdir("/") == 0 && rmdir(folder) == 0);
  return CHECK_RESULT();
}
