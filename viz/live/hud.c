#include "hud.h"
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static const aps_ink white = {232, 236, 240, 255}, grey = {160, 170, 182, 255},
                     amber = {255, 200, 110, 255}, shade = {6, 8, 14, 170}, dark = {6, 8, 14, 225},
                     faint = {130, 150, 175, 120}, nothing = {0, 0, 0, 0};
enum { NOTE_SECONDS = 4 };

/* ---- gauges ---- */

void aps_gauges_read(aps_gauges *g, aps_stage *s, const aps_shot *shot, double now) {
  if (s->notes != g->notes_seen) {
    g->notes_seen = s->notes;
    snprintf(g->note, sizeof g->note, "%s", s->note);
    g->note_until = now + NOTE_SECONDS;
  }
  if (s->status.notes != g->source_notes_seen) {
    g->source_notes_seen = s->status.notes;
    snprintf(g->note, sizeof g->note, "%s", s->status.note);
    g->note_until = now + 1.5 * NOTE_SECONDS;
  }
  if (shot->n == 0 || shot->number == g->number) return;
  const double dt = shot->wall - g->wall;
  if (shot->steps < g->steps || g->wall == 0 || dt > 5) {
    g->wall = shot->wall, g->steps = shot->steps, g->interactions = shot->interactions;
    g->steps_per_s = g->interactions_per_s = 0;
  } else if (dt > 0.5) {
    g->steps_per_s = (double)(shot->steps - g->steps) / dt;
    g->interactions_per_s = (shot->interactions - g->interactions) / dt;
    g->wall = shot->wall, g->steps = shot->steps, g->interactions = shot->interactions;
  }
  g->number = shot->number;
}

/* ---- numbers ---- */

typedef struct {
  aps_sheet *sheet;
  int x, y, unit;
  int widest, dry; /* dry: only measured */
} pen;

static void write_at(pen *p, int x, aps_ink ink, const char *text) {
  const int end = x + aps_ink_width(p->sheet, p->unit, text);
  if (end > p->widest) p->widest = end;
  if (!p->dry) aps_ink_text(p->sheet, x, p->y, p->unit, ink, text);
}

__attribute__((format(printf, 4, 5))) static void say(pen *p, aps_ink ink, const char *name,
                                                      const char *format, ...) {
  char value[160];
  va_list args;
  va_start(args, format);
  vsnprintf(value, sizeof value, format, args);
  va_end(args);
  write_at(p, p->x, grey, name);
  write_at(p, p->x + 15 * 6 * p->unit, ink, value);
  p->y += 11 * p->unit;
}

static const char *si(double value, char out[32]) {
  const char *const prefix[] = {"", " k", " M", " G", " T", " P"};
  int k = 0;
  while (fabs(value) >= 1000 && k < 5) value /= 1000, k++;
  snprintf(out, 32, "%.3g%s", value, prefix[k]);
  return out;
}

static void count(int64_t n, char out[40]) { /* 1 000 000 */
  char digits[32];
  snprintf(digits, sizeof digits, "%lld", (long long)n);
  const size_t length = strlen(digits);
  size_t k = 0;
  for (size_t i = 0; i < length && k < 38; i++) {
    if (i > 0 && (length - i) % 3 == 0) out[k++] = ' ';
    out[k++] = digits[i];
  }
  out[k] = '\0';
}

static void say_pace(pen *p, const aps_stage *s, const aps_gauges *g) {
  const aps_status *st = &s->status;
  if (!(st->can & APS_CAN_SEEK) && st->integrator[0] == '\0') return; /* one file: nothing runs */
  const char *state = !st->playing && st->steps_left <= 0 ? st->ended ? "at the end" : "paused"
                      : st->direction < 0                 ? "backwards"
                                                          : "forwards";
  if (st->pace > 0)
    say(p, st->playing ? white : amber, "time runs", "%s, %.3g a second", state, st->pace);
  else
    say(p, st->playing ? white : amber, "time runs", "%s, as fast as it goes", state);
  if (st->can & APS_CAN_SEEK) return;
  char rate[32];
  say(p, white, "steps/s", "%s", si(g->steps_per_s, rate));
  if (g->interactions_per_s > 0)
    say(p, white, "interactions/s", "%s", si(g->interactions_per_s, rate));
}

