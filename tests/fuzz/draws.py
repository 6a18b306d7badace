"""Random configurations of small runs, each of which must be accepted and come to its end; shared by the tests of this folder.
Standard library only."""
import json
import math
import pathlib
import random

UNITS = [(None, 1), (None, 1), ({"G": 2.5}, 2.5), ({"length": "kpc", "mass": "1e10 Msun", "velocity": "km/s"}, 43009.17),
         ({"length": "pc", "mass": "Msun", "G": 1}, 1), ({"length": "au", "mass": "Msun", "time": "yr"}, 39.4784)]
COSMIC = {"length": "Mpc", "mass": "1e10 Msun", "velocity": "km/s"}
SPHERES = {"plummer": {"cutoff": 5}, "hernquist": {"cutoff": 8}, "nfw": {"cutoff": 4}, "king": {"W0": 4}, "isothermal": {}}
BALLS = {"uniform_sphere": {"virial": 0.5}, "cold_collapse": {"slope": 1}}
FEW = {"two_body": {"e": 0.3}, "figure8": {}, "pythagorean": {}}
LISTED = (*FEW, "bodies", "orbits")  # models of a handful of bodies


def words(row):
    return " ".join(repr(float(x)) for x in row)


class Draw:
    """Draw k of a seed: .config, and what laws ask about it: .space (open, periodic, comoving), .start, .fixed (the step), .planets."""

    def __init__(self, seed, k):
        self.rng, self.k = random.Random(f"{seed} {k}"), k
        units, self.G = self.rng.choice(UNITS)
        self.space = self.rng.choice(["open"] * 6 + ["periodic"] * 2 + ["comoving"])
        self.files = []  # (name, format, model's entry): to be written by `apsis ic` first
        self.texts, self.listed = {}, {}  # text files by their names; times that those which list some stand for
        self.config = {"title": f"draw {k}"}
        if self.space == "comoving":
            self.comoving()
        else:
            if units:
                self.config["units"] = units
            self.system()
        self.config["output"] = self.output()

    def chance(self, p):
        return self.rng.random() < p

    def few(self, low, high):
        """A whole number, small ones as likely as large ones."""
        return int(math.exp(self.rng.uniform(math.log(low), math.log(high + 1))))

    def vector(self, size):
        return [self.rng.uniform(-size, size) for _ in range(3)]

    # ---- particles

    def model(self, kind, n, mass, scale):
        rng, speed = self.rng, math.sqrt(self.G * mass)
        if kind == "sphere":
            name = rng.choice(sorted(SPHERES))
            hole = {"black_hole": mass / 10} if name == "isothermal" and self.chance(0.5) else {}
            return {"model": name, "n": n, "mass": mass, "scale": scale, **SPHERES[name], **hole}
        if kind == "ball":
            name = rng.choice(sorted(BALLS))
            return {"model": name, "n": n, "mass": mass, "radius": scale, **BALLS[name]}
        if kind == "few":
            name = rng.choice(sorted(FEW))
            size = {"m1": mass, "m2": mass / 3, "a": scale} if name == "two_body" else {"mass": mass / 3, "scale": scale / 3}
            return {"model": name, **FEW[name], **size}
        if kind == "galaxy":
            pair = {"model": "encounter", "i1": rng.uniform(0, 180), "separation": 8, "mass_ratio": 0.5} if self.chance(0.4) else {}
            return {"model": "galaxy", "n_disc": n // 2, "n_bulge": n // 8, "n_halo": n - n // 2 - n // 8, "mass_disc": mass, "mass_bulge": mass / 4,
                    "mass_halo": 8 * mass, "scale_disc": scale, "cutoff": 20, "halo": rng.choice(["nfw", "hernquist"]), **pair}
        if kind == "ring":
            return {"model": "ring", "n": n, "central": mass, "inner": scale, "outer": 2 * scale, "mass": mass * 1e-3 * self.chance(0.5),
                    "dispersion": 0.01 * speed * self.chance(0.5)}
        if kind == "orbits":
            rows = [(mass * 1e-4 * self.chance(0.7), 1 + 0.4 * i, rng.uniform(0, 0.1), *(rng.uniform(0, 30) for _ in range(4))) for i in range(min(n, 8))]
            return {"model": "orbits", "central": mass, "rows": [words(r) for r in rows]}
        n = min(n, 12)
        rows = [(mass / n if i == 0 or self.chance(0.8) else 0, *self.vector(1), *self.vector(0.2 * speed)) for i in range(n)]
        return {"model": "bodies", "rows": [words(r) for r in rows]}

    def entry(self, kind, n, mass, scale):
        e = self.model(kind, n, mass, scale)
        if self.planets:
            return e
        if self.chance(0.2):
            form = self.rng.choice(["swift", "gadget4", "own", "tipsy", "csv"])
            self.files.append((f"in{len(self.files)}.{form}", form, e))
            e = {"file": self.files[-1][0]}
        if self.space == "periodic" or self.chance(0.5) or n == 1:  # a sphere of one stands in its centre, and two of them at one point
            e["position"] = [x + 8 * (self.space == "periodic") for x in self.vector(3)]
        if self.chance(0.3):
            e["velocity"] = self.vector(scale / self.t0 / 3)
        if self.chance(0.3):
            e["rotate"] = self.vector(180)
        if self.soft and self.chance(0.2):
            e["softening"] = self.rng.choice([0.01, 0.05, 0.1]) * scale
        if self.chance(0.1):
            e["type"] = self.rng.randrange(1, 6)
        return e

    def system(self):
        rng, periodic = self.rng, self.space == "periodic"
        mass, scale = 10 ** rng.uniform(-1, 0.5), rng.uniform(0.5, 2)
        self.t0 = math.sqrt(scale ** 3 / (self.G * mass))
        self.planets = not periodic and self.chance(0.1)
        law = "newton" if self.planets else "spline" if periodic else rng.choice(["newton", "plummer", "plummer", "spline", "spline"])
        self.soft = 0 if law == "newton" else scale * rng.choice([0.02, 0.05, 0.1])
        kinds = ["sphere", "sphere", "ball", "few", "bodies"] + ["galaxy", "ring", "orbits"] * (not periodic)
        kinds = ["orbits", "ring"] if self.planets else [rng.choice(kinds) for _ in range(rng.choice([1, 1, 2, 3]))]
        most = self.few(1, 300 if periodic else 2000) // len(kinds)
        self.config["particles"] = [self.entry(kind, max(most, 8 if kind == "galaxy" else 1), mass, scale) for kind in kinds]
        if periodic:
            self.config["box"] = {"boundary": "periodic", "size": rng.choice([[16, 16, 16], [16, 16, 24]])}
        self.step()
        solver = "direct" if self.config["integrator"]["name"] == "hermite" else rng.choice(["auto", "direct", "fmm"])
        self.config["forces"] = [{"law": law, "solver": solver, "accuracy": rng.choice([1e-2, 1e-3, 1e-4, 1e-5]), **({"softening": self.soft} if self.soft else {})}]
        it = self.config["integrator"]
        if it["name"] == "leapfrog" and "criterion" not in it and self.chance(0.4):
            self.collide(it, scale)

    # ---- steps, collisions

    def step(self):
        rng = self.rng
        names = ["leapfrog"] * 5 + ["euler", "rk4", "yoshida4", "yoshida6"] + ["hermite"] * 2 * (self.space == "open")
        if self.space == "open" and all(e.get("model") in LISTED for e in self.config["particles"]):
            names += ["ias15"] * 6
        name = rng.choice(["wisdom_holman", "ias15"] if self.planets else names)
        dt, steps = self.t0 * rng.uniform(0.002, 0.02), self.few(1, 40)
        adaptive = {"leapfrog": 0.4, "hermite": 0.6, "ias15": 1, "wisdom_holman": 0}.get(name, 0.4 if self.soft else 0)
        self.fixed = not self.chance(adaptive)
        it = self.config["integrator"] = {"name": name}
        if self.fixed:
            it["dt"] = dt
        elif name != "ias15":
            steps = min(steps, 10)
            it["eta"] = 0.02 if name == "hermite" else rng.uniform(0.1, 0.3)
            if name in ("leapfrog", "hermite"):
                it["steps"] = rng.choice(["auto", "shared", "block"])
            if name == "leapfrog" and (not self.soft or self.chance(0.1)):
                it.update({"criterion": rng.choice(["tidal", "jerk"]), "steps": "block", "eta": 0.05})
            if self.chance(0.4):
                it["dt_max"] = dt * 3
        if name == "hermite" and self.chance(0.3):
            it["iterations"] = 2
        self.start = rng.choice([0, 0, 0, 1, -2.5]) * self.t0
        self.config["run"] = {"t_start": self.start, "t_end": self.start + dt * (steps - rng.choice([0, 0, rng.uniform(0, 0.9)])), "device": "cpu",
                              "precision": rng.choice(["mixed", "mixed", "double", "single"]), "threads": rng.choice([0, 1, 2]), "seed": rng.randrange(1000),
                              "reproducible": self.chance(0.2)}

    def collide(self, it, scale):
        if "eta" in it:
            it["steps"] = "shared"
        for e in self.config["particles"]:
            e["body_radius"] = scale * self.rng.choice([0.01, 0.05])
        c = self.config["collisions"] = {"outcome": self.rng.choice(["bounce", "merge"])}
        if c["outcome"] == "bounce":
            c["restitution"] = self.rng.choice([0.0, 0.5, 1.0])
        if self.chance(0.3):
            c["speed"] = scale / self.t0 / 10
        if self.chance(0.5):
            c["list"] = self.chance(0.7)

    def comoving(self):
        rng = self.rng
        self.fixed, self.planets, self.start = self.chance(0.3), False, rng.choice([0.02, 0.1, 0.5])
        size, grid = rng.uniform(20, 100), rng.randrange(2, 9)
        steps = {"dt": self.start / 50} if self.fixed else {"eta": 0.2, "steps": rng.choice(["auto", "shared"])}
        table = {"spectrum": self.spectrum()} if self.chance(0.4) else {}
        dark = {"omega_r": 1e-4, "w0": -0.9, "wa": 0.1, "omega_lambda": 0.69} if self.chance(0.3) else {}
        self.config.update({
            "units": COSMIC, "cosmology": {"H0": "67.7 km/s/Mpc", "omega_m": rng.choice([0.31, 1.0]), "longest_step": 0.05, **dark},
            "box": {"boundary": "periodic", "size": [size] * 3},
            "particles": [{"model": "zeldovich", "grid": grid, "order": rng.choice([1, 2]), "amplitudes": rng.choice(["random", "fixed"]),
                           "phases": rng.choice(["random", "opposite"]), **table}],
            "forces": [{"law": "spline", "softening": size / grid / 20, "solver": rng.choice(["auto", "fmm", "direct"]), "accuracy": 1e-2}],
            "integrator": {"name": "leapfrog", **steps},
            "run": {"t_start": self.start, "t_end": self.start * rng.uniform(1.01, 1.3), "device": "cpu", "seed": rng.randrange(1000), "threads": rng.choice([0, 1])}})

    def spectrum(self):
        rows = [(k, 5e5 * k / (1 + (50 * k) ** 2) ** self.rng.uniform(1.2, 1.4)) for k in (10 ** (i / 4) for i in range(-14, 9))]
        self.texts["pk.txt"] = "\n".join(["# k P", *map(words, rows), ""])
        return "pk.txt"

    # ---- outputs

    def rhythm(self):
        """Up to some six acts."""
        t0, t1 = self.start, self.config["run"]["t_end"]
        if self.chance(0.3):
            times = [self.rng.uniform(t0, t1) for _ in range(self.rng.randrange(1, 5))]
            return {"list": self.list(times)} if self.chance(0.4) else {"times": times}
        return {"every": (t1 - t0) / self.rng.choice([1, 2, 3, 4.7, 6])} if self.chance(0.8) else {}

    def list(self, times, exact=False):
        """A file of these times, one of them twice, and of some before the start and after the end; exact: no redshifts, which round."""
        name, t0, t1 = f"times{len(self.listed)}.txt", self.start, self.config["run"]["t_end"]
        comoving = self.space == "comoving"
        spellings = [("", repr), ("# Scale Factor" if comoving else "# Time", repr), ("", lambda t: f" {t!r}\t1 # so far")]
        if comoving and not exact:
            spellings.append(("# Redshift", lambda a: repr(1 / a - 1)))
        head, say = self.rng.choice(spellings)
        times = [*times, times[0]] + [t0 - 0.1 * abs(t0), t1 + 0.1 * abs(t1)] * self.chance(0.5)
        said = [say(t) for t in times]
        self.listed[name] = [1 / (1 + float(s)) for s in said] if "Redshift" in head else times
        self.texts[name] = self.rng.choice(["\n", "\r\n"]).join([head, *said, ""])
        return name

    def cubic(self):
        size = self.config.get("box", {}).get("size", [1])
        return size[0] == size[-1]

    def output(self):
        """A checkpoint after every step."""
        rng = self.rng
        shots = {**self.rhythm(), "format": rng.choice(["swift", "own"] + ["gadget4"] * self.cubic())}
        for key, value, p in (("sort", "id", 0.3), ("compress", True, 0.2), ("files", rng.choice([2, 3]), 0.2), ("fields", ["Coordinates", "Softenings"] + ["Radii"] * ("collisions" in self.config), 0.3)):
            if self.chance(p) and not (key == "files" and shots["format"] == "own"):
                shots[key] = value
        out = {"log": {**self.rhythm(), "sample": rng.choice([0, 16, 64])}, "snapshots": shots, "checkpoint": {"every": "1e-9 s", "keep": 1000},
               "picture": "none" if self.chance(0.1) else {**self.rhythm(), "size": [48, 32]}, "async": self.chance(0.2)}
        if self.chance(0.3):
            out["frames"] = {**self.rhythm(), "size": [48, 32], "projection": rng.choice(["xy", "xz", "yz"])}
        return out

    # ---- on disk

    def write_texts(self, d):
        for name, text in self.texts.items():
            pathlib.Path(d, name).write_bytes(text.encode())

    def write(self, d, run):
        """c.yaml in folder d, and the files it names, made with run(words…)."""
        units = [f"--set=units.{k}={v}" for k, v in self.config.get("units", {}).items()]
        for name, form, e in self.files:
            keys = [f"{k}={json.dumps(v)}" if isinstance(v, list) else f"{k}={v}" for k, v in e.items() if k != "model"]
            run("ic", e["model"], *keys, *units, "-o", name, "--format", form, "--seed", self.k)
        self.write_texts(d)
        pathlib.Path(d, "c.yaml").write_text(json.dumps(self.config))
