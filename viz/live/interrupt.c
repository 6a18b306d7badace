#define _POSIX_C_SOURCE 200809L
#include "interrupt.h"
#include <signal.h>
#include <stddef.h>

static const int kinds[] = {SIGINT, SIGTERM, SIGHUP};
enum { KINDS = sizeof kinds / sizeof *kinds };

static volatile sig_atomic_t came; /* a handler has no argument of its own */
static int held[KINDS];

static void on_signal(int number) { came = number; }

void aps_interrupt_hold(void) {
  const struct sigaction keep = {.sa_handler = on_signal, .sa_flags = SA_RESTART | (int)SA_RESETHAND};
  for (int k = 0; k < KINDS; k++) {
    struct sigaction now;
    held[k] = sigaction(kinds[k], NULL, &now) == 0 && !(now.sa_flags & SA_SIGINFO) && now.sa_handler == SIG_DFL &&
              sigaction(kinds[k], &keep, NULL) == 0;
  }
}

int aps_interrupt_came(void) { return came != 0; }

void aps_interrupt_release(void) {
  const int number = came;
  came = 0;
  for (int k = 0; k < KINDS; k++) {
    if (held[k]) signal(kinds[k], SIG_DFL);
    held[k] = 0;
  }
  if (number) raise(number);
}