static void say_all(pen *p, const aps_stage *s, const aps_shot *shot, const aps_gauges *g) {
  const aps_status *st = &s->status;
  char n[40];
  const int replay = (st->can & APS_CAN_SEEK) != 0 || st->integrator[0] == '\0';
  char title[48];
  snprintf(title, sizeof title, "%.44s", st->title);
  write_at(p, p->x, white, title);
  p->y += 13 * p->unit;
  count(shot->n, n);
  say(p, white, "particles", "%s", n);
  say_pace(p, s, g);
  if (!isnan(shot->energy_error))
    say(p, fabs(shot->energy_error) > 1e-2 ? amber : white, "energy error", "%+.2e",
        shot->energy_error);
  if (!isnan(shot->virial)) say(p, white, "virial ratio", "%.3f", shot->virial);
  if (shot->force_error > 0) say(p, white, "force error", "%.1e rms", shot->force_error);
  if (!replay)
    say(p, white, "integrator", isnan(st->dt) ? isnan(st->eta) ? "%s" : "%s, eta %.3g" : "%s, dt %.3g",
        st->integrator, isnan(st->dt) ? st->eta : st->dt);
  say(p, white, replay ? "file" : "computed on", "%.*s", (int)strcspn(st->device, ":"), st->device);
  say(p, white, "drawn by", g->way[0] ? "%.16s (%s), %.*f a second" : "%.18s%s, %.*f a second", g->drawn_by, g->way,
      g->fps < 2, g->fps);
  if (s->rig.follows)
    say(p, amber, "following", "particle %llu", (unsigned long long)s->rig.followed);
}

/* Measured first, for the shade behind. */
static void numbers(aps_sheet *sheet, const aps_stage *s, const aps_shot *shot,
                    const aps_gauges *g) {
  const int unit = aps_stage_unit(s), edge = 12 * unit, round = edge / 2;
  pen p = {sheet, edge, edge, unit, 30 * 6 * unit, 1};
  say_all(&p, s, shot, g);
  aps_ink_box(sheet, round, round, p.widest, p.y - edge + round, shade);
  p.y = edge, p.dry = 0;
  say_all(&p, s, shot, g);
}

/* ---- bars ---- */

static void scale_bar(aps_sheet *sheet, const aps_stage *s, const aps_shot *shot) {
  const int unit = aps_stage_unit(s), left = 12 * unit, bottom = s->height - 16 * unit;
  char text[64];
  const double bar = aps_label_length(s->rig.pose.width / 6, &shot->units, text);
  if (!(bar > 0)) return;
  const int length = (int)(bar / s->rig.pose.width * s->width + 0.5), tick = 3 * unit;
  aps_ink_box(sheet, left, bottom - unit, length, unit, white);
  aps_ink_box(sheet, left, bottom - tick, unit, tick, white);
  aps_ink_box(sheet, left + length - unit, bottom - tick, unit, tick, white);
  const int wide = aps_ink_width(sheet, unit, text);
  aps_ink_text(sheet, length > wide ? left + (length - wide) / 2 : left, bottom - tick - 9 * unit,
               unit, white, text);
}

static void clock_of(aps_sheet *sheet, const aps_stage *s, const aps_shot *shot) {
  const int unit = aps_stage_unit(s), large = unit + (unit + 1) / 2;
  char text[64];
  aps_label_time(&shot->units, shot->time, fmax(s->status.t_last, shot->time), text);
  aps_ink_text(sheet, s->width - 12 * unit - aps_ink_width(sheet, large, text),
               s->height - 16 * unit - 8 * large, large, white, text);
}

static void scrubber(aps_sheet *sheet, const aps_stage *s, const aps_shot *shot) {
  double x0, x1, y;
  const aps_status *st = &s->status;
  if (!aps_stage_scrubber(s, &x0, &x1, &y)) return;
  const int unit = aps_stage_unit(s);
  const double share = aps_stage_share(s, shot);
  aps_ink_box(sheet, (int)x0, (int)y, (int)(x1 - x0), unit, faint);
  aps_ink_box(sheet, (int)x0, (int)y, (int)((x1 - x0) * share), unit, white);
  if (st->can & APS_CAN_SEEK)
    aps_ink_disc(sheet, x0 + (x1 - x0) * share, y + 0.5 * unit - 0.5, 2.5 * unit, white);
}

static unsigned char srgb(float c) {
  const double s = c <= 0.0031308f ? 12.92 * c : 1.055 * pow(c, 1 / 2.4) - 0.055;
  return (unsigned char)(255 * s + 0.5);
}

