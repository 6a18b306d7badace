/* The particles a reader hands out: one block of memory with the columns in it, checked before
 * anyone sees them. */
#ifndef APS_DATASET_H
#define APS_DATASET_H
#include "core/ctx.h"

/* n rows of X, V, MASS, ID and `groups`, all zero; fills `out`. path is for messages. APS_EDATA for
 * n < 1, APS_EMEM before anything is allocated when it would not fit. Free with aps_dataset_free,
 * before the context. */
aps_err aps_dataset_make(aps_ctx *, const char *path, int64_t n, aps_cols groups, aps_dataset *out);
/* Room for n blobs of `bytes` in all, names included, that lives as long as the dataset; fills
 * out->blob and n_blobs with zeros. *bytes_out is where to lay the bytes. */
aps_err aps_dataset_make_blobs(aps_ctx *, aps_dataset *out, int n, int64_t bytes, aps_blob **blobs,
                               char **bytes_out);
/* Appends a remark to out->note; too long ones are cut. */
void aps_dataset_note(aps_dataset *, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* APS_EDATA naming the first particle with a non-finite position or velocity, a negative mass or
 * softening. Gives ids 1 … n where ids are absent (has_ids 0), negative as signed (negative_ids) or
 * not unique. */
aps_err aps_dataset_check(aps_ctx *, const char *path, aps_dataset *, int has_ids,
                          int negative_ids);
/* 1 if all n values differ, 0 if not, -1 when out of memory. */
int aps_unique(aps_ctx *, const uint64_t *values, int64_t n);
#endif
