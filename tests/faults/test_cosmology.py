"""Comoving runs as a user has them: the same bits on any ranks and threads and after a kill, snapshots of every layout as the
next run's input, lists of redshifts, and what a configuration may not ask for. ctest: timeout=600 cost=30"""
import json
import math
import os
import pathlib
import re
import signal
import struct
import subprocess
import sys

from apsis_cli import PROGRAM, SANITIZED, check, end, final_state, folder, refused, run, same_run, wait_for_rows

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "mpi"))
from ranks import MPIEXEC, well  # noqa: E402
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from pixels import png_pixels  # noqa: E402

WEB = """units: {length: Mpc, mass: 1e10 Msun, velocity: km/s}
cosmology: {H0: 67.7 km/s/Mpc, omega_m: 0.31, longest_step: 0.1}
box: {boundary: periodic, size: [60, 60, 60]}
particles: [{model: zeldovich, grid: 8, omega_b: 0.04, order: 2}]
forces: [{law: spline, softening: 0.2, solver: fmm, accuracy: 1e-2}]
integrator: {name: leapfrog, eta: 0.3}
run: {t_start: 0.1, t_end: 0.6}
output: {log: {every: 0.05}, snapshots: {times: [0.2, 0.4], sort: id}, checkpoint: {every: 0.05 s}, picture: none}
"""
WRONG = [  # what --set says: words of the error
    ("cosmology={omega_m: 0.3}", ["cosmology.H0: is missing", "hint: cosmology: {H0: 67.7 km/s/Mpc"]),
    ("cosmology={H0: 70 km/s/Mpc}", ["cosmology.omega_m: is missing"]),
    ("cosmology.omega_b=0.05", ["cosmology.omega_b: unknown key"]),
    ("cosmology.H0=70 km", ["cosmology.H0", "is a length"]),
    ("box.size=[60, 60, 0]", ["box.size"]),
    ("box.boundary=open", ["box.boundary: an expanding universe needs a periodic box"]),
    ("integrator.name=hermite", ["integrator.name: an expanding universe needs leapfrog"]),
    ("integrator.criterion=tidal", ["integrator.criterion: must be acceleration in an expanding universe"]),
    ("run.t_start=0", ["run.t_start: must be a scale factor > 0"]),
    ("run.t_end=13.8 Gyr", ["run.t_end", "times are scale factors", "hint: a = 1 / (1 + z)"]),
    ("output.log.every=1 Gyr", ["output.log.every", "times are scale factors"]),
    ("output.snapshots.times=[0.2, 1 Gyr]", ["output.snapshots.times", "times are scale factors"]),
    ("cosmology={H0: 70 km/s/Mpc, omega_m: 0.1, omega_lambda: 3}", ["such a universe never reaches a = 0.1"]),
    ("particles.0.omega_b=0.4", ["omega_b: must be less than omega_m"]),
    ("particles.0.grid=1", ["particles[0].grid"]),
]


def write(d, text=WEB):
    pathlib.Path(d, "c.yaml").write_text(text)


def table(d, name):
    lines = pathlib.Path(d, name, "energy.csv").read_text().splitlines()
    return [[float(w) for w in l.split(",")] for l in lines if l[0].isdigit()]


def rows(d, path):
    """Rows of a snapshot by id, as stored."""
    r = run("convert", path, "rows.csv", cwd=d)
    check(r.returncode == 0, f"{path} converts", r)
    lines = pathlib.Path(d, "rows.csv").read_text().splitlines()
    names = lines[0].split(",")
    found = [dict(zip(names, map(float, l.split(",")))) for l in lines[1:]]
    return sorted(found, key=lambda row: row["id"])


