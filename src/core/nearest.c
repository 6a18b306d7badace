/* "did you mean": the nearest known name by optimal string alignment, the edit distance in which
 * inserting, deleting, replacing one letter and swapping two neighbours cost one each (Damerau
 * 1964). Case costs nothing. Of those equally near it is the one with most of what was typed: kp is a kpc
 * with a letter left out rather than a km with a wrong one. */
#include "../apsis.h"
#include <string.h>

enum { MAX_WORD = 48 };

static int lower(char c) { return c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : (unsigned char)c; }

static int least(int a, int b) { return a < b ? a : b; }

static int distance(const char *a, int n, const char *b, int m) {
  int row[3][MAX_WORD + 1]; /* rows i, i - 1, i - 2 of the table, in turn */
  for (int j = 0; j <= m; j++) row[0][j] = j;
  for (int i = 1; i <= n; i++) {
    int *now = row[i % 3];
    const int *before = row[(i + 2) % 3], *two_before = row[(i + 1) % 3];
    now[0] = i;
    for (int j = 1; j <= m; j++) {
      const int x = lower(a[i - 1]), y = lower(b[j - 1]);
      now[j] = least(before[j - 1] + (x != y), least(before[j], now[j - 1]) + 1);
      if (i > 1 && j > 1 && x == lower(b[j - 2]) && lower(a[i - 2]) == y)
        now[j] = least(now[j], two_before[j - 2] + 1);
    }
  }
  return row[n % 3][m];
}

/* One begins with the other and shares at least three letters: "soft" for "softening". */
static int begins(const char *a, int n, const char *b, int m) {
  const int shared = least(n, m);
  if (shared < 3) return 0;
  for (int i = 0; i < shared; i++)
    if (lower(a[i]) != lower(b[i])) return 0;
  return 1;
}

const char *aps_nearest(const char *word, const char *const *names, int n) {
  const size_t length = strlen(word);
  if (length > MAX_WORD) return NULL;
  const char *best = NULL;
  int best_cost = 0, best_kept = 0;
  for (int i = 0; i < n; i++) {
    const size_t m = strlen(names[i]);
    if (m > MAX_WORD) continue;
    /* a third of the longer word may be wrong, but never all of it: "x" is not near "y" */
    const int longest = (int)(length > m ? length : m),
              most = longest < 3 ? longest - 1 : (longest + 2) / 3;
    int cost = distance(word, (int)length, names[i], (int)m), kept = least((int)m - cost, (int)length);
    if (cost > 1 && begins(word, (int)length, names[i], (int)m)) cost = 1, kept = least((int)m, (int)length); /* "--out" is no "--set" */
    if (cost > most || (best && (cost > best_cost || (cost == best_cost && kept <= best_kept)))) continue;
    best = names[i], best_cost = cost, best_kept = kept;
  }
  return best;
}
