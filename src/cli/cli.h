/* The command line: one file per subcommand, each `int aps_cli_NAME(int argc, char **argv)` with argv[0] the subcommand;
 * returns the exit status. Only apsis.h is used, and viz/live/live.h for the window. */
#ifndef APS_CLI_H
#define APS_CLI_H
#include "../apsis.h"

int aps_cli_run(int argc, char **argv);
int aps_cli_forces(int argc, char **argv);
int aps_cli_ic(int argc, char **argv);
int aps_cli_convert(int argc, char **argv);
int aps_cli_info(int argc, char **argv);
int aps_cli_bench(int argc, char **argv);
int aps_cli_doctor(int argc, char **argv);
int aps_cli_explain(int argc, char **argv);
int aps_cli_analyze(int argc, char **argv);
int aps_cli_demo(int argc, char **argv);
int aps_cli_render(int argc, char **argv);
int aps_cli_view(int argc, char **argv);

#define TRY(call)                                                                                  \
  do {                                                                                             \
    const aps_err err_ = (call);                                                                   \
    if (err_ != APS_OK) return err_;                                                               \
  } while (0)

/* ---- options: a table per subcommand, read once for parsing and once for --help */

typedef struct {
  const char *name;   /* "--device"; a second name such as "-o" in `brief` */
  const char *brief;  /* NULL: none */
  const char *value;  /* what follows, for the help; NULL: a flag */
  const char *doc;
  const char **text;  /* where the value goes; a flag stores its own name */
} aps_option;

typedef struct { /* what is left after the options */
  const char *word[64];
  int n;
  const char *set[256 + 8]; /* every --set, in order, with room for a command's own */
  int n_set;
} aps_words;

/* 0 done, else an exit status: 2 after a usage error was printed, -1 after --help was. min, max: words expected. */
int aps_cli_parse(int argc, char **argv, const char *usage, const aps_option *, int min, int max, aps_words *);

/* 0, or 2 after saying that --draw or --way of a window has no such value; NULL is fine. */
int aps_cli_check_window(const char *draw, const char *way);

/* ---- speaking */

/* "apsis: error: …" and "hint: …" on stderr; returns the exit status. */
int aps_cli_error(const aps_ctx *, aps_err);
/* The same where the command made the configuration itself: the user's word for a key (option[k][1]) in the place of the
 * key and of where it stands. option ends with {NULL, NULL}; a key may end with '.', for all below it. */
int aps_cli_error_as(const aps_ctx *, aps_err, const char *const option[][2]);
/* 0, or the exit status after an error: more threads are asked for in the environment than OpenMP itself lives through. */
int aps_cli_threads_bad(void);
/* Later parallel loops of this process take so many; 0: as many as there are. */
void aps_cli_threads_set(long n);
/* 0 where a file can be put at this path, else the exit status of an error that was printed: known before any work. */
int aps_cli_output_bad(const char *path);
int aps_cli_usage(const char *format, ...) __attribute__((format(printf, 1, 2)));
void aps_cli_hint(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* A context whose information goes to stdout, warnings to stderr. level: the least that is printed. */
aps_ctx *aps_cli_ctx(aps_log_level *level);
/* A command of all the ranks that mpirun started, which may set the level; its exit status, below 0
 * for 0. */
typedef int aps_cli_command(aps_ctx *, aps_log_level *level, int argc, char **argv);
int aps_cli_together(aps_cli_command *, int argc, char **argv);
/* "1000 particles on 4 ranks of cpu, 2 threads: …" on stdout; the ranks only where there are
 * several. */
void aps_cli_say_where(const aps_sim *);
/* Whether a format tells what the numbers of a comoving run mean. */
int aps_cli_keeps_frame(const char *format, const aps_dataset *);
/* 1, and said: `out` is one of the `parts` files of the snapshot that is read by the name `in`. */
int aps_cli_tears_a_set(const char *in, int parts, const char *out);
/* s as a double-quoted YAML scalar; the caller frees. */
char *aps_cli_quote(const char *s);
/* Growing text; the caller frees *text. Ends the program when out of memory. */
void aps_cli_append(char **text, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* "1.23 G" for 1.23e9 */
const char *aps_cli_si(double value, char out[32]);
double aps_cli_wall(void);
#endif
