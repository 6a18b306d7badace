/* Energy in timings.csv: RAPL's counters from files of the test's own, a card's from a library that stands in for the driver's, in
 * a run on the CUDA rows compiled for the CPU. */
#include "../../src/core/energy.h"
#include "../check.h"
#include "../folders.h"
#include <sys/stat.h>
#include <unistd.h>

static void put(const char *folder, int package, const char *name, const char *text) {
  char path[400];
  snprintf(path, sizeof path, "%s/intel-rapl:%d", folder, package);
  mkdir(path, 0777);
  snprintf(path, sizeof path, "%s/intel-rapl:%d/%s", folder, package, name);
  FILE *file = fopen(path, "w");
  if (file == NULL) exit(1);
  fputs(text, file);
  fclose(file);
}

static void test_packages_are_added_and_followed_over_their_end(void) {
  char folder[] = "/tmp/apsis-rapl-XXXXXX";
  CHECK(mkdtemp(folder) != NULL);
  put(folder, 0, "name", "package-0\n"), put(folder, 0, "energy_uj", "1000000\n"), put(folder, 0, "max_energy_range_uj", "9000000\n");
  put(folder, 1, "name", "package-1\n"), put(folder, 1, "energy_uj", "500000\n");
  put(folder, 2, "name", "psys\n"), put(folder, 2, "energy_uj", "77000000\n");
  aps_ctx *ctx = aps_ctx_create();
  aps_energy *e = aps_energy_open(ctx, folder, NULL);
  double joule[APS_ENERGY_PARTS];
  put(folder, 0, "energy_uj", "4000000\n"), put(folder, 1, "energy_uj", "750000\n"), put(folder, 2, "energy_uj", "99000000\n");
  aps_energy_read(e, joule);
  CHECK_NEAR(joule[APS_ENERGY_CPU], 3.25, 1e-9);
  CHECK(joule[APS_ENERGY_GPU] < 0);
  put(folder, 0, "energy_uj", "2000000\n"); /* 5 J to its end, 2 from there */
  aps_energy_read(e, joule);
  CHECK_NEAR(joule[APS_ENERGY_CPU], 7, 1e-9);
  put(folder, 1, "energy_uj", "100000\n"); /* where it ends is not told */
  aps_energy_read(e, joule);
  CHECK(joule[APS_ENERGY_CPU] < 0);
  put(folder, 1, "energy_uj", "200000\n");
  aps_energy_read(e, joule);
  CHECK_NEAR(joule[APS_ENERGY_CPU], 0.1, 1e-9);
  aps_energy_close(ctx, &e);
  CHECK(e == NULL);
  e = aps_energy_open(ctx, "/nowhere", "0000:00:00.0");
  aps_energy_read(e, joule);
  CHECK(joule[APS_ENERGY_CPU] < 0 && joule[APS_ENERGY_GPU] < 0);
  aps_energy_close(ctx, &e);
  aps_ctx_free(&ctx);
  remove_all(folder, 0);
}

/* The value of a column in the k-th row of timings.csv below its header, "" where it is empty. */
static const char *cell(const char *folder, const char *column, int k, char out[64]) {
  char path[400], line[2048], head[2048] = "";
  snprintf(path, sizeof path, "%s/timings.csv", folder);
  FILE *file = fopen(path, "r");
  snprintf(out, 64, "absent");
  while (file && fgets(line, sizeof line, file)) {
    if (line[0] == '#') continue;
    if (!head[0]) snprintf(head, sizeof head, "%s", line);
    else if (k-- == 0) {
      char *h = head, *l = line;
      for (const char *name; (name = strsep(&h, ",\n")) != NULL && *name;) {
        const char *value = strsep(&l, ",\n");
        if (strcmp(name, column) == 0) snprintf(out, 64, "%s", value ? value : "absent");
      }
    }
  }
  if (file) fclose(file);
  return out;
}

static void test_a_run_counts_its_card(void) {
  char folder[] = "/tmp/apsis-energy-XXXXXX", run[64], text[64];
  CHECK(mkdtemp(folder) != NULL);
  for (int on_card = 0; on_card < 2; on_card++) {
    aps_ctx *ctx = aps_ctx_create();
    aps_sim *sim = NULL;
    snprintf(run, sizeof run, "%s/%d", folder, on_card);
    const char *const overrides[] = {on_card ? "run.device=cuda" : "run.device=cpu"};
    CHECK_OK(ctx, aps_open(ctx, "test",
                           "particles: [{model: plummer, n: 100}]\nforces: [{law: plummer, softening: 0.05}]\nintegrator: {dt: 0.01}\n"
                           "run: {t_end: 0.1}\noutput: {log: {every: 0.05}, checkpoint: none, picture: none, snapshots: none}\n",
                           overrides, 1, &sim));
    CHECK_OK(ctx, aps_attach(sim, run, 0));
    CHECK_OK(ctx, aps_build(sim));
    CHECK_OK(ctx, aps_run(sim, 0.1));
    CHECK_OK(ctx, aps_finish(sim));
    aps_free(&sim);
    aps_ctx_free(&ctx);
    CHECK(strcmp(cell(run, "gpu_joule", 0, text), "") == 0); /* nothing was measured before the first row */
    CHECK(strcmp(cell(run, "gpu_joule", 1, text), on_card ? "1.5" : "") == 0);
    CHECK(strcmp(cell(run, "gpu_joule", 2, text), on_card ? "1.5" : "") == 0);
    CHECK(strcmp(cell(run, "work_imbalance", 2, text), "absent") != 0);
  }
  remove_all(folder, 0);
}

int main(int argc, char **argv) {
  (void)argc;
  if (getenv("APSIS_FAKE_NVML") == NULL) { /* the loader reads LD_LIBRARY_PATH when a program begins */
    char path[1200];
    const char *before = getenv("LD_LIBRARY_PATH"), *build = getenv("APSIS_BUILD");
    snprintf(path, sizeof path, "%s/fake_nvml%s%s", build ? build : "build", before ? ":" : "", before ? before : "");
    setenv("LD_LIBRARY_PATH", path, 1);
    setenv("APSIS_FAKE_NVML", "1", 1);
    execv("/proc/self/exe", argv);
    return 77;
  }
  CHECK_RUN(test_packages_are_added_and_followed_over_their_end);
  CHECK_RUN(test_a_run_counts_its_card);
  return check_failures ? 1 : 0;
}
