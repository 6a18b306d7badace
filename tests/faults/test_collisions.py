"""Collisions in whole runs: the same for any number of ranks and threads, bit for bit after a kill, told in files; and what a
configuration may not ask for. ctest: timeout=600 cost=30"""
import pathlib
import re
import signal
import subprocess
import sys

from apsis_cli import PROGRAM, SANITIZED, check, end, energy, final_state, folder, refused, run, same_run, wait_for_rows

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "mpi"))
from ranks import MPIEXEC, well  # noqa: E402

MERGE = """particles:
  - {model: uniform_sphere, n: 700, virial: 0.3, body_radius: 0.02}
  - {model: bodies, rows: ["0.5 0.3 0 0 0 0 0"], body_radius: 0.1}
forces: [{law: plummer, softening: 0.02, solver: SOLVER, accuracy: 1e-4}]
integrator: {dt: 0.005}
collisions: {outcome: merge}
run: {t_end: 1, seed: 3}
output: {log: {every: 0.05}, snapshots: {every: 0.5, sort: id}, checkpoint: {every: SECONDS s}, picture: none}
"""
BOUNCE = """particles: [{model: uniform_sphere, n: 700, radius: 0.3, virial: 1, mass: 0.2, position: [0.9, 0.9, 0.1], body_radius: 0.01}]
forces: [{law: spline, softening: 0.01, solver: SOLVER}]
box: {boundary: periodic, size: [1, 1, 1]}
integrator: {dt: 0.005}
collisions: {outcome: bounce, restitution: 0.6, speed: 0.1, list: true}
run: {t_end: 0.3, seed: 3}
output: {log: {every: 0.05}, snapshots: {every: 0.5, sort: id}, checkpoint: {every: SECONDS s}, picture: none}
"""
WRONG = {  # instead of the line "collisions: …": words of the error
    "collisions: {}": ["c.yaml:6: collisions.outcome: is missing", "hint: collisions: {outcome: bounce"],
    "collisions: {outcome: mergers}": ["c.yaml:6: collisions.outcome", "got mergers"],
    "collisions: {outcome: bounce, restitution: 1.5}": ["c.yaml:6: collisions.restitution: must be from 0 to 1, got 1.5"],
    "collisions: {outcome: bounce, speed: 0}": ["collisions.speed: must be > 0"],
    "collisions: {outcome: bounce, bounciness: 1}": ["collisions.bounciness: unknown key"],
    "collisions: {outcome: merge}\nprecision: 1": ["c.yaml:7", "unknown key"],
}


def write(d, text, solver="fmm", seconds=3600, name="c.yaml"):
    pathlib.Path(d, name).write_text(text.replace("SOLVER", solver).replace("SECONDS", str(seconds)))


def rows(d, name):
    path = pathlib.Path(d, name, "collisions.csv")
    return [l.split(",") for l in path.read_text().splitlines() if l[0].isdigit()] if path.exists() else []


def told(r):
    found = re.search(r"collisions: (\d+)", r.stdout)
    return int(found.group(1)) if found else -1


def bodies(text):
    return [l.split(",") for l in text.splitlines()[1:]]


def of_mergers(d):
    write(d, MERGE)
    r = run("run", "c.yaml", "-o", "merge", cwd=d)
    check(r.returncode == 0, "mergers run", r)
    merged, last = rows(d, "merge"), bodies(final_state(d, "merge")[1])
    check(len(merged) == told(r) and len(merged) > 30, f"each is listed: {len(merged)}, {told(r)}", r)
    check(len(last) == 701 - len(merged), f"each takes one body away: {len(last)} are left")
    check(abs(sum(float(b[2]) for b in last) - 1.5) < 1e-12, "their mass stays")
    left, gone = {b[0] for b in last}, {m[2] for m in merged}
    check(len(left) == len(last) and not left & gone and all(m[1] in left | gone for m in merged), "the heavier one stays")
    check(all(float(m[3]) >= float(m[4]) for m in merged), "id1 is the heavier")
    times = [float(m[0]) for m in merged]
    check(times == sorted(times) and 0 <= times[0] and times[-1] <= 1, "in order of time")
    table = [[float(w) for w in l.split(",")] for l in energy(d, "merge").splitlines() if l[0].isdigit()]
    check(abs(table[-1][4]) < 2e-2, f"the energy that they take is no error: {table[-1][4]}")
    check(abs(sum(float(m[9]) for m in merged)) > 0.05, f"they take some: {sum(float(m[9]) for m in merged)}")
    check(all(abs(table[-1][k] - table[0][k]) < 1e-3 for k in (6, 7, 8)), f"momentum stays: {table[0][6:9]}, {table[-1][6:9]}")
    r = run("info", sorted(pathlib.Path(d, "merge", "snapshots").glob("*"))[-1], cwd=d)
    check("radius" in r.stdout and str(len(last)) in r.stdout, "the snapshot has the radii", r)
    r = run("run", "c.yaml", "-o", "one", "-q", "--threads", "1", cwd=d)
    same_run(d, "merge", "one", "one thread")


