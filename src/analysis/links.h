/* Which points hang together: within a distance of one another, or of others that are. */
#ifndef APS_LINKS_H
#define APS_LINKS_H
#include "analysis.h"

typedef struct {
  int64_t n;
  double box[3]; /* periodic edges; zero: open */
  double *x, *y, *z;
  int64_t *row;  /* of the view's rows that each point is */
  int64_t *root; /* the first point that hangs together with it: root[i] <= i */
} aps_links;

/* Points are the rows in an order of their own, which depends on them alone; root is the same for
 * any number of threads. In a box distances are those of nearest images. length > 0. APS_EMEM. */
aps_err aps_links_make(aps_ctx *, const aps_view *, const int64_t *rows, int64_t n,
                       const double box[3], double length, aps_links *);
void aps_links_end(aps_ctx *, aps_links *);

static inline double aps_nearest_image(double d, double edge) {
  return edge > 0 ? d - edge * nearbyint(d / edge) : d;
}
#endif
