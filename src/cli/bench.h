/* One file per benchmark of `apsis bench`. */
#ifndef APS_CLI_BENCH_H
#define APS_CLI_BENCH_H
#include "cli.h"

typedef struct { /* as on the command line; NULL: not given */
  const char *json, *threads, *device, *n, *accuracy, *model;
} aps_bench_options;

aps_err aps_cli_bench_fmm(aps_ctx *, const aps_bench_options *);
/* 2, and a usage error was printed, where an option of it makes no sense; else 0. */
int aps_cli_bench_fmm_check(const aps_bench_options *);
#endif
