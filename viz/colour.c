/* OKLab: B. Ottosson, "A perceptual color space for image processing", 2020. */
#include "colour.h"
#include "../src/core/units.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SAMPLE = 100000 };

const char *const aps_map_names[APS_MAPS] = {"blue-yellow", "heat", "split"};

/* Ends of the lines, {L, a, b}; the third row is the middle of "split". */
static const double ends[APS_MAPS][3][3] = {
    {{0.42, -0.015, -0.155}, {0.90, -0.01, 0.148}, {0, 0, 0}},
    {{0.40, 0.115, 0.06}, {0.92, -0.01, 0.10}, {0, 0, 0}},
    {{0.48, -0.02, -0.16}, {0.64, 0.09, 0.11}, {0.82, 0, 0}},
};

static void linear_light(const double lab[3], float rgb[3]) {
  const double l = lab[0] + 0.3963377774 * lab[1] + 0.2158037573 * lab[2];
  const double m = lab[0] - 0.1055613458 * lab[1] - 0.0638541728 * lab[2];
  const double s = lab[0] - 0.0894841775 * lab[1] - 1.2914855480 * lab[2];
  const double a = l * l * l, b = m * m * m, c = s * s * s;
  const double out[3] = {4.0767416621 * a - 3.3077115913 * b + 0.2309699292 * c,
                         -1.2684380046 * a + 2.6097574011 * b - 0.3413193965 * c,
                         -0.0041960863 * a - 0.7034186147 * b + 1.7076147010 * c};
  for (int k = 0; k < 3; k++) rgb[k] = (float)fmin(fmax(out[k], 0), 1);
}

void aps_map_colour(aps_map map, double t, float rgb[3]) {
  if (map == APS_MAP_STARS) return aps_speed_colour(t, rgb);
  const double(*e)[3] = ends[map], at = fmin(fmax(t, 0), 1);
  double lab[3];
  for (int k = 0; k < 3; k++)
    if (map != APS_MAP_SPLIT)
      lab[k] = e[0][k] + at * (e[1][k] - e[0][k]);
    else if (at < 0.5)
      lab[k] = e[0][k] + 2 * at * (e[2][k] - e[0][k]);
    else
      lab[k] = e[2][k] + (2 * at - 1) * (e[1][k] - e[2][k]);
  linear_light(lab, rgb);
}

/* ---- which number ---- */

static const char *const derived[] = {"speed", "energy", "density", "age"};

static const aps_column *column_of(const char *name) {
  for (const aps_column *c = aps_columns; c->name; c++)
    if (c->group != APS_FURTHER && strcmp(c->name, name) == 0) return c;
  return NULL;
}

static int is_derived(const char *name) {
  for (size_t k = 0; k < sizeof derived / sizeof *derived; k++)
    if (strcmp(name, derived[k]) == 0) return 1;
  return 0;
}

int aps_tint_knows(const char *name, aps_cols has) {
  const aps_column *c = column_of(name);
  if (strcmp(name, "energy") == 0) return (has & APS_POT) != 0;
  if (strcmp(name, "age") == 0) return (has & APS_BORN) != 0;
  return strcmp(name, "species") == 0 || is_derived(name) || (c && (c->group & has));
}

void aps_tint_rename(char name[64]) {
  if ((strcmp(name, "species") == 0 || is_derived(name) || column_of(name)) && name[0] >= 'a' && name[0] <= 'z') name[0] += 'A' - 'a';
}

void aps_tint_further(const aps_further *f, const aps_view *v, aps_tint *t) {
  double most = 0;
#pragma omp parallel for schedule(static) reduction(max : most)
  for (int64_t i = 0; i < v->n; i++) most = fmax(most, fabs(v->further[i])); /* which leaves NAN out */
  t->scale = most > 1e30 || (most > 0 && most < 1e-20) ? pow(10, -round(log10(most))) : 1;
  snprintf(t->name, sizeof t->name, "%s", f->name);
  snprintf(t->unit, sizeof t->unit, "%s", f->unit);
  t->further = 1, t->in_units = f->in_units / t->scale;
}

