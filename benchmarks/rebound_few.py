#!/usr/bin/env python3
"""Few bodies beside REBOUND: what a step costs, of both, on one thread.

    python3 -m pip install rebound numpy && taskset -c 1 python3 benchmarks/rebound_few.py build/apsis [rounds]

A star and 1 to 99 light planets on circles that lie 5 % apart. `leapfrog` and `wisdom_holman` (REBOUND's leapfrog, and whfast with its defaults) take 1000 steps an
inner orbit; ias15 chooses its own, and its seconds are those of an inner orbit. apsis is timed as a process: processor time of a
long run less that of a short one. One JSON line a case: the least of so many rounds, the two in turns.
"""
import json
import math
import os
import resource
import subprocess
import sys
import tempfile
import time

import rebound

MASS = 1e-12
ORBITS = {"leapfrog": 1000, "wisdom_holman": 1000, "ias15": 1}  # steps of an inner orbit; ias15 chooses its own
PEER = {"wisdom_holman": "whfast"}
CONFIG = """particles:
  - {{model: orbits, central: 1, rows: {rows}}}
forces: [{{law: newton, solver: direct}}]
integrator: {integrator}
run: {{t_end: {t_end}, threads: 1, device: cpu, precision: double}}
output: {{log: {{every: 1e99}}, snapshots: none, checkpoint: none, picture: none}}
"""


def planets(n):
    return [(1.05**k, math.degrees(2.4 * k) % 360) for k in range(n - 1)]


def process_seconds(program, folder, n, name, span):
    rows = json.dumps([f"{MASS} {a!r} 0 0 0 0 {l!r}" for a, l in planets(n)])
    integrator = "{name: ias15}" if name == "ias15" else f"{{name: {name}, dt: {2 * math.pi / ORBITS[name]!r}}}"
    config = os.path.join(folder, "c.yaml")
    with open(config, "w") as file:
        file.write(CONFIG.format(rows=rows, integrator=integrator, t_end=span))
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    subprocess.run([program, "run", config, "-q", "-o", os.path.join(folder, str(time.time_ns()))], check=True, stdout=subprocess.DEVNULL)
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before


def peer_seconds(n, name, span):
    sim = rebound.Simulation()
    sim.add(m=1)
    for a, l in planets(n):
        sim.add(m=MASS, a=a, e=0, l=math.radians(l), primary=sim.particles[0])
    sim.move_to_com()
    sim.integrator = PEER.get(name, name)
    if name != "ias15":
        sim.dt = 2 * math.pi / ORBITS[name]
    start = time.process_time()
    sim.integrate(span, exact_finish_time=0)
    return time.process_time() - start


def main(program, rounds=5):
    os.environ["OMP_NUM_THREADS"] = "1"
    program = os.path.abspath(program)
    version = subprocess.run([program, "--version"], capture_output=True, text=True).stdout.strip()
    with tempfile.TemporaryDirectory() as folder:
        for name, steps in ORBITS.items():
            for n in (2, 5, 10, 30, 100):
                orbits = round((2e6 / n**1.2 if steps > 1 else 6000 / n**1.4) / steps)
                span, ours, theirs = 2 * math.pi * orbits, 9e9, 9e9
                start = min(process_seconds(program, folder, n, name, 1e-2) for _ in range(int(rounds)))
                for _ in range(int(rounds)):
                    ours = min(ours, process_seconds(program, folder, n, name, span) - start)
                    theirs = min(theirs, peer_seconds(n, name, span))
                a, b = (1e6 * t / (orbits * steps) for t in (ours, theirs))
                print(json.dumps({"case": name, "n": n, "per": "step" if steps > 1 else "inner orbit", "apsis": version, "rebound": rebound.__version__,
                                  "apsis_us": round(a, 3), "rebound_us": round(b, 3), "ratio": round(b / a, 2)}), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
