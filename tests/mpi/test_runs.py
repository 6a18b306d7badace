#!/usr/bin/env python3
"""Runs, forces and files through the command line on several ranks: the bits of one rank, and one clean end whatever
happens to a rank.

ctest: timeout=1200 cost=90
"""
import csv
import filecmp
import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import time

from ranks import BUILD, PROGRAM, RANKS, begin, check, end, failures, folder, one_message, processes, refused, result_of, run, \
    same, skip_without, start, wait_for_rows, well

BLOCKS = """title: blocks
particles:
  - {model: plummer, n: 700, position: [-1, 0, 0]}
  - {model: hernquist, n: 500, position: [1.5, 0.2, 0], softening: 0.08}
forces: [{law: spline, solver: fmm, softening: 0.03, accuracy: 1e-4}]
integrator: {name: leapfrog, eta: 0.1, dt_max: 0.02}
run: {t_end: 0.1, seed: 3, device: cpu}
output: {log: {every: 0.02}, snapshots: {every: 0.05, sort: id}, picture: {size: [160, 90]}}
"""
HERMITE = """title: direct
particles: [{model: plummer, n: 150}]
forces: [{law: newton, solver: direct}]
integrator: {name: hermite, eta: 0.02}
run: {t_end: 0.1, seed: 5, device: cpu}
output: {log: {every: 0.02}, snapshots: {every: 0.05, sort: id}, picture: {size: [160, 90]}}
"""
FEW = """title: errors of forces near nought
particles:
  - {model: pythagorean, mass: 0.036, scale: 0.63}
  - model: orbits
    central: 0.109
    rows: ["0 1 0.083 0.18 7.5 23 13", "0 1.4 0.052 6.1 28 25 7", "0 1.8 0.011 22 4.3 20 3.9", "1.1e-05 2.2 0.078 21 11 9.9 23",
           "1.1e-05 2.6 0.094 15 9.4 22 19", "0 3 0.032 24 3.4 1.2 0.22", "0 3.4 0.046 16 12 26 22", "0 3.8 0.028 7.7 29 11 25"]
forces: [{law: spline, solver: fmm, accuracy: 1e-4, softening: 0.1}]
integrator: {dt: 0.05}
run: {t_end: 0.1, device: cpu}
output: {log: {every: 0.05}, snapshots: {every: 0.05, sort: id}, picture: {size: [160, 90]}}
"""
FEW_IN_A_BOX = """title: errors of forces in the last bits of floats
particles: [{model: uniform_sphere, n: 60, virial: 0.5, position: [8, 8, 8]}]
box: {boundary: periodic, size: [16, 16, 16]}
forces: [{law: spline, solver: direct, softening: 0.1}]
integrator: {dt: 0.01}
run: {t_end: 0.1, seed: 3, device: cpu}
output: {log: {every: 0.01}, snapshots: {every: 0.01, sort: id}, picture: {size: [160, 90]}}
"""
FROM_FILE = """title: file
particles: [{file: PATH}]
forces: [{law: plummer, solver: fmm, softening: 0.05, accuracy: 1e-3}]
integrator: {dt: 0.01}
run: {t_end: 0.05, device: cpu}
output: {log: {every: 0.01}, snapshots: {every: 0.05, sort: id}, picture: {size: [160, 90]}}
"""
PLANETS = """title: planets
particles:
  - {model: orbits, central: 1, rows: ["1e-3 1 0.05 2 10 20 30", "3e-4 1.9 0.1 1 200 40 100"]}
  - {model: ring, n: 20, inner: 0.3, outer: 0.5}
forces: [{law: newton}]
integrator: INTEGRATOR
run: {t_end: 2, device: cpu}
output: {log: {every: 0.5}, snapshots: {every: 1, sort: id}, picture: {size: [160, 90]}}
"""
LONG = """title: long
particles: [{model: plummer, n: 800}, {model: plummer, n: 200, position: [2, 0, 0], softening: 0.1}]
forces: [{law: plummer, solver: SOLVER, softening: 0.05}]
integrator: {dt: STEP}
run: {t_end: 1, seed: 7, device: cpu}
output: {log: {every: 0.02}, snapshots: {every: 0.25, sort: id}, checkpoint: {every: 0.1 s}, picture: none}
"""