/* Our names, for the nearest of them. */
static const char *nearest_of_ours(const char *name) {
  const char *names[64] = {"species"};
  int n = 1;
  for (size_t k = 0; k < sizeof derived / sizeof *derived; k++) names[n++] = derived[k];
  for (const aps_column *c = aps_columns; c->name && n < 60; c++)
    if (c->group != APS_FURTHER) names[n++] = c->name;
  return aps_nearest(name, names, n);
}

aps_err aps_tint_refuse(aps_ctx *ctx, const char *name) {
  char said[512];
  const char *near = nearest_of_ours(name);
  snprintf(said, sizeof said, "%s", aps_ctx_hint(ctx));
  if (near && strncmp(said, "did you mean", 12) != 0) return aps_hint(ctx, "did you mean %s? %s; species, speed, density, energy, age or a column of apsis info", near, said);
  return aps_hint(ctx, "%s%sspecies, speed, density, energy, age or a column of apsis info", said, said[0] ? "; " : "");
}

/* The unit of mass^m length^l time^t, where the code units are known; of a comoving run those of lengths, masses and speeds are. */
static void name_unit(aps_tint *t, const aps_units *u, int m, int l, int time) {
  t->in_units = 1;
  if (!u || !(u->length > 0) || !(u->mass > 0) || u->time == 0) return;
  if (u->time < 0 && time != 0 && !(m == 0 && l == 1 && time == -1)) return;
  const double exponent[5] = {m, l, time, 0, 0};
  t->in_units = aps_unit_usual(pow(u->mass, m) * pow(u->length, l) * pow(fabs(u->time), time), exponent, t->unit);
}

aps_err aps_tint_choose(aps_ctx *ctx, const char *name, const aps_units *u, aps_tint *t) {
  const aps_column *c = column_of(name);
  snprintf(t->name, sizeof t->name, "%s", name);
  t->unit[0] = '\0', t->further = 0;
  if (strcmp(name, "speed") == 0) return name_unit(t, u, 0, 1, -1), APS_OK;
  if (strcmp(name, "energy") == 0) return name_unit(t, u, 0, 2, -2), APS_OK;
  if (strcmp(name, "age") == 0) return name_unit(t, u, 0, 0, 1), APS_OK;
  if (strcmp(name, "density") == 0) return name_unit(t, u, 1, -2, 0), APS_OK;
  if (c) return name_unit(t, u, c->mass, c->length, c->time), APS_OK;
  const char *near = nearest_of_ours(name);
  aps_fail(ctx, APS_EARG, "there is no colour '%s'", name);
  return near
             ? aps_hint(ctx, "did you mean %s? species, speed, density, energy, age, or any column",
                        near)
             : aps_hint(ctx, "species, speed, density, energy, age, or any column of apsis info");
}

static double column_value(const aps_column *c, const void *data, int64_t i) {
  switch (c->type) {
  case 'd':
    return ((const double *)data)[i];
  case 'L':
    return (double)((const uint64_t *)data)[i];
  case 'I':
    return ((const uint32_t *)data)[i];
  default:
    return ((const int8_t *)data)[i];
  }
}