def of_snapshots(d):
    """One with radii starts another run; so does a table."""
    last = sorted(pathlib.Path(d, "merge", "snapshots").glob("*"))[0]
    write(d, MERGE.replace(MERGE.split("particles:")[1].split("forces")[0], f" [{{file: {last.name}}}]\n"), "direct", name="s.yaml")
    (pathlib.Path(d) / last.name).write_bytes(last.read_bytes())
    a = run("run", "s.yaml", "-o", "again", cwd=d)
    write(d, MERGE, "direct")
    b = run("run", "c.yaml", "-o", "direct", cwd=d)
    check(a.returncode == 0 and told(a) == told(b) > 30, f"radii come back from a snapshot: {told(a)}, {told(b)}", a)
    pathlib.Path(d, "t.csv").write_text("id,m,x,y,z,vx,vy,vz,radius\n5,1,0,0,0,0,0,0,0.25\n17,2,1,0,0,-1,0,0,0.24\n")
    pathlib.Path(d, "t.yaml").write_text("particles: [{file: t.csv}]\nforces: []\nintegrator: {dt: 0.1}\ncollisions: {outcome: stop}\n"
                                         "run: {t_end: 3}\noutput: {picture: none}\n")
    r = run("run", "t.yaml", cwd=d)
    check(r.returncode == 10 and "a collision of particles 17 and 5 at time 0.6" in r.stderr, "stop names them", r)
    r = run("run", "t.yaml", "--restart", cwd=d)
    check(r.returncode == 0, "and --restart goes on", r)


def of_ranks(d):
    cases = [("merge", MERGE, "fmm", (3, 8)), ("bounce", BOUNCE, "fmm", (3,)), ("merge", MERGE, "direct", (2,)), ("bounce", BOUNCE, "direct", (2,))]
    if SANITIZED:
        cases = [(name, text.replace("t_end: 0.3", "t_end: 0.1"), solver, several[:1]) for name, text, solver, several in cases[:2]]
    for name, text, solver, several in cases:
        write(d, text.replace("t_end: 1", "t_end: 0.4"), solver, 0.02)
        r = run("run", "c.yaml", "-o", f"{name}-{solver}", cwd=d)
        check(r.returncode == 0 and told(r) > 30, f"{name}, {solver}: {told(r)}", r)
        for ranks in several if MPIEXEC else ():
            other = f"{name}-{solver}-{ranks}"
            well(ranks, PROGRAM, "run", "c.yaml", "-o", other, "-q", cwd=d)
            check(rows(d, other) == rows(d, f"{name}-{solver}"), f"{other}: the same collisions")
            same_run(d, other, f"{name}-{solver}", other)


