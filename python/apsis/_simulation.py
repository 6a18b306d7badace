"""A simulation: from a configuration or from arrays, run, looked at, written."""
import collections
import contextlib
import ctypes
import operator
import os
import weakref

import numpy as np

from . import _arrays, _columns, _config, _data, _device, _moving, _quick, _ranks
from ._errors import DataError, StaleError, UsageError
from ._lib import Handle, ffi, lib, path_bytes, text

Energies = collections.namedtuple(
    "Energies", "kinetic potential total virial_ratio mass momentum angular_momentum centre_of_mass")
SETTABLE = ("positions", "velocities", "masses", "keep_order", *_columns.VECTORS, *_columns.SCALARS)
Energies.__doc__ = "Sums over all particles, in code units; the vectors are NumPy arrays [3]."


class Simulation:
    """A set of particles that moves under its own forces.

    Simulation(positions, velocities, masses, softening=0.05, dt=0.01)   from arrays of any library
    Simulation(apsis.ic("plummer", n=1000), softening=0.05)              from initial conditions, or a file that was read
    Simulation.from_yaml("configs/collision.yaml")                       from a configuration, as the command line

    positions: [n, 3], code length, or a Dataset that holds all. velocities: [n, 3], code velocity, zero where absent. masses:
    [n], code mass, >= 0, or one number for each. They are copied once, into the simulation's own columns. ids: [n] integers, no
    two alike; 1 to n where absent. types: [n] integers.

    softening: a length, or [n]. law: newton without and plummer with a softening, unless given. accuracy: rms relative force error asked
    for (of the solvers fmm and auto). dt: one fixed step for all; or eta: adaptive steps (where neither is given: 0.1
    with leapfrog, 0.001 with hermite, ias15's own). box: edge or [3] edges of a periodic box. units: {"length": "kpc", …}; without, G = 1. output: a directory for the
    files that the command line writes; none are written without. config: anything else, nested as in a configuration.

    cosmology: {"H0": "67.7 km/s/Mpc", "omega_m": 0.31} makes the box expand (docs/cosmology.md): times are scale factors, t_start
    that of the data where they know it, positions and box comoving; velocities that come in, and those of data() and write(), are
    peculiar, a dx/dt, but `velocities` are a^2 dx/dt.

    collisions: {"outcome": "bounce", "restitution": 0.5}, or "merge" or "stop": what bodies do that touch. radii: one number, or
    [n], code length. Mergers leave fewer rows; arrays taken before keep their length, and mean nothing any more.

    keep_order: rows stay in the order they came in, so that row i is the same particle for ever. False lets the solver sort
    them for speed while nobody holds a view of them; `ids` then tells who is who.

    comm: who computes where mpirun started several processes: None, all of them together; "self", this one alone; or a
    communicator of mpi4py. All give the same particles. Then each holds some of the rows, which change hands: arrays are
    copies of those that are here now, ids tell whose they are, and what says "all" is called by all.

    UsageError: arguments that are no such arrays. ConfigError: a value out of range. DataError: particles that are not finite, of
    negative mass, or two at one point without a softening. DeviceError, OutOfMemoryError: as device= and n ask for.
    """

    _endless = False  # True: nobody has said how far
    _quick = ctypes.addressof(_quick.NEVER)  # of the handle's state, once it is open

    def __init__(self, positions, velocities=None, masses=None, *, ids=None, types=None, softening=0.0, G=None, law=None,
                 solver="auto", accuracy=1e-3, dt=None, eta=None, integrator="leapfrog", box=None, device="auto",
                 precision="mixed", threads=0, t_start=None, t_end=None, seed=1, units=None, title=None, output=None,
                 config=None, keep_order=True, comm=None, radii=None, collisions=None, cosmology=None):
        softening = 0.0 if softening is None else softening
        _arrays.without_unit(softening, "softening")
        data = positions if isinstance(positions, _data.Dataset) else None
        if data is None:
            given = collisions is None and _device.Given.wanted(positions, velocities, masses, softening)
            data = (_device.Given if given else _data.Dataset.of)(positions, velocities, masses, ids=ids, types=types)
        elif velocities is not None or masses is not None:
            raise UsageError("velocities and masses stand in the Dataset already")
        if not _arrays.is_one(softening):
            if law == "newton":
                raise UsageError("softening: the law newton has none", 'law="plummer" or "spline" are softened')
            data = data.replace(softening=softening)
            softening = None
        if softening == 0 and "softening" in data:
            softening = None  # as the data say
        if law is None:
            law = "newton" if softening == 0 else "plummer"
        if dt is None and eta is None:
            if law == "newton" and integrator == "leapfrog":
                raise UsageError("dt: without a softening leapfrog has no adaptive step of its own",
                                 "dt=0.01, or a softening > 0, or integrator=\"hermite\" with eta=0.001")
            eta = {"leapfrog": 0.1, "ias15": None}.get(integrator, 0.001)
        if radii is not None and collisions is None:
            raise UsageError("radii: only bodies that collide have them", 'collisions={"outcome": "merge"}')
        if radii is not None:
            data = data.replace(radii=radii)
        if t_start is None:
            t_start = (data.time or 0.0) if cosmology is None else data.scale_factor
        if cosmology is not None:
            box = data.box if box is None else box
            if t_start is None:
                raise UsageError("t_start: is missing: with a cosmology times are scale factors", "t_start=0.02 is redshift 49")
        tree = {"particles": [{"given": 0}],
                "forces": [{"law": law, "solver": solver, "accuracy": accuracy}],
                "integrator": {"name": integrator},
                "run": {"t_start": t_start, "t_end": t_start if t_end is None else t_end, "device": device,
                        "precision": precision, "threads": threads, "seed": seed}}
        if softening is not None and law != "newton" or softening:
            tree["forces"][0]["softening"] = softening
        tree["integrator"].update({k: v for k, v in (("dt", dt), ("eta", eta)) if v is not None})
        if collisions is not None:
            tree["collisions"] = collisions
        if cosmology is not None:
            tree["cosmology"] = cosmology
        if box is not None:
            tree["box"] = {"boundary": "periodic", "size": _arrays.box(box)}
        if units is not None and not isinstance(units, dict):
            raise UsageError(f"units: a dict was expected, got {units!r}", 'units={"length": "kpc", "mass": "1e10 Msun", "velocity": "km/s"}')
        if units is not None or G is not None or "length" not in (data.units or {}):
            tree["units"] = {**(units or {}), **({"G": G} if G is not None else {} if units else {"G": data.G})}
        if title or data.title:
            tree["title"] = title or data.title
        if t_end is None and not output:
            tree["output"] = {"log": "none"}  # no span to log along; energies() tells. In a directory: at the start and the ends
        _config.merge(tree, config or {})
        self._endless = t_end is None and "t_end" not in (config or {}).get("run", {})
        self._open("arguments", _config.text(tree), [], [data], keep_order, output, False, "arguments", comm)

    @classmethod
    def from_yaml(cls, path_or_text, overrides=None, *, output=None, restart=False, keep_order=True, comm=None, **settings):
        """A simulation as `apsis run` makes it. path_or_text: a file, or YAML (more than one line, or with ": " in it).

        overrides: {"path.to.key": value} or ["path.to.key=value"]. settings: the same for what has a name here: device,
        threads, precision, seed, t_end, law, solver, softening, accuracy, integrator, dt, eta, G. output: True for the run
        directory of the configuration, or its name; without, no file is written. restart: goes on from the newest checkpoint there.
        """
        self = cls.__new__(cls)
        name, source = os.fspath(path_or_text), None
        if isinstance(path_or_text, str) and ("\n" in name or ": " in name):
            name, source, config = "text", None, name.encode()
        else:
            with open(name, "rb"):  # Python's own exceptions for what is not there
                config = ffi.NULL
        self._open(name, config, _config.overrides(overrides) + _config.settings(settings), [], keep_order, output, restart, source, comm)
        return self

    @classmethod
    def _of(cls, tree):
        """From a configuration as nested dicts, made of arguments."""
        self = cls.__new__(cls)
        self._open("arguments", _config.text(tree), [], [], True, None, False, "arguments", "self")
        return self

    def _open(self, name, config, overrides, given, keep_order, output, restart, source, comm):
        self.keep_order = bool(keep_order)
        self._exports = weakref.WeakSet()
        self._inside = self._begun = self._kept = False
        self._edited = 0  # groups that an edit() has lent out
        handle = self._handle = Handle(source)
        handle.rank, handle.ranks = _ranks.join(handle, comm)
        words = [ffi.new("char[]", o.encode()) for o in overrides]
        out = ffi.new("aps_sim **")
        code, held = _device.open_given(handle, name.encode(), config, words, given, out, handle.rank, handle.ranks)
        handle.sim = out[0] or None
        handle.check(code)
        if self.keep_order:
            self._settle_order(True)
        _loud_about_the_gpu(self)
        if output or restart:
            where = ffi.NULL if output is True or output is None else path_bytes(output, "output")
            handle.check(lib.aps_attach(out[0], where, bool(restart)))
        handle.check(lib.aps_build(out[0]))
        about = ffi.new("aps_dataset *")
        handle.check(lib.aps_snapshot(out[0], 0, about))
        self._expands = about.comoving.a > 0
        handle.particles, handle.on_device = lib.aps_sim_particles(out[0]), lib.aps_sim_space(out[0]) == lib.APS_DEVICE
        if handle.ranks == 1:
            handle.quick()
        self._quick = ctypes.addressof(handle.state)
        del held

    # ---- the state of affairs

    def _handle_now(self):
        handle = self._handle
        if handle is None or handle.sim is None:
            raise StaleError("this simulation is closed")
        if not handle.here():
            raise UsageError("this simulation belongs to the process that made it, and this one was forked from it",
                             "make it after the fork, or hand its arrays over")
        return handle

    @contextlib.contextmanager
    def _use(self, step=False):
        """The simulation for one thread; step: rows may move, so not from inside of a run."""
        handle = self._handle_now()
        with handle.lock:
            state = handle.state
            ready, state.ready = state.ready, 0
            try:
                if state.inside:
                    handle.wait()
                if self._handle is None:
                    raise StaleError("this simulation is closed")
                if step and self._edited:
                    raise UsageError("within edit() no step can be taken: its end tells what was written", "leave the `with` first")
                if self._edited:
                    lib.aps_touch(handle.sim, self._edited)  # what is looked at meanwhile belongs to what is written by now
                if step and self._inside:
                    raise UsageError("a callback cannot step the simulation that calls it", "simulation.stop() ends the run")
                yield handle.sim
            finally:
                state.ready = ready

    @property
    def time(self):
        """Code time."""
        return lib.aps_time(self._handle_now().sim)

    @property
    def scale_factor(self):
        """Of an expanding universe: the same as time; None where nothing expands."""
        return self.time if self._expands else None

    @property
    def steps(self):
        """Steps so far."""
        return lib.aps_steps(self._handle_now().sim)

    @property
    def rank(self):
        """Number of this process among those that compute together, from 0."""
        return self._handle_now().rank

    @property
    def ranks(self):
        """How many processes compute together."""
        return self._handle_now().ranks

    @property
    def n(self):
        """Particles, of all ranks."""
        return lib.aps_count(self._handle_now().sim)

    def __len__(self):
        return self.n

    @property
    def device(self):
        """What computes, and why: "cpu, 2 threads: as asked"."""
        return text(lib.aps_device_text(self._handle_now().sim))

    @property
    def on_device(self):
        """True where the columns live in GPU memory."""
        return self._handle_now().on_device

    @property
    def directory(self):
        """Of the run's files; "" where none are written."""
        return text(lib.aps_directory(self._handle_now().sim))

    @property
    def G(self):
        """Gravitational constant in code units."""
        return lib.aps_sim_units(self._handle_now().sim).G

    @property
    def generation(self):
        """How often rows have changed places."""
        return lib.aps_generation(self._handle_now().sim)

    @property
    def collisions(self):
        """How many there were: bounces, or mergers, each of which took one particle away."""
        return lib.aps_collisions(self._handle_now().sim)

    @property
    def t_end(self):
        """run.t_end of the configuration."""
        return lib.aps_t_end(self._handle_now().sim)

    @property
    def parameters(self):
        """Every resolved parameter as YAML, with unit and origin."""
        with self._use() as sim:
            return text(lib.aps_used(sim))

    @property
    def plan(self):
        """The memory plan in lines."""
        return text(lib.aps_plan(self._handle_now().sim))

    @property
    def interactions(self):
        """Directed pairs summed so far."""
        return lib.aps_sim_stats(self._handle_now().sim).interactions

    # ---- columns

    @property
    def _copies(self):
        """Host arrays cannot be the memory itself: that is on a device, or moves when rows go to other ranks."""
        return self._handle.ranks > 1 or self._handle.on_device

    def _view(self, names, writable=False):
        handle = self._handle_now()
        with handle.lock:
            self._handle_now()
            copies, state = self._copies, handle.state
            ready, state.ready = state.ready, 0
            if state.inside:
                handle.wait()
            array = _columns.view(handle, names, writable and not copies, self._exports)
            state.ready = ready  # after an exception the next step takes a look, and sets it
            if copies:
                return array.copy()
            if not self.keep_order:
                self._settle_order(True)
            return array

    def __setattr__(self, name, value):
        _arrays.not_misspelt(self, name, SETTABLE)  # attributes of the caller's own are welcome
        super().__setattr__(name, value)

    def _refresh(self, names):
        group = _columns.FORCES.get(_columns.group_of(names[0]))
        if group:
            with self._use() as sim:
                self._handle.check(lib.aps_forces_current(sim, group))

    def _get(self, name):
        names = _columns.VECTORS.get(name) or (_columns.SCALARS[name],)
        self._refresh(names)
        return self._view(names)

    def _set(self, name, value):
        if self.on_device and _arrays.on_device(value):
            names = _columns.VECTORS.get(name) or (_columns.SCALARS[name],)
            with self._use() as sim:
                held = []
                columns = ffi.new("aps_array[]", _device.columns(value, self.n, len(names), name, held))
                self._handle.check(lib.aps_take(sim, _columns.group_of(name), columns))
                del held
            return
        with self._use() as sim:
            n, handle = lib.aps_rows(sim), self._handle
            source = _arrays.vectors(value, name) if name in _columns.VECTORS else _arrays.scalars(value, n, name)
            if len(source) != n:
                raise UsageError(f"{name}: shape {[n, 3]} was expected, got {list(source.shape)}")
            finite = np.isfinite(source)
            if not finite.all():
                wrong = np.argmin(finite.reshape(n, -1).all(axis=1))
                raise DataError(f"{name}: particle {wrong + 1} of {n}: must be finite, got {source[wrong].tolist()}")
            if name == "masses" and (source < 0).any():
                raise UsageError(f"masses: must be >= 0, got {source.min():g}")
            self._host(name, reads=False)[...] = source
            lib.aps_touch(handle.sim, _columns.group_of(name))

    positions = property(lambda s: s._get("positions"), lambda s, v: s._set("positions", v),
                         doc="[n, 3], code length: a read-only view; assign to it, or edit(), to write.")
    velocities = property(lambda s: s._get("velocities"), lambda s, v: s._set("velocities", v),
                          doc="[n, 3], code velocity; like positions.")
    masses = property(lambda s: s._get("masses"), lambda s, v: s._set("masses", v), doc="[n], code mass; like positions.")
    accelerations = property(lambda s: s._get("accelerations"), doc="[n, 3], of the present positions.")
    potentials = property(lambda s: s._get("potentials"), doc="[n], G included and a particle's own excluded.")
    softening = property(lambda s: s._get("softening"), doc="[n], code length.")
    radii = property(lambda s: s._get("radii"), doc="[n], code length, of bodies that collide; else 0.")
    ids = property(lambda s: s._get("ids"), doc="[n], identity, kept for life.")
    types = property(lambda s: s._get("types"), doc="[n], species: the N of PartTypeN.")

    @property
    def columns(self):
        """Every column by its name, for any library: torch.from_dlpack(simulation.columns["x"])."""
        return _columns.Columns(self)

    @contextlib.contextmanager
    def edit(self, *names):
        """Writable arrays of positions, velocities or masses for the length of a `with`, in callbacks too; forces are then computed anew.

            with simulation.edit("velocities") as v:
                v *= 0.5

        Slices of them end with it as well: what is written into one later goes unnoticed. Within it no step can be taken.
        """
        for name in names:
            if name not in ("positions", "velocities", "masses"):
                raise UsageError(f"{name}: cannot be written", "positions, velocities and masses can")
        with self._use():
            handle, before = self._handle, self._edited
            v = [self._host(n) for n in names]
            copied = handle.ranks > 1
            if copied:  # who keeps one of them beyond the `with` must not see what is there later
                v = [array.copy() for array in v]
            try:
                for name in names:
                    self._edited |= _columns.group_of(name)
                yield v[0] if len(v) == 1 else tuple(v)
            finally:
                self._edited = before
                for array, name in zip(v, names):
                    array.flags.writeable = False
                    if copied:
                        self._host(name)[...] = array
                for name in names:
                    lib.aps_touch(handle.sim, _columns.group_of(name))

    def _host(self, name, reads=True):
        return _columns.view(self._handle, _columns.VECTORS.get(name) or (_columns.SCALARS[name],), True, self._exports, reads)

    def touch(self, *names):
        """Columns have been written from outside, on a GPU into its memory: what follows from them is computed anew."""
        with self._use() as sim:
            v = ffi.new("aps_view *")
            for name in names:
                group = _columns.group_of(name)
                self._handle.check(lib.aps_borrow(lib.aps_sim_particles(sim), lib.aps_sim_space(sim), group, group, v))
                lib.aps_touch(sim, group)

    # ---- moving on

    def run(self, t_end=None, *, progress=False, callback=None, every=1):
        """Steps until time t_end, in code time from the beginning (the configuration's where absent); returns the simulation.

        progress: shows a bar. callback: called as callback(simulation) after each `every` steps; what it raises ends the
        run and goes on to the caller, simulation.stop() ends it quietly. Ctrl-C ends it after the step under way and raises
        KeyboardInterrupt: the state is whole, and run() goes on from it. Other Python threads run meanwhile.
        """
        if callback is not None and not callable(callback):
            raise UsageError(f"callback: must be a function of the simulation, got {type(callback).__name__}")
        every = operator.index(every)
        if every < 1:
            raise UsageError(f"every: must be >= 1, got {every}")
        with self._use(step=True) as sim:
            t_end = self._end_of_run(t_end)
            bar = _moving.Bar(self.time, t_end) if progress and self.rank == 0 else None
            self._inside = True  # stop() is heard from here on: the beginning may take long
            try:
                self._begin(sim)
                whole = _moving.run(self, self._handle, t_end, callback, every, bar)
            except BaseException:
                lib.aps_stop(sim, ffi.NULL)
                raise
            finally:
                self._inside = False
                if bar is not None:
                    bar.close(self)
            if whole and self.directory and self.time >= lib.aps_t_end(sim):
                self._handle.check(lib.aps_finish(sim))
        return self

    def _end_of_run(self, t_end):
        if t_end is None:
            if self._endless:
                raise UsageError("t_end: is missing", "run(10.0) goes to time 10; or Simulation(..., t_end=10.0)")
            return self.t_end
        t_end = _code_number("t_end", t_end, 'a time with a unit belongs to Simulation(..., t_end="3 Myr"); run() then goes there')
        if t_end < self.time - 1e-9 * abs(self.time):
            raise UsageError(f"t_end: {t_end:g} lies before the present time {self.time:g}",
                             "run() takes the time to reach, not how long; step(n, dt=-0.01) goes back")
        return t_end

    def _begin(self, sim):
        """Before the first step: checks, the solver's accuracy, the events of the start."""
        if not self.keep_order:
            self._settle_order(len(self._exports) > 0)
        if not self._begun:
            self._handle.check(lib.aps_run(sim, lib.aps_time(sim)))
            self._begun = True

    def _settle_order(self, keep):
        """Rows may change places from the next step on, or not."""
        if keep != self._kept:
            lib.aps_keep_order(self._handle.sim, keep)
            self._kept = keep

    def step(self, n=1, dt=None):
        """n steps of the integrator, of length dt (any sign) where given; the files' events do not run. Returns the simulation."""
        return self._step(n, dt)

    def _step(self, n=1, dt=None):
        if n < 0:
            raise UsageError(f"n: must be >= 0, got {n}", "dt < 0 goes back")
        if dt is not None:
            dt = _code_number("dt", dt, 'a step with a unit belongs to Simulation(..., dt="1 kyr"); step() then takes it')
        handle = self._handle_now()
        with self._use(step=True) as sim:
            self._begin(sim)
            _moving.steps(handle, float("nan") if dt is None else dt, n)
        handle.state.ready = self.keep_order
        return self

    def _run_quickly(self, callback):
        """Steps of run() and their callbacks, where they can be quick; 0 where not."""
        return 0

    def _failed(self, code):
        raise self._handle_now().failure(code)

    def stop(self):
        """Ends a run() after the step under way; may be called by any thread."""
        handle = self._handle_now()
        if self._inside:
            lib.aps_stop(handle.sim, _moving.STOP)

    def finish(self):
        """The files of the end: last log row, snapshot, checkpoint, picture. run() does so at the configuration's t_end."""
        with self._use(step=True) as sim:
            self._handle.check(lib.aps_finish(sim))

    # ---- looking

    def energies(self):
        """Energies, momenta and centre of mass of the present state; see Energies. In an expanding universe of peculiar velocities
        and physical lengths, as in energy.csv."""
        with self._use() as sim:
            check, s = self._handle.check, ffi.new("double[17]")
            check(lib.aps_forces_current(sim, lib.APS_POT))
            check(lib.aps_reduce(sim, lib.APS_SUM_STATE, 0, s))
        s = np.frombuffer(ffi.buffer(s), dtype=float).copy()
        a = self.scale_factor or 1.0
        mass, kinetic, potential = s[0], s[10] / a**2, s[11] / a
        return Energies(float(kinetic), float(potential), float(kinetic + potential),
                        float(2 * kinetic / abs(potential)) if potential else float("nan"), float(mass), s[4:7] / a, s[7:10],
                        s[1:4] / mass if mass else np.full(3, np.nan))

    def force_error(self, sample=1000):
        """Relative error of the present forces against direct sums in double over a sample of rows:
        {"rms", "median", "99%", "99.9%", "max"}, NaN where there is no force to compare."""
        if sample < 1:
            raise UsageError(f"sample: must be >= 1, got {sample}")
        with self._use() as sim:
            check, out = self._handle.check, ffi.new("double[5]")
            check(lib.aps_forces_current(sim, lib.APS_A))
            check(lib.aps_force_error(sim, sample, out))
        return dict(zip(("rms", "median", "99%", "99.9%", "max"), (e if e >= 0 else float("nan") for e in out)))

    def data(self):
        """The present particles as a Dataset of their own: a copy."""
        with self._use():
            return _data.snapshot(self, copy=True)

    def analyse(self, **setup):
        """apsis.analyse of the present particles."""
        return _data.analyse(self, **{"G": self.G, **setup})

    def power_spectrum(self, **setup):
        """apsis.power_spectrum of the present particles."""
        return _data.power_spectrum(self, **setup)

    def halos(self, **setup):
        """apsis.halos of the present particles."""
        return _data.halos(self, **setup)

    def orbits(self, **setup):
        """apsis.orbits of the present particles."""
        return _data.orbits(self, **{"G": self.G, **setup})

    def write(self, path, format=None, fields=None, compress=False):
        """A snapshot. format: swift, gadget4, own, tipsy or csv; else by the ending of the path, else swift."""
        with self._use() as sim:
            handle, out = self._handle, ffi.new("aps_dataset *")
            groups = lib.APS_X | lib.APS_V | lib.APS_MASS | lib.APS_ID | lib.APS_TYPE | lib.APS_EPS
            handle.check(lib.aps_snapshot(sim, groups, out))
            _data.write(handle, path, format, out, fields, compress)

    # ---- ending

    def close(self):
        """Lets go of the memory; views that are still held keep it until they end."""
        handle = self._handle
        if handle is None:
            return
        with handle.lock:
            if self._inside:
                raise UsageError("a callback cannot close the simulation that calls it")
            if self._edited:
                raise UsageError("within edit() a simulation cannot be closed", "leave the `with` first")
            handle.wait()
            if handle.state.inside:
                raise UsageError("a handler of log lines cannot close the simulation that writes them")
            self._handle, self._quick = None, ctypes.addressof(_quick.NEVER)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def __reduce__(self):
        raise TypeError("a Simulation holds memory and threads of this process and cannot be pickled; "
                        "pickle simulation.data(), and build another one from it")

    def __copy__(self):
        raise TypeError("a Simulation cannot be copied; build another one from simulation.data()")

    def __repr__(self):
        if self._handle is None or self._handle.sim is None:
            return "<apsis.Simulation, closed>"
        if not self._handle.here():
            return "<apsis.Simulation of another process>"
        return f"<apsis.Simulation: {self.n} particles at time {self.time:.6g} on {self.device}>"


_quick.fit(Simulation)


def _code_number(name, value, hint):
    """A finite number in code units; nothing whose unit float() would drop unseen."""
    try:
        _arrays.without_unit(value, name)
        number = None if isinstance(value, (str, bytes)) else float(value)
    except (TypeError, ValueError):  # UsageError is one
        number = None
    if number is None:
        raise UsageError(f"{name}: must be a number in code units, got {value!r}", hint)
    if not np.isfinite(number):
        raise UsageError(f"{name}: must be finite, got {number}")
    return number


def _loud_about_the_gpu(simulation, said=[]):
    """A GPU that this build cannot use is not passed over in silence."""
    if said or simulation.on_device or "this build has no CUDA" not in simulation.device:
        return
    if os.path.exists("/proc/driver/nvidia/version"):
        import warnings
        said.append(True)
        warnings.warn("this machine has an NVIDIA GPU, but apsis was built without CUDA and runs on the CPU: "
                      "install the CUDA toolkit (nvcc) and `pip install .` again", RuntimeWarning, stacklevel=4)