static void colour_bar(aps_sheet *sheet, const aps_stage *s, const aps_tint *t) {
  const int unit = aps_stage_unit(s), edge = 12 * unit, tall = s->height * 2 / 5, wide = 6 * unit;
  const int x0 = s->width - edge - wide, y0 = (s->height - tall) / 2;
  if (!(t->high > t->low) || s->height < 120) return;
  for (int y = 0; y < tall; y++) {
    float c[3];
    aps_map_colour(t->map, 1 - (y + 0.5) / tall, c);
    aps_ink_box(sheet, x0, y0 + y, wide, 1, (aps_ink){srgb(c[0]), srgb(c[1]), srgb(c[2]), 255});
  }
  char text[80];
  double number[12];
  const int n = aps_tint_numbers(t, number, 12);
  for (int k = 0; k < n; k++) {
    const int y = y0 + (int)((1 - aps_tint_place(t, number[k] / t->in_units)) * (tall - 1) + 0.5);
    char digits[32];
    aps_tint_number_text(number, n, k, digits);
    snprintf(text, sizeof text, "%s -", digits);
    aps_ink_text(sheet, x0 - unit - aps_ink_width(sheet, unit, text), y - 3 * unit, unit, white,
                 text);
  }
  snprintf(text, sizeof text, t->unit[0] ? "%s, %s" : "%s", t->name, t->unit);
  aps_ink_text(sheet, s->width - edge - aps_ink_width(sheet, unit, text), y0 - 14 * unit, unit,
               white, text);
}

/* Where a bar would be. */
static void legend(aps_sheet *sheet, const aps_stage *s, const aps_species_key *k) {
  aps_species_line line[APS_SPECIES_MOST];
  const int unit = aps_stage_unit(s), step = 12 * unit, right = s->width - 12 * unit;
  const int n = aps_species_lines(k, s->status.species, line);
  if (s->height < 150 || s->width < 260) return;
  for (int j = 0; j < n; j++) {
    const int y = (s->height - n * step) / 2 + j * step;
    const aps_ink ink = {line[j].rgb[0], line[j].rgb[1], line[j].rgb[2], 255};
    aps_ink_disc(sheet, right - 3 * unit, y + 3.5 * unit, 3.0 * unit, ink);
    aps_ink_text(sheet, right - 10 * unit - aps_ink_width(sheet, unit, line[j].name), y, unit, white, line[j].name);
  }
}

/* ---- lines in space ---- */

static void line3(aps_sheet *sheet, const aps_stage *s, const aps_eye *eye, const double a[3],
                  const double b[3], double thick, aps_ink ink) {
  double x0, y0, x1, y1;
  if (aps_rig_point(eye, a, s->width, s->height, &x0, &y0) &&
      aps_rig_point(eye, b, s->width, s->height, &x1, &y1))
    aps_ink_line(sheet, x0, y0, x1, y1, thick, ink);
}

static void axes(aps_sheet *sheet, const aps_stage *s, const aps_shot *shot) {
  const aps_eye eye = aps_rig_eye(&s->rig);
  const int unit = aps_stage_unit(s);
  const aps_ink inks[3] = {{255, 120, 100, 220}, {120, 220, 130, 220}, {120, 170, 255, 220}};
  const double *o = eye.centre, length = eye.width / 6;
  for (int d = 0; d < 3; d++) {
    double to[3] = {o[0], o[1], o[2]}, x, y;
    to[d] += length;
    line3(sheet, s, &eye, o, to, unit, inks[d]);
    if (aps_rig_point(&eye, to, s->width, s->height, &x, &y))
      aps_ink_text(sheet, (int)x + 2 * unit, (int)y - 3 * unit, unit, inks[d],
                   (const char *[]){"x", "y", "z"}[d]);
  }
  if (!shot->periodic) return;
  for (int d = 0; d < 3; d++) /* the twelve edges of the box */
    for (int k = 0; k < 4; k++) {
      double a[3] = {0}, b[3];
      a[(d + 1) % 3] = k & 1 ? shot->box[(d + 1) % 3] : 0;
      a[(d + 2) % 3] = k & 2 ? shot->box[(d + 2) % 3] : 0;
      memcpy(b, a, sizeof b);
      b[d] = shot->box[d];
      line3(sheet, s, &eye, a, b, unit * 0.6, faint);
    }
}

typedef struct { /* a way on the window, drawn piece by piece */
  aps_sheet *sheet;
  const aps_stage *stage;
  const aps_eye *eye;
  double x, y, thick;
  int have;
} brush;

static void lead(brush *b, const double x[3], int opacity) {
  double px, py;
  const int here = aps_rig_point(b->eye, x, b->stage->width, b->stage->height, &px, &py);
  if (here && b->have && fabs(px - b->x) + fabs(py - b->y) < 2)
    return; /* shorter than it is wide */
  if (here && b->have)
    aps_ink_line(b->sheet, b->x, b->y, px, py, b->thick,
                 (aps_ink){150, 190, 240, (unsigned char)opacity});
  b->x = px, b->y = py, b->have = here;
}

