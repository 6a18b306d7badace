"""Replay of runs, and the commands of the program as functions.   ctest: timeout=900"""
import stage

stage.enter()
import functools
import json
import pathlib
import pickle
import subprocess
import tempfile

import numpy as np

import apsis

TEXT = """particles: [{model: plummer, n: 200, position: [0.3, 0, 0]}]
forces: [{law: plummer, softening: 0.1}]
integrator: {dt: 0.015625}
run: {t_end: 1, device: cpu, precision: double}
output: {snapshots: {every: 0.0625}, log: {every: 0.5}, checkpoint: none, picture: none}
"""


FOLDER = tempfile.TemporaryDirectory()


@functools.cache
def finished():
    """A run directory, made once."""
    apsis.Simulation.from_yaml(TEXT, output=pathlib.Path(FOLDER.name, "run")).run()
    return pathlib.Path(FOLDER.name, "run")


def test_replay_gives_every_snapshot_in_the_order_of_time():
    run = apsis.replay(finished())
    assert len(run) == 17 and np.allclose(run.times, np.arange(17) / 16, rtol=0, atol=1e-15)
    sim = apsis.Simulation.from_yaml(TEXT)
    for data, t in zip(run, run.times):
        sim.run(t)
        assert data.time == t and (np.diff(data.ids.astype(int)) > 0).all() and np.allclose(data.positions, sim.positions, atol=1e-14)
        assert np.array_equal(data.velocities, sim.velocities) and (data.softening == 0.1).all()
    assert run[-1].time == 1 and [d.time for d in run[14:]] == [0.875, 0.9375, 1] and run[3].positions.strides == (8, 8 * 200)
    with stage.raises(IndexError, "there are 17"):
        run[17]
    again = pickle.loads(pickle.dumps(run))
    assert np.array_equal(again.at(0.3).positions, run.at(0.3).positions) and "17 snapshots" in repr(again)


def test_a_moment_between_two_snapshots_is_close_to_the_truth():
    run, sim = apsis.replay(finished()), apsis.Simulation.from_yaml(TEXT)
    for t in (0.03125, 0.265625, 0.96875):
        data = run.at(t)
        sim.run(t)
        # the cubic's error: T^4 / 384 times the fourth derivative, which is some hundreds for the innermost orbits
        assert data.time == t and np.abs(data.positions - sim.positions).max() < (1 / 16)**4 / 384 * 1000
        assert np.abs(data.velocities - sim.velocities).max() < 0.05 and np.array_equal(data.masses, sim.masses)
        assert "potentials" not in data and data.n == 200
    e = 1e-5  # velocities are those of the path
    slope = (run.at(0.7 + e).positions - run.at(0.7 - e).positions) / (2 * e)
    assert np.allclose(slope, run.at(0.7).velocities, atol=1e-6)
    back = [run.at(t).positions for t in (0.9, 0.1, 0.9)]  # in any order
    assert np.array_equal(back[0], back[2]) and not np.array_equal(back[0], back[1])
    for t in (-0.1, 1.1, float("nan")):
        with stage.raises(apsis.UsageError, "time "):
            run.at(t)
    moments = list(run.frames(5))
    assert [m.time for m in moments] == [0, 0.25, 0.5, 0.75, 1]
    path = run.track([7, 999, 3], [0.1, 0.7])
    assert path.shape == (2, 3, 3) and np.isnan(path[:, 1]).all() and np.array_equal(path[1, 0], run.at(0.7).positions[6])
    assert run.track(7).shape == (17, 1, 3)


def test_replay_of_other_things():
    with tempfile.TemporaryDirectory() as folder:
        here = pathlib.Path(folder)
        for k, t in enumerate((0.0, 1.0)):  # across the edge of a periodic box; one particle comes, one goes
            x = np.array([[0.95, 0.5, 0.5], [0.2, 0.5, 0.5]]) + [0.1 * t, 0, 0]
            apsis.Dataset.of(x % 1, [[0.1, 0, 0]] * 2, 1.0, ids=[7, 1 + k], time=t, box=(1, 1, 1)).write(here / f"s_{k}.hdf5")
        run = apsis.replay(here)
        assert [len(run[k].ids) for k in (0, 1)] == [2, 2] and run.at(0.75).ids.tolist() == [7] and run.at(0.75).box == (1, 1, 1)
        assert np.allclose(run.at(0.75).positions, [[0.025, 0.5, 0.5]], atol=1e-12) and np.allclose(run.at(0.25).positions[0, 0], 0.975)
        one = apsis.replay(here / "s_0.hdf5")
        assert len(one) == 1 and one.at(0).ids.tolist() == [1, 7] and list(one)[0].time == 0
        apsis.Dataset.of(x, masses=1.0, time=0.5).write(here / "s_2.hdf5")
        with stage.raises(apsis.DataError, "its time, 0.5, is not after"):
            apsis.replay(here).times
        (here / "none").mkdir()
        with stage.raises(apsis.DataError, "no snapshots"):
            apsis.replay(here / "none")
        with stage.raises(apsis.FileError, "no such file"):
            apsis.replay(here / "nothing.hdf5").times
        (here / "s_2.hdf5").write_text("apples and pears")
        with stage.raises(apsis.DataError):
            apsis.replay(here).at(0.5)
        assert apsis.replay(here).time(0) == 0  # what is broken later does no harm before


