#!/usr/bin/env python3
"""Runs of random configurations (draws.py) and laws that each must obey: the run comes to its end, has the same bits after a
restart from any checkpoint, after any request to stop, on any number of ranks and whatever it writes besides; its files, in any
format, serve another run and every other command; a configuration changed at random is refused alike by a run and a dry run.
ctest: timeout=900 cost=40

    tests/fuzz/test_runs.py [--seed S] [--first K] [--draws N] [--laws N] [--keep]     a longer search; draw K of seed S is always the same
"""
import argparse
import csv
import json
import math
import os
import pathlib
import shutil
import signal
import struct
import subprocess
import sys
import time
import traceback

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "mpi"))
from ranks import ENVIRONMENT, MPIEXEC, PROGRAM, check, end, failures, folder, one_message, processes, refused, result_of, run  # noqa: E402
from apsis_cli import SANITIZED  # noqa: E402
from draws import COSMIC, Draw  # noqa: E402


class Case:
    """A draw in a folder of its own, with the run `base` of c.yaml."""

    def __init__(self, draw, d):
        self.draw, self.d, self.rng, self.config = draw, pathlib.Path(d), draw.rng, draw.config
        draw.write(d, lambda *words: self.command(*words))

    def check(self, good, what, result=None):
        return check(good, f"draw {self.draw.k}: {what}", result)

    def command(self, *words, **more):
        r = run(*words, cwd=self.d, **more)
        self.check(r.returncode == 0, " ".join(map(str, words)), r)
        return r

    def words(self, name, more, config, ranks):
        """Of a run of a configuration in a file, or of one that is given."""
        if not isinstance(config, str):
            self.draw.write_texts(self.d)
            pathlib.Path(self.d, name + ".yaml").write_text(json.dumps(config))
            config = name + ".yaml"
        return [*([MPIEXEC, "-n", str(ranks)] if ranks > 1 else []), PROGRAM, "run", config, "-o", name, "-q", *more]

    def begin(self, name, *more, config="c.yaml", ranks=1, mark=""):
        env = {**os.environ, **(ENVIRONMENT if ranks > 1 else {}), "APSIS_MARK": mark}
        return subprocess.Popen(self.words(name, more, config, ranks), cwd=self.d, env=env, text=True, errors="replace",
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True)

    def run(self, name, *more, config="c.yaml", ranks=1, timeout=120):
        if ranks > 1:
            return result_of(self.begin(name, *more, config=config, ranks=ranks))
        return run(*self.words(name, more, config, 1)[1:], cwd=self.d, timeout=timeout)

    def well(self, name, *more, **how):
        r = self.run(name, *more, **how)
        return self.check(r.returncode == 0, f"{name} {more} {how.get('ranks', '')}", r)

    def changed(self, **sections):
        """A copy of the configuration, sections replaced; None: left out."""
        copy = json.loads(json.dumps({**self.config, **sections}))
        return {k: v for k, v in copy.items() if v is not None}

    def snapshots(self, name="base"):
        """The first file of each."""
        return sorted(f for f in (self.d / name / "snapshots").iterdir() if f.name.count(".") == 1 or ".0." in f.name)

    def state(self, file):
        """The particles of a file by id: type, m, x, y, z, vx, vy, vz, every bit as text."""
        out = self.d / "state.csv"
        out.unlink(missing_ok=True)
        self.command("convert", file, out)
        return {row[0]: row[1:] for row in table(out)[1:]} if out.exists() else {}

    def last(self, name):
        return self.state(self.snapshots(name)[-1])

    def cut(self, name, keep):
        """As if killed after so many checkpoints; everything else that came later is on disk."""
        for f in sorted((self.d / name / "checkpoints").glob("*.hdf5"))[keep:]:
            f.unlink()
        if self.rng.random() < 0.3:
            (self.d / name / "checkpoints" / "manifest").unlink(missing_ok=True)


def table(path):
    """Rows of a CSV file, its head first."""
    return list(csv.reader(line for line in path.read_text().splitlines() if not line.startswith("#")))


def strict(case, text, what):
    try:
        return json.loads(text, parse_constant=lambda word: case.check(False, f"{what}: {word} in JSON"))
    except ValueError as e:
        case.check(False, f"{what}: {e}")
        return {}