made = {}


def long_run(solver):
    return LONG.replace("SOLVER", solver).replace("STEP", "0.001" if solver == "direct" else "0.01")


def write(d, name, text):
    pathlib.Path(d, name).write_text(text)


def alone(d, *words):
    """As a user without mpirun."""
    r = run(*words, cwd=d, env={"OMP_NUM_THREADS": "1"})
    check(r.returncode == 0, f"alone: {' '.join(map(str, words))}", r)


def lines_once(r, what):
    """What a run prints and logs stands there once."""
    lines = [l for l in r.stdout.splitlines() if re.match(r"\d+ particles on |done: |writing to ", l)]
    check(len(lines) == 3, f"{what}: progress is printed once", r)


# ---- the bits of one rank -------------------------------------------------------------------------------------


def test_runs_have_the_bits_of_one_rank(d):
    for name, text in (("blocks", BLOCKS), ("hermite", HERMITE), ("few", FEW), ("box", FEW_IN_A_BOX),
                       ("ias15", PLANETS.replace("INTEGRATOR", "{name: ias15}")),
                       ("wisdom_holman", PLANETS.replace("INTEGRATOR", "{name: wisdom_holman, dt: 0.02}"))):
        write(d, f"{name}.yaml", text)
        alone(d, "run", f"{name}.yaml", "-o", f"{name}-alone", "-q")
        for ranks in RANKS:
            out = f"{name}-{ranks}"
            r = well(ranks, PROGRAM, "run", f"{name}.yaml", "-o", out, cwd=d, env={"OMP_NUM_THREADS": str(1 + ranks % 2)})
            same(d, f"{name}-alone", out, f"{name}, {ranks} ranks")
            lines_once(r, f"{name}, {ranks} ranks")
            log = pathlib.Path(d, out, "log.txt").read_text()
            check(log.count("device: ") == 1, f"{name}, {ranks} ranks: log.txt tells of the device once")
            check(not pathlib.Path(d, out, "lock").exists(), f"{name}, {ranks} ranks: no lock is left")


PAIR = """particles: [{model: hernquist, n: 8000, position: [-8, 0, 0]}, {model: hernquist, n: 4000, scale: 0.4, position: [8, 2, 1]}]
forces: [{law: plummer, softening: 0.01, solver: fmm, accuracy: 1e-3}]
integrator: {name: leapfrog, dt: 1e-4}
run: {t_end: 6e-4, device: cpu, seed: 1}
output: {log: {every: 1e-4}, picture: none}
"""


def test_work_is_dealt_out_evenly(d):
    write(d, "pair.yaml", PAIR)
    well(8, PROGRAM, "run", "pair.yaml", "-o", "pair-8", "-q", cwd=d)
    lines = [l for l in pathlib.Path(d, "pair-8", "timings.csv").read_text().splitlines() if not l.startswith("#")]
    most = [float(row["work_imbalance"]) for row in csv.DictReader(lines)][1:]  # the first knows no work yet
    check(len(most) >= 6 and max(most) < 1.1, f"eight ranks of two galaxies: the busiest has {max(most)} times the mean")


BOX = """particles: [{model: uniform_sphere, n: 3000, radius: 0.5, position: [0.2, 0.5, 0.9]}]
forces: [{law: spline, softening: 0.005, solver: fmm, accuracy: 1e-3}]
box: {boundary: periodic, size: [1, 1, 1]}
integrator: {name: leapfrog, eta: 0.05, steps: block}
run: {t_end: 0.05, seed: 3}
output: {log: {every: 0.05}, snapshots: {every: 0.05}, picture: none}
"""


