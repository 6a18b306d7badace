#include "camera.h"
#include <math.h>
#include <string.h>

#define FIELD     40.0
#define NARROWEST 1e-9 /* of home's width: beyond, doubles no longer tell places apart */

void aps_rig_start(aps_rig *r) {
  *r = (aps_rig){.pose = {.elevation = 90, .field = FIELD, .width = 1}};
  r->home = r->pose;
}

aps_eye aps_rig_eye(const aps_rig *r) {
  aps_eye eye = {.width = r->pose.width};
  memcpy(eye.centre, r->pose.centre, sizeof eye.centre);
  aps_eye_turn(&eye, r->pose.azimuth, r->pose.elevation, r->pose.field);
  return eye;
}

typedef aps_rig_box box;

static void extend(box *b, int k, double at) {
  if (fabs(at - b->middle[k]) <= b->half[k]) return;
  const double low = fmin(b->middle[k] - b->half[k], at), high = fmax(b->middle[k] + b->half[k], at);
  b->middle[k] = (low + high) / 2, b->half[k] = (high - low) / 2;
}

/* With this much room around: a tenth on either side. */
#define ROOM 1.2

/* The box that a picture of such width shows within its margins; both ways. */
static box box_of(const aps_eye *eye, double width, double aspect, aps_margins m) {
  box b = {{0, 0}, {width * (1 - m.beside) / 2 / ROOM, width / aspect * (1 - m.above) / 2 / ROOM}};
  for (int d = 0; d < 3; d++)
    b.middle[0] += eye->centre[d] * eye->right[d], b.middle[1] += eye->centre[d] * eye->up[d];
  b.middle[0] -= m.beside / 2 * width, b.middle[1] -= m.above / 2 * width / aspect;
  return b;
}

static double width_of(const box *b, double aspect, aps_margins m) {
  return 2 * ROOM * fmax(b->half[0] / (1 - m.beside), b->half[1] * aspect / (1 - m.above));
}

static void centre_on(const aps_eye *eye, const box *b, double width, double aspect, aps_margins m,
                      double centre[3]) {
  double from[2] = {0, 0};
  for (int d = 0; d < 3; d++)
    from[0] += centre[d] * eye->right[d], from[1] += centre[d] * eye->up[d];
  const double up = b->middle[1] + m.above / 2 * width / aspect - from[1],
               right = b->middle[0] + m.beside / 2 * width - from[0];
  for (int d = 0; d < 3; d++) centre[d] += right * eye->right[d] + up * eye->up[d];
}

static const double *mass_of(const aps_shot *shot) {
  return shot->has & APS_MASS ? shot->v.mass : NULL;
}

static double depth_of(const aps_eye *eye, const double x[3]) {
  return x[0] * eye->back[0] + x[1] * eye->back[1] + x[2] * eye->back[2];
}

/* Bodies that must show, `all` of a handful; `most`: those further away than such a width do not count. What is nearer
 * to the eye than the centre, at `depth`, shows as if it lay farther out; of the box's width that is the same for any width. */
static void hold(box *b, const aps_eye *eye, double depth, const aps_shot *shot, int all, double most,
                 double aspect) {
  const double slope = eye->distance > 0 ? 0.5 * eye->width / eye->distance / ROOM : 0;
  const aps_view *v = &shot->v;
  const int weighs = (shot->has & APS_MASS) != 0;
  double mass = 0;
  char out[APS_HANDFUL];
  if (all) aps_far_out((const double *const[3]){v->x, v->y, v->z}, mass_of(shot), shot->n, out);
  for (int64_t i = 0; weighs && i < shot->n; i++) mass += v->mass[i];
  for (int64_t i = 0; i < shot->n; i++) {
    const int heavy = weighs && aps_is_weighty(v->mass[i], mass);
    if (!heavy && !(all && !out[i])) continue;
    double at[2] = {0, 0};
    const double x[3] = {v->x[i], v->y[i], v->z[i]}, out_by = slope * fmax(0, depth_of(eye, x) - depth);
    for (int d = 0; d < 3; d++) at[0] += x[d] * eye->right[d], at[1] += x[d] * eye->up[d];
    const double a = fabs(at[0] - b->middle[0]), c = fabs(at[1] - b->middle[1]) * aspect;
    if (!(2 * ROOM * fmax(a, c) < most)) continue; /* one that is thrown out may go */
    for (int side = -1; side <= 1; side += 2) extend(b, 0, at[0] + side * out_by), extend(b, 1, at[1] + side * out_by / aspect);
  }
}