def same(case, name, what, ranks=1):
    """Run directory `name` has what `base` has; on several ranks rows of snapshots may stand in another order, and in parts."""
    def names(n):
        files = sorted(str(f.relative_to(case.d / n)) for f in (case.d / n).rglob("*") if f.is_file() and "checkpoints" not in f.parts)
        return files if ranks == 1 else sorted({f.replace(".0.hdf5", ".hdf5") for f in files if not f.endswith((".1.hdf5", ".2.hdf5"))})
    a, b = names("base"), names(name)
    if not case.check(a == b, f"{what}: the same files: {sorted(set(a) ^ set(b))}"):
        return
    for n in a:
        if n.endswith((".png", "energy.csv", "collisions.csv")) or n.endswith(".hdf5") and ranks == 1:
            case.check((case.d / "base" / n).read_bytes() == (case.d / name / n).read_bytes(), f"{what}: {n} has the same bytes")
    for f, g in zip(case.snapshots(), case.snapshots(name)) if ranks > 1 else ():
        case.check(case.state(f) == case.state(g), f"{what}: {f.name} has the same particles")
    rows = [[r[:2] for r in table(case.d / n / "timings.csv")] for n in ("base", name)]
    case.check(rows[0] == rows[1], f"{what}: rows of timings.csv")


def ascends(case, name, ends=None):
    """Rows and snapshots of a run directory follow one another in time, from one end to the other; numbers are numbers."""
    there, close = case.d / name, lambda a, b: math.isclose(a, b, rel_tol=4e-16)
    if (there / "energy.csv").exists():
        (head, *rows), (_, *timings) = table(there / "energy.csv"), table(there / "timings.csv")
        times = [float(r[0]) for r in rows]
        case.check(all(len(r) == len(head) and all(math.isfinite(float(x)) for x in r) for r in rows), f"{name}: energy.csv has numbers")
        case.check(times == sorted(set(times)) and times == [float(r[0]) for r in timings], f"{name}: rows in order: {times}")
        case.check(ends is None or (times[0], times[-1]) == ends, f"{name}: rows from start to end: {times}")
    for kind, ending in (("snapshot", "hdf5"), ("frame", "png")):
        found = sorted({f.name.split(".")[0] for f in (there / f"{kind}s").glob(f"*.{ending}")})
        case.check(found == [f"{kind}_{i:04d}" for i in range(len(found))], f"{name}: {kind}s are numbered: {found}")
    if case.snapshots(name):
        told = strict(case, case.command("analyze", name, "--json").stdout, name).get("snapshots", [])
        times = [s["scale_factor"] or s["time"] for s in told]
        case.check(times == sorted(set(times)) and len(times) == len(case.snapshots(name)), f"{name}: snapshots in order: {times}")
        case.check(ends is None or close(times[0], ends[0]) and close(times[-1], ends[1]), f"{name}: snapshots from start to end: {times}")
    case.check(not (there / "lock").exists() and not list(there.rglob("*.tmp")), f"{name}: nothing is left over")


# ---- laws -----------------------------------------------------------------------------------------------------


def goes_on_from_any_checkpoint(case):
    ranks = case.rng.choice([1] * 10 + [2, 3]) if shutil.which(MPIEXEC) else 1
    shutil.copytree(case.d / "base", case.d / "again")
    for _ in range(case.rng.choice([1, 1, 2])):
        kept = case.rng.randrange(len(list((case.d / "again" / "checkpoints").glob("*.hdf5"))) + 1)
        case.cut("again", kept)
        if not case.well("again", "--restart", "--threads", str(case.rng.choice([1, 2])), ranks=ranks):
            return
        same(case, "again", f"restart on {ranks} ranks after {kept} checkpoints", ranks)


def goes_on_when_stopped(case):
    """By the wall limit again and again, also before the first step."""
    limit = case.rng.choice([1e-9, case.rng.uniform(0, 1.2) * case.seconds])
    for attempt in range(6):
        r = case.run("stopped", "--restart", *[f"--set=run.wall_limit={limit}"] * (attempt < 5))
        if not case.check(r.returncode in (0, 10), "stopped by run.wall_limit", r):
            return
        limit = max(1.3 * limit, case.rng.choice([0, 0.5]) * case.seconds)
        if r.returncode == 0:
            break
    same(case, "stopped", f"stopped {attempt} times")


