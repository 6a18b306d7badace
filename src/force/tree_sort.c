/* Radix sort from the highest digit down: one pass scatters the pairs (key, row) to up to 256
 * ranges by the highest bits that differ; each range is then sorted alone, in cache, by its next
 * bits; ranges of a few pairs by insertion. Each pass is stable, so equal keys keep their order and
 * the result is unique. Keys that share their high bits cost nothing: bits equal in a whole range
 * are skipped. McIlroy, Bostic & McIlroy 1993, Computing Systems 6, 5. */
#include "tree_sort.h"
#include "../core/wide.h"
#include <string.h>
#ifdef _OPENMP
#include <omp.h>
#else
static int omp_get_num_threads(void) { return 1; }
static int omp_get_thread_num(void) { return 0; }
#endif

enum {
  WIDEST = 11,        /* bits of a digit */
  IN_CACHE = 1 << 12, /* pairs */
  FEW = 16,           /* pairs that insertion sorts faster than a pass */
  ALONE = 1 << 15     /* pairs not worth several threads */
};

/* from[first … first + n) to `to` in order of key, stable; `to` may be `from`. */
static void insert(aps_key_rows from, aps_key_rows to, int64_t first, int64_t n) {
  for (int64_t i = first; i < first + n; i++) {
    const uint64_t key = from.key[i];
    const uint32_t row = from.row[i];
    int64_t k = i;
    for (; k > first && to.key[k - 1] > key; k--) {
      to.key[k] = to.key[k - 1];
      to.row[k] = to.row[k - 1];
    }
    to.key[k] = key;
    to.row[k] = row;
  }
}

static void move(aps_key_rows from, aps_key_rows to, int64_t first, int64_t n) {
  if (from.key == to.key) return;
  memcpy(to.key + first, from.key + first, (size_t)n * sizeof *to.key);
  memcpy(to.row + first, from.row + first, (size_t)n * sizeof *to.row);
}

static int log2_of(int64_t n) { return 63 - __builtin_clzll((uint64_t)n); }

/* Bits of the next digit. A large range goes to no more places than the nearest cache holds (to
 * 2048 takes twice the time of 256); one that lies in cache is spread so widely that insertion can
 * finish it. */
static int digit_bits(int64_t n, int bits) {
  int width = n > IN_CACHE ? APS_SORT_BITS : log2_of(n) + 1;
  if (width > WIDEST) width = WIDEST;
  return width < bits ? width : bits;
}

/* Low bits in which the keys differ: all above are equal. */
static int bits_that_differ(const uint64_t *key, int64_t n) {
  uint64_t differ = 0;
  for (int64_t i = 1; i < n; i++) differ |= key[i] ^ key[0];
  return differ ? log2_of((int64_t)differ) + 1 : 0;
}

/* A digit of pair i: of its key, or the class of its row. */
typedef struct {
  const uint8_t *class;
  int shift, digits;
} digit;

static inline uint64_t digit_of(digit d, aps_key_rows a, int64_t i) {
  return d.class ? d.class[a.row[i]] : a.key[i] >> d.shift & (uint64_t)(d.digits - 1);
}

/* Rows nearly in order meet the same digit again and again, and each count or place waits for the one before: so the two
 * halves of a stretch are counted and moved side by side. count: [2][digits], of the first half and of the second. */
static void count_digits(digit d, aps_key_rows a, int64_t begin, int64_t end, uint32_t *count) {
  const int64_t half = (end - begin) / 2;
  uint32_t *const late = count + d.digits;
  memset(count, 0, (size_t)d.digits * APS_SORT_HALVES * sizeof *count);
  for (int64_t i = begin; i < begin + half; i++) {
    count[digit_of(d, a, i)]++;
    late[digit_of(d, a, i + half)]++;
  }
  if (begin + 2 * half < end) late[digit_of(d, a, end - 1)]++;
}

static inline void send(digit d, aps_key_rows from, aps_key_rows to, int64_t i, uint32_t *place) {
  const uint32_t at = place[digit_of(d, from, i)]++;
  to.key[at] = from.key[i];
  to.row[at] = from.row[i];
}

