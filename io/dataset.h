/* The particles a reader hands out, in memory as a table of particles has it, checked before anyone
 * sees them. */
#ifndef APS_DATASET_H
#define APS_DATASET_H
#include "core/ctx.h"

/* X, V, MASS, ID and `groups` of a file of n rows, all zero; fills `out`. With several ranks there
 * is room for this one's equal share, rows [out->first, out->first + out->v.n). path is for
 * messages. APS_EDATA for n < 1, APS_EMEM before anything is allocated when it would not fit. Free
 * with aps_dataset_free, before the context. */
aps_err aps_dataset_make(aps_ctx *, const char *path, int64_t n, aps_cols groups, aps_dataset *out);
/* The same for n >= 0 rows on this rank alone. */
aps_err aps_dataset_make_rows(aps_ctx *, const char *path, int64_t n, aps_cols groups,
                              aps_dataset *out);
/* Room for n blobs of `bytes` in all, names included, that lives as long as the dataset; fills
 * out->blob and n_blobs with zeros. *bytes_out is where to lay the bytes. */
aps_err aps_dataset_make_blobs(aps_ctx *, aps_dataset *out, int n, int64_t bytes, aps_blob **blobs,
                               char **bytes_out);
/* What a reader sets `periodic` to where a header has a box but does not say what lies beyond it, as
 * GADGET's does also for isolated systems: aps_dataset_check looks whether all particles are inside. */
enum { APS_PERHAPS_PERIODIC = 2 };
/* Appends a remark to out->note; too long ones are cut. */
void aps_dataset_note(aps_dataset *, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* What types are in files that do not say, by convention of the codes that write them: "0 gas, 1 halo, …". */
void aps_dataset_usual_species(aps_dataset *, int expands);
/* The remark on h of a GADGET file in which nothing expands, where it is not 1: its units may be kpc/h and 1e10 Msun/h. */
void aps_dataset_note_h(aps_dataset *, double h);
/* The end of every reader, which has done all that needs no other rank and ended with `before`;
 * collective. APS_EDATA naming the first particle with a non-finite position or velocity, a
 * negative mass or softening. Gives ids 1 … n where ids are absent (has_ids 0), negative as signed
 * (negative_ids) or not unique. After a failure, the same on all ranks, `out` is free. */
aps_err aps_dataset_check(aps_ctx *, const char *path, aps_err before, aps_dataset *, int has_ids,
                          int negative_ids);
/* 1 if all values differ, those of other ranks too, 0 if not. Collective, also in its failure. */
aps_err aps_unique(aps_ctx *, const uint64_t *values, int64_t n, int *unique);
#endif