def test_orbits_in_a_box_have_the_bits_of_one_rank(d):
    """Each rank walks the whole tree for its own targets. Potentials, and with them energies, agree to rounding only."""
    write(d, "box.yaml", BOX)
    rows = []
    for ranks in (1, 3):
        well(ranks, PROGRAM, "run", "box.yaml", "-o", f"box-{ranks}", "-q", cwd=d)
        alone(d, "convert", f"box-{ranks}/snapshots/snapshot_0001.hdf5", f"box-{ranks}.csv")
        rows.append(sorted(pathlib.Path(d, f"box-{ranks}.csv").read_text().splitlines()))
    check(len(rows[0]) == 3001 and rows[0] == rows[1], "a periodic box: orbits on 3 ranks are those on one")


CROWD = """particles:
  - {model: uniform_sphere, n: 27, radius: 0.4, position: [0.5, 0.5, 0.5]}
  - {model: plummer, n: 15, mass: 0.5, scale: 0.05, position: [0.5, 0.5, 0.5]}
forces: [{law: spline, softening: 0.01, solver: SOLVER, accuracy: 1e-3}]
BOX
integrator: {name: leapfrog, eta: 0.02, steps: block}
run: {t_end: 0.01, seed: 3, device: cpu}
output: {log: {every: 0.01}, snapshots: {every: 0.01, sort: id}, picture: {size: [160, 90]}}
"""


def test_few_rows_take_few_messages(d):
    """42 bodies on 9 ranks: every rank sums all of them. A round of all ranks counts as log2(9) messages; three for each
    smallest step, some more at the end of a block; two dozen and more where ranks share the sums of so few."""
    for solver, box in (("fmm", "box: {boundary: periodic, size: [1, 1, 1]}"), ("direct", "")):
        name = f"crowd-{solver}-{'box' if box else 'open'}"
        write(d, f"{name}.yaml", CROWD.replace("SOLVER", solver).replace("BOX", box))
        alone(d, "run", f"{name}.yaml", "-o", f"{name}-1", "-q")
        well(9, PROGRAM, "run", f"{name}.yaml", "-o", f"{name}-9", "-q", cwd=d)
        same(d, f"{name}-1", f"{name}-9", f"{name} on 9 ranks")
        lines = [l for l in pathlib.Path(d, f"{name}-9", "timings.csv").read_text().splitlines() if not l.startswith("#")]
        sent = [float(row["sent_messages"]) for row in csv.DictReader(lines)]
        log = pathlib.Path(d, f"{name}-9", "log.txt").read_text()
        steps = float(re.search(r"times fewer than (\S+) shared steps", log)[1])
        check(steps > 50 and sent[-1] - sent[0] < 30 * steps, f"{name}: {sent[-1] - sent[0]} messages for {steps} smallest steps on 9 ranks")


def as_text(csv, path):
    """m x y z vx vy vz, as other programs write it."""
    rows = [l.split(",") for l in pathlib.Path(csv).read_text().splitlines()[1:]]
    pathlib.Path(path).write_text("".join(" ".join(r[2:]) + "\n" for r in rows))


def test_files_are_read_by_all(d):
    for name in ("p.hdf5", "p.tipsy", "p.csv"):
        alone(d, "ic", "plummer", "n=501", "seed=4", "-o", name)
        well(3, PROGRAM, "ic", "plummer", "n=501", "seed=4", "-o", "3-" + name, cwd=d)
        check(filecmp.cmp(pathlib.Path(d, name), pathlib.Path(d, "3-" + name), shallow=False), f"ic on ranks: {name}")
    as_text(pathlib.Path(d, "p.csv"), pathlib.Path(d, "p.txt"))
    for k, name in enumerate(("p.hdf5", "p.tipsy", "p.txt")):
        write(d, "c.yaml", FROM_FILE.replace("PATH", name))
        alone(d, "run", "c.yaml", "-o", f"{name}-1", "-q")
        for ranks in RANKS[1:] if k == 0 else RANKS[2 + k::2]:
            well(ranks, PROGRAM, "run", "c.yaml", "-o", f"{name}-{ranks}", "-q", cwd=d)
            same(d, f"{name}-1", f"{name}-{ranks}", f"{name}, {ranks} ranks")


