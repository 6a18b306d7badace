/* What the files of `apsis analyze` share. */
#ifndef APS_ANALYZE_H
#define APS_ANALYZE_H
#include "cli.h"
#include "json.h"

typedef struct {
  const char *json, *type, *centre, *bins, *law, *softening, *solver, *G, *threads, *grid, *linking,
      *least;
  aps_analysis_setup setup; /* from them */
  int whole;                /* 1: what a line of a run's list does not tell, too */
} aps_analyze_options;

typedef struct { /* one particle file and what was found in it */
  char path[4200];
  aps_dataset file;
  int centring, only; /* as asked, or what the box makes of it */
  double stored_h;    /* comoving: what was taken out of its numbers */
  uint32_t type;
  aps_analysis result;
  aps_power power; /* n 0: none */
  aps_halos halos; /* linking 0: none */
  aps_orbits orbits; /* n 0: none */
  double G;
  double *potential; /* computed here; NULL: the file's own, or none */
  char source[400];  /* where the potential came from, in words */
  const char *from;  /* "file", "solver", "none" */
  char law[16], solver[32];
} aps_analyze_snapshot;

typedef struct { /* what a run says about its forces, in used_parameters.yml; "" where it does not
                  */
  char law[16], solver[32], softening[40];
} aps_analyze_stored;

/* Reads, finds the potential, analyses. */
aps_err aps_analyze_file(aps_ctx *, const char *path, const aps_analyze_options *,
                         const aps_analyze_stored *, aps_analyze_snapshot *);
void aps_analyze_end(aps_ctx *, aps_analyze_snapshot *);
/* used_parameters.yml of a run directory. */
void aps_analyze_parameters(const char *directory, aps_analyze_stored *);
/* A whole run: analyze_run.c; returns the exit status. */
int aps_analyze_run(aps_ctx *, const char *directory, const aps_analyze_options *);

/* analyze_print.c */
void aps_analyze_print(const aps_analyze_snapshot *);
void aps_analyze_json(aps_json *, const char *key, const aps_analyze_snapshot *);

/* analyze_box.c: power spectrum and halos */
void aps_analyze_print_box(const aps_analyze_snapshot *);
void aps_analyze_json_box(aps_json *, const aps_analyze_snapshot *);
/* analyze_orbits.c */
void aps_analyze_print_orbits(const aps_analyze_snapshot *);
void aps_analyze_json_orbits(aps_json *, const aps_analyze_snapshot *);
#endif
