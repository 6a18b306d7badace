"""Simulations in device memory as Python sees them. The CUDA rows are compiled for the CPU here (gpu/shim), so device memory can
be read by its address; streams and tensors of a real card are not tried.   ctest: timeout=900"""
import stage

stage.enter(library="tests/libapsis_with_device.so")
import ctypes
import gc

import numpy as np

import apsis


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


if __name__ == "__main__":
    stage.main(globals())
