/* Datasets whose chunks carry Fletcher-32 and nothing else, as ours do: their chunks are read as
 * they are stored and checksummed here. HDF5's own pipeline takes longer for the checksum than a
 * disk takes for the bytes, and copies once more. */
#include "../fletcher.h"
#include "hdf5_safe.h"

enum { MOST = 1 << 24 }; /* bytes of a chunk: larger ones are left to HDF5 */

/* One filter, Fletcher-32, over chunks of whole rows. */
static int one_checksum(hid_t set, int width) {
  const hid_t create = H5Dget_create_plist(set);
  hsize_t chunk[2] = {0, 1};
  unsigned flags, config;
  size_t n = 0;
  int good = H5Pget_layout(create) == H5D_CHUNKED && H5Pget_nfilters(create) == 1 &&
             H5Pget_filter2(create, 0, &flags, &n, NULL, 0, NULL, &config) == H5Z_FILTER_FLETCHER32;
  const int rank = good ? H5Pget_chunk(create, 2, chunk) : 0;
  good = good && rank == (width > 1 ? 2 : 1) && chunk[1] == (hsize_t)width;
  H5Pclose(create);
  return good;
}

int64_t aps_hdf5_chunk_room(const aps_hdf5_set *s, hid_t native) {
  const double room = (double)s->chunk_rows * s->width * s->item + 4;
  if (s->chunk_rows < 1 || room > MOST || !one_checksum(s->set, s->width)) return 0;
  const hid_t type = H5Dget_type(s->set);
  const int same = H5Tequal(type, native) > 0;
  H5Tclose(type);
  return same ? (int64_t)room : 0;
}

/* HDF5 stores the sums little-endian. */
static uint32_t stored_sum(const unsigned char *at) {
  return (uint32_t)at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 | (uint32_t)at[3] << 24;
}

int aps_hdf5_read_chunk(const aps_hdf5_set *s, int64_t chunk, int64_t room, char *buffer) {
  const hsize_t offset[2] = {(hsize_t)(chunk * s->chunk_rows), 0};
  const size_t bytes = (size_t)room - 4;
  hsize_t stored = 0;
  uint32_t unfiltered = 0;
  return H5Dget_chunk_storage_size(s->set, offset, &stored) >= 0 && stored == (hsize_t)room &&
         H5Dread_chunk(s->set, H5P_DEFAULT, offset, &unfiltered, buffer) >= 0 && unfiltered == 0 &&
         aps_fletcher32(buffer, bytes) == stored_sum((const unsigned char *)buffer + bytes);
}
