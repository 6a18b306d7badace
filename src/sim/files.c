/* Particle files: which reader a file is for, told by its content, and which foreign file it is if
 * none. */
#define _GNU_SOURCE
#include "../core/file.h"
#include "../core/particles.h"
#include "../core/ranks.h"
#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

enum { HEAD = 1 << 16 }; /* bytes that readers see to recognise a file */

static const aps_format *format_row(int i) {
  return (const aps_format *)aps_row(APS_KIND_FORMAT, i);
}

/* ---- files of others, refused by name
 * -------------------------------------------------------------- */

static const struct {
  int offset;
  const char *magic;
  size_t n;
  const char *name;
} foreign[] = {
    {0, "REBOUND Binary File", 19, "a REBOUND archive"},
    {0, "SIMPLE  =", 9, "a FITS file"},
    {0, "\223NUMPY", 6, "a NumPy array"},
    {0, "PK\003\004", 4, "a zip archive (NumPy .npz, perhaps)"},
    {0, "\211PNG\r\n\032\n", 8, "a PNG picture"},
    {0, "\377\330\377", 3, "a JPEG picture"},
    {0, "\037\213", 2, "gzip-compressed"},
    {0, "BZh", 3, "bzip2-compressed"},
    {0, "\3757zXZ", 6, "xz-compressed"},
    {0, "\050\265\057\375", 4, "zstd-compressed"},
    {0, "%PDF-", 5, "a PDF document"},
    {0, "\177ELF", 4, "a program"},
    {0, "#!", 2, "a script"},
    {0, "CDF\001", 4, "a NetCDF file"},
    {0, "CDF\002", 4, "a NetCDF file"},
    {0, "PAR1", 4, "a Parquet file"},
    {0, "# vtk DataFile", 14, "a VTK file"},
    {0, "<?xml", 5, "an XML file"},
    {0, "ply\n", 4, "a PLY file"},
    {0, "SQLite format 3", 15, "an SQLite database"},
    {0, "%%HDF", 5, "not HDF5"},
    {512, "\211HDF\r\n\032\n", 8, "an HDF5 file with a user block, which is not read"},
    {257, "ustar", 5, "a tar archive"},
};

static const char *foreign_name(const unsigned char *head, size_t n) {
  for (size_t i = 0; i < sizeof foreign / sizeof *foreign; i++)
    if (n >= (size_t)foreign[i].offset + foreign[i].n &&
        memcmp(head + foreign[i].offset, foreign[i].magic, foreign[i].n) == 0)
      return foreign[i].name;
  size_t i = 0;
  while (i < n && (head[i] == ' ' || head[i] == '\n' || head[i] == '\t' || head[i] == '\r')) i++;
  if (i < n && (head[i] == '{' || head[i] == '[')) return "a JSON file";
  return NULL;
}

static int all_zero(const unsigned char *head, size_t n) {
  for (size_t i = 0; i < n; i++)
    if (head[i]) return 0;
  return 1;
}

/* "---" or "galaxy: whatever" behind comments: a configuration given where particles are wanted. */
static int looks_like_yaml(const unsigned char *head, size_t n) {
  size_t i = 0;
  while (i < n && (head[i] == '#' || head[i] == '\n')) { /* comments */
    while (i < n && head[i] != '\n') i++;
    if (i < n) i++;
  }
  if (n - i >= 3 && memcmp(head + i, "---", 3) == 0) return 1;
  size_t k = i;
  while (k < n && ((head[k] | 32) >= 'a' && (head[k] | 32) <= 'z')) k++;
  return k > i && k + 1 < n && head[k] == ':' && strchr(" \n\r", head[k + 1]) != NULL;
}

static int is_text(const unsigned char *head, size_t n) {
  for (size_t i = 0; i < n; i++)
    if (head[i] < 9 || (head[i] > 13 && head[i] < 32) || head[i] == 127) return 0;
  return 1;
}