static void scatter(digit d, aps_key_rows from, aps_key_rows to, int64_t begin, int64_t end,
                    uint32_t *place) {
  const int64_t half = (end - begin) / 2;
  uint32_t *const late = place + d.digits;
  for (int64_t i = begin; i < begin + half; i++) {
    send(d, from, to, i, place);
    send(d, from, to, i + half, late);
  }
  if (begin + 2 * half < end) send(d, from, to, end - 1, late);
}

/* Counts of each half of each thread's stretch [parts][digits] to first places; start[digits + 1], or NULL: of the digits. */
static void places(uint32_t *count, int parts, int digits, int64_t first, int64_t *start) {
  uint32_t at = (uint32_t)first;
  for (int d = 0; d < digits; d++) {
    if (start) start[d] = at;
    for (int64_t t = 0; t < parts; t++) {
      const uint32_t c = count[t * digits + d];
      count[t * digits + d] = at;
      at += c;
    }
  }
  if (start) start[digits] = at;
}

static void sort_alone(aps_key_rows from, aps_key_rows other, aps_key_rows home, int64_t first,
                       int64_t n, int bits);

/* Sorts the ranges of a pass, end[d] being where digit d ends; small ones together up to the next
 * large one. */
static void sort_ranges(digit d, aps_key_rows from, aps_key_rows other, aps_key_rows home,
                        int64_t first, int64_t n, const uint32_t *end) {
  int64_t done = first;
  for (int k = 0; k < d.digits; k++) {
    const int64_t begin = k ? end[k - 1] : first, m = end[k] - begin;
    if (m <= FEW) continue;
    insert(from, home, done, begin - done);
    sort_alone(from, other, home, begin, m, d.shift);
    done = end[k];
  }
  insert(from, home, done, first + n - done);
}

/* Sorts from[first … first + n) by the low bits of key into `home`, which is `from` or `other`. */
static void sort_alone(aps_key_rows from, aps_key_rows other, aps_key_rows home, int64_t first,
                       int64_t n, int bits) {
  uint32_t count[APS_SORT_HALVES << WIDEST];
  while (n > FEW && bits > 0) {
    const int width = digit_bits(n, bits);
    const digit d = {NULL, bits - width, 1 << width};
    count_digits(d, from, first, first + n, count);
    const uint64_t one = digit_of(d, from, first);
    if (count[one] + count[d.digits + one] == n) { /* one digit: on to the first that differs */
      bits = bits_that_differ(from.key + first, n);
      continue;
    }
    places(count, APS_SORT_HALVES, d.digits, first, NULL);
    scatter(d, from, other, first, first + n, count);
    sort_ranges(d, other, from, home, first, n, count + d.digits); /* first places have become ends */
    return;
  }
  if (bits > 0)
    insert(from, home, first, n);
  else
    move(from, home, first, n);
}

/* One stable pass of a team: each thread counts and moves its own stretch. */
static void pass(digit d, aps_key_rows from, aps_key_rows to, int64_t first, int64_t n, int threads,
                 uint32_t *count, int64_t *start) {
  (void)threads;
#pragma omp parallel num_threads(threads) if (threads > 1)
  {
    const int team = omp_get_num_threads(), me = omp_get_thread_num();
    const int64_t begin = first + n * me / team, end = first + n * (me + 1) / team;
    uint32_t *own = count + (int64_t)me * APS_SORT_HALVES * d.digits;
    count_digits(d, from, begin, end, own);
#pragma omp barrier
#pragma omp single
    places(count, APS_SORT_HALVES * team, d.digits, first, start);
    scatter(d, from, to, begin, end, own);
  }
}

static uint64_t differing(const uint64_t *key, int64_t n, int threads) {
  uint64_t differ = 0;
  (void)threads;
#pragma omp parallel for num_threads(threads) if (threads > 1) reduction(| : differ)
  for (int64_t i = 0; i < n; i++) differ |= key[i] ^ key[0];
  return differ;
}