/* The picture shows this box; so does home. */
static void look_at(aps_rig *r, const aps_eye *eye, const box *b, double width, double aspect,
                    aps_margins m) {
  r->pose.width = r->home.width = width;
  centre_on(eye, b, width, aspect, m, r->pose.centre);
  memcpy(r->home.centre, r->pose.centre, sizeof r->home.centre);
}

aps_err aps_rig_frame(aps_ctx *ctx, aps_rig *r, const aps_shot *shot, double aspect, aps_margins m) {
  if (shot->n == 0) return APS_OK;
  const aps_eye eye = aps_rig_eye(r);
  const double *const x[3] = {shot->v.x, shot->v.y, shot->v.z};
  double middle[3], half[3];
  APS_TRY(aps_eye_span(ctx, &eye, x, mass_of(shot), shot->n, middle, half));
  if (!(half[0] > 0 || half[1] > 0)) half[0] = 0.5; /* one particle */
  box b = {{middle[0], middle[1]}, {half[0], half[1]}};
  hold(&b, &eye, middle[2], shot, shot->n <= APS_HANDFUL, HUGE_VAL, aspect);
  const aps_pose home = r->home;
  r->touched = r->framed == 2;
  for (int d = 0; d < 3; d++)
    r->pose.centre[d] = middle[0] * eye.right[d] + middle[1] * eye.up[d] + middle[2] * eye.back[d];
  look_at(r, &eye, &b, width_of(&b, aspect, m), aspect, m);
  if (r->framed)
    r->home = home;
  else
    r->home = r->pose, r->framed_width = r->pose.width;
  r->seen = b, r->seen_from[0] = r->pose.azimuth, r->seen_from[1] = r->pose.elevation;
  r->framed = 1;
  r->follows = 0;
  return APS_OK;
}

static int sees_as_framed(const aps_rig *r) {
  return r->pose.azimuth == r->seen_from[0] && r->pose.elevation == r->seen_from[1];
}

void aps_rig_widen(aps_rig *r, const aps_shot *shot, double aspect, aps_margins m) {
  const int all = shot->n <= APS_HANDFUL;
  const aps_eye eye = aps_rig_eye(r);
  const double depth = depth_of(&eye, eye.centre);
  const box now = box_of(&eye, r->pose.width, aspect, m);
  box b = now;
  hold(&b, &eye, depth, shot, all, 4 * r->framed_width, aspect);
  if (sees_as_framed(r)) hold(&r->seen, &eye, depth, shot, all, 4 * r->framed_width, aspect);
  if (memcmp(&b, &now, sizeof b) == 0) return;
  look_at(r, &eye, &b, fmax(width_of(&b, aspect, m), r->pose.width), aspect, m);
}

aps_err aps_rig_fit(aps_ctx *ctx, aps_rig *r, const aps_shot *shot, double aspect, aps_margins m) {
  if (!sees_as_framed(r)) APS_TRY(aps_rig_frame(ctx, r, shot, aspect, m));
  const aps_eye eye = aps_rig_eye(r);
  look_at(r, &eye, &r->seen, width_of(&r->seen, aspect, m), aspect, m);
  return APS_OK;
}

void aps_rig_home(aps_rig *r) {
  r->pose = r->home;
  r->follows = 0;
}

void aps_rig_orbit(aps_rig *r, double dx, double dy) {
  r->touched = 1;
  r->pose.azimuth = remainder(r->pose.azimuth - 180 * dx, 360);
  r->pose.elevation = fmin(fmax(r->pose.elevation + 180 * dy, -90), 90);
}

static void shift(aps_rig *r, double right, double up, double back) {
  r->touched = 1;
  const aps_eye eye = aps_rig_eye(r);
  for (int d = 0; d < 3; d++)
    r->pose.centre[d] += right * eye.right[d] + up * eye.up[d] + back * eye.back[d];
}

void aps_rig_pan(aps_rig *r, double dx, double dy, double aspect) {
  const double height = r->pose.width / aspect;
  shift(r, -dx * height, dy * height, 0);
  r->follows = 0;
}