static aps_err refuse(aps_ctx *ctx, const char *path, const unsigned char *head, size_t n) {
  const char *name = foreign_name(head, n);
  if (name == NULL && looks_like_yaml(head, n)) name = "a YAML file";
  if (name == NULL && all_zero(head, n)) name = "nothing but zeros at its start";
  if (name == NULL && is_text(head, n)) name = "text, but no table of numbers";
  if (name)
    aps_fail(ctx, APS_EDATA, "%s: %s, not a particle file", path, name);
  else
    aps_fail(ctx, APS_EDATA,
             "%s: not a particle file of a known format (starts with bytes %02x %02x %02x %02x)",
             path, head[0], n > 1 ? head[1] : 0, n > 2 ? head[2] : 0, n > 3 ? head[3] : 0);
  if (name && strstr(name, "-compressed"))
    return aps_hint(ctx, "%.*s -dk %s unpacks it", (int)strcspn(name, "-"), name, path);
  return aps_hint(ctx,
                  "read are HDF5 (SWIFT, GADGET-2/3/4, own), GADGET-2 binary, tipsy, text tables "
                  "m x y z vx vy vz, and CSV with a header line");
}

/* ---- reading
 * --------------------------------------------------------------------------------------- */

/* GADGET and its readers name a snapshot without its number of the part and its ending. */
static aps_err no_file(aps_ctx *ctx, const char *path) {
  static const char *const ends[] = {".0.hdf5", ".0", ".hdf5"};
  aps_fail(ctx, APS_EIO, "%s: no such file", path);
  for (size_t k = 0; k < sizeof ends / sizeof *ends; k++) {
    char there[4096];
    if (snprintf(there, sizeof there, "%s%s", path, ends[k]) < (int)sizeof there && access(there, R_OK) == 0)
      return aps_hint(ctx, k < 2 ? "there is %s; any part of a snapshot stands for all of it" : "there is %s", there);
  }
  return aps_hint(ctx, "paths are relative to the working directory");
}

static aps_err no_read(aps_ctx *ctx, const char *path, int cause) {
  char text[128];
  if (cause == ENOENT) return no_file(ctx, path);
  aps_fail(ctx, APS_EIO, "%s: cannot read: %s", path, strerror_r(cause, text, sizeof text));
  return cause == EISDIR ? aps_hint(ctx, "name a file in it; apsis analyze and apsis render take a run or a folder of snapshots") : APS_EIO;
}

#ifdef __APPLE__
#define st_mtim st_mtimespec
#endif
/* The number in "snapshot_0007.2.hdf5" or "snapshot_010.2", and where it ends; NULL: there is none. */
static const char *part_number(const char *name, const char **end) {
  const char *dot = strrchr(name, '.'), *number;
  *end = dot && (strcmp(dot, ".hdf5") == 0 || strcmp(dot, ".h5") == 0) ? dot : name + strlen(name);
  for (number = *end; number > name && number[-1] >= '0' && number[-1] <= '9';) number--;
  return number == *end || number == name || number[-1] != '.' ? NULL : number;
}

/* What a file that is replaced or written to meanwhile does not keep. No inode: some file systems make them up anew. */
typedef struct {
  int64_t size, seconds, nanoseconds;
  int64_t set; /* the same of all parts of a snapshot, mixed */
} edition;

static edition edition_of(const struct stat *file) {
  return (edition){file->st_size, (int64_t)file->st_mtim.tv_sec, (int64_t)file->st_mtim.tv_nsec, 0};
}

/* Opened for it: network file systems then ask anew. All 0: cannot be. */
static edition edition_now(const char *path) {
  struct stat file;
  const int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  const edition now = fd >= 0 && fstat(fd, &file) == 0 ? edition_of(&file) : (edition){0};
  if (fd >= 0) close(fd);
  return now;
}

/* Of part 0, 1, … of the set that path may be one of, until one is not there; nodes may have copies of other times. */
static int64_t edition_of_set(const char *path, int one_node) {
  const char *end, *number = part_number(path, &end);
  uint64_t h = 0;
  for (int i = 0; number; i++) {
    char name[4500];
    const int n = snprintf(name, sizeof name, "%.*s%d%s", (int)(number - path), path, i, end);
    if (n < 0 || (size_t)n >= sizeof name || access(name, F_OK) != 0) break;
    const edition e = edition_now(name);
    const int64_t says[] = {i + 1, e.size, one_node ? e.seconds : 0, one_node ? e.nanoseconds : 0};
    for (int k = 0; k < 4; k++) h = (h ^ (uint64_t)says[k]) * 0x9E3779B97F4A7C15u, h ^= h >> 29;
  }
  return (int64_t)(h >> 2);
}

