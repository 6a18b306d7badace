"""Columns: the memory of a simulation as seen by NumPy and by every library that speaks DLPack or an array interface.

A NumPy view holds the library's own memory, and keeps two things while it lives: the simulation, and the order of the
rows. So it never shows the rows of others. A Column is asked anew each time and refuses when rows have changed places
since it was taken.
"""
import collections.abc
import struct

import numpy as np

from . import _dlpack
from ._device import DeviceArray
from ._errors import StaleError, UsageError
from ._lib import ffi, lib, text

DTYPE = {b"d": np.float64, b"L": np.uint64, b"I": np.uint32, b"b": np.int8}
TYPES = {np.dtype(t): np.dtype(t).str for t in DTYPE.values()}  # numpy makes such a text anew each time
FORCES = {lib.APS_A: lib.APS_A, lib.APS_POT: lib.APS_POT, lib.APS_JERK: lib.APS_A | lib.APS_JERK}  # group: what to compute


def _table():
    rows, i = {}, 0
    while lib.aps_columns[i].name != ffi.NULL:
        c = lib.aps_columns[i]
        rows[text(c.name)] = (int(c.group), np.dtype(DTYPE[c.type]), text(c.doc),
                              {"mass": c.mass, "length": c.length, "time": c.time})
        i += 1
    return rows


TABLE = _table()
OF_PARTICLES = tuple(name for name in TABLE if not name[0] in "fgs")  # without slow forces, integrators' scratch and what files alone have
VECTORS = {"positions": ("x", "y", "z"), "velocities": ("vx", "vy", "vz"), "accelerations": ("ax", "ay", "az")}
SCALARS = {"masses": "mass", "softening": "eps", "potentials": "pot", "ids": "id", "types": "type", "radii": "radius"}


def group_of(name):
    """The bits of a column, or of a property such as `positions`."""
    name = VECTORS.get(name, (SCALARS.get(name, name),))[0]
    if name not in TABLE:
        raise UsageError(f"no column is called {name}", "columns: " + ", ".join(OF_PARTICLES))
    return TABLE[name][0]


class Memory:
    """What a NumPy array over a column is based on."""

    __slots__ = ("__array_interface__", "handle", "__weakref__")

    def __init__(self, handle, address, shape, strides, dtype, writable):
        self.handle = handle
        self.__array_interface__ = {"version": 3, "shape": shape, "strides": strides, "typestr": TYPES[dtype],
                                    "data": (address, not writable)}


def _places():
    """Where the pointers of columns lie in an aps_view: {names: how struct reads them, its offset}; three in a row for a vector."""
    offset, i = {}, 0
    while lib.aps_columns[i].name != ffi.NULL:
        offset[text(lib.aps_columns[i].name)] = lib.aps_columns[i].offset
        i += 1
    places = {(name,): (struct.Struct("P"), at) for name, at in offset.items()}
    return places | {names: (struct.Struct("PPP"), offset[names[0]]) for names in VECTORS.values()}


PLACES = _places()


def view(handle, names, writable, exports, reads=True):
    """NumPy array [n] of one column or [n, 3] of three, over the library's memory; reads: False where all of it will be written,
    so that nothing need come down from a device. The caller holds the lock."""
    group, dtype = TABLE[names[0]][:2]
    v = handle.view
    code = lib.aps_borrow(handle.particles, lib.APS_HOST, group if reads else 0, group if writable else 0, v)
    if code:
        raise handle.failure(code)
    reader, offset = PLACES[names]
    at = reader.unpack_from(handle.view_bytes, offset)
    if len(at) == 3:
        shape, strides = (v.n, 3), (dtype.itemsize, at[1] - at[0])
        assert at[2] - at[1] == strides[1]
    else:
        shape, strides = (v.n,), (dtype.itemsize,)
    memory = Memory(handle, at[0], shape, strides, dtype, writable)
    exports.add(memory)
    return np.asarray(memory)


