"""Runs the program as a user would; shared by the tests that drive the command line. Standard library only."""
import difflib
import os
import pathlib
import subprocess
import sys
import tempfile
import time

PROGRAM = os.environ.get("APSIS_PROGRAM", str(pathlib.Path("build/apsis").resolve()))
SANITIZED = "APSIS_SANITIZED" in os.environ  # the program is slow: the same code, in fewer runs
failures = []


def run(*args, cwd=None, env=None, timeout=120, **more):
    """Result of `apsis args`: .returncode, .stdout, .stderr (text)."""
    return subprocess.run([PROGRAM, *map(str, args)], cwd=cwd, env={**os.environ, **(env or {})}, timeout=timeout,
                          capture_output=True, text=True, errors="replace", **more)


def check(condition, what, result=None):
    if condition:
        return True
    failures.append(what)
    print("FAILED:", what)
    if result is not None:
        print("  status", result.returncode, "\n  stdout:", result.stdout[-600:], "\n  stderr:", result.stderr[-600:])
    return False


def refused(result, status, *words):
    """Exit status, one `apsis: error:` line that holds every word, at most one hint, and no crash."""
    lines = [l for l in result.stderr.strip().splitlines() if not l.startswith("hwloc/")]  # MPI's own, in a container without /sys
    errors = [l for l in lines if l.startswith("apsis: error: ")]
    hints = [l for l in lines if l.startswith("hint: ")]
    good = result.returncode == status and len(errors) == 1 and len(hints) <= 1 and len(lines) == 1 + len(hints)
    return good and all(w in result.stderr for w in words)


def final_state(d, name):
    """The last snapshot of run d/name: its file name, and as text every bit of its particles."""
    last = sorted(pathlib.Path(d, name, "snapshots").glob("snapshot_*.hdf5"))[-1]
    out = pathlib.Path(d, name + ".csv")
    r = run("convert", last, out)
    check(r.returncode == 0, f"{last} converts", r)
    return last.name, out.read_text()


def energy(d, name):
    return pathlib.Path(d, name, "energy.csv").read_text()


def same_run(d, name, other, what):
    """Both runs ended with the same bits."""
    check(final_state(d, name) == final_state(d, other), f"{what}: the last snapshot has the same bits")
    differing = list(difflib.unified_diff(energy(d, other).splitlines(), energy(d, name).splitlines(), n=1, lineterm=""))[2:20]
    check(not differing, "\n".join([f"{what}: energy.csv is the same", *differing]))


def wait_for_rows(d, name, rows, running):
    """Until energy.csv has this many rows: an instant of the run itself, whatever the machine's speed. running() says
    whether to wait on; False if it ended first."""
    path = pathlib.Path(d, name, "energy.csv")
    while running():
        if path.exists() and sum(line[0].isdigit() for line in path.read_text().splitlines() if line) >= rows:
            return True
        time.sleep(0.005)
    return False


def folder():
    return tempfile.TemporaryDirectory(prefix="apsis-test-")


def end():
    print(f"{len(failures)} failed" if failures else "all ok")
    sys.exit(1 if failures else 0)