aps_err aps_tint_values(aps_ctx *ctx, const aps_tint *t, const aps_dataset *d, float *out) {
  const aps_view *v = &d->v;
  if (t->further) {
    APS_CHECK(ctx, v->further, APS_EINTERNAL, "colour %s: it was not read", t->name);
#pragma omp parallel for schedule(static)
    for (int64_t i = 0; i < v->n; i++) out[i] = (float)(t->scale * v->further[i]);
    return APS_OK;
  }
  const int energy = strcmp(t->name, "energy") == 0, density = strcmp(t->name, "density") == 0;
  const int age = strcmp(t->name, "age") == 0;
  const aps_column *c = column_of(density ? "mass" : energy ? "pot" : age ? "born" : t->name);
  const void *data = NULL;
  if (c) {
    memcpy(&data, (const char *)v + c->offset, sizeof data);
    APS_CHECK(ctx, data && ((d->has & c->group) || density), APS_EDATA,
              "colour %s: this file holds no %s%s", t->name, c->doc,
              energy ? " (snapshots of apsis hold it when asked for: fields: [Coordinates, "
                       "Velocities, Masses, ParticleIDs, Potentials])"
              : age  ? " (of a comoving run they are scale factors, which tell no age here)"
                     : "");
  }
  const int massless = density && !(v->n > 0 && v->mass[0] > 0);
#pragma omp parallel for schedule(static)
  for (int64_t i = 0; i < v->n; i++) {
    const double kinetic = v->vx[i] * v->vx[i] + v->vy[i] * v->vy[i] + v->vz[i] * v->vz[i];
    out[i] = massless ? 1
             : !c     ? (float)sqrt(kinetic)
             : energy ? (float)(kinetic / 2 + column_value(c, data, i))
             : age    ? (float)(d->time - column_value(c, data, i))
                      : (float)column_value(c, data, i);
  }
  return APS_OK;
}

static int ascending(const void *a, const void *b) {
  const float x = *(const float *)a, y = *(const float *)b;
  return (x > y) - (x < y);
}

/* Finite values, [at most SAMPLE + 1], in order; of those a logarithm can show, where `positive`. */
static int64_t some_of(const float *values, int64_t n, int positive, float *some) {
  const int64_t stride = n / SAMPLE + 1;
  int64_t count = 0;
  for (int64_t i = 0; i < n; i += stride)
    if (isfinite(values[i]) && !(positive && values[i] <= 0)) some[count++] = values[i];
  qsort(some, (size_t)count, sizeof *some, ascending);
  return count;
}

static void ends_of(const float *some, int64_t count, double *low, double *high) {
  *low = count ? some[(int64_t)(0.02 * (double)(count - 1))] : 0;
  *high = count ? some[(int64_t)(0.98 * (double)(count - 1) + 0.5)] : 1;
}

static int spans_decades(double low, double high) { return low > 0 && high > 50 * low; }

aps_err aps_tint_range(aps_ctx *ctx, aps_tint *t, const float *values, int64_t n, int more) {
  if (t->low < t->high && !more) return APS_OK;
  float *some = aps_alloc(ctx, "picture", (n < SAMPLE ? n : SAMPLE) + 1, sizeof *some);
  if (!some) return APS_EMEM;
  double low, high;
  int64_t count = some_of(values, n, t->logarithmic, some);
  ends_of(some, count, &low, &high);
  if (!more && !t->logarithmic && count && some[0] == 0 && low == 0) { /* as of gas, most of which forms no stars */
    const int64_t first = some_of(values, n, 1, some);
    double from, to;
    ends_of(some, first, &from, &to);
    if (first && spans_decades(from, to)) low = from, high = to, count = first;
    else count = some_of(values, n, 0, some);
  }
  int same = count > 0 && !(high > low) && some[0] == some[count - 1];
  aps_release(ctx, some);
  if (more && count == 0) return APS_OK; /* no value that could widen anything */
  if (!(high > low)) {
    const double off = low != 0 ? 0.1 * fabs(low) : 1;
    low -= off, high += off;
  }
  if (more && t->low < t->high) {
    same &= t->same && low == t->low && high == t->high;
    low = fmin(low, t->low), high = fmax(high, t->high);
  }
  t->low = low, t->high = high, t->same = same;
  if (!more) t->logarithmic = spans_decades(low, high);
  if (low < 0 && high > 0 && (t->further || strcmp(t->name, "energy") != 0)) { /* zero in the middle */
    t->map = APS_MAP_SPLIT;
    t->high = fmax(high, -low), t->low = -t->high;
  }
  return APS_OK;
}

