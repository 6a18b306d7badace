/* Files written behind the run (output.async): the state is copied, and a thread writes the copy
 * while the run goes on.
 *
 * One file at a time: the next waits for the one before. The thread has a context of its own; what
 * it logged, and why it failed, is handed over on the run's thread once it has ended. */
#include "sim.h"
#include "../core/ranks.h"
#include <locale.h>
#include <math.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

enum { BLOBS = 32, LINES = 4, ALIGNED = 64 };

struct aps_writer {
  aps_ctx *ctx; /* the thread's */
  pthread_t thread;
  int running;     /* started and not yet joined */
  int alone;       /* its messages would mix with the run's: nothing is written behind */
  atomic_int done; /* the thread has nothing left to do but end */
  aps_err err;

  aps_file_fn *write;
  char *copy; /* [capacity] about, then blobs, then columns of `state` */
  int64_t capacity;
  aps_dataset state;
  aps_blob blob[BLOBS];

  int n_lines;
  struct {
    aps_log_level level;
    char text[1024];
  } line[LINES];

  double stall, seconds; /* of the present file: the run stood still; the thread wrote */
  double all_stall, all_seconds, longest; /* of all files */
  int files;
};

/* ---- the thread
 * ---------------------------------------------------------------------------------------- */

static void keep_line(void *user, aps_log_level level, const char *line) {
  aps_writer *w = user;
  if (w->n_lines == LINES) return;
  w->line[w->n_lines].level = level;
  snprintf(w->line[w->n_lines++].text, sizeof w->line->text, "%s", line);
}

static void *work(void *user) {
  aps_writer *w = user;
  const double start = aps_wall();
  const locale_t c = newlocale(LC_NUMERIC_MASK, "C", (locale_t)0); /* decimal points, as events.c */
  if (c) uselocale(c);
  w->err = w->write(w->ctx, w->copy, &w->state);
  if (c) {
    uselocale(LC_GLOBAL_LOCALE);
    freelocale(c);
  }
  w->seconds = aps_wall() - start;
  atomic_store(&w->done, 1);
  return NULL;
}

/* 0 if there is no thread to be had. Signals are for the threads that were here. */
static int start_thread(aps_writer *w) {
  sigset_t all, before;
  w->n_lines = 0;
  atomic_store(&w->done, 0);
  aps_ctx_clear(w->ctx);
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  w->running = pthread_create(&w->thread, NULL, work, w) == 0;
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  return w->running;
}

/* Waits for the file in the works, if any, and logs what there is to say. Its failure stays in
 * w->ctx. */
static aps_err join(aps_sim *sim) {
  aps_writer *w = sim->writer;
  if (w == NULL || !w->running) return APS_OK;
  const double start = aps_wall();
  pthread_join(w->thread, NULL);
  w->running = 0;
  w->stall += aps_wall() - start;
  for (int i = 0; i < w->n_lines; i++) aps_log(sim->ctx, w->line[i].level, "%s", w->line[i].text);
  if (w->err != APS_OK) return w->err;
  aps_log(sim->ctx, APS_LOG_DETAIL,
          "behind the run: it stood still for %.3g s, writing took %.3g s", w->stall, w->seconds);
  w->files++;
  w->all_stall += w->stall;
  w->all_seconds += w->seconds;
  w->longest = fmax(w->longest, w->seconds);
  return APS_OK;
}

/* The failure becomes the run's: the same on all ranks where it was there. */
static aps_err take_over_failure(aps_sim *sim) {
  const aps_writer *w = sim->writer;
  aps_fail(sim->ctx, w->err, "%s", aps_ctx_error(w->ctx));
  if (aps_ctx_hint(w->ctx)[0]) aps_hint(sim->ctx, "%s", aps_ctx_hint(w->ctx));
  if (aps_ranks_know(w->ctx)) aps_ctx_set_agreed(sim->ctx);
  return w->err;
}

static aps_err wait_for_file(aps_sim *sim) {
  return join(sim) == APS_OK ? APS_OK : take_over_failure(sim);
}

/* ---- the copy
 * ------------------------------------------------------------------------------------------ */

static int64_t padded(size_t bytes) { return (int64_t)((bytes + ALIGNED - 1) / ALIGNED * ALIGNED); }

static size_t column_bytes(const aps_column *c, int64_t n) {
  return (c->type == 'd' || c->type == 'L' ? 8 : c->type == 'I' ? 4 : 1) * (size_t)n;
}

static void *column_at(const aps_view *v, const aps_column *c) {
  void *at;
  memcpy(&at, (const char *)v + c->offset, sizeof at);
  return at;
}

static int64_t bytes_of(const aps_dataset *d, size_t about) {
  int64_t bytes = padded(about);
  for (int i = 0; i < d->n_blobs; i++) bytes += padded(d->blob[i].size);
  for (const aps_column *c = aps_columns; c->name; c++)
    if (column_at(&d->v, c)) bytes += padded(column_bytes(c, d->v.n));
  return bytes;
}

/* Room for that many bytes; kept from file to file, since they are all about as large. */
static aps_err make_room(aps_sim *sim, int64_t bytes) {
  aps_writer *w = sim->writer;
  if (w->capacity >= bytes) return APS_OK;
  aps_release(sim->ctx, w->copy);
  w->capacity = 0;
  w->copy = aps_alloc(sim->ctx, "file copy", bytes, 1);
  if (w->copy == NULL) return APS_EMEM;
  w->capacity = bytes;
  return APS_OK;
}