/* Whether the cubic tells the way: where the time between the shots was too long for that, as in
 * the moment in which the window finds out who draws, the way is as long as the speeds say only by
 * chance. */
static int is_known(const float p[6], const float q[6], double T) {
  const double chord = hypot(hypot(q[0] - p[0], q[1] - p[1]), q[2] - p[2]);
  const double way =
      0.5 * fabs(T) * (hypot(hypot(p[3], p[4]), p[5]) + hypot(hypot(q[3], q[4]), q[5]));
  return isfinite(chord) && way <= 1.1 * chord && chord <= 1.1 * way;
}

/* The cubic through two places with their velocities, in as many pieces as it turns. */
static void arc(brush *b, const float p[6], const float q[6], double T, int opacity) {
  enum { MOST = 8 };
  if (T == 0 || !is_known(p, q, T)) {
    b->have = 0;
    return;
  }
  double pq = 0, pp = 0, qq = 0;
  for (int d = 3; d < 6; d++) pq += p[d] * q[d], pp += p[d] * p[d], qq += q[d] * q[d];
  const double turn = pp > 0 && qq > 0 ? sqrt(fmax(2 - 2 * pq / sqrt(pp * qq), 0)) : 1;
  const int pieces = (int)fmin(1 + 16 * turn, MOST);
  for (int m = b->have; m <= pieces; m++) {
    const double u = (double)m / pieces, u2 = u * u, u3 = u2 * u, h = 3 * u2 - 2 * u3;
    double x[3];
    for (int d = 0; d < 3; d++)
      x[d] = p[d] + h * (q[d] - p[d]) + T * ((u3 - 2 * u2 + u) * p[3 + d] + (u3 - u2) * q[3 + d]);
    lead(b, x, opacity);
  }
}

/* From moment to moment, and on to where the particle is seen. */
static void trails(aps_sheet *sheet, const aps_stage *s, const aps_trails *t) {
  const aps_eye eye = aps_rig_eye(&s->rig);
  for (int k = 0; k < t->n; k++) {
    const aps_trail *of = &t->of[k];
    brush b = {sheet, s, &eye, 0, 0, 0.8 * aps_stage_unit(s), 0};
    int then = (of->next - of->length + APS_TRAIL_LENGTH) % APS_TRAIL_LENGTH;
    for (int j = 1; j < of->length; j++) {
      const int now = (then + 1) % APS_TRAIL_LENGTH;
      const double old = (double)(of->length - j) / APS_TRAIL_LENGTH;
      arc(&b, of->x[then], of->x[now], of->at[now] - of->at[then], (int)(200 * (1 - old) * (1 - old)) + 10);
      then = now;
    }
    if (of->shown && of->length > 0) arc(&b, of->x[then], of->now, t->time - of->at[then], 210);
  }
}

static void throwing(aps_sheet *sheet, const aps_stage *s) {
  const double unit = aps_stage_unit(s);
  aps_ink_disc(sheet, s->pressed_x, s->pressed_y, 2 * unit, amber);
  aps_ink_line(sheet, s->pressed_x, s->pressed_y, s->x, s->y, unit, amber);
}

static void crosshair(aps_sheet *sheet, const aps_stage *s) {
  const double unit = aps_stage_unit(s), x = 0.5 * (s->width - 1), y = 0.5 * (s->height - 1);
  for (int k = 0; k < 4; k++) {
    const double dx = (k == 0) - (k == 1), dy = (k == 2) - (k == 3);
    aps_ink_line(sheet, x + 5 * unit * dx, y + 5 * unit * dy, x + 10 * unit * dx,
                 y + 10 * unit * dy, 0.7 * unit, amber);
  }
}

/* ---- texts ---- */

