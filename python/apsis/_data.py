"""Particles as arrays, without a simulation: read, written, made, handed over, analysed."""
import collections.abc
import operator
import os

import numpy as np

from . import _arrays, _config, _ranks
from ._errors import DataError, UsageError
from ._lib import Context, ffi, lib, path_bytes, text

VECTORS = {"positions": ("APS_X", "x", "y", "z"), "velocities": ("APS_V", "vx", "vy", "vz"),
           "accelerations": ("APS_A", "ax", "ay", "az")}
SCALARS = {"masses": ("APS_MASS", "mass", "double", np.float64), "softening": ("APS_EPS", "eps", "double", np.float64),
           "potentials": ("APS_POT", "pot", "double", np.float64), "ids": ("APS_ID", "id", "uint64_t", np.uint64),
           "types": ("APS_TYPE", "type", "uint32_t", np.uint32), "radii": ("APS_RADIUS", "radius", "double", np.float64)}
UNITS = ("length", "mass", "time", "G")


def check_some(n, masses):
    if n == 0:
        raise UsageError("positions: there are none")
    if masses is None:
        raise UsageError("masses: are missing", "masses=1/n gives every particle the same")


def _checked(arrays):
    """{name: array} in the shapes and types that the library reads, without a copy where they are so already."""
    if not isinstance(arrays, collections.abc.Mapping):
        raise UsageError(f"arrays: a dict by name was expected, got {type(arrays).__name__}", "Dataset.of(positions, velocities, masses)")
    if "positions" not in arrays:
        raise UsageError("positions: are missing")
    found, n = {}, len(_arrays.vectors(arrays["positions"], "positions"))
    for name, array in arrays.items():
        if name in VECTORS:
            found[name] = _arrays.vectors(array, name)
            if len(found[name]) != n:
                raise UsageError(f"{name}: shape [{n}, 3] was expected, got {list(found[name].shape)}")
        elif name in SCALARS:
            dtype = SCALARS[name][3]
            found[name] = _arrays.scalars(array, n, name) if dtype is np.float64 else _arrays.integers(array, n, name, dtype)
        else:
            raise UsageError(f"{name}: is not known", "one of " + ", ".join([*VECTORS, *SCALARS]))
    return found


def check_whole(data):
    """DataError for what could not be read back: values that are not finite, negative masses, softenings and radii."""
    for name in ("positions", "velocities", "masses", "softening", "radii"):
        a = data.get(name)
        if a is None:
            continue
        bad = ~np.isfinite(a).reshape(data.n, -1).all(axis=1)
        if name in SCALARS:
            bad |= a < 0
        if bad.any():
            i = int(bad.argmax())
            raise DataError(f"particle {i + 1} of {data.n}: {name}: must be finite{' and >= 0' * (name in SCALARS)}, got {a[i]}")


