"""The run directory: what is in it, and what happens when it cannot be had."""
import csv
import os
import pathlib
import resource
import shutil
import subprocess
import time

from apsis_cli import PROGRAM, check, end, folder, refused, run

CONFIG = """title: directory
particles: [{model: plummer, n: 256}]
forces: [{law: plummer, softening: 0.05}]
integrator: {dt: 0.01}
run: {t_end: 0.2}
output: {log: {every: 0.05}, snapshots: {every: 0.1}}
"""


def contents(d):
    r = run("run", "c.yaml", cwd=d)
    base = pathlib.Path(d, "runs", "c")
    check(r.returncode == 0, "the default directory is runs/NAME", r)
    for name in ("used_parameters.yml", "log.txt", "energy.csv", "timings.csv", "final.png", "snapshots/snapshot_0000.hdf5",
                 "snapshots/snapshot_0002.hdf5"):
        check(pathlib.Path(base, name).is_file(), f"{name} is there")
    check(not pathlib.Path(base, "snapshots/snapshot_0003.hdf5").exists(), "three snapshots, not four")
    check(not pathlib.Path(base, "lock").exists(), "the lock is gone")
    check(not list(base.rglob("*.tmp*")), "no temporary file is left")
    rows = list(csv.DictReader(l for l in base.joinpath("energy.csv").read_text().splitlines() if not l.startswith("#")))
    check([float(r["time"]) for r in rows] == [0, 0.05, 0.1, 0.15, 0.2], f"energy.csv has the times asked for: {rows}")
    check(base.joinpath("final.png").read_bytes()[:8] == b"\x89PNG\r\n\x1a\n", "final.png is a PNG")
    log = base.joinpath("log.txt").read_text().splitlines()
    check(log[0].startswith("apsis ") and log[0].endswith("runs c.yaml"), f"log.txt begins with who ran what: {log[0]}")
    plan = [l for l in r.stdout.splitlines() if l.startswith(("memory plan", "  "))]
    check(len(plan) >= 5 and log[1:len(plan) + 1] == plan, f"has the memory plan that was printed: {log[1:6]}")
    check(any(l.endswith("summed by direct") for l in log), "and names the solver that auto came to")
    check(log[-1].startswith("done: time 0.2, 20 steps in "), f"and ends with how it went: {log[-1]}")
    run("run", "c.yaml", "-o", "few", "-q", "--set", "particles.0.n=40", cwd=d)
    rows = list(csv.DictReader(l for l in pathlib.Path(d, "few", "timings.csv").read_text().splitlines() if not l.startswith("#")))
    check(all(float(r["force_error_median"]) < float(r["force_error_max"]) for r in rows), f"the force of more than one is looked at: {rows}")
    r = run("run", "c.yaml", "-o", "unlogged", "--set", "output.log=none", cwd=d)
    last = pathlib.Path(d, "unlogged/log.txt").read_text().splitlines()[-1]
    check(r.returncode == 0 and "nan" not in r.stdout and last.startswith("done: time 0.2, 20 steps in ") and last.endswith(" s"),
          f"without a log no energy error is told: {last}", r)
    r = run("info", base, cwd=d)
    check(refused(r, 4, "Is a directory", "hint:", "apsis analyze"), "info of a run names the command for it", r)
    again = run("run", base / "used_parameters.yml", "-o", "again", "-q", cwd=d)
    check(again.returncode == 0, "used_parameters.yml runs again", again)
    check(pathlib.Path(d, "again/energy.csv").read_text() == base.joinpath("energy.csv").read_text(), "with the same result")


def never_overwritten(d):
    base = pathlib.Path(d, "runs", "c")
    before = {p: p.read_bytes() for p in base.rglob("*") if p.is_file()}
    r = run("run", "c.yaml", cwd=d)
    check(refused(r, 2, "runs/c", "--restart"), "an existing run is not overwritten", r)
    after = {p: p.read_bytes() for p in base.rglob("*") if p.is_file()}
    check(before == after, "and not touched")
    os.mkdir(pathlib.Path(d, "empty"))
    check(run("run", "c.yaml", "-o", "empty", "-q", cwd=d).returncode == 0, "an empty directory may be used")
    r = run("run", "c.yaml", "-o", "empty", "--restart", "-q", cwd=d)
    check(r.returncode == 0, "--restart of a finished run has nothing to do", r)
    r = run("run", "c.yaml", "-o", "empty", "--restart", "-q", "--set", "run.t_end=0.3", cwd=d)
    times = [l.split(",")[0] for l in pathlib.Path(d, "empty/energy.csv").read_text().splitlines() if l[0].isdigit()]
    check(r.returncode == 0 and float(times[-1]) == 0.3 and len(times) == len(set(times)), f"or a later end: {times}", r)


