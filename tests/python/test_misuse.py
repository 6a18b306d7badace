"""What a user may get wrong, and what must then not pass in silence: arguments, arrays, paths, writing at the wrong moment.   ctest: timeout=300"""
import stage

stage.enter()
import pathlib
import tempfile

import numpy as np

import apsis

GENERATOR = np.random.default_rng(5)
X, M = GENERATOR.normal(size=(30, 3)), GENERATOR.uniform(0.5, 1.5, 30) / 30
TEXT = "particles: [{model: plummer, n: 20}]\nforces: [{softening: 0.1}]\nintegrator: {dt: 0.01}\nrun: {t_end: 1, device: cpu}\n"


def make(x=X, v=None, m=M, **more):
    return apsis.Simulation(x, v, m, **{"softening": 0.1, "dt": 0.01, "device": "cpu", **more})


def pairs(x, m, law, eps, G):
    """Accelerations and potentials of every pair, term by term. Spline: Springel 2005, eq. A1, h = 2.8 eps."""
    d = x[None] - x[:, None]
    r = np.sqrt((d**2).sum(-1))
    np.fill_diagonal(r, 1)
    e = np.maximum.outer(eps, eps) if np.ndim(eps) else np.full_like(r, eps)
    if law == "spline":
        h = 2.8 * e
        with np.errstate(divide="ignore", invalid="ignore"):
            u = r / h
            w = np.where(u < 0.5, 16 / 3 * u**2 - 48 / 5 * u**4 + 32 / 5 * u**5 - 14 / 5,
                         1 / (15 * u) + 32 / 3 * u**2 - 16 * u**3 + 48 / 5 * u**4 - 32 / 15 * u**5 - 16 / 5) / h
            s = np.where(u < 0.5, 32 / 3 - 192 / 5 * u**2 + 32 * u**3, 64 / 3 - 48 * u + 192 / 5 * u**2 - 32 / 3 * u**3 - 1 / (15 * u**3)) / h**3
        s, w = np.where(r < h, s, r**-3), np.where(r < h, w, -1 / r)
    else:
        root = np.sqrt(r**2 + (e**2 if law == "plummer" else 0))
        s, w = root**-3, -1 / root
    np.fill_diagonal(s, 0)
    np.fill_diagonal(w, 0)
    return G * (m[None, :, None] * s[..., None] * d).sum(1), G * (m * w).sum(1)


def test_every_law_is_that_of_the_pairs():
    """In double to rounding, in mixed to that of float; one softening and one for each particle."""
    many = GENERATOR.uniform(0.1, 0.6, len(X))
    for law in apsis.laws():
        for eps in (0.0,) if law == "newton" else (0.4, many):
            for precision, bound in (("double", 1e-13), ("mixed", 1e-5)):
                a, phi = apsis.accelerations(X, M, law=law, softening=eps, G=2.5, precision=precision, solver="direct", potential=True)
                expected, potential = pairs(X, M, law, eps, 2.5)
                assert np.abs(a - expected).max() < bound * np.abs(expected).max(), (law, precision)
                assert np.abs(phi - potential).max() < bound * np.abs(potential).max() and phi.max() < 0, (law, precision)


def test_edits_between_steps_are_those_of_the_equations():
    """Against leapfrog in NumPy: positions, masses, velocities, one column by touch, and in callbacks."""
    sim = make(softening=0.3, G=2.5, precision="double", solver="direct")
    x, v, m = X.copy(), np.zeros_like(X), M.copy()

    def step(n=1):
        for _ in range(n):
            for k in range(2):
                v[:] += 0.005 * pairs(x, m, "plummer", 0.3, 2.5)[0]
                if k == 0:
                    x[:] += 0.01 * v

    def agrees():
        assert np.abs(sim.positions - x).max() < 1e-12 and np.abs(sim.velocities - v).max() < 1e-12

    sim.step(5), step(5)
    sim.positions = sim.positions * 1.5
    x *= 1.5
    sim.step(), sim.step(), step(2), agrees()
    with sim.edit("masses", "velocities") as (mass, moving):
        mass[:] = mass[::-1].copy()
        moving *= 2
    m[:], v[:] = m[::-1].copy(), 2 * v
    sim.step(), step(), agrees()
    sim.columns["x"].numpy()[:] += 0.1
    sim.touch("x")
    x[:, 0] += 0.1
    sim.step(), step(), agrees()

    def push(s):
        with s.edit("positions") as moved:
            moved[3] += 0.5

    sim.run(sim.time + 0.05, callback=push)
    for _ in range(5):
        step()
        x[3] += 0.5
    agrees()


