/* HDF5 particle files of every layout: SWIFT, GADGET-2/3/4, our own. */
#ifndef APS_READERS_HDF5_H
#define APS_READERS_HDF5_H
#include "core/ctx.h"
int aps_hdf5_recognise(const unsigned char *head, size_t n, int64_t file_size);
aps_err aps_hdf5_read(aps_ctx *, const char *path, aps_dataset *out);
#endif