class Dataset(collections.abc.Mapping):
    """Particles by name: "positions" [n, 3], "velocities" [n, 3], "masses" [n], "ids", "types", and "softening", "radii",
    "potentials", "accelerations" where they are known; also as attributes.

    time, box (three edges, given as one where they are equal; None where open), title, format; units: {"length", "mass", "time"} in cgs and "G" in code units,
    None where there are none; force_error: {"rms", "median", "99.9%", "max"} as the file tells, or None. a + b joins two.

    scale_factor: of a comoving run, else None. Lengths are then comoving and velocities peculiar, a dx/dt, without factors of h,
    whatever the file stores.
    """

    def __init__(self, arrays, time=0.0, box=None, units=None, title="", format="", step=0, force_error=None, scale_factor=None):
        self._keep(_checked(arrays), time, None if box is None else tuple(_arrays.box(box)), units, title, format, step, force_error)
        self.scale_factor = scale_factor

    def _keep(self, arrays, time, box, units, title, format, step, force_error):
        self._arrays = arrays
        self.time, self.box, self.units, self.title = time, box, units, title
        self.format, self.step, self.force_error = format, step, force_error

    @classmethod
    def of(cls, positions, velocities=None, masses=None, *, ids=None, types=None, softening=None, radii=None, **more):
        """From arrays of any library; more: time, box, units, title, scale_factor."""
        x = _arrays.vectors(positions, "positions")
        n = len(x)
        check_some(n, masses)
        a = {"positions": x,
             "velocities": np.zeros((n, 3)) if velocities is None else _arrays.vectors(velocities, "velocities"),
             "masses": _arrays.scalars(masses, n, "masses")}
        if len(a["velocities"]) != n:
            raise UsageError(f"velocities: shape [{n}, 3] was expected, got {list(a['velocities'].shape)}")
        if ids is not None:
            a["ids"] = _arrays.identities(ids, n)
        if types is not None:
            a["types"] = _arrays.integers(types, n, "types", np.uint32)
        if softening is not None:
            a["softening"] = _arrays.scalars(softening, n, "softening")
        if radii is not None:
            a["radii"] = _arrays.scalars(radii, n, "radii")
        return cls(a, **more)

    def replace(self, **arrays):
        """The same with other arrays."""
        names = ("positions", "velocities", "masses", "ids", "types", "softening", "radii")
        for name in arrays:
            if name not in names:
                raise UsageError(f"{name}: is not replaced", "one of " + ", ".join(names))
        known = {**self._arrays, **arrays}
        return Dataset.of(*(known.get(k) for k in names[:3]), **{k: known.get(k) for k in names[3:]}, time=self.time,
                          box=self.box, units=self.units, title=self.title, scale_factor=self.scale_factor)

    @property
    def n(self):
        """Particles."""
        return len(self._arrays["positions"])

    @property
    def G(self):
        """Gravitational constant in code units; 1 where none is known."""
        return (self.units or {}).get("G") or 1.0

    def __getitem__(self, name):
        return self._arrays[name]

    def __getattr__(self, name):
        arrays = self.__dict__.get("_arrays", {})
        if name in arrays:
            return arrays[name]
        raise AttributeError(f"this Dataset has no {name}: it holds " + ", ".join(arrays))

    def __setattr__(self, name, value):
        if name in VECTORS or name in SCALARS:
            raise AttributeError(f"{name}: a Dataset is not written by name; data = data.replace({name}=…) is another one, "
                                 f"data.{name}[...] = … writes into the array")
        _arrays.not_misspelt(self, name, ("time", "box", "units", "title", "format", "step", "force_error", "scale_factor", *VECTORS, *SCALARS))
        super().__setattr__(name, value)

    def __eq__(self, other):
        """True for the same arrays, to the bit, at the same time, in the same box and units; titles and formats may differ."""
        if not isinstance(other, Dataset):
            return NotImplemented
        return (set(self) == set(other) and all(np.array_equal(self[k], other[k]) for k in self)
                and (self.time, self.box, self.units) == (other.time, other.box, other.units))

    __hash__ = None

    def __iter__(self):
        return iter(self._arrays)

    def __len__(self):
        return len(self._arrays)

    def __add__(self, other):
        if not isinstance(other, Dataset):
            return NotImplemented
        both = {k: np.concatenate([self[k], other[k]]) for k in self if k in other and k not in ("potentials", "accelerations")}
        if "ids" in both and len(np.unique(both["ids"])) < len(both["ids"]):
            both["ids"] = np.arange(1, len(both["ids"]) + 1, dtype=np.uint64)
        return Dataset(both, self.time, self.box, self.units, self.title, scale_factor=self.scale_factor)

    def __radd__(self, other):
        return self if isinstance(other, int) and other == 0 else NotImplemented  # sum() begins with 0

    def write(self, path, format=None, fields=None, compress=False):
        """As Simulation.write. DataError: particles that could not be read back."""
        check_whole(self)
        context = Context(threads=False)
        sets, held = lend([self])
        write(context, path, format, sets, fields, compress)
        del held

    def __reduce__(self):
        return Dataset, ({k: np.array(v) for k, v in self._arrays.items()}, self.time, self.box, self.units, self.title,
                         self.format, self.step, self.force_error, self.scale_factor)

    def __repr__(self):
        return f"<apsis.Dataset: {self.n} particles at time {self.time:.6g}; {', '.join(self)}>"