def of_a_run(d):
    write(d)
    r = run("run", "c.yaml", "-o", "web", cwd=d)
    check(r.returncode == 0 and re.search(r"cosmology: a = 0.1 to 0.6, redshift 9 to 0.6667, 0.5466[0-9]* to [67][.0-9]* Gyr", r.stdout + r.stderr), "it runs, and says how long", r)
    last = table(d, "web")[-1]
    check(last[0] == 0.6 and abs(last[4]) < 5e-3, f"Layzer and Irvine: {last[4]}")
    check("time is the scale factor" in pathlib.Path(d, "web", "energy.csv").read_text(), "the head says what time is")
    r = run("info", "web/snapshots/snapshot_0001.hdf5", cwd=d)
    check(all(w in r.stdout for w in ("redshift    4", "scale factor 0.2")), "info tells", r)
    # energies of the file: peculiar velocities and physical lengths
    stars = rows(d, "web/snapshots/snapshot_0001.hdf5")
    kinetic = sum(s["m"] * (s["vx"] ** 2 + s["vy"] ** 2 + s["vz"] ** 2) / 2 for s in stars)
    at = min(table(d, "web"), key=lambda row: abs(row[0] - 0.2))
    check(abs(kinetic / at[1] - 1) < 1e-9, f"kinetic energy of the file: {kinetic}, of the log {at[1]}")
    run("run", "c.yaml", "-o", "one", "-q", "--threads", "1", cwd=d)
    same_run(d, "web", "one", "one thread")
    r = run("run", "web/used_parameters.yml", "-o", "used", "-q", cwd=d)
    check(r.returncode == 0, "used_parameters.yml runs", r)
    same_run(d, "web", "used", "its own parameters")


def of_ranks(d):
    for ranks in ((3,) if SANITIZED else (2, 3, 8)) if MPIEXEC else ():
        well(ranks, PROGRAM, "run", "c.yaml", "-o", f"ranks{ranks}", "-q", cwd=d)
        same_run(d, f"ranks{ranks}", "web", f"{ranks} ranks")


