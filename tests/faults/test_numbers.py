"""Numerical failure, odd particle numbers and masses, memory that is not there, a comma locale."""
import csv
import math
import os
import pathlib
import random
import re
import subprocess

from apsis_cli import check, end, folder, refused, run

CONFIG = """particles: [{particles}]
forces: [{{law: {law}, softening: {softening}}}]
integrator: {{dt: 0.01}}
run: {{t_end: 0.1}}
output: {{picture: none}}
"""


def write(d, particles, law="plummer", softening=0):
    pathlib.Path(d, "c.yaml").write_text(CONFIG.format(particles=particles, law=law, softening=softening))


def table(d, *rows):
    pathlib.Path(d, "t.txt").write_text("\n".join(rows) + "\n")


def coincident(d):
    table(d, "1 0 0 0 0 0 0", "1 1 0 0 0 0 0", "1 0 0 0 0 0 0")
    write(d, "{file: t.txt}")
    r = run("run", "c.yaml", "-o", "a", cwd=d)
    check(refused(r, 3, "particles 1 and 3", "softening"), "coincident particles without softening are named", r)
    r = run("forces", "t.txt", "-o", "f.hdf5", cwd=d)
    check(refused(r, 3, "particles 1 and 3"), "by forces as well", r)
    write(d, "{file: t.txt}", softening=0.1)
    check(run("run", "c.yaml", "-o", "b", cwd=d).returncode == 0, "with softening the force is finite")
    table(d, "1 0 0 0 0 0 0", "0 1 0 0 0 0 0", "0 1 0 0 0 0 0")
    write(d, "{file: t.txt}")
    check(run("run", "c.yaml", "-o", "c", cwd=d).returncode == 0, "two tracers at one point do not meet")


def small(d):
    table(d, "1 0 0 0 0.5 0 0")
    write(d, "{file: t.txt}")
    r = run("run", "c.yaml", "-o", "one", cwd=d)
    check(r.returncode == 0, "one particle runs", r)
    r = run("convert", "one/snapshots/snapshot_0001.hdf5", "one.csv", cwd=d)
    x = float(pathlib.Path(d, "one.csv").read_text().splitlines()[1].split(",")[3])
    check(abs(x - 0.05) < 1e-14, f"and moves straight on: {x}", r)
    table(d, "1 0.3 -0.2 0.1 0.5 0 0")
    write(d, "{file: t.txt}", law="spline", softening=0.02)
    r = run("run", "c.yaml", "-o", "box", "-q", "--set", "box={boundary: periodic, size: [1, 1, 1]}", cwd=d)
    check(r.returncode == 0 and r.stderr == "", "its own images pull it to all sides alike: what rounding leaves is no force error", r)
    table(d, "# nothing")
    write(d, "{file: t.txt}")
    check(refused(run("run", "c.yaml", "-o", "none", cwd=d), 3, "t.txt"), "no particle at all is bad data")


def bad_values(d):
    for row, word in (("1 0 0 nan 0 0 0", "t.txt"), ("-1 0 0 0 0 0 0", "t.txt:2"), ("1 0 0 1e999 0 0 0", "t.txt"), ("1 0 0 0 0 0", "t.txt"),
                      ("a b c d e f g", "t.txt")):
        table(d, "1 5 0 0 0 0 0", row, "1 6 0 0 0 0 0")
        write(d, "{file: t.txt}")
        check(refused(run("run", "c.yaml", "-o", "bad", cwd=d), 3, word), f"row {row!r} is bad data")


