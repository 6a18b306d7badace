"""A run that was interrupted, in whatever way, ends with the same bits as one that was not. ctest: timeout=600 cost=50"""
import os
import pathlib
import random
import re
import resource
import shutil
import signal
import subprocess
import time

from apsis_cli import PROGRAM, SANITIZED, check, end, energy, final_state, folder, refused, run, same_run, wait_for_rows

CONFIG = """title: restart
particles:
  - {{model: plummer, n: {many}, position: [-1, 0, 0]}}
  - {{model: plummer, n: {few}, position: [1, 0, 0], softening: 0.1}}
forces: [{{law: plummer, softening: 0.05}}]
integrator: {integrator}
run: {{t_end: {t_end}, seed: 7}}
output:
  log: {{every: 0.02}}
  snapshots: {{every: 0.1}}
  checkpoint: {{every: {every} s}}
  picture: none
"""


def start(d, name, *more):
    return subprocess.Popen([PROGRAM, "run", "c.yaml", "-o", name, "-q", *more], cwd=d, stderr=subprocess.PIPE, text=True)


def running(process):
    return lambda: process.poll() is None


def same(d, name, what):
    same_run(d, name, "whole", what)


def resume_until_done(d, name, what, wanted=(0,)):
    r = run("run", "c.yaml", "-o", name, "-q", "--restart", cwd=d)
    check(r.returncode in wanted, f"{what}: --restart ends well", r)


def killed_often(d, seconds):
    """kill -9 at many instants, those of writing among them: checkpoints follow one another without pause."""
    rng = random.Random(1)
    kills = 4 if SANITIZED else 12
    for _ in range(kills):
        p = start(d, "killed", "--restart")
        time.sleep(rng.uniform(0.02, max(0.1, seconds / 4)))
        p.kill()
        p.communicate()
    resume_until_done(d, "killed", "kill -9")
    same(d, "killed", f"kill -9 at {kills} instants")


def signalled(d, name, rows, number, *more):
    """A run that got a signal after so many rows, and its stderr. A run that was done before is tried again: on a busy machine
    the signal may come late."""
    for _ in range(6):
        p = start(d, name, *more)
        wait_for_rows(d, name, rows, running(p))
        p.send_signal(number)
        error = p.communicate()[1]
        if p.returncode != 0:
            break
        shutil.rmtree(pathlib.Path(d, name))
    return p, error


def stopped_by(d, number):
    name = f"signal{number}"
    p, error = signalled(d, name, 8, number)
    check(p.returncode == 10, f"signal {number}: exit 10, got {p.returncode}: {error}")
    check(pathlib.Path(d, name, "cont").exists(), f"signal {number}: the file `cont` says that there is more to do")
    check(list(pathlib.Path(d, name, "checkpoints").glob("*.hdf5")), f"signal {number}: a checkpoint is there")
    resume_until_done(d, name, f"signal {number}")
    same(d, name, f"signal {number}")


def asked_by_files(d):
    """A run that was asked for a checkpoint, then to stop, and how many checkpoints it had before, and after the first."""
    p, files = start(d, "file", "--set", "output.checkpoint.every=1 h"), pathlib.Path(d, "file", "checkpoints")
    wait_for_rows(d, "file", 5, running(p))
    before = len(list(files.glob("*")))
    pathlib.Path(d, "file", "checkpoint").touch()
    wait_for_rows(d, "file", 15, running(p))
    after = len(list(files.glob("*.hdf5")))
    pathlib.Path(d, "file", "stop").touch()
    p.communicate()
    return p, before, after


def stopped_by_file(d):
    for _ in range(6):  # as in signalled
        p, before, after = asked_by_files(d)
        if p.returncode != 0:
            break
        shutil.rmtree(pathlib.Path(d, "file"))
    check(before == 0 and after == 1, f"the file `checkpoint` makes one: {before}, then {after}; the run goes on")
    check(p.returncode == 10, f"the file `stop` ends with 10, got {p.returncode}")
    check(not pathlib.Path(d, "file", "cont").exists(), "the file `stop`: nobody asks for more")
    resume_until_done(d, "file", "stop file")
    same(d, "file", "stop file")


