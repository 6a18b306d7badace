"""A wrong configuration gets one named error with its line and exit status 2, and leaves nothing behind."""
import pathlib

from apsis_cli import check, end, folder, refused, run

GOOD = """particles:
  - model: plummer
    n: 64
    mass: 1.0
forces:
  - {law: plummer, softening: 0.05}
integrator:
  name: leapfrog
  dt: 0.01
run:
  t_end: 0.05
"""

UNIVERSE = """units: {length: Mpc, mass: 1e10 Msun, velocity: km/s}
cosmology: {H0: 67.7 km/s/Mpc, omega_m: 0.31}
box: {boundary: periodic, size: [100, 100, 100]}
particles: [{model: zeldovich, grid: 8, spectrum: none.txt}]
forces: [{law: spline, softening: 0.5}]
integrator: {eta: 0.2}
run: {t_start: 0.02, t_end: 0.03}
"""

# text to replace, its replacement, the exit status where it is not 2, words the message must hold
CASES = [
    ("dt: 0.01", "dt: -0.01", ["c.yaml:9", "integrator.dt", "> 0", "-0.01"]),
    ("dt: 0.01", "dt: 0", ["c.yaml:9", "integrator.dt"]),
    ("dt: 0.01", "dt: nan", ["c.yaml:9", "integrator.dt"]),
    ("dt: 0.01", "dt: .nan", ["c.yaml:9", "integrator.dt"]),
    ("dt: 0.01", "dt: .inf", ["c.yaml:9", "integrator.dt"]),
    ("dt: 0.01", "dt: inf", ["c.yaml:9", "integrator.dt"]),
    ("dt: 0.01", "dt: 1e999", ["c.yaml:9", "integrator.dt", "1e999"]),
    ("dt: 0.01", "dt: 0,01", ["c.yaml:9", "integrator.dt"]),
    ("dt: 0.01", "dt: fast", ["c.yaml:9", "integrator.dt", "fast"]),
    ("dt: 0.01", "dt: [1, 2]", ["c.yaml:9", "integrator.dt"]),
    ("dt: 0.01", "dt: 5 kpc", ["c.yaml:9", "integrator.dt"]),
    ("dt: 0.01", "dt: 0.01\n  eta: 0.1", ["integrator.dt"]),
    ("  dt: 0.01\n", "", ["integrator.dt"]),
    ("dt: 0.01", "dt: 0.01\n  dt: 0.02", ["c.yaml:10", "dt"]),
    ("dt: 0.01", "td: 0.01", ["c.yaml:9", "td", "dt"]),
    ("dt: 0.01", "eta: 0.1\n  criterion: jerk\n  steps: shared",
     ["criterion", "hint: integrator: {name: leapfrog, eta: 0.02, criterion: jerk, steps: block}"]),
    ("mass: 1.0\nforces:\n  - {law: plummer, softening: 0.05}\nintegrator:\n  name: leapfrog\n  dt: 0.01\n",
     "body_radius: 0.01\nforces: [{softening: 0.05}]\ncollisions: {outcome: bounce}\nintegrator: {eta: 0.1, steps: block}\n",
     ["c.yaml:7: integrator.steps", "hint: steps: auto or shared"]),
    ("name: leapfrog", "name: leapfrogg", ["c.yaml:8", "leapfrogg", "leapfrog"]),
    ("name: leapfrog", "name: [leapfrog]", ["integrator"]),
    ("softening: 0.05", "softening: -1", ["c.yaml:6", "softening", "-1"]),
    ("softening: 0.05", "softning: 0.05", ["c.yaml:6", "softning", "softening"]),
    ("softening: 0.05", "softening: 0,05", ["c.yaml:6", "hint: decimals follow a point"]),
    ("law: plummer", "law: plumer", ["c.yaml:6", "plumer", "plummer"]),
    ("law: plummer", "law: plummer, solver: fmmm", ["c.yaml:6", "fmmm"]),
    ("law: plummer", "law: newton", ["softening", "newton"]),
    ("n: 64", "n: 0", ["c.yaml:3", "n", "0"]),
    ("n: 64", "n: -5", ["c.yaml:3", "-5"]),
    ("n: 64", "n: 1.5", ["c.yaml:3", "1.5"]),
    ("n: 64", "n: many", ["c.yaml:3", "many"]),
    ("n: 64", "n: 99999999999999999999", ["c.yaml:3"]),
    ("mass: 1.0", "mass: -1", ["c.yaml:4", "mass", "-1"]),
    ("mass: 1.0", "mass: 1.0\n    position: [1, 2]", ["c.yaml:5", "position"]),
    ("model: plummer", "model: plumer", ["c.yaml:2", "plumer", "plummer"]),
    ("model: plummer\n    n: 64\n    mass: 1.0", "model: bodies\n    rows: [[1, 0, 0, 0, 0, 0, 0]]", ["c.yaml:3", "list of texts", "hint: put each item in quotes"]),
    ("model: plummer", "modell: plummer", ["modell"]),
    ("mass: 1.0", "mass: 1.0\n    file: x.hdf5", ["file"]),
    ("model: plummer\n    n: 64\n    mass: 1.0", "file: ''", ["c.yaml:2: particles[0].file: names no file"]),
    ("model: plummer\n    n: 64\n", "n: 64\n", ["c.yaml:2: particles[0].model: is missing: n belongs to a model", "hint: {model: plummer, n: "]),
    ("model: plummer\n    n: 64\n    mass: 1.0\nforces:\n  - {law: plummer, softening: 0.05}",
     "model: bodies\n    rows: ['1 0 0 0 0 0 0', '1 0 0 0 0 0 0']\nforces:\n  - {law: newton}", 3, ["particles 1 and 2 stand at the same point"]),
    ("name: leapfrog", "name: wisdom_holman", ["c.yaml:8: integrator.name"]),
    ("forces:\n  - {law: plummer, softening: 0.05}\nintegrator:\n  name: leapfrog", "forces:\n  - {law: newton}\nintegrator:\n  name: wisdom_holman",
     ["c.yaml:8: integrator.name: wisdom_holman needs a body that outweighs"]),
    ("t_end: 0.05", "t_end: 0.05\n  output: ''", ["c.yaml:12: run.output: names no directory"]),
    (GOOD, UNIVERSE, 4, ["c.yaml:4: particles[0]: zeldovich: spectrum: none.txt: no such file"]),
    (GOOD, UNIVERSE.replace("{model: zeldovich, grid: 8, spectrum: none.txt}", "{model: plummer, n: 8}"), ["c.yaml:2: cosmology.omega_m"]),
    ("t_end: 0.05", "t_end: -3", ["c.yaml:11", "t_end"]),
    ("  t_end: 0.05\n", "  seed: 1\n", ["run.t_end"]),
    ("t_end: 0.05", "t_end: 0.05\n  threads: -1", ["c.yaml:12", "threads"]),
    ("t_end: 0.05", "t_end: 0.05\n  precision: quad", ["c.yaml:12", "precision", "quad"]),
    ("t_end: 0.05", "t_end: 0.05\n  device: gpu", ["device", "gpu"]),
    ("t_end: 0.05", "t_end: 0.05\n  wall_limit: -5 min", ["c.yaml:12", "wall_limit"]),
    ("run:\n", "box: {boundary: periodic, size: [0, 1, 1]}\nrun:\n", ["box.size"]),
    ("run:\n", "box: {boundary: periodic}\nrun:\n", ["box.size"]),
    ("law: plummer", "law: plummer, solver: ewald", ["c.yaml:6", "ewald", "periodic"]),
    ("{law: plummer, softening: 0.05}", "{law: spline, softening: 0.01, solver: fmm}\nbox: {boundary: periodic, size: [1, 1, 3]}",
     ["c.yaml:6: forces[0]: ", "1 x 1 x 3", "solver: direct"]),
    ("{law: plummer, softening: 0.05}", "{law: spline, softening: 0.4}\nbox: {boundary: periodic, size: [1, 1, 1]}",
     ["c.yaml:6: forces[0]: ", "0.4 reaches beyond half the box's edge"]),
    ("{law: plummer, softening: 0.05}", "{law: plummer, softening: 0.1, solver: fmm}\nbox: {boundary: periodic, size: [1, 1, 1]}",
     ["c.yaml:6: forces[0]: ", "Plummer softening of 0.1", "law: spline"]),
    ("softening: 0.05}\nintegrator:\n  name: leapfrog\n  dt: 0.01", "softening: 0}\nintegrator:\n  name: rk4\n  eta: 0.01",
     ["c.yaml:9: integrator.eta: ", "softening is zero", "give integrator.dt"]),
    ("mass: 1.0\nforces:\n  - {law: plummer, softening: 0.05}\nintegrator:\n  name: leapfrog\n  dt: 0.01",
     "softening: 0\n  - {model: plummer, n: 8}\nforces:\n  - {law: plummer, softening: 0.05}\nintegrator:\n  name: leapfrog\n  eta: 0.01",
     ["c.yaml:10: integrator.eta: ", "some softening is zero"]),
    ("dt: 0.01", "dt: 0.01\n  criterion: tidal", ["c.yaml:10: integrator.criterion: ", "block steps"]),
    ("mass: 1.0\nforces:\n  - {law: plummer, softening: 0.05}", "softening: 0.1\nforces:\n  - {law: newton}",
     ["c.yaml:4: particles[0].softening: the law newton has none, got 0.1"]),
    ("mass: 1.0\n", "type: 6\noutput: {snapshots: {format: gadget4}}\n",
     ["c.yaml:5: output.snapshots.format: gadget4 files hold types 0 to 5, there are particles of type 6", "hint: the swift format"]),
    ("run:\n", "box: {boundary: round}\nrun:\n", ["box.boundary", "round"]),
    ("run:\n", "output: {snapshots: {every: 0}}\nrun:\n", ["output.snapshots.every"]),
    ("run:\n", "output: {log: {every: 1e-30}}\nrun:\n", ["c.yaml:10", "output.log.every", "1e-30"]),
    ("run:\n", "output: {snapshots: {fromat: swift}}\nrun:\n", ["fromat", "format"]),
    ("run:\n", "output: {snapshots: {fields: [Masses, Radii]}}\nrun:\n", ["c.yaml:10", "output.snapshots.fields", "Radii", "body_radius"]),
    ("run:\n", "output: {snapshots: {fields: [Masses, Velocity]}}\nrun:\n", ["c.yaml:10", "output.snapshots.fields", "got Velocity", "Velocities"]),
    ("run:\n", "box: {boundary: periodic, size: [9, 9, 8]}\noutput:\n  snapshots:\n    format: gadget4\nrun:\n",
     ["c.yaml:13: output.snapshots.format: gadget4 files hold cubic boxes, this one is 9 x 9 x 8", "hint: the swift format"]),
    ("run:\n", "output: {picture: {size: [20, 99999]}}\nrun:\n", ["c.yaml:10: output.picture.size: must be 16 to 16384", "99999"]),
    ("run:\n", "output: {snapshot: {every: 1}}\nrun:\n", ["snapshot", "snapshots"]),
    ("run:\n", "units: {length: kpc}\nrun:\n", ["units"]),
    ("run:\n", "units: {length: kpx, mass: Msun, velocity: km/s}\nrun:\n", ["kpx"]),
    ("particles:\n", "particels:\n", ["particels", "particles"]),
    ("run:\n", "run: [\n", ["c.yaml:"]),
    ("run:\n", "\trun:\n", ["c.yaml:"]),
    ("run:\n", "---\nrun:\n", ["c.yaml"]),
    (GOOD, "", ["particles"]),
    (GOOD, "just a text", ["c.yaml"]),
    (GOOD, "particles: []\n", ["particles"]),
    ("forces:\n", "  -\nforces:\n", ["c.yaml:5: particles[1]: must be a mapping such as"]),
    (GOOD, "a: &a [*a]\n", ["c.yaml"]),
]


