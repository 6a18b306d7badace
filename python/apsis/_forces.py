"""Forces once, for arrays of any library."""
import numpy as np

from . import _arrays, _config, _data
from ._lib import Context, ffi, lib


def accelerations(positions, masses, *, softening=0.0, G=1.0, law=None, solver="auto", accuracy=1e-3, precision="mixed",
                  box=None, device="auto", threads=0, potential=False):
    """Accelerations [n, 3] of particles under their own gravity: an array of the same library, on the same device, in the
    same floating precision, rows in the same order. potential: also the potentials [n], as a pair.

    positions: [n, 3]. masses: [n] or one number. softening: a length or [n]. law: newton without and plummer with a softening, unless given.
    solver: direct, fmm, or auto for the faster; accuracy: rms relative error asked of fmm. Errors as in a configuration.
    """
    data = _data.Dataset.of(positions, None, masses, softening=softening if np.ndim(softening) else None)
    softened = np.ndim(softening) > 0 or softening != 0
    force = {"law": law or ("plummer" if softened else "newton"), "solver": solver, "accuracy": accuracy}
    if np.ndim(softening) == 0 and force["law"] != "newton" or softened and np.ndim(softening) == 0:
        force["softening"] = softening
    config = {"particles": [{"given": 0}], "units": {"G": G}, "forces": [force], "integrator": {"dt": 1},
              "run": {"t_end": 0, "precision": precision, "device": device, "threads": threads},
              "output": {name: "none" for name in ("log", "snapshots", "checkpoint")}}
    if box is not None:
        config["box"] = {"boundary": "periodic", "size": np.broadcast_to(box, 3).tolist()}
    context, out = Context("arguments"), ffi.new("aps_sim **")
    sets, held = _data.lend([data])
    text = _config.text(config)
    try:
        context.check(lib.aps_open_given(context.ptr, b"arguments", text, ffi.NULL, 0, sets, 1, out))
        sim = out[0]
        context.check(lib.aps_build(sim))
        context.check(lib.aps_run(sim, 0))  # no step: the solver is made to keep its promise
        context.check(lib.aps_forces_current(sim, lib.APS_A | (lib.APS_POT if potential else 0)))
        d = ffi.new("aps_dataset *")
        context.check(lib.aps_snapshot(sim, lib.APS_A | lib.APS_POT if potential else lib.APS_A, d))
        result = _data._from_c(d, None, True)
        a = _arrays.like(np.ascontiguousarray(result["accelerations"]), positions)
        return (a, _arrays.like(result["potentials"], positions)) if potential else a
    finally:
        lib.aps_free(out)
        del held
