/* Bodies by their state vectors, a text each: rows: ["m x y z vx vy vz", …]. A mass may be 0: a
 * tracer, which feels the others and pulls none. */
#include "rows.h"

static const char columns[] = "m x y z vx vy vz";

typedef struct {
  aps_texts rows;
  aps_numbers radii;
} bodies;

static const aps_param params[] = {
    {"rows", 'l', offsetof(bodies, rows), NULL, "", "",
     "one text a body, \"m x y z vx vy vz\", in code units; mass 0: a tracer"},
    {"body_radii", 'n', offsetof(bodies, radii), NULL, "length", "", "one for each body, for collisions; in place of body_radius"},
    {.key = NULL}};

static aps_err count(const void *self, aps_ctx *ctx, int64_t *n) {
  const bodies *s = self;
  APS_TRY(ic_check_rows(ctx, "bodies", &s->rows, 7, columns));
  APS_TRY(ic_check_radii(ctx, "bodies", &s->radii, s->rows.n));
  *n = s->rows.n;
  return APS_OK;
}

static aps_err fill(const void *self, aps_ctx *ctx, const aps_ic_place *place, aps_view p) {
  (void)ctx;
  const bodies *s = self;
  double q[8];
  for (int64_t i = 0; i < p.n; i++) {
    ic_numbers(s->rows.text[place->first + i], 7, q);
    ic_put(&p, i, q[0], q + 1, q + 4);
    ic_put_radius(&p, i, &s->radii, place->first + i);
  }
  return APS_OK;
}

const aps_ic aps_ic_bodies = {
    .about = {.name = "bodies",
              .doc = "bodies listed by mass, position and velocity",
              .source = "",
              .params = params,
              .state_size = sizeof(bodies)},
    .count = count,
    .fill = fill,
};
