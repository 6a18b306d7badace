#!/usr/bin/env python3
"""A ring of bodies that bounce, by apsis and by REBOUND: seconds a step, one thread each, the same bodies, steps and restitution.

    python3 -m pip install rebound numpy && python3 benchmarks/rebound_ring.py build/apsis [steps]

REBOUND sums forces with its tree (opening angle 0.5) and finds collisions with it ("tree": those that overlap at the end of a step),
apsis by multipoles at an rms force error of 1e-3, and all that touch within a step. One JSON line.
"""
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import time

import numpy as np
import rebound

CONFIG = pathlib.Path(__file__).resolve().parent.parent / "configs" / "ring_bounces.yaml"
DT = 0.02


def apsis(program, steps, folder):
    """Seconds a step of forces and motion, collisions, and the bodies at the start."""
    words = [program, "run", CONFIG, "-o", f"{folder}/run", "--threads", "1", "--set", f"run.t_end={(steps + 1) * DT}", "--set", f"output.log.every={DT}"]
    said = subprocess.run(words, check=True, capture_output=True, text=True).stdout
    rows = [line.split(",") for line in (pathlib.Path(folder) / "run" / "timings.csv").read_text().splitlines() if line[0].isdigit()]
    seconds = [float(r[3]) + float(r[4]) for r in rows[2:]]
    table = f"{folder}/start.csv"
    subprocess.run([program, "convert", f"{folder}/run/snapshots/snapshot_0000.hdf5", table], check=True, capture_output=True)
    return float(np.mean(seconds)), int(re.search(r"collisions: (\d+)", said).group(1)), np.loadtxt(table, delimiter=",", skiprows=1)


def peer(bodies, steps):
    sim = rebound.Simulation()
    sim.G, sim.integrator, sim.dt, sim.softening, sim.root_size = 1, "leapfrog", DT, 0.004, 8.0
    sim.gravity, sim.opening_angle2, sim.collision, sim.collision_resolve = "tree", 0.25, "tree", "hardsphere"
    sim.coefficient_of_restitution = lambda _, velocity: 0.5
    for m, *xv in bodies[:, 2:9]:
        sim.add(m=m, r=0.5 if m > 0.5 else 0.004, **dict(zip(("x", "y", "z", "vx", "vy", "vz"), xv)))
    sim.integrate(0.99 * DT, exact_finish_time=0)
    start = time.perf_counter()
    sim.integrate((steps + 0.99) * DT, exact_finish_time=0)
    return (time.perf_counter() - start) / steps, sim.collisions_log_n


def main(program, steps=20):
    os.environ["OMP_NUM_THREADS"] = "1"
    steps = int(steps)
    with tempfile.TemporaryDirectory() as folder:
        ours, met, bodies = apsis(os.path.abspath(program), steps, folder)
    theirs, theirs_met = peer(bodies, steps)
    print(json.dumps({"case": "ring of bodies that bounce", "n": len(bodies), "apsis": subprocess.run([program, "--version"], capture_output=True, text=True).stdout.strip(),
                      "rebound": rebound.__version__, "apsis_s": round(ours, 5), "rebound_s": round(theirs, 5), "ratio": round(theirs / ours, 2),
                      "apsis_collisions": met, "rebound_collisions": theirs_met}))


if __name__ == "__main__":
    main(*sys.argv[1:])
