"""apsis analyze: files and run directories, what it says as JSON, and what it refuses."""
import json
import math
import pathlib

from apsis_cli import check, end, folder, refused, run

DATA = pathlib.Path("../shared/data").resolve()
CONFIG = """title: analysed
particles: [{model: plummer, n: 2000, type: 1}, {model: plummer, n: 500, mass: 0.1, type: 3}]
forces: [{law: spline, solver: direct, softening: 0.05}]
integrator: {name: leapfrog, dt: 0.02}
run: {t_end: 0.2, device: cpu}
output: {snapshots: {every: 0.1}, picture: none}
"""
ENERGY = ["kinetic", "kinetic_internal", "potential", "total", "virial_ratio", "potential_from", "potential_note", "law",
          "solver"]
PROFILE = ["n", "r_inner", "r_outer", "r", "mass", "density", "v_r", "v_phi", "sigma", "sigma_r", "sigma_t", "beta",
           "enclosed_mass", "v_circular"]
RINGS = ["n", "R_inner", "R_outer", "R", "mass", "surface_density", "v_R", "v_phi", "v_circular", "sigma_R", "sigma_phi",
         "sigma_z", "z_rms"]
DISC = ["found", "type", "n", "mass", "centre", "velocity", "axis", "flattening", "rotation", "z_median", "z_rms",
        "scale_length", "scale_length_error", "central_surface_density", "rings"]
KEYS = {
    "": ["file", "format", "time", "redshift", "comoving", "units", "species", "type", "n", "mass", "averages_count_particles", "centre",
         "centre_of_mass", "mean_velocity", "momentum", "angular_momentum", "spin", "energy", "velocity_dispersion",
         "lagrangian", "profile", "disc", "power_spectrum", "halos", "orbits"],
    "units": ["length_cm", "mass_g", "time_s", "velocity_cm_per_s", "G", "note"],
    "centre": ["method", "position", "velocity", "sphere_radius", "sphere_n", "peak"],
    "energy": ENERGY, "lagrangian": ["fraction", "radius", "r_max"], "profile": PROFILE, "disc": DISC,
}
ROW = ["file", "time", "scale_factor", "n", "kinetic", "potential", "total", "virial_ratio", "centre", "r1", "r5", "r10", "r20", "r30", "r50",
       "r70", "r80", "r90", "r95", "r99", "halos", "heaviest_halo", "potential_from"]
RUN = ["snapshots", "directory", "energy_error_max", "energy_error_last", "steps", "evaluations", "interactions", "wall_s",
       "last"]


def no_nan(word):
    raise ValueError(f"{word} is not JSON")


def parsed(result, what):
    if not check(result.returncode == 0 and not result.stderr, what, result):
        end()
    return json.loads(result.stdout, parse_constant=no_nan)


ORBITS = ["centre", "centre_mass", "id", "mass", "a", "e", "inclination", "longitude", "varpi", "node", "period"]
HALOS = ["linking", "least", "n_halos", "n_inside", "mass_inside", "id", "n", "mass", "x", "y", "z", "vx", "vy", "vz", "sigma", "radius",
         "mass_function"]
MASS_FUNCTION = ["mass_low", "mass_high", "n", "heavier", "dn_dlnM"]
POWER = ["grid", "nyquist", "shot_noise", "k", "modes", "power"]


def same_keys(found, expected, what):
    check(list(found) == expected, f"{what}: keys {list(found)}, documented {expected}")


def documented(a):
    """Every key that docs/analysis.md lists, and no other."""
    for part, keys in KEYS.items():
        same_keys(a[part] if part else a, keys, part or "top")
    same_keys(a["disc"]["rings"], RINGS, "rings")
    if a["power_spectrum"]:
        same_keys(a["power_spectrum"], POWER, "power spectrum")
    if a["orbits"]:
        same_keys(a["orbits"], ORBITS, "orbits")
    if a["halos"]:
        same_keys(a["halos"], HALOS, "halos")
        same_keys(a["halos"]["mass_function"], MASS_FUNCTION, "mass function")
    power = {k: v for k, v in (a["power_spectrum"] or {}).items() if isinstance(v, list)}
    for table in (a["profile"], a["disc"]["rings"], *([power] if power else [])):
        check(len({len(column) for column in table.values()}) == 1, "columns of one length")