def test_within_an_edit():
    """Steps are refused, and what is looked at belongs to what is written by then."""
    sim, other = make(), make()
    other.positions = 2 * X
    sim.potentials, sim.energies()
    with sim.edit("positions") as x:
        x *= 2
        assert np.array_equal(sim.potentials, other.potentials) and sim.energies().potential == other.energies().potential
        for move in (sim.step, lambda: sim.step(3), lambda: sim.run(1.0), lambda: sim.run(1.0, callback=print)):
            with stage.raises(apsis.UsageError, "within edit()"):
                move()
        with stage.raises(apsis.UsageError, "within edit()"):
            sim.close()
        x += 1
    other.positions = other.positions + 1
    assert np.array_equal(sim.step().positions, other.step().positions) and sim.steps == 1


def test_numbers_that_do_not_fit_are_refused():
    with stage.raises(apsis.UsageError, "types", "4294967295", "8589934592"):
        make(types=np.full(30, 2**33))
    assert make(types=np.full(30, 2**32 - 1)).types[0] == 2**32 - 1
    for what in ("ids", "types"):
        with stage.raises(apsis.UsageError, f"{what}: must be >= 0, got -3"):
            make(**{what: np.arange(30) - 3})
    assert make(ids=np.arange(30, dtype=np.uint64) + np.uint64(2**64 - 30)).ids[-1] == 2**64 - 1
    with stage.raises(TypeError):
        make().run(0.1, callback=print, every=1.5)  # not 1
    for sample in (0, -1):
        with stage.raises(apsis.UsageError, "sample"):
            make().force_error(sample)
    assert all(np.isnan(e) for e in apsis.Simulation.from_yaml(TEXT.replace("[{softening: 0.1}]", "[]")).force_error().values())


def test_negative_masses_are_refused():
    """As in files: what cannot be read back must not be begun with."""
    with stage.raises(apsis.DataError, "particle 3", "its mass must be >= 0, got -0.5"):
        make(m=np.where(np.arange(30) == 2, -0.5, M))
    with stage.raises(apsis.DataError, "mass must be >= 0"):
        apsis.accelerations(X, -M, softening=0.1)
    sim = make()
    for wrong in (-1.0, -M):
        with stage.raises(apsis.UsageError, "masses: must be >= 0"):
            sim.masses = wrong
    assert np.array_equal(sim.masses, M)
    sim.masses = 0
    assert not sim.step().masses.any()


def test_misspelt_attributes_are_refused():
    """What is assigned to them would go nowhere; other attributes are the caller's own."""
    sim = make()
    for wrong, right in (("postions", "positions"), ("velocity", "velocities"), ("vel", "velocities"), ("mass", "masses"), ("radius", "radii"),
                         ("keeporder", "keep_order"), ("acceleration", "accelerations")):
        with stage.raises(AttributeError, f"{wrong}: a Simulation", f"did you mean {right}?"):
            setattr(sim, wrong, X)
    for wrong, right in (("postions", "positions"), ("tilte", "title"), ("unit", "units")):
        with stage.raises(AttributeError, f"{wrong}: a Dataset", f"did you mean {right}?"):
            setattr(sim.data(), wrong, X)
    sim.me, sim.error, sim.times, sim.keep_order, sim._mass = sim, None, [], False, 1
    assert sim.me is sim and sim.times == [] and sim.step().n == 30


def test_softenings_that_cannot_be_meant():
    eps = np.full(30, 0.1)
    for call in (lambda: make(law="newton", softening=eps), lambda: apsis.accelerations(X, M, law="newton", softening=eps)):
        with stage.raises(apsis.UsageError, "the law newton has none"):
            call()
    assert np.array_equal(apsis.accelerations(X, M, softening=None), apsis.accelerations(X, M))
    assert "law: newton" in make(softening=None).parameters


class Quantity(np.ndarray):
    """As those of astropy and unyt: an array with a unit."""

    unit = "kpc"

    def to_value(self):
        return np.asarray(self)


def test_units_are_not_dropped_unseen():
    far, heavy = X.view(Quantity), M.view(Quantity)
    sim = make()
    for call in (lambda: make(far), lambda: make(X, far), lambda: make(m=heavy), lambda: apsis.accelerations(far, M, softening=0.1),
                 lambda: make(softening=np.asarray(0.1).view(Quantity)), lambda: make(softening=np.full(30, 0.1).view(Quantity)),
                 lambda: make(box=np.full(3, 99.0).view(Quantity)), lambda: make(dt=np.asarray(0.1).view(Quantity)),
                 lambda: setattr(sim, "positions", far), lambda: apsis.Dataset.of(far, None, M),
                 lambda: apsis.Simulation.from_yaml(TEXT, dt=np.asarray(0.1).view(Quantity))):
        with stage.raises(apsis.UsageError, "carries the unit kpc"):
            call()
    plain = X.view(Quantity)
    plain.unit = ""
    assert np.array_equal(make(plain).positions, X)
    scaled = make(softening="0.1 kpc", units={"length": "kpc", "mass": "1e10 Msun", "velocity": "km/s"})
    assert scaled.softening[0] == 0.1
    with stage.raises(apsis.UsageError, "astype(float)"):
        make(X.astype(object))
    with stage.raises(apsis.UsageError, "from_yaml"):
        apsis.Simulation("configs/kepler.yaml")