def of_a_kill(d):
    words = [PROGRAM, "run", "c.yaml", "-o", "killed", "-q"]
    p = subprocess.Popen(words, cwd=d, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    check(wait_for_rows(d, "killed", 5, lambda: p.poll() is None), "it runs")
    p.send_signal(signal.SIGKILL)
    p.wait()
    r = run(*words[1:], "--restart", cwd=d)
    check(r.returncode == 0, "restarted", r)
    same_run(d, "killed", "web", "after a kill")
    r = run(*words[1:], "--restart", "--set", "cosmology.omega_lambda=0.6", cwd=d)
    check(refused(r, 2, "cosmology.omega_lambda"), "another universe is another run", r)


CRITICAL = 3 * 67.7**2 / (8 * math.pi * 43.0091727)  # 1e10 Msun / Mpc^3


def told(d, path):
    """What `analyze` says of a file that any layout keeps."""
    r = run("analyze", path, "--json", "--grid", 16, cwd=d)
    check(r.returncode == 0, f"{path} is analysed", r)
    all = json.loads(r.stdout)
    universe = [all["comoving"][k] for k in ("scale_factor", "H0", "omega_m", "omega_lambda")] if all["comoving"] else [0]
    return [all["time"], all["mass"], all["energy"]["kinetic"], all["energy"]["potential"], all["velocity_dispersion"],
            *universe, *all["power_spectrum"]["k"], *all["power_spectrum"]["power"]]


def attribute(path, name):
    """An attribute of one double: its value stands behind its name, 20 bytes of datatype and 20 of dataspace."""
    data, name = path.read_bytes(), name.encode() + b"\0"
    return struct.unpack_from("<d", data, data.index(name) + len(name) + 40)[0]


def of_conversions(d):
    """From any layout to any other: the same universe, without what the first one's numbers have of it."""
    first, table = told(d, "own/snapshots/snapshot_0002.hdf5"), rows(d, "own/snapshots/snapshot_0002.hdf5")
    for a in ("swift", "gadget4", "own"):
        file = f"{a}/snapshots/snapshot_0002.hdf5"
        for b in ("swift", "gadget4", "own"):
            r = run("convert", file, f"{a}-{b}.hdf5", "--format", b, cwd=d)
            check(r.returncode == 0 and "h and v / sqrt(a)" in r.stdout if b == "gadget4" else r.returncode == 0, f"{a} to {b}", r)
            again = told(d, f"{a}-{b}.hdf5")
            check(len(again) == len(first) and all(abs(x - y) <= 1e-9 * abs(y) for x, y in zip(again, first)), f"{a} to {b}: {again[:9]}, was {first[:9]}")
        worst = max(abs(x[k] - y[k]) / (1 + abs(y[k])) for x, y in zip(rows(d, file), table) for k in y)
        check(worst < 1e-12, f"CSV of {a}: peculiar velocities, no h, off by {worst}")
    for a, b, edge in (("swift", "swift", 60), ("gadget4", "gadget4", 60 * 0.677), ("gadget4", "swift", 60 * 0.677), ("own", "gadget4", 60)):
        r = run("forces", f"{a}/snapshots/snapshot_0002.hdf5", "-o", "f.hdf5", "--format", b, "--box", edge, "--law", "spline", "--softening", 0.1, "--sample", 9, cwd=d)
        again = told(d, "f.hdf5") if r.returncode == 0 else []
        check(len(again) == len(first) and all(abs(again[k] - first[k]) <= 1e-9 * abs(first[k]) for k in (0, 1, 2, *range(4, len(first)))),
              f"forces of {a} in {b} are of the same universe: {again[:9]}, was {first[:9]}", r)
        density = attribute(pathlib.Path(d, "f.hdf5"), "Critical density at redshift zero [internal units]") if b == "swift" else CRITICAL
        check(abs(density / CRITICAL - 1) < 1e-6, f"forces of {a} in {b}: a critical density of {density}, expected {CRITICAL}, whatever G they were summed with")
    for file in ("own/snapshots/snapshot_0002.hdf5", "own-own.hdf5"):
        r = run("info", file, cwd=d)
        check(r.stdout.count("a comoving run (z = 1.5): coordinates and velocities are taken as stored, 0.4 times") == 1, f"{file} says what it holds", r)
    stars = sum(s["m"] * (s["vx"] ** 2 + s["vy"] ** 2 + s["vz"] ** 2) / 2 for s in table)
    check(abs(stars / first[2] - 1) < 1e-9, f"kinetic energy of the CSV {stars}, of the run {first[2]}")


def of_pictures(d):
    """Speeds are peculiar ones, in km/s, whatever a layout stores: but for time, title and scale bar the pictures are one."""
    seen, slow = {}, {}
    for layout in ("swift", "gadget4", "own"):
        for to, more in ((seen, []), (slow, ["--range", "0,20"])):
            r = run("render", f"{layout}/snapshots/snapshot_0002.hdf5", "-o", "p.png", "-c", "speed", "--size", "320x180", "--title", "-", "-q", *more, cwd=d)
            check(r.returncode == 0, f"a picture of {layout}", r)
            width, height, bytes_of = png_pixels(os.path.join(d, "p.png"))
            to[layout] = bytes_of[3 * width * 24:3 * width * (height - 36)]
    differing = {layout: sum(a != b for a, b in zip(seen[layout], seen["swift"])) for layout in seen}
    check(max(differing.values()) < 100, f"bytes that differ from SWIFT's: {differing}")  # of rounding: v is v / sqrt(a) sqrt(a)
    check(sum(a != b for a, b in zip(seen["swift"], slow["swift"])) > 1000, "other speeds make another picture")


def of_a_later_end(d):
    """A scale factor that was put to the bit at an end counts as the sum of steps that it was."""
    text = WEB.replace("eta: 0.3", "dt: 0.0004").replace("t_start: 0.1, t_end: 0.6", "t_start: 0.02, t_end: 0.0252")
    pathlib.Path(d, "fixed.yaml").write_text(text.replace("grid: 8", "grid: 4"))
    words = ["run", "fixed.yaml", "-q", "--set=output.snapshots={sort: id}"]
    check(run(*words, "-o", "fixed", cwd=d).returncode == 0, "steps of one length")
    for k in (4, 5, 6):
        name = f"by_way_of_{k}"
        for more in ([f"--set=run.t_end={0.02 + k * 0.0004!r}"], ["--restart"]):
            r = run(*words, "-o", name, *more, cwd=d)
            check(r.returncode == 0, f"{name} {more}", r)
        check(final_state(d, name)[1] == final_state(d, "fixed")[1], f"{name}: the last snapshot has the same bits")


def of_snapshots(d):
    """What a layout holds goes on as what the run had: h, peculiar velocities and all."""
    for layout in ("swift", "gadget4", "own"):
        r = run("run", "c.yaml", "-o", layout, "-q", f"--set=output.snapshots.format={layout}", "--set=run.t_end=0.4", cwd=d)
        check(r.returncode == 0, f"writes {layout}", r)
        more = WEB.replace("{model: zeldovich, grid: 8, omega_b: 0.04, order: 2}", f"{{file: {layout}/snapshots/snapshot_0002.hdf5}}")
        pathlib.Path(d, "more.yaml").write_text(more.replace("t_start: 0.1", "t_start: 0.4"))
        r = run("run", "more.yaml", "-o", f"from-{layout}", cwd=d)
        check(r.returncode == 0, f"goes on from {layout}", r)
        for a, b in zip(rows(d, f"from-{layout}/snapshots/snapshot_0001.hdf5"), rows(d, "web/snapshots/snapshot_0003.hdf5")):
            far = max(abs((a[k] - b[k] + 30) % 60 - 30) for k in "xyz")
            if not check(a["id"] == b["id"] and abs(a["m"] / b["m"] - 1) < 1e-12 and far < 1.5, f"{layout}: {a}, {b}"):
                break
        first = rows(d, f"from-{layout}/snapshots/snapshot_0000.hdf5")
        worst = max(abs(a["v" + k] - b["v" + k]) for a, b in zip(first, rows(d, "web/snapshots/snapshot_0002.hdf5")) for k in "xyz")
        check(worst < 1e-9, f"{layout}: velocities as they were, off by {worst}")
    of_conversions(d)
    r = run("run", "more.yaml", "-o", "no", "-q", "--set", "run.t_start=0", cwd=d)
    check(refused(r, 2, "run.t_start", "t_start: 0.4 is that of the input file, redshift 1.5"), "the file's own scale factor", r)
    r = run("run", "more.yaml", "-o", "no", "-q", "--set", "box={}", cwd=d)
    check(refused(r, 2, "periodic box", "size: [60, 60, 60]} is that of the input file"), "the file's own box", r)
    pathlib.Path(d, "gadget.yaml").write_text(more.replace("own/", "gadget4/"))
    r = run("run", "gadget.yaml", "-o", "no", "-q", "--set", "run.t_start=0.4", "--set", "box={}", cwd=d)
    check(refused(r, 2, "size: [60, 60, 60]} is that of the input file"), "without factors of h", r)
    r = run("run", "gadget.yaml", "-o", "no", "-q", "--set", "run.t_start=0.4", "--set", "box.size=[40.62, 40.62, 40.62]", cwd=d)
    check(refused(r, 2, "cosmology.omega_m", "make it 0.999", "factors of h"), "the density betrays factors of h", r)
    r = run("run", "more.yaml", "-o", "warned", "--set", "run.t_start=0.41", cwd=d)
    check(r.returncode == 0 and "the input file is of the scale factor 0.4, the run begins at 0.41" in r.stderr, "another start", r)


def gadget2(path, h):
    """A cosmological file of GADGET-2: a lattice of 4^3, sqrt(a) times the velocities, factors of h."""
    n, box, a = 64, 60 * h * 1000, 0.1  # kpc/h
    mass = 3 * 67.7**2 / (8 * math.pi * 43.0091727) * 0.31 * 60**3 / n * h
    x = [[(i // 16 + 0.5) * box / 4, (i // 4 % 4 + 0.5) * box / 4, (i % 4 + 0.5) * box / 4] for i in range(n)]
    head = struct.pack("<6i6ddd2i6I2i4d6I2i", *(0, n, 0, 0, 0, 0), *(0, mass, 0, 0, 0, 0), a, 1 / a - 1, 0, 0, *(0, n, 0, 0, 0, 0),
                       0, 1, box, 0.31, 0.69, h, *[0] * 6, 0, 0)
    blocks = [head.ljust(256, b"\0"), b"".join(struct.pack("<3f", *p) for p in x), struct.pack("<3f", 10, 20, -30) * n,
              b"".join(struct.pack("<I", i + 1) for i in range(n))]
    path.write_bytes(b"".join(struct.pack("<I", len(b)) + b + struct.pack("<I", len(b)) for b in blocks))


def of_gadget(d):
    gadget2(pathlib.Path(d, "ic.gadget2"), 0.677)
    text = WEB.replace("{model: zeldovich, grid: 8, omega_b: 0.04, order: 2}", "{file: ic.gadget2}").replace("length: Mpc", "length: kpc")
    pathlib.Path(d, "g.yaml").write_text(text.replace("[60, 60, 60]", "[6e4, 6e4, 6e4]").replace("softening: 0.2", "softening: 200")
                                         .replace("t_end: 0.6", "t_end: 0.11"))
    r = run("run", "g.yaml", "-o", "gadget", cwd=d)
    check(r.returncode == 0, "a file of GADGET-2 runs", r)
    first = rows(d, "gadget/snapshots/snapshot_0000.hdf5")
    check(len(first) == 64 and abs(first[0]["x"] - 7500) < 1e-2 and abs(first[63]["z"] - 52500) < 1e-2, f"places: {first[0]}")
    check(abs(first[5]["vy"] - 20 * math.sqrt(0.1)) < 1e-5, f"peculiar velocities: {first[5]}")
    for b in (None, "gadget4", "own", "swift", "csv"):  # without units: it tells h, and no H0
        name = f"binary-{b}" if b else "ic.gadget2"
        r = run("convert", "ic.gadget2", name, "--format", b, cwd=d) if b else None
        check(r is None or (r.returncode == 0 and f"in {name} they are" in r.stdout), f"GADGET-2 to {b}", r)
        data = json.loads(run("analyze", name, "--json", "--grid", 16, cwd=d).stdout)
        numbers = [data["mass"], data["energy"]["kinetic"], data["energy"]["potential"]]
        if b is None:
            first, frame = numbers, data["comoving"]
        whole = b not in ("swift", "csv")  # those do not know that it expands
        check(data["comoving"] == (frame if whole else None) and max(abs(x / y - 1) for x, y in zip(numbers[:3 if whole else 2], first)) < 1e-9,
              f"GADGET-2 to {b}: {numbers}, {data['comoving']}, was {first}, {frame}")
    run("convert", "binary-swift", "again", "--format", "gadget4", cwd=d)
    data = json.loads(run("analyze", "again", "--json", "--solver", "none", cwd=d).stdout)
    check(data["comoving"] is None and abs(data["energy"]["kinetic"] / first[1] - 1) < 1e-9, f"and on to GADGET-4: {data['energy']}, was {first}")


def of_lists(d):
    for name, text, wanted in (("z", "# Redshift\n4\n1.5\n", [0.1, 0.2, 0.4, 0.6]), ("a", "# Scale Factor\n0.3\n", [0.1, 0.3, 0.6]),
                               ("gadget", "0.25 1\n0.5 1\n", [0.1, 0.25, 0.5, 0.6])):
        pathlib.Path(d, f"{name}.txt").write_text(text)
        few = f"--set=output.snapshots={{list: {name}.txt}}", "--set=particles.0.grid=4"
        r = run("run", "c.yaml", "-o", f"list-{name}", "-q", *few, cwd=d)
        check(r.returncode == 0, f"{name}.txt", r)
        files = sorted(pathlib.Path(d, f"list-{name}", "snapshots").glob("*"))
        got = [float(run("info", f).stdout.split("scale factor ")[1].split()[0]) for f in files]
        check(len(got) == len(wanted) and all(abs(g - w) < 1e-8 for g, w in zip(got, wanted)), f"{name}: {got}")
    pathlib.Path(d, "wrong.txt").write_text("0.3\n1 Gyr\n")
    r = run("run", "c.yaml", "-o", "no", "-q", "--set", "output.snapshots={list: wrong.txt}", cwd=d)
    check(refused(r, 2, "wrong.txt:2"), "a time in a list of scale factors", r)


def of_errors(d):
    for said, words in WRONG:
        r = run("run", "c.yaml", "-o", "wrong", "-q", "--set", "run.t_end=0.11", "--set", said, cwd=d)
        check(refused(r, 2, *words), f"refused: {said}", r)
    r = run("run", "c.yaml", "-o", "wrong2", "-q", "--set", "units={G: 1}", "--set", "cosmology.H0=1", cwd=d)
    check(refused(r, 2, "zeldovich: needs units"), "waves need lengths", r)
    universe = ["--set=" + line.replace(": ", "=", 1) for line in WEB.splitlines()[:3]]
    r = run("ic", "zeldovich", "grid=4", *universe, "--set", "run.t_start=0.1", "-o", "z9.hdf5", cwd=d)
    check(r.returncode == 0 and "scale factor 0.1\n" in run("info", "z9.hdf5", cwd=d).stdout, "waves as they are at a scale factor, into a file", r)
    r = run("ic", "zeldovich", "grid=4", "-o", "x.hdf5", cwd=d)
    check(refused(r, 2, "needs an expanding universe"), "waves of nothing", r)


if __name__ == "__main__":
    with folder() as d:
        for part in (of_a_run, of_ranks, of_a_kill, of_a_later_end, of_snapshots, of_pictures, of_gadget, of_lists, of_errors):
            part(d)
            print(part.__name__, flush=True)
    end()