def some_ranks(case, *numbers):
    return case.rng.choice(numbers) if shutil.which(MPIEXEC) else 1


def ask(case, name, process, ranks, mark):
    """A request to a run: a signal to one rank of it, or a file in its directory."""
    files = ["stop", "checkpoint"] * (case.d / name / "log.txt").exists()
    what = case.rng.choice([signal.SIGTERM, signal.SIGUSR1, signal.SIGUSR1, *files])
    if isinstance(what, str):
        (case.d / name / what).touch()
        return what
    there = {0: process.pid} if ranks == 1 else processes(mark)
    try:
        os.kill(there[case.rng.choice(sorted(there))], what)
    except (IndexError, ProcessLookupError):
        pass
    return what


def goes_on_when_asked(case):
    """To stop, or to write a checkpoint, at any instant, by any rank, also before the first step."""
    most, name = some_ranks(case, 1, 1, 1, 1, 2, 3), "asked"
    every = case.rng.choice(["1 h", "1e-9 s"])
    config = case.changed(output={**case.config["output"], "checkpoint": {"every": every}})
    for attempt in range(5):
        ranks, mark = case.rng.randrange(1, most + 1), f"{os.getpid()} {case.draw.k} {attempt}"
        process = case.begin(name, "--restart", config=config, ranks=ranks, mark=mark)
        asked = []
        for _ in range(case.rng.choice([1, 1, 2, 3])):
            time.sleep(case.rng.uniform(0, 1.1) * (case.seconds + 0.3 * (ranks > 1)))
            asked += [ask(case, name, process, ranks, mark)] if process.poll() is None else []
        r = result_of(process)
        killed = any(isinstance(a, int) and r.returncode in (-a, 128 + a) for a in asked)  # before there were particles
        good = r.returncode == 0 or killed or r.returncode == 10 and one_message(r, 10, "stopped by", "a checkpoint is on disk")
        if not case.check(good, f"asked {asked} on {ranks} ranks", r):
            return
        if r.returncode == 0:
            break
    if r.returncode and not case.well(name, "--restart", config=config):
        return
    for left in ("stop", "checkpoint"):  # it came too late
        (case.d / name / left).unlink(missing_ok=True)
    same(case, name, f"asked in {attempt + 1} runs", most)


def goes_on_after_a_meeting(case):
    """A run that stops at collisions and goes on is one whose bodies pass through one another."""
    it = case.config["integrator"]
    if it["name"] != "leapfrog" or "criterion" in it or case.draw.space == "comoving":
        return
    shared = {"steps": "shared"} if "eta" in it else {}
    config = case.changed(collisions={"outcome": "stop"}, integrator={**it, **shared},
                          output={"picture": "none", "snapshots": {"format": "own"}})
    x = next(iter(case.state(case.snapshots()[0]).values()))[2:5]
    size = case.rng.choice([0.05, 0.3, 1]) * max(abs(float(c)) for c in x)
    for e in config["particles"]:
        e.setdefault("body_radius", size or 0.01)
    attempts = 0
    while (r := case.run("met", "--restart", config=config)).returncode == 10 and attempts < 60:
        attempts += 1
        if not case.check(one_message(r, 10, "stopped by a collision of particles", "a checkpoint is on disk"), "stopped by a collision", r):
            return
    config.pop("collisions")
    if r.returncode != 10 and case.check(r.returncode == 0, f"goes on after {attempts} collisions", r) and case.well("past", config=config):
        case.check(case.last("met") == case.last("past"), f"stopped by {attempts} collisions: the same particles in the end")


def reads_lists(case):
    """Times in the configuration are those in a file."""
    out = json.loads(json.dumps(case.config["output"]))
    for e in (e for e in out.values() if isinstance(e, dict)):
        if "list" in e:
            e["times"] = case.draw.listed[e.pop("list")]
        elif "times" in e:
            e["list"] = case.draw.list(e.pop("times"), exact=True)
    if out != case.config["output"] and case.well("listed", config=case.changed(output=out)):
        same(case, "listed", "times spelt otherwise")