def test_boxes_units_and_configurations_of_the_wrong_kind():
    for box in ((1, 2), "10", [[9, 9, 9]], None.__class__):
        with stage.raises(apsis.UsageError, "box: one edge or three"):
            make(box=box)
        with stage.raises(apsis.UsageError, "box: one edge or three"):
            apsis.accelerations(X, M, softening=0.1, box=box)
    with stage.raises(apsis.UsageError, "units: a dict"):
        make(units="kpc")
    with stage.raises(apsis.UsageError, "config: nested dicts"):
        make(config="run: {}")


def test_overrides_of_every_kind():
    def t_end(overrides):
        return apsis.Simulation.from_yaml(TEXT, overrides).t_end

    for three in ("run.t_end=3", ["run.t_end=3"], {"run.t_end": 3}, {"run.t_end": "3"}, {"run.t_end": np.float32(3)}, {"run.t_end": np.int64(3)}):
        assert t_end(three) == 3, three
    assert apsis.Simulation.from_yaml(TEXT, dt=np.float32(0.5)).step().time == 0.5
    box = apsis.Simulation.from_yaml(TEXT, {"box.boundary": "periodic", "box.size": np.full(3, 500.0)})
    assert box.data().box == (500, 500, 500)
    with stage.raises(apsis.UsageError, "path.to.key=value"):
        t_end(["run.t_end"])
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder, "p.hdf5")
        apsis.ic.plummer(n=7).write(file)
        assert apsis.Simulation.from_yaml(TEXT.replace("model: plummer, n: 20", "file: none"), {"particles.0.file": file}).n == 7


def test_paths_of_every_kind():
    data = apsis.ic.plummer(n=5)
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder, "grün und blau.hdf5")
        data.write(file)
        assert apsis.read(str(file)) == apsis.read(bytes(file)) == apsis.read(file)
        odd = bytes(folder, "ascii") + b"/\xff.hdf5"  # no UTF-8
        make().write(odd)
        assert apsis.read(odd).n == 30 and len(apsis.replay(odd)) == 1
        apsis.convert(file, bytes(file) + b".csv")
        assert apsis.read(str(file) + ".csv").format.startswith("CSV")
        for call in (make().write, data.write, apsis.read, lambda path: apsis.convert(file, path)):
            with stage.raises(apsis.UsageError, "NUL"):
                call(folder + "/cut\0off")
        assert not pathlib.Path(folder, "cut").exists()
        for call in (make().write, data.write, lambda path: apsis.convert(file, path)):  # as from the command line
            with stage.raises(apsis.UsageError, "none of the formats that are written ends in .npy"):
                call(folder + "/a.npy")
            call(folder + "/A.CSV")
            assert apsis.read(folder + "/A.CSV").format.startswith("CSV")
        assert not pathlib.Path(folder, "a.npy").exists()
        make().write(file, fields="Coordinates")
        assert apsis.info(file)["n"] == 30


def test_datasets_are_values():
    data, same = apsis.ic.plummer(n=9), apsis.ic.plummer(n=9)
    assert data == same and data != apsis.ic.plummer(n=9, seed=2) and data != 3 and data is not same
    with stage.raises(AttributeError, "replace(positions="):
        data.positions = np.zeros((9, 3))
    with stage.raises(apsis.UsageError, "colour"):
        data.replace(colour=1)
    moved = data.replace(positions=data.positions + 1)
    assert moved != data and np.array_equal(moved.positions, data.positions + 1)
    assert sum([data, same]).n == 18
    data.title = "named"
    assert data == same  # titles tell nothing of the particles
    with tempfile.TemporaryDirectory() as folder:
        data.title = "ü" * 100  # cut where there is no more room, but through no letter
        data.write(folder + "/long")
        make(title=data.title).write(folder + "/longer")
        assert apsis.read(folder + "/long").title == apsis.read(folder + "/longer").title == "ü" * 63
        for format in ("own", "gadget4"):
            sim = make(v=X, types=np.arange(30) % 3)
            sim.step(3).write(f"{folder}/{format}", format=format)
            back = apsis.read(f"{folder}/{format}")
            order = np.argsort(back.ids)
            for name in ("positions", "velocities", "masses", "ids", "types", "softening"):
                assert np.array_equal(back[name][order], sim.data()[name]), (format, name)
            assert back.time == sim.time
        assert apsis.read(f"{folder}/own") == apsis.read(f"{folder}/own")