COMOVING = """units: {length: Mpc, mass: 1e10 Msun, velocity: km/s}
cosmology: {H0: 67.7 km/s/Mpc, omega_m: 0.31}
box: {boundary: periodic, size: [50, 50, 50]}
particles: [{model: zeldovich, grid: 8}]
forces: [{law: spline, softening: 0.2, solver: direct}]
integrator: {dt: 0.05}
run: {t_start: 0.1, t_end: 0.5, device: cpu}
output: {log: {every: 0.1}, snapshots: {times: [0.3]}, picture: none}
"""


def rows_of(work, file):
    run("convert", file, work / "rows.csv")
    lines = (work / "rows.csv").read_text().splitlines()
    return [dict(zip(lines[0].split(","), map(float, l.split(",")))) for l in lines[1:]]


def near(value, expected, relative):
    return abs(value - expected) <= relative * abs(expected)


def test_run_directory(work):
    config, out = work / "c.yaml", work / "run of ü"
    config.write_text(CONFIG)
    check(run("run", config, "-o", out, "-q").returncode == 0, "a run")
    whole = parsed(run("analyze", out, "--json"), "a run directory")
    same_keys(whole, RUN, "run")
    check([round(row["time"], 9) for row in whole["snapshots"]] == [0, 0.1, 0.2], "a row for each snapshot, in order")
    for row in whole["snapshots"]:
        same_keys(row, ROW, "row")
        check(row["r10"] < row["r50"] < row["r90"] and row["n"] == 2500, "radii grow")
        check(row["potential_from"] == "file", "the snapshot's potential is taken")
    documented(whole["last"])
    check(whole["steps"] == 10 and whole["interactions"] > 0 and whole["wall_s"] > 0, "timings.csv is read")
    check(isinstance(whole["interactions"], int), f"pairs are counted: {whole['interactions']}")

    # energies agree with the log of the same run: both sum the same doubles, the stored potential is that of the log
    lines = [l for l in (out / "energy.csv").read_text().splitlines() if not l.startswith("#")]
    table = [dict(zip(lines[0].split(","), l.split(","))) for l in lines[1:]]
    check(near(whole["energy_error_max"], max(abs(float(row["relative_error"])) for row in table), 1e-12), "the largest error")
    for key in ("kinetic", "potential", "total"):
        check(near(whole["last"]["energy"][key], float(table[-1][key]), 1e-6), f"{key} energy as in the log")
    check("spline" in whole["last"]["energy"]["potential_note"], "the law is told from the potential")

    text = run("analyze", out)
    check(text.returncode == 0 and text.stdout.count("snapshot_000") >= 3 and "energy error" in text.stdout
          and "Lagrangian radii" in text.stdout and "nan" not in text.stdout, "as text", text)
    check(parsed(run("analyze", out / "snapshots", "--json"), "its folder of snapshots")["steps"] == 10, "belongs to the run")

    snapshot = out / "snapshots" / "snapshot_0002.hdf5"
    alone = parsed(run("analyze", snapshot, "--json"), "one snapshot")
    check({**alone, "file": ""} == {**whole["last"], "file": ""}, "a snapshot alone says the same")
    for threads in (1, 2):
        again = parsed(run("analyze", snapshot, "--json", "--solver", "direct", "--threads", threads), "computed anew")
        check(again["energy"]["law"] == "spline", "law and softening of the run are used")
        check(near(again["energy"]["potential"], alone["energy"]["potential"], 1e-6), "the same potential energy")
        if threads == 1:
            first = again
    check(first == again, "the same answer for any number of threads")

    # a checkpoint's potential may be older than its positions: it is never taken
    last = sorted((out / "checkpoints").glob("*.hdf5"))[-1]
    check(parsed(run("analyze", last, "--json"), "a checkpoint")["energy"]["potential_from"] == "solver", "is computed")
    return snapshot, alone


