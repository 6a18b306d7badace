"""Arrays of PyTorch, CuPy, JAX and Numba on a real card, as far as they are installed: what comes in is taken where it lies, what goes
out is the simulation's own memory, on the card. Skipped where no card is usable.   ctest: timeout=900"""
import importlib.util
import shutil

import stage

if shutil.which("nvidia-smi") is None:
    stage.skip("no NVIDIA driver")
stage.enter("requirements-torch.txt")
import gc
import threading

import numpy as np

import apsis
from apsis._lib import lib

if not any(b["name"] == "cuda" and b["usable"] for b in apsis.doctor()["backends"]):
    stage.skip("no GPU, or a build without CUDA")
D = apsis.ic.plummer(n=1000)
SOFT = {"softening": 0.05, "dt": 0.01}


class Library:
    """What the tests need of an array library: to the card, back, the address, the stream's work done."""

    def __init__(self, name):
        self.name = name
        getattr(self, name)()

    def torch(self):
        import torch
        self.kind, self.float32 = torch.Tensor, torch.float32
        self.there = lambda a, dtype="float64": torch.tensor(a, dtype=getattr(torch, dtype), device="cuda")
        self.back = lambda a: a.cpu().numpy()
        self.take = torch.from_dlpack
        self.address = lambda a: a.data_ptr()
        self.wait = torch.cuda.synchronize

    def cupy(self):
        import cupy
        self.kind, self.float32 = cupy.ndarray, cupy.dtype("float32")
        self.there = lambda a, dtype="float64": cupy.asarray(a, dtype=dtype)
        self.back = lambda a: a.get()
        self.take = cupy.from_dlpack
        self.address = lambda a: a.data.ptr
        self.wait = cupy.cuda.Device().synchronize

    def jax(self):
        import os
        os.environ.setdefault("XLA_PYTHON_CLIENT_PREALLOCATE", "false")
        import jax
        jax.config.update("jax_enable_x64", True)
        self.kind, self.float32 = jax.Array, np.dtype("float32")
        self.there = lambda a, dtype="float64": jax.device_put(np.asarray(a, dtype=dtype), jax.devices("gpu")[0])
        self.back = np.asarray
        self.take = jax.dlpack.from_dlpack
        self.address = lambda a: a.unsafe_buffer_pointer()
        self.wait = lambda: None


LIBRARIES = [Library(name) for name in ("torch", "cupy", "jax") if importlib.util.find_spec(name)]


def test_columns_are_the_librarys_arrays():
    for l in LIBRARIES:
        sim = apsis.Simulation(D, device="cuda", **SOFT)
        assert sim.on_device
        column = sim.columns["x"]
        t = l.take(column)
        assert l.address(t) == column.__cuda_array_interface__["data"][0], l.name
        before = l.back(t).copy()
        sim.step(2)
        now = l.back(l.take(sim.columns["x"]))
        assert np.array_equal(now, sim.positions[:, 0]) and not np.array_equal(now, before), l.name
        del sim, column
        gc.collect()
        assert np.array_equal(l.back(l.take(t)), now), l.name  # the array keeps the memory


def test_what_lies_on_the_card_is_taken_there():
    for l in LIBRARIES:
        x, v, m = (l.there(a) for a in (D.positions, D.velocities, D.masses))
        sim = apsis.Simulation(x, v, m, **SOFT)
        assert sim.on_device and np.array_equal(sim.positions, D.positions), l.name
        assert lib.aps_sim_stats(sim._handle.sim).bytes_to_device < 8 * 1000, l.name
        here = apsis.Simulation(D, device="cpu", **SOFT)
        for s in (sim, here):
            s.step(5)
        assert np.allclose(sim.positions, here.positions, rtol=0, atol=1e-7), l.name


def test_accelerations_come_back_as_what_came_in():
    expected, phi = apsis.accelerations(D.positions, D.masses, softening=0.05, potential=True, device="cpu")
    for l in LIBRARIES:
        for dtype, tolerance in (("float64", 1e-4), ("float32", 1e-3)):
            a, p = apsis.accelerations(l.there(D.positions, dtype), l.there(D.masses, dtype), softening=0.05, potential=True)
            assert isinstance(a, l.kind) and tuple(a.shape) == (1000, 3) and tuple(p.shape) == (1000,), l.name
            assert dtype == "float64" or a.dtype == l.float32, (l.name, a.dtype)
            assert np.allclose(l.back(a), expected, rtol=tolerance, atol=1e-4) and np.allclose(l.back(p), phi, rtol=1e-5), l.name


