/* The number of our own layout. */
#ifndef APS_OWN_H
#define APS_OWN_H
#define APS_OWN_LAYOUT 1 /* raised when a reader of today could not read it */
#endif
