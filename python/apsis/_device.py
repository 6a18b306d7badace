"""Arrays in the memory of a GPU, of whichever library: taken where they lie, and handed out where they lie.

In: by DLPack or __cuda_array_interface__. The producer is asked to order its work before the legacy default stream (1), and the
library waits for the whole device before and after it reads. Out: the host waits for the device first (_dlpack.py).
"""
import ctypes

import numpy as np

from . import _arrays, _data, _dlpack
from ._errors import UsageError
from ._lib import ffi, lib

LEGACY_STREAM = 1
TYPE = {("f", 64): b"d", ("f", 32): b"f", ("f", 16): b"h", ("b", 16): b"b", ("i", 32): b"i", ("i", 64): b"l"}  # of aps_array


class Memory:
    """What is known of an array on a device: address, shape, strides in bytes, type of aps_array, ordinal. It lives as long as this."""

    def __init__(self, array, what):
        self.array = array
        if _arrays.family(array) == "torch":
            array = array.detach().resolve_conj().resolve_neg()
        try:
            self._of_dlpack(array) if hasattr(array, "__dlpack__") else self._of_interface(array.__cuda_array_interface__)
        except (TypeError, BufferError, RuntimeError) as error:
            raise UsageError(f"{what}: an array in device memory was expected, got {type(array).__name__}: {error}") from error
        if self.type is None:
            raise UsageError(f"{what}: floating numbers or signed integers were expected in device memory, got {self.name}",
                             "convert it to doubles with its own library")

    def _of_dlpack(self, array):
        self.taken = taken = _dlpack.Taken(array.__dlpack__(stream=LEGACY_STREAM))
        t = taken.tensor
        self.address, self.ordinal = (t.data or 0) + t.byte_offset, t.device_id
        self.shape = tuple(t.shape[:t.ndim])
        size = t.bits // 8
        self.strides = tuple(size * s for s in t.strides[:t.ndim]) if t.strides else _packed(self.shape, size)
        kind = _dlpack.KIND.get(t.code, "?")
        self._is(kind, t.bits if t.lanes == 1 else 0, f"DLPack's type {t.code} of {t.bits} bits")

    def _of_interface(self, interface):
        dtype = np.dtype(interface["typestr"])
        if interface.get("stream") == 0:
            raise BufferError("stream: 0 may mean two streams")
        self.address, self.shape = interface["data"][0] or 0, tuple(interface["shape"])
        self.strides = tuple(interface.get("strides") or _packed(self.shape, dtype.itemsize))
        self.ordinal = int(self.array.__dlpack_device__()[1]) if hasattr(self.array, "__dlpack_device__") else -1
        self._is(dtype.kind if dtype.isnative else "?", 8 * dtype.itemsize, interface["typestr"])

    def _is(self, kind, bits, name):
        self.type, self.name = TYPE.get((kind, bits)), name


def _packed(shape, size):
    strides = []
    for n in reversed(shape):
        strides.insert(0, size)
        size *= n
    return tuple(strides)


def columns(array, n, width, what, held):
    """width aps_arrays as dicts: of [n, 3] or [n], or of one number for all rows. held: gets what must live until they are read."""
    if not _arrays.on_device(array):
        a = _arrays.vectors(array, what) if width == 3 else _arrays.scalars(array, n, what)
        if len(a) != n:
            raise UsageError(f"{what}: shape {[n, 3]} was expected, got {list(a.shape)}")
        if width == 1 and a.size and np.ndim(array) == 0:
            return [{"value": a[0]}]
        lines = [np.ascontiguousarray(line) for line in (a.T if width == 3 else [a])]
        held += lines
        return [{"data": ffi.cast("void *", line.ctypes.data), "stride": 8, "type": b"d", "where": lib.APS_HOST} for line in lines]
    m = Memory(array, what)
    if m.shape not in ((n, 3), (3,) if n == 1 else ()) if width == 3 else m.shape not in ((n,), ()):
        expected = f"shape [{n}, 3] was" if width == 3 else f"shape [{n}] or one number was"
        raise UsageError(f"{what}: {expected} expected, got {list(m.shape)}")
    held.append(m)
    stride = m.strides[0] if len(m.shape) == (2 if width == 3 else 1) else 0
    return [{"data": ffi.cast("void *", m.address + k * m.strides[-1] if width == 3 else m.address), "stride": stride,
             "type": m.type, "where": lib.APS_DEVICE, "ordinal": m.ordinal} for k in range(width)]


