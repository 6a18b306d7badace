/* Replays every input that fuzzing core/config has kept; see fuzz_config.c. */
#define APS_FUZZ_MAIN
#include "fuzz_config.c"
