#!/usr/bin/env python3
"""Planets by apsis and by REBOUND, one thread each: seconds and energy error of the same orbits with the same steps.

    python3 -m pip install rebound numpy && python3 benchmarks/rebound_planets.py build/apsis

The Sun and four giants: 1e5 years by ias15 at its own steps, 2e6 steps of 400 days by Wisdom and Holman's mapping, 2e6 leapfrogs of 10
days; and 2000 steps of 100 days with 10 000 tracers between 2 and 4 au. apsis is timed as a process, its start and files included. One
JSON line a case: the fastest of three.
"""
import json
import math
import os
import pathlib
import subprocess
import sys
import tempfile
import time

import rebound

PLANETS = ("9.5479192e-4 5.20288700 0.04838624 1.30439695 34.39644051 14.72847983 100.47390909",
           "2.8588567e-4 9.53667594 0.05386179 2.48599187 49.95424423 92.59887831 113.66242448",
           "4.3662496e-5 19.18916464 0.04725744 0.77263783 313.23810451 170.95427630 74.01692503",
           "5.1513838e-5 30.06992276 0.00859048 1.77004347 -55.12002969 44.96476227 131.78422574")
CONFIG = f"""units: {{length: au, mass: Msun, time: day}}
particles:
  - {{model: orbits, central: 1, rows: {json.dumps(PLANETS)}}}
  - {{model: ring, n: 10000, inner: 2, outer: 4}}
forces: [{{law: newton, solver: direct}}]
integrator: {{name: leapfrog, dt: 10}}
run: {{t_end: 1, threads: 1, device: cpu, precision: double}}
output: {{log: {{every: 1e99}}, snapshots: none, checkpoint: none, picture: none}}
"""
CASES = (("ias15", None, 36525000, 0), ("wisdom_holman", 400, 8e8, 0), ("leapfrog", 10, 2e7, 0), ("wisdom_holman", 100, 2e5, 10000))


def apsis(program, folder, name, dt, t_end, tracers):
    words = [program, "run", f"{folder}/c.yaml", "-q", "-o", f"{folder}/{time.time_ns()}", "--set", f"integrator={{name: {name}" + (f", dt: {dt}}}" if dt else "}"),
             "--set", f"run.t_end={t_end}"]
    start = time.perf_counter()
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL)
    seconds = time.perf_counter() - start
    return seconds, float([l for l in pathlib.Path(words[5], "energy.csv").read_text().splitlines() if l[0].isdigit()][-1].split(",")[4])


def peer(name, dt, t_end, tracers):
    sim = rebound.Simulation()
    sim.G = 0.01720209895**2
    sim.add(m=1)
    for row in PLANETS:
        m, a, e, *angles = map(float, row.split())
        i, l, pomega, node = map(math.radians, angles)
        sim.add(m=m, a=a, e=e, inc=i, l=l, pomega=pomega, Omega=node)
    sim.N_active = 5
    for k in range(tracers):
        sim.add(a=2 + 2 * (k + 0.5) / tracers, f=2.4 * k, primary=sim.particles[0])
    sim.move_to_com()
    sim.integrator = {"wisdom_holman": "whfast"}.get(name, name)
    if name == "wisdom_holman":
        sim.integrator.safe_mode, sim.integrator.corrector = 0, 11
    if dt:
        sim.dt = dt
    before = sim.energy()
    start = time.perf_counter()
    sim.integrate(t_end)
    sim.synchronize()
    return time.perf_counter() - start, sim.energy() / before - 1


def main(program):
    os.environ["OMP_NUM_THREADS"] = "1"
    version = subprocess.run([program, "--version"], capture_output=True, text=True).stdout.strip()
    with tempfile.TemporaryDirectory() as folder:
        for name, dt, t_end, tracers in CASES:
            text = CONFIG if tracers else "".join(l + "\n" for l in CONFIG.splitlines() if "ring" not in l)
            pathlib.Path(folder, "c.yaml").write_text(text)
            ours, theirs = [], []
            for _ in range(3):
                ours.append(apsis(os.path.abspath(program), folder, name, dt, t_end, tracers))
                theirs.append(peer(name, dt, t_end, tracers))
            a, b = min(ours), min(theirs)
            print(json.dumps({"case": name, "tracers": tracers, "dt": dt, "t_end": t_end, "apsis": version, "rebound": rebound.__version__, "apsis_s": round(a[0], 3),
                              "rebound_s": round(b[0], 3), "ratio": round(b[0] / a[0], 2), "apsis_energy": a[1], "rebound_energy": b[1]}), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
