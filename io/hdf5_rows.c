/* Columns into chunks: rows are interleaved and checksummed here, in a buffer that fits the cache,
 * and handed to HDF5 as they are (H5Dwrite_chunk): its own pipeline spends more time on the
 * checksum than the disk needs for the bytes. */
#include "hdf5_inside.h"
#include <string.h>

enum { PIECE_BYTES = 1 << 14 };

static size_t item_size(char type) { return type == 'b' ? 1 : type == 'I' ? 4 : 8; }

size_t aps_rows_bytes(const aps_hdf5_out_data *d) { return item_size(d->type) * (size_t)d->width; }

static double factor_of(const aps_hdf5_out_data *d) { return d->factor != 0 ? d->factor : 1; }
/* Else bits are copied: -0 + 0 would be +0. */
static int changed(const aps_hdf5_out_data *d) { return d->shift != 0 || factor_of(d) != 1; }

/* Three columns of doubles into one of vectors. */
static void interleave(const aps_hdf5_out_data *d, int64_t first, int64_t n, char *restrict out) {
  const double *x = (const double *)d->column[0] + first, *y = (const double *)d->column[1] + first,
               *z = (const double *)d->column[2] + first;
  const double shift = d->shift, f = factor_of(d);
  double *restrict to = (double *)(void *)out;
  if (changed(d)) {
    for (int64_t i = 0; i < n; i++)
      to[3 * i] = f * x[i] + shift, to[3 * i + 1] = f * y[i] + shift, to[3 * i + 2] = f * z[i] + shift;
  } else {
    for (int64_t i = 0; i < n; i++) to[3 * i] = x[i], to[3 * i + 1] = y[i], to[3 * i + 2] = z[i];
  }
}

/* Rows [first, first + n) of the columns, interleaved. */
void aps_rows_gather(const aps_hdf5_out_data *d, int64_t first, int64_t n, char *restrict out) {
  const size_t size = item_size(d->type);
  const size_t stride = size * (size_t)d->width;
  if (d->type == 'd' && d->width == 3 && d->rows == NULL) {
    interleave(d, first, n, out);
    return;
  }
  for (int c = 0; c < d->width; c++) {
    const char *column = d->column[c];
    char *to = out + size * (size_t)c;
    if (d->type == 'd' && changed(d)) {
      const double *from = (const double *)column + (d->rows ? 0 : first);
      for (int64_t i = 0; i < n; i++) {
        const double value = factor_of(d) * (d->rows ? from[d->rows[first + i]] : from[i]) + d->shift;
        memcpy(to + (size_t)i * stride, &value, sizeof value);
      }
    } else if (d->rows == NULL && d->width == 1) {
      memcpy(to, column + (size_t)first * size, (size_t)n * size);
    } else {
      for (int64_t i = 0; i < n; i++) {
        const int64_t row = d->rows ? d->rows[first + i] : first + i;
        memcpy(to + (size_t)i * stride, column + (size_t)row * size, size);
      }
    }
  }
}

/* Equal chunks of at most APS_CHUNK_BYTES: the last one is padded by less than one row per chunk.
 */
int64_t aps_rows_chunk(int64_t n, size_t row_bytes) {
  if (n <= 0) return 1;
  const int64_t most = APS_CHUNK_BYTES / (int64_t)row_bytes;
  const int64_t chunks = (n + most - 1) / most;
  return (n + chunks - 1) / chunks;
}

/* A chunk of `rows` rows, the last ones beyond n zero; its checksum. In pieces that are summed
 * while the first-level cache still holds them. */
uint32_t aps_rows_compose(const aps_hdf5_out_data *d, int64_t first, int64_t n, int64_t rows,
                          char *buffer) {
  aps_fletcher sum = {0, 0, 0};
  const size_t row_bytes = aps_rows_bytes(d);
  const int64_t piece = PIECE_BYTES / (int64_t)row_bytes / 2 * 2; /* even, so the bytes are */
  for (int64_t at = 0; at < rows; at += piece) {
    const int64_t here = rows - at < piece ? rows - at : piece;
    const int64_t some = n - at < here ? (n > at ? n - at : 0) : here;
    char *to = buffer + (size_t)at * row_bytes;
    aps_rows_gather(d, first + at, some, to);
    memset(to + (size_t)some * row_bytes, 0, (size_t)(here - some) * row_bytes);
    if (!d->compress) aps_fletcher_add(&sum, to, (size_t)here * row_bytes);
  }
  return aps_fletcher_sum(&sum);
}

void aps_rows_seal(char *chunk, size_t bytes, uint32_t sum) {
  for (int i = 0; i < 4; i++) chunk[bytes + (size_t)i] = (char)(sum >> 8 * i);
}

uint32_t aps_rows_finish(char *chunk, int64_t n, int64_t rows, size_t row_bytes) {
  aps_fletcher sum = {0, 0, 0};
  memset(chunk + (size_t)n * row_bytes, 0, (size_t)(rows - n) * row_bytes);
  aps_fletcher_add(&sum, chunk, (size_t)rows * row_bytes);
  return aps_fletcher_sum(&sum);
}