def stopped_by_wall(d):
    r = run("run", "c.yaml", "-o", "wall", "-q", "--set", "run.wall_limit=0.1 s", cwd=d)
    check(r.returncode == 10 and pathlib.Path(d, "wall", "cont").exists(), "wall_limit ends with 10 and leaves `cont`", r)
    resume_until_done(d, "wall", "wall limit")
    check(not pathlib.Path(d, "wall", "cont").exists(), "which is gone once there is nothing left to do")
    same(d, "wall", "wall limit")


def other_threads(d):
    r = run("run", "c.yaml", "-o", "one", "-q", "--threads", 1, cwd=d)
    check(r.returncode == 0, "one thread", r)
    same(d, "one", "one thread instead of all")


def broken_newest(d):
    """A newest checkpoint that is broken: the one before serves."""
    signalled(d, "broken", 14, signal.SIGTERM)
    files = sorted(pathlib.Path(d, "broken", "checkpoints").glob("*.hdf5"))
    check(len(files) == 2, f"two checkpoints are kept, got {len(files)}")
    data = bytearray(files[-1].read_bytes())
    data[len(data) // 2] ^= 1
    files[-1].write_bytes(data)
    r = run("run", "c.yaml", "-o", "broken", "--restart", cwd=d)
    check(r.returncode == 0 and files[-1].name in r.stderr, "the broken checkpoint is named, the older one serves", r)
    same(d, "broken", "one flipped bit in the newest checkpoint")
    for f in pathlib.Path(d, "broken", "checkpoints").glob("*.hdf5"):
        os.truncate(f, 100)
    r = run("run", "c.yaml", "-o", "broken", "--restart", cwd=d)
    check(r.returncode == 3, "no checkpoint left that can be read: exit 3", r)
    there, rows = pathlib.Path(d, "broken"), pathlib.Path(d, "broken", "energy.csv").read_bytes()
    shutil.rmtree(there / "checkpoints")
    (there / "checkpoints").write_text("")  # as a folder without permission, which root may read
    r = run("run", "c.yaml", "-o", "broken", "-q", "--restart", cwd=d)
    check(refused(r, 4, "broken/checkpoints: cannot be read: ") and (there / "energy.csv").read_bytes() == rows,
          "a folder of checkpoints that cannot be read begins no run anew", r)


def few_files(d):
    """However few files a process may open: exit 4 and why, and nobody takes a checkpoint for damaged."""
    def at_most(n):
        return lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (n, n))
    signalled(d, "few", 14, signal.SIGTERM)
    there = pathlib.Path(d, "few", "checkpoints")
    for f in sorted(there.glob("*.hdf5"))[:-1]:
        f.unlink()
    r = run("info", *there.glob("*.hdf5"), cwd=d, preexec_fn=at_most(4))  # HDF5 opens it once more
    check(refused(r, 4, "checkpoint_", "Too many open files", "ulimit -n"), "info, with four files at most", r)
    seen = set()
    for most in range(4, 24):
        r = run("run", "c.yaml", "-o", "few", "-q", "--restart", cwd=d, preexec_fn=at_most(most))
        seen.add(r.returncode)
        if r.returncode == 0:
            break
        check(r.returncode == 4 and "remove" not in r.stderr, f"{most} files at most", r)
        check(list(there.glob("*.hdf5")), f"{most} files at most: a checkpoint stays")
    check(seen == {0, 4}, f"few files: {seen}")
    same(d, "few", "few files")