# ---- to the library and back

def lend(datasets, rank=0, ranks=1):
    """aps_dataset[] over the arrays, and what must live as long as it is read. Of several ranks each brings its share of what all
    have."""
    sets, held = ffi.new("aps_dataset[]", max(len(datasets), 1)), []

    def column(array, kind):
        held.append(np.ascontiguousarray(array))  # of the right type: _checked
        return ffi.cast(kind + " *", held[-1].ctypes.data)

    for d, s in zip(datasets, sets):
        ids = d["ids"] if "ids" in d else np.arange(1, d.n + 1, dtype=np.uint64)
        first, end = _ranks.share(d.n, rank, ranks)
        s.v.n = end - first
        if ranks > 1:
            s.first, s.total = first, d.n
        for name, array in {**d, "ids": ids}.items():
            array = array[first:end]
            if name in VECTORS:
                group, *names = VECTORS[name]
                for k in range(3):
                    setattr(s.v, names[k], column(array[:, k], "double"))
            else:
                group, field, kind, _ = SCALARS[name]
                setattr(s.v, field, column(array, kind))
            s.has |= getattr(lib, group)
        s.time, s.step, s.title = d.time, d.step, d.title.encode()[:127].decode(errors="ignore").encode()  # whole letters
        if d.box is not None:
            s.periodic, s.box = 1, [float(edge) for edge in d.box]
        for unit in UNITS:
            setattr(s.units, unit, (d.units or {}).get(unit, 0.0))
        s.force_error = [-1] * 4 if d.force_error is None else list(d.force_error.values())
    return sets, held


class _Memory:
    """A borrowed column as an array's base; owner keeps the memory alive."""

    __slots__ = ("__array_interface__", "owner")

    def __init__(self, owner, address, shape, strides, typestr):
        self.owner = owner
        self.__array_interface__ = {"version": 3, "shape": shape, "strides": strides, "typestr": typestr, "data": (address, False)}


def _array(owner, pointers, n, dtype):
    """[n], or [n, 3] where the three columns lie evenly spaced, else a copy."""
    at = [int(ffi.cast("uintptr_t", p)) for p in pointers]
    dtype = np.dtype(dtype)
    if len(at) == 1:
        return np.asarray(_Memory(owner, at[0], (n,), (dtype.itemsize,), dtype.str))
    if at[1] - at[0] == at[2] - at[1]:
        return np.asarray(_Memory(owner, at[0], (n, 3), (dtype.itemsize, at[1] - at[0]), dtype.str))
    return np.stack([_array(owner, [p], n, dtype) for p in pointers], axis=1)


def _from_c(d, owner, copy):
    arrays, v = {}, d.v
    for name, (group, *names) in VECTORS.items():
        if d.has & getattr(lib, group) or (name != "accelerations" and getattr(v, names[0])):
            arrays[name] = _array(owner, [getattr(v, k) for k in names], v.n, np.float64)
    for name, (group, field, _, dtype) in SCALARS.items():
        if d.has & getattr(lib, group) or (name in ("masses", "ids") and getattr(v, field)):
            arrays[name] = _array(owner, [getattr(v, field)], v.n, dtype)
    if copy:
        arrays = {k: a.copy() for k, a in arrays.items()}
    error = dict(zip(("rms", "median", "99.9%", "max"), d.force_error)) if d.force_error[0] > 0 else None
    data = Dataset.__new__(Dataset)  # without a look: these are the library's own, forces alone perhaps
    data._keep(arrays, d.time, *about(d), text(d.title), text(d.format), d.step, error)
    data.scale_factor = d.comoving.a if d.comoving.a > 0 else None
    return data


def about(d):
    """Box and units of an aps_dataset as a Dataset has them."""
    u = d.units
    units = {k: getattr(u, k) for k in UNITS} if u.length > 0 else {"G": u.G} if u.G > 0 and u.G != 1 else None
    return tuple(d.box) if d.periodic else None, units