def goes_on_further(case):
    """To a step in between and then to the end: as if it had gone there at once."""
    end = case.config["run"]["t_end"]
    step = case.config["integrator"]["dt"] if case.draw.fixed else end
    middle = case.draw.start + case.rng.randrange(int((end - case.draw.start) / step + 1e-9) + 1) * step
    if not case.draw.start < middle < end * (1 - 1e-9):
        return
    if case.well("further", f"--set=run.t_end={middle!r}") and case.well("further", "--restart"):
        case.check(case.last("further") == case.last("base"), f"by way of {middle}: the same particles in the end")
        rows, wanted = (table(case.d / n / "energy.csv") for n in ("further", "base"))
        if {"every", "times", "list"} & set(case.config["output"]["log"]):
            case.check([r for r in rows if r in wanted] == wanted, f"by way of {middle}: the rows are there")
        ascends(case, "further", (case.draw.start, end))


def goes_on_otherwise(case):
    """From any checkpoint with other steps, outputs and another end: nothing of the former future is left."""
    shutil.copytree(case.d / "base", case.d / "other")
    for _ in range(2):
        case.cut("other", 1 + case.rng.randrange(99))
        config, span = case.changed(output=case.draw.output()), case.config["run"]["t_end"] - case.draw.start
        config["run"]["t_end"] += case.rng.choice([0, 0, 1, 0.37, -0.3]) * span
        for key in ("log", "snapshots", "frames"):
            if case.draw.chance(0.2):
                config["output"][key] = "none"
        if case.draw.space == "open" and not case.draw.planets and "collisions" not in config and case.draw.chance(0.4):
            config["integrator"] = {"name": case.rng.choice(["leapfrog", "rk4", "yoshida4", "hermite", "euler"]), "dt": span / 8}
            config["forces"][0]["solver"] = "direct"
        config["run"]["precision"] = case.rng.choice(["double", "mixed"])
        if case.well("other", "--restart", config=config):
            ascends(case, "other")


def is_what_its_parameters_say(case):
    if case.well("used", config="base/used_parameters.yml"):
        same(case, "used", "by its used_parameters.yml")


def knows_no_ranks(case):
    ranks = case.rng.choice([2, 3, 4])
    if case.seconds > 1:  # thousands of short steps, and more ranks than cores
        return
    if case.well("ranks", ranks=ranks):
        same(case, "ranks", f"{ranks} ranks", ranks)


def knows_no_outputs(case):
    """What is written, and when, changes nothing; steps that are cut to meet outputs keep their rhythm."""
    out = case.config["output"]
    rhythm = {k: {w: v[w] for w in ("every", "times", "list") if w in v} if isinstance(v, dict) else v for k, v in out.items()}
    quiet = {**({"log": {}, "snapshots": {}, "picture": "none"} if case.draw.fixed else rhythm), "checkpoint": "none", "async": not out["async"]}
    quiet["snapshots"]["format"] = out["snapshots"]["format"]  # SWIFT's rounds positions
    for row in ("frames", "picture"):
        if isinstance(quiet.get(row), dict):
            quiet[row]["size"] = [16, 16]
    if case.well("quiet", config=case.changed(output=quiet)):
        case.check(case.last("quiet") == case.last("base"), "other outputs: the same particles in the end")


def serves_every_command(case):
    file = case.rng.choice(case.snapshots())
    strict(case, case.command("analyze", file, "--json").stdout, file.name)
    for words in (["analyze", file], ["analyze", "base"], ["info", file], ["render", file, "-o", "one.png", "--size", "48x32"],
                  ["render", "base", "-o", "all.png", "--size", "48x32"], ["forces", file, "-o", "forces.hdf5", "--softening", "0.01"]):
        case.command(*words)


