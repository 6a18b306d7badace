/* MPI's waiting calls, without holding a core that others need.
 *
 * MPI libraries wait by asking the network over and over. With more ranks than cores that takes the
 * cores from the ranks that are waited for; MPICH 4.0 never gives one up, and eight ranks on two
 * cores took 43 ms for a reduction where these take 1 ms. So where ranks are crowded a wait asks
 * twice and then sleeps, briefly at first. Only ranks_inside.h includes
 * this. */
#ifndef APS_RANKS_WAIT_H
#define APS_RANKS_WAIT_H
#include <mpi.h>
#include <sched.h>
#include <time.h>

/* After a look in vain, the tries-th: *nanoseconds is how long the next sleep lasts, 0 at first. */
static inline void aps_ranks_pause(int tries, long *nanoseconds) {
  if (tries < 3) {
    sched_yield();
    return;
  }
  if (*nanoseconds == 0) *nanoseconds = 50000;
  nanosleep(&(struct timespec){.tv_nsec = *nanoseconds}, NULL);
  if (tries % 20 == 0 && *nanoseconds < 800000) *nanoseconds *= 2;
}

static inline void aps_ranks_wait_for(int crowded, MPI_Request *r) {
  if (!crowded) {
    MPI_Wait(r, MPI_STATUS_IGNORE);
    return;
  }
  long nanoseconds = 0;
  int done = 0;
  for (int tries = 1; MPI_Test(r, &done, MPI_STATUS_IGNORE), !done; tries++)
    aps_ranks_pause(tries, &nanoseconds);
}

/* Where all nodes have room the library's own call, else the one that returns at once, and a wait
 * for it: the two do not match each other, so all ranks use the same whatever their own node is
 * like (t->begins). APS_RANKS_CALL(t, Bcast, Ibcast, arguments but for the communicator), t->all,
 * t->begins and t->crowded. */
#define APS_RANKS_CALL(t, blocking, begun, ...)                                                    \
  do {                                                                                             \
    if ((t)->begins) {                                                                             \
      MPI_Request request_;                                                                        \
      MPI_##begun(__VA_ARGS__, (t)->all, &request_);                                               \
      aps_ranks_wait_for((t)->crowded, &request_);                                                 \
    } else {                                                                                       \
      MPI_##blocking(__VA_ARGS__, (t)->all);                                                       \
    }                                                                                              \
  } while (0)
#endif