def busy(d):
    p = subprocess.Popen([PROGRAM, "run", "c.yaml", "-o", "busy", "-q", "--set", "run.t_end=1000"], cwd=d)
    for _ in range(100):
        if pathlib.Path(d, "busy/energy.csv").exists():
            break
        time.sleep(0.05)
    r = run("run", "c.yaml", "-o", "busy", "--restart", cwd=d)
    check(refused(r, 4, "busy"), "a second run in the same directory is refused", r)
    p.terminate()
    check(p.wait() == 10, "the first one is not disturbed")


def odd_paths(d):
    name = "a run, with späces & ünïcode 'quotes'"
    other = pathlib.Path(d, "straße und mehr")
    other.mkdir()
    shutil.copy(pathlib.Path(d, "c.yaml"), other / "cönfig file.yaml")
    r = run("run", other / "cönfig file.yaml", "-o", other / name, "-q", cwd=d)
    check(r.returncode == 0 and (other / name / "final.png").exists(), "spaces, quotes and UTF-8 in paths", r)
    r = run("info", other / name / "snapshots/snapshot_0001.hdf5")
    check(r.returncode == 0 and "256" in r.stdout, "and info reads the file there", r)
    r = run("run", "c.yaml", "-o", "x" * 300, "-q", cwd=d)
    check(refused(r, 4), "a name longer than the file system allows", r)


def nobody_listens(d):
    """Standard output is a pipe whose reader has gone before the run begins."""
    for more in ([], ["-v"]):
        reader, writer = os.pipe()
        os.close(reader)
        name = "unheard" + "".join(more)
        p = subprocess.run([PROGRAM, "run", "c.yaml", "-o", name, *more], cwd=d, stdout=writer, stderr=writer)
        os.close(writer)
        check(p.returncode == 0 and pathlib.Path(d, name, "final.png").exists(), f"a run that nobody listens to {more}: {p.returncode}")


def a_request_that_stays(d):
    """`stop` as a folder cannot be removed: a run that took it for a request would end at once, every time."""
    os.makedirs(pathlib.Path(d, "stays", "stop"))
    check(refused(run("run", "c.yaml", "-o", "stays", cwd=d), 4, "stays/stop"), "a folder named stop")


def unwritable(d):
    pathlib.Path(d, "plain").write_text("a file")
    check(refused(run("run", "c.yaml", "-o", "plain", cwd=d), 4, "plain"), "a file where the directory should be")
    check(refused(run("run", "c.yaml", "-o", "plain/sub", cwd=d), 4, "plain"), "a file on the way to it")
    check(refused(run("run", "c.yaml", "-o", "/proc/apsis", cwd=d), 4, "/proc/apsis"), "a file system that takes no directory")
    if os.geteuid() != 0:
        os.mkdir(pathlib.Path(d, "locked"), 0o555)
        check(refused(run("run", "c.yaml", "-o", "locked/run", cwd=d), 4, "locked"), "a read-only directory")


def full_disk(d):
    """`ulimit -f` stands for a full disk everywhere; a small tmpfs is one where it may be mounted."""
    def limit():
        resource.setrlimit(resource.RLIMIT_FSIZE, (20000, 20000))
    r = run("run", "c.yaml", "-o", "small", cwd=d, preexec_fn=limit)
    check(r.returncode == 4 and "snapshot" in r.stderr, "ulimit -f: exit 4 that names the file", r)
    check(not list(pathlib.Path(d, "small").rglob("*.tmp*")), "ulimit -f: no half file is left")
    mount = pathlib.Path(d, "tmpfs")
    mount.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=200k", "tmpfs", mount], capture_output=True).returncode:
        print("no tmpfs may be mounted here: that part is left out")
        return
    try:
        big = "particles.0.n=1200"
        r = run("run", "c.yaml", "-o", mount / "run", "--set", big, "--set", "output.snapshots.every=0.01", cwd=d)
        check(r.returncode == 4 and "space" in r.stderr.lower(), "a full disk: exit 4", r)
        good = [f for f in pathlib.Path(mount, "run/snapshots").glob("*")]
        check(good and all(run("info", f).returncode == 0 for f in good), f"a full disk: the files that are there are whole: {good}")
        r = run("ic", "plummer", "n=5000", "-o", mount / "x.hdf5")
        check(r.returncode == 4 and not pathlib.Path(mount, "x.hdf5").exists(), "ic on a full disk: exit 4, nothing left", r)
    finally:
        subprocess.run(["umount", mount])


def main():
    with folder() as d:
        pathlib.Path(d, "c.yaml").write_text(CONFIG)
        for test in (contents, never_overwritten, busy, odd_paths, nobody_listens, a_request_that_stays, unwritable, full_disk):
            test(d)
    end()


main()
