"""A snapshot as the initial condition of another run, without a word about it: species, ids, softenings, masses and units are its
own, the state has its bits, and the run that goes on from there has the orbit of the one before. ctest: timeout=120"""
import pathlib
import shutil

from apsis_cli import check, end, energy, folder, run

FIRST = """title: first
units: {length: kpc, mass: 1e10 Msun, velocity: km/s}
particles:
  - {model: plummer, n: 120, mass: 1, scale: 1 kpc, type: 1, softening: 0.0625}
  - {model: hernquist, n: 80, mass: 2, scale: 2 kpc, type: 4, position: [10, 0, 0], softening: 0.125}
forces: [{law: plummer, solver: direct, softening: 0.25}]
integrator: {dt: 0.0009765625}
run: {t_end: T_END, seed: 3}
output: {log: {every: 0.00390625}, picture: none, snapshots: {every: 0.00390625, format: FORMAT}}
"""
SECOND = """particles: [{file: first-FORMAT/snapshots/snapshot_0001.hdf5}]
forces: [{law: plummer, solver: direct}]
integrator: {dt: 0.0009765625}
run: {t_end: 0.00390625}
output: {log: {every: 0.00390625}, picture: none, snapshots: {every: 0.00390625, format: FORMAT}}
"""


def rows(d, file):
    out = pathlib.Path(d, "t.csv")
    out.unlink(missing_ok=True)
    check(run("convert", file, out, cwd=d).returncode == 0, f"{file} converts")
    head, *lines = out.read_text().splitlines()
    table = [dict(zip(head.split(","), line.split(","))) for line in lines]
    return {int(r["id"]): r for r in table}


def said(d, file):
    return [l for l in run("info", file, cwd=d).stdout.splitlines() if l.split()[0] in ("units", "particles", "mass", "total")]


def again(d, layout):
    """SWIFT's layout stores x + S: positions are off by the last bit of S, all else is the same."""
    first, second = f"first-{layout}", f"second-{layout}"
    pathlib.Path(d, "a.yaml").write_text(FIRST.replace("T_END", "0.0078125").replace("FORMAT", layout))
    pathlib.Path(d, "b.yaml").write_text(SECOND.replace("FORMAT", layout))
    check(run("run", "a.yaml", "-o", first, "-q", cwd=d).returncode == 0, "the first run")
    r = run("run", "b.yaml", "-o", second, cwd=d)
    check(r.returncode == 0 and r.stderr == "", f"{layout}: the second", r)
    check("units: taken from the input file" in r.stdout, f"{layout}: where units come from", r)
    check("time: the input file is of its time 0.00390625, the run begins at 0" in r.stdout, f"{layout}: what becomes of the time", r)
    begun, was = f"{second}/snapshots/snapshot_0000.hdf5", f"{first}/snapshots/snapshot_0001.hdf5"
    check(said(d, begun) == said(d, was) and len(said(d, was)) == 4, f"{layout}: units, species and masses: {said(d, begun)}")
    for one, other, error in ((begun, was, 1e-13), (f"{second}/snapshots/snapshot_0001.hdf5", f"{first}/snapshots/snapshot_0002.hdf5", 1e-9)):
        a, b = rows(d, one), rows(d, other)
        check(set(a) == set(b) and len(a) == 200, f"{layout}: ids")
        check(all(a[i][k] == b[i][k] for i in a for k in ("type", "m")), f"{layout}: species and masses of each particle")
        far = max(abs(float(a[i][k]) - float(b[i][k])) for i in a for k in ("x", "y", "z"))
        check(far <= error * 256, f"{layout}: {one} and {other} differ by {far}")
    totals = [[float(l.split(",")[3]) for l in energy(d, name).splitlines() if l[0].isdigit()] for name in (second, first)]
    check(abs(totals[0][0] / totals[1][1] - 1) < 1e-9, f"{layout}: softenings are the file's, as the energy tells: {totals}")
    r = run("run", "b.yaml", "-o", second + "t", "--set", "run={t_start: 0.00390625, t_end: 0.0078125}", cwd=d)
    check(r.returncode == 0 and "time: the input" not in r.stdout, f"{layout}: with t_start it counts on", r)


def its_G(d, layout):
    """Of a run whose `units` gave that alone."""
    first, second = f"first-{layout}", f"G-{layout}"
    plain = ["--set", "units={G: 2}", "--set", "particles.0.scale=1", "--set", "particles.1.scale=2"]
    check(run("run", "a.yaml", "-o", first, "-q", *plain, cwd=d).returncode == 0, "a run with G = 2")
    r = run("run", "b.yaml", "-o", second, cwd=d)
    check(r.returncode == 0 and "units: G = 2, taken from the input file" in r.stdout, f"{layout}: whose G it is", r)
    totals = [[float(l.split(",")[3]) for l in energy(d, name).splitlines() if l[0].isdigit()] for name in (second, first)]
    check(abs(totals[0][0] / totals[1][1] - 1) < 1e-9, f"{layout}: G is the file's, as the energy tells: {totals}")
    r = run("run", "b.yaml", "-o", second + "1", "--set", "units={G: 1}", cwd=d)
    check(r.returncode == 0 and "units: G = 1, as asked for; the input file's own is 2" in r.stdout, f"{layout}: unless another is given", r)


def main():
    with folder() as d:
        for layout in ("swift", "gadget4", "own"):
            again(d, layout)
            shutil.rmtree(pathlib.Path(d, f"first-{layout}"))
            its_G(d, layout)
        pathlib.Path(d, "bare.csv").write_text("m,x,y,z\n1,0,0,0\n1,1,0,0\n")
        pathlib.Path(d, "bare.yaml").write_text(SECOND.replace("first-FORMAT/snapshots/snapshot_0001.hdf5", "bare.csv").replace("FORMAT", "swift"))
        r = run("run", "bare.yaml", "-o", "bare", cwd=d)
        check(r.returncode == 0 and "bare.csv: no velocities" in r.stdout, "what a reader made up is told", r)
    end()


main()