def snapshot(simulation, copy):
    handle, out = simulation._handle, ffi.new("aps_dataset *")
    groups = lib.APS_X | lib.APS_V | lib.APS_MASS | lib.APS_ID | lib.APS_TYPE | lib.APS_EPS
    handle.check(lib.aps_snapshot(handle.sim, groups, out))
    data = _from_c(out, handle, copy)
    if out.comoving.a > 0:  # the columns hold a^2 dx/dt
        data._arrays["velocities"] = data.velocities * out.comoving.velocity
    return data


class File(Context):
    """Owns what aps_dataset_read allocated."""

    def __init__(self, path):
        super().__init__(threads=False)
        self.dataset = ffi.new("aps_dataset *")
        self.check(lib.aps_dataset_read(self.ptr, path_bytes(path), self.dataset))

    def free(self):
        lib.aps_dataset_free(self.dataset)


def read(path):
    """A particle file of any format that apsis reads, told by its content, as a Dataset. FileError, DataError."""
    file = File(path)
    lib.aps_dataset_plain(file.dataset)
    return _from_c(file.dataset, file, False)


def format_of(context, path):
    """char *, the format that a name asks for. UsageError: none that is written."""
    name = ffi.new("char *[1]")
    context.check(lib.aps_dataset_format(context.ptr, path_bytes(path), name))
    return name[0]


def write(context, path, format, dataset, fields, compress):
    format = format.encode() if format else format_of(context, path)
    fields = [fields] if isinstance(fields, str) else fields
    names = [ffi.new("char[]", f.encode()) for f in fields or ()]
    array = ffi.new("char *[]", names)
    texts = ffi.new("aps_texts *", {"text": array, "n": len(names)}) if fields else ffi.NULL
    context.check(lib.aps_dataset_write(context.ptr, path_bytes(path), format, dataset, texts, bool(compress)))


# ---- initial conditions

def make(model, seed=1, **keys):
    """A model's particles as a Dataset. keys: the model's own, and position, velocity, rotate, type."""
    particles = {"model": model, **keys}
    config = {"particles": [particles], "integrator": {"dt": 1}, "run": {"t_end": 0, "device": "cpu", "seed": seed}, "forces": []}
    context, out = Context("arguments"), ffi.new("aps_sim **")
    try:
        context.check(lib.aps_create(context.ptr, b"arguments", _config.text(config), ffi.NULL, 0, out))
        d = ffi.new("aps_dataset *")
        context.check(lib.aps_snapshot(out[0], lib.APS_X | lib.APS_V | lib.APS_MASS | lib.APS_ID | lib.APS_TYPE, d))
        return _from_c(d, None, True)
    finally:
        lib.aps_free(out)


# ---- analysis

SHELL = ("r_inner", "r_outer", "r", "n", "mass", "density", "v_r", "v_phi", "sigma", "sigma_r", "sigma_t", "beta",
         "enclosed_mass", "v_circular")
RING = ("R_inner", "R_outer", "R", "n", "mass", "surface_density", "v_R", "v_phi", "v_circular", "sigma_R", "sigma_phi",
        "sigma_z", "z_rms")


def _particles(data, what):
    if isinstance(data, Dataset):
        return data
    if not hasattr(data, "data"):
        known = "a Dataset, a Simulation or a path" if what == "analyse" else "a Dataset or a Simulation"
        raise UsageError(f"data: {known} was expected, got {data.__class__.__name__}")
    if getattr(data, "ranks", 1) > 1:
        raise UsageError(f"{what}: each rank holds some of the particles", "write() a snapshot, and look at that file on one rank")
    return data.data()


def _setup(type=None, **more):
    if type is not None and not 0 <= type < 2**32:
        raise UsageError(f"type: must be the number of a species, got {type}")
    return ffi.new("aps_analysis_setup *", {**more, "only": int(type is not None), "type": type or 0})