def manifest(d):
    """A checkpoint that is not the one the manifest names is passed over; a lost or broken manifest loses nothing."""
    for name, spoil in (("lost", lambda m, files: m.unlink()), ("garbled", lambda m, files: m.write_bytes(b"\xff" * 300)),
                        ("foreign", lambda m, files: files[-1].write_bytes(files[0].read_bytes()))):
        signalled(d, name, 14, signal.SIGTERM)
        files = sorted(pathlib.Path(d, name, "checkpoints").glob("*.hdf5"))
        lines = pathlib.Path(d, name, "checkpoints", "manifest").read_text().splitlines()
        check(sorted(line.split()[1] for line in lines[1:-1]) == [f.name for f in files], f"{name}: the manifest has what is there")
        spoil(pathlib.Path(d, name, "checkpoints", "manifest"), files)
        r = run("run", "c.yaml", "-o", name, "--restart", cwd=d)
        passed_over = f"{files[-1].name} is not usable" in r.stderr
        check(r.returncode == 0 and passed_over == (name == "foreign"), f"manifest {name}: restarts", r)
        same(d, name, f"manifest {name}")


def crash_loop(d):
    """A checkpoint that three restarts began from in vain: the one before serves. The newer one must not come back, for the rows
    between the two were cut off: where it was not in the manifest yet it was once taken for newer than what came after it."""
    signalled(d, "loop", 14, signal.SIGTERM)
    there = pathlib.Path(d, "loop", "checkpoints")
    newest = sorted(there.glob("*.hdf5"))[-1].name

    def ended_at_once(*more):
        r = run("run", "c.yaml", "-o", "loop", "--restart", "--set", "run.wall_limit=1e-9 s", *more, cwd=d)
        check(r.returncode == 10, "begun, and ended before a step", r)
        return r

    for _ in range(3):
        ended_at_once("-q", "--set", "output.checkpoint=none")
    r = ended_at_once()  # leaves a checkpoint
    check(newest in r.stderr and (there / "passed_over.h5").exists(),
          "the fourth takes the one before, says so, and puts the newest aside", r)
    for _ in range(3):
        ended_at_once("-q", "--set", "output.checkpoint=none")
    resume_until_done(d, "loop", "crash loop")
    same(d, "loop", "crash loop")


CONTINUED = """particles: [{model: plummer, n: 2000}]
forces: [{law: plummer, softening: 0.05, solver: fmm}]
integrator: {dt: 0.01}
run: {t_end: 0.4, seed: 1}
output: {snapshots: {every: 0.1}, picture: none}
"""


def continued(d):
    """A run that had come to its end and goes on to a later one has the bits and the rows of one that went there at once:
    neither the default rhythm of the log, which follows t_end, nor the row at the end changes what the solver does. A last step that
    is cut has the same length also from -1 + 0.18, which the sum of 18 steps misses by the last bit."""
    pathlib.Path(d, "long.yaml").write_text(CONTINUED)
    cases = (-1, 0.18, 0.1837, "near-1", "far-1"), (0, 0.15, 0.4, "near", "far")  # times below 0 are times as well; near serves on
    for start, middle, end, near, far in cases[SANITIZED:]:
        for name, length, *more in ((far, end), (near, middle), (near, end, "--restart")):
            times = ["--set", f"run.t_start={start}", "--set", f"run.t_end={start + length}"]
            check(run("run", "long.yaml", "-o", name, "-q", *times, *more, cwd=d).returncode == 0, f"{name} {more} runs")
        check(final_state(d, near)[1] == final_state(d, far)[1], f"from {start} continued to a later end: the same particles")
        rows = [[row for row in energy(d, name).splitlines() if not row.startswith("-0.82")] for name in (near, far)]
        check(rows[0] == rows[1], f"from {start} continued to a later end: the same rows")


def other_rhythm(d):
    """--restart with another rhythm: outputs come at its multiples from there on, none is missing."""
    for more in (["--set", "run.t_end=0.1", "--set", "output.snapshots.every=0.01"],
                 ["--restart", "--set", "run.t_end=0.3", "--set", "output.log.every=0.05"]):
        check(run("run", "long.yaml", "-o", "rhythm", "-q", *more, cwd=d).returncode == 0, f"rhythm {more} runs")
    names = sorted(f.name for f in pathlib.Path(d, "rhythm", "snapshots").iterdir())
    check(names == [f"snapshot_{i:04d}.hdf5" for i in range(13)], f"eleven snapshots, then those at 0.2 and 0.3: {names}")
    rows = [float(line.split(",")[0]) for line in energy(d, "rhythm").splitlines() if line[0].isdigit()]
    check(len(rows) == 15 and abs(rows[11] - 0.15) < 1e-9, f"eleven rows, then those at 0.15, 0.2, 0.25 and 0.3: {rows}")


