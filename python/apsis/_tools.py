"""The other commands of the program: forces of a file, conversion, what a file holds, pictures, benchmarks."""
import os

import numpy as np

from . import _arrays, _data, _program
from ._errors import UsageError
from ._lib import Context, ffi, lib, path_bytes, text


class Facts(dict):
    """A dict that a prompt shows as a table."""

    def __repr__(self):
        width = max(map(len, self), default=0)
        return "\n".join(f"{name:<{width}}  {value}" for name, value in self.items())


def convert(source, target, format=None, compress=False):
    """One particle file into another format, as `apsis convert`: all its columns. format: by the name of the target, else swift."""
    file = _data.File(source)
    format = format.encode() if format else _data.format_of(file, target)
    file.check(lib.aps_dataset_write(file.ptr, path_bytes(target), format, file.dataset, ffi.NULL, bool(compress)))


def info(path):
    """What a particle file holds, as `apsis info`: a dict that prints as a table."""
    file = _data.File(path)
    d = file.dataset
    data = _data._from_c(d, file, False)
    kinds, counts = np.unique(data.types if "types" in data else np.ones(data.n, int), return_counts=True)
    found = Facts(file=os.fspath(path), format=data.format, title=data.title, note=text(d.note), n=data.n,
                  types=dict(zip(kinds.tolist(), counts.tolist())), time=data.time, step=data.step, redshift=d.redshift,
                  units=data.units, box=data.box, mass=float(data.masses.sum()), force_error=data.force_error)
    found["columns"] = [name for name, row in _columns().items() if row & d.has]
    for name in ("positions", "velocities"):
        found[name] = (data[name].min(0).tolist(), data[name].max(0).tolist())
    return found


def _columns():
    from ._columns import TABLE
    return {name: row[0] for name, row in TABLE.items()}


def forces(path, output=None, *, law=None, softening=None, solver=None, accuracy=None, precision=None, G=1.0, box=None, sample=1000,
           device="auto", threads=0, format=None):
    """Accelerations and potentials of a particle file, once, in its order of rows, as `apsis forces`: a Dataset with
    "accelerations", "potentials" and `force_error` ({"rms", "median", "99.9%", "max"} over `sample` particles against a direct sum in
    double). output: also a file, swift, gadget4 or own. law: newton without and plummer with a softening,
    unless given. softening: of all; a softened law that is given without it takes the file's own. solver: direct, or auto where an accuracy
    is given. precision: mixed, but double where it takes that to keep an accuracy.
    """
    if softening is not None and not _arrays.is_one(softening):
        raise UsageError("softening: one for all was expected, got an array", "apsis.accelerations(x, m, softening=) takes one for each")
    force = {"law": law or ("plummer" if softening else "newton"), "accuracy": 1e-3 if accuracy is None else accuracy,
             "solver": solver or ("direct" if accuracy is None else "auto")}
    if softening is not None:
        force["softening"] = softening
    config = {"particles": [{"file": os.fsdecode(path)}], "units": {"G": G}, "forces": [force], "integrator": {"dt": 1},
              "run": {"t_end": 0, "precision": precision or "mixed", "device": device, "threads": threads}}
    if box is not None:
        config["box"] = {"boundary": "periodic", "size": _arrays.box(box)}
    found = _forces_of(config, output, format, int(sample), precision is None and accuracy is not None)
    if found is None:  # pairs summed in float were too coarse for the accuracy
        config["run"]["precision"] = "double"
        found = _forces_of(config, output, format, int(sample), False)
    return found


def _rows_to_learn_from(n, sample, box):
    """Over which the solver learns whether it keeps its promise, as src/cli/forces.c: an rms may hang on a few particles in ten thousand."""
    pairs = 100_000_000
    return min(sample, n) if sample == 0 or box or pairs // n <= sample else min(pairs // n, n)


