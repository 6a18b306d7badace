"""What the command line says to words that it cannot follow, before any work is done, and to an output that it cannot give."""
import csv
import json
import math
import os
import pathlib
import re
import subprocess

from apsis_cli import PROGRAM, check, end, folder, refused, run

RUN = """particles: [{model: plummer, n: 200}, {model: plummer, n: 50, softening: 0.02, velocity: [3, 0, 0]}]
forces: [{law: plummer, softening: 0.05}]
integrator: {name: leapfrog, dt: DT}
run: {t_end: 1}
"""


def options(d):
    """A wrong value is named after the word that was typed, not after a configuration that nobody wrote."""
    for words, status, *say in ((["--sofening", 1], 2, "--sofening", "did you mean --softening?"),
                                (["--device", "gpu"], 2, "error: --device: must be", "gpu"),
                                (["--threads", "-1"], 2, "error: --threads: must be >= 0, got -1"),
                                (["--law", "newton", "--softening", 0.1], 2, "error: --softening: the law newton has none, got 0.1", "--law spline"),
                                (["--solver", "ewald"], 2, "error: --solver: ewald sums periodic boxes only"),
                                (["--format", "csv"], 2, "--format", "csv", "accelerations")):
        r = run("forces", "p.hdf5", "-o", "f.hdf5", *words, cwd=d)
        check(refused(r, status, *map(str, say)) and r.stdout == "", f"forces {words}", r)
    r = run("forces", "p.hdf5", "-o", "f.csv", cwd=d)
    check(refused(r, 2, "--output: a csv file has no place for accelerations, got f.csv", "hint: -o NAME.hdf5") and not pathlib.Path(d, "f.csv").exists(),
          "no HDF5 under the name of a CSV file", r)
    r = run("forces", "p.hdf5", "-o", "f.csv", "--format", "swift", cwd=d)
    check(r.returncode == 0 and run("info", "f.csv", cwd=d).stdout.count("SWIFT layout") == 1, "but where it is asked for", r)
    for words, *say in ((["plummer", "n=0"], "error: n: must be >= 1, got 0"), (["plumer"], "error: model: no model is called plumer"),
                        (["plummer", "--seed", -1], "error: seed: must be >= 0, got -1"),
                        (["two_body", "e=1"], "error: two_body: e must be < 1")):
        check(refused(run("ic", *words, "-o", "x.hdf5", cwd=d), 2, *say), f"ic {words}")
    check(refused(run("ic", "plummer", "n=1", "n=2", "-o", "x.hdf5", cwd=d), 2, "n: given twice", "n=2"), "ic: a key given twice")
    bare, asked = run(cwd=d), run("--help", cwd=d)
    check(bare.returncode == 2 and bare.stdout == "" and bare.stderr == asked.stdout and "usage: apsis COMMAND" in bare.stderr, "no command: a usage error", bare)
    check(asked.returncode == 0 and asked.stderr == "", "help is no error", asked)
    check(run("help", "ic", cwd=d).stdout == run("ic", "--help", cwd=d).stdout != asked.stdout, "help COMMAND")
    check(refused(run("help", "convrt", cwd=d), 2, "convrt", "did you mean apsis convert?"), "help of a misspelt command")
    check(run("-V", cwd=d).stdout == run("--version", cwd=d).stdout, "-V is --version")
    check(refused(run("convrt", cwd=d), 2, "convrt", "did you mean apsis convert?"), "a misspelt command")
    check(refused(run("report", "d", cwd=d), 2, "report", "Python package"), "a command that the Python package adds")
    check(refused(run("run", "p.hdf5", cwd=d), 2, "p.hdf5", "particles: [{file: p.hdf5}]"), "particles in the place of a configuration")
    for words in (["--map", "foo"], ["--fps", 0], ["--width", -1], ["--zoom", "0"], ["--projection", "zz"], ["--frames", "0"]):
        check(refused(run("render", "p.hdf5", "-o", "p.png", *words, cwd=d), 2, words[0]), f"render {words}")
    r = run("forces", "p.hdf5", "-o", "f.hdf5", "--sample", "1e1", cwd=d)
    check(r.returncode == 0 and "over 10 particles" in r.stdout, "1e1 is an integer", r)
    pathlib.Path(d, "p.yaml").write_text(RUN.replace("DT", "0.01"))
    r = run("run", "p.yaml", "--dry-run", "-P", "run:t_end:0.75", "-P", "forces.0:softening:0.5", cwd=d)
    check(r.returncode == 0 and "t_end: 0.75" in r.stdout and "softening: 0.5" in r.stdout, "-P section:key:value is --set", r)
    for word, *say in (("run:t_end", "section:key:value"), ("Gravity:eta:0.1", "here integrator.eta", "apsis explain Gravity:eta"),
                       ("run:t_edn:1", "run.t_edn", "did you mean `t_end`?"), ("integrator:seed:1", "integrator.seed", "a key of section run; apsis explain run.seed"),
                       ("run:accuracy:1", "run.accuracy", "a key of section forces; apsis explain forces.accuracy"),
                       ("run:mass:1", "run.mass", "known keys are")):  # one of units, and of most models
        check(refused(run("run", "p.yaml", "-P", word, cwd=d), 2, *say), f"-P {word}")
    for word, value, say in (("--threads", "-1", "error: --threads: must be >= 0, got -1"), ("--device", "gpu", "error: --device: must be")):
        check(refused(run("run", "p.yaml", word, value, cwd=d), 2, say), f"run {word} {value}")
        r = run("run", "p.yaml", "--set", f"run.{word[2:]}={value}", cwd=d)
        check(refused(r, 2, f"error: --set: run.{word[2:]}: must be"), f"run --set run.{word[2:]}={value}", r)
    check(refused(run("run", "c.yaml", "-q", "-v", cwd=d), 2, "-q and -v"), "quiet and verbose exclude each other")
    for words in (["-P", "Foo:bar:1"], ["--set", "Foo.bar=1"]):
        check(refused(run("run", "p.yaml", *words, cwd=d), 2, f"error: {words[0]}: Foo: unknown key"), f"{words}: the option that was typed is named")
    check(refused(run("run", "p.yaml", "--set", "run:t_end:1", cwd=d), 2, "--set: must be", "hint: -P takes section:key:value"), "what -P takes, given to --set")
    for text, hint in (("a: b", 'holds ": "'), ("[a]", "begins with [")):
        check(refused(run("run", "p.yaml", "--set", f"title={text}", cwd=d), 2, "--set: title: must be a text", "hint: quote a text that " + hint), f"title={text}")
    for option, bad, good in (("--colour", "nope", "speed"), ("--pace", "x", "2"), ("--draw", "x", "cpu"), ("--way", "x", "late"), ("--share", "2", "0.1"),
                              ("--on-close", "x", "stop")):
        check(refused(run("run", "p.yaml", "--dry-run", option, bad, cwd=d), 2, f"error: {option}: ", f"'{bad}'"), f"{option} {bad}")
        check(refused(run("run", "p.yaml", "--dry-run", "--live", option, bad, cwd=d), 2, f"error: {option}: ", f"'{bad}'"), f"--live {option} {bad}")
        check(refused(run("run", "p.yaml", "--dry-run", option, good, cwd=d), 2, f"error: {option}: is of the window", "hint: add --live"), f"{option} without a window")
    for accuracy in (1, "1e-16"):
        r = run("run", "p.yaml", "--dry-run", "--set", f"forces.0.accuracy={accuracy}", cwd=d)
        check(refused(r, 2, f"forces[0].accuracy: must be from 1e-15 to 0.5, got {accuracy}"), f"an accuracy of {accuracy}", r)


