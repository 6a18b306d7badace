/* Files that several ranks write at once: each opens the temporary file that one of them made and
 * writes its own bytes where they belong. That needs one file system, seen alike by all. */
#ifndef APS_SHARED_H
#define APS_SHARED_H
#include "atomic.h"

typedef enum {                /* the largest of all ranks' reasons counts */
               APS_SHARED_NO, /* one rank */
               APS_SHARED_YES,
               APS_SHARED_UNSEEN,    /* some rank does not see the file */
               APS_SHARED_CACHES,    /* several nodes, whose caches may mix up neighbouring bytes */
               APS_SHARED_ASKED,     /* APSIS_WRITERS=one */
               APS_SHARED_COMPRESSED /* HDF5 compresses on one rank; never found by
                                        aps_pending_share */
} aps_sharing;

/* p: the pending file of rank `writer`, open there and closed at ranks (writer, writer + ranks).
 * With APS_SHARED_YES it is open at all of them; else nothing has changed. Collective over all
 * ranks, also where they have several files; agreed. */
aps_err aps_pending_share(aps_ctx *, const char *path, int writer, int ranks, aps_pending *p,
                          aps_sharing *);
/* At the others, before the writer commits: what this node's cache holds goes out. 0 or errno. */
int aps_pending_leave(aps_ctx *, aps_pending *);
/* Into log.txt: who wrote the file. Silent with one rank. */
void aps_sharing_log(aps_ctx *, const char *path, int ranks, aps_sharing);
#endif
