/* HDF5 particle files of every layout: SWIFT, GADGET-2/3/4, our own. */
#ifndef APS_READERS_HDF5_H
#define APS_READERS_HDF5_H
#include "core/ctx.h"
int aps_hdf5_recognise(const unsigned char *head, size_t n, int64_t file_size);
aps_err aps_hdf5_read(aps_ctx *, const char *path, aps_dataset *out);
/* Any other dataset of a snapshot (hdf5_further.c). */
aps_err aps_hdf5_further(aps_ctx *, const char *path, const char *name, aps_dataset *d);
aps_err aps_hdf5_names(aps_ctx *, const char *path, aps_names *out);
#endif