def near(case, now, was, what, scaled=False):
    """To the bit, but for positions, which SWIFT's layout shifts, and, if scaled, velocities and masses, whose a and h come and go."""
    reach = max(abs(float(x)) for r in was.values() for x in r[2:5])
    def alike(p, q):
        x = all(abs(float(a) - float(b)) <= 8 * reach * 2 ** -52 for a, b in zip(p[2:5], q[2:5]))
        rest = zip((p[1], *p[5:]), (q[1], *q[5:]))
        return p[0] == q[0] and x and all(math.isclose(float(a), float(b), rel_tol=1e-15) if scaled else a == b for a, b in rest)
    if case.check(now.keys() == was.keys(), f"{what}: ids"):
        case.check(all(alike(now[i], was[i]) for i in was), f"{what}: {[(now[i], was[i]) for i in was if not alike(now[i], was[i])][:1]}")


def converts(case):
    """By way of two layouts."""
    form, file = case.config["output"]["snapshots"]["format"], case.rng.choice(case.snapshots())
    forms = [form] if case.draw.space == "comoving" else ["swift", "own"] + ["gadget4"] * case.draw.cubic()  # each has other factors of a
    way, was = [case.rng.choice(forms) for _ in range(2)], case.state(file)
    for i, form in enumerate(way):
        case.command("convert", file, f"way{i}.hdf5", "--format", form)
        file = f"way{i}.hdf5"
    near(case, case.state(file), was, f"by way of {way}")


def begins_where_it_was(case):
    """The last snapshot as the initial condition of another run."""
    file, t = case.snapshots()[-1], case.config["run"]["t_end"]
    form = case.config["output"]["snapshots"]["format"]
    config = case.changed(particles=[{"file": str(file.relative_to(case.d))}], run={**case.config["run"], "t_start": t, "t_end": t},
                          units=COSMIC if case.draw.space == "comoving" else None, output={"picture": "none", "snapshots": {"format": form}})
    if case.well("begin", config=config):
        near(case, case.state(case.snapshots("begin")[0]), case.state(file), "begun from a snapshot", case.draw.space == "comoving")


def moves_alike(case):
    """Axes changed about, moved, seen from another frame, rows in another order, masses doubled and G halved: the same motion, as exact as its
    forces are, which close encounters magnify."""
    if case.draw.space != "open" or "collisions" in case.config or not (case.draw.soft or case.draw.planets):
        return
    was = {i: (int(r[0]), *map(float, r[1:])) for i, r in case.state(case.snapshots()[0]).items()}
    size = max(abs(x) for r in was.values() for x in r[2:5])
    span = case.config["run"]["t_end"] - case.draw.start
    shift = [case.rng.choice([0, 2.0 ** math.ceil(math.log2(size))]) for _ in range(3)]
    boost = [case.rng.choice([0, size / case.draw.t0 / 4]) for _ in range(3)]
    def turned(kind, m, x, y, z, vx, vy, vz):
        return (kind, 2 * m, *(a + b for a, b in zip((z, x, y), shift)), *(a + b for a, b in zip((vz, vx, vy), boost)))
    end = {}
    for name, G, view in (("plain", case.draw.G, lambda *row: row), ("turned", case.draw.G / 2, turned)):
        rows = [f"{i}," + ",".join(map(repr, view(*was[i]))) for i in case.rng.sample(sorted(was), len(was))]
        (case.d / f"{name}.csv").write_text("\n".join(["id,type,m,x,y,z,vx,vy,vz", *rows, ""]))
        if not case.well(name, config=case.changed(particles=[{"file": f"{name}.csv"}], units={"G": G}, output={"picture": "none", "snapshots": {"format": "own"}})):
            return
        end[name] = {i: list(map(float, r[2:5])) for i, r in case.last(name).items()}
    moved = max(abs(end["plain"][i][k] - was[i][2 + k] - span * was[i][5 + k]) for i in was for k in range(3))
    error = max(abs(end["turned"][i][(k + 1) % 3] - shift[(k + 1) % 3] - span * boost[(k + 1) % 3] - end["plain"][i][k]) for i in was for k in range(3))
    accuracy = case.config["forces"][0]["accuracy"] + 3e-5
    case.check(error <= accuracy * moved + 1e-9 * size, f"turned {shift} {boost}: off by {error} of {moved}")


