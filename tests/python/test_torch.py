"""PyTorch over the simulation's own memory, on the CPU; CUDA tensors where a GPU and a CUDA build are.   ctest: timeout=3600 label=long"""
import stage

stage.enter("requirements-torch.txt")
import interop
import notebooks
import numpy as np
import torch

import apsis


def test_torch_takes_columns_without_a_copy():
    interop.no_copy(torch.from_dlpack, lambda t: t.data_ptr(), lambda t: t[0].fill_(0.25))
    interop.no_copy(lambda c: torch.from_numpy(c.numpy()), lambda t: t.data_ptr())


def test_torch_accelerations():
    interop.same_kind(torch.from_numpy, torch.Tensor, lambda t: t.numpy())
    x = torch.randn(50, 3, dtype=torch.float64, requires_grad=True)
    assert apsis.accelerations(x, torch.ones(50), softening=0.1).shape == (50, 3)


def test_torch_tensors_that_numpy_does_not_know():
    d = apsis.ic.plummer(n=100)
    x, m = torch.tensor(d.positions), torch.tensor(d.masses)
    brain = apsis.accelerations(x.bfloat16(), m, softening=0.1)
    assert brain.dtype == torch.bfloat16
    assert torch.equal(brain, apsis.accelerations(x.bfloat16().double(), m, softening=0.1).bfloat16())
    for turned in (torch.complex(x, -x).conj().imag, x.clone().requires_grad_(), torch.nn.Parameter(x), x.t().contiguous().t()):
        a = apsis.accelerations(turned, m, softening=torch.tensor(0.1, dtype=torch.float64))
        assert torch.equal(a, apsis.accelerations(x, m, softening=0.1)) and not a.requires_grad


def test_a_model_learns_from_the_columns():
    """A small network fits the potential of a cluster from the simulation's own memory."""
    torch.manual_seed(1)
    sim = interop.make()
    x = torch.stack([torch.from_dlpack(sim.columns[c]) for c in "xyz"], 1).float()
    y = torch.from_dlpack(sim.columns["pot"]).float()[:, None]
    net = torch.nn.Sequential(torch.nn.Linear(3, 32), torch.nn.Tanh(), torch.nn.Linear(32, 1))
    opt = torch.optim.Adam(net.parameters(), lr=0.01)
    losses = []
    for _ in range(300):
        loss = ((net(x) - y)**2).mean()
        opt.zero_grad()
        loss.backward()
        opt.step()
        losses.append(loss.item())
    assert losses[-1] < 0.1 * losses[0], (losses[0], losses[-1])


def test_threads_of_both_libraries():
    sim = interop.make()
    for _ in range(20):
        sim.step(5)
        torch.from_dlpack(sim.columns["x"]).sum() + torch.randn(200, 200).mm(torch.randn(200, 200)).sum()
    assert np.isfinite(sim.energies().total)


def test_the_interpreter_ends_without_a_crash():
    done = stage.run_python("import torch, apsis\ns = apsis.Simulation(apsis.ic.plummer(n=100), softening=0.1)\n"
                            "t = torch.from_dlpack(s.columns['x'])\nimport builtins\nbuiltins.keep = t\n")
    assert done.returncode == 0 and not done.stderr, done.stderr


def test_torch_takes_vectors_without_a_copy():
    sim = interop.make()
    t = torch.from_dlpack(sim.columns["positions"])
    assert t.shape == (interop.N, 3) and t.data_ptr() == sim.columns["x"].numpy().ctypes.data and t[:, 1].data_ptr() == sim.columns["y"].numpy().ctypes.data
    sim.step(2)
    assert np.array_equal(t.numpy(), sim.positions)


def test_the_notebook_learns():
    for name in notebooks.TORCH:
        notebooks.run(notebooks.FOLDER / name)


def test_cuda_tensors_are_the_columns():
    if not (torch.cuda.is_available() and any(b["name"] == "cuda" and b["usable"] for b in apsis.doctor()["backends"])):
        print("     no GPU or no CUDA build: not run")
        return
    sim = interop.make(device="cuda")
    t = torch.as_tensor(sim.columns["x"], device="cuda")
    assert t.data_ptr() == sim.columns["x"].__cuda_array_interface__["data"][0]
    sim.step(2)
    torch.cuda.synchronize()
    assert np.array_equal(t.cpu().numpy(), sim.positions[:, 0])
    p = torch.from_dlpack(sim.columns["positions"])  # by the capsule of _dlpack.py, on the present stream
    assert p.is_cuda and p.data_ptr() == t.data_ptr() and np.array_equal(p.cpu().numpy(), sim.positions)
    sim.positions = (1.5 * p).float()  # from the GPU to the GPU
    assert np.allclose(sim.positions, p.cpu().numpy()) and sim.step().steps == 3
    d = apsis.ic.plummer(n=1000)
    x, v, m = (torch.tensor(a, device="cuda") for a in (d.positions, d.velocities, d.masses))
    assert np.array_equal(apsis.Simulation(x, v, m, softening=0.05, dt=0.01).positions, d.positions)
    a, phi = apsis.accelerations(x.float(), m, softening=0.05, potential=True)
    assert a.is_cuda and a.dtype == torch.float32 and a.is_contiguous() and phi.shape == (1000,)
    assert np.allclose(a.cpu(), apsis.accelerations(d.positions, d.masses, softening=0.05), rtol=1e-4, atol=1e-4)


if __name__ == "__main__":
    stage.main(globals())
