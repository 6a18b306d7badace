/* What the parts of the HDF5 writer share: hdf5_out.c (file, groups, attributes), hdf5_driver.c
 * (where bytes go), hdf5_rows.c (columns into chunks), hdf5_set.c and hdf5_at_once.c (datasets). */
#ifndef APS_HDF5_INSIDE_H
#define APS_HDF5_INSIDE_H
#include "behind.h"
#include "fletcher.h"
#include "hdf5_out.h"
#include "core/ranks.h"
#include "shared.h"
#include <hdf5.h>

enum {
  APS_CHUNK_BYTES = 1 << 20,             /* readers' chunk caches hold one of these by default */
  APS_CHUNK_ROOM = APS_CHUNK_BYTES + 64, /* behind a chunk stands its checksum */
  APS_CHUNK_BUFFERS = 4 /* one is written with the end of another, one waits, one is composed */
};

typedef struct { /* where the bytes go */
  aps_pending file;
  aps_behind writer;
  char *buffer; /* [APS_CHUNK_BUFFERS][APS_CHUNK_ROOM], used in turn */
  int turn;
  haddr_t end; /* bytes written */
  int cause;   /* errno of the first write that failed */
  int placing; /* chunks find their place but are not written: */
  haddr_t placed;
} aps_hdf5_sink;

struct aps_hdf5_out {
  aps_ctx *ctx;
  hid_t driver, file;
  aps_hdf5_sink sink;
  int writer, ranks;  /* whose file it is: ranks [writer, writer + ranks) */
  aps_sharing shared; /* whether all of them write it */
  int compressed;
  aps_err broken; /* with several ranks: the first failure */
  char *room;     /* for what comes from the others, or goes to them */
};

/* The driver that writes into a sink; files are opened with it as H5Pset_driver(…, &sink). */
hid_t aps_hdf5_driver(void);
char *aps_hdf5_buffer(aps_hdf5_sink *); /* the next in turn */

typedef struct { /* HDF5's own error printing, off for a while */
  H5E_auto2_t function;
  void *data;
} aps_hdf5_quiet;
aps_hdf5_quiet aps_hdf5_silence(void);
void aps_hdf5_restore(aps_hdf5_quiet);
int aps_hdf5_writes(const aps_hdf5_out *); /* this rank holds HDF5's file */
/* "FILE: HDF5 cannot make WHAT of PATH: cause", or the failed write behind it. */
aps_err aps_hdf5_out_fail(aps_hdf5_out *, const char *path, const char *what);
/* With several ranks a failure waits for the commit: the others go on sending. */
aps_err aps_hdf5_settle(aps_hdf5_out *, aps_err);
hid_t aps_hdf5_type(char type);
/* A dataset's rows into its chunks, by all ranks of the file; set: at the one that holds it, maybe
 * invalid after a failure. Not agreed. */
aps_err aps_hdf5_at_once(aps_hdf5_out *, hid_t set, const aps_hdf5_out_data *, int64_t total,
                         int64_t rows);

size_t aps_rows_bytes(const aps_hdf5_out_data *); /* of one row */
/* Rows of equal chunks of at most APS_CHUNK_BYTES. */
int64_t aps_rows_chunk(int64_t n, size_t row_bytes);
/* Rows [first, first + n) of the columns, interleaved. */
void aps_rows_gather(const aps_hdf5_out_data *, int64_t first, int64_t n, char *out);
/* A chunk of `rows` rows, the last ones beyond n zero; its checksum, unless it will be compressed.
 */
uint32_t aps_rows_compose(const aps_hdf5_out_data *, int64_t first, int64_t n, int64_t rows,
                          char *out);
/* Lays a chunk's checksum behind its bytes. */
void aps_rows_seal(char *chunk, size_t bytes, uint32_t sum);
/* The same as compose of a chunk whose n rows are there. */
uint32_t aps_rows_finish(char *chunk, int64_t n, int64_t rows, size_t row_bytes);
#endif