def of_a_kill(d):
    """Killed at some instant, then again: the same lines and bits."""
    write(d, MERGE, seconds=0.02)
    for after in (9,) if SANITIZED else (4, 9):
        words = [PROGRAM, "run", "c.yaml", "-o", f"kill{after}", "-q"]
        p = subprocess.Popen(words, cwd=d, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        check(wait_for_rows(d, f"kill{after}", after, lambda: p.poll() is None), "it runs")
        p.send_signal(signal.SIGKILL)
        p.wait()
        r = run(*words[1:], "--restart", cwd=d)
        check(r.returncode == 0, "restarted", r)
        check(rows(d, f"kill{after}") == rows(d, "merge"), "each collision is listed once")
        same_run(d, f"kill{after}", "merge", f"killed after {after} rows")
    r = run("run", "c.yaml", "-o", "kill9", "--restart", "-q", "--set", "collisions.outcome=bounce", cwd=d)
    check(refused(r, 2, "collisions.outcome", "merge", "bounce"), "another outcome is another run", r)


def of_errors(d):
    for line, words in WRONG.items():
        text = MERGE.replace("collisions: {outcome: merge}", line)
        write(d, text)
        r = run("run", "c.yaml", "-o", "wrong", "-q", cwd=d)
        check(refused(r, 2, *words), f"refused: {line}", r)
    write(d, MERGE)
    r = run("run", "c.yaml", "-o", "wrong", "-q", "--device", "cuda", cwd=d)
    check(refused(r, 2, "collisions are found on the CPU alone, got cuda"), "no GPU", r)
    for more, words in ((["integrator={name: hermite, eta: 0.02}"], ["integrator.name", "leapfrog"]),
                        (["integrator={eta: 0.1, steps: block}"], ["integrator.steps", "share"])):
        r = run("run", "c.yaml", "-o", "wrong", "-q", "--set", "collisions={outcome: merge}", "--set", more[0], cwd=d)
        check(refused(r, 2, *words), f"refused: {more}", r)
    write(d, MERGE.replace(", body_radius: 0.02", "").replace(", body_radius: 0.1", ""))
    r = run("run", "c.yaml", "-o", "wrong", "-q", cwd=d)
    check(refused(r, 2, "none of them has a radius", "body_radius"), "nothing can collide", r)
    dry = run("run", "c.yaml", "--dry-run", cwd=d)
    check(dry.stderr == r.stderr and not pathlib.Path(d, "wrong").exists(), "which is known before the run", dry)
    write(d, MERGE.replace("body_radius: 0.02", "body_radius: 0.2").replace("t_end: 1", "t_end: 0.01"))
    r = run("run", "c.yaml", "-o", "overlap", cwd=d)
    check(r.returncode == 0 and "pairs overlap at the start, such as particles" in r.stderr, "bodies in one another are counted", r)
    write(d, MERGE.replace("dt: 0.005", "eta: 0.1"))
    r = run("run", "c.yaml", "-o", "adaptive", "--set", "run.t_end=0.3", cwd=d)
    check(r.returncode == 0 and told(r) > 5, "shared adaptive steps", r)


RADII = """particles: [{file: bodies.hdf5}]
forces: [{softening: 0.01}]
integrator: {dt: 0.01}
run: {t_end: 0.01}
output: {picture: none}
"""


def of_radii_alone(d):
    """They stay with an initial condition, and in a run that knows no collisions: for one that follows it."""
    r = run("ic", "bodies", "rows=['1 0 0 0 0 0 0', '1 1 0 0 0 0 0', '1 2 0 0 0 0 0']", "body_radii=[0.6, 0.5, 0.25]", "-o", "bodies.hdf5", cwd=d)
    check(r.returncode == 0 and r.stderr == "", "bodies of three sizes", r)
    pathlib.Path(d, "radii.yaml").write_text(RADII)
    r = run("run", "radii.yaml", "-o", "radii", cwd=d)
    check(r.returncode == 0 and "radii: without `collisions` bodies pass through one another" in r.stdout, "and none collides", r)
    again = ["--set", "particles.0.file=radii/snapshots/snapshot_0001.hdf5", "--set", "collisions={outcome: bounce}"]
    r = run("run", "radii.yaml", "-o", "sized", *again, cwd=d)
    check(r.returncode == 0 and "1 pair overlaps at the start, such as particles 1 and 2;" in r.stderr, "their radii are those of the first", r)


if __name__ == "__main__":
    with folder() as d:
        for part in (of_mergers, of_snapshots, of_ranks, of_a_kill, of_errors, of_radii_alone):
            part(d)
            print(part.__name__, flush=True)
    end()
