/* Energy that machines report themselves: processor packages by RAPL (powercap), an NVIDIA card by its driver's library. */
#ifndef APS_ENERGY_H
#define APS_ENERGY_H
#include "ctx.h"

typedef struct aps_energy aps_energy;
enum { APS_ENERGY_CPU, APS_ENERGY_GPU, APS_ENERGY_PARTS };
/* powercap: "/sys/class/powercap"; NULL: the processors are not asked. bus_id: of the card, as "0000:3B:00.0"; NULL: none is.
 * NULL: no memory. What cannot be read stays unknown. Counting begins now. */
aps_energy *aps_energy_open(aps_ctx *, const char *powercap, const char *bus_id);
/* Joule since the call before; -1: not known. Counters that ran over in between are followed once. */
void aps_energy_read(aps_energy *, double joule[APS_ENERGY_PARTS]);
void aps_energy_close(aps_ctx *, aps_energy **);
#endif
