"""Arrays in device memory that come in, and results that go out as such: no column passes through the host. The CUDA rows are
compiled for the CPU here (gpu/shim), so that "device memory" is ordinary memory that a capsule calls kDLCUDA; the libraries' own
tensors, and their streams, are not tried.   ctest: timeout=900"""
import stage

stage.enter(library="tests/libapsis_with_device.so")
import gc
import weakref

import numpy as np

import apsis
from apsis import _device, _dlpack
from apsis._lib import lib


class Held:
    """Memory that calls itself a GPU's, by DLPack: what a library without a name of its own hands over. stream: as it was asked."""

    def __init__(self, array, ordinal=0, code=None):
        self.array, self.ordinal, self.code, self.streams = array, ordinal, code, []
        self.shape, self.dtype = array.shape, array.dtype

    def __dlpack_device__(self):
        return (2, self.ordinal)

    def __dlpack__(self, *, stream=None, dl_device=None, **_):
        if dl_device == (1, 0):
            return self.array.__dlpack__()  # a copy in host memory, as if it were one
        self.streams.append(stream)
        strides = [s // self.array.itemsize for s in self.array.strides]
        capsule = _dlpack.capsule(self, self.array.__array_interface__["data"][0], self.shape, strides, self.dtype, self.ordinal)
        tensor = _dlpack.Managed.from_address(_dlpack._holds(capsule, b"dltensor")).tensor
        tensor.data, tensor.byte_offset = tensor.data - 16, 16  # as the format allows
        if self.code is not None:
            tensor.code = self.code
        return capsule


class Interface:
    """The same by __cuda_array_interface__ alone."""

    def __init__(self, array, **more):
        self.array, self.shape = array, array.shape
        self.__cuda_array_interface__ = {**array.__array_interface__, "strides": array.strides, "version": 3, "stream": 2, **more}


class OnDevice:
    """A column of another simulation."""

    def __init__(self, column, **more):
        self.column = column
        self.__cuda_array_interface__ = {**column.__cuda_array_interface__, **more}
        self.shape = self.__cuda_array_interface__["shape"]


def read(array):
    """What a DeviceArray holds: device memory is ordinary memory here."""
    taken = _dlpack.Taken(array.__dlpack__(stream=7))
    t = taken.tensor
    assert (t.device_type, t.code, t.bits) == (2, 2, 64)
    return np.ndarray(tuple(t.shape[:t.ndim]), buffer=(np.ctypeslib.ctypes.c_char * (1 << 20)).from_address(t.data),
                      strides=tuple(8 * s for s in t.strides[:t.ndim])).copy()


def particles(n=200):
    d = apsis.ic.plummer(n=n)
    return d.positions.copy(), d.velocities.copy(), d.masses.copy()


def moved(sim):
    s = lib.aps_sim_stats(sim._handle.sim)
    return s.bytes_to_device, s.bytes_to_host


def cut(x, dtype=np.float64):
    """The same rows, three apart and backwards in both directions, within a larger array."""
    wide = np.zeros((3 * len(x), 7), dtype)
    view = wide[::-3, ::-2][:, :3]
    view[...] = x
    return view


def test_a_simulation_of_device_arrays_moves_no_column():
    x, v, m = particles()
    here = apsis.Simulation(x, v, m, softening=0.05, dt=0.01, device="cuda", precision="double")
    for make in (Held, Interface, lambda a: Held(cut(a) if a.ndim == 2 else a[::-1].copy()[::-1]), lambda a: Interface(np.asfortranarray(a))):
        there = apsis.Simulation(make(x), make(v), make(m), softening=0.05, dt=0.01, device="cuda", precision="double")
        there.step(3)
        up, down = moved(there)
        assert up == 0 and down < 500, (up, down)  # reductions alone: 8 to 104 bytes each
        assert there.on_device
    here.step(3)
    assert moved(here)[0] >= 8 * 8 * 200  # what a way over the host is counted as
    assert np.array_equal(there.positions, here.positions) and np.array_equal(there.velocities, here.velocities)
    assert np.array_equal(there.masses, m) and np.array_equal(there.ids, here.ids) and np.array_equal(there.types, here.types)
    assert np.array_equal(there.softening, here.softening) and np.isclose(there.energies().total, here.energies().total, rtol=1e-13)


def test_forces_of_device_arrays_move_no_column():
    x, _, m = particles()
    for more in ({"softening": 0.05}, {"softening": 0.05, "G": 2.0}, {"softening": Held(np.full(200, 0.03))}):
        exact, phi = apsis.accelerations(x, m, potential=True, precision="double", device="cuda",
                                         **{k: k_.array if isinstance(k_, Held) else k_ for k, k_ in more.items()})
        a, p = apsis.accelerations(Held(x), Held(m), potential=True, precision="double", **more)
        assert isinstance(a, _device.DeviceArray) and a.shape == (200, 3) and p.shape == (200,)
        assert a.__dlpack_device__() == (2, 0) and a.__cuda_array_interface__["shape"] == (200, 3)
        handle = weakref.ref(a._handle)
        up, down = (f(lib.aps_sim_stats(a._handle.sim)) for f in (lambda s: s.bytes_to_device, lambda s: s.bytes_to_host))
        assert up == 0 and down < 500, (up, down)
        assert np.array_equal(read(a), exact) and np.array_equal(read(p), phi)
        del a
        assert handle() is not None  # the other one keeps it
        del p
        gc.collect()
        assert handle() is None and not _dlpack._out


def test_every_floating_type_is_taken():
    x, _, m = particles()
    half, single = x.astype(np.float16), x.astype(np.float32)
    half[3] = [np.float16(6e-8), np.float16(-1e-5), 0.5]  # subnormal
    brain = (single.view(np.uint32) >> 16).astype(np.uint16)
    whole = (100 * x).astype(np.int32)
    for array, code, values in ((half, None, half), (single, None, single), (brain.view(np.float16), 4, (brain.astype(np.uint32) << 16).view(np.float32)),
                                (whole, None, whole), (whole.astype(np.int64), None, whole)):
        sim = apsis.Simulation(Held(array, code=code), None, 1 / 200, softening=0.05, dt=0.01, device="cuda")
        assert np.array_equal(sim.positions, values.astype(float)) and moved(sim)[0] == 0 and np.array_equal(sim.masses, np.full(200, 1 / 200))
    for bad, word in ((whole.astype(np.uint32), "type 1 of 32 bits"), (Interface(x.astype(">f8")), ">f8")):
        with stage.raises(apsis.UsageError, "positions: floating numbers", word):
            apsis.Simulation(bad if isinstance(bad, Interface) else Held(bad), None, m, softening=0.05, dt=0.01)


def test_host_and_device_arrays_go_together():
    x, v, m = particles()
    sim = apsis.Simulation(Held(x), v, m.tolist(), ids=np.arange(200)[::-1] + 5, types=np.full(200, 3), softening=0.05, dt=0.01)
    assert sim.on_device and "the particles lie there" in sim.device and moved(sim)[0] == 8 * 4 * 200
    assert np.array_equal(sim.positions, x) and np.array_equal(sim.velocities, v) and np.array_equal(sim.masses, m)
    assert np.array_equal(sim.ids, np.arange(200)[::-1] + 5) and (sim.types == 3).all()
    sim = apsis.Simulation(x, Held(v), m, softening=Held(np.linspace(0.01, 0.1, 200)), dt=0.01)
    assert sim.on_device and np.array_equal(sim.softening, np.linspace(0.01, 0.1, 200)) and np.array_equal(sim.velocities, v)
    sim = apsis.Simulation(Held(x), masses=Held(np.array(0.5)), softening=0.05, dt=0.01, box=4.0, solver="direct", device="auto")
    assert not sim.on_device  # Ewald's sums have no CUDA row: over the host, as asked for by nobody else
    assert np.allclose(sim.positions, x % 4.0) and (sim.masses == 0.5).all()


def test_where_the_gpu_cannot_serve_the_host_does():
    x, v, m = particles()
    a = apsis.accelerations(Held(x), Held(m), softening=0.05, solver="direct", law="spline", box=4.0)
    assert isinstance(a, np.ndarray) and np.allclose(a, apsis.accelerations(x, m, softening=0.05, solver="direct", law="spline", box=4.0))
    assert not apsis.Simulation(Held(x), Held(v), Held(m), softening=0.05, dt=0.01, device="cpu").on_device
    with stage.raises(apsis.ConfigError, "forces[0].solver: direct in a periodic box runs on the CPU alone", "device: auto or cpu"):
        apsis.Simulation(Held(x), Held(v), Held(m), softening=0.05, dt=0.01, device="cuda", solver="direct", law="spline", box=4.0)


def test_multipoles_stay_on_the_device():
    x, v, m = particles()
    sim = apsis.Simulation(Held(x), Held(v), Held(m), softening=0.05, dt=0.01, device="cuda", solver="fmm", accuracy=1e-3)
    assert sim.on_device
    sim.step(2)
    same = apsis.Simulation(x, v, m, softening=0.05, dt=0.01, device="cpu", solver="direct")
    same.step(2)
    assert np.abs(sim.velocities - same.velocities).max() < 1e-3 * np.abs(same.accelerations).max() * 0.02
    box = dict(softening=0.05, dt=0.01, law="spline", box=4.0)
    sim = apsis.Simulation(Held(x), Held(v), Held(m), device="cuda", solver="fmm", accuracy=1e-3, **box)
    assert sim.on_device
    same = apsis.Simulation(x, v, m, device="cpu", solver="direct", **box)
    assert np.abs(sim.accelerations - same.accelerations).max() < 1e-2 * np.abs(same.accelerations).max()


def test_what_is_wrong_with_device_arrays():
    x, v, m = particles()
    bad = x.copy()
    bad[41, 1] = np.nan
    for given, word in (((Held(bad), Held(v), Held(m)), "particle 42: "), ((Held(x), Held(bad), Held(m)), "particle 42: "),
                        ((Held(x), Held(v), Held(bad[:, 1].copy())), "particle 42: ")):
        with stage.raises(apsis.DataError, word, "not finite"):
            apsis.Simulation(*given, softening=0.05, dt=0.01)
    for eps, word in ((-0.1, "got -0.1"), (np.nan, "particle 8: ")):
        with stage.raises(apsis.DataError, "softening", word):
            apsis.Simulation(Held(x), Held(v), m, softening=Held(np.where(np.arange(200) == 7, eps, 0.1)), dt=0.01)
    for given, word in (((Held(x[:, :2]), None, m), "positions: shape [200, 3]"), ((Held(x), Held(v[:7]), m), "velocities: shape [200, 3]"),
                        ((Held(x), None, Held(m[:7])), "masses: shape [200] or one number"), ((Held(x[:0]), None, m), "positions: there are none"),
                        ((Held(x), None, None), "masses: are missing"), ((Held(x), v[:7], m), "velocities: shape [200, 3]"),
                        ((Held(x), Held(v, ordinal=1), m), "an array lies on cuda:1, the simulation on cuda:0"),
                        ((Interface(x, stream=0), v, m), "stream: 0 may mean")):
        with stage.raises(apsis.UsageError, word):
            apsis.Simulation(*given, softening=0.05, dt=0.01, device="cuda")
    with stage.raises(apsis.DataError, "particles 1 and 2 stand at the same point"):
        apsis.accelerations(Held(np.zeros((2, 3))), 1.0)
    with stage.raises(apsis.DataError, "masses must be >= 0, got -0.5"):
        apsis.Simulation(Held(x), Held(v), Held(np.where(np.arange(200) == 7, -0.5, m)), softening=0.05, dt=0.01)
    two = read(apsis.accelerations(Held(np.array([[0, 0, 0], [1.0, 0, 0]])), 1.0, G=3))
    assert np.allclose(two, [[3, 0, 0], [-3, 0, 0]])


def test_the_producer_is_asked_for_the_stream_that_is_waited_for():
    x, v, m = particles()
    given = Held(x), Held(v), Held(m)
    sim = apsis.Simulation(*given, softening=0.05, dt=0.01)
    assert [g.streams for g in given] == [[1]] * 3
    refs = [weakref.ref(g) for g in given]
    sim.positions = given[0]
    assert given[0].streams == [1, 1]
    del given
    gc.collect()
    assert all(r() is None for r in refs) and not _dlpack._out  # what was taken has been given back, its memory may go
    assert np.array_equal(sim.positions, x)


def test_device_arrays_come_in_later_without_the_host():
    x, v, m = particles()
    make = lambda: apsis.Simulation(x, v, m, softening=0.05, dt=0.01, device="cuda", precision="double")  # noqa: E731
    sim, other = make(), make()
    other.step(5)
    x, v, m = other.positions, other.velocities, other.masses
    sim.step()
    before = moved(sim)
    for name in ("positions", "velocities"):
        setattr(sim, name, OnDevice(other.columns[name]))
    sim.masses = OnDevice(other.columns["mass"])
    assert moved(sim) == before  # nothing came down or went up
    assert np.array_equal(sim.positions, x) and np.array_equal(sim.velocities, v) and np.array_equal(sim.masses, m)
    assert np.array_equal(sim.accelerations, other.accelerations)  # and forces are those of the new places
    sim.step(3), other.step(3)
    assert np.array_equal(sim.positions, other.positions)
    sim.positions = Held(cut(x, np.float32))
    assert np.array_equal(sim.positions, x.astype(np.float32).astype(float))
    for name, wrong in (("positions", OnDevice(other.columns["mass"])), ("positions", Held(x, ordinal=3)), ("masses", Held(m.astype(np.uint64)))):
        with stage.raises(apsis.UsageError):
            setattr(sim, name, wrong)


def test_what_crosses_between_host_and_device():
    """The table of docs/python.md, in bytes for each particle: [up, down]; sums and counters are less than 20 bytes a step."""
    x, v, m = particles()

    def edited(s):
        with s.edit("positions") as p:
            p += 1
        s.step()

    routes = {
        "steps": (lambda s: s.step(5), 0, 0),
        "callback": (lambda s: s.run(s.time + 0.05, callback=lambda _: None), 0, 0),
        "energies": (lambda s: s.energies(), 0, 0),
        "dlpack": (lambda s: [s.columns[c].__dlpack__() for c in ("positions", "velocities", "pot", "mass", "eps")], 0, 0),
        "from the device": (lambda s: (setattr(s, "positions", Held(x)), s.step()), 0, 0),
        "touch": (lambda s: (s.touch("x"), s.step()), 0, 0),
        "ids": (lambda s: (s.ids, s.types), 0, 0),
        "ids by dlpack": (lambda s: s.columns["id"].__dlpack__(), 8, 0),
        "positions": (lambda s: (s.positions, s.positions), 0, 24),
        "masses": (lambda s: s.masses, 0, 8),
        "potentials": (lambda s: s.potentials, 0, 8),
        "edit": (edited, 24, 24),
        "from the host": (lambda s: (setattr(s, "positions", x), s.step()), 24, 0),
        "data": (lambda s: s.data(), 0, 64),
        "analyse": (lambda s: s.analyse(), 0, 64),
        "force_error": (lambda s: s.force_error(50), 1, 12),  # a fourth of the rows: four bytes up and 48 down for each
    }
    for what, (work, up, down) in routes.items():
        sim = apsis.Simulation(Held(x), Held(v), Held(m), softening=0.05, dt=0.01, device="cuda").step()
        before = moved(sim)
        work(sim)
        went = [after - b for after, b in zip(moved(sim), before)]
        assert went[0] == up * 200 and 0 <= went[1] - down * 200 <= 105, (what, went)
    given = apsis.Simulation(Held(x), Held(v), Held(m), softening=0.05, dt=0.01, ids=Held(np.arange(200) + 5), types=Held(np.full(200, 3)))
    assert moved(given)[0] == 0 and moved(given)[1] < 500 and given.ids[0] == 5 and given.types[0] == 3
    bare = apsis.Simulation(Held(x), Held(v), Held(m), dt=0.01, device="cuda")  # without a softening: two at one point?
    assert 8000 <= moved(bare)[1] < 8500 and moved(bare.step(3))[1] < 8700


if __name__ == "__main__":
    stage.main(globals())