def test_forces_keep_the_order_of_the_file(d):
    alone(d, "ic", "hernquist", "n=700", "seed=2", "-o", "f.csv")
    for solver in ("direct", "fmm"):
        words = "forces", "f.csv", "--law", "plummer", "--softening", "0.02", "--solver", solver, "--device", "cpu"
        alone(d, *words, "-o", f"{solver}-1.hdf5")
        for ranks in (2, 3, 8):
            r = well(ranks, PROGRAM, *words, "-o", f"{solver}-{ranks}.hdf5", cwd=d)
            check(filecmp.cmp(pathlib.Path(d, f"{solver}-1.hdf5"), pathlib.Path(d, f"{solver}-{ranks}.hdf5"), shallow=False),
                  f"forces, {solver}, {ranks} ranks: other bytes")
            check(r.stdout.count("rms ") == 1, f"forces, {solver}, {ranks} ranks: printed once", r)


def test_snapshots_of_several_files_are_read_by_other_ranks(d):
    write(d, "blocks.yaml", BLOCKS)
    alone(d, "run", "blocks.yaml", "-o", "whole", "-q")
    well(4, PROGRAM, "run", "blocks.yaml", "-o", "parts", "-q", "--set", "output.snapshots.files=2", cwd=d)
    parts = sorted(p.name for p in pathlib.Path(d, "parts", "snapshots").iterdir())
    check(parts == [f"snapshot_000{i}.{k}.hdf5" for i in range(3) for k in range(2)], f"files: 2 makes two of each: {parts}")
    log = pathlib.Path(d, "parts", "log.txt").read_text()
    check(log.count(", as 2 files .0.hdf5 to .1.hdf5\n") == 3, f"the log tells their names:\n{log}")
    for ranks, path, out in ((1, "whole/snapshots/snapshot_0001.hdf5", "on-1"),
                             (3, "parts/snapshots/snapshot_0001.1.hdf5", "on-3"),
                             (1, "parts/snapshots/snapshot_0001.0.hdf5", "on-1p")):
        write(d, "c.yaml", FROM_FILE.replace("PATH", path))
        well(ranks, PROGRAM, "run", "c.yaml", "-o", out, "-q", cwd=d)
    same(d, "on-1", "on-3", "a snapshot in two files, 3 ranks")
    same(d, "on-1", "on-1p", "a snapshot in two files, 1 rank")
    result = run("analyze", "parts", cwd=d)
    check(len(re.findall("^snapshot_", result.stdout, re.M)) == 3, f"analyze takes a snapshot in two files as one:\n{result.stdout}")
    snapshots = pathlib.Path(d, "parts", "snapshots")
    before = {p: p.read_bytes() for p in snapshots.iterdir()}
    pathlib.Path(d, "link.hdf5").symlink_to(snapshots / "snapshot_0001.0.hdf5")
    for out in ("parts/snapshots/snapshot_0001.1.hdf5", "parts/snapshots/../snapshots/snapshot_0001.0.hdf5", "link.hdf5"):
        for words in (("convert", out), ("forces", "-o", out)):
            result = run(words[0], "parts/snapshots/snapshot_0001.1.hdf5", *words[1:], cwd=d)
            check(refused(result, 2, out, "one of the 2 files", "another name"), f"a set is not torn apart by {words[0]} onto {out}", result)
    check(before == {p: p.read_bytes() for p in snapshots.iterdir()}, "and the snapshots are as they were")
    run("convert", "parts/snapshots/snapshot_0001.1.hdf5", "all.0.hdf5", cwd=d)
    result = run("convert", "all.0.hdf5", "all.0.hdf5", "--compress", cwd=d)
    check(result.returncode == 0 and "snapshot" not in result.stderr, "one file of that name is written anew", result)
    run("render", "parts", "-o", "frames", "--frames", "3", "--size", "160x90", "-q", cwd=d)
    check(len(list(pathlib.Path(d, "frames").iterdir())) == 3, "and so does render")