VALUES = {"integer": [0, 1, 2, 5], "number": [0, 0.01, 0.1, 1, 3, 1e6], "boolean": [True, False], "three numbers": [[0, 0, 0], [1, 2, 3], [-5, 0, 1e3]],
          "two integers": [[16, 16], [64, 20]], "list of numbers": [[0.1], [], [0.01, 1]], "list of texts": [["Coordinates"], [], ["1 0 0 0 0 0 0"]],
          "text": ["", "x", "newton"], "section": ["none", {}, []]}
schema = []  # `apsis explain --json`, once it was asked for


def change_a_key(case, config):
    """One key of the whole schema takes a value of its type, or is left out."""
    if not schema:
        schema.append(json.loads(case.command("explain", "--json").stdout))
    rows = schema[0]["rows"]
    keys = [(s["name"], p) for s in schema[0]["sections"] for p in s["params"]]
    for r in rows:
        place = {"model": "particles", "integrator": "integrator", "event": f"output {r['name']}"}.get(r["kind"])
        keys += [(place, p) for p in r["params"]] if place else []
    place, p = case.rng.choice([k for k in keys if k[1]["key"] not in ("output", "wall_limit", "patience", "t_end", "n", "grid")])
    kind = {"name": "integrator"}.get(p["key"], p["key"])
    names = [r["name"] for r in rows if r["kind"] == kind and p["type"] == "text"]
    there = config
    for word in place.split():
        there = there.setdefault(word, {}) if isinstance(there, dict) else None
    there = case.rng.choice(there) if isinstance(there, list) and there else there
    if not isinstance(there, dict):
        return place
    there[p["key"]] = case.rng.choice(names or p.get("choices") or VALUES[p["type"]])
    if case.rng.random() < 0.15:
        del there[p["key"]]
    return f"{place} {p['key']}: {there.get(p['key'])}"


def makes_the_same_particles(case):
    """Any number of ranks and threads; and they stand in a file that any number writes."""
    ranks = some_ranks(case, 2, 3, 4)
    if case.well("made", f"--set=run.t_end={case.draw.start!r}", f"--set=run.threads={case.rng.choice([1, 2])}", ranks=ranks):
        case.check(case.state(case.snapshots("made")[0]) == case.state(case.snapshots()[0]), f"made by {ranks} ranks")


def writes_alike(case):
    """Sorted by id, behind the run or not, a file has the same bytes by any number of ranks, and its parts the same particles."""
    ranks, out = some_ranks(case, 1, 2, 2, 3), json.loads(json.dumps(case.config["output"]))
    if case.seconds > 1 and ranks > 1:
        return
    shots = out["snapshots"] = {**out["snapshots"], "sort": "id"}
    shots.pop("files", None)
    parts = {**shots, "files": ranks, "format": "swift" if shots["format"] == "own" else shots["format"]}
    ways = {"one": (out, 1), "all": ({**out, "async": not out["async"]}, ranks),
            "parts": ({**out, "snapshots": parts, "async": case.draw.chance(0.7)}, ranks)}
    if not all([case.well(name, config=case.changed(output=o), ranks=n) for name, (o, n) in ways.items()]):
        return
    for f, g, h in zip(*map(case.snapshots, ways)):
        case.check(f.read_bytes() == g.read_bytes(), f"{f.name} has the same bytes by {ranks} ranks")
        if shots["format"] == parts["format"]:
            case.check(case.state(f) == case.state(h), f"{h.name} of {ranks} files has the same particles")
    case.check(len({len(case.snapshots(name)) for name in ways}) == 1, "as many snapshots")


def gadget2(case, path, was):
    """A file of GADGET-2 of either format, byte order, with float or double, 32- or 64-bit ids."""
    order, real, whole, named = case.rng.choice("<>"), case.rng.choice("fd"), case.rng.choice("IQ"), case.rng.random() < 0.5
    rows = sorted((int(r[0]), int(i), *map(float, r[1:])) for i, r in was.items())
    count = [sum(r[0] == t for r in rows) for t in range(6)]
    def block(name, code, values):
        data = struct.pack(f"{order}{len(values)}{code}", *values) if isinstance(values, list) else values
        mark = struct.pack(order + "I", len(data))
        head = struct.pack(order + "I4sII", 8, name.encode(), len(data) + 8, 8) if named else b""
        return head + mark + data + mark
    head = struct.pack(order + "6i6ddd2i6I2i4d6I2i", *count, *[0] * 6, 0, 0, 0, 0, *count, 0, 1, 0, 0, 0, 1, *[0] * 6, 0, 0)
    path.write_bytes(block("HEAD", "", head.ljust(256, b"\0")) + block("POS ", real, [x for r in rows for x in r[3:6]])
                     + block("VEL ", real, [v for r in rows for v in r[6:9]]) + block("ID  ", whole, [r[1] for r in rows])
                     + block("MASS", real, [r[2] for r in rows]))
    return real == "f"