def later_files(d):
    """Snapshots and frames later than the checkpoint do not stay between those that another rhythm writes."""
    often = ["--set", "output.snapshots.every=0.01", "--set", "output.frames={every: 0.01, size: [64, 48]}", "--set", "run.t_end=0.1"]
    check(run("run", "long.yaml", "-o", "later", "-q", *often, "--set", "output.checkpoint={every: 1e-9 s, keep: 99}", cwd=d).returncode == 0, "later runs")
    there = pathlib.Path(d, "later")
    for f in sorted((there / "checkpoints").glob("*.hdf5"))[4:]:  # as if killed after the fourth step
        f.unlink()
    (there / "snapshots" / "snapshot_0009.1.hdf5").write_text("a part of one that more ranks wrote")
    (there / "snapshots" / "snapshot_mine.hdf5").write_text("another's")
    seldom = ["--set", "output.snapshots.every=0.05", "--set", "output.frames={every: 0.05, size: [64, 48]}", "--set", "run.t_end=0.1"]
    check(run("run", "long.yaml", "-o", "later", "-q", "--restart", *seldom, cwd=d).returncode == 0, "later goes on")
    names = {k: sorted(f.stem for f in (there / k).iterdir()) for k in ("snapshots", "frames")}
    check(names["snapshots"] == [f"snapshot_{i:04d}" for i in range(7)] + ["snapshot_mine"], f"until 0.04, at 0.05 and 0.1: {names}")
    check(names["frames"] == [f"frame_{i:04d}" for i in range(7)], f"frames until 0.04, at 0.05 and 0.1: {names}")


def switched_off(d):
    """An event that was off for a while goes on counting where it was: no snapshot is written over, errors count from the first start."""
    for more in (["--set=output.log.every=0.01", "--set=output.checkpoint={every: 1e-9 s, keep: 99}"], ["--restart", "--set=output.log=none"]):
        r = run("run", "long.yaml", "-o", "rows", "-q", "--set=run.t_end=0.1", *more, cwd=d)
        for f in sorted(pathlib.Path(d, "rows", "checkpoints").glob("*.hdf5"))[4:]:
            f.unlink()
    last = [pathlib.Path(d, "rows", t).read_text().splitlines()[-1].split(",")[0] for t in ("energy.csv", "timings.csv")]
    check(r.returncode == 0 and last == ["0.04", "0.04"], f"rows of a future that may be another are cut off, though the log is off: {last}", r)
    frames = ["--set", "output.frames={every: 0.05, size: [64, 48]}"]
    off = [f"--set=output.{k}=none" for k in ("log", "snapshots", "frames")]
    for t_end, more in ((0.1, frames), (0.2, ["--restart", *off]), (0.25, ["--restart", *off]), (0.3, ["--restart", *frames])):
        check(run("run", "long.yaml", "-o", "off", "-q", f"--set=run.t_end={t_end}", "--set=output.log.every=0.05", *more, cwd=d).returncode == 0, f"off to {t_end}")
    check(run("run", "long.yaml", "-o", "on", "-q", "--set=run.t_end=0.3", "--set=output.log.every=0.05", *frames, cwd=d).returncode == 0, "always on")
    count = [len(list(pathlib.Path(d, "off", k).iterdir())) for k in ("snapshots", "frames")]
    check(count == [3, 4], f"at 0, 0.1 and 0.3, frames at 0.05 as well: {count}")
    check(energy(d, "off").splitlines() == [l for l in energy(d, "on").splitlines() if l[:4] not in ("0.15", "0.2,", "0.25")], "rows of one run")


