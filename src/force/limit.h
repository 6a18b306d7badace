/* What this machine could do at most: the yardstick beside every measured rate. */
#ifndef APS_FORCE_LIMIT_H
#define APS_FORCE_LIMIT_H

/* Interactions per second of Plummer's law in float (acceleration only, mixed precision's
 * arithmetic) with everything in registers: no loads, no stores, no flushes. threads 0: all. Takes
 * about 0.2 s; 0 if no instruction set fits. */
double aps_limit_interactions(int threads);
/* The instruction set that the pair loops use here: "avx512", "avx2", "plain"; "" if APSIS_ISA asks
 * for none of them. */
const char *aps_limit_isa(void);
#endif
