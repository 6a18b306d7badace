/* Files that are either whole or not there. */
#ifndef APS_FILE_H
#define APS_FILE_H
#include "ctx.h"
/* Writes bytes to a temporary file beside path, fsync, rename, fsync of the directory. On failure APS_EIO with path and
 * cause; a file that stood at path is untouched and the temporary one is gone. */
aps_err aps_file_replace(aps_ctx *, const char *path, const void *bytes, size_t n);
/* Whole file into memory (aps_alloc, NUL added after the last byte). APS_EIO if it cannot be read, APS_EDATA beyond limit. */
aps_err aps_file_load(aps_ctx *, const char *path, int64_t limit, char **bytes, int64_t *n);
/* Of a table whose lines begin with a time, or are remarks: those later than `time` are cut off, and a last one that has no end.
 * Nothing happens where there is no such file. APS_EIO, APS_EMEM. */
#define APS_ROW_REMARK "# before time "
aps_err aps_file_cut_rows(aps_ctx *, const char *path, double time);
/* Removes STEM_NNNN.ENDING of a folder, and parts STEM_NNNN.k.ENDING, whose number is `from` >= 0 or larger; returns how many. */
int aps_file_cut_numbers(const char *folder, const char *stem, const char *ending, int64_t from);
/* Whoever enters HDF5 holds this: one thread of the process at a time. Not recursive. */
void aps_files_lock(void);
void aps_files_unlock(void);
/* APS_EMEM where HDF5 would run out of memory: it crashes when it does. */
aps_err aps_files_room(aps_ctx *);
#endif