double aps_tint_place(const aps_tint *t, double value) {
  if (t->logarithmic) return value > 0 ? log(value / t->low) / log(t->high / t->low) : 0;
  return (value - t->low) / (t->high - t->low);
}

void aps_tint_dye(const aps_tint *t, double pixel, aps_canvas *image) {
  const double area = pixel * pixel;
  const int64_t pixels = (int64_t)image->width * image->height;
#pragma omp parallel for schedule(static)
  for (int64_t i = 0; i < pixels; i++) {
    float *c = image->rgb + 3 * i, hue[3];
    const float light = c[0];
    if (!(light > 0)) {
      c[0] = c[1] = c[2] = 0;
      continue;
    }
    aps_map_colour(t->map, pixel > 0 ? aps_tint_place(t, light / area) : c[1] / light, hue);
    for (int k = 0; k < 3; k++) c[k] = light * hue[k];
  }
}

/* ---- the bar ---- */

static unsigned char srgb(float c) {
  const double s = c <= 0.0031308f ? 12.92 * c : 1.055 * pow(c, 1 / 2.4) - 0.055;
  return (unsigned char)(255 * s + 0.5);
}

int aps_tint_numbers(const aps_tint *t, double *out, int most) {
  const double low = t->low * t->in_units, high = t->high * t->in_units;
  int n = 0;
  if (t->same) return out[0] = (low + high) / 2, 1;
  if (t->logarithmic) {
    const double decades = log10(high / low);
    for (double p = pow(10, floor(log10(low))); p <= high && n<most; p *= decades> 5 ? 100 : 10)
      for (int k = 0; k < (decades < 2 ? 3 : 1) && n < most; k++) {
        const double at = p * (double[]){1, 2, 5}[k];
        if (at >= low && at <= high) out[n++] = at;
      }
    return n;
  }
  const double rough = (high - low) / 6, power = pow(10, floor(log10(rough))), lead = rough / power;
  const double step = power * (lead > 5 ? 10 : lead > 2 ? 5 : lead > 1 ? 2 : 1);
  for (double k = ceil(low / step); k * step <= high * (1 + 1e-12) && n < most; k++)
    out[n++] = k * step;
  return n;
}

void aps_tint_number_text(const double *number, int n, int k, char out[32]) {
  int extreme = 0;
  for (int j = 0; j < n; j++) extreme |= number[j] != 0 && (fabs(number[j]) >= 1e5 || fabs(number[j]) < 1e-3);
  snprintf(out, 32, "%.6g", number[k] == 0 ? 0 : number[k]); /* no -0 */
  if (!extreme || number[k] == 0) return;
  const int power = (int)floor(log10(fabs(number[k])) + 1e-12);
  snprintf(out, 32, "%.6ge%d", number[k] / pow(10, power), power);
}

void aps_tint_bar(const aps_tint *t, aps_font *font, int width, int height, unsigned char *rgb) {
  const int unit = aps_label_unit(width, height), edge = 12 * unit;
  if (height < 120 || width < 160) return;
  const int tall = height * 2 / 5, wide = 6 * unit, x0 = width - edge - wide,
            y0 = (height - tall) / 2;
  for (int y = 0; y < tall; y++) {
    float c[3];
    aps_map_colour(t->map, 1 - (y + 0.5) / tall, c);
    for (int x = x0; x < x0 + wide; x++)
      for (int k = 0; k < 3; k++) rgb[3 * ((int64_t)(y0 + y) * width + x) + k] = srgb(c[k]);
  }
  char text[80];
  double number[12];
  const int n = aps_tint_numbers(t, number, 12);
  for (int k = 0, last = height; k < n; k++) {
    const double place = aps_tint_place(t, number[k] / t->in_units);
    const int y = y0 + (int)((1 - place) * (tall - 1) + 0.5);
    char digits[32];
    if (last - y < 10 * unit) continue; /* on a short bar not all of them can be read */
    last = y;
    aps_tint_number_text(number, n, k, digits);
    snprintf(text, sizeof text, "%s -", digits);
    aps_label_text(font, text, x0 - unit - aps_label_width(font, text, unit), y - 3 * unit, unit,
                   width, height, rgb);
  }
  snprintf(text, sizeof text, t->unit[0] ? "%s, %s" : "%s", t->name, t->unit);
  aps_label_text(font, text, width - edge - aps_label_width(font, text, unit), y0 - 14 * unit, unit,
                 width, height, rgb);
}