def outputs(d):
    """Where a file cannot be put is known before the forces are summed."""
    for words in (["forces", "p.hdf5", "-o"], ["ic", "plummer", "-o"], ["convert", "p.hdf5"]):
        for to, say in (("none/x.hdf5", "none/x.hdf5: cannot write"), (".", ".: cannot write")):
            r = run(*words, to, cwd=d)
            check(refused(r, 4, say) and r.stdout == "", f"{words} {to}", r)
    for words in (["forces", "p.hdf5", "-o"], ["ic", "plummer", "n=2", "-o"], ["convert", "p.hdf5"], ["render", "p.hdf5", "-o"], ["demo", "kepler", "--headless", "--csv"]):
        r = run(*words, "-", cwd=d)
        check(refused(r, 2, "error: the output -: ", "hint: name a file") and r.stdout == "" and not pathlib.Path(d, "-").exists(), f"{words} -", r)
    check(refused(run("run", "p.yaml", "-o", "-", cwd=d), 2, "--output: names no directory"), "run -o -")
    r = run("render", "p.hdf5", "-o", "none/p.mp4", cwd=d)
    check(refused(r, 4, "none/p.mp4: cannot write") and r.stdout == "", "render", r)
    r = run("convert", "p.hdf5", "p.tipsy", cwd=d)
    check(r.returncode == 0 and "note: tipsy keeps single precision and no ids, radii, units or box" in r.stdout, "what tipsy loses is told", r)
    for eps, told in (("0", False), ("0.1", True)):
        run("ic", "plummer", "n=2", f"softening={eps}", "-o", "s.hdf5", cwd=d)
        r = run("convert", "s.hdf5", "s.csv", cwd=d)
        check(("note: CSV keeps no softenings" in r.stdout) == told, f"what CSV loses of a softening of {eps} is told", r)
    for words in (["ic", "plummer", "n=2", "-q", "-o", "quiet.csv"], ["convert", "p.hdf5", "quiet.tipsy", "--quiet"]):
        r = run(*words, cwd=d)
        check(r.returncode == 0 and r.stdout == r.stderr == "" and pathlib.Path(d, words[-1] if words[0] == "ic" else words[2]).exists(), f"{words[0]}: quiet", r)
    pathlib.Path(d, "nine.csv").write_text("m,x,y,z,vx,vy,vz,type\n1,0,0,0,0,0,0,9\n")
    r = run("convert", "nine.csv", "nine.hdf5", cwd=d)
    check(refused(r, 2, "species 9; this format holds 0 to 6", "hint: the format own"), "a species that SWIFT has no place for", r)
    check(run("convert", "nine.csv", "nine.hdf5", "--format", "own", cwd=d).returncode == 0, "as the hint says")
    r = run("convert", "p.hdf5", "P.CSV", cwd=d)
    check(r.returncode == 0 and pathlib.Path(d, "P.CSV").read_text().startswith("id,type"), "an ending in capitals is one", r)


