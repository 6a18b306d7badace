#!/usr/bin/env python3
"""A rank that hangs is named by those that wait for it: stopped, stuck in a file system, in an endless loop; one that is merely
slow, or a job that was suspended as a whole, is not taken for lost. ctest: timeout=400 cost=95"""
import os
import pathlib
import re
import shutil
import signal
import subprocess
import time

from ranks import PROGRAM, begin, check, end, folder, processes, result_of, run, skip_without, wait_for_rows, well

PATIENCE = 3  # s
CONFIG = """particles: [{model: plummer, n: 900}]
forces: [{law: plummer, solver: fmm, softening: 0.05}]
integrator: {dt: 0.01}
run: {t_end: 3, seed: 7, device: cpu, patience: PATIENCE s}
output: {log: {every: 0.02}, snapshots: {every: 1, sort: id}, checkpoint: {every: 0.2 s}, picture: none}
"""
# In the rank that HANG_RANK names the fsync of the checkpoint files that HANG_AT numbers takes 3 times the patience.
STUCK = """#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
static double now(void) { struct timespec t; clock_gettime(CLOCK_MONOTONIC, &t); return t.tv_sec + 1e-9 * t.tv_nsec; }
int fsync(int fd) {
  static int calls;
  int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, "fsync");
  const char *rank = getenv("OMPI_COMM_WORLD_RANK"), *how = getenv("HANG");
  if (!rank) rank = getenv("PMI_RANK");
  if (rank && how && strcmp(rank, "0") == 0 && ++calls == 12) {
    const double until = now() + 3 * atof(getenv("HANG_PATIENCE"));
    while (now() < until)
      if (strcmp(how, "sleep") == 0) usleep(10000);
  }
  return real(fd);
}
"""


def begun(d, name, *more, **env):
    p = begin(3, PROGRAM, "run", "c.yaml", "-o", name, "-q", *more, cwd=d, env={"APSIS_MARK": f"{d}/{name}", **env})
    wait_for_rows(d, name, 4, lambda: p.poll() is None)
    return p, processes(f"{d}/{name}")


def warnings(r):
    return [l for l in r.stderr.splitlines() if l.startswith("apsis: warning: ")]


def log(d, name):
    return pathlib.Path(d, name, "log.txt").read_text()


def same_as_whole(d, name):
    for file in ("energy.csv", "snapshots/snapshot_0003.hdf5"):
        check(pathlib.Path(d, name, file).read_bytes() == pathlib.Path(d, "whole", file).read_bytes(), f"{name}: {file} has the bits of an undisturbed run")


def stopped(d, rank):
    """One is stopped, and goes on later."""
    name = f"stopped{rank}"
    p, ranks = begun(d, name)
    os.kill(ranks[rank], signal.SIGSTOP)
    time.sleep(3.2 * PATIENCE)
    os.kill(ranks[rank], signal.SIGCONT)
    r = result_of(p)
    said = warnings(r)
    words = rf"apsis: warning: waiting in .* for ([\d.]+) s: rank {rank} \(process {ranks[rank]} on {re.escape(os.uname().nodename)}\) gives no sign of life for ([\d.]+) s: it is stopped"
    found = re.match(words, said[0]) if said else None
    check(r.returncode == 0 and len(said) == 1 and found, f"rank {rank} is named, once: {said}", r)
    if found:
        check(PATIENCE <= float(found[1]) and PATIENCE <= float(found[2]) <= 2 * PATIENCE + 1, f"and for how long: {said}")
        check(said[0].split("warning: ")[1] in log(d, name).splitlines(), "the same stands in log.txt")
    check("the run goes on, after " in log(d, name), "that it goes on stands in log.txt")
    check("was not matched" not in r.stderr, "MPI's end finds no message that nobody took", r)
    same_as_whole(d, name)


def ended(d):
    """hung_rank: stop."""
    p, ranks = begun(d, "ended", "--set", "run.hung_rank=stop")
    os.kill(ranks[1], signal.SIGSTOP)
    r = result_of(p, 30)
    check(r.returncode == 5 and f"rank 1 (process {ranks[1]}" in r.stderr and "the job ends with status 5" in r.stderr, "the job ends with status 5", r)
    r = run("run", "c.yaml", "-o", "ended", "-q", "--restart", cwd=d)
    check(r.returncode == 0, "and goes on from its checkpoint", r)
    same_as_whole(d, "ended")


def slow(d):
    """A rank that gets a tenth of the time, and the whole job suspended for longer than the patience: nobody is lost."""
    p, ranks = begun(d, "slow")
    until = time.time() + 2.5 * PATIENCE
    while time.time() < until and p.poll() is None:
        os.kill(ranks[1], signal.SIGSTOP)
        time.sleep(0.18)
        os.kill(ranks[1], signal.SIGCONT)
        time.sleep(0.02)
    for stop in (signal.SIGSTOP, signal.SIGCONT):
        for pid in ranks.values():
            os.kill(pid, stop)
        time.sleep(2 * PATIENCE)
    r = result_of(p)
    check(r.returncode == 0 and not warnings(r), f"slow, and suspended: {warnings(r)}", r)
    same_as_whole(d, "slow")


def stuck(d, how, words):
    """The rank lives and does not get further: in a file system that hangs, in an endless loop."""
    p, _ = begun(d, how, HANG=how, HANG_PATIENCE=str(PATIENCE), LD_PRELOAD=f"{d}/stuck.so")
    r = result_of(p)
    said = warnings(r)
    check(r.returncode == 0 and len(said) == 1 and re.search(words, said[0]), f"{how}: {said}", r)
    check("gives no sign" not in r.stderr, f"{how}: it lives", r)
    same_as_whole(d, how)


def main():
    skip_without(PROGRAM)
    with folder() as d:
        pathlib.Path(d, "c.yaml").write_text(CONFIG.replace("PATIENCE", str(PATIENCE)))
        r = well(3, PROGRAM, "run", "c.yaml", "-o", "whole", "-q", cwd=d)
        check(not warnings(r), "an undisturbed run says nothing", r)
        stopped(d, 2)
        stopped(d, 0)
        ended(d)
        slow(d)
        pathlib.Path(d, "stuck.c").write_text(STUCK)
        cc = shutil.which("cc") or shutil.which("gcc")
        if cc and "ASAN_OPTIONS" not in os.environ and "TSAN_OPTIONS" not in os.environ:
            subprocess.run([cc, "-shared", "-fPIC", "-w", "-o", f"{d}/stuck.so", f"{d}/stuck.c", "-ldl"], check=True)
            stuck(d, "sleep", r"rank 0 \(.*\) lives and is in (checkpoint|snapshots) for [\d.]+ s, with .* of processor time: it waits for something")
            stuck(d, "spin", r"rank 0 \(.*\) lives and is in (checkpoint|snapshots) for [\d.]+ s, with .* of processor time: slow, or in an endless loop")
    end()


main()
