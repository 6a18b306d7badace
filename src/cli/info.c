/* apsis info: what a particle file holds. */
#include "cli.h"
#include "json.h"
#include <math.h>
#include <stdio.h>

static void count_types(const aps_dataset *d) {
  int64_t count[256] = {0};
  for (int64_t i = 0; i < d->v.n; i++) count[d->v.type ? d->v.type[i] & 255 : 1]++;
  printf("particles   %lld", (long long)d->v.n);
  for (int t = 0; t < 256; t++)
    if (count[t]) printf("  PartType%d: %lld", t, (long long)count[t]);
  putchar('\n');
}

static void range(const char *name, const double *x, int64_t n) {
  double low = HUGE_VAL, high = -HUGE_VAL;
  for (int64_t i = 0; i < n; i++) low = fmin(low, x[i]), high = fmax(high, x[i]);
  printf("%-11s %.9g to %.9g\n", name, low, high);
}

static void print_columns(const aps_dataset *d) {
  printf("columns    ");
  for (const aps_column *c = aps_columns; c->name; c++)
    if (c->group & d->has) printf(" %s", c->name);
  putchar('\n');
}

static void print(const char *path, const aps_dataset *d) {
  const aps_view *v = &d->v;
  double mass = 0;
  for (int64_t i = 0; i < v->n; i++) mass += v->mass[i];
  printf("file        %s\nformat      %s\n", path, d->format);
  if (d->title[0]) printf("title       %s\n", d->title);
  if (d->note[0]) printf("note        %s\n", d->note);
  count_types(d);
  printf("time        %s\n", aps_shortest(d->time, (char[32]){0}));
  if (d->step > 0) printf("step        %lld\n", (long long)d->step);
  if (d->redshift != 0) printf("redshift    %.9g\n", d->redshift);
  if (d->comoving.a > 0) printf("comoving    scale factor %.9g\n", d->comoving.a);
  if (d->units.length > 0)
    printf("units       %s\n", aps_units_text(&d->units, (char[320]){""}));
  else
    puts("units       none named");
  if (d->periodic) printf("box         %.9g x %.9g x %.9g, periodic\n", d->box[0], d->box[1], d->box[2]);
  else puts("box         open");
  print_columns(d);
  printf("total mass  %s\n", aps_shortest(mass, (char[32]){0}));
  range("mass", v->mass, v->n);
  range("x", v->x, v->n), range("y", v->y, v->n), range("z", v->z, v->n);
  range("vx", v->vx, v->n), range("vy", v->vy, v->n), range("vz", v->vz, v->n);
  if (d->force_error[0] > 0)
    printf("force error rms %.3e, median %.3e, 99.9 %% %.3e, max %.3e\n", d->force_error[0], d->force_error[1],
           d->force_error[2], d->force_error[3]);
  if (d->n_blobs > 0) printf("checkpoint  carries the state of a run in %d parts\n", d->n_blobs);
}

int aps_cli_info(int argc, char **argv) {
  const aps_option table[] = {{.name = NULL}};
  aps_words words;
  const int bad = aps_cli_parse(argc, argv, "info FILE", table, 1, 1, &words);
  if (bad) return bad < 0 ? 0 : bad;
  aps_log_level level = APS_LOG_INFO;
  aps_ctx *ctx = aps_cli_ctx(&level);
  aps_dataset data = {.owned = NULL};
  const aps_err err = aps_dataset_read(ctx, words.word[0], &data);
  if (err == APS_OK) print(words.word[0], &data);
  const int status = aps_cli_error(ctx, err);
  aps_dataset_free(&data);
  aps_ctx_free(&ctx);
  return status;
}