def short(state, single):
    """Without what single precision and tipsy do not keep."""
    cut = (lambda x: struct.unpack("f", struct.pack("f", x))[0]) if single else float
    return sorted(tuple(cut(float(x)) for x in r[1:]) for r in state.values())


def as_file(case, form, first, was):
    """The particles of a snapshot in a file of this kind; whether in single precision."""
    path = case.d / f"begin.{form}"
    if form == "text":
        path.write_text("\n".join(" ".join([i, *r[1:]]) for i, r in was.items()) + "\n")
    elif form == "gadget2":
        return path, gadget2(case, path, was)
    elif form == "parts":
        kind = case.rng.choice(["swift"] + ["gadget4"] * case.draw.cubic())
        config = case.changed(output={"picture": "none", "snapshots": {"format": kind, "files": 3}})
        case.well("dealt", f"--set=run.t_end={case.draw.start!r}", config=config, ranks=case.rng.choice([2, 3]))
        return case.rng.choice(sorted((case.d / "dealt" / "snapshots").glob("snapshot_0000.*"))), False
    else:
        case.command("convert", first, path, "--format", form)
    return path, form == "tipsy"


def begins_from_any_file(case):
    """Files of every kind hold the particles there were; a run from one has the bits of one from its copy in our own layout."""
    comoving, first = case.draw.space == "comoving", case.snapshots()[0]
    forms = ["own", "swift", "csv", "tipsy", "text"] + ["gadget4"] * case.draw.cubic() + ["gadget2"] * (not comoving) * 2
    form, was = case.rng.choice(forms + ["parts"] * 2 * (shutil.which(MPIEXEC) is not None)), case.state(first)
    file, single = as_file(case, form, first, was)
    now, what = case.state(file), f"begun from {form}"
    if form in ("tipsy", "gadget2", "text"):
        case.check(short(now, single) == short(was, single), f"{what}: the particles")
    else:
        near(case, now, was, what, comoving)
    case.command("convert", file, "copy.hdf5", "--format", "own")
    radius = {"body_radius": case.config["particles"][0]["body_radius"]} if "collisions" in case.config else {}
    status = {}
    for name, source in (("there", str(file.relative_to(case.d))), ("copied", "copy.hdf5")):
        config = case.changed(particles=[{"file": source, **radius}], output={"picture": "none", "snapshots": {"format": "own"}})
        r = case.run(name, config=config)
        status[name] = r.returncode
        if not case.check(r.returncode in (0, 2, 3, 6), f"{what}: {name}", r):
            return
    if case.check(status["there"] == status["copied"], f"{what}: {status}") and status["there"] == 0:
        case.check(case.last("there") == case.last("copied"), f"{what}: the bits of its copy")


def is_drawn_alike(case):
    """The same bytes of a picture and of a film's frames on any number of threads."""
    look = [["-c", case.rng.choice(["species", "speed", "density", "x", "mass", "vz"])], ["--projection", case.rng.choice(["xy", "xz", "yz"])],
            ["--azimuth", "40", "--elevation", "20"], ["--orbit", "90"], ["--zoom", "2"], ["--exposure", "1"], ["--width", "3"],
            ["-c", "vx", "--map", "split"], ["--tone", "log"], ["--bloom", "0.4"]]
    words = [w for l in case.rng.sample(look, 2) for w in l]
    if words.count("-c") > 1 or ("--projection" in words and {"--azimuth", "--orbit"} & set(words)):
        words = []
    file = case.rng.choice(case.snapshots())
    for threads in ("1", "2", "3"):
        for what in ((file, "-o", f"at{threads}.png"), ("base", "-o", f"film{threads}", "--frames", "3")):
            case.command("render", *what, "--size", "60x40", *words, env={"OMP_NUM_THREADS": threads})
    def drawn(t):
        return [f.read_bytes() for f in (case.d / f"at{t}.png", *sorted((case.d / f"film{t}").iterdir()))]
    case.check(drawn(1) == drawn(2) == drawn(3), f"drawn alike by 1, 2, 3 threads: {words}")


