"""Simulations in device memory as Python sees them: out by the CUDA array interface and by DLPack. The CUDA rows are compiled for
the CPU here (gpu/shim), so device memory can be read by its address, and what takes a DLPack capsule is written out below;
streams and tensors of a real card are not tried. test_device_arrays.py: what comes in.   ctest: timeout=900"""
import stage

stage.enter(library="tests/libapsis_with_device.so")
import ctypes
import gc
import sys
import weakref

import numpy as np

import apsis
from apsis import _dlpack


def make(device="cuda", **more):
    return apsis.Simulation(apsis.ic.plummer(n=200), **{"softening": 0.05, "dt": 0.01, "device": device, "precision": "double", **more})


def device_memory(column):
    """A NumPy view of what __cuda_array_interface__ names; the shim's device memory is ordinary memory."""
    interface = column.__cuda_array_interface__
    assert interface["version"] == 3 and interface["strides"] is None and interface["shape"] == (200,)
    address, read_only = interface["data"]
    assert not read_only and interface["typestr"] == column.dtype.str
    return np.ctypeslib.as_array((ctypes.c_double * 200).from_address(address))


def test_columns_name_device_memory():
    sim = make()
    assert sim.on_device and "cuda" in sim.parameters
    column = sim.columns["x"]
    inside = device_memory(column)
    assert column.__dlpack_device__() == (2, 0) and not hasattr(column, "__array_interface__")
    assert inside.ctypes.data != column.numpy().ctypes.data and np.array_equal(inside, column.numpy())
    before = inside.copy()
    sim.step(3)
    assert not np.array_equal(inside, before) and np.array_equal(inside, sim.positions[:, 0])
    assert np.array_equal(device_memory(sim.columns["ax"]), sim.accelerations[:, 0])


def test_host_arrays_are_copies_that_do_not_change():
    sim = make()
    x, column = sim.positions, np.asarray(sim.columns["x"])
    before = x.copy()
    sim.step(3)
    assert np.array_equal(x, before) and np.array_equal(column, before[:, 0]) and not np.array_equal(sim.positions, before)
    del sim
    gc.collect()
    assert np.array_equal(x, before)


def test_the_device_gives_what_the_cpu_gives():
    here, there = make("cpu").run(0.1), make().run(0.1)
    assert np.allclose(here.positions, there.positions, rtol=0, atol=1e-12)
    assert np.isclose(here.energies().total, there.energies().total, rtol=1e-12)
    d = apsis.ic.plummer(n=200)
    a, b = (apsis.accelerations(d.positions, d.masses, softening=0.05, device=k, precision="double") for k in ("cpu", "cuda"))
    assert np.allclose(a, b, rtol=1e-11, atol=1e-12)


def test_what_is_written_reaches_the_device():
    here, there = make("cpu"), make()
    for sim in (here, there):
        sim.step()
        sim.positions = 1.5 * sim.positions
        with sim.edit("velocities") as v:
            v *= 0.5
        sim.step()
    assert np.allclose(here.positions, there.positions, rtol=0, atol=1e-12)
    for sim in (here, there):
        if sim.on_device:
            device_memory(sim.columns["mass"])[:] *= 2
        else:
            sim.columns["mass"].numpy()[:] *= 2
        sim.touch("mass")
    assert np.allclose(here.accelerations, there.accelerations, rtol=1e-11, atol=1e-12)
    assert np.array_equal(here.masses, there.masses)


# ---- DLPack: a library that takes capsules, as dlpack.h asks of it

class Taken:
    """What a consumer makes of a capsule: it reads the tensor, renames the capsule, and calls the deleter when it is done."""

    def __init__(self, capsule):
        api = ctypes.pythonapi
        get = ctypes.PYFUNCTYPE(ctypes.c_void_p, ctypes.py_object, ctypes.c_char_p)(("PyCapsule_GetPointer", api))
        rename = ctypes.PYFUNCTYPE(ctypes.c_int, ctypes.py_object, ctypes.c_char_p)(("PyCapsule_SetName", api))
        self.managed = _dlpack.Managed.from_address(get(capsule, b"dltensor"))
        rename(capsule, b"used_dltensor")
        t = self.managed.tensor
        self.shape, self.strides = t.shape[:t.ndim], t.strides[:t.ndim]
        self.kind = t.device_type, t.device_id, t.code, t.bits, t.lanes, t.byte_offset
        self.array = np.lib.stride_tricks.as_strided(np.ctypeslib.as_array((ctypes.c_double * 1).from_address(t.data)), self.shape,
                                                     [8 * k for k in self.strides])

    def end(self):
        self.array = None
        self.managed.deleter(ctypes.addressof(self.managed))


