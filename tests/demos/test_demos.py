#!/usr/bin/env python3
"""Every demo measures what theory says, and notices when it does not. Those that claim a time: test_clocked.py.

ctest: timeout=600 cost=40

Each is run headless: exit 0. With one setting changed, to physics or numerics that the theory does not cover, the same program
must say so: exit 6. CSV series have a header and rows of numbers.
"""
import os
import re
import sys
for name in ("DISPLAY", "WAYLAND_DISPLAY"):  # no window opens here
    os.environ.pop(name, None)
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "faults"))
from apsis_cli import check, end, folder, refused, run

# name -> overrides under which a claim must fail; (), where the clock alone could be wrong
BREAKS = {
    "kepler": ["forces.0.law=plummer", "forces.0.softening=0.2"],
    "integrators": ["particles.0.e=0.6"],
    "reversal": ["forces.0.softening=0.001"],
    "slingshot": ["forces.0.law=plummer", "forces.0.softening=0.5"],
    "solar": ["integrator.name=leapfrog", "integrator.dt=1"],
    "figure8": ["integrator.name=euler"],
    "chaos": ["forces.0.law=plummer", "forces.0.softening=0.05"],
    "lagrange": ["forces.0.law=plummer", "forces.0.softening=0.3"],
    "cluster": ["forces.0.softening=1"],
    "collapse": ["particles.0.virial=0.5", "run.t_end=1.5"],
    "collision": ["forces.0.softening=0.8"],
    "disc": ["forces.0.softening=1.5", "run.t_end=4"],
    "ring": ["run.t_end=6"],
    "solvers": ["forces.0.accuracy=1e-2"],
    "devices": (),
}
CHARTS = {"solvers": 2, "devices": 1}
CLOCKED = ("solvers", "devices")  # claim a time


def check_series(path, name):
    with open(path, encoding="utf-8") as file:
        lines = file.read().splitlines()
    width = lines[0].count(",")
    check(len(lines) > 5 and width >= 1, f"{name}: the series has a header and rows")
    check(all(l.count(",") == width for l in lines), f"{name}: every row has the header's columns")
    if name == "kepler":
        check({l.split(",")[1] for l in lines[1:]} == set("1234"), "kepler: planets have the numbers of the table")
    check(all(re.fullmatch(r"[\w.+\-,]+", l) for l in lines[1:]), f"{name}: rows are numbers and names")


def measure(names, tries):
    with folder() as there:
        for name in names:
            for _ in range(tries):
                result = run("demo", name, "--headless", "-o", os.path.join(there, "series"))
                if result.returncode != 6:
                    break
            check(result.returncode == 0 and " ok " in result.stdout, f"{name}: measures what theory says", result)
            check_series(os.path.join(there, "series", name + ".csv"), name)
            charts = CHARTS.get(name, 0)
            decades = re.findall(r"^  (1e[+-]\d\d) \|", result.stdout, re.M)
            check(result.stdout.count("on logarithmic axes") == charts and (len(decades) > charts) == (charts > 0),
                  f"{name}: {charts} charts on logarithmic axes", result)
            settings = [word for key in BREAKS.get(name, ()) for word in ("--set", key)]
            if settings:
                broken = run("demo", name, "--headless", *settings)
                check(broken.returncode == 6 and "  NO " in broken.stdout, f"{name}: notices {settings}", broken)


def main():
    listed = run("demo", "--list")
    names = re.findall(r"^  (\w+) ", listed.stdout, re.M)
    check(listed.returncode == 0 and set(names) == set(BREAKS), "demo --list names every demo that is tested here", listed)
    measure([name for name in names if name not in CLOCKED], 1)
    again = [run("demo", "figure8", "--headless").stdout for _ in range(2)]
    check(again[0] == again[1], "the initial state is the same every time")
    check(refused(run("demo", "kepler"), 2, "demo kepler", "--headless"), "without a display it says so")
    check(refused(run("demo", "keppler", "--headless"), 2, "keppler", "kepler"), "an unknown demo is refused by name")
    check(refused(run("demo", "figure8", "--headless", "--csv", "/nowhere/x.csv"), 4, "/nowhere/x.csv"),
          "a CSV file that cannot be written is named")
    check(refused(run("demo", "figure8", "--headless", "--csv", "x.csv", "-o", "x"), 2, "--csv", "--output"), "two names for one series are refused")
    check(refused(run("demo", "figure8", "--headless", "-o", "/proc/none"), 4, "/proc/none: cannot make this directory"), "a folder that cannot be made is named")
    shown = run("demo", "ring", "--config")
    check(shown.returncode == 0 and "model: ring" in shown.stdout, "--config prints the configuration", shown)
    end()


if __name__ == "__main__":
    main()
