/* apsis: the command line. Finds the subcommand; each lives in cli/. */
#include "cli/cli.h"
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

typedef struct {
  const char *name, *doc;
  int (*run)(int argc, char **argv); /* NULL: not in this build */
  int together;                      /* of all ranks; else one process answers */
} command;

static const command commands[] = {
    {"run", "run a configuration", aps_cli_run, 1},
    {"forces", "accelerations and potentials of a file, with their measured error", aps_cli_forces, 1},
    {"ic", "write an initial condition", aps_cli_ic, 1},
    {"convert", "convert between file formats", aps_cli_convert, 1},
    {"info", "say what a file holds", aps_cli_info, 0},
    {"bench", "measure this machine", aps_cli_bench, 0},
    {"doctor", "say what works here, and why the rest does not", aps_cli_doctor, 1},
    {"explain", "explain a key, model, law, solver or integrator", aps_cli_explain, 0},
    {"analyze", "what a file or a run looks like: energies, radii, profiles, disc, waves, halos", aps_cli_analyze, 0},
    {"view", "files and runs, played back in a window", aps_cli_view, 0},
    {"render", "pictures and movies of snapshots", aps_cli_render, 0},
    {"demo", "lessons that measure themselves against theory", aps_cli_demo, 0},
};
enum { COMMANDS = sizeof commands / sizeof *commands };

static void help(FILE *to) {
  fputs("apsis " APS_VERSION ", an N-body and particle simulation engine\n\nusage: apsis COMMAND [options]\n\n", to);
  for (int i = 0; i < COMMANDS; i++)
    if (commands[i].run) fprintf(to, "  %-9s %s\n", commands[i].name, commands[i].doc);
  fputs("\napsis COMMAND --help lists a command's options; apsis --version names this build.\n", to);
}

static int unknown(const char *name) {
  const char *names[COMMANDS];
  for (int i = 0; i < COMMANDS; i++) names[i] = commands[i].name;
  const char *near = aps_nearest(name, names, COMMANDS);
  aps_cli_usage("unknown command %s", name);
  if (near) aps_cli_hint("did you mean apsis %s?", near);
  else if (strcmp(name, "report") == 0) aps_cli_hint("it comes with the Python package: pip install .");
  else aps_cli_hint("apsis --help lists the commands");
  return 2;
}

/* A number of the standard files that is closed would go to the next file that is opened, and what is printed into it. */
static void fill_standard_files(void) {
  int fd = open("/dev/null", O_RDWR);
  while (fd >= 0 && fd <= STDERR_FILENO) fd = dup(fd);
  if (fd >= 0) close(fd);
}

static int runs(int argc, char **argv) { /* not a look: what a run has to say stands in its directory */
  int run = argc > 1 && strcmp(argv[1], "run") == 0;
  for (int i = 2; i < argc; i++) run &= strcmp(argv[i], "--dry-run") && strcmp(argv[i], "--help") && strcmp(argv[i], "-h");
  return run;
}

/* Words that the disk had no room for are not an answer; a reader that has gone has what it wanted. */
static int all_said(int status, int argc, char **argv) {
  errno = 0;
  const int lost = fflush(stdout) != 0 || ferror(stdout), why = errno;
  if (!lost || status != 0 || why == EPIPE || runs(argc, argv)) return status;
  aps_cli_usage("standard output: cannot write%s%s", why ? ": " : "", why ? strerror(why) : "");
  return 4;
}

/* A small `ulimit -s` is raised where it may be: what is beyond it would end the program without a word. 0: it stays too small. */
static int grow_stack(void) {
  enum { LEAST = 256 << 10, USUAL = 8 << 20 };
  struct rlimit stack;
  if (getrlimit(RLIMIT_STACK, &stack) != 0 || stack.rlim_cur >= LEAST) return 1;
  stack.rlim_cur = stack.rlim_max < USUAL ? stack.rlim_max : USUAL;
  return stack.rlim_cur >= LEAST && setrlimit(RLIMIT_STACK, &stack) == 0;
}

static int answers(int argc, char **argv) {
  for (int i = 0; i < COMMANDS && argc > 1; i++)
    if (commands[i].together && strcmp(commands[i].name, argv[1]) == 0) return 1;
  return aps_ranks_answers(argc, argv);
}

static int carry_out(int argc, char **argv) {
  static char option[] = "--help";
  if (argc == 3 && strcmp(argv[1], "help") == 0 && argv[2][0] != '-') { /* help COMMAND */
    char *words[] = {argv[0], argv[2], option, NULL};
    return carry_out(argc, words);
  }
  if (!answers(argc, argv)) return 0;
  if (argc < 2) {
    help(stderr);
    return 2;
  }
  const char *name = argv[1];
  if (strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0 || strcmp(name, "help") == 0) return help(stdout), 0;
  if (strcmp(name, "--version") == 0 || strcmp(name, "-V") == 0) return printf("apsis %s (%s)\n", APS_VERSION, aps_commit()) < 0;
  for (int i = 0; i < COMMANDS; i++) {
    if (strcmp(commands[i].name, name) != 0) continue;
    if (commands[i].run) return commands[i].run(argc - 1, argv + 1);
    return aps_cli_usage("%s is not in this version", name);
  }
  return unknown(name);
}

int main(int argc, char **argv) {
  signal(SIGXFSZ, SIG_IGN); /* a write beyond `ulimit -f` then fails with an error that we name */
  fill_standard_files();
  if (!grow_stack()) {
    aps_cli_usage("the stack is limited to less than 256 kB");
    aps_cli_hint("ulimit -s 8192 is usual");
    return 5;
  }
  if (aps_cli_threads_bad()) return 2;
  return all_said(carry_out(argc, argv), argc, argv);
}
