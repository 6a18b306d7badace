#!/usr/bin/env python3
"""The progress line of `apsis run` on terminals of several widths: never wider than they are, so that it never wraps; the bar
from 80 columns on, all it has to say on wide ones. What it costs."""
import fcntl
import os
import pty
import re
import struct
import subprocess
import sys
import tempfile
import termios

PROGRAM = os.path.abspath(os.environ.get("APSIS_PROGRAM", "build/apsis"))
CONFIG = """particles: [{model: plummer, n: 200}]
forces: [{law: plummer, softening: 0.05}]
integrator: {name: leapfrog, dt: 0.001}
run: {t_end: 1.2345678}
output: {log: {every: 0.1}, snapshots: none, picture: none}
"""
failures = 0


def check(holds, what):
    global failures
    print("ok  " if holds else "FAIL", what)
    failures += not holds


def lines_at(columns, folder):
    """What the line was, each time it was written."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    process = subprocess.Popen([PROGRAM, "run", "run.yaml", "-o", f"out{columns}"], cwd=folder, stdout=theirs, stderr=theirs)
    os.close(theirs)
    out = b""
    while True:
        try:
            more = os.read(ours, 65536)
        except OSError: # nobody writes any more
            break
        if not more:
            break
        out += more
    os.close(ours)
    check(process.wait() == 0, f"{columns} columns: the run ends well")
    return [re.sub(r"\x1b\[K", "", line).rstrip("\n") for line in out.decode().split("\r") if "\x1b[K" in line]


PLANETS = """particles: [{model: orbits, central: 1, rows: ["1e-3 1 0.05 0 0 0 0", "1e-3 3 0.05 0 0 0 0"]}]
forces: [{law: newton}]
integrator: {name: wisdom_holman, dt: 0.1}
run: {t_end: 5000, threads: 1}
output: {log: {every: 5000}, snapshots: none, picture: none}
"""


def seconds(folder, *options):
    """Of processor time of a run of planets."""
    before = os.times()
    out = subprocess.run([PROGRAM, "run", "planets.yaml", "-o", "planets" + "".join(options), *options], cwd=folder, text=True,
                         capture_output=True)
    after = os.times()
    check(out.returncode == 0 and ("\n100 %  time 5000 of 5000" in out.stdout) != ("-q" in options), f"planets {options}: told to the end, or not at all")
    return after.children_user - before.children_user


def test_telling_costs_nothing(folder):
    """To show where all are after each step, which takes this integrator eight times the step, is not asked for."""
    with open(os.path.join(folder, "planets.yaml"), "w") as file:
        file.write(PLANETS)
    told, quiet = seconds(folder), seconds(folder, "-q")
    check(told < 3 * quiet + 0.02, f"progress costs little: {told:.3f} s, and {quiet:.3f} s without it")


def main():
    with tempfile.TemporaryDirectory(prefix="apsis-progress-") as folder:
        test_telling_costs_nothing(folder)
    try:
        for end in pty.openpty():
            os.close(end)
    except OSError as error:
        print("skipped: no terminal to be had here:", error)  # a container without /dev/pts
        return 1 if failures else 77
    with tempfile.TemporaryDirectory(prefix="apsis-progress-") as folder:
        with open(os.path.join(folder, "run.yaml"), "w") as file:
            file.write(CONFIG)
        for columns in (20, 40, 60, 80, 160):
            lines = lines_at(columns, folder)
            widest = max(map(len, lines), default=0)
            check(lines and widest < columns, f"{columns} columns: {len(lines)} lines, the widest has {widest}")
            check(all("%" in line for line in lines), f"{columns} columns: {lines[-1:]}")
            if columns >= 80:
                check(all("[" in line for line in lines), "with a bar")
            if columns >= 60:
                check(all(" left" in line and "time" in line for line in lines), "with the time, and what is left")
            if columns == 160:
                check(all("steps/s" in line and "int/s" in line for line in lines) and "energy error" in lines[-1], "and all else")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
