"""What the tests of other array libraries share: the same claims for each."""
import gc

import numpy as np

import apsis

N = 400


def make(**more):
    return apsis.Simulation(apsis.ic.plummer(n=N), **{"softening": 0.05, "dt": 0.01, "precision": "double", **more})


def no_copy(take, address, write=None):
    """take(column) is the simulation's own memory: by its address, by what a step does to it, and by writing into it."""
    sim = make()
    column = sim.columns["x"]
    array = take(column)
    assert address(array) == column.numpy().ctypes.data
    before = np.array(column)
    sim.step(2)
    assert np.array_equal(np.asarray(array), sim.positions[:, 0]) and not np.array_equal(before, sim.positions[:, 0])
    if write:
        write(array)
        sim.touch("x")
        assert sim.positions[0, 0] == 0.25
    expected = np.array(column)
    del sim, column
    gc.collect()
    assert np.array_equal(np.asarray(array), expected)  # the array keeps the memory


def same_kind(convert, kind, back=np.asarray):
    """accelerations() of the library's arrays: right, and of the library's kind and precision."""
    d = apsis.ic.plummer(n=N)
    expected, phi = apsis.accelerations(d.positions, d.masses, softening=0.05, potential=True)
    for dtype in (np.float64, np.float32):
        x, m = convert(d.positions.astype(dtype)), convert(d.masses.astype(dtype))
        a, p = apsis.accelerations(x, m, softening=0.05, potential=True)
        assert isinstance(a, kind) and a.dtype == x.dtype and tuple(a.shape) == (N, 3) and tuple(p.shape) == (N,)
        assert np.allclose(back(a), expected, rtol=1e-3 if dtype == np.float32 else 1e-12) and np.allclose(back(p), phi, rtol=1e-4)
    sim = apsis.Simulation(convert(d.positions), convert(d.velocities), convert(d.masses), softening=0.05, dt=0.01)
    assert np.array_equal(sim.positions, d.positions)