def endings(d):
    """A file is what its name says: an ending that means something else is refused, any other name is HDF5."""
    for words in (["convert", "p.hdf5"], ["ic", "plummer", "n=2", "-o"], ["forces", "p.hdf5", "-o"]):
        for to in ("b.txt", "b.xyz", "b.png", "b.NPY", "b.tsv"):
            r = run(*words, to, cwd=d)
            check(refused(r, 2, f"error: {to}: none of the formats that are written ends in {to[1:]}", "hint: end it in .hdf5, .csv or .tipsy", "swift, gadget4, own, tipsy, csv")
                  and r.stdout == "" and not pathlib.Path(d, to).exists(), f"{words} {to}", r)
        pathlib.Path(d, "d.d").mkdir(exist_ok=True)
        for to in ("d.d/bare", ".b", "b.h5", "B.HDF5", "b.0", "d.d/c.txt.snap"):
            r = run(*words, to, cwd=d)
            check(r.returncode == 0 and "SWIFT layout" in run("info", to, cwd=d).stdout, f"{words} {to}", r)
    r = run("convert", "p.hdf5", "asked.txt", "--format", "gadget4", cwd=d)
    check(r.returncode == 0 and "(gadget4)" in r.stdout, "what is asked for is written under any name", r)


def said(d):
    """What is not done is told, by name."""
    r = run("ic", "bodies", "rows=['1 0 0 0 0 0 0']", "body_radius=2", "body_radii=[1]", "-o", "x.hdf5", cwd=d)
    check(refused(r, 2, "error: body_radii: is given beside body_radius: 2", "hint: body_radius is that of all"), "two kinds of radii", r)
    r = run("ic", "ring", "n=3", "-o", "still.csv", "--set", "units.G=0", cwd=d)
    check(r.returncode == 0 and all(row.endswith(",0,0,0,0") for row in pathlib.Path(d, "still.csv").read_text().splitlines()[1:]), "a ring without gravity rests", r)
    r = run("ic", "ring", "dispersion=0.1", "-o", "x.csv", "--set", "units.G=0", cwd=d)
    check(refused(r, 2, "ring: dispersion must be 0 without gravity"), "heights of a ring that nothing holds", r)
    pathlib.Path(d, "one.csv").write_text("m,x,y,z,vx,vy,vz\n1,0,0,0,0,0,0\n")
    pathlib.Path(d, "one.yaml").write_text("particles: [{file: one.csv}]\nforces: []\nintegrator: {dt: 1}\nrun: {t_end: 1, output: one}\noutput: {picture: none}\n")
    for words in (["ic", "ring", "n=1", "-o", "one.hdf5"], ["convert", "one.csv", "one.hdf5"], ["forces", "one.csv", "-o", "one.hdf5"], ["analyze", "one.csv"],
                  ["run", "one.yaml"]):
        r = run(*words, cwd=d)
        check(r.returncode == 0 and "1 particle" in r.stdout and not re.search(r"\b1 (particles|steps) ", r.stdout), f"{words}: one is no plural", r)
    r = run("view", "nosuch", cwd=d, env={"DISPLAY": "", "WAYLAND_DISPLAY": ""})
    check(refused(r, 4, "nosuch: no such file", "hint: paths are relative"), "a file that is missing is told before a display is", r)
    for there, hint in (("set.0.hdf5", "there is set.0.hdf5; any part of a snapshot stands for all of it"), ("b.0", "there is b.0; any part"),
                        ("whole.hdf5", "there is whole.hdf5")):
        pathlib.Path(d, there).write_text("")
        name = there.partition(".")[0]
        check(refused(run("info", name, cwd=d), 4, f"{name}: no such file", "hint: " + hint), f"{name}, where {there} is meant")
    for size in ("640x480x9", "640x480 ", "640"):
        r = run("view", "nosuch", "--size", size, cwd=d)
        check(refused(r, 2, "--size: must look like 1280x720", f"'{size}'"), f"a window of {size}", r)
    r = run("render", "p.hdf5", "-o", "p.png", "--time", "5,1", cwd=d)
    check(refused(r, 2, "--time: must not end before it begins, got '5,1'", "hint: --time 1,5"), "a film backwards", r)
    pathlib.Path(d, "f.yaml").write_text(RUN.replace("DT", "0.5") + "output: {picture: none, snapshots: {files: 4}}\n")
    r = run("run", "f.yaml", "-o", "f", cwd=d)
    check(r.returncode == 0 and "finished" not in r.stdout, "it runs to its end", r)
    told = "snapshots: 1 file each instead of the 4 of output.snapshots.files: at most one for each rank"
    check(told in pathlib.Path(d, "f", "log.txt").read_text(), "fewer files than asked for", r)
    r = run("run", "f.yaml", "-o", "f", "--restart", cwd=d)
    finished = "this run is finished: its time 1 has reached run.t_end 1; to go on: --restart --set run.t_end=2"
    check(r.returncode == 0 and finished in r.stdout and finished in pathlib.Path(d, "f", "log.txt").read_text(), "there is nothing left to do", r)
    r = run("run", "f.yaml", "-o", "f", "--restart", "--set", "run.t_end=0.5", cwd=d)
    check(r.returncode == 0 and "to go on: --restart --set run.t_end=1.5" in r.stdout, "an end that is past: what is proposed lies ahead", r)
    r = run("run", "f.yaml", "-o", "f", "--restart", "--set", "run.t_end=2", cwd=d)
    check(r.returncode == 0 and "finished" not in r.stdout and "done: time 2" in r.stdout, "and so it goes on", r)
    pathlib.Path(d, "fast.csv").write_text("m,x,y,z,vx,vy,vz\n1,0,0,0,1e300,0,0\n1,1,0,0,-1e300,1e300,0\n1e300,0,2,0,0,1e300,0\n")
    r = run("analyze", "fast.csv", cwd=d)
    check(r.returncode == 0 and "kinetic energy     -, - without" in r.stdout and not re.search(r"\b(nan|inf)\b", r.stdout),
          "a number beyond what a double holds is -", r)