def analyse(data, *, G=None, type=None, centre=None, bins=24, **solver):
    """What a set of particles looks like: centre, energies, Lagrangian radii, profiles, a disc; docs/analysis.md defines
    each number. data: a Dataset or a Simulation.

    type: one species alone. centre: three numbers, "mass" for the centre of mass, None for shrinking spheres, or in a
    periodic box for no centre: what turns about one is nan there, shells are empty. The result is a
    dict; "shells" and "disc"["rings"] are dicts of arrays. Potential energy is known where the data hold "potentials".
    A file or a run directory by its name: what `apsis analyze --json` says, a dict or a list of them, for each snapshot one;
    potentials that a file lacks are computed, with law, softening, solver and threads where these are given. Power spectrum
    (grid), halos (linking, least) and orbits about a star are in that as well; of arrays: power_spectrum, halos, orbits.
    """
    if isinstance(data, (str, bytes, os.PathLike)):
        from ._tools import analyse_files
        return analyse_files(data, type=type, centre=centre, bins=bins, G=G, **solver)
    if solver:
        raise UsageError(f"{next(iter(solver))}: is for files, where the potential is computed")
    data = _particles(data, "analyse")
    if not 1 <= bins <= 100000:
        raise UsageError(f"bins: must be 1 to 100000, got {bins}")
    setup = _setup(type, G=data.G if G is None else G, bins=bins)
    context = Context()
    sets, held = lend([data])
    if isinstance(centre, str):
        if centre != "mass":
            raise UsageError(f'centre: must be "mass", three numbers or None, got {centre!r}')
        setup.centring = lib.APS_CENTRE_MASS
    elif centre is not None:
        at = np.ravel(_arrays.to_numpy(centre, "centre"))
        if len(at) != 3 or not np.isfinite(at.astype(float)).all():
            raise UsageError(f"centre: three finite numbers were expected, got {centre!r}")
        setup.centring, setup.centre = lib.APS_CENTRE_GIVEN, [float(c) for c in at]
    elif data.box is not None:
        setup.centring = lib.APS_CENTRE_NONE
    setup.a = data.scale_factor or 0.0
    if data.box is not None and setup.centring != lib.APS_CENTRE_MASS:
        setup.box = [float(edge) for edge in data.box]
    out = ffi.new("aps_analysis *")
    context.check(lib.aps_analyse(context.ptr, sets[0].v, setup, out))
    try:
        return _analysis(out)
    finally:
        lib.aps_analysis_free(context.ptr, out)
        del held


def _fields(rows, n, names):
    return {name: np.array([getattr(rows[i], name) for i in range(n)]) for name in names}


def _analysis(a):
    plain = ("n", "G", "mass", "kinetic", "kinetic_internal", "potential", "total", "virial_ratio", "sigma", "r_max", "centre_radius")
    vector = ("centre_of_mass", "mean_velocity", "momentum", "angular_momentum", "spin", "centre", "centre_velocity")
    result = {name: getattr(a, name) for name in plain} | {name: np.array(list(getattr(a, name))) for name in vector}
    fractions = list(lib.aps_lagrange_fractions[0:lib.APS_LAGRANGE])
    result["lagrange"] = dict(zip(fractions, list(a.lagrange)))
    result["species"] = {s.type: {"n": s.n, "mass": s.mass} for s in a.species[0:a.n_species]}
    result["shells"] = _fields(a.shell, a.n_shells, SHELL)
    disc = a.disc
    result["disc"] = None if not disc.found else {
        "type": disc.type, "n": disc.n, "mass": disc.mass, "axis": np.array(list(disc.axis)), "centre": np.array(list(disc.centre)),
        "scale_length": disc.scale_length, "z_rms": disc.z_rms, "flattening": disc.flattening, "rotation": disc.rotation,
        "rings": _fields(disc.ring, disc.n_rings, RING)}
    return result


# ---- what analyse leaves to those who want it: each in its own pass over the particles

POWER = [("k", "f8"), ("power", "f8"), ("modes", "i8")]
HALO = [("id", "u8"), ("n", "i8"), ("mass", "f8"), ("position", "f8", 3), ("velocity", "f8", 3), ("radius", "f8"), ("sigma", "f8")]
ORBIT = [("id", "u8"), *((name, "f8") for name in ("mass", "a", "e", "inclination", "longitude", "varpi", "node", "period"))]