def other_particles(d):
    """--restart with a configuration that makes another number of particles than the checkpoint holds."""
    r = run("run", "long.yaml", "-o", "near", "-q", "--restart", "--set", "particles.0.n=1999", "--set", "run.t_end=0.5", cwd=d)
    check(r.returncode == 2 and "1999 by this configuration" in r.stderr and "holds 2000" in r.stderr, "other particles refused", r)


SYSTEM = {  # a change that makes another system of it: how the error names it
    "particles.0.mass=2": "particles[0].mass: the run in near has 1, got 2",
    "particles.0.softening=0.1": "particles[0].softening: the run in near has none, got 0.1",
    "forces.0.law=spline": "forces[0].law: the run in near has plummer, got spline",
    "forces.0.softening=0.1": "forces[0].softening: the run in near has 0.05, got 0.1",
    "units.G=2": "units.G: the run in near has none, got 2",
    "run.seed=2": "run.seed: the run in near has 1, got 2",
    "box={boundary: periodic, size: [9, 9, 9]}": "box.boundary: the run in near has open, got periodic",
}


SAME = "units.G=1", "particles.0.softening=0.05", "particles.0.body_radius=0"  # what holds anyway where long.yaml says nothing


def same_system(d):
    """A key given with the value that it has where it is left out changes nothing; so does one that is left out again."""
    for name, change in [*(("near", change) for change in SAME), ("hard", "forces.0.softening=0")]:
        hard = ["--set", "forces=[{}]", "--set", "run.t_end=0.02"] if name == "hard" else []
        if hard:
            check(run("run", "long.yaml", "-o", name, "-q", *hard, cwd=d).returncode == 0, "without softening")
        r = run("run", "long.yaml", "-o", name, "-q", *hard, "--restart", "--set", change, cwd=d)
        check(r.returncode == 0 and r.stderr == "", f"{change} is what it was", r)
    given = [f"--set={change}" for change in SAME]
    check(run("run", "long.yaml", "-o", "given", "-q", "--set=run.t_end=0.02", *given, cwd=d).returncode == 0, "all of them given")
    r = run("run", "long.yaml", "-o", "given", "-q", "--restart", "--set", "forces.0.softening=0.1", cwd=d)
    check(r.returncode == 2 and "particles[0].softening (0.05, got absent)" in r.stderr, "left out, it would follow what was changed", r)
    r = run("run", "long.yaml", "-o", "given", "-q", "--restart", "--set=run.t_end=0.03", cwd=d)
    check(r.returncode == 0 and r.stderr == "", "and left out", r)


def other_system(d):
    """--restart with another mass, law, softening, G, seed or box: refused by name, and the checkpoint not given up for it. A dry
    run says the same and leaves the directory alone."""
    def files():
        return sorted((str(f), f.stat().st_mtime_ns) for f in pathlib.Path(d, "near").rglob("*"))
    for change, words in SYSTEM.items():
        before = files()
        dry = run("run", "long.yaml", "-o", "near", "--dry-run", "--restart", "--set", change, cwd=d)
        check(before == files(), "a dry run with --restart touches nothing")
        r = run("run", "long.yaml", "-o", "near", "-q", "--restart", "--set", change, cwd=d)
        check(r.returncode == 2 and f"error: --set: {words}" in r.stderr, f"{change} is refused", r)
        check("hint: a restart takes its particles from the checkpoint" in r.stderr, f"{change}: why, and what to do", r)
        check(dry.returncode == 2 and "memory plan" not in dry.stdout and dry.stderr == r.stderr, f"{change}: so it is by a dry run", dry)
    before = files()
    dry = run("run", "long.yaml", "-o", "near", "--dry-run", "--restart", cwd=d)
    check(dry.returncode == 0 and "memory plan" in dry.stdout and before == files(), "a dry run that would go on notes no attempt", dry)
    r = run("run", "long.yaml", "-o", "near", "--restart", *[f"--set={change}" for change in SYSTEM], cwd=d)
    check(r.returncode == 2 and all(words.split(":")[0] in r.stderr for words in SYSTEM.values()), "all of them are named", r)
    for _ in range(4):
        r = run("run", "long.yaml", "-o", "near", "--restart", cwd=d)
        check(r.returncode == 0 and r.stderr == "" and "is now" not in r.stdout, "unchanged, with nothing left to do: quiet", r)
    r = run("run", "long.yaml", "-o", "near", "--restart", "--threads", 1, "--set", "integrator.dt=0.02", "--set", "run.t_end=0.44", cwd=d)
    log = pathlib.Path(d, "near", "log.txt").read_text()
    check(r.returncode == 0 and log.count("is now") == 1, "another step, end and number of threads may be", r)
    check("restart: integrator.dt is now 0.02, before it was 0.01" in log, "and the log tells of the step")
    took = [tuple(map(float, t)) for t in re.findall(r"particles are in their place after (\S+) s, (\S+) of them to read", log)]
    check(len(took) >= 5 and all(0 < read <= all_of_it < 30 for all_of_it, read in took), f"and how long each start took: {took}")