def test_files_behind_the_run_have_the_same_bytes(d):
    write(d, "blocks.yaml", BLOCKS)
    alone(d, "run", "blocks.yaml", "-o", "b1", "-q")
    for ranks in (2, 3):
        well(ranks, PROGRAM, "run", "blocks.yaml", "-o", f"b{ranks}", "-q", "--set", "output.async=true", cwd=d)
        same(d, "b1", f"b{ranks}", f"output.async on {ranks} ranks")


def test_few_particles_and_one_point(d):
    """More ranks than particles; all of them in one place."""
    for n in (1, 2, 3):
        write(d, "few.csv", "m,x,y,z,vx,vy,vz\n" + "".join(f"1,{i},0.{i},0,0,{0.1 * i},0\n" for i in range(n)))
        for solver in ("direct", "fmm"):
            write(d, "few.yaml", FROM_FILE.replace("PATH", "few.csv").replace("fmm", solver))
            alone(d, "run", "few.yaml", "-o", f"few-{solver}-{n}-1", "-q")
            well(8, PROGRAM, "run", "few.yaml", "-o", f"few-{solver}-{n}-8", "-q", cwd=d)
            same(d, f"few-{solver}-{n}-1", f"few-{solver}-{n}-8", f"{n} particles on 8 ranks, {solver}")
    write(d, "point.csv", "m,x,y,z,vx,vy,vz\n" + "0.01,1,2,3,0.5,0,0\n" * 100)
    for solver in ("direct", "fmm"):
        write(d, "point.yaml", FROM_FILE.replace("PATH", "point.csv").replace("fmm", solver))
        alone(d, "run", "point.yaml", "-o", f"point-{solver}-1", "-q")
        well(3, PROGRAM, "run", "point.yaml", "-o", f"point-{solver}-3", "-q", cwd=d)
        same(d, f"point-{solver}-1", f"point-{solver}-3", f"100 particles in one point, {solver}")


# ---- what is refused -----------------------------------------------------------------------------------------


def test_mistakes_are_told_once(d):
    write(d, "good.yaml", HERMITE)
    write(d, "bad.yaml", HERMITE.replace("eta: 0.02", "eta: -1"))
    write(d, "none.yaml", "particles: []\nintegrator: {dt: 0.1}\nrun: {t_end: 1}\n")
    write(d, "zero.yaml", HERMITE.replace("n: 150", "n: 0"))
    write(d, "pair.csv", "m,x,y,z,vx,vy,vz\n" + "1,1,2,3,0,0,0\n" * 2)
    write(d, "pair.yaml", FROM_FILE.replace("PATH", "pair.csv").replace("plummer", "newton").replace("softening: 0.05, ", ""))
    write(d, "lost.yaml", FROM_FILE.replace("PATH", "lost.csv"))
    for ranks, status, words, said in (
            (8, 2, ("run", "bad.yaml"), ("eta", "-1")), (2, 2, ("run", "none.yaml"), ("particles",)),
            (2, 2, ("run", "zero.yaml"), ("zero.yaml:2",)), (2, 2, ("run", "nowhere.yaml"), ("nowhere.yaml",)),
            (3, 2, ("run", "good.yaml", "--wrong"), ("--wrong",)), (2, 2, ("convert", "pair.csv"), ("missing",)),
            (2, 2, ("forces", "pair.csv", "-o", "x.hdf5", "--law", "none"), ("none",)),
            (3, 3, ("run", "pair.yaml"), ("particles 1 and 2",)), (2, 3, ("forces", "good.yaml", "-o", "x.hdf5"), ("good.yaml",)),
            (2, 4, ("run", "lost.yaml"), ("lost.csv",)), (3, 4, ("run", "good.yaml", "-o", "good.yaml/x"), ("good.yaml",))):
        r = start(ranks, PROGRAM, *words, cwd=d)
        check(one_message(r, status, *said), f"{ranks} ranks, {' '.join(words)}: status {status} and one message", r)
    check(not pathlib.Path(d, "runs").exists(), "a refused run leaves nothing behind")
    r = well(3, PROGRAM, "run", "good.yaml", "--dry-run", cwd=d)
    check(r.stdout.count("t_end") == 1 and not pathlib.Path(d, "runs").exists(), "--dry-run prints once, runs nothing", r)
    r = well(2, PROGRAM, "run", "--help", cwd=d)
    check(r.stdout.count("usage: ") == 1, "--help prints once", r)


