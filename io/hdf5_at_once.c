/* One dataset written by all ranks of its file at once.
 *
 * The rank that holds HDF5's file lets HDF5 find every chunk its place without writing it, and
 * tells each rank the places of its chunks. A chunk belongs to the rank of its first row; rows in
 * it that lie on the next ranks travel there, less than a chunk for each rank. Each then composes,
 * checksums and writes its chunks as one rank does. So the bytes are those of one rank, only HDF5's
 * own few are written by one, and what other ranks write HDF5 need not know. */
#include "hdf5_inside.h"
#include <string.h>

enum { PLACES = 512 }; /* told in one message */

typedef struct {
  aps_hdf5_out *out;
  const aps_hdf5_out_data *data;
  int64_t total, rows; /* of the dataset, of a chunk */
  size_t row_bytes;
  int64_t first, end;       /* rows [first, end) of the dataset lie here … */
  int64_t chunk, chunk_end; /* … and these chunks belong here */
} piece;

static int64_t chunk_at(int64_t row, int64_t rows) { return (row + rows - 1) / rows; }

static piece piece_of(aps_hdf5_out *out, const aps_hdf5_out_data *d, int64_t total, int64_t rows) {
  piece p = {.out = out, .data = d, .total = total, .rows = rows, .row_bytes = aps_rows_bytes(d)};
  const int me = aps_rank(out->ctx) - out->writer;
  for (int r = 0; r < me; r++) p.first += d->dealt[r];
  p.end = p.first + d->dealt[me];
  p.chunk = chunk_at(p.first, rows);
  p.chunk_end = chunk_at(p.end, rows);
  return p;
}

/* ---- places ---------------------------------------------------------------------------------- */

/* HADDR_UNDEF once something went wrong. */
static haddr_t find_place(aps_hdf5_sink *s, hid_t set, const piece *p, int64_t chunk) {
  const hsize_t offset[2] = {(hsize_t)(chunk * p->rows), 0};
  const size_t bytes = (size_t)p->rows * p->row_bytes + 4;
  s->placed = HADDR_UNDEF;
  s->placing = 1;
  const herr_t status = H5Dwrite_chunk(set, H5P_DEFAULT, 0, offset, bytes, s->buffer);
  s->placing = 0;
  return status < 0 ? HADDR_UNDEF : s->placed;
}

/* The places of all chunks, told to their ranks; `mine` has room for those of this one, or is NULL.
 */
static aps_err tell_places(const piece *p, hid_t set, haddr_t *mine) {
  aps_hdf5_out *out = p->out;
  haddr_t batch[PLACES];
  int64_t before = 0;
  int lost = set < 0;
  for (int r = 0; r < out->ranks; r++) {
    const int64_t next = before + p->data->dealt[r], end = chunk_at(next, p->rows);
    int n = 0;
    for (int64_t c = chunk_at(before, p->rows); c < end; c++) {
      batch[n] = lost ? HADDR_UNDEF : find_place(&out->sink, set, p, c);
      lost |= batch[n++] == HADDR_UNDEF;
      if (r == 0 && mine) mine[c] = batch[n - 1];
      if (n < PLACES && c + 1 < end) continue;
      if (r > 0) aps_ranks_send(out->ctx, batch, n * (int64_t)sizeof *batch, out->writer + r);
      n = 0;
    }
    before = next;
  }
  return lost && set >= 0 ? aps_fail(out->ctx, APS_EINTERNAL, "%s: HDF5 finds no place for a chunk",
                                     out->sink.file.path)
                          : APS_OK;
}

static void hear_places(const piece *p, haddr_t *mine) {
  haddr_t batch[PLACES];
  for (int64_t c = p->chunk; c < p->chunk_end; c += PLACES) {
    const int64_t n = p->chunk_end - c < PLACES ? p->chunk_end - c : PLACES;
    aps_ranks_receive(p->out->ctx, batch, n * (int64_t)sizeof *batch, p->out->writer);
    if (mine) memcpy(mine + (c - p->chunk), batch, (size_t)n * sizeof *batch);
  }
}