def softenings(d):
    """A file's own softenings act where a softened law is asked for without any, and act and give way aloud."""
    pathlib.Path(d, "soft.csv").write_text("id,m,x,y,z,vx,vy,vz,eps\n1,1,0,0,0,0,0,0,0.1\n2,1,1,0,0,0,0,0,0.3\n")
    pathlib.Path(d, "alike.csv").write_text("id,m,x,y,z,vx,vy,vz,eps\n1,1,0,0,0,0,0,0,0.1\n2,1,1,0,0,0,0,0,0.1\n")
    for file, words, said in (("soft.csv", ["--law", "plummer"], "softening: the input file's own, 0.1 to 0.3\n"),
                              ("soft.csv", [], "softening: 0; the input file's own, 0.1 to 0.3, gives way"),
                              ("soft.csv", ["--softening", "0"], "softening: 0; the input file's own, 0.1 to 0.3, gives way"),
                              ("soft.csv", ["--law", "newton"], "softening: 0; the input file's own, 0.1 to 0.3, gives way"),
                              ("soft.csv", ["--softening", "0.3"], "softening: 0.3; the input file's own, 0.1 to 0.3"),
                              ("alike.csv", ["--law", "spline"], "softening: the input file's own, 0.1\n"), ("alike.csv", ["--softening", "0.1"], None), ("p.hdf5", ["--softening", "0.1"], None)):
        r = run("forces", file, "-o", "soft.hdf5", *words, cwd=d)
        check(r.returncode == 0 and (said in r.stdout if said else "softening:" not in r.stdout), f"{file} {words}: softenings of the file", r)
    for words, softening in ((["--law", "plummer"], 0.3), (["--softening", "0.1"], 0.1), ([], 0)):  # of a pair the larger one acts
        run("forces", "soft.csv", "-o", "soft.hdf5", "--precision", "double", *words, cwd=d)
        r = run("analyze", "soft.hdf5", "--json", cwd=d)
        potential, wanted = json.loads(r.stdout)["energy"]["potential"], -1 / (1 + softening**2) ** 0.5
        check(abs(potential - wanted) < 1e-12, f"soft.csv {words}: potential {potential}, not {wanted}", r)


