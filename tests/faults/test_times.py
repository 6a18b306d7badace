"""Outputs at listed times, in the configuration or from a file: each is written once, where the steps are, whatever interrupts
the run and on any number of ranks; and lists that make no sense are refused by line. ctest: timeout=600 cost=20"""
import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import time

from apsis_cli import PROGRAM, SANITIZED, check, end, energy, final_state, folder, refused, run, same_run, wait_for_rows

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "mpi"))
from ranks import MPIEXEC, well  # noqa: E402

CONFIG = """particles: [{model: plummer, n: N}]
forces: [{law: plummer, softening: 0.05, solver: direct}]
integrator: STEP
run: {t_end: 1, seed: 3}
output:
  snapshots: {HOW}
  log: {every: 0.125}
  checkpoint: {every: SECONDS s}
  picture: none
"""
STEPS = {"fixed": "{dt: 0.03125}", "shared": "{eta: 0.1, steps: shared}", "blocks": "{eta: 0.1}",
         "tidal": "{eta: 0.02, criterion: tidal}", "hermite": "{name: hermite, eta: 0.02}",
         "hermite shared": "{name: hermite, eta: 0.02, steps: shared}", "rk4": "{name: rk4, dt: 0.03125}"}
LISTED = [0.1, 0.15, 0.4, 0.7071, 0.9999]
GOOD = {  # text of a list file with LISTED in it
    "plain": "0.1\n0.15\n0.4\n0.7071\n0.9999\n",
    "swift": "# Time\n0.1\n0.15\n0.4\n0.7071\n0.9999\n",
    "gadget": "0.1 1\n 0.15\t1\n0.4   1\n0.7071 1\n0.9999 1\n",
    "messy": "\ufeff# Time, by hand\r\n\r\n0.4 # the third\r\n  0.1\r\n0.9999\r\n0.1\r\n1e-1\r\n# 0.2\r\n0.7071\r\n.15",
    "outside": "0.1\n0.15\n-3\n0\n0.4\n0.7071\n0.9999\n1e9\n5\n",
}
BAD = {  # text of a list file: words of the error
    "": ["t.txt: holds no time"],
    "# Time\n\n": ["t.txt: holds no time"],
    "0.1\nnan\n": ["t.txt:2: must be one time, got nan"],
    "0.1\n\n# x\ninf\n": ["t.txt:4: must be one time, got inf"],
    "1e999\n": ["t.txt:1: must be one time, got 1e999"],
    "0.1, 0.2\n": ["t.txt:1: must be one time, got 0.1, 0.2"],
    "0.1 0\n": ["t.txt:1: must be one time, got 0.1 0"],
    "0.1\n0.2 kpc\n": ["t.txt:2: must be one time, got 0.2 kpc"],
    "# Redshift\n20\n": ["t.txt:1: a list of redshifts"],
    "# Scale-factor, Select Output\n0.2 , Snapshot\n": ["t.txt:1: a list of redshifts or scale factors"],
    "# Time [Gyr]\n0.2\n": ["t.txt:1: a unit in the header", "hint: write it behind each number"],
    "0.1\n" + "7" * 500 + "\n": ["t.txt:2: no list of times"],
    "\x89HDF\0\0\n": ["t.txt:1: no list of times"],
}
KEYS = {  # what stands in `snapshots`: words of the error
    "times: []": ["c.yaml:6: output.snapshots.times: must name at least one time"],
    "times: 0.1": ["output.snapshots.times: must be a list of numbers, got 0.1", "hint: write [0.1]"],
    "times: [0.1, .nan]": ["output.snapshots.times: must be a finite number, got .nan"],
    "times: [0.1, soon]": ["output.snapshots.times: must be a number, got soon"],
    "times: [0.1], every: 0.5": ["output.snapshots.times: excludes every"],
    "list: t.txt, every: 0.5": ["output.snapshots.list: excludes every"],
    "list: t.txt, times: [0.1]": ["output.snapshots.list: excludes times"],
}