def _table(rows, n, members):
    """A dict of arrays [n] of a C array of structs whose members are these."""
    table = np.frombuffer(ffi.buffer(rows, n * ffi.sizeof(rows[0])), np.dtype(members)) if n else np.zeros(0, members)
    return {name: table[name].copy() for name in table.dtype.names}


def _find(what, data, kind, arguments, tell):
    """What aps_WHAT says of the particles, in `kind`, as tell(it) tells it."""
    find, free = {"power": (lib.aps_power_spectrum, lib.aps_power_free), "halos": (lib.aps_halos_find, lib.aps_halos_free),
                  "orbits": (lib.aps_orbits_find, lib.aps_orbits_free)}[what]
    context, (sets, held), out = Context(), lend([data]), ffi.new(kind)
    context.check(find(context.ptr, sets[0].v, arguments, out))
    try:
        return tell(out)
    finally:
        free(context.ptr, out)
        del held


def _whole(value, what):
    if not 1 <= operator.index(value) < 2**31:
        raise UsageError(f"{what}: must be 1 or more, got {value}")
    return operator.index(value)


def _in_box(data):
    return [0.0] * 3 if data.box is None else [float(edge) for edge in data.box]


def power_spectrum(data, *, grid=None, type=None):
    """P(k) of the mass in a periodic box. data: a Dataset or a Simulation with a `box`.

    grid: nodes along an edge, a power of two; None: about twice as many in all as there are particles. type: one species alone.
    A dict: "k" [1/length], "power" [length^3] and "modes", arrays [bins] by rising k; "shot_noise" [length^3], which is part of
    every power; "nyquist" [1/length], beyond all k; "grid" and "n". Lengths are code units, comoving ones where space expands.
    UsageError: there is no box, or grid is no power of two. docs/analysis.md has the method.
    """
    data = _particles(data, "power_spectrum")
    grid = 0 if grid is None else _whole(grid, "grid")
    return _find("power", data, "aps_power *", _setup(type, box=_in_box(data), grid=grid), lambda p: {
        "n": p.n, "grid": p.grid, "nyquist": p.nyquist, "shot_noise": p.shot_noise, **_table(p.bin, p.n_bins, POWER)})


def halos(data, *, linking=None, least=20, type=None):
    """Friends of friends, heaviest first. data: a Dataset or a Simulation; in a `box`, by nearest images.

    linking: the length of a link; None: a fifth of the mean distance of particles, which takes a box. least: particles that make
    a halo. type: one species alone. A dict: arrays [n_halos] "id" (the lowest of its particles), "n", "mass", "position" and
    "velocity" [n_halos, 3] (centre of mass, mean velocity), "radius" (rms distance from it), "sigma" (one-dimensional
    dispersion); and "linking", "least", "n_halos", "n_inside" and "mass_inside" (of all halos). All in code units; nothing is
    asked of energies. UsageError: neither a box nor a linking length. docs/analysis.md has the method.
    """
    data = _particles(data, "halos")
    least = _whole(least, "least")
    if linking is not None and not linking > 0:
        raise UsageError(f"linking: must be > 0, got {linking}")
    return _find("halos", data, "aps_halos *", _setup(type, box=_in_box(data), linking=linking or 0.0, least=least), lambda h: {
        **{name: getattr(h, name) for name in ("linking", "least", "n_halos", "n_inside", "mass_inside")}, **_table(h.halo, h.n_halos, HALO)})


def orbits(data, *, G=None):
    """Osculating elements about the star, the particle that outweighs all others together. data: a Dataset or a Simulation.

    G: in code units; None: the data's own. None where there is no star; else a dict: "centre" and "centre_mass", the star's id and
    mass; and arrays [n - 1] by rising a, what is not bound last: "id", "mass", "a" [length] (< 0: not bound), "e", "inclination",
    "longitude" (mean), "varpi" (of pericentre), "node" (ascending), in degrees as the model `orbits` takes them, and "period" [time] (nan: not bound).
    """
    data = _particles(data, "orbits")
    return _find("orbits", data, "aps_orbits *", data.G if G is None else G, lambda o: None if not o.n else {
        "centre": o.centre, "centre_mass": o.mass, **_table(o.orbit, o.n, ORBIT)})
