"""A script that mpirun starts several times: one run, or one each, or a clear refusal; nobody is left waiting.   ctest: timeout=900"""
import stage

stage.enter()
import sys
import tempfile
import time

import numpy as np

import apsis

sys.path.insert(0, str(stage.ROOT / "tests" / "mpi"))
import ranks  # how the tests of the program start it

TEXT = """particles: [{model: plummer, n: 600}]
forces: [{law: plummer, softening: 0.1, solver: fmm}]
integrator: {dt: 0.01}
run: {t_end: 0.2, device: cpu, threads: 1, precision: double}
output: {log: none, checkpoint: none, picture: none, snapshots: none}
"""
HEAD = f"""
import os, signal, sys, time
import numpy as np, apsis
TEXT = {TEXT!r}
def say(*words): sys.stdout.flush(), os.write(1, (" ".join(map(str, words)) + "\\n").encode())  # one write: ranks share the pipe
"""


def start(count, code, timeout=60, env=None, wait=True):
    process = ranks.begin(count, sys.executable, "-X", "faulthandler", "-c", HEAD + code, env=env)
    return ranks.result_of(process, timeout) if wait else process


def good(count, code, **more):
    r = start(count, code, **more)
    assert r.returncode == 0, (r.returncode, r.stdout, r.stderr)
    return r.stdout


def test_ranks_are_one_run_and_give_the_same_particles():
    code = """
sim = apsis.Simulation.from_yaml(TEXT)
d = apsis.ic.plummer(n=500)                     # the same on all: each brings its share
two = apsis.Simulation(d, softening=0.05, dt=0.01, solver="fmm", precision="double")
seen = []
sim.run(0.1, callback=lambda s: seen.append(s.time))
for _ in range(3): sim.step()
sim.step(7)
with sim.edit("velocities") as v: v *= 0.9
x = sim.positions
sim.run(), two.step(20)
assert len(seen) == 10 and sim.n == 600 and len(sim.positions) == len(sim.ids) == len(sim.columns["x"]) <= 600
assert (x.flags.owndata or x.base is not None) and np.isfinite(x).all() and sim.ranks == int(sys.argv[1])
two.positions = two.positions
total = sim.energies().total, two.step().energies().total, sim.potentials.sum() * 0
sim.write(sys.argv[2] + "/a.hdf5"), two.write(sys.argv[2] + "/b.hdf5")
if sim.ranks > 1:
    try: sim.analyse()
    except apsis.UsageError as error: assert "each rank" in str(error)
    else: sys.exit(9)
if sim.rank == 0: print(repr(total))
"""
    found = []
    with tempfile.TemporaryDirectory() as folder:
        for count in (1, 3):
            process = ranks.begin(count, sys.executable, "-c", HEAD + code, str(count), folder)
            r = ranks.result_of(process)
            assert r.returncode == 0, (r.stdout, r.stderr)
            arrays = [apsis.read(f"{folder}/{name}.hdf5") for name in "ab"]
            found.append((r.stdout, [d.positions[np.argsort(d.ids)] for d in arrays]))
    assert found[0][0] == found[1][0], (found[0][0], found[1][0])
    assert all(np.allclose(a, b, rtol=0, atol=1e-12) for a, b in zip(found[0][1], found[1][1]))


def test_a_simulation_each():
    said = good(2, """
sim = apsis.Simulation(apsis.ic.plummer(n=100 + int(os.environ.get("OMPI_COMM_WORLD_RANK", os.environ.get("PMI_RANK")))), softening=0.1,
                       dt=0.01, comm="self").run(0.1)
assert sim.ranks == 1 and sim.n == len(sim.positions)
say("n", sim.n)
""")
    assert sorted(line for line in said.splitlines() if line[0] == "n") == ["n 100", "n 101"], said
    with stage.raises(apsis.UsageError, "comm: must be None"):
        apsis.Simulation.from_yaml(TEXT, comm="world")
    with stage.raises(apsis.UsageError, "comm: must be None"):
        apsis.Simulation.from_yaml(TEXT, comm=3)


def test_an_error_that_all_see_is_raised_on_all():
    said = good(2, """
try: apsis.Simulation.from_yaml(TEXT.replace("dt: 0.01", "dt: -1"))
except apsis.ConfigError as error: say("seen", error.key, error.line)
x = np.array([[0.0, 0, 0], [1, 0, 0]])
sim = apsis.Simulation(x, np.array([[0, 0, 0], [1e308, 0, 0]]), 1.0, softening=0.1, dt=1e3, solver="direct")
try: sim.run(1e5)
except apsis.NumericalError as error: say("seen too")
""")
    assert said.count("seen integrator.dt 3") == 2 and said.count("seen too") == 2, said


def test_who_dies_alone_takes_the_others_along():
    began = time.monotonic()
    r = start(2, """
sim = apsis.Simulation.from_yaml(TEXT)
sim.step()
if sim.rank == 1: raise RuntimeError("only here")
sim.run()
""")
    assert r.returncode != 0 and "only here" in r.stderr and time.monotonic() - began < 40, r


def test_an_exception_in_one_callback_ends_the_run_of_all():
    said = good(2, """
sim = apsis.Simulation.from_yaml(TEXT)
def fail(s):
    if s.rank == 1 and s.steps == 3: raise RuntimeError("only here")
try: sim.run(callback=fail); say("ended", sim.steps)
except RuntimeError: say("raised", sim.steps)
sim.run()
assert abs(sim.time - 0.2) < 1e-12
""")
    assert said.count("ended 3") == 1 and said.count("raised 3") == 1, said


def test_an_interrupt_ends_all():
    process = start(2, """
sim = apsis.Simulation.from_yaml(TEXT)
def interrupt(s):
    if s.rank == 0 and s.steps == 5: os.kill(os.getpid(), signal.SIGINT)
try: sim.run(1e6, callback=interrupt)
except KeyboardInterrupt: say("interrupted")
say("whole", sim.steps)
""", wait=False)
    r = ranks.result_of(process, 60)
    assert r.returncode == 0 and r.stdout.count("interrupted") == 1 and r.stdout.count("whole 5") == 2, r


def test_a_stranger_that_started_us_is_refused():
    code = f"""
import apsis
for _ in range(2):
    try: apsis.Simulation.from_yaml({TEXT!r})
    except apsis.UsageError as error: print(error)
apsis.Simulation.from_yaml({TEXT!r}, comm="self").step()
"""
    strange = {"PMI_SIZE": "2", "PMI_RANK": "0"} if "Open MPI" in str(apsis.doctor()) else {"OMPI_COMM_WORLD_SIZE": "2"}
    done = stage.run_python(code, **strange, **ranks.ENVIRONMENT)
    assert done.returncode == 0 and done.stdout.count("2 processes were started") == 2 and "comm=\"self\"" in done.stdout, done


if __name__ == "__main__":
    ranks.skip_without(sys.executable)
    if not any(f["component"] == "MPI" and f["state"] == "on" for f in apsis.doctor()["features"]):
        stage.skip("this build has no MPI")
    stage.main(globals())
