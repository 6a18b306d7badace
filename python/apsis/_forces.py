"""Forces once, for arrays of any library."""
import numpy as np

from . import _arrays, _config, _data, _device
from ._errors import UsageError
from ._lib import Handle, ffi, lib


def accelerations(positions, masses, *, softening=0.0, G=1.0, law=None, solver="auto", accuracy=1e-3, precision="mixed",
                  box=None, device="auto", threads=0, potential=False):
    """Accelerations [n, 3], code length / time^2, of particles under their own gravity: an array of the same library, on the same
    device, in the same floating precision (double for integers), rows in the same order. Arrays in the memory of a GPU stay there.
    potential: also the potentials [n], as a pair: velocity^2, G included, a particle's own excluded.

    positions: [n, 3], code length. masses: [n], code mass, >= 0, or one number. softening: a length or [n]. law: newton without
    and plummer with a softening, unless given. solver: direct, fmm, or auto for the faster; accuracy: rms relative error asked of
    fmm. box: edge or [3] edges of a periodic box. UsageError, ConfigError, DataError, DeviceError as of Simulation.
    """
    softening = 0.0 if softening is None else softening
    _arrays.without_unit(softening, "softening")
    one = _arrays.is_one(softening)
    if law == "newton" and not one:
        raise UsageError("softening: the law newton has none", 'law="plummer" or "spline" are softened')
    make = _device.Given if _device.Given.wanted(positions, masses, softening) else _data.Dataset.of
    data = make(positions, None, masses, softening=None if one else softening)
    softened = not one or softening != 0
    force = {"law": law or ("plummer" if softened else "newton"), "solver": solver, "accuracy": accuracy}
    if one and (softened or force["law"] != "newton"):
        force["softening"] = softening
    config = {"particles": [{"given": 0}], "units": {"G": G}, "forces": [force], "integrator": {"dt": 1},
              "run": {"t_end": 0, "precision": precision, "device": device, "threads": threads},
              "output": {name: "none" for name in ("log", "snapshots", "checkpoint")}}
    if box is not None:
        config["box"] = {"boundary": "periodic", "size": _arrays.box(box)}
    handle, out = Handle("arguments"), ffi.new("aps_sim **")
    code, held = _device.open_given(handle, b"arguments", _config.text(config), [], [data], out)
    handle.sim = sim = out[0] or None
    try:
        handle.check(code)
        handle.check(lib.aps_build(sim))
        handle.check(lib.aps_run(sim, 0))  # no step: the solver is made to keep its promise
        handle.check(lib.aps_forces_current(sim, lib.APS_A | (lib.APS_POT if potential else 0)))
    except BaseException:
        handle.free()  # a traceback keeps what is named here, memory too
        raise
    finally:
        del held
    if _arrays.on_device(positions) and lib.aps_sim_space(sim) == lib.APS_DEVICE:
        a = _device.like(_device.DeviceArray.of(handle, ("ax", "ay", "az")), positions)
        return (a, _device.like(_device.DeviceArray.of(handle, ("pot",)), positions)) if potential else a
    d = ffi.new("aps_dataset *")
    handle.check(lib.aps_snapshot(sim, lib.APS_A | lib.APS_POT if potential else lib.APS_A, d))
    result = _data._from_c(d, None, True)
    a = _arrays.like(np.ascontiguousarray(result["accelerations"]), positions)
    return (a, _arrays.like(result["potentials"], positions)) if potential else a
