"""Arrays of other libraries: in as NumPy, out as what came in."""
import numpy as np

from ._errors import UsageError


def family(array):
    """The library that an array belongs to, by the module of its type: "torch", "jax", "numpy" …"""
    name = type(array).__module__.partition(".")[0]
    return "jax" if name == "jaxlib" else name


def to_numpy(array, what):
    """The array in host memory, without a copy where that can be had. UsageError: nothing that holds numbers."""
    if isinstance(array, np.ndarray):
        return array
    try:
        kind = family(array)
        if kind == "torch":
            return array.detach().cpu().numpy()
        if kind == "cupy":
            return array.get()
        if hasattr(array, "__dlpack__") and not hasattr(array, "__array__") and not hasattr(array, "__array_interface__"):
            return np.from_dlpack(array)
        return np.asarray(array)
    except (TypeError, ValueError, BufferError, RuntimeError) as error:
        raise UsageError(f"{what}: an array was expected, got {type(array).__name__}: {error}") from error


def vectors(array, what):
    """[n, 3] in double."""
    a = to_numpy(array, what)
    if a.ndim == 1 and a.shape == (3,):
        a = a[None, :]
    if a.ndim != 2 or a.shape[1] != 3:
        raise UsageError(f"{what}: shape [n, 3] was expected, got {list(a.shape)}")
    return _double(a, what)


def scalars(array, n, what):
    """[n] in double; one number stands for all."""
    a = _double(to_numpy(array, what), what)
    if a.ndim == 0:
        return np.full(n, a[()])
    if a.shape != (n,):
        raise UsageError(f"{what}: shape [{n}] or one number was expected, got {list(a.shape)}")
    return a


def integers(array, n, what, dtype):
    a = to_numpy(array, what)
    if a.shape != (n,) or a.dtype.kind not in "iu" or (a.size and a.min() < 0):
        raise UsageError(f"{what}: {n} integers >= 0 were expected, got {a.dtype} of shape {list(a.shape)}")
    return np.ascontiguousarray(a, dtype=dtype)


def _double(a, what):
    if a.dtype.kind not in "fiu":
        raise UsageError(f"{what}: numbers were expected, got dtype {a.dtype}")
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
        out = jax.numpy.asarray(result, dtype=model.dtype if model.dtype.kind == "f" else None)
        return jax.device_put(out, next(iter(model.devices())))
    dtype = getattr(model, "dtype", None)
    if getattr(dtype, "kind", "") == "f":
        result = result.astype(dtype, copy=False)
    if kind == "cupy":
        import cupy
        return cupy.asarray(result)
    return result


# ---- arrays in device memory

def on_device(array):
    """True for an array in the memory of a GPU."""
    if isinstance(array, np.ndarray):
        return False
    if hasattr(array, "__dlpack_device__"):
        return int(array.__dlpack_device__()[0]) == 2
    return hasattr(array, "__cuda_array_interface__")


def device_columns(array, shape, what, ordinal):
    """Addresses of its columns in double, each contiguous, and what keeps them there. Its own library rearranges it, on the device."""
    kind = family(array)
    if tuple(array.shape) != tuple(shape):
        raise UsageError(f"{what}: shape {list(shape)} was expected, got {list(array.shape)}")
    if kind == "torch":
        import torch
        a = array.detach().to(device=f"cuda:{ordinal}", dtype=torch.float64).t().contiguous()
        start = a.data_ptr()
    elif kind == "cupy":
        import cupy
        a = cupy.ascontiguousarray(array.T, dtype=np.float64)
        start = a.data.ptr
    elif kind == "jax":
        import jax
        a = jax.numpy.asarray(array.T, dtype=np.float64).block_until_ready()
        if a.dtype != np.float64:
            raise UsageError(f"{what}: JAX has no doubles here", 'jax.config.update("jax_enable_x64", True)')
        start = a.unsafe_buffer_pointer()
    else:
        return _as_they_are(array, what)
    step = 8 * shape[0]
    return [start + k * step for k in range(3 if len(shape) == 2 else 1)], a


def _as_they_are(array, what):
    interface = array.__cuda_array_interface__
    start, shape = interface["data"][0], interface["shape"]
    if interface["typestr"] != "<f8":
        raise UsageError(f"{what}: doubles were expected in device memory, got {interface['typestr']}")
    strides = interface.get("strides") or tuple(8 * int(np.prod(shape[k + 1:])) for k in range(len(shape)))
    if strides[0] != 8 and shape[0] > 1:
        raise UsageError(f"{what}: each column must be contiguous in device memory, got strides {list(strides)}",
                         "PyTorch, CuPy and JAX rearrange their arrays themselves")
    return [start + k * strides[1] for k in range(3)] if len(shape) == 2 else [start], array