def named_columns(d):
    """NumPy's savetxt puts its delimiter between columns whatever its header has between their names: x, y, z, … are what they are called."""
    names = ("x", "y", "z", "vx", "vy", "vz", "m")
    heads = [between.join(names) for between in (" ", ",", ", ", ";")]
    heads += ["columns: " + heads[0], "x [kpc] y [kpc] z [kpc] vx (km/s) vy (km/s) vz[km/s] m [1e10 Msun]"]
    for head in heads:
        for between in (" ", ",", "\t"):
            lines = (f"# {head}", between.join("1234567"), between.join("2345689"))
            pathlib.Path(d, "n.txt").write_text("".join(line + "\n" for line in lines))
            r = run("info", "n.txt", cwd=d)
            check(r.returncode == 0 and re.search(r"^total mass +16$", r.stdout, re.M) and re.search(r"^vz +6 to 8$", r.stdout, re.M), f"{lines}", r)


def short_numbers(d):
    pathlib.Path(d, "tenths.csv").write_text("m,x,y,z,vx,vy,vz\n0.1,1,2,3,4,5,6\n0.1,2,3,4,5,6,7\n")
    r = run("info", "tenths.csv", cwd=d)
    check(re.search(r"^total mass +0\.2$", r.stdout, re.M), "info tells no more digits than a number has", r)


