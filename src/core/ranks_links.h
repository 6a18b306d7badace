/* Connections between the nodes of a run, beside MPI, that tell when a machine is gone:
 * ranks_links.c. */
#ifndef APS_RANKS_LINKS_H
#define APS_RANKS_LINKS_H
#include "ctx.h"

typedef enum {
  APS_LINK_UP,
  APS_LINK_SILENT, /* the other machine, or the way there, has not answered for APS_LINKS_SILENCE */
  APS_LINK_CLOSED, /* the other process has ended without a goodbye */
  APS_LINK_OVER    /* with one, or given up */
} aps_link_state;

typedef struct {
  int fd, rank; /* of the other end */
  aps_link_state state;
} aps_link;

typedef struct {
  int n;
  aps_link *link; /* [n] */
  int ending;     /* the other ranks have been told that the job ends, or have told it */
  int *leader;    /* [ranks] the first rank on each one's node */
} aps_links;

enum { APS_LINKS_SILENCE = 16 }; /* s */

/* Collective, of several nodes; leader: the lowest rank on this node. Returns the lowest rank that
 * reached nobody, and so has no connection of its own, or -1. Where memory or sockets are lacking
 * there are fewer connections, or none. */
int aps_links_open(aps_ctx *, int leader, aps_links *);
/* Sleeps until `bell` can be read or something changed, at most for so long. What a neighbour says
 * of the end is passed on. */
void aps_links_wait(aps_links *, int bell, double seconds);
void aps_links_end_all(aps_links *); /* tells all that can be reached that the job ends */
void aps_links_drop(aps_link *);   /* without a word: the other end takes this process for ended */
void aps_links_close(aps_links *); /* with a goodbye; not collective; zeroed is fine */
#endif