/* ---- rows of chunks that begin on another rank ------------------------------------------------
 */

/* Rows of this rank before its first chunk go to the rank where that chunk begins. */
static void send_head(const piece *p, aps_ranks_parcel *parcel) {
  const int64_t start = p->chunk * p->rows, n = (start < p->end ? start : p->end) - p->first;
  if (n <= 0) return;
  int owner = 0;
  for (int64_t end = p->data->dealt[0]; end <= start - p->rows; end += p->data->dealt[owner])
    owner++;
  aps_rows_gather(p->data, 0, n, p->out->room);
  aps_ranks_send_begin(p->out->ctx, p->out->room, n * (int64_t)p->row_bytes, p->out->writer + owner,
                       parcel);
}

/* Rows [row, end) of the last chunk here, which lie on the next ranks. */
static void receive_tail(const piece *p, int64_t row, int64_t end, char *to) {
  aps_hdf5_out *out = p->out;
  for (int r = aps_rank(out->ctx) - out->writer + 1; row < end; r++) {
    const int64_t left = end - row, n = p->data->dealt[r] < left ? p->data->dealt[r] : left;
    if (n == 0) continue;
    aps_ranks_parcel parcel = {.flying = 0};
    aps_ranks_receive_begin(out->ctx, to, n * (int64_t)p->row_bytes, out->writer + r, &parcel);
    aps_ranks_landed(out->ctx, &parcel);
    to += (size_t)n * p->row_bytes;
    row += n;
  }
}

/* ---- chunks -----------------------------------------------------------------------------------
 */

static uint32_t compose(const piece *p, int64_t chunk, char *buffer) {
  const int64_t first = chunk * p->rows, here = first - p->first; /* in rows of this rank */
  const int64_t n = p->total - first < p->rows ? p->total - first : p->rows;
  if (first + n <= p->end) return aps_rows_compose(p->data, here, n, p->rows, buffer);
  const int64_t own = p->end - first;
  aps_rows_gather(p->data, here, own, buffer);
  receive_tail(p, p->end, first + n, buffer + (size_t)own * p->row_bytes);
  return aps_rows_finish(buffer, n, p->rows, p->row_bytes);
}

static void put_chunks(const piece *p, const haddr_t *places) {
  aps_hdf5_sink *s = &p->out->sink;
  const size_t bytes = (size_t)p->rows * p->row_bytes;
  for (int64_t c = p->chunk; c < p->chunk_end; c++) {
    char *buffer = aps_hdf5_buffer(s);
    aps_rows_seal(buffer, bytes, compose(p, c, buffer));
    const haddr_t at = places ? places[c - p->chunk] : HADDR_UNDEF;
    if (at != HADDR_UNDEF && s->cause == 0)
      aps_behind_post(&s->writer, (int64_t)at, buffer, bytes + 4);
  }
}

aps_err aps_hdf5_at_once(aps_hdf5_out *out, hid_t set, const aps_hdf5_out_data *d, int64_t total,
                         int64_t rows) {
  const piece p = piece_of(out, d, total, rows);
  aps_ranks_parcel head = {.flying = 0};
  haddr_t *places = aps_alloc(out->ctx, "file buffer", p.chunk_end - p.chunk + 1, sizeof *places);
  aps_err err = places ? APS_OK : APS_EMEM;
  send_head(&p, &head);
  if (aps_hdf5_writes(out)) {
    const aps_err told = tell_places(&p, set, places);
    if (err == APS_OK) err = told;
  } else {
    hear_places(&p, places);
  }
  put_chunks(&p, places);
  aps_ranks_landed(out->ctx, &head);
  aps_behind_wait(&out->sink.writer); /* the buffers are free again */
  aps_release(out->ctx, places);
  return err;
}