def test_a_directory_has_one_run(d):
    write(d, "good.yaml", HERMITE)
    write(d, "long.yaml", long_run("direct").replace("t_end: 1", "t_end: 200"))
    well(2, PROGRAM, "run", "good.yaml", "-o", "there", "-q", cwd=d)
    r = start(3, PROGRAM, "run", "good.yaml", "-o", "there", cwd=d)
    check(one_message(r, 2, "already there", "--restart"), "a run that is there is not overwritten", r)
    p = begin(2, PROGRAM, "run", "long.yaml", "-o", "held", cwd=d, env={"APSIS_MARK": "held"})
    check(wait_for_rows(d, "held", 2, lambda: p.poll() is None), "the first run goes on")
    r = start(2, PROGRAM, "run", "long.yaml", "-o", "held", "--restart", cwd=d)
    check(one_message(r, 4, "another run"), "a directory in use is refused", r)
    pathlib.Path(d, "held", "stop").touch()
    check(result_of(p).returncode == 10, "and the first run is not harmed")


def test_a_build_without_mpi_refuses_several_processes(d):
    write(d, "good.yaml", HERMITE)
    single = BUILD / "tests" / "ranks_alone"
    if not single.exists():
        print("SKIPPED: no ranks_alone, this linker cannot replace a symbol")
        return
    r = start(2, single, "run", "good.yaml", cwd=d)
    check(r.returncode == 2 and "2 processes were started" in r.stderr and "no MPI" in r.stderr, "no MPI, 2 processes", r)
    check(not pathlib.Path(d, "runs").exists(), "no MPI: nothing is written")
    well(1, single, "run", "good.yaml", "-q", cwd=d)


def test_another_library_s_launcher_is_refused(d):
    """Each process would take itself for the whole run."""
    library = json.loads(run("doctor", "--json").stdout)["ranks"]["library"]
    foreign = {"PMI_SIZE": "2", "PMI_RANK": "0"} if library.startswith("Open MPI") else {"OMPI_COMM_WORLD_SIZE": "2"}
    write(d, "good.yaml", HERMITE)
    r = run("run", "good.yaml", cwd=d, env=foreign)
    check(refused(r, 2, "2 processes were started", library), "the launcher of another library", r)
    check(not pathlib.Path(d, "runs").exists(), "another library: nothing is written")


# ---- ends before the end -----------------------------------------------------------------------------------------


def whole(d, solver):
    """The run that nobody disturbs, on one rank; made once."""
    write(d, f"{solver}.yaml", long_run(solver))
    if solver not in made:
        made[solver] = folder()
        alone(d, "run", f"{d}/{solver}.yaml", "-o", f"{made[solver].name}/run", "-q")
    shutil.copytree(f"{made[solver].name}/run", pathlib.Path(d, f"whole-{solver}"))


def resume(d, solver, out, ranks, threads, what):
    """On another number of ranks and threads, to the end: as if nothing had been."""
    well(ranks, PROGRAM, "run", f"{solver}.yaml", "-o", out, "-q", "--restart", cwd=d, env={"OMP_NUM_THREADS": str(threads)})
    same(d, f"whole-{solver}", out, what)