PLANETS = """title: planets
particles:
  - model: orbits
    central: 1
    rows: ["1e-3 1 0.05 2 10 20 30", "3e-4 1.9 0.1 1 200 40 100"]
  - {{model: ring, n: 200, inner: 0.3, outer: 0.5}}
forces: [{{law: newton}}]
integrator: {integrator}
run: {{t_end: {t_end}}}
output: {{log: {{every: 1}}, snapshots: {{every: 40}}, checkpoint: {{every: 0.01 s}}, picture: none}}
"""


def planets(d):
    """Integrators with bodies of their own, of which columns tell but a part."""
    for name, integrator, t_end in (("ias15", "{name: ias15}", 40), ("wisdom_holman", "{name: wisdom_holman, dt: 0.01}", 20 if SANITIZED else 80))[SANITIZED:]:
        pathlib.Path(d, "c.yaml").write_text(PLANETS.format(integrator=integrator, t_end=t_end))
        check(run("run", "c.yaml", "-o", name, "-q", cwd=d).returncode == 0, f"{name} runs")
        p = signalled(d, name + "2", 3, signal.SIGTERM)[0]
        check(p.returncode == 10, f"{name}: stopped on the way, got {p.returncode}")
        r = run("run", "c.yaml", "-o", name + "2", "-q", "--restart", "--set", "run.wall_limit=1e-9 s", cwd=d)
        check(r.returncode == 10, f"{name}: stopped again, before a step", r)
        resume_until_done(d, name + "2", name)
        same_run(d, name + "2", name, f"{name} after a restart")


DEEP = """title: a binary within a cluster
particles:
  - {{model: plummer, n: {many}}}
  - {{model: two_body, m1: 0.01, m2: 0.01, a: {a}, e: 0.9, position: [0.3, 0, 0]}}
forces: [{{law: newton, solver: {solver}, accuracy: 1e-3}}]
integrator: {integrator}
run: {{t_end: 0.02, seed: 5}}
output: {{log: {{every: 0.01}}, snapshots: {{every: 0.01}}, checkpoint: {{every: 0.2 s}}, picture: none}}
"""