static aps_err read_head(aps_ctx *ctx, const char *path, unsigned char *head, size_t *n,
                         edition *found) {
  const int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK); /* a pipe must not block us */
  if (fd < 0) return no_read(ctx, path, errno);
  struct stat file;
  aps_err err = APS_OK;
  ssize_t got = 0;
  if (fstat(fd, &file) != 0)
    err = no_read(ctx, path, errno);
  else if (S_ISDIR(file.st_mode))
    err = no_read(ctx, path, EISDIR);
  else if (!S_ISREG(file.st_mode))
    err = aps_fail(ctx, APS_EIO, "%s: cannot read: not a regular file", path);
  else if ((got = pread(fd, head, HEAD, 0)) < 0)
    err = no_read(ctx, path, errno);
  close(fd);
  if (err != APS_OK) return err;
  *n = (size_t)got;
  *found = edition_of(&file);
  APS_CHECK(ctx, got > 0, APS_EDATA, "%s: empty: it has 0 bytes", path);
  return APS_OK;
}

static const aps_format *reader_for(const unsigned char *head, size_t n, int64_t size) {
  const aps_format *best = NULL, *row;
  int most = 0;
  for (int i = 0; (row = format_row(i)) != NULL; i++) {
    const int score = row->read && row->recognise ? row->recognise(head, n, size) : 0;
    if (score > most) {
      most = score;
      best = row;
    }
  }
  return best;
}

/* Ranks open a file by themselves: all must have found the same, or nodes copies of their own, and have it still once they have
 * read; of a snapshot of several files all of them. */
static aps_err check_edition(aps_ctx *ctx, const char *path, const edition *e, int is_read, int parts) {
  const int one_node = aps_ranks_nodes(ctx) == 1;
  edition now = is_read ? edition_now(path) : *e;
  now.set = parts > 1 && is_read ? edition_of_set(path, one_node) : e->set;
  const int64_t set = parts > 1 ? e->set : 0;
  const int64_t seconds = one_node ? e->seconds : 0, nanoseconds = one_node ? e->nanoseconds : 0;
  int64_t most[] = {memcmp(&now, e, sizeof now) != 0, e->size, -e->size, seconds, -seconds, nanoseconds, -nanoseconds, set, -set};
  aps_ranks_max_int(ctx, most, 9);
  if (!most[0] && most[1] == -most[2] && most[3] == -most[4] && most[5] == -most[6] && most[7] == -most[8]) return APS_OK;
  aps_fail(ctx, APS_EDATA, "%s: %s%s", path, parts > 1 ? "it or another of its parts " : "",
           most[0] ? "changed while it was read" : "is not the same to all ranks: it changes, or their folders differ");
  return aps_hint(ctx, "wait until nobody writes to it; give its whole path");
}

/* The row that reads it; told to all ranks. */
static aps_err find_reader(aps_ctx *ctx, const char *path, const aps_format **out, edition *was) {
  unsigned char *head = aps_alloc(ctx, "file head", HEAD, 1);
  size_t n = 0;
  edition found = {0};
  aps_err err = head ? read_head(ctx, path, head, &n, &found) : APS_EMEM;
  const aps_format *reader = err == APS_OK ? reader_for(head, n, found.size) : NULL;
  if (err == APS_OK && reader == NULL) err = refuse(ctx, path, head, n);
  aps_release(ctx, head);
  APS_TRY(aps_ranks_agree(ctx, err));
  APS_TRY(check_edition(ctx, path, &found, 0, 1));
  found.set = edition_of_set(path, aps_ranks_nodes(ctx) == 1);
  *out = reader, *was = found;
  return APS_OK;
}

aps_err aps_dataset_read(aps_ctx *ctx, const char *path, aps_dataset *out) {
  const aps_format *reader;
  edition found;
  memset(out, 0, sizeof *out);
  APS_TRY(find_reader(ctx, path, &reader, &found));
  aps_files_lock();
  aps_err err = reader->read(ctx, path, out);
  aps_files_unlock();
  if (err == APS_OK) err = check_edition(ctx, path, &found, 1, out->parts);
  if (err != APS_OK) aps_dataset_free(out);
  return err;
}

static aps_err room_for_further(aps_ctx *ctx, aps_dataset *d) {
  aps_dataset_memory *m = d->owned;
  APS_CHECK(ctx, m, APS_EARG, "a further column is read into a dataset that was read from a file");
  void **group = &m->group[__builtin_ctz(APS_FURTHER)];
  if (*group == NULL) *group = aps_alloc(ctx, "file columns", m->capacity, sizeof(double));
  d->v.further = *group;
  return *group ? APS_OK : APS_EMEM;
}