def test_a_stop_reaches_all_and_resumes(d):
    whole(d, "direct")
    whole(d, "fmm")
    for k, (how, solver) in enumerate((("SIGUSR1", "fmm"), ("SIGTERM", "direct"), ("stop", "fmm"), ("wall", "direct"))):
        ranks, then = (3, 2, 4, 2)[k], (2, 4, 1, 3)[k]
        more = ("--set", "run.wall_limit=0.1 s") if how == "wall" else ()
        p = begin(ranks, PROGRAM, "run", f"{solver}.yaml", "-o", how, *more, cwd=d, env={"APSIS_MARK": how})
        if how != "wall":
            check(wait_for_rows(d, how, 5, lambda: p.poll() is None), f"{how}: the run lasts long enough")
        if how.startswith("SIG"):
            os.kill(processes(how)[1], getattr(signal, how))
        elif how == "stop":
            pathlib.Path(d, how, "stop").touch()
        r = result_of(p)
        check(one_message(r, 10, "stopped by", "a checkpoint is on disk"), f"{how}: status 10 and why", r)
        check(not pathlib.Path(d, how, "snapshots", "snapshot_0004.hdf5").exists(), f"{how}: it did not end by itself")
        resume(d, solver, how, then, 1 + k % 2, f"{how}, then {then} ranks")