def not_finite(d):
    """An unsoftened head-on fall: the velocity overflows in the end, or the energy bound stops it before."""
    table(d, "1e200 0 0 0 0 0 0", "1e200 1e-100 0 0 0 0 0")
    write(d, "{file: t.txt}", law="newton")
    r = run("run", "c.yaml", "-o", "nan", "-q", cwd=d)
    check(refused(r, 6, "particle", "time"), "NaN or Inf stops with exit 6, particle and time", r)
    check(pathlib.Path(d, "nan/not_finite.hdf5").exists(), "and a dump")
    table(d, "1 0 0 0 0 0 0", "1 1 0.01 0 0 0 0")
    write(d, "{file: t.txt}", law="newton")
    r = run("run", "c.yaml", "-o", "bound", "-q", "--set", "run.t_end=5", "--set", "run.energy_bound=1e-3", cwd=d)
    check(refused(r, 6, "energy"), "the energy bound stops with exit 6", r)
    table(d, "1 0 0 0 1e300 0 0", "1 1 0 0 0 0 0")
    write(d, "{file: t.txt}")
    r = run("run", "c.yaml", "-o", "fast", "-q", cwd=d)
    check(refused(r, 6, "energy: is not finite at time 0.01", "hint: units"), "a kinetic energy beyond all numbers is no energy error of 0", r)


def too_many(d):
    write(d, "{model: plummer, n: 1e15}")
    r = run("run", "c.yaml", "-o", "huge", cwd=d)
    check(r.returncode == 5 and "memory plan" in r.stdout and "memory" in r.stderr, "N beyond memory: a plan, then exit 5", r)
    check(not pathlib.Path(d, "huge").exists(), "and no directory")
    r = run("run", "c.yaml", "--dry-run", cwd=d)
    check(r.returncode == 0 and "memory plan" in r.stdout and "n: 1000000000000000" in r.stdout, "--dry-run prints the plan", r)
    check("apsis: warning: memory: 1000000000000000 particles need" in r.stderr, "and warns that this machine is too small", r)
    check(not pathlib.Path(d, "runs").exists(), "--dry-run writes nothing")


def comma_locale(d):
    names = subprocess.run(["locale", "-a"], capture_output=True, text=True).stdout.split()
    comma = next((n for n in names if n.startswith(("de_DE", "fr_FR"))), None)
    env = {"LC_ALL": comma or "de_DE.UTF-8", "LANG": comma or "de_DE.UTF-8"}
    write(d, "{model: plummer, n: 64, mass: 1.5}", softening=0.05)
    plain = run("run", "c.yaml", "-o", "plain", "-q", cwd=d)
    r = run("run", "c.yaml", "-o", "comma", "-q", cwd=d, env=env)
    check(r.returncode == 0 and plain.returncode == 0, "a comma locale runs", r)
    check(pathlib.Path(d, "comma/energy.csv").read_text() == pathlib.Path(d, "plain/energy.csv").read_text(), "with the same numbers")


def one_in_a_thousand(d):
    """Along a thin needle forces nearly cancel in a few places: two rows of 6000 make the rms seven times what was asked for, and
    a sample of a thousand misses them. The solver hears of them, and all rows keep the promise."""
    draw = random.Random(4)
    table(d, *(f"{1 / 6000} {draw.gauss(0, 1e-3)} {draw.gauss(0, 1e-3)} {draw.gauss(0, 1)} 0 0 0" for _ in range(6000)))
    needle = ["forces", "t.txt", "-o", "f.hdf5", "--solver", "fmm", "--softening", "1e-4", "--accuracy", "1e-3"]
    for more in ([], ["--sample", "100000"]):
        r = run(*needle, *more, cwd=d)
        check(r.returncode == 0 and "takes more care" in r.stdout, f"needle {more}: the solver hears of its outliers", r)
    rms = float(re.search(r"rms +(\S+)", r.stdout).group(1))
    check("over 6000 particles" in r.stdout and rms <= 1e-3, f"needle: rms of all rows {rms}", r)


def a_sample_says_less(d):
    """Of a lattice of 27^3 at 1e-2 five thousand rows err 9.9e-3 and all of them more than 1e-2: a sample is believed with a margin."""
    n, edge = 27**3, range(27)
    table(d, *(f"{1 / n} {i / 27} {j / 27} {k / 27} 0 0 0" for i in edge for j in edge for k in edge))
    r = run("forces", "t.txt", "-o", "f.hdf5", "--solver", "fmm", "--accuracy", "1e-2", "--sample", "5000", "--device", "cpu", cwd=d)
    rms = float(re.search(r"rms +(\S+)", r.stdout).group(1))
    check(r.returncode == 0 and rms <= 0.97e-2, f"lattice: rms of a sample {rms}", r)