class Column:
    """One column of a simulation, [n], or three as a vector, [n, 3]; see `Simulation.columns`. Nothing is copied, by whatever way
    it is taken:

    numpy(), np.asarray(column), torch.from_dlpack(column), jax.dlpack.from_dlpack(column), numba functions of
    column.numpy() …; on a GPU torch.from_dlpack(column), cupy.from_dlpack(column), cupy.asarray(column) …

    What is written into it is seen by the simulation once `simulation.touch(name)` says so.
    """

    def __init__(self, simulation, name):
        self._simulation, self.name = simulation, name
        self._names = VECTORS.get(name, (name,))
        self.group, self.dtype, self.doc, self.unit = TABLE[self._names[0]]
        if len(self._names) == 3:
            self.doc = self.doc.removesuffix(" along x")
        self.generation = simulation.generation

    def _check(self):
        s = self._simulation
        s._handle_now()
        if s.generation != self.generation:
            raise StaleError(f"column {self.name}: rows have changed places since it was taken",
                             f'take simulation.columns["{self.name}"] again, or build with keep_order=True')
        return s

    def numpy(self):
        """The column as a writable NumPy array. On a GPU and with several ranks it is a copy."""
        return self._check()._view(self._names, writable=True)

    @property
    def shape(self):
        return (len(self), 3)[:self.ndim]

    @property
    def ndim(self):
        return 2 if len(self._names) == 3 else 1

    def __len__(self):
        return lib.aps_rows(self._simulation._handle_now().sim)

    def __getitem__(self, index):
        return self.numpy()[index]

    def __array__(self, dtype=None, copy=None):
        a = self.numpy()
        return np.array(a, dtype=dtype) if copy or (dtype is not None and dtype != a.dtype) else a

    @property
    def __array_interface__(self):
        if self._check().on_device:
            raise AttributeError("this column lives on a GPU; numpy() copies it")
        return self.numpy().__array_interface__

    def _on_device(self):
        with self._simulation._use():
            return DeviceArray.of(self._simulation._handle, self._names, self.dtype)

    @property
    def __cuda_array_interface__(self):
        if not self._check().on_device:
            raise AttributeError("this column lives in host memory")
        return self._on_device().__cuda_array_interface__

    def __dlpack_device__(self):
        s = self._check()
        return (_dlpack.DEVICE_CUDA, int(lib.aps_sim_card(s._handle.sim))) if s.on_device else (1, 0)

    def __dlpack__(self, *, stream=None, max_version=None, dl_device=None, copy=None):
        s = self._check()
        if not s.on_device or (dl_device is not None and tuple(dl_device) == (1, 0)):
            if stream is not None and not s.on_device:
                raise BufferError("stream: this column lives in host memory")
            if s.on_device and copy is False:
                raise BufferError("this column lives on a GPU; copy=False cannot bring it to the host")
            more = {k: v for k, v in (("max_version", max_version), ("dl_device", dl_device), ("copy", copy)) if v is not None}
            return self.numpy().__dlpack__(**more)
        return self._on_device().__dlpack__(stream=stream, max_version=max_version, dl_device=dl_device, copy=copy)

    def __reduce__(self):
        return np.array, (np.array(self.numpy()),)

    def __repr__(self):
        return f"<apsis column {self.name}: {self.doc}; {self.dtype} {list(self.shape)}>"


class Columns(collections.abc.Mapping):
    """The columns of a simulation by name: x y z vx vy vz ax ay az pot mass eps id type …, and positions, velocities,
    accelerations for three together."""

    def __init__(self, simulation):
        self._simulation = simulation

    def __getitem__(self, name):
        if name not in TABLE and name not in VECTORS:
            raise KeyError(name)
        self._simulation._refresh((name,))
        return Column(self._simulation, name)

    def __iter__(self):
        return iter(OF_PARTICLES + tuple(VECTORS))

    def __repr__(self):
        return "<apsis columns: " + ", ".join(self) + ">"

    def __len__(self):
        return len(OF_PARTICLES) + len(VECTORS)
