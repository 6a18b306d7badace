"""Bodies that collide, from Python: radii in and out, mergers, bounces, and what makes no sense. ctest: cost=5"""
import stage

stage.enter()

import os  # noqa: E402
import tempfile  # noqa: E402

import numpy as np  # noqa: E402

import apsis  # noqa: E402


def two(outcome="merge", **more):
    x, v = [[0.0, 0, 0], [1, 0, 0]], [[0.0, 0, 0], [-1, 0, 0]]
    return apsis.Simulation(x, v, [1.0, 3], radii=0.1, dt=0.01, softening=0.01, G=0, collisions={"outcome": outcome, **more}, ids=[7, 9])


def test_two_merge():
    sim = two()
    assert np.array_equal(sim.radii, [0.1, 0.1])
    before = sim.positions
    sim.run(2)
    assert sim.collisions == 1 and sim.n == len(sim.positions) == len(sim.masses) == 1 and sim.ids[0] == 9 and sim.masses[0] == 4
    assert np.allclose(sim.positions, [[-0.75, 0, 0]]) and np.allclose(sim.velocities, [[-0.75, 0, 0]])
    assert np.allclose(sim.radii, np.cbrt(2) * 0.1)
    assert len(before) == 2  # the memory of then is still there
    data = sim.data()
    assert data.n == 1 and np.allclose(data.radii, np.cbrt(2) * 0.1)


def test_steps_merge_as_a_run_does():
    sim = two()
    for _ in range(100):
        sim.step()
    assert sim.n == 1


def test_two_bounce():
    sim = two("bounce", restitution=0.5)
    sim.run(2)
    v = dict(zip(sim.ids.tolist(), sim.velocities[:, 0]))
    assert sim.n == 2 and np.isclose(v[7] - v[9], -0.5) and np.isclose(v[7] + 3 * v[9], -3)


def test_radii_of_each_and_by_files(n=300):
    data = apsis.ic("uniform_sphere", n=n, seed=4)
    radii = np.linspace(0.01, 0.05, n)
    sim = apsis.Simulation(data.replace(radii=radii), softening=0.02, dt=0.01, collisions={"outcome": "merge"})
    assert np.array_equal(sim.radii, radii)
    mass = sim.masses.sum()
    sim.run(0.8)
    assert sim.n < n - 20 and np.isclose(sim.masses.sum(), mass, rtol=1e-12) and len(set(sim.ids.tolist())) == sim.n
    with tempfile.TemporaryDirectory(prefix="apsis-test-") as folder:
        sim.write(os.path.join(folder, "bodies.hdf5"))
        back = apsis.read(os.path.join(folder, "bodies.hdf5"))
    order, other = np.argsort(back.ids), np.argsort(sim.ids)
    assert np.array_equal(back.radii[order], sim.radii[other])
    again = apsis.Simulation(back, softening=0.02, dt=0.01, collisions={"outcome": "merge"})
    assert np.array_equal(np.sort(again.radii), np.sort(sim.radii))
    again.run(0.9)
    assert again.n <= sim.n


def test_what_makes_no_sense():
    with stage.raises(apsis.UsageError, "radii", "collide"):
        apsis.Simulation([[0.0, 0, 0], [1, 0, 0]], masses=1, radii=0.1, dt=0.1)
    with stage.raises(apsis.ConfigError, "collisions.outcome"):
        two("mergers")
    with stage.raises(apsis.UsageError, "radii"):
        apsis.Simulation([[0.0, 0, 0], [1, 0, 0]], masses=1, radii=[0.1], dt=0.1, collisions={"outcome": "merge"})
    with stage.raises(apsis.DataError, "radi"):
        apsis.Simulation([[0.0, 0, 0], [1, 0, 0]], masses=1, radii=[0.1, -1], dt=0.1, collisions={"outcome": "merge"})


stage.main(globals())