/* ---- legends ---- */

int aps_species_tint(const aps_species_key *k, const aps_units *u, aps_tint *t) {
  *t = (aps_tint){.name = "relative speed", .map = APS_MAP_STARS, .low = k->slow, .high = k->fast, .scale = 1};
  name_unit(t, u, 0, 1, -1);
  return k->by_speed;
}

/* "halo" of type 1 in "1 halo, 2 disc"; else "type 1". */
static void species_name(const char *names, int type, char out[32]) {
  for (const char *at = names; at && *at; at = strchr(at, ','), at += at ? 1 : 0) {
    int number;
    if (sscanf(at, " %d %31[^,]", &number, out) == 2 && number == type) return;
  }
  snprintf(out, 32, "type %d", type);
}

int aps_species_lines(const aps_species_key *k, const char *names, aps_species_line out[APS_SPECIES_MOST]) {
  int n = 0;
  for (int j = 0; j < APS_SPECIES_MOST; j++) {
    if (!(k->count[j] > 0)) continue;
    species_name(names, j, out[n].name);
    const float most = fmaxf(k->hue[j][0], fmaxf(k->hue[j][1], k->hue[j][2])); /* as a bright particle's, whose hue is kept */
    for (int c = 0; c < 3; c++) out[n].rgb[c] = srgb(k->hue[j][c] / most);
    n++;
  }
  return n > 1 ? n : 0;
}

/* A disc of diameter `wide`, its edge smooth. */
static void put_disc(double x, double y, double wide, const unsigned char ink[3], int width, int height, unsigned char *rgb) {
  const double r = wide / 2;
  for (int j = (int)(y - r) - 1; j <= (int)(y + r) + 1; j++)
    for (int i = (int)(x - r) - 1; i <= (int)(x + r) + 1; i++) {
      const double share = fmin(fmax(r + 0.5 - hypot(i - x, j - y), 0), 1);
      if (i < 0 || j < 0 || i >= width || j >= height) continue;
      unsigned char *at = rgb + 3 * ((int64_t)j * width + i);
      for (int c = 0; c < 3; c++) at[c] = (unsigned char)(at[c] + share * (ink[c] - at[c]) + 0.5);
    }
}

static void put_lines(const aps_species_line *line, int n, aps_font *font, int width, int height, unsigned char *rgb) {
  const int unit = aps_label_unit(width, height), edge = 12 * unit, step = 12 * unit;
  const int room = (height - 2 * (edge + 14 * unit)) / step; /* between title and time */
  if (n > room) n = room;
  for (int k = 0; k < n; k++) {
    const int y = (height - n * step) / 2 + k * step, x = width - edge - 6 * unit;
    put_disc(x + 3.5 * unit - 0.5, y + 3.5 * unit - 0.5, 6.0 * unit, line[k].rgb, width, height, rgb);
    aps_label_text(font, line[k].name, x - 4 * unit - aps_label_width(font, line[k].name, unit), y, unit, width, height, rgb);
  }
}

void aps_species_legend(const aps_species_key *k, const char *names, const aps_units *u, aps_font *font, int width, int height,
                        unsigned char *rgb) {
  aps_tint speeds;
  aps_species_line line[APS_SPECIES_MOST];
  if (height < 120 || width < 160) return;
  if (aps_species_tint(k, u, &speeds)) return aps_tint_bar(&speeds, font, width, height, rgb);
  put_lines(line, aps_species_lines(k, names, line), font, width, height, rgb);
}
