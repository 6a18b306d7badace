/* A signal that would end the program in the midst of a movie waits until the movie is whole. */
#ifndef APS_INTERRUPT_H
#define APS_INTERRUPT_H

/* From now on SIGINT, SIGTERM and SIGHUP are kept, where nobody else heeds them; a second one of a kind ends the program. */
void aps_interrupt_hold(void);
int aps_interrupt_came(void); /* 1: one is kept */
/* As it was before; one that was kept takes effect now, and need not return. */
void aps_interrupt_release(void);
#endif