/* What the run takes while a file is written must not be what HDF5 needs: that one crashes where it finds nothing. */
static aps_err make_room_for_both(aps_sim *sim, int64_t bytes) {
  enum { BESIDE = 64 << 20 };
  APS_TRY(make_room(sim, bytes));
  APS_CHECK(sim->ctx, aps_memory_available() > BESIDE, APS_EMEM, "less than %d MB of memory are free", BESIDE >> 20);
  return APS_OK;
}

static void copy(aps_writer *w, const void *about, size_t size, const aps_dataset *d) {
  char *to = memcpy(w->copy, about, size);
  to += padded(size);
  w->state = *d;
  w->state.blob = w->blob;
  for (int i = 0; i < d->n_blobs; i++) {
    w->blob[i] =
        (aps_blob){d->blob[i].name, memcpy(to, d->blob[i].data, d->blob[i].size), d->blob[i].size};
    to += padded(d->blob[i].size);
  }
  for (const aps_column *c = aps_columns; c->name; c++) {
    const void *from = column_at(&d->v, c);
    if (from == NULL) continue;
    const size_t bytes = column_bytes(c, d->v.n);
    memcpy(to, from, bytes);
    memcpy((char *)&w->state.v + c->offset, &to, sizeof to);
    to += padded(bytes);
  }
}

/* ---- for the run
 * ----------------------------------------------------------------------------------------- */

static aps_err make_writer(aps_sim *sim) {
  aps_writer *w = sim->writer = aps_alloc(sim->ctx, "file writer", 1, sizeof *w);
  if (w == NULL) return APS_EMEM;
  w->ctx = aps_ctx_create();
  APS_CHECK(sim->ctx, w->ctx, APS_EMEM, "no memory for the writer of files");
  aps_ctx_log_to(w->ctx, keep_line, w);
  w->alone = !aps_ranks_twin(sim->ctx, w->ctx);
  if (w->alone) aps_log(sim->ctx, APS_LOG_WARN, "output.async: this MPI serves one thread only, so the run waits for its files");
  return APS_OK;
}

/* Without memory for a copy, or without a thread, the run waits for its files as ever. */
aps_err aps_sim_file(aps_sim *sim, aps_file_fn *write, const void *about, size_t size,
                     const aps_dataset *d) {
  if (!sim->output.async || sim->few_threads || d->n_blobs > BLOBS) return write(sim->ctx, about, d);
  if (sim->writer == NULL) APS_TRY(aps_ranks_agree(sim->ctx, make_writer(sim)));
  aps_writer *w = sim->writer;
  if (w->alone) return write(sim->ctx, about, d);
  APS_TRY(wait_for_file(sim));
  const double start = aps_wall();
  if (aps_ranks_agree(sim->ctx, make_room_for_both(sim, bytes_of(d, size))) != APS_OK) {
    aps_log(sim->ctx, APS_LOG_WARN, "output.async: %s: the run waits for this file",
            aps_ctx_error(sim->ctx));
    aps_ctx_clear(sim->ctx);
    return write(sim->ctx, about, d);
  }
  copy(w, about, size, d);
  w->write = write;
  if (!start_thread(w)) { /* the other ranks' threads wait for this one */
    work(w);
    w->stall = w->seconds;
    return w->err == APS_OK ? APS_OK : take_over_failure(sim);
  }
  w->stall = aps_wall() - start;
  return APS_OK;
}

aps_err aps_writer_wait(aps_sim *sim) {
  const double start = aps_wall();
  const aps_err err = wait_for_file(sim);
  aps_phase_add(sim->ctx, APS_PHASE_OUTPUT, aps_wall() - start);
  return err;
}

aps_err aps_writer_poll(aps_sim *sim) {
  aps_writer *w = sim->writer;
  if (w == NULL || !w->running) return APS_OK;
  int64_t writing = !atomic_load(&w->done); /* on some rank: all hear of the end at the same step */
  aps_ranks_max_int(sim->ctx, &writing, 1);
  return writing ? APS_OK : aps_writer_wait(sim);
}

aps_err aps_writer_settle(aps_sim *sim, aps_err err) {
  if (err == APS_OK) return aps_writer_wait(sim);
  if (join(sim) != APS_OK)
    aps_log(sim->ctx, APS_LOG_WARN, "and %s", aps_ctx_error(sim->writer->ctx));
  return err;
}

void aps_writer_report(aps_sim *sim) {
  const aps_writer *w = sim->writer;
  if (w == NULL || w->files == 0) return;
  aps_log(sim->ctx, APS_LOG_DETAIL,
          "%d files written behind the run: it stood still for %.3g s, writing took %.3g s",
          w->files, w->all_stall, w->all_seconds);
}

double aps_writer_longest(const aps_sim *sim) { return sim->writer ? sim->writer->longest : 0; }

void aps_writer_close(aps_sim *sim) {
  if (sim->writer == NULL) return;
  aps_writer_settle(sim, APS_ESTOP);
  aps_release(sim->ctx, sim->writer->copy);
  if (aps_ctx_code(sim->ctx) == APS_OK || aps_ranks_know(sim->ctx)) aps_ranks_untwin(sim->writer->ctx); /* with the others */
  aps_ctx_free(&sim->writer->ctx);
  aps_release(sim->ctx, sim->writer);
  sim->writer = NULL;
}
