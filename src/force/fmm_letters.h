/* Letters between ranks, for data whose size only the sender knows, and knows late. Every rank
 * sends every other the same number of letters, in order, each as soon as it is written; none of it
 * waits. A letter travels in pieces: the first has at most FIRST bytes and says how many there are
 * in all, so that a receive for it can be posted before anything is known; for the rest the
 * receiver then has room. A receiver without room lets the pieces pass by, and so nobody waits for
 * ever. One thread, the one that owns MPI, calls all but aps_fmm_letters_send. */
#ifndef APS_FORCE_FMM_LETTERS_H
#define APS_FORCE_FMM_LETTERS_H
#include "../core/ranks.h"

typedef struct {  /* at the beginning of every letter */
  int64_t bytes;  /* with these */
  int64_t failed; /* 1: its sender has failed, and the letter says nothing else */
} aps_fmm_letter_head;

typedef struct aps_fmm_letters aps_fmm_letters;

/* `each`: letters from every rank to every other, between a beginning and the end that follows it.
 */
aps_err aps_fmm_letters_create(aps_ctx *, int each, aps_fmm_letters **);
void aps_fmm_letters_free(aps_fmm_letters **);
/* Collective, as are the ends: what others send may come from now on. */
void aps_fmm_letters_begin(aps_fmm_letters *);
/* The next letter to a rank; `data` begins with room for the head, comes from malloc, where it has `room` bytes, and is taken
 * over. NULL: this rank has failed. Any thread, but one at a time for each receiver. */
void aps_fmm_letters_send(aps_fmm_letters *, int to, char *data, int64_t bytes, size_t room);
/* To write that letter into: what the one in its place was written into before the last end, now the caller's, or NULL. Pages
 * that are touched anew each time took 5 % of a step. */
char *aps_fmm_letters_paper(aps_fmm_letters *, int to, size_t *room);
/* Lets all proceed; `often` may be called again and again: it does nothing until some time has gone
 * by. */
void aps_fmm_letters_look(aps_fmm_letters *);
void aps_fmm_letters_look_often(aps_fmm_letters *);
int aps_fmm_letters_there(const aps_fmm_letters *, int from, int k);
/* Letter k from a rank, which is waited for. NULL: its sender failed, or there was no room for it
 * here, and then that is recorded. It stays until the end. */
const char *aps_fmm_letters_take(aps_fmm_letters *, int from, int k);
/* One that was taken, and its bytes. */
const char *aps_fmm_letters_taken(const aps_fmm_letters *, int from, int k, int64_t *bytes);
int aps_fmm_letters_sent(const aps_fmm_letters *, int to); /* letters handed over so far */
/* Waits until one of the letters k from the ranks marked in `from` is there. */
void aps_fmm_letters_await_any(aps_fmm_letters *, const uint8_t *from, int k);
/* Waits until all have come and gone; their memory is kept for the next. APS_EMEM where there was no room for one.
 */
aps_err aps_fmm_letters_end(aps_fmm_letters *);
/* Since the creation: taken, and of these, those that were there before they were asked for. */
void aps_fmm_letters_count(const aps_fmm_letters *, double *taken, double *early);
#endif
