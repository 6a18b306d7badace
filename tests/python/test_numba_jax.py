"""Numba and JAX over the simulation's own memory.   ctest: timeout=1800 label=long"""
import stage

stage.enter("requirements-numba.txt")
import interop
import jax
import numba
import numpy as np

import apsis

jax.config.update("jax_enable_x64", True)


@numba.njit
def kinetic(v, m):
    total = 0.0
    for i in range(len(m)):
        total += 0.5 * m[i] * (v[i, 0]**2 + v[i, 1]**2 + v[i, 2]**2)
    return total


@numba.njit
def quarter(x):
    x[0] = 0.25


def test_numba_reads_and_writes_the_columns():
    sim = interop.make()
    assert np.isclose(kinetic(sim.velocities, sim.masses), sim.energies().kinetic, rtol=1e-12)
    interop.no_copy(lambda c: c.numpy(), lambda a: a.ctypes.data, quarter)


def test_numba_pushes_in_a_callback():
    @numba.njit
    def drag(v, k):
        for i in range(v.shape[0]):
            for d in range(3):
                v[i, d] *= k

    sim = interop.make()

    def act(s):
        with s.edit("velocities") as v:
            drag(v, 0.9)

    before = sim.energies().kinetic
    sim.run(0.1, callback=act)
    assert sim.energies().kinetic < 0.3 * before


def test_jax_takes_columns_without_a_copy():
    sim = interop.make()
    column = sim.columns["x"]
    array = jax.dlpack.from_dlpack(column)
    assert column.numpy().ctypes.data % 64 == 0  # an unaligned one would be copied
    assert array.unsafe_buffer_pointer() == column.numpy().ctypes.data
    assert np.array_equal(np.asarray(array), column.numpy())


def test_jax_accelerations():
    interop.same_kind(jax.numpy.asarray, jax.Array)


def test_jax_half_precision_and_tracers():
    d = apsis.ic.plummer(n=100)
    x = jax.numpy.asarray(d.positions).astype(jax.numpy.bfloat16)
    a = apsis.accelerations(x, d.masses, softening=0.1)
    assert a.dtype == jax.numpy.bfloat16
    assert np.array_equal(a, jax.numpy.asarray(apsis.accelerations(x.astype(float), d.masses, softening=0.1)).astype(jax.numpy.bfloat16))

    def forces(x):
        return apsis.accelerations(x, d.masses, softening=0.1)

    for wrong in (jax.jit(forces), jax.grad(lambda x: forces(x).sum())):
        with stage.raises(apsis.UsageError, "an array was expected, got", "jax.pure_callback"):
            wrong(jax.numpy.asarray(d.positions))
    shape = jax.ShapeDtypeStruct((100, 3), float)
    inside = jax.jit(lambda x: 2 * jax.pure_callback(lambda x: forces(np.asarray(x)), shape, x))(jax.numpy.asarray(d.positions))
    assert np.array_equal(inside, 2 * forces(d.positions))


def test_an_object_that_only_speaks_dlpack():
    class Only:
        def __init__(self, array):
            self.array = array

        def __dlpack__(self, **more):
            return self.array.__dlpack__(**more)

        def __dlpack_device__(self):
            return self.array.__dlpack_device__()

    d = apsis.ic.plummer(n=100)
    a = apsis.accelerations(Only(np.ascontiguousarray(d.positions)), Only(d.masses), softening=0.1)
    assert np.array_equal(a, apsis.accelerations(d.positions, d.masses, softening=0.1))


if __name__ == "__main__":
    stage.main(globals())
