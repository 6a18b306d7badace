/* Files of comoving runs store what their code integrates: factors of h, peculiar velocities over
 * sqrt(a), momenta. Here they become what docs/cosmology.md calls comoving and peculiar. A
 * potential G m / x has as many factors of h above as below, an acceleration one more below. */
#include "../core/ctx.h"

static void scale(double *x, int64_t n, double factor) {
  for (int64_t i = 0; x && factor != 1 && i < n; i++) x[i] *= factor;
}

void aps_dataset_plain(aps_dataset *d) {
  aps_comoving *c = &d->comoving;
  if (!(c->a > 0)) return;
  const aps_view *v = &d->v;
  double *const lengths[5] = {v->x, v->y, v->z, v->eps, v->radius};
  double *const speeds[3] = {v->vx, v->vy, v->vz}, *const pulls[3] = {v->ax, v->ay, v->az};
  for (int k = 0; k < 5; k++) scale(lengths[k], v->n, 1 / c->h);
  for (int k = 0; k < 3; k++) scale(speeds[k], v->n, c->velocity), scale(pulls[k], v->n, c->h);
  scale(v->mass, v->n, 1 / c->h);
  scale(d->box, 3, 1 / c->h);
  c->h = c->velocity = 1;
}