aps_err aps_dataset_further(aps_ctx *ctx, const char *path, const char *name, aps_dataset *d) {
  const aps_format *reader;
  edition found;
  d->has &= ~(aps_cols)APS_FURTHER, d->further = (aps_further){0};
  APS_TRY(find_reader(ctx, path, &reader, &found));
  if (!reader->further) {
    aps_fail(ctx, APS_EARG, "%s: there is no column '%s'", path, name);
    return aps_hint(ctx, "of such a file (%s) the columns of apsis info are read", d->format);
  }
  aps_err err = aps_ranks_agree(ctx, room_for_further(ctx, d));
  aps_files_lock();
  if (err == APS_OK) err = reader->further(ctx, path, name, d);
  aps_files_unlock();
  for (int64_t i = 0; err == APS_OK && i < d->v.n; i++)
    if (!isfinite(d->v.further[i])) d->v.further[i] = NAN;
  err = aps_ranks_agree(ctx, err);
  if (err == APS_OK) err = check_edition(ctx, path, &found, 1, d->parts);
  if (err == APS_OK) d->has |= APS_FURTHER;
  else d->further = (aps_further){0};
  return err;
}

aps_err aps_dataset_names(aps_ctx *ctx, const char *path, aps_names *out) {
  const aps_format *reader;
  edition found;
  *out = (aps_names){0};
  APS_TRY(find_reader(ctx, path, &reader, &found));
  aps_files_lock();
  aps_err err = reader->names ? reader->names(ctx, path, out) : APS_OK;
  aps_files_unlock();
  err = aps_ranks_agree(ctx, err);
  if (err != APS_OK) aps_names_free(ctx, out);
  return err;
}

int aps_dataset_is_part(const char *folder, const char *name) {
  const char *end, *number = part_number(name, &end);
  if (!number || strspn(number, "0") == (size_t)(end - number)) return 0;
  char first[4400];
  const int n =
      snprintf(first, sizeof first, "%s/%.*s0%s", folder, (int)(number - name), name, end);
  return n > 0 && (size_t)n < sizeof first && access(first, F_OK) == 0;
}

int aps_dataset_in_set(const char *path, int parts, const char *other) {
  const char *end, *number = part_number(path, &end);
  struct stat it, part;
  if (parts <= 1 || !number || stat(other, &it) != 0) return 0;
  for (int i = 0; i < parts; i++) {
    char name[4500];
    snprintf(name, sizeof name, "%.*s%d%s", (int)(number - path), path, i, end);
    if (stat(name, &part) == 0 && part.st_dev == it.st_dev && part.st_ino == it.st_ino) return 1;
  }
  return 0;
}

/* ---- folders of snapshots
 * -------------------------------------------------------------------------------------- */

/* By its name: what else lies in a run directory, or beside others' snapshots. */
static int may_be_snapshot(const struct dirent *entry) {
  static const char *const others[] = {".png", ".yml", ".yaml", ".txt", ".tmp", ".mp4",
                                       ".mkv", ".mov", ".json", ".log", ".md",  ".py",
                                       ".jsonl", ".ipynb", ".sh", ".pdf", ".gif", ".jpg"};
  const char *name = entry->d_name, *dot = strrchr(name, '.');
  if (name[0] == '.' || strcmp(name, "energy.csv") == 0 || strcmp(name, "timings.csv") == 0) return 0;
  if (!dot) return isdigit((unsigned char)name[strlen(name) - 1]); /* GADGET's snapshot_000 */
  for (size_t k = 0; k < sizeof others / sizeof *others; k++)
    if (strcmp(dot, others[k]) == 0) return 0;
  return 1;
}

/* snapshot_10000 comes after snapshot_9999. */
static int by_number(const struct dirent **a, const struct dirent **b) {
  return strverscmp((*a)->d_name, (*b)->d_name);
}

static int is_folder(const char *path) {
  struct stat info;
  return stat(path, &info) == 0 && S_ISDIR(info.st_mode);
}

static aps_err keep(aps_ctx *ctx, const char *folder, struct dirent **list, int n, char **path,
                    int *kept) {
  for (int i = 0; path && i < n; i++) {
    const size_t size = strlen(folder) + strlen(list[i]->d_name) + 2;
    if (aps_dataset_is_part(folder, list[i]->d_name)) continue;
    path[*kept] = aps_alloc(ctx, "series", (int64_t)size, 1);
    if (!path[*kept]) return APS_EMEM;
    snprintf(path[*kept], size, "%s/%s", folder, list[i]->d_name);
    if (is_folder(path[*kept])) aps_release(ctx, path[*kept]);
    else ++*kept;
  }
  return path ? APS_OK : APS_EMEM;
}