def write(d, step="{dt: 0.03125}", how="every: 0.1", n=60, seconds=3600):
    pathlib.Path(d, "c.yaml").write_text(CONFIG.replace("STEP", step).replace("HOW", how).replace("N}", f"{n}}}").replace("SECONDS", str(seconds)))


def times(d, name):
    """Of the snapshots, in their order."""
    files = sorted(pathlib.Path(d, name, "snapshots").glob("*.hdf5"))
    check([f.name for f in files] == [f"snapshot_{i:04d}.hdf5" for i in range(len(files))], f"{name}: numbered without gaps")
    r = run("analyze", name, "--json", "--solver", "none", cwd=d)  # all files in one launch
    found = json.loads(r.stdout)["snapshots"] if check(r.returncode == 0, f"{name} is analysed", r) else []
    check([pathlib.Path(s["file"]).name for s in found] == [f.name for f in files], f"{name}: every file is listed")
    return [s["time"] for s in found]


def as_listed(found, dt=0.0):
    """The start, the times listed, the end; or with a fixed step, each at the first step that reaches it."""
    wanted = [0.0, *LISTED, 1.0]
    if dt:
        wanted = sorted({0.0, 1.0, *(-(-t // dt) * dt for t in LISTED)})
    return len(found) == len(wanted) and all(abs(a - b) < 1e-7 for a, b in zip(found, wanted))


def of_every_step(d):
    """The same times by every integrator, and with a fixed step the orbit and the bits of a run with other outputs."""
    pathlib.Path(d, "t.txt").write_text(GOOD["swift"])
    for name, step in STEPS.items():
        write(d, step, "list: t.txt")
        r = run("run", "c.yaml", "-o", name, "-q", cwd=d)
        check(r.returncode == 0, f"{name} runs", r)
        found = times(d, name)
        check(as_listed(found, 0.03125 if "dt" in step else 0), f"{name}: {found}")
    write(d)
    run("run", "c.yaml", "-o", "other", "-q", cwd=d)
    same_run_but_number(d, "fixed", "other", "fixed steps know of no outputs")
    for how, name in (("times: [0.125, 0.25, 0.375, 0.5, 0.625, 0.75, 0.875, 1]", "byhand"), ("every: 0.125", "every")):
        write(d, STEPS["shared"], how)
        run("run", "c.yaml", "-o", name, "-q", cwd=d)
    same_run(d, "byhand", "every", "shared steps land on listed times as on regular ones")


def same_run_but_number(d, a, b, what):
    check(final_state(d, a)[1] == final_state(d, b)[1] and energy(d, a) == energy(d, b), what)


def of_every_spelling(d):
    write(d, how="list: t.txt")
    for name, text in GOOD.items():
        pathlib.Path(d, "t.txt").write_bytes(text.encode())
        r = run("run", "c.yaml", "-o", f"s-{name}", cwd=d)
        found = times(d, f"s-{name}")
        check(r.returncode == 0 and as_listed(found, 0.03125), f"list {name}: {found}", r)
        told = "output.snapshots: 5 of the listed times lie within the run; 1 before its start at 0 and 2 after its end at 1" in r.stdout
        check(told == (name == "outside"), f"list {name}: what is passed over is told", r)
    pathlib.Path(d, "t.txt").write_text("7\n8\n")
    r = run("run", "c.yaml", "-o", "none", "-q", cwd=d)
    check(r.returncode == 0 and times(d, "none") == [0, 1] and "apsis: warning: output.snapshots: 0 of" in r.stderr, "none within: a warning", r)
    write(d, how=f"times: {LISTED}")
    run("run", "c.yaml", "-o", "yaml", "-q", cwd=d)
    check(as_listed(times(d, "yaml"), 0.03125), "times in the configuration")
    used = pathlib.Path(d, "yaml", "used_parameters.yml").read_text()
    snapshots = used.split("  snapshots:\n")[1].split("  checkpoint:\n")[0]
    check("    times: [0.1, 0.15, 0.4, 0.7071, 0.9999]" in snapshots and "    every:" not in snapshots, f"used_parameters.yml has them: {used}")
    run("run", "yaml/used_parameters.yml", "-o", "again", "-q", cwd=d)
    same_run(d, "yaml", "again", "used_parameters.yml runs again")
    units = ["--set", "units={length: kpc, mass: 1e10 Msun, velocity: km/s}", "--set", "output.snapshots.times=[391.1 Myr, 0.5]"]
    r = run("run", "c.yaml", "-o", "units", "-q", *units, cwd=d)
    check(r.returncode == 0 and len(times(d, "units")) == 4, f"times with units: {times(d, 'units')}", r)


def of_log_and_frames(d):
    """Whatever acts in code time takes lists."""
    write(d, STEPS["shared"])
    r = run("run", "c.yaml", "-o", "rows", "-q", "--set", "output.log={times: [0.3, 0.6]}", "--set",
            "output.frames={times: [0.2, 0.7], size: [64, 48]}", cwd=d)
    rows = [float(l.split(",")[0]) for l in energy(d, "rows").splitlines() if l[0].isdigit()]
    check(r.returncode == 0 and len(rows) == 4 and abs(rows[1] - 0.3) < 1e-9, f"rows of energy.csv at 0, 0.3, 0.6, 1: {rows}", r)
    frames = list(pathlib.Path(d, "rows", "frames").glob("*.png"))
    check(len(frames) == 4, f"frames at 0, 0.2, 0.7, 1: {len(frames)}")


def refusals(d):
    write(d, how="list: t.txt")
    for text, words in BAD.items():
        pathlib.Path(d, "t.txt").write_bytes(text.encode("latin-1"))
        r = run("run", "c.yaml", "-o", "bad", "-q", cwd=d)
        check(refused(r, 2, "c.yaml:6: output.snapshots.list: ", *words), f"list {text[:30]!r}", r)
    pathlib.Path(d, "t.txt").unlink()
    r = run("run", "c.yaml", "-o", "bad", "-q", cwd=d)
    check(refused(r, 4, "c.yaml:6: output.snapshots.list: t.txt: no such file", "hint: paths are relative"), "a list that is missing", r)
    pathlib.Path(d, "t.txt").mkdir()
    check(refused(run("run", "c.yaml", "-o", "bad", "-q", cwd=d), 4, "t.txt: cannot read"), "a list that is a folder")
    pathlib.Path(d, "t.txt").rmdir()
    for how, words in KEYS.items():
        write(d, how=how)
        r = run("run", "c.yaml", "-o", "bad", "-q", cwd=d)
        check(refused(r, 2, *words), how, r)
    check(not pathlib.Path(d, "bad").exists(), "nothing was written")
    write(d)
    check(refused(run("run", "c.yaml", "-q", "--set", "output.checkpoint={times: [1]}", cwd=d), 2, "output.checkpoint.times: unknown key"), "not by wall time")


def a_million(d):
    write(d, how="list: t.txt")
    pathlib.Path(d, "t.txt").write_text("".join(f"{i * 7919 % 1000003 * 1e-6:.6f}\n" for i in range(1000000)))
    start = time.time()
    r = run("run", "c.yaml", "-o", "many", "-q", cwd=d)
    check(r.returncode == 0 and len(times(d, "many")) == 33, "1e6 times, 32 steps: a snapshot at each", r)
    check(time.time() - start < 60, f"1e6 times are read in a while: {time.time() - start:.1f} s")


def restarted(d):
    """Ended at several instants: every time is written once, with the same bits."""
    fine = [round(0.0313 * i, 4) for i in range(1, 32)]
    for name in ("blocks",) if SANITIZED else ("fixed", "blocks", "hermite"):
        step = STEPS[name].replace("0.03125", "0.002").replace("eta: 0.1", "eta: 0.02")
        write(d, step, "list: t.txt", 300, 0.01)
        pathlib.Path(d, "t.txt").write_text("\n".join(map(str, fine)))
        whole, cut = f"w-{name}", f"c-{name}"
        r = run("run", "c.yaml", "-o", whole, "-q", cwd=d)
        check(r.returncode == 0, f"{name}: the uninterrupted run", r)
        for rows, number in ((2, signal.SIGKILL), (4, signal.SIGTERM), (5, signal.SIGKILL)):
            p = subprocess.Popen([PROGRAM, "run", "c.yaml", "-o", cut, "-q", "--restart"], cwd=d, stderr=subprocess.PIPE, text=True)
            wait_for_rows(d, cut, rows, lambda: p.poll() is None)
            p.send_signal(number)
            p.communicate()
        r = run("run", "c.yaml", "-o", cut, "-q", "--restart", cwd=d)
        check(r.returncode == 0 and times(d, cut) == times(d, whole) and len(times(d, cut)) == 33, f"{name}: each once, {len(times(d, cut))}", r)
        same_run(d, cut, whole, f"{name} with a list after restarts")


def another_list(d):
    """--restart with another list, or a rhythm: from there on."""
    write(d, how="times: [0.25, 0.5, 0.75]")
    run("run", "c.yaml", "-o", "more", "-q", "--set", "run.t_end=0.5", cwd=d)
    write(d, how="times: [0.125, 0.375, 0.625, 0.875]")
    r = run("run", "c.yaml", "-o", "more", "-q", "--restart", cwd=d)
    check(r.returncode == 0 and times(d, "more") == [0, 0.25, 0.5, 0.625, 0.875, 1], f"another list from 0.5 on: {times(d, 'more')}", r)
    shutil.rmtree(pathlib.Path(d, "more"))
    write(d, how="times: [0.25, 0.5, 0.75]")
    run("run", "c.yaml", "-o", "more", "-q", "--set", "run.t_end=0.5", cwd=d)
    r = run("run", "c.yaml", "-o", "more", "-q", "--restart", cwd=d)
    check(times(d, "more") == [0, 0.25, 0.5, 0.75, 1], f"the same list to a later end: {times(d, 'more')}", r)
    write(d, how="every: 0.25")
    r = run("run", "c.yaml", "-o", "more", "-q", "--restart", "--set", "run.t_end=1.5", cwd=d)
    check(times(d, "more") == [0, 0.25, 0.5, 0.75, 1, 1.25, 1.5], f"a rhythm after a list: {times(d, 'more')}", r)


def on_ranks(d):
    """The list's bytes come from one rank; what it writes does not depend on their number."""
    if not shutil.which(MPIEXEC) or os.environ.get("APSIS_MPIEXEC") is None:
        return print("no ranks here")
    write(d, STEPS["blocks"], "list: t.txt, sort: id", 200)
    pathlib.Path(d, "t.txt").write_text(GOOD["swift"])
    run("run", "c.yaml", "-o", "alone", "-q", cwd=d)
    well(3, PROGRAM, "run", "c.yaml", "-o", "three", "-q", cwd=d)
    check(as_listed(times(d, "three")), f"3 ranks: {times(d, 'three')}")
    same_run(d, "three", "alone", "3 ranks with a list")
    pathlib.Path(d, "t.txt").write_text("0.1\nx\n")
    from ranks import one_message, start
    r = start(3, PROGRAM, "run", "c.yaml", "-o", "bad", "-q", cwd=d)
    check(one_message(r, 2, "t.txt:2: must be one time"), "a bad list: one rank says so", r)


def told(d):
    for word in ("OutputListFilename", "Snapshots:output_list"):
        r = run("explain", word)
        check("output.snapshots.list" in r.stdout and "times.txt" in r.stdout, f"explain {word}", r)
    check("list of numbers, time" in run("explain", "output.snapshots.times").stdout, "explain output.snapshots.times")
    check("unknown" not in run("explain", "output.frames.list").stderr, "explain output.frames.list")


def main():
    with folder() as d:
        of_every_step(d)
        of_every_spelling(d)
        of_log_and_frames(d)
        refusals(d)
        another_list(d)
        a_million(d)
        restarted(d)
        on_ranks(d)
        told(d)
    end()


main()