static void help(aps_sheet *sheet, const aps_stage *s) {
  enum { MOST = 4 };
  int n = 0;
  for (const aps_key_row *k = aps_key_rows; k->key; k++) n += k->label != NULL;
  int unit = aps_stage_unit(s), columns = 1, rows;
  for (;; unit--) { /* as large as fits, in no more columns than it needs */
    const int most = s->width / (49 * 6 * unit);
    for (columns = most < 2 ? 1 : 2;; columns++) {
      rows = (n + columns - 1) / columns + 4;
      if ((rows + 2) * 11 * unit <= s->height || columns >= most || columns == MOST) break;
    }
    if (unit == 1 || (rows + 2) * 11 * unit <= s->height) break;
  }
  const int wide = columns * 49 * 6 * unit, tall = (rows + 1) * 11 * unit + 6 * unit;
  const int x0 = wide < s->width ? (s->width - wide) / 2 : 0, y0 = tall < s->height ? (s->height - tall) / 2 : 0;
  aps_ink_box(sheet, x0 - 6 * unit, y0 - 6 * unit, wide + 12 * unit, tall + 6 * unit, dark);
  int i = 0;
  for (const aps_key_row *k = aps_key_rows; k->key; k++) {
    if (!k->label) continue;
    const int column = i / (rows - 4), row = i % (rows - 4);
    const int x = x0 + 4 * unit + column * 49 * 6 * unit, y = y0 + 4 * unit + 11 * unit * row;
    aps_ink_text(sheet, x, y, unit, amber, k->label);
    aps_ink_text(sheet, x + 12 * 6 * unit, y, unit, white, k->doc);
    i++;
  }
  aps_ink_paragraph(
      sheet, x0 + 4 * unit, y0 + 4 * unit + 11 * unit * (rows - 3), unit, columns * 48 * 6 * unit,
      grey,
      "Mouse: drag to turn, Shift-drag to move, wheel to come nearer, click to follow. In "
      "lessons a drag with the right button throws a new body.");
}

static void lesson(aps_sheet *sheet, const aps_stage *s) {
  const int unit = aps_stage_unit(s),
            room = s->width / (6 * unit) - 47 - 6; /* beside the numbers */
  const int most = room < 46 ? room : 46, wide = most * 6 * unit;
  if (most < 20) return;
  const int x = s->width - wide - 16 * unit, y = 12 * unit;
  const int rows = aps_ink_paragraph(sheet, 0, 0, unit, wide, nothing, s->status.lesson);
  aps_ink_box(sheet, x - 6 * unit, y - 6 * unit, wide + 12 * unit, (11 * rows + 10) * unit, shade);
  aps_ink_paragraph(sheet, x, y, unit, wide, white, s->status.lesson);
}

static void note(aps_sheet *sheet, const aps_stage *s, const aps_gauges *g) {
  const int unit = aps_stage_unit(s), most = s->width - 72 * unit;
  if (most < 60 * unit) return;
  const int rows = aps_ink_paragraph(sheet, 0, 0, unit, most, nothing, g->note);
  const int length = aps_ink_width(sheet, unit, g->note), wide = length < most ? length : most;
  const int x = (s->width - wide) / 2, y = s->height - (36 + 11 * rows) * unit;
  aps_ink_box(sheet, x - 6 * unit, y - 5 * unit, wide + 11 * unit, (11 * rows + 8) * unit, dark);
  aps_ink_paragraph(sheet, x, y, unit, most, amber, g->note);
}

static void recording(aps_sheet *sheet, const aps_stage *s) {
  const int unit = aps_stage_unit(s);
  if (!s->recording) return;
  aps_ink_disc(sheet, s->width - 16 * unit, 14 * unit, 4 * unit, (aps_ink){230, 60, 50, 255});
}

void aps_hud_draw(aps_sheet *sheet, const aps_stage *s, const aps_shot *shot, const aps_gauges *g,
                  const aps_trails *t, const aps_tint *tint, const aps_species_key *species, double now) {
  aps_sheet_clear(sheet);
  if (shot->n > 0) {
    if (s->trails) trails(sheet, s, t);
    if (s->frame) axes(sheet, s, shot);
    if (s->rig.follows) crosshair(sheet, s);
    if (s->throwing && s->moved) throwing(sheet, s);
    if (s->hud && !s->help) {
      if (s->width >= 260 && s->height >= 150) { /* else there is no room for words */
        numbers(sheet, s, shot, g);
        scale_bar(sheet, s, shot);
        clock_of(sheet, s, shot);
      }
      scrubber(sheet, s, shot);
      const int beside_text = species && s->lesson && s->status.lesson[0]; /* which says what there is to see */
      if (tint && !s->panel && !beside_text) colour_bar(sheet, s, tint);
      if (species && !s->panel && !beside_text) legend(sheet, s, species);
    }
    if (s->lesson && s->status.lesson[0] && !s->help && !s->panel) lesson(sheet, s);
  } else
    aps_ink_text(sheet, 12 * aps_stage_unit(s), 12 * aps_stage_unit(s), aps_stage_unit(s), white,
                 "the particles are being set up ...");
  if (s->help) help(sheet, s);
  if (now < g->note_until) note(sheet, s, g);
  recording(sheet, s);
}
