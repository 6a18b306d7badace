/* Which source this was built from. */
#include "../apsis.h"
#ifndef APS_COMMIT
#define APS_COMMIT "unknown"
#endif
const char *aps_commit(void) { return APS_COMMIT; }
