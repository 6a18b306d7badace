#include "card.h"
#include <string.h>

static const aps_column *column_of(const char *name) {
  for (const aps_column *c = aps_columns; c->name; c++)
    if (strcmp(c->name, name) == 0) return c;
  return NULL;
}

static const char *column_name(const aps_card_points *p) {
  switch (p->number) {
  case APS_CARD_COLUMN:
    return p->name;
  case APS_CARD_ENERGY:
    return "pot";
  case APS_CARD_AGE:
    return "born";
  case APS_CARD_SPECIES:
    return "type";
  default:
    return "";
  }
}

aps_cols aps_card_reads(const aps_card_points *p) {
  const aps_column *c = column_of(column_name(p));
  const int moves = p->number == APS_CARD_SPEED || p->number == APS_CARD_ENERGY;
  return APS_X | (moves ? APS_V : 0) | (c ? c->group : 0);
}

void aps_card_bind(aps_card_points *p, const aps_view *v) {
  const aps_column *c = column_of(column_name(p));
  p->n = v->n;
  p->x[0] = v->x, p->x[1] = v->y, p->x[2] = v->z;
  p->v[0] = v->vx, p->v[1] = v->vy, p->v[2] = v->vz;
  p->column = NULL, p->type = c ? c->type : 0;
  if (c) memcpy(&p->column, (const char *)v + c->offset, sizeof p->column);
}