def regular_line(d):
    """In the middle of it forces cancel: to rounding at one particle, of which no error can be told, to a millionth beside it,
    which float cannot keep."""
    n = 1001
    pathlib.Path(d, "line.txt").write_text("".join(f"1 {(i - n // 2) / 500} 0 0 0 0 0\n" for i in range(n)))
    for solver in ("auto", "fmm"):
        r = run("forces", "line.txt", "-o", "f.hdf5", "--accuracy", "1e-3", "--solver", solver, "--device", "cpu", cwd=d)
        rms = float(re.search(r"rms +(\S+)", r.stdout).group(1))
        check(r.returncode == 0 and rms <= 1e-3, f"{solver}: a regular line keeps its promise: {rms:g}", r)
    check("max" in r.stdout and float(re.search(r"max +(\S+)", r.stdout).group(1)) < 1, "and no particle's error is one of rounding", r)
    r = run("forces", "line.txt", "-o", "f.hdf5", "--accuracy", "1e-3", "--precision", "mixed", "--solver", "direct", "--device", "cpu", cwd=d)
    rms = float(re.search(r"rms +(\S+)", r.stdout).group(1))
    check(1e-3 < rms < 1, f"in float, where that is asked for, it does not: {rms:g}", r)


def ring_from_the_first_step(d):
    """Where the first evaluation guesses |a| it is a hundred times more careful than asked for, and the ones that know |a| erred 20
    times as much as asked for, for 8 of them. Single evaluations scatter by a factor of two."""
    turn = [2 * math.pi * k / 1000 for k in range(1000)]
    table(d, *(f"1 {math.cos(a)} {math.sin(a)} 0 0 0 0" for a in turn))
    pathlib.Path(d, "ring.yaml").write_text("""particles: [{file: t.txt}]
forces: [{law: newton, solver: fmm, accuracy: 1e-3}]
integrator: {dt: 1e-9}
run: {t_end: 6e-9}
output: {log: {every: 1e-9, sample: 1000}, snapshots: none, checkpoint: none, picture: none}
""")
    r = run("run", "ring.yaml", "-o", "ring", "-q", cwd=d)
    check(r.returncode == 0, "a ring runs", r)
    rows = [line for line in pathlib.Path(d, "ring/timings.csv").read_text().splitlines() if not line.startswith("#")]
    rms = [float(row["force_error_rms"]) for row in csv.DictReader(rows)]
    check(len(rms) == 7 and max(rms) < 3e-3, f"ring: rms of all rows, step by step, {rms}")


def hard_binaries(d):
    """Float loses a pair of 1e-5 lengths in a cluster of size 1; a pair by itself, and forces that cancel, it does not."""
    rng = random.Random(3)
    rows = []
    for _ in range(100):
        x = [rng.gauss(0, 1) for _ in range(3)]
        rows += [f"0.005 {x[0] + e!r} {x[1]!r} {x[2]!r} 0 0 0" for e in (0, 1e-5)]
    for what, some, precision, told in (("mixed", rows, "mixed", True), ("double", rows, "double", False), ("one pair", rows[:2], "mixed", False),
                                        ("three in a line", [f"1 {x} 0 0 0 0 0" for x in (-1, 0, 1)], "mixed", False)):
        table(d, *some)
        write(d, "{file: t.txt}", law="newton")
        r = run("run", "c.yaml", "-o", what, "-q", "--set", f"run.precision={precision}", "--set", "run.t_end=0", cwd=d)
        check(r.returncode == 0 and ("close pairs lose their digits in mixed precision; run.precision: double" in r.stderr) == told, what, r)