def test_options(snapshot, whole):
    one = parsed(run("analyze", snapshot, "--json", "--type", 3), "one species")
    check(one["n"] == 500 and near(one["mass"], 0.1, 1e-9) and one["type"] == 3, "its particles")
    check([s["type"] for s in one["species"]] == [1, 3], "all species are still listed")
    none = parsed(run("analyze", snapshot, "--json", "--solver", "none"), "no potential")
    check(none["energy"]["potential"] is None and none["energy"]["virial_ratio"] is None, "is null")
    check(none["lagrangian"] == whole["lagrangian"], "the rest stays")
    few = parsed(run("analyze", snapshot, "--json", "--bins", 3), "three bins")
    check(1 <= len(few["profile"]["n"]) <= 3, "at most three shells")
    given = parsed(run("analyze", snapshot, "--json", "--centre=1,0,-2"), "a centre")
    check(given["centre"]["position"] == [1, 0, -2] and given["centre"]["method"] == "given", "is taken")
    mass = parsed(run("analyze", snapshot, "--json", "--centre", "com"), "the centre of mass")
    check(mass["centre"]["position"] == mass["centre_of_mass"], "is the centre")
    heavy = parsed(run("analyze", snapshot, "--json", "--G", 2, "--law", "newton"), "another G")
    check(near(heavy["energy"]["potential"] / whole["energy"]["potential"], 2, 0.05) and heavy["units"]["G"] == 2, "doubles W")


def test_refusals(work, snapshot):
    empty = work / "empty"
    empty.mkdir()
    (empty / "backup.0").mkdir()  # a folder is no snapshot
    result = run("analyze", empty)
    check(refused(result, 3, "empty", "no snapshots") and "hint:" in result.stderr, "a directory without snapshots", result)
    result = run("analyze", work / "nothing.hdf5")
    check(refused(result, 4, "nothing.hdf5", "no such file"), "a missing file", result)
    broken = work / "broken.csv"
    broken.write_text("m,x,y,z,vx,vy,vz\n1,0,0,0,0,0,0\n1,1,nan,0,0,0,0\n")
    result = run("analyze", broken)
    check(refused(result, 3, "broken.csv"), "a row that is not finite", result)
    for bad in (["--bins", "0"], ["--bins", "x"], ["--type", "-1"], ["--centre", "1,2"], ["--centre", "1,2,inf"],
                ["--law", "nix"], ["--solver", "nix"], ["--softening", "-1"], ["--threads", "1.5"], ["--nix"], ["--G", "nan"], ["--grid", "12"],
                ["--grid", "4"], ["--grid", "4096"], ["--linking", "-1"], ["--least", "0"]):
        result = run("analyze", snapshot, *bad)
        check(refused(result, 2, bad[0]), f"{bad} is refused", result)
    result = run("analyze", snapshot, "--type", 5)
    check(refused(result, 2, "type 5") and "1, 3" in result.stderr, "a species that is not there", result)
    check(run("analyze").returncode == 2 and run("analyze", "--help").returncode == 0, "usage")


def test_few_and_odd_particles(work):
    head = "m,x,y,z,vx,vy,vz\n"
    for name, rows in {"one": ["1,2,3,4,0,1,0"], "two": ["1,-1,0,0,0,.5,0", "1,1,0,0,0,-.5,0"],
                       "same": ["1,5,5,5,0,0,0"] * 30, "massless": [f"0,{i},0,0,0,{i},0" for i in range(30)],
                       "far": [f"1,{i % 5},{i % 7},{i % 3},0,0,0.{i}" for i in range(60)] + ["1,1e12,0,0,0,0,0"],
                       "range": [f"1e{-i % 7},{i % 5}.1,{i % 7},{i % 3},0,0,0" for i in range(100)]}.items():
        file = work / f"{name}.csv"
        file.write_text(head + "\n".join(rows) + "\n")
        a = parsed(run("analyze", file, "--json", "--softening", "0.1"), f"{name}: as JSON")
        documented(a)
        text = run("analyze", file, "--softening", "0.1")
        check(text.returncode == 0 and " nan" not in text.stdout and " inf" not in text.stdout, f"{name}: as text", text)
        if name == "two":  # K = 2/8 each, W = -1 / sqrt(4 + 0.01)
            check(near(a["energy"]["kinetic"], 0.25, 1e-12) and near(a["energy"]["potential"], -1 / math.sqrt(4.01), 1e-6), "a pair")
        if name == "same":
            check(a["lagrangian"]["r_max"] == 0 and a["profile"]["density"] == [None], "coincident: a density of null")
    bare = run("analyze", work / "same.csv", "--json")
    a = parsed(bare, "coincident without softening")
    check(a["energy"]["potential"] is None and a["energy"]["potential_from"] == "none", "has no potential, and says why")
    (work / "large.csv").write_text(head + "1e305,0,0,0,0,0,0\n1e305,1e-5,0,0,0,0,0\n1,1,2,3,0,1,0\n")
    for name, potential_from in (("large", "none"), ("larger", "solver")):  # the second's are each finite, and their sum is not
        if name == "larger":
            (work / "larger.csv").write_text(head + "1e200,0,0,0,0,0,0\n1e200,1,0,0,0,0,0\n")
        a = parsed(run("analyze", work / f"{name}.csv", "--json"), f"{name}: a potential beyond what a number holds")
        documented(a)
        check(a["energy"]["potential"] is None and a["energy"]["potential_from"] == potential_from
              and "beyond what a number holds" in a["energy"]["potential_note"] and a["lagrangian"]["r_max"] > 0, f"{name}: the rest is told, and why")
    config = work / "kpc.yaml"
    config.write_text("units: {length: kpc, mass: 1e10 Msun, velocity: km/s}\n" + CONFIG)
    check(run("run", config, "-o", work / "kpc", "-q", "--set", "run.t_end=0.001", "--set", "integrator.dt=0.0005").returncode == 0,
          "a run in kpc")
    units = parsed(run("analyze", work / "kpc", "--json"), "a run with units")["last"]["units"]
    check(near(units["length_cm"], 3.0857e21, 1e-4) and near(units["G"], 43009, 1e-4), "units and G of the file")