def main():
    with folder() as d:
        config = pathlib.Path(d, "c.yaml")
        config.write_text(GOOD)
        ok = run("run", "c.yaml", "-o", "good", "-q", cwd=d)
        check(ok.returncode == 0 and ok.stderr == "" and ok.stdout == "", "the good configuration runs quietly", ok)
        dry = run("run", "c.yaml", "-o", "good", "--dry-run", cwd=d)
        check(dry.returncode == 0 and dry.stderr == "apsis: warning: good: a run is already there and will not be overwritten\n",
              "a dry run into an existing run's directory says that one is there", dry)
        check(run("run", "c.yaml", "-o", "new", "--dry-run", cwd=d).stderr == "" and not pathlib.Path(d, "new").exists(), "and makes none")
        for old, new, *status, words in CASES:
            config.write_text(GOOD.replace(old, new, 1))
            r = run("run", "c.yaml", "-o", "bad", cwd=d)
            check(refused(r, *status or [2], *words), f"{old!r} -> {new!r} is refused with {words}", r)
            dry = run("run", "c.yaml", "--dry-run", cwd=d)
            check("memory plan" not in dry.stdout and dry.stderr == r.stderr, f"{new!r}: a dry run says the same", dry)
            check(not pathlib.Path(d, "bad").exists(), f"{new!r} leaves no run directory")
        config.write_text("units: {length: kpc, mass: Msun, velocity: km/s}\n" + GOOD)
        for override, words in [("integrator.dt=-1", ["--set", "integrator.dt", "-1"]), ("integrator.td=1", ["td", "dt"]),
                                ("units.length=foo", ["--set: units.length: has an unknown unit, got foo"]), ("nonsense", ["nonsense"]), ("particles.7.n=3", ["particles"]), ("=3", ["--set"])]:
            r = run("run", "c.yaml", "-o", "bad", "--set", override, cwd=d)
            check(refused(r, 2, *words), f"--set {override} is refused", r)
        for name, status in (("none.csv", 4), ("c.yaml", 3)):
            config.write_text(GOOD.replace("model: plummer\n    n: 64\n    mass: 1.0", f"file: {name}"))
            r = run("run", "c.yaml", "-o", "bad", cwd=d)
            check(refused(r, status, f"error: c.yaml:2: particles[0].file: {name}: "), f"file: {name} is named where it stands", r)
        pathlib.Path(d, "type.csv").write_text("type,m,x,y,z\n1,1,0,0,0\n7,1,1,0,0\n")
        config.write_text(GOOD.replace("model: plummer\n    n: 64\n    mass: 1.0", "file: type.csv") + "output: {snapshots: {every: 1}}\n")
        r = run("run", "c.yaml", "-o", "bad", cwd=d)
        check(refused(r, 2, "c.yaml:10: output.snapshots.format: swift files hold types 0 to 6, there are particles of type 7", "hint: the own format"),
              "a file's type that snapshots do not hold is refused before a run directory is made", r)
        check(not pathlib.Path(d, "bad").exists() and run("run", "c.yaml", "-o", "own", "--set", "output.snapshots.format=own", cwd=d).returncode == 0, "own takes it")
        config.write_text(GOOD.replace("model: plummer\n    n: 64\n    mass: 1.0", "model: zeldovich\n    grid: 4"))
        r = run("run", "c.yaml", "-o", "bad", cwd=d)
        check(refused(r, 2, "c.yaml:2: particles[0]: zeldovich: needs an expanding universe"), "a model that cannot be is named where it stands", r)
        config.write_text(GOOD + "box: {size: [999, 999, 999]}\n")
        r = run("run", "c.yaml", "-q", "--dry-run", cwd=d)
        check(r.returncode == 0 and "warning: box: space is open, its size is not used" in r.stderr, "a box that is not used", r)
        for at, inside in (("[60, 0, 0]", False), ("[0, 0, -50.1]", False), ("[50, 50, 50]", True), ("[0, 0, 0]", True)):
            config.write_text(GOOD.replace("model: plummer\n    n: 64", f"model: uniform_sphere\n    position: {at}\n    n: 64") +
                              "box: {boundary: open, size: [100, 100, 100]}\n")
            r = run("run", "c.yaml", "-q", "--dry-run", cwd=d)
            check(r.returncode == 0 if inside else refused(r, 2, "box.size: particles reach from", "hint: boundary: periodic wraps them"),
                  f"particles about {at} of an open box from 0 to 100 or from -50 to 50", r)
        config.write_text(GOOD + "output:\n  frames: {every: 0.01, movie: a/b.mp4}\n")
        r = run("run", "c.yaml", "-o", "movie", "-q", cwd=d)
        check(refused(r, 2, "c.yaml:13: output.frames.movie", "a/b.mp4"), "an event's own refusal has its line", r)
        config.write_bytes(b"title: \xff\xfe\nparticles: []\n")
        check(refused(run("run", "c.yaml", cwd=d), 2, "c.yaml"), "bytes that are not UTF-8 are refused")
        config.write_bytes(GOOD.encode() + b"\0")
        check(refused(run("run", "c.yaml", cwd=d), 2, "c.yaml"), "a NUL byte is refused")
        for foreign in ("% Relevant files\nInitCondFile  ./ics\n", "InitCondFile  ./ics\n", "Gravity:\n  eta: 0.025\n"):  # GADGET's, SWIFT's
            config.write_text(foreign)
            check(refused(run("run", "c.yaml", cwd=d), 2, "c.yaml:1", "apsis explain NAME"), f"another code's parameters: {foreign!r}")
        check(refused(run("run", "none.yaml", cwd=d), 2, "none.yaml"), "a missing file is named")
        check(refused(run("run", d, cwd=d), 2), "a directory is refused")
        for words in (["run"], ["run", "a", "b"], ["fly"], ["run", "c.yaml", "--fast"], ["run", "c.yaml", "-o"], ["run", "c.yaml", "-q=3"]):
            r = run(*words, cwd=d)
            check(r.returncode == 2 and r.stderr.startswith("apsis: error: "), f"usage error: {words}", r)
    end()


main()
