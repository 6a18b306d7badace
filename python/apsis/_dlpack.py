"""DLPack capsules of device memory. NumPy makes those of host memory; no library that might be missing is needed for these.

The stream: whoever takes a capsule names his own, or -1 for none. The producer must see to it that what he names waits for the
data. Here the host waits for the device before it hands out a capsule, so every stream comes after.
"""
import atexit
import ctypes

from ._lib import HERE

DEVICE_CUDA = 2
CODE = {"i": 0, "u": 1, "f": 2}
KIND = {0: "i", 1: "u", 2: "f", 4: "b"}  # b: bfloat16


class Tensor(ctypes.Structure):
    """DLTensor of dlpack.h, version 0.8 and before."""

    _fields_ = [("data", ctypes.c_void_p), ("device_type", ctypes.c_int32), ("device_id", ctypes.c_int32), ("ndim", ctypes.c_int32),
                ("code", ctypes.c_uint8), ("bits", ctypes.c_uint8), ("lanes", ctypes.c_uint16), ("shape", ctypes.POINTER(ctypes.c_int64)),
                ("strides", ctypes.POINTER(ctypes.c_int64)), ("byte_offset", ctypes.c_uint64)]


class Managed(ctypes.Structure):
    """DLManagedTensor."""


Deleter = ctypes.CFUNCTYPE(None, ctypes.c_void_p)
Managed._fields_ = [("tensor", Tensor), ("manager", ctypes.c_void_p), ("deleter", Deleter)]

_api = ctypes.pythonapi
_new = ctypes.PYFUNCTYPE(ctypes.py_object, ctypes.c_void_p, ctypes.c_char_p, ctypes.c_void_p)(("PyCapsule_New", _api))
_NAME, _USED = b"dltensor", b"used_dltensor"  # live as long as the process, as PyCapsule_New asks
_rename = ctypes.PYFUNCTYPE(ctypes.c_int, ctypes.py_object, ctypes.c_char_p)(("PyCapsule_SetName", _api))
_holds = ctypes.PYFUNCTYPE(ctypes.c_void_p, ctypes.py_object, ctypes.c_char_p)(("PyCapsule_GetPointer", _api))
try:
    _quick = ctypes.PyDLL(str(HERE / "libquick.so"))
    _end = ctypes.cast(_quick.aps_capsule_end, ctypes.c_void_p)
except OSError:
    _end = None  # what nobody takes stays
_out = {}  # address: the structure, its arrays, and whose memory it is


@Deleter
def _delete(address):
    _out.pop(address, None)


def capsule(owner, address, shape, strides, dtype, ordinal):
    """Of an array in device memory; strides in items. owner lives as long as the array that is made of it."""
    n = len(shape)
    arrays = (ctypes.c_int64 * n)(*shape), (ctypes.c_int64 * n)(*strides)
    m = Managed()
    m.tensor = Tensor(address, DEVICE_CUDA, ordinal, n, CODE[dtype.kind], 8 * dtype.itemsize, 1, *arrays, 0)
    m.deleter = _delete
    at = ctypes.addressof(m)
    _out[at] = m, arrays, owner
    return _new(at, _NAME, _end)


class Taken:
    """The tensor of a capsule that some library made, until this ends. ValueError: it holds none, or another one has taken it."""

    managed = None

    def __init__(self, capsule):
        self.managed = Managed.from_address(_holds(capsule, _NAME))
        _rename(capsule, _USED)
        self.tensor = self.managed.tensor

    def __del__(self):
        if self.managed is not None and self.managed.deleter:
            self.managed.deleter(ctypes.addressof(self.managed))


@atexit.register
def _let_go():
    """Python ends: arrays and capsules that outlive it find nothing to call, and their memory stays."""
    for kept in _out.values():
        kept[0].deleter = Deleter()
        _api.Py_IncRef(ctypes.py_object(kept))