def _forces_of(config, output, format, sample, may_be_coarse):
    """None: where that may be, the numbers that pairs are summed in are too coarse for what was asked, and nothing is written."""
    from ._simulation import Simulation
    simulation = Simulation._of(config)
    if output is not None:
        format = format or text(_data.format_of(simulation._handle, output))
        if format in ("csv", "tipsy"):
            raise UsageError(f"output: a {format} file has no place for accelerations", "a name that ends in .hdf5, or format='swift'")
    with simulation._use() as sim:
        check, error = simulation._handle.check, ffi.new("double[5]", [-1.0])
        learn = _rows_to_learn_from(simulation.n, sample, "box" in config)
        for _ in range(6):  # until the solver keeps its promise
            check(lib.aps_forces(sim, lib.APS_A | lib.APS_POT))
            check(lib.aps_force_error(sim, learn, error))
            # a sample's rms may be a few per cent less than that of all
            again = lib.aps_force_tune(sim, error, 1.05 if learn < simulation.n else 1)
            if not again:
                break
        if may_be_coarse and not again and error[0] > config["forces"][0]["accuracy"]:
            return None
        if learn != min(sample, simulation.n):
            check(lib.aps_force_error(sim, min(sample, simulation.n), error))
        if again:
            lib.aps_force_falls_short(sim, error)
        d = ffi.new("aps_dataset *")
        check(lib.aps_snapshot(sim, lib.APS_X | lib.APS_V | lib.APS_A | lib.APS_POT | lib.APS_MASS | lib.APS_EPS | lib.APS_ID | lib.APS_TYPE, d))
        lib.aps_snapshot_as_input(sim, d)
        d.force_error = [error[0], error[1], error[3], error[4]]
        if output is not None:
            _data.write(simulation._handle, output, format, d, None, False)
        return _data._from_c(d, None, True)


def render(source, output, *, size=(1280, 720), fps=30.0, frames=None, time=None, colour=None, map=None, range=None, exposure=0.0, tone=None, bloom=0.0,
           width=None, projection=None, azimuth=None, elevation=None, field=None, orbit=0.0, zoom=1.0, title=None):
    """A picture (NAME.png) or a movie (NAME.mp4, or a folder of frames) of a file, a run directory or a folder of snapshots, as
    `apsis render`; docs/pictures.md tells the options. time: (from, to). range: (low, high) of the colours. width: of the view.
    """
    for what, value in (("size", size), ("time", time), ("range", range)):
        if value is not None and (not hasattr(value, "__len__") or len(value) != 2):
            raise UsageError(f"{what}: two numbers were expected, got {value!r}")
    if not fps > 0:
        raise UsageError(f"fps: must be > 0, got {fps}")
    turned = azimuth is not None or elevation is not None or field is not None or orbit != 0
    if turned and projection is not None:
        raise UsageError("projection is parallel: it goes with no camera of its own")
    try:
        draw = lib.aps_render
    except AttributeError:
        raise UsageError("this build of apsis draws no pictures", "install libpng (libpng-dev) and build again") from None
    held = {name: ffi.new("char[]", path_bytes(value, name)) for name, value in
            dict(source=source, output=output, colour=colour, map=map, plane=projection, title=title, tone=tone).items() if value is not None}
    setup = ffi.new("aps_render_setup *", {
        **held, "width": int(size[0]), "height": int(size[1]), "fps": fps, "frames": int(frames or 0), "exposure": exposure, "bloom": bloom,
        "view_width": width or 0, "turned": int(turned), "azimuth": azimuth or 0, "elevation": (30 if elevation is None else elevation) if turned else 0,
        "field": field or 0, "orbit": orbit, "zoom": zoom})
    if time is not None:
        setup.ranged, setup.t_from, setup.t_to = 1, time[0], time[1]
    if range is not None:
        setup.scaled, setup.low, setup.high = 1, range[0], range[1]
    context = Context()
    context.check(draw(context.ptr, setup))


def analyse_files(path, *, centre=None, **given):
    if centre is not None and not isinstance(centre, str):
        centre = np.ravel(_arrays.to_numpy(centre, "centre")).tolist()
    centre = "com" if centre == "mass" else centre
    found = _program.objects("analyze", os.fsdecode(path), "--json", *_program.options({"centre": centre, **given}), kind=UsageError)
    return found if os.path.isdir(path) else found[0]


def bench(name="direct", *, n=None, accuracy=None, model=None, device=None, threads=None):
    """`apsis bench`: what this machine does, beside what it could do at best; a list of dicts. name: direct or fmm."""
    given = dict(n=n, accuracy=accuracy, model=model, device=device, threads=threads)
    return _program.objects("bench", name, "--json", *_program.options(given), kind=UsageError)