/* Large ranges by all threads one after another, the others by one thread each. */
static void sort_together(aps_key_rows from, aps_key_rows other, aps_key_rows home, int64_t first,
                          int64_t n, int threads, uint32_t *count) {
  const uint64_t differ = differing(from.key + first, n, threads);
  if (differ == 0) {
    move(from, home, first, n);
    return;
  }
  const int bits = log2_of((int64_t)differ) + 1, width = digit_bits(n, bits), shift = bits - width;
  const digit d = {NULL, shift, 1 << width};
  int64_t start[APS_SORT_DIGITS + 1];
  pass(d, from, other, first, n, threads, count, start);
  const int64_t large = n / (4 * threads) > ALONE ? n / (4 * threads) : ALONE;
#pragma omp parallel for num_threads(threads) schedule(dynamic, 16)
  for (int k = 0; k < d.digits; k++) {
    const int64_t m = start[k + 1] - start[k];
    if (m <= large) sort_alone(other, from, home, start[k], m, shift);
  }
  for (int k = 0; k < d.digits; k++) {
    const int64_t m = start[k + 1] - start[k];
    if (m > large) sort_together(other, from, home, start[k], m, threads, count);
  }
}

enum { RISES, TIES, FALLS }; /* what neighbours in a list do at worst */

/* Of key[0 … n] in blocks, each by vectors: without a way out in its middle. */
APS_WIDE static int course_of(const uint64_t *key, int64_t n) {
  enum { BLOCK = 1024 };
  int worst = RISES;
  for (int64_t i = 0; i < n && worst < FALLS; i += BLOCK) {
    const int64_t end = n - i < BLOCK ? n : i + BLOCK;
    int64_t falls = 0, ties = 0;
    for (int64_t k = i; k < end; k++) { /* keys have 63 bits */
      falls |= (int64_t)key[k] > (int64_t)key[k + 1];
      ties |= key[k] == key[k + 1];
    }
    worst = falls ? FALLS : ties ? TIES : worst;
  }
  return worst;
}

static int course(const uint64_t *key, int64_t n, int threads) {
  int worst = RISES;
  if (threads == 1 || n <= ALONE) return course_of(key, n - 1);
#pragma omp parallel for num_threads(threads) reduction(max : worst)
  for (int64_t block = 0; block < n; block += ALONE) {
    if (worst == FALLS) continue;
    const int here = course_of(key + block, block + ALONE < n - 1 ? ALONE : n - 1 - block);
    worst = here > worst ? here : worst;
  }
  return worst;
}

/* How many of key[n], from the first on, do not fall. */
static int64_t rising(const uint64_t *key, int64_t n) {
  int64_t k = 0;
  while (k + ALONE < n && course_of(key + k, ALONE) != FALLS) k += ALONE;
  while (k + 1 < n && key[k] <= key[k + 1]) k++;
  return k + 1;
}

/* Two lists one after the other, a[first … first + head) and `tail` more, both in order, become one: from the end, as far as
 * the first of the tail goes down. Of equals those of the head come first. */
static void merge(aps_key_rows a, aps_key_rows b, int64_t first, int64_t head, int64_t tail) {
  int64_t i = first + head - 1, j = first + head + tail - 1, k = j;
  memcpy(b.key + first + head, a.key + first + head, (size_t)tail * sizeof *a.key);
  memcpy(b.row + first + head, a.row + first + head, (size_t)tail * sizeof *a.row);
  for (; j >= first + head; k--) {
    const int head_last = i >= first && a.key[i] > b.key[j];
    const aps_key_rows from = head_last ? a : b;
    const int64_t at = head_last ? i-- : j--;
    a.key[k] = from.key[at], a.row[k] = from.row[at];
  }
}

int aps_key_sort(aps_key_rows a, aps_key_rows b, int64_t first, int64_t n, int threads,
                 uint32_t *count) {
  const int before = course(a.key + first, n, threads);
  if (before != FALLS) return before == TIES;
  const int64_t head = n > ALONE ? rising(a.key + first, n) : 0;
  if (head > (threads > 1 ? n - n / 8 : n / 4)) { /* lists in order, as where particles of others join a rank's own; one thread merges */
    aps_key_sort(a, b, first + head, n - head, threads, count);
    merge(a, b, first, head, n - head);
    return 1;
  }
  if (threads > 1 && n > ALONE)
    sort_together(a, b, a, first, n, threads, count);
  else
    sort_alone(a, b, a, first, n, 63);
  return 1;
}

void aps_key_partition(aps_key_rows a, aps_key_rows b, const uint8_t *class, int classes, int64_t n,
                       int threads, uint32_t *count, int64_t *start) {
  pass((digit){class, 0, classes}, a, b, 0, n, n > ALONE ? threads : 1, count, start);
}