aps_err aps_dataset_list(aps_ctx *ctx, const char *directory, char ***path, int *n) {
  char folder[4300];
  struct dirent **list = NULL;
  *path = NULL, *n = 0;
  snprintf(folder, sizeof folder, "%.4200s/snapshots", directory);
  if (!is_folder(folder)) snprintf(folder, sizeof folder, "%.4200s", directory);
  const int found = scandir(folder, &list, may_be_snapshot, by_number);
  APS_CHECK(ctx, found >= 0, APS_EIO, "%s: cannot be listed: %s", folder, strerror(errno));
  *path = aps_alloc(ctx, "series", found + 1, sizeof **path);
  const aps_err err = keep(ctx, folder, list, found, *path, n);
  for (int i = 0; i < found; i++) free(list[i]);
  free(list);
  if (err != APS_OK) aps_dataset_list_free(ctx, path, *n), *n = 0;
  return err;
}

void aps_dataset_list_free(aps_ctx *ctx, char ***path, int n) {
  for (int i = 0; *path && i < n; i++) aps_release(ctx, (*path)[i]);
  aps_release(ctx, *path);
  *path = NULL;
}

/* ---- writing
 * --------------------------------------------------------------------------------------- */

aps_err aps_dataset_fits(aps_ctx *ctx, aps_err code, const char *what, const char *format, const double box[3]) {
  const aps_format *row = (const aps_format *)aps_row_find(APS_KIND_FORMAT, format);
  if (row == NULL || !row->cubic || (box[0] == box[1] && box[0] == box[2])) return APS_OK;
  aps_fail(ctx, code, "%s: %s files hold cubic boxes, this one is %g x %g x %g", what, format, box[0], box[1], box[2]);
  return aps_hint(ctx, "the swift format holds boxes of any shape");
}

/* ".csv" of dir.d/a.csv; NULL: a name without an ending. */
static const char *ending(const char *path) {
  const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path, *dot = strrchr(name, '.');
  return dot && dot > name && dot[1] ? dot : NULL;
}

/* What a file of this ending would be taken for; any other is a name, as in ics.0. */
static int means_another(const char *dot) {
  static const char *const others[] = {".txt", ".dat", ".xyz", ".json", ".yaml", ".npy", ".npz", ".png", ".jpg", ".mp4", ".vtk", ".vtu",
                                       ".ply", ".fits", ".parquet", ".zip", ".gz", ".tsv", ".text"};
  for (size_t k = 0; k < sizeof others / sizeof *others; k++)
    if (strcasecmp(dot, others[k]) == 0) return 1;
  return 0;
}

/* NULL: none that is written. */
static const char *format_for(const char *path) {
  const char *dot = ending(path);
  const aps_format *row;
  for (int i = 0; dot && (row = format_row(i)); i++)
    if (row->write && row->extension && strcasecmp(dot + (row->extension[0] != '.'), row->extension) == 0)
      return row->about.name;
  return dot && means_another(dot) ? NULL : "swift";
}

static const char WRITTEN[] = "swift, gadget4, own, tipsy, csv";

aps_err aps_dataset_format(aps_ctx *ctx, const char *path, const char **format) {
  if (*format == NULL) *format = format_for(path);
  if (*format) return APS_OK;
  aps_fail(ctx, APS_EARG, "%s: none of the formats that are written ends in %s", path, ending(path));
  return aps_hint(ctx, "end it in .hdf5, .csv or .tipsy, or give a format: %s", WRITTEN);
}

aps_err aps_dataset_write(aps_ctx *ctx, const char *path, const char *format, const aps_dataset *d,
                          const aps_texts *fields, int compress) {
  const char *name = format ? format : "swift";
  const aps_format *row = (const aps_format *)aps_row_find(APS_KIND_FORMAT, name);
  if (row == NULL || row->write == NULL) {
    aps_fail(ctx, APS_EARG, "format: '%s' %s", name,
             row ? "can be read, not written" : "is not known");
    return aps_hint(ctx, "formats that are written: %s", WRITTEN);
  }
  if (d->periodic) APS_TRY(aps_dataset_fits(ctx, APS_EARG, path, name, d->box));
  aps_files_lock();
  const aps_err err = row->write(ctx, path, d, fields, compress);
  aps_files_unlock();
  return err;
}
