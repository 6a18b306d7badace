/* Replays the kept inputs of fuzz_reader.c. */
#define APS_FUZZ_MAIN
#include "fuzz_reader.c"
