"""Single steps without a detour: methods in C (python/quick.c) in place of those written in Python, where the interpreter takes
them. They do the same for steps of less than 20 µs and hand everything else on."""
import ctypes
import sys

from ._lib import HERE, State

VARARGS, KEYWORDS, ONE = 1, 2, 8  # METH_… of CPython's stable ABI


class _Method(ctypes.Structure):
    """PyMethodDef."""

    _fields_ = [("name", ctypes.c_char_p), ("call", ctypes.c_void_p), ("flags", ctypes.c_int), ("doc", ctypes.c_char_p)]


_held = []  # as long as the process: the interpreter keeps pointers into them


def _library():
    """None where there is no such file or no such interpreter."""
    gil = getattr(sys, "_is_gil_enabled", lambda: True)
    if sys.implementation.name != "cpython" or not gil():
        return None
    try:
        return ctypes.PyDLL(str(HERE / "libquick.so"))
    except OSError:
        return None


def fit(cls):
    """Puts the quick methods into the class of simulations; False where they cannot be had."""
    library = _library()
    if library is None:
        return False
    new = ctypes.PYFUNCTYPE(ctypes.py_object, ctypes.py_object, ctypes.c_void_p)(("PyDescr_NewMethod", ctypes.pythonapi))
    step = cls.step.__doc__
    for name, call, flags, doc in (("step", library.aps_quick_step, VARARGS | KEYWORDS, f"step($self, /, n=1, dt=None)\n--\n\n{step}"),
                                   ("_run_quickly", library.aps_quick_run, ONE, "")):
        method = _Method(name.encode(), ctypes.cast(call, ctypes.c_void_p).value, flags, doc.encode())
        _held.append((library, method))
        setattr(cls, name, new(cls, ctypes.addressof(method)))
    return True


NEVER = State()  # of a simulation that is closed or not yet open: nothing is quick