def inputs(d):
    """What was only looked at keeps its time, title and units; G is the one that was summed with."""
    pathlib.Path(d, "u.yaml").write_text("title: Dwarf\nunits: {length: kpc, mass: 1e10 Msun, velocity: km/s}\n" + RUN.replace("DT", "1e-4"))
    r = run("run", "u.yaml", "-o", "u", "-q", "--set", "run.t_start=0.75", "--set", "run.t_end=0.7502", "--set", "output.picture=none", cwd=d)
    last = "u/snapshots/snapshot_0001.hdf5"

    def head(file):
        return [l for l in run("info", file, cwd=d).stdout.splitlines() if l.split()[0] in ("title", "time", "step", "units")]
    wanted = head(last)
    check(r.returncode == 0 and len(wanted) == 4 and "Dwarf" in wanted[0] and "0.75" in wanted[1] and "kpc" in wanted[3], f"a snapshot with units: {wanted}", r)
    for layout in ("swift", "gadget4", "own"):
        r = run("forces", last, "-o", "uf.hdf5", "--softening", 0.1, "--format", layout, cwd=d)
        check(r.returncode == 0 and "units: G = 1, as asked for; the input file's own have 43009" in r.stdout, f"forces, {layout}", r)
        found = head("uf.hdf5")
        check(found == wanted, f"forces, {layout}: {found}, not {wanted}")


def boxes(d):
    """The box and the time of an input file are told in the units of the run."""
    pathlib.Path(d, "b.yaml").write_text("""units: {length: kpc, mass: 1e10 Msun, velocity: km/s}
particles: [{model: uniform_sphere, n: 20, position: [1, 1, 1]}]
forces: [{law: spline, softening: 0.05}]
box: {boundary: periodic, size: [2, 2, 4]}
integrator: {dt: 1 Myr}
run: {t_start: 1 Myr, t_end: 3 Myr}
output: {picture: none}
""")
    check(run("run", "b.yaml", "-o", "b", "-q", cwd=d).returncode == 0, "a snapshot of a box")
    last = "b/snapshots/snapshot_0001.hdf5"
    pathlib.Path(d, "pc.yaml").write_text("units: {length: pc, mass: 1e6 Msun, time: Myr}\nforces: [{law: spline, softening: 50}]\n"
                                          f"particles: [{{file: {last}}}]\nintegrator: {{dt: 1}}\nrun: {{t_end: 1}}\n")
    edges = "2000 x 2000 x 4000"
    for box, said in ((None, "size: [2000, 2000, 4000]} would keep it"), ("{boundary: open}", None), ("{boundary: periodic, size: [2 kpc, 2 kpc, 4 kpc]}", None),
                      ("{boundary: periodic, size: [2 kpc, 2 kpc, 3999]}", f"warning: box: the input file's is {edges}, here it is 2000 x 2000 x 3999")):
        r = run("run", "pc.yaml", "-o", "none", "--dry-run", *(["--set", f"box={box}"] if box else []), cwd=d)
        check(r.returncode == 0 and (said in r.stderr if said else r.stderr == "") and "run: {t_start: 3} would count on" in r.stdout, f"box: {box}", r)
    r = run("forces", last, "-o", "bf.hdf5", "--box", 2, cwd=d)
    check(r.returncode == 0 and "the input file's is 2 x 2 x 4, here it is 2 x 2 x 2" in r.stderr, "forces --box of another size", r)


