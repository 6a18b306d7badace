"""Arrays of other libraries: in as NumPy, out as what came in."""
import numpy as np

from ._errors import UsageError

DEVICE_CUDA = (2, 13)  # DLPack's kDLCUDA and kDLCUDAManaged


def family(array):
    """The library that an array belongs to, by the module of its type: "torch", "jax", "numpy" …"""
    name = type(array).__module__.partition(".")[0]
    return "jax" if name == "jaxlib" else name


def without_unit(value, what):
    """UsageError for numbers that carry a unit of their own (astropy, unyt, pint, pynbody): it would be dropped unseen."""
    if type(value) is np.ndarray or not (isinstance(value, np.ndarray) or hasattr(value, "to_value") or hasattr(value, "magnitude")):
        return
    unit = str(getattr(value, "unit", getattr(value, "units", "")))
    if unit not in ("", "1", "dimensionless", "None", "NoUnit()"):
        raise UsageError(f"{what}: carries the unit {unit}, which an array here does not",
                         f'hand over plain numbers in code units, as x.to_value(unit); units= of the simulation says what they are; '
                         f'a single value may be a text such as "0.1 {unit}"')


def not_misspelt(self, name, names):
    """AttributeError where `name`, which the object does not have, is meant to be one of `names`."""
    if name[0] == "_" or name in names or hasattr(type(self), name) or name in vars(self):
        return
    import difflib
    meant = difflib.get_close_matches(name, names, 1, 0.7) or [n for n in names if len(name) > 2 and n.startswith(name)]
    if meant:
        raise AttributeError(f"{name}: a {type(self).__name__} has no such attribute; did you mean {meant[0]}?")


def to_numpy(array, what):
    """The array in host memory, without a copy where that can be had. UsageError: nothing that holds numbers, or more than that."""
    without_unit(array, what)
    if isinstance(array, np.ma.MaskedArray) and np.ma.is_masked(array):
        raise UsageError(f"{what}: {np.ma.count_masked(array)} values are masked", "compress() the rows that are whole")
    if isinstance(array, np.ndarray):
        return array
    try:
        kind = family(array)
        if kind == "torch":
            a = array.detach().cpu().resolve_conj().resolve_neg()
            return (a.double() if a.is_floating_point() else a).numpy()  # NumPy has no bfloat16
        if kind == "cupy":
            return array.get()
        if hasattr(array, "copy_to_host"):  # Numba's device arrays
            return array.copy_to_host()
        if on_device(array) and kind != "jax":
            return np.from_dlpack(array, device="cpu")
        if hasattr(array, "__dlpack__") and not hasattr(array, "__array__") and not hasattr(array, "__array_interface__"):
            return np.from_dlpack(array)
        return np.asarray(array)
    except (TypeError, ValueError, BufferError, RuntimeError) as error:
        hint = "outside of jit and grad, or through jax.pure_callback: gradients do not flow" if "Tracer" in type(array).__name__ else ""
        first = str(error).partition("\n")[0]
        raise UsageError(f"{what}: an array was expected, got {type(array).__name__}: {first}", hint) from error


def vectors(array, what):
    """[n, 3] in double."""
    a = _double(to_numpy(array, what), what)
    if a.ndim == 1 and a.shape == (3,):
        a = a[None, :]
    if a.ndim != 2 or a.shape[1] != 3:
        raise UsageError(f"{what}: shape [n, 3] was expected, got {list(a.shape)}")
    return a


def scalars(array, n, what):
    """[n] in double; one number stands for all."""
    a = _double(to_numpy(array, what), what)
    if a.ndim == 0:
        return np.full(n, a[()])
    if a.shape != (n,):
        raise UsageError(f"{what}: shape [{n}] or one number was expected, got {list(a.shape)}")
    return a


def box(edges):
    """Three edges of a periodic box: given as one number, or as three."""
    a = to_numpy(edges, "box")
    if a.shape not in ((), (3,)) or a.dtype.kind not in "fiu":
        raise UsageError(f"box: one edge or three were expected, got {edges!r}")
    return np.broadcast_to(a, 3).tolist()


def is_one(value):
    """True for a number, False for an array of them; looks at no memory."""
    shape = getattr(value, "shape", None)
    return len(np.shape(value) if shape is None else shape) == 0


def integers(array, n, what, dtype):
    a = to_numpy(array, what)
    if a.shape != (n,) or a.dtype.kind not in "iu":
        raise UsageError(f"{what}: {n} integers >= 0 were expected, got {a.dtype} of shape {list(a.shape)}")
    if a.size and a.min() < 0:
        raise UsageError(f"{what}: must be >= 0, got {a.min()}")
    if a.size and a.max() > np.iinfo(dtype).max:
        raise UsageError(f"{what}: at most {np.iinfo(dtype).max} fits, got {a.max()}")
    return np.ascontiguousarray(a, dtype=dtype)


def identities(array, n):
    ids = integers(array, n, "ids", np.uint64)
    found, counts = np.unique(ids, return_counts=True)
    if len(found) < n:
        raise UsageError(f"ids: {counts.max()} particles have the id {found[counts.argmax()]}", "leave ids out: they are then 1 to n")
    return ids


def _double(a, what):
    if a.dtype.kind not in "fiu" and not a.dtype.name.startswith(("bfloat", "float")):  # those of ml_dtypes
        hint = "convert it, as by astype(float)" if a.dtype.kind == "O" and a.ndim else ""
        if a.dtype.kind == "U" and a.ndim == 0:
            hint = "Simulation.from_yaml(path) takes a configuration, Simulation(apsis.read(path), ...) a particle file"
        raise UsageError(f"{what}: numbers were expected, got dtype {a.dtype}", hint)
    return a.astype(np.float64, copy=False)


def like(result, model):
    """A NumPy result as an array of the model's library, on its device, in its precision where that is a floating one."""
    kind = family(model)
    if kind == "torch":
        import torch
        out = torch.from_numpy(result)
        return out.to(device=model.device, dtype=model.dtype if model.dtype.is_floating_point else None)
    if kind == "tensorflow":
        import tensorflow
        return tensorflow.convert_to_tensor(result, dtype=model.dtype if model.dtype.is_floating else None)
    if kind == "jax":
        import jax
        out = jax.numpy.asarray(result, dtype=model.dtype if jax.numpy.issubdtype(model.dtype, jax.numpy.floating) else None)
        return jax.device_put(out, next(iter(model.devices())))
    dtype = getattr(model, "dtype", None)
    if getattr(dtype, "kind", "") == "f":
        result = result.astype(dtype, copy=False)
    if kind == "cupy":
        import cupy
        return cupy.asarray(result)
    return result


def on_device(array):
    """True for an array in the memory of a GPU."""
    if array is None or isinstance(array, (np.ndarray, float, int, list, tuple)):
        return False
    if hasattr(array, "__dlpack_device__"):
        try:
            return int(array.__dlpack_device__()[0]) in DEVICE_CUDA
        except (TypeError, ValueError, BufferError, RuntimeError):  # no memory of its own, as under a tracer
            return False
    return hasattr(array, "__cuda_array_interface__")