void aps_rig_zoom(aps_rig *r, double factor, double x, double y, double aspect) {
  const double before = r->pose.width;
  r->touched = 1;
  const double width = fmin(fmax(before / factor, NARROWEST * r->home.width), 1e6 * r->home.width);
  const double moved = 0.5 * (before - width);
  if (!r->follows) shift(r, x * moved, y * moved / aspect, 0);
  r->pose.width = width;
}

void aps_rig_fly(aps_rig *r, double right, double up, double into) {
  const double step = r->pose.width;
  shift(r, right * step, up * step, -into * step);
  r->follows = 0;
}

static aps_pose named(const aps_rig *r, int which) {
  static const struct {
    double azimuth, elevation, nearer;
  } views[APS_BOOKMARKS] = {{0, 90, 1},  {0, 0, 1},  {90, 0, 1},    {0, 30, 1}, {0, 60, 1},
                            {0, -30, 1}, {0, 30, 4}, {0, 30, 0.25}, {0, 0, 0}};
  if (which == APS_BOOKMARKS - 1) return r->home;
  aps_pose pose = r->home;
  pose.azimuth = views[which].azimuth, pose.elevation = views[which].elevation;
  pose.width /= views[which].nearer;
  return pose;
}

int aps_rig_recall(aps_rig *r, int which) {
  enum { WHOLE = 6 }; /* views of all particles; the others are nearer, farther, and the start */
  r->touched = 1;
  const aps_pose before = r->pose;
  r->pose = r->has_kept[which] ? r->kept[which] : named(r, which);
  if (r->follows) memcpy(r->pose.centre, before.centre, sizeof before.centre);
  return !r->follows && !r->has_kept[which] && which < WHOLE;
}

void aps_rig_keep(aps_rig *r, int which) {
  r->kept[which] = r->pose;
  r->has_kept[which] = 1;
}

void aps_rig_follow(aps_rig *r, const aps_shot *shot) {
  if (!r->follows || shot->n == 0) return;
  const aps_view *v = &shot->v;
  if (r->row >= shot->n || v->id[r->row] != r->followed)
    for (r->row = 0; r->row < shot->n && v->id[r->row] != r->followed; r->row++) continue;
  if (r->row >= shot->n) {
    r->follows = 0;
    return;
  }
  const double x[3] = {v->x[r->row], v->y[r->row], v->z[r->row]};
  if (isfinite(x[0]) && isfinite(x[1]) && isfinite(x[2])) memcpy(r->pose.centre, x, sizeof x);
}

int aps_rig_point(const aps_eye *eye, const double x[3], int width, int height, double *px,
                  double *py) {
  double a = 0, b = 0, c = 0;
  for (int d = 0; d < 3; d++) {
    const double r = x[d] - eye->centre[d];
    a += r * eye->right[d], b += r * eye->up[d], c += r * eye->back[d];
  }
  double scale = width / eye->width;
  if (eye->distance > 0) {
    const double depth = eye->distance - c;
    if (!(depth > 0.02 * eye->distance)) return 0;
    scale *= eye->distance / depth;
  }
  *px = a * scale + 0.5 * (width - 1), *py = 0.5 * (height - 1) - b * scale;
  return fabs(*px) < 1e6 && fabs(*py) < 1e6;
}

int64_t aps_rig_pick(const aps_rig *r, const aps_shot *shot, double px, double py, int width,
                     int height, double reach) {
  const aps_eye eye = aps_rig_eye(r);
  int64_t found = -1;
  double nearest = reach * reach;
  for (int64_t i = 0; i < shot->n; i++) {
    double x, y;
    if (!aps_rig_point(&eye, (double[]){shot->v.x[i], shot->v.y[i], shot->v.z[i]}, width, height,
                       &x, &y))
      continue;
    const double d2 = (x - px) * (x - px) + (y - py) * (y - py);
    if (d2 < nearest) nearest = d2, found = i;
  }
  return found;
}

void aps_rig_place(const aps_eye *eye, double px, double py, int width, int height, double x[3]) {
  const double scale = eye->width / width;
  const double a = (px - 0.5 * (width - 1)) * scale, b = (0.5 * (height - 1) - py) * scale;
  for (int d = 0; d < 3; d++) x[d] = eye->centre[d] + a * eye->right[d] + b * eye->up[d];
}