def damaged(d):
    """A flipped bit is one line: HDF5, which cannot close what it met damaged, has no word at the end."""
    whole, flips, seen = pathlib.Path(d, "p.hdf5").read_bytes(), 60, 0
    leaks = {"ASAN_OPTIONS": os.environ.get("ASAN_OPTIONS", "").replace("detect_leaks=1", "detect_leaks=0")}  # HDF5's own
    for k in range(flips):
        bytes_of = bytearray(whole)
        bytes_of[len(whole) * (2 * k + 1) // (2 * flips)] ^= 1 << k % 8
        pathlib.Path(d, "flip.hdf5").write_bytes(bytes_of)
        r = run("info", "flip.hdf5", cwd=d, env=leaks)
        seen += r.returncode == 3
        check(r.stderr == "" if r.returncode == 0 else refused(r, 3, "error: flip.hdf5: "), f"a bit of byte {len(whole) * (2 * k + 1) // (2 * flips)} flipped", r)
    check(seen > flips // 2, f"{seen} of {flips} flips are seen")


def links(d):
    """A link is followed: its own folder need not be one that may be written."""
    shelf = pathlib.Path(d, "shelf")
    shelf.mkdir()
    pathlib.Path(d, "target.csv").write_text("")
    shelf.joinpath("link.csv").symlink_to("../target.csv")
    shelf.chmod(0o555)
    to_file = run("convert", "p.hdf5", "shelf/link.csv", cwd=d)
    shelf.chmod(0o755)
    check(to_file.returncode == 0 and pathlib.Path(d, "target.csv").read_text().startswith("id,type"), "a link out of a locked folder", to_file)


def standard_output(d):
    pathlib.Path(d, "full.yaml").write_text(RUN.replace("DT", "0.01"))
    for words in (["info", "p.hdf5"], ["analyze", "p.hdf5", "--json"], ["explain"], ["--version"], ["run", "--help"],
                  ["run", "full.yaml", "--dry-run"], ["doctor"]):
        with open("/dev/full", "w") as full:
            r = subprocess.run([PROGRAM, *words], cwd=d, stdout=full, stderr=subprocess.PIPE, text=True)
        check(r.returncode == 4 and r.stderr.startswith("apsis: error: standard output: "), f"{words}: words lost are told", None)
    with open("/dev/full", "w") as full:
        r = subprocess.run([PROGRAM, "run", "full.yaml", "-o", "full", "--set", "run.t_end=0.01"], cwd=d, stdout=full, stderr=subprocess.PIPE, text=True)
    check(r.returncode == 0, "a run's words stand in its directory", r)
    line = f"'{PROGRAM}' convert p.hdf5 closed.csv >&-; '{PROGRAM}' convert p.hdf5 open.csv"
    subprocess.run(["sh", "-c", line], cwd=d, check=True, stdout=subprocess.DEVNULL)
    check(pathlib.Path(d, "closed.csv").read_text() == pathlib.Path(d, "open.csv").read_text(), "a closed output spoils no file")


def first_step(d):
    """The hint is the least softening over the largest speed, to one digit."""
    config = pathlib.Path(d, "c.yaml")
    config.write_text(RUN.replace("DT", "0.01"))
    run("run", "c.yaml", "-o", "r", "-q", "--set", "run.t_end=0", cwd=d)
    run("convert", "r/snapshots/snapshot_0000.hdf5", "r.csv", cwd=d)
    with open(pathlib.Path(d, "r.csv")) as file:
        speed = max(math.hypot(*(float(row[k]) for k in ("vx", "vy", "vz"))) for row in csv.DictReader(file))
    for dt in ("-0.01", "0", "0.1, dt_max: 1e-2\n  ", "1e-300", "{}", ""):
        config.write_text(RUN.replace("dt: DT", f"dt: {dt}") if dt else RUN.replace(", dt: DT", ""))
        r = run("run", "c.yaml", "-o", "none", "-q", "--dry-run", cwd=d)
        if dt.startswith("0.1"):
            check(r.returncode == 0, "a good step needs no hint", r)
            continue
        found = re.search(r"hint: a safe first choice for these particles is (?:dt: )?(\S+) \(softening / peak velocity\)", r.stderr)
        check(refused(r, 2, "c.yaml:3", "integrator.dt") and found and math.isclose(float(found.group(1)), float(f"{0.02 / speed:.1g}")),
              f"dt: {dt}: {0.02 / speed:.3g} is proposed", r)
    config.write_text(RUN.replace("DT", "-1").replace("softening: 0.05", "law: newton").replace(", softening: 0.02", "").replace("law: plummer, ", ""))
    r = run("run", "c.yaml", "-q", cwd=d)
    check(refused(r, 2, "integrator.dt") and "hint" not in r.stderr, "without a softening there is no such time", r)


def main():
    with folder() as d:
        check(run("ic", "plummer", "n=100", "-o", "p.hdf5", cwd=d).returncode == 0, "particles to begin with")
        options(d)
        outputs(d)
        endings(d)
        said(d)
        softenings(d)
        named_columns(d)
        short_numbers(d)
        inputs(d)
        boxes(d)
        damaged(d)
        links(d)
        standard_output(d)
        first_step(d)
    end()


main()