def test_datasets_of_arrays_of_every_type():
    """The constructor itself, which reads memory as what it takes it for."""
    single = {"positions": X.astype("f4"), "velocities": (2 * X).astype(">f4"), "masses": M.astype("f2"), "ids": np.arange(30, dtype="i4") + 5,
              "types": np.arange(30, dtype="i8") % 2}
    data = apsis.Dataset(single)
    sim = apsis.Simulation(data, softening=0.1, dt=0.01)
    for name, array in single.items():
        assert np.array_equal(data[name], array) and np.array_equal(getattr(sim, name), array), name
    listed = apsis.Dataset({"positions": X.tolist(), "velocities": X.tolist(), "masses": 0.5})
    assert np.array_equal(apsis.Simulation(listed, softening=0.1, dt=0.01).masses, np.full(30, 0.5))
    assert apsis.Dataset({"positions": X}).positions is X  # nothing is copied that need not be
    for arrays, word in (({"positions": X, "velocities": X[:3]}, "velocities: shape [30, 3]"), ({"positions": X, "masses": M[:3]}, "masses: shape [30]"),
                         ({"positions": X, "colour": M}, "colour"), ({"velocities": X}, "positions: are missing"),
                         ({"positions": X, "ids": M}, "ids: 30 integers")):
        with stage.raises(apsis.UsageError, word):
            apsis.Dataset(arrays)
    with stage.raises(apsis.UsageError, "Dataset.of("):
        apsis.Dataset(X)
    with tempfile.TemporaryDirectory() as folder:
        for k, wrong in enumerate((dict(positions=np.where(X == X[3, 1], np.nan, X)), dict(masses=np.where(M == M[3], -1, M)),
                                   dict(softening=np.where(M == M[3], -1, M)))):
            with stage.raises(apsis.DataError, "particle 4 of 30", next(iter(wrong))):
                apsis.Dataset.of(X, None, M).replace(**wrong).write(f"{folder}/{k}")
        assert not list(pathlib.Path(folder).iterdir())


def test_analysis_of_what_cannot_be_meant():
    sim = make()
    for wrong in (dict(centre=(1, 2)), dict(centre=(1, 2, np.nan)), dict(bins=0), dict(bins=10**10), dict(type=-1), dict(type=2**40)):
        with stage.raises(apsis.UsageError, next(iter(wrong))):
            sim.analyse(**wrong)
    assert np.array_equal(sim.analyse(centre=np.ones(3))["centre"], np.ones(3))
    for call, words in ((sim.power_spectrum, "periodic box"), (sim.halos, "linking"), (lambda: sim.halos(linking=-1), "linking: must be > 0, got -1"),
                        (lambda: sim.halos(linking=1, least=0), "least: must be 1 or more, got 0"), (lambda: sim.halos(linking=1, type=-1), "type"),
                        (lambda: apsis.power_spectrum(apsis.Dataset.of(X, None, M, box=9.0), grid=12), "power of two"),
                        (lambda: apsis.orbits("a.hdf5"), "a Dataset or a Simulation was expected, got str")):
        with stage.raises(apsis.UsageError, words):
            call()
    with stage.raises(TypeError):
        sim.halos(linking=1, least=2.5)


def test_tools_and_replays_of_what_cannot_be_meant():
    with tempfile.TemporaryDirectory() as folder:
        make().write(folder + "/a.hdf5")
        make().step(3).write(folder + "/b.hdf5")
        run, file = apsis.replay(folder), folder + "/a.hdf5"
        for wrong in ([1.5], [-1]):
            with stage.raises(apsis.UsageError, "ids"):
                run.track(wrong)
        assert run.track([3], 0.01).shape == (1, 1, 3) and run.track([]).shape == (2, 0, 3)
        with stage.raises(IndexError, "snapshot -9: there are 2"):
            run[-9]
        with stage.raises(TypeError):
            run[0.5]
        with stage.raises(apsis.UsageError, "softening: one for all"):
            apsis.forces(file, softening=np.full(30, 0.1))
        for name, words in (("a.npy", "written ends in .npy"), ("a.csv", "a csv file has no place for accelerations")):
            with stage.raises(apsis.UsageError, words):
                apsis.forces(file, f"{folder}/{name}", softening=0.1)
        for wrong in (dict(size=3), dict(time=3), dict(range=(1,)), dict(fps=-1), dict(fps=float("nan")), dict(tone="lin"), dict(bloom=2),
                      dict(bloom=float("nan"))):
            with stage.raises(apsis.UsageError, next(iter(wrong))):
                apsis.render(file, folder + "/p.png", **wrong)
        assert apsis.analyse(file, centre=np.zeros(3))["n"] == apsis.analyse(bytes(file, "ascii"))["n"] == 30
        with stage.raises(apsis.UsageError, "a Dataset, a Simulation or a path"):
            apsis.analyse(3)


if __name__ == "__main__":
    stage.main(globals())