def test_comoving(work):
    """Whatever the layout stores, the numbers are those of the run: no factors of h, peculiar velocities and energies."""
    config = work / "web.yaml"
    config.write_text(COMOVING)
    found = {}
    for layout in ("swift", "gadget4", "own"):
        out = work / layout
        check(run("run", config, "-o", out, "-q", "--set", f"output.snapshots.format={layout}").returncode == 0, f"a run, {layout}")
        whole = found[layout] = parsed(run("analyze", out, "--json"), layout)
        documented(whole["last"])
        check([near(row["scale_factor"], a, 1e-9) for row, a in zip(whole["snapshots"], (0.1, 0.3, 0.5))] == [True] * 3, "scale factors")
        lines = [l for l in (out / "energy.csv").read_text().splitlines() if not l.startswith("#")]
        table = [dict(zip(lines[0].split(","), map(float, l.split(",")))) for l in lines[1:]]
        for row in whole["snapshots"]:
            log = min(table, key=lambda t: abs(t["time"] - row["scale_factor"]))
            for key in ("kinetic", "potential"):
                check(near(row[key], log[key], 1e-6), f"{layout}: {key} energy at a = {row['scale_factor']}: {row[key]}, log {log[key]}")
            check(row["virial_ratio"] is None and row["r50"] is None, "no centre, no equilibrium")
        last = whole["last"]
        check(last["centre"]["method"] == "none" and last["centre"]["position"] == [None] * 3 and last["spin"] == [None] * 3, "no centre")
        check(last["comoving"]["scale_factor"] == 0.5 and near(last["comoving"]["h_taken_out"], 0.677 if layout == "gadget4" else 1, 1e-9), "says what it did")
        check(near(last["mass"], found["swift"]["last"]["mass"], 1e-9), f"{layout}: masses without h")
    # computed anew, with the run's softening in the units of the file
    for layout in ("swift", "gadget4"):
        file = work / layout / "snapshots" / "snapshot_0001.hdf5"
        again = parsed(run("analyze", file, "--json", "--solver", "direct", "--softening", "0.2", "--law", "spline"), "anew")
        check(near(again["energy"]["potential"], found["swift"]["snapshots"][1]["potential"], 1e-6), f"{layout}: the same potential energy")
        text = run("analyze", file).stdout
        check("a = 0.3, z = 2.33333" in text and "peculiar" in text and "centre             none" in text, "says it in words", text)
    # about a point: nearest images
    file = work / "swift" / "snapshots" / "snapshot_0002.hdf5"
    rows = rows_of(work, file)
    c = (1.0, 49.0, 25.0)
    r = sorted(math.sqrt(sum(((p[k] - c[d] + 25) % 50 - 25) ** 2 for d, k in enumerate("xyz"))) for p in rows)
    inside = [x for x in r if x <= 25]
    about = parsed(run("analyze", file, "--json", "--centre=1,49,25"), "about a point")
    check(near(about["lagrangian"]["r_max"], inside[-1], 1e-6), "out to half an edge")
    check(near(about["lagrangian"]["radius"][5], inside[(len(inside) + 1) // 2 - 1], 1e-6), "half of what is inside")
    check(about["n"] == 512 and len(about["profile"]["n"]) > 3 and not about["disc"]["found"], "sums are of all")
    stands = parsed(run("analyze", file, "--json", "--centre", "com"), "as they stand")
    check(stands["centre"]["method"] == "com" and stands["energy"]["virial_ratio"] is not None, "asked for all the same")
    listed = run("analyze", work / "swift").stdout
    check(" a     kinetic" in listed and "r50" not in listed.split("the last snapshot")[0], "columns of a box", listed)


def test_power_spectrum(work):
    """The longest waves of a snapshot, by sums over its particles."""
    file = work / "gadget4" / "snapshots" / "snapshot_0002.hdf5"
    rows = rows_of(work, work / "swift" / "snapshots" / "snapshot_0002.hdf5")
    found = parsed(run("analyze", file, "--json"), "a power spectrum")["power_spectrum"]
    check(found["grid"] == 16 and len(found["k"]) == 7 and near(found["nyquist"], 16 * math.pi / 50, 1e-9), "a mesh of two nodes a particle")
    check(near(found["shot_noise"], 50**3 / 512, 1e-9) and max(found["k"]) < found["nyquist"], "shot noise, nothing beyond the mesh")
    waves = [(x, y, z) for x in (-1, 0, 1) for y in (-1, 0, 1) for z in (-1, 0, 1) if 0 < x * x + y * y + z * z <= 2]
    power = 0
    for n in waves:
        phase = [2 * math.pi * (n[0] * p["x"] + n[1] * p["y"] + n[2] * p["z"]) / 50 for p in rows]
        power += 50**3 * (sum(map(math.cos, phase)) ** 2 + sum(map(math.sin, phase)) ** 2) / 512**2 / len(waves)
    check(found["modes"][0] == 9 and near(found["power"][0], power, 2e-4), f"the longest waves: {found['power'][0]}, by sums {power}")
    lists = [parsed(run("analyze", file, "--json", "--threads", t, "--grid", 64), "threads")["power_spectrum"] for t in (1, 3)]
    check(lists[0] == lists[1] and lists[0]["grid"] == 64 and near(lists[0]["power"][0], power, 1e-5), "any threads, a finer mesh")
    check(parsed(run("analyze", file, "--json", "--grid", 0), "none")["power_spectrum"] is None, "no mesh")
    check("power spectrum on a mesh of 16^3" in run("analyze", file).stdout, "in words")


def friends(rows, length, box):
    """Sets of rows that hang together, by all pairs."""
    parent = list(range(len(rows)))

    def root(i):
        while parent[i] != i:
            i = parent[i]
        return i

    def apart(a, b):
        return (a - b + box / 2) % box - box / 2 if box else a - b

    for i, p in enumerate(rows):
        for j in range(i):
            if sum(apart(p[k], rows[j][k]) ** 2 for k in "xyz") <= length**2:
                a, b = sorted((root(i), root(j)))
                parent[b] = a
    sets = {}
    for i in range(len(rows)):
        sets.setdefault(root(i), []).append(rows[i])
    return list(sets.values())


def test_orbits(work):
    """A planet and a flyby; none where no body outweighs the others, none in a box."""
    (work / "star.csv").write_text("m,x,y,z,vx,vy,vz\n1,0,0,0,0,0,0\n0,4,0,0,0,0.5,0\n0,1,0,0,0,2,0\n")
    a = parsed(run("analyze", work / "star.csv", "--json"), "a star")["orbits"]
    check(a["centre"] == 1 and a["id"] == [2, 3] and near(a["a"][0], 4, 1e-12) and near(a["a"][1], -0.5, 1e-12) and near(a["e"][1], 3, 1e-12), "elements", a)
    check(near(a["period"][0], 16 * math.pi, 1e-12) and a["period"][1] is None, "periods", a)
    check("orbits about particle 1" in run("analyze", work / "star.csv").stdout, "in words")


def test_halos(work):
    file = work / "swift" / "snapshots" / "snapshot_0002.hdf5"
    rows = rows_of(work, file)
    for layout in ("swift", "gadget4"):
        found = parsed(run("analyze", work / layout / "snapshots" / "snapshot_0002.hdf5", "--json", "--linking", 2.9, "--least", 5), "halos")["halos"]
        wanted = sorted((sorted(s, key=lambda p: p["id"]) for s in friends(rows, 2.9, 50) if len(s) >= 5), key=lambda s: (-len(s), s[0]["id"]))
        check(len(wanted) > 3 and found["n"] == [len(s) for s in wanted] and found["id"] == [s[0]["id"] for s in wanted], f"{layout}: by all pairs: {found['n']}")
        check(found["n_inside"] == sum(found["n"]) and near(found["mass_inside"], sum(found["mass"]), 1e-9), "sums")
        for k, s in enumerate(wanted):
            for d in "xyz":
                centre = s[0][d] + sum((p[d] - s[0][d] + 25) % 50 - 25 for p in s) / len(s)
                check(abs((found[d][k] - centre + 25) % 50 - 25) < 1e-5 and 0 <= found[d][k] < 50, f"{layout}: centre of halo {k}")
                check(abs(found["v" + d][k] - sum(p["v" + d] for p in s) / len(s)) < 1e-5, f"{layout}: its velocity")
        table = found["mass_function"]
        check(sum(table["n"]) == found["n_halos"] and table["heavier"][0] == found["n_halos"], "every halo is in a bin")
        check(near(table["dn_dlnM"][0], table["n"][0] / 50**3 / math.log(10**0.25), 1e-9), "per volume and e-fold")
    plain = parsed(run("analyze", file, "--json"), "by default")["halos"]
    check(near(plain["linking"], 0.2 * 50 / 8, 1e-6) and plain["least"] == 20, "a fifth of the mean distance")
    check(parsed(run("analyze", file, "--json", "--linking", 0), "none")["halos"] is None, "no halos")
    text = run("analyze", file, "--linking", 2.9, "--least", 5).stdout
    check("halos: friends of friends by links of 2.9" in text and "dn / d ln M" in text, "in words", text)
    check("halos" in run("analyze", work / "swift").stdout, "a column of a run's list")
    # open space: a length has to be given
    clumps = work / "clumps.csv"
    clumps.write_text("m,x,y,z,vx,vy,vz\n" + "".join(f"1,{i % 2 * 10 + i * .001},{i % 3 * .01},0,{i % 2},0,0\n" for i in range(60)) + "1,5,5,5,0,0,0\n")
    check(parsed(run("analyze", clumps, "--json", "--softening", "0.1"), "open")["halos"] is None, "none unless a length is given")
    two = parsed(run("analyze", clumps, "--json", "--softening", "0.1", "--linking", "0.05"), "two clumps")
    documented(two)
    check(two["halos"]["n"] == [30, 30] and two["halos"]["vx"] == [0, 1] and two["halos"]["mass_function"]["dn_dlnM"] == [None], "of thirty each, per no volume")
    check(near(two["halos"]["x"][1], 10.03, 1e-9), "where it is")


def test_inputs_of_others():
    if not DATA.is_dir():
        return
    for name in ("input1k", "input16k"):
        a = parsed(run("analyze", DATA / "nbabel" / name, "--json"), name)
        check(near(a["energy"]["kinetic"], 0.25, 1e-9) and near(a["energy"]["potential"], -0.5, 1e-5), f"{name}: K = 1/4, W = -1/2")
        check(near(a["energy"]["virial_ratio"], 1, 1e-5), f"{name}: virial ratio")  # forces are asked for to 1e-4
        r50 = a["lagrangian"]["radius"][5]  # scatters by 0.5 / sqrt(N) / (dM/dr = 0.65)
        check(abs(r50 - 0.7686) < 3 * 0.77 / math.sqrt(a["n"]), f"{name}: half-mass radius {r50}")
    # a round halo of 20000 with a round bulge of 2000 in equilibrium; its phi slot holds ids
    a = parsed(run("analyze", DATA / "bonsai" / "model3_child_compact.tipsy", "--json"), "bonsai")
    check([(s["type"], s["n"]) for s in a["species"]] == [(1, 20000), (4, 2000)], "bonsai: species")
    check(near(a["energy"]["virial_ratio"], 1, 0.02) and a["energy"]["potential_from"] == "solver", "bonsai: in equilibrium")
    check(not a["disc"]["found"] and abs(a["disc"]["flattening"] - 0.577) < 0.06, "bonsai: holds no disc")


with folder() as work:
    work = pathlib.Path(work)
    snapshot, whole = test_run_directory(work)
    test_options(snapshot, whole)
    test_refusals(work, snapshot)
    test_few_and_odd_particles(work)
    test_comoving(work)
    test_power_spectrum(work)
    test_halos(work)
    test_orbits(work)
    test_inputs_of_others()
end()