def total_of_nothing(d):
    """A parabolic pair has no energy to be relative to: the error is against kinetic + |potential|, and energy.csv says so."""
    write(d, '{model: bodies, rows: ["1 0.5 0 0 0 1 0", "1 -0.5 0 0 0 -1 0"]}', law="newton")
    r = run("run", "c.yaml", "-o", "parabola", "-q", cwd=d)
    lines = pathlib.Path(d, "parabola/energy.csv").read_text().splitlines()
    rows = list(csv.DictReader(line for line in lines if not line.startswith("#")))
    first, last = ({k: float(v) for k, v in rows[i].items()} for i in (0, -1))
    check(r.returncode == 0 and abs(first["total"]) < 1e-6 and last["total"] != first["total"], "a parabola, in mixed precision", r)
    size, moved = first["kinetic"] + abs(first["potential"]), last["total"] - first["total"]
    check(math.isclose(last["relative_error"], moved / size, rel_tol=1e-12), f"its error is against {size}: {last}")
    check("of a first total of nearly 0 / (first kinetic + |first potential|)" in lines[1], f"the header says so: {lines[1]}")


def what_auto_takes(d):
    """More softenings than multipoles take with the law plummer, each particle its own: auto sums directly, of 4000 as well; and
    for less than 1e-6, where float pairs would not do, it takes the multipoles of few particles too."""
    rng = random.Random(5)
    lines = [",".join(repr(rng.gauss(0, 1)) for _ in range(3)) for _ in range(4000)]
    for most, solver in ((9, "direct"), (8, "fmm")):
        rows = [f"1,{line},{0.01 * (1 + i % most)}" for i, line in enumerate(lines)]
        pathlib.Path(d, "eps.csv").write_text("m,x,y,z,eps\n" + "\n".join(rows) + "\n")
        pathlib.Path(d, "e.yaml").write_text("particles: [{file: eps.csv}]\nforces: [{law: plummer}]\nintegrator: {dt: 0.01}\nrun: {t_end: 0}\noutput: {picture: none}\n")
        r = run("run", "e.yaml", "-o", f"eps{most}", "--set", "run.device=cpu", cwd=d)
        check(r.returncode == 0 and f"summed by {solver}\n" in r.stdout, f"{most} softenings by {solver}", r)
    for unit in ("kpc", "pc"): # the same numbers in two units are other softenings
        pathlib.Path(d, "u.yaml").write_text(f"particles: [{{file: eps.csv}}]\nunits: {{length: {unit}, mass: Msun, velocity: km/s}}\nforces: [{{law: plummer, accuracy: 1e-2}}]\n"
                                             "integrator: {dt: 0.01}\nrun: {t_end: 0}\noutput: {picture: none}\n")
        run("run", "u.yaml", "-o", unit, "--set", "run.device=cpu", cwd=d)
    both = pathlib.Path(d, "u.yaml").read_text().replace("{file: eps.csv}", "{file: kpc/snapshots/snapshot_0000.hdf5}, {file: pc/snapshots/snapshot_0000.hdf5}")
    pathlib.Path(d, "u.yaml").write_text(both)
    r = run("run", "u.yaml", "-o", "both", "--set", "run.device=cpu", cwd=d)
    check(r.returncode == 0 and "summed by direct\n" in r.stdout, "8 softenings in two units are 16", r)
    pathlib.Path(d, "few.csv").write_text("m,x,y,z\n" + "".join(f"1,{line}\n" for line in lines[:1000]))
    for solver in ("auto", "fmm"):
        r = run("forces", "few.csv", "-o", "few.hdf5", "--accuracy", "1e-7", "--solver", solver, "--softening", "0.01", "--device", "cpu", cwd=d)
        rms = re.search(r"rms +(\S+)", r.stdout)
        check(r.returncode == 0 and rms and float(rms[1]) < 1e-7, f"1e-7 by {solver}", r)


def main():
    with folder() as d:
        for test in (what_auto_takes, total_of_nothing, hard_binaries, coincident, one_in_a_thousand, a_sample_says_less, regular_line, ring_from_the_first_step, small, bad_values, not_finite, too_many, comma_locale):
            test(d)
    end()


main()