def within_blocks(d):
    """A binary makes a block of thousands of smallest steps: signals, `stop`, `checkpoint` and wall limits are heard within it, and
    the run goes on from there with the same bits."""
    rng = random.Random(3)
    for name, solver, integrator, many, a in (("deep_fmm", "fmm", "{name: leapfrog, eta: 0.02, criterion: tidal}", 1200, 2e-3),
                                              ("deep_hermite", "direct", "{name: hermite, eta: 0.02, steps: block}", 200, 2e-4))[:1 if SANITIZED else 2]:
        text = DEEP.format(solver=solver, integrator=integrator, many=200 if SANITIZED else many, a=a)
        pathlib.Path(d, "c.yaml").write_text(text)
        t = time.time()
        check(run("run", "c.yaml", "-o", name, "-q", cwd=d).returncode == 0, f"{name} runs")
        seconds = time.time() - t  # also of a start, on a machine that has much else to do
        within = others = 0
        for _ in range(6):  # as in signalled
            shutil.rmtree(pathlib.Path(d, name + "2"), ignore_errors=True)
            for k in range(24):
                limit = ("--set", f"run.wall_limit={rng.uniform(0.2, 0.5) * seconds} s") if k % 3 == 2 else ()
                p = start(d, name + "2", "--restart", *limit)
                wait_for_rows(d, name + "2", 1, running(p))
                time.sleep(rng.uniform(0.1, 0.4) * seconds)
                if k % 3 == 0:
                    p.send_signal(signal.SIGUSR1)
                elif k % 3 == 1 and p.poll() is None:
                    pathlib.Path(d, name + "2", "checkpoint").touch()
                    time.sleep(0.05 * seconds)
                    pathlib.Path(d, name + "2", "stop").touch()
                error = p.communicate()[1]
                if p.returncode == 0:
                    break
                within += " within step " in error
                check(p.returncode in (10, -signal.SIGUSR1), f"{name}: stopped, got {p.returncode}: {error}")
                if " within step " in error and not others:
                    other_integrator(d, name + "2", text)
                    others = 1
            if within:
                break
        check(within > 0, f"{name}: {within} stops within a block")
        resume_until_done(d, name + "2", name)
        same_run(d, name + "2", name, f"{name} stopped within blocks")


def other_integrator(d, name, text):
    """From a checkpoint within a block no other integrator can go on."""
    pathlib.Path(d, "other.yaml").write_text(re.sub("integrator: .*", "integrator: {name: leapfrog, dt: 0.001}", text))
    r = run("run", "other.yaml", "-o", name, "-q", "--restart", cwd=d)
    check(refused(r, 2, "integrator", "within a block of individual steps", "hint: go on with the integrator as it was"),
          "another integrator is refused within a block", r)


def main():
    with folder() as d:
        within_blocks(d)
        planets(d)
        continued(d)
        other_particles(d)
        other_system(d)
        same_system(d)
        other_rhythm(d)
        later_files(d)
        switched_off(d)
        config = pathlib.Path(d, "c.yaml")
        t_end = 0.6 if SANITIZED else 1.2  # sanitized, a step takes several times as long
        size = {"many": 400, "few": 200} if SANITIZED else {"many": 1500, "few": 500}
        text = CONFIG.format(**size, integrator="{name: leapfrog, dt: 0.005}", t_end=t_end, every=0.01)
        config.write_text(text)
        t = time.time()
        r = run("run", "c.yaml", "-o", "whole", "-q", "--restart", cwd=d)
        seconds = time.time() - t
        check(r.returncode == 0, "the uninterrupted run (with --restart where nothing is yet)", r)
        killed_often(d, seconds)
        for number in (signal.SIGTERM, signal.SIGHUP) if SANITIZED else (signal.SIGTERM, signal.SIGINT, signal.SIGUSR1, signal.SIGUSR2, signal.SIGXCPU, signal.SIGHUP):
            stopped_by(d, number)
        stopped_by_file(d)
        stopped_by_wall(d)
        other_threads(d)
        broken_newest(d)
        few_files(d)
        manifest(d)
        crash_loop(d)
        for name, integrator in (("blocks", "{name: leapfrog, eta: 0.02}"),) if SANITIZED else (
                                 ("hermite", "{name: hermite, eta: 0.02}"), ("rk4", "{name: rk4, dt: 0.01}"),
                                 ("shared", "{name: hermite, eta: 0.02, steps: shared}"), ("blocks", "{name: leapfrog, eta: 0.02}"),
                                 ("tidal", "{name: leapfrog, eta: 0.01, criterion: tidal}")):
            config.write_text(CONFIG.format(**size, integrator=integrator, t_end=0.1, every=0.01))
            check(run("run", "c.yaml", "-o", name, "-q", cwd=d).returncode == 0, f"{name} runs")
            p = signalled(d, name + "2", 3, signal.SIGTERM)[0]
            check(p.returncode == 10, f"{name}: stopped on the way, got {p.returncode}")
            resume_until_done(d, name + "2", name)
            same_run(d, name + "2", name, f"{name} after a restart")
    end()


main()