def test_what_the_program_does_python_does():
    program = str(pathlib.Path(apsis.__file__).parent / "bin" / "apsis")

    def say(*words):
        return subprocess.run([program, *map(str, words)], capture_output=True, text=True, check=True).stdout

    with tempfile.TemporaryDirectory() as folder:
        here = pathlib.Path(folder)
        say("ic", "plummer", "n=300", "-o", here / "a.hdf5")
        assert np.allclose(apsis.read(here / "a.hdf5").positions, apsis.ic.plummer(n=300).positions, rtol=0, atol=1e-12)

        apsis.convert(here / "a.hdf5", here / "b.csv")
        say("convert", here / "a.hdf5", here / "c.csv")
        assert (here / "b.csv").read_bytes() == (here / "c.csv").read_bytes()

        facts = apsis.info(here / "a.hdf5")
        assert facts["n"] == 300 and facts["types"] == {1: 300} and abs(facts["mass"] - 1) < 1e-12 and "x" in facts["columns"]
        assert f"{facts['n']}" in repr(facts) and facts["format"] in say("info", here / "a.hdf5")

        found = apsis.forces(here / "a.hdf5", here / "d.hdf5", softening=0.05)
        say("forces", here / "a.hdf5", "--softening", "0.05", "-o", here / "e.hdf5")
        theirs, ours = apsis.read(here / "e.hdf5"), apsis.read(here / "d.hdf5")
        assert np.array_equal(found.accelerations, theirs.accelerations) and np.array_equal(ours.potentials, theirs.potentials)
        assert found.force_error == theirs.force_error and found.force_error["rms"] < 1e-5
        assert apsis.forces(here / "a.hdf5", softening=0.05, accuracy=1e-2, solver="fmm", sample=50).force_error["rms"] < 1e-2

        # a helix, whose error is learnt over more rows than the sample's; a line, which takes double; a file's own softenings
        t, line = np.linspace(0, 40, 5000), np.random.default_rng(3).random(5000)
        for kind, words in (("helix", {"softening": 0.01, "accuracy": 1e-4, "solver": "fmm"}), ("line", {"softening": 0.01, "accuracy": 1e-5, "solver": "fmm"}),
                            ("soft", {"law": "plummer", "accuracy": 1e-4, "solver": "fmm"}), ("soft", {"law": "spline"})):
            x = np.c_[line, 0 * t, 0 * t] if kind == "line" else np.c_[np.cos(t), np.sin(t), t / 10]
            rows = np.c_[np.full(5000, 1 / 5000), x, 0 * x, np.where(t < 20, 0.3, 0.02)]
            np.savetxt(here / "t.csv", rows[:, :8 if kind == "soft" else 7], delimiter=",", header="m,x,y,z,vx,vy,vz" + ",eps" * (kind == "soft"))
            found = apsis.forces(here / "t.csv", **words)
            say("forces", here / "t.csv", "-o", here / "t.hdf5", *(f"--{key}={value}" for key, value in words.items()))
            theirs = apsis.read(here / "t.hdf5")
            assert np.array_equal(found.accelerations, theirs.accelerations) and np.array_equal(found.potentials, theirs.potentials), kind
            assert found.force_error == theirs.force_error, kind
            assert set(found.softening) == ({0.02, 0.3} if kind == "soft" else {0.01}), kind

        one, text = apsis.analyse(here / "a.hdf5", bins=10), say("analyze", here / "a.hdf5", "--json", "--bins", 10)
        assert one == json.loads(text) and one["n"] == 300
        assert len(apsis.analyse(finished())) >= 1
        with stage.raises(apsis.UsageError, "for files"):
            apsis.analyse(apsis.ic.plummer(n=10), law="plummer")
        with stage.raises(apsis.UsageError, "no law is called plumer"):
            apsis.analyse(here / "a.hdf5", law="plumer")
        with stage.raises(apsis.FileError, "no such file"):
            apsis.info(here / "none.hdf5")
        with stage.raises(apsis.ConfigError, "accuracy") as e:
            apsis.forces(here / "a.hdf5", accuracy=-1)
        assert e[0].key == "forces[0].accuracy"
        with stage.raises(apsis.UsageError, "bench direct does not take it"):
            apsis.bench(n=3)


def test_pictures():
    if not any(f["component"] == "libpng" and f["state"] == "on" for f in apsis.doctor()["features"]):
        print("     this build draws no pictures: not run")
        return
    with tempfile.TemporaryDirectory() as folder:
        here = pathlib.Path(folder)
        apsis.ic.plummer(n=500).write(here / "a.hdf5")
        apsis.render(here / "a.hdf5", here / "a.png", size=(160, 90), colour="speed", range=(0, 2), tone="log", bloom=0.3)
        apsis.render(finished(), here / "frames", size=(64, 36), frames=3, orbit=90)
        assert (here / "a.png").read_bytes()[:4] == b"\x89PNG" and len(list((here / "frames").glob("*.png"))) == 3
        with stage.raises(apsis.UsageError, "projection"):
            apsis.render(here / "a.hdf5", here / "b.png", projection="xz", azimuth=3)
        with stage.raises(apsis.Error, "purple"):
            apsis.render(here / "a.hdf5", here / "b.png", colour="purple")


if __name__ == "__main__":
    stage.main(globals())
