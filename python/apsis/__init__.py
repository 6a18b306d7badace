"""apsis: N-body simulations, the engine of the command line from Python.

    import apsis
    sim = apsis.Simulation(apsis.ic.plummer(n=1000), softening=0.05, dt=0.01)
    sim.run(1.0, progress=True)
    print(sim.energies().total, sim.positions[:3])

    acc = apsis.accelerations(x, m, softening=0.05)     # NumPy, PyTorch, JAX, CuPy, TensorFlow: in and out

docs/python.md is the guide.
"""
import atexit as _atexit

from ._errors import (ConfigError, DataError, DeviceError, Error, FileError, InternalError, NumericalError, OutOfMemoryError,
                      StaleError, Stopped, UsageError)
from ._data import Dataset, analyse, halos, orbits, power_spectrum, read
from ._forces import accelerations
from ._lib import ffi as _ffi, lib as _lib
from ._replay import Replay, replay
from ._rows import describe_keys as _describe_keys, doctor, explain, formats, ic, integrators, laws, models, rows, solvers
from ._config import KEYS as _KEYS
from ._simulation import Energies, Simulation
from ._tools import bench, convert, forces, info, render
from ._moving import end_all as _end_all

__version__ = rows()["version"]
__commit__ = _ffi.string(_lib.aps_commit()).decode()
__all__ = ["ConfigError", "DataError", "Dataset", "DeviceError", "Energies", "Error", "FileError", "InternalError",
           "NumericalError", "OutOfMemoryError", "Replay", "Simulation", "StaleError", "Stopped", "UsageError", "accelerations",
           "analyse", "bench", "convert", "doctor", "explain", "forces", "formats", "halos", "ic", "info", "integrators", "laws",
           "models", "orbits", "plot", "power_spectrum", "read", "render", "replay", "rows", "solvers"]
for _name in __all__:  # a traceback says apsis.ConfigError, and a pickle does not know the files of this package
    if getattr(globals().get(_name), "__module__", "").startswith("apsis.") and hasattr(globals()[_name], "__qualname__"):
        globals()[_name].__module__ = "apsis"
_atexit.register(_end_all)
Simulation.__doc__ += _describe_keys(_KEYS)


def __getattr__(name):
    if name == "plot":  # matplotlib is loaded where it is wanted
        import importlib
        return importlib.import_module(".plot", __name__)
    raise AttributeError(f"module apsis has no attribute {name}")