def test_capsules_are_the_memory_and_keep_it():
    sim = make()
    for name, expected in (("mass", lambda: sim.masses), ("positions", lambda: sim.positions), ("accelerations", lambda: sim.accelerations)):
        taken = Taken(sim.columns[name].__dlpack__(stream=1))
        assert taken.kind == (2, 0, 2, 64, 1, 0) and taken.shape == list(expected().shape) and taken.strides[0] == 1
        assert taken.array.ctypes.data == sim.columns[name].__cuda_array_interface__["data"][0]
        assert np.array_equal(taken.array, expected())
        taken.end()
    taken = Taken(sim.columns["positions"].__dlpack__())
    before = taken.array.copy()
    sim.step(2)
    assert np.array_equal(taken.array, sim.positions) and not np.array_equal(taken.array, before)
    taken.array[:] *= 1.5
    sim.touch("positions")
    assert np.array_equal(sim.positions, taken.array)
    expected, handle, kept = taken.array.copy(), weakref.ref(sim._handle), len(_dlpack._out)
    del sim
    gc.collect()
    assert handle() is not None and np.array_equal(taken.array, expected)
    taken.end()
    gc.collect()
    assert handle() is None and len(_dlpack._out) == kept - 1


def test_capsules_that_nobody_takes_leave_nothing():
    sim = make()
    column, before = sim.columns["x"], sys.getrefcount(sim._handle)
    for _ in range(1000):
        column.__dlpack__(stream=-1)
    gc.collect()
    assert not _dlpack._out and sys.getrefcount(sim._handle) == before


def test_a_taker_may_drop_the_destructor():
    """As JAX does: the capsule then ends without a word to anybody, and so does Python."""
    code = """
import ctypes, apsis
sim = apsis.Simulation(apsis.ic.plummer(n=50), softening=0.05, dt=0.01, device="cuda")
capsule = sim.columns["x"].__dlpack__(stream=-1)
api = ctypes.pythonapi
ctypes.PYFUNCTYPE(ctypes.c_int, ctypes.py_object, ctypes.c_char_p)(("PyCapsule_SetName", api))(capsule, b"used_dltensor")
ctypes.PYFUNCTYPE(ctypes.c_int, ctypes.py_object, ctypes.c_void_p)(("PyCapsule_SetDestructor", api))(capsule, None)
del capsule
"""
    done = stage.run_python(code)
    assert done.returncode == 0 and not done.stderr, done.stderr


def test_what_a_capsule_refuses():
    sim = make()
    column = sim.columns["x"]
    with stage.raises(BufferError, "1 is the default stream"):
        column.__dlpack__(stream=0)
    with stage.raises(BufferError, "copies are made"):
        column.__dlpack__(copy=True)
    with stage.raises(BufferError, "cannot bring"):
        column.__dlpack__(dl_device=(1, 0), copy=False)
    with stage.raises(BufferError, "copies are made"):
        column.__dlpack__(dl_device=(2, 7))
    assert np.array_equal(np.from_dlpack(column, device="cpu"), sim.positions[:, 0])  # asked for, the host gets a copy
    with stage.raises(BufferError, "host memory"):
        make("cpu").columns["x"].__dlpack__(stream=1)


def test_an_array_outlives_the_interpreter():
    code = ("import apsis, ctypes\nsim = apsis.Simulation(apsis.ic.plummer(n=200), softening=0.05, dt=0.01, device='cuda')\n"
            "c = sim.columns['x'].__dlpack__()\n"
            "ctypes.PYFUNCTYPE(ctypes.c_int, ctypes.py_object, ctypes.c_char_p)(('PyCapsule_SetName', ctypes.pythonapi))(c, b'used_dltensor')\n"
            "unused = sim.columns['y'].__dlpack__()\nsim.me = sim, c, unused\nimport builtins\nbuiltins.keep = sim\n")
    for often in (23, 700):  # what ends first, capsules or ctypes, depends on when garbage was collected last
        done = stage.run_python(code + f"import gc\ngc.set_threshold({often})\n")
        assert done.returncode == 0 and not done.stderr, done


if __name__ == "__main__":
    stage.main(globals())