def test_a_broken_checkpoint_is_passed_over_by_all(d):
    """One bit of the newest: all ranks take the one before, which tells once, and the run has the bits it would have."""
    whole(d, "fmm")
    p = begin(3, PROGRAM, "run", "fmm.yaml", "-o", "broken", cwd=d, env={"APSIS_MARK": "broken"})
    there = pathlib.Path(d, "broken", "checkpoints")
    check(wait_for_rows(d, "broken", 5, lambda: p.poll() is None), "the run lasts long enough")
    while p.poll() is None and not list(there.glob("*.hdf5")):
        time.sleep(0.02)
    os.kill(processes("broken")[1], signal.SIGUSR1)
    check(result_of(p).returncode == 10, "stopped")
    files = sorted(there.glob("*.hdf5"))
    check(len(files) == 2, f"two checkpoints are kept, got {len(files)}")
    data = bytearray(files[-1].read_bytes())
    data[len(data) // 2] ^= 1
    files[-1].write_bytes(data)
    r = start(2, PROGRAM, "run", "fmm.yaml", "-o", "broken", "--restart", cwd=d)
    check(r.returncode == 0 and r.stderr.count("is not usable") == 1 and files[-1].name in r.stderr,
          "the broken checkpoint is named once, the older one serves", r)
    same(d, "whole-fmm", "broken", "one flipped bit in the newest checkpoint")


def test_a_killed_rank_ends_the_run(d):
    whole(d, "fmm")
    for victim in (0, 2):
        out = f"killed-{victim}"
        p = begin(3, PROGRAM, "run", "fmm.yaml", "-o", out, "-q", cwd=d, env={"APSIS_MARK": out})
        check(wait_for_rows(d, out, 20, lambda: p.poll() is None), f"{out}: the run lasts long enough")
        os.kill(processes(out)[victim], signal.SIGKILL)
        t = time.time()
        r = result_of(p, 30)
        check(r.returncode != 0 and time.time() - t < 30, f"rank {victim} killed: mpirun ends", r)
        while processes(out) and time.time() - t < 30: # mpirun does not wait for those that it has killed
            time.sleep(0.05)
        check(not processes(out), f"rank {victim} killed: no rank is left")
        check(list(pathlib.Path(d, out, "checkpoints").glob("*.hdf5")), f"rank {victim} killed: a checkpoint is there")
        resume(d, "fmm", out, 2 + victim, 1, f"rank {victim} killed")


def test_memory_and_energy_have_their_status(d):
    write(d, "good.yaml", HERMITE)
    for status, setting, said in ((5, "particles.0.n=1e12", "memory"), (6, "run.energy_bound=1e-30", "run.energy_bound")):
        r = start(2, PROGRAM, "run", "good.yaml", "-o", f"status-{status}", "-q", "--set", setting, cwd=d)
        check(one_message(r, status, said), f"{setting}: status {status} and one message", r)
    check(not pathlib.Path(d, "status-5").exists(), "what does not fit leaves nothing behind")


def test_what_is_not_finite_is_named(d):
    """A speed that overflows one coordinate in the first step; without a force no other particle sees it, and one rank
    alone holds it."""
    rows = [f"{i + 1},0.01,{i % 7},{i % 11},{i},0,0,0\n" for i in range(60)]
    rows[40] = "41,0.01,1,1,1,1.7e308,0,0\n"
    write(d, "wild.csv", "id,m,x,y,z,vx,vy,vz\n" + "".join(rows))
    write(d, "wild.yaml", "particles: [{file: wild.csv}]\nforces: []\nintegrator: {dt: 1.5}\nrun: {t_end: 3, device: cpu}\n"
                          "output: {log: {every: 3}, snapshots: {every: 3}}\n")
    for solver in ("direct", "fmm"):  # the others see a particle at infinity: the same end, one message
        text = pathlib.Path(d, "wild.yaml").read_text()
        write(d, f"{solver}.yaml", text.replace("forces: []", f"forces: [{{law: plummer, solver: {solver}, softening: 0.1}}]"))
        said = [start(ranks, PROGRAM, "run", f"{solver}.yaml", "-o", f"{solver}-{ranks}", "-q", cwd=d) for ranks in (1, 4)]
        for r in said:
            check(one_message(r, 6, "is not finite at time 1.5", "not_finite.hdf5"), f"{solver}: named, status 6", r)
        words = [re.search(r"particle \d+ is not finite", r.stderr) for r in said]
        check(all(words) and words[0][0] == words[1][0], f"{solver}: the same particle on 1 and 4 ranks: {words}")
    for ranks in (1, 4):
        out = f"wild-{ranks}"
        r = start(ranks, PROGRAM, "run", "wild.yaml", "-o", out, "-q", cwd=d)
        check(one_message(r, 6, "particle 41 is not finite at time 1.5", f"{out}/not_finite.hdf5"), f"{out}: named, status 6", r)
        info = run("info", f"{out}/not_finite.hdf5", cwd=d)
        check("particle 41 of 60: x must be finite" in info.stderr, f"{out}: all particles are dumped", info)
        check("particle 41" in pathlib.Path(d, out, "log.txt").read_text(), f"{out}: log.txt says why")


def test_a_full_disk_ends_all_ranks(d):
    mount = pathlib.Path(d, "disk")
    mount.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=300k", "tmpfs", mount], capture_output=True).returncode:
        print("SKIPPED: no tmpfs may be mounted here, the full disk is left out")
        return
    try:
        whole(d, "fmm")
        for behind in ("false", "true"):
            r = start(3, PROGRAM, "run", "fmm.yaml", "-o", f"disk/{behind}", "-q", "--set", f"output.async={behind}", cwd=d)
            check(one_message(r, 4, f"disk/{behind}/"), f"full disk, async {behind}: status 4 and one message", r)
            check(not list(mount.rglob(".*.tmp")), "full disk: no half file is left")
            files = sorted(pathlib.Path(mount, behind, "checkpoints").glob("*.hdf5"))
            check(files and run("info", files[-1]).returncode == 0, "full disk: the old checkpoint is there")
            subprocess.run(["mount", "-o", "remount,size=20m", mount], check=True)
            resume(d, "fmm", f"disk/{behind}", 2, 1, f"full disk, async {behind}")
            subprocess.run(["rm", "-r", mount / behind], check=True)
            subprocess.run(["mount", "-o", "remount,size=300k", mount], check=True)
    finally:
        subprocess.run(["umount", mount], check=True)


def main():
    skip_without(BUILD / "tests" / "ranks_io")
    wanted = sys.argv[1:]
    for test in [f for name, f in globals().items() if name.startswith("test_") and (not wanted or name[5:] in wanted)]:
        before, t = len(failures), time.time()
        with folder() as d:
            test(d)
        print("ok  " if len(failures) == before else "FAIL", f"{test.__name__}, {time.time() - t:.1f} s", flush=True)
    end()


main()