class Given:
    """Particles of which some columns lie on a device, as a Dataset is to a simulation that is built."""

    time, title, units, box, G = 0.0, "", None, None, 1.0

    def __init__(self, positions, velocities=None, masses=None, *, ids=None, types=None, softening=None):
        self.given = {"positions": positions, "velocities": velocities, "masses": masses, "ids": ids, "types": types, "softening": softening}
        shape = tuple(positions.shape) if _arrays.on_device(positions) else np.shape(positions)
        self.n = 1 if shape == (3,) else shape[0] if shape else 0
        _data.check_some(self.n, masses)

    @staticmethod
    def wanted(*arrays):
        return any(_arrays.on_device(a) for a in arrays)

    def __contains__(self, name):
        return self.given.get(name) is not None

    def replace(self, softening):
        return Given(**{**self.given, "softening": softening})

    def host(self):
        """A Dataset of copies, by way of the host."""
        return _data.Dataset.of(**self.given)

    def lend(self):
        """As _data.lend."""
        sets, held = ffi.new("aps_dataset[]", 1), []
        s, n = sets[0], self.n
        rows = columns(self.given["positions"], n, 3, "positions", held)
        rows += columns(self.given["velocities"], n, 3, "velocities", held) if "velocities" in self else [{}] * 3
        rows += columns(self.given["masses"], n, 1, "masses", held)
        rows += columns(self.given["softening"], n, 1, "softening", held) if "softening" in self else [{}]
        array = ffi.new("aps_array[8]", rows)
        s.array, s.v.n = array, n
        s.has = lib.APS_X | lib.APS_MASS
        s.has |= lib.APS_V if "velocities" in self else 0
        s.has |= lib.APS_EPS if "softening" in self else 0
        for name in ("ids", "types"):
            if name in self:
                group, field, kind, dtype = _data.SCALARS[name]
                held.append(_arrays.identities(self.given[name], n) if name == "ids" else _arrays.integers(self.given[name], n, name, dtype))
                setattr(s.v, field, ffi.cast(kind + " *", held[-1].ctypes.data))
                s.has |= getattr(lib, group)
        return sets, [held, array]


def open_given(context, name, config, words, given, out, rank=0, ranks=1):
    """aps_open_given; its code, and what must live until the simulation is built. Arrays that the run cannot take on a device go by
    way of the host."""
    def call(sets, n):
        return lib.aps_open_given(context.ptr, name, config, ffi.new("char *[]", words), len(words), sets, n, out)

    if given and isinstance(given[0], Given):
        if ranks == 1:
            sets, held = given[0].lend()
            code = call(sets, 1)
            if code != lib.APS_EARG:
                return code, (sets, held)
        given = [given[0].host()]
    sets, held = _data.lend(given, rank, ranks)
    return call(sets, len(given)), (sets, held)


# ---- out

class DeviceArray:
    """Doubles [n] or [n, 3] in the memory of a GPU, for any library: torch.from_dlpack(a), cupy.from_dlpack(a), cupy.asarray(a) …
    Nothing is copied; the memory stays until the last array made of it ends."""

    def __init__(self, handle, addresses, dtype=np.dtype(np.float64)):
        self._handle, self._at, self.dtype = handle, addresses, dtype
        self.shape = (int(lib.aps_rows(handle.sim)), 3)[:2 if len(addresses) == 3 else 1]
        self.ndim = len(self.shape)
        self.strides = (dtype.itemsize, addresses[-1] - addresses[-2])[:self.ndim] if self.ndim == 2 else (dtype.itemsize,)

    @classmethod
    def of(cls, handle, names, dtype=np.dtype(np.float64)):
        """Of columns by their names; the caller holds the lock."""
        view, table = ffi.new("aps_view *"), _groups()
        handle.check(lib.aps_borrow(lib.aps_sim_particles(handle.sim), lib.APS_DEVICE, table[names[0]][0], 0, view))
        return cls(handle, [int(ffi.cast("uintptr_t", getattr(view, name))) for name in names], dtype)

    def columns(self):
        """Each column as an array of its own."""
        return [DeviceArray(self._handle, [address], self.dtype) for address in self._at]

    def __len__(self):
        return self.shape[0]

    def _wait(self):
        self._handle.check(lib.aps_wait(self._handle.sim))

    @property
    def __cuda_array_interface__(self):
        self._wait()
        return {"version": 3, "shape": self.shape, "strides": self.strides if self.ndim == 2 else None, "typestr": self.dtype.str,
                "data": (self._at[0], False), "stream": None}  # the library's stream has been waited for

    def __dlpack_device__(self):
        return _dlpack.DEVICE_CUDA, int(lib.aps_sim_card(self._handle.sim))

    def __dlpack__(self, *, stream=None, max_version=None, dl_device=None, copy=None):
        if copy or (dl_device is not None and tuple(dl_device) != self.__dlpack_device__()):
            raise BufferError("copies are made by the library that takes the column")
        if stream == 0:
            raise BufferError("stream: 0 may mean two streams; 1 is the default stream, 2 that of the thread")
        if stream != -1:
            self._wait()
        return _dlpack.capsule(self._handle, self._at[0], self.shape, [k // self.dtype.itemsize for k in self.strides], self.dtype,
                               self.__dlpack_device__()[1])

    def __repr__(self):
        return f"<apsis.DeviceArray: {self.dtype} {list(self.shape)} on cuda:{self.__dlpack_device__()[1]}>"


def _groups():
    from ._columns import TABLE
    return TABLE


def like(result, model):
    """A DeviceArray as an array of the model's library, in its precision, copied on the device; as it is where the library is not known."""
    kind = _arrays.family(model)
    if kind == "torch":
        import torch
        taken = torch.from_dlpack(result)
        return torch.empty(taken.shape, dtype=model.dtype if model.dtype.is_floating_point else taken.dtype,
                           device=taken.device).copy_(taken)  # freeing the columns waits for the device
    if kind == "cupy":
        import cupy
        return cupy.array(cupy.from_dlpack(result), dtype=model.dtype if model.dtype.kind == "f" else None, order="C")
    if kind == "jax":  # takes packed arrays alone
        import jax
        lines = [jax.dlpack.from_dlpack(line) for line in result.columns()]
        out = jax.numpy.stack(lines, axis=1) if len(lines) == 3 else jax.numpy.array(lines[0])
        return out.astype(model.dtype) if jax.numpy.issubdtype(model.dtype, jax.numpy.floating) else out
    return result