def is_refused_alike(case):
    """A few keys changed at random: refused in one line, the same by a dry run; or the run comes to its end, and can be asked to go on."""
    for k in range(4):
        config, name = case.changed(), f"wild{k}"
        what = [change_a_key(case, config) for _ in range(case.rng.choice([1, 1, 2, 3]))]
        dry = case.run(name, "--dry-run", config=config)
        case.check(not (case.d / name).exists(), f"{what}: a dry run leaves nothing")
        try:
            r = case.run(name, config=config, timeout=10)
        except subprocess.TimeoutExpired:
            continue  # tiny steps, many particles
        if r.returncode in (2, 3, 4):
            told = [[line for line in x.stderr.splitlines() if not line.startswith("apsis: warning")] for x in (r, dry)]
            good = len(told[0]) in (1, 2) and told[0][0].startswith("apsis: error: ") and told[0] == told[1] and dry.returncode == r.returncode
        else:
            good = r.returncode in (0, 6, 10) and dry.returncode == 0
        if not case.check(good, f"{what}: dry run {dry.returncode} {dry.stderr} {json.dumps(config)}", r) or r.returncode:
            continue
        ascends(case, name)
        case.well(name, "--restart", config=config)


LAWS = [goes_on_from_any_checkpoint, goes_on_from_any_checkpoint, goes_on_when_stopped, goes_on_further, goes_on_otherwise, is_what_its_parameters_say,
        knows_no_outputs, serves_every_command, converts, begins_where_it_was, moves_alike, is_refused_alike, goes_on_when_asked,
        goes_on_after_a_meeting, reads_lists, makes_the_same_particles, writes_alike, begins_from_any_file, is_drawn_alike]


def hold(case, laws, only):
    began = time.time()
    try:
        r = case.run("base")
    except subprocess.TimeoutExpired:
        steps = len(list((case.d / "base" / "checkpoints").glob("*.hdf5")))
        case.check(steps > 200, f"the run hangs, or is slow, after {steps} steps")  # else bodies of two entries stand close together
        return
    case.seconds = time.time() - began
    if not case.check(r.returncode == 0, "the run" + ("" if r.returncode not in (2, 3) or refused(r, r.returncode) else ", and its refusal"), r):
        return
    ascends(case, "base", (case.draw.start, case.config["run"]["t_end"]))
    case.check((case.d / "base" / "final.png").exists() == (case.config["output"]["picture"] != "none"), "the picture is there if it was asked for")
    some = list(dict.fromkeys(case.rng.sample(LAWS, laws)))
    if only:
        some = [law for law in LAWS if any(w in law.__name__ for w in only.split(","))]
    for law in some + [knows_no_ranks] * (case.draw.chance(0.08) and shutil.which(MPIEXEC) is not None):
        law(case)


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--seed", default="1")
    p.add_argument("--first", type=int, default=0)
    p.add_argument("--draws", type=int, default=5 if SANITIZED else 12)
    p.add_argument("--laws", type=int, default=2, help="of each draw, by lot")
    p.add_argument("--law", help="these alone, by parts of their names")
    p.add_argument("--keep", action="store_true", help="what a failing draw left, in the working directory")
    a = p.parse_args()
    for k in range(a.first, a.first + a.draws):
        before = len(failures)
        with folder() as d:
            draw = Draw(a.seed, k)
            try:
                hold(Case(draw, d), a.laws, a.law)
            except Exception:  # noqa: BLE001 a program that answered in no way foreseen
                check(False, f"draw {k}: {traceback.format_exc()}")
            if len(failures) > before:
                print(f"draw {k} of seed {a.seed}:", json.dumps(draw.config), flush=True)
                if a.keep:
                    shutil.copytree(d, f"draw-{a.seed}-{k}", dirs_exist_ok=True)
    print(a.draws, "draws")
    end()


main()