def test_multipoles_on_the_card():
    d = apsis.ic.plummer(n=100000)
    exact = apsis.accelerations(d.positions, d.masses, softening=0.01, solver="direct", device="cuda")
    for l in LIBRARIES[:2]:
        a = l.back(apsis.accelerations(l.there(d.positions), l.there(d.masses), softening=0.01, solver="fmm", accuracy=1e-3))
        error = np.sqrt(np.mean(np.sum((a - exact) ** 2, 1) / np.sum(exact ** 2, 1)))
        print(f"     {l.name}: rms {error:.2e}")
        assert 1e-5 < error < 1.1e-3, l.name


def test_writes_reach_the_simulation():
    for l in LIBRARIES:
        if l.name == "jax":  # its arrays do not change
            continue
        sim, here = apsis.Simulation(D, device="cuda", **SOFT), apsis.Simulation(D, device="cpu", **SOFT)
        x = l.take(sim.columns["x"])
        x *= 1.5
        l.wait()
        sim.touch("x")
        here.positions = here.positions * [1.5, 1, 1]
        for s in (sim, here):
            s.step(2)
        assert np.allclose(sim.positions, here.positions, rtol=0, atol=1e-7), l.name


def test_work_of_another_stream_is_waited_for():
    """A long chain of kernels on a stream of its own makes the positions; nobody synchronises by hand."""
    for l in LIBRARIES:
        if l.name == "torch":
            import torch
            side = torch.cuda.Stream()
            with torch.cuda.stream(side):
                x, big = l.there(np.zeros_like(D.positions)), torch.ones(4096, 4096, device="cuda")
                for _ in range(30):
                    big = big @ big * 1e-4
                x += l.there(D.positions) + 0 * big[0, 0]
                sim = apsis.Simulation(x, l.there(D.velocities), l.there(D.masses), **SOFT)
        elif l.name == "cupy":
            import cupy
            with cupy.cuda.Stream(non_blocking=True):
                x, big = cupy.zeros((1000, 3)), cupy.ones((4096, 4096), dtype="f")
                for _ in range(30):
                    big = big @ big * 1e-4
                x += cupy.asarray(D.positions) + 0 * big[0, 0]
                sim = apsis.Simulation(x, cupy.asarray(D.velocities), cupy.asarray(D.masses), **SOFT)
        else:
            continue
        assert np.array_equal(sim.positions, D.positions), l.name


def test_numba_takes_the_columns():
    if not importlib.util.find_spec("numba"):
        return
    from numba import cuda
    if not cuda.is_available():
        print("     numba sees no card")
        return
    sim = apsis.Simulation(D, device="cuda", **SOFT)
    x = cuda.as_cuda_array(sim.columns["x"])

    @cuda.jit
    def double(a):
        i = cuda.grid(1)
        if i < a.size:
            a[i] *= 2

    double[8, 128](x)
    cuda.synchronize()
    sim.touch("x")
    assert np.array_equal(sim.positions[:, 0], 2 * D.positions[:, 0])
    m = cuda.to_device(D.masses)
    a = apsis.accelerations(cuda.to_device(D.positions), m, softening=0.05)
    assert np.allclose(cuda.as_cuda_array(a).copy_to_host() if hasattr(a, "__cuda_array_interface__") else a,
                       apsis.accelerations(D.positions, D.masses, softening=0.05, device="cpu"), rtol=1e-4, atol=1e-4)


def test_threads_share_the_card():
    out = [None] * 4

    def work(k):
        sim = apsis.Simulation(apsis.ic.plummer(n=500, seed=k), device="cuda", **SOFT)
        sim.step(50)
        out[k] = sim.positions.copy()

    threads = [threading.Thread(target=work, args=(k,)) for k in range(4)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    for k in range(4):
        alone = apsis.Simulation(apsis.ic.plummer(n=500, seed=k), device="cuda", **SOFT)
        alone.step(50)
        assert np.array_equal(out[k], alone.positions)


if __name__ == "__main__":
    print("libraries:", *(l.name for l in LIBRARIES))
    stage.main(globals())
