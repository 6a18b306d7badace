"""Beside mpi4py: its communicators, and whoever started MPI ends it.   ctest: timeout=1800 label=long serial"""
import stage

stage.enter("requirements-mpi.txt")
import sys

import apsis

sys.path.insert(0, str(stage.ROOT / "tests" / "mpi"))
import ranks

HEAD = """
import sys
import numpy as np, apsis
TEXT = "particles: [{model: plummer, n: 300}]\\nforces: [{softening: 0.1, solver: fmm}]\\nintegrator: {dt: 0.01}\\nrun: {t_end: 0.1, device: cpu, threads: 1}\\n"
def make(**more): return apsis.Simulation.from_yaml(TEXT, **more)
"""


def good(count, code):
    r = ranks.result_of(ranks.begin(count, sys.executable, "-X", "faulthandler", "-c", HEAD + code), 60)
    assert r.returncode == 0 and "Fatal" not in r.stderr and "MPI_Finalize" not in r.stderr, (r.returncode, r.stdout, r.stderr)
    return r.stdout


def test_communicators_are_taken():
    said = good(3, """
from mpi4py import MPI
w = MPI.COMM_WORLD
pair = w.Split(w.rank // 2, w.rank)
a, b, c = make(comm=pair), make(comm=w), make(comm=MPI.COMM_SELF)
assert (a.ranks, b.ranks, c.ranks) == (2 if w.rank < 2 else 1, 3, 1) and a.rank == pair.rank and b.rank == w.rank
energies = [s.run().energies().total for s in (a, b, c)]
assert len(set(energies)) == 1, energies
ids = w.gather(b.ids)
if w.rank == 0: assert sorted(np.concatenate(ids)) == list(range(1, 301)); print("whole", flush=True)
""")
    assert said == "whole\n", said


def test_mpi_is_started_by_either_and_ended_once():
    for order in ("from mpi4py import MPI; sim = make()", "sim = make(); from mpi4py import MPI"):
        said = good(2, order + """
sim.run()
assert MPI.COMM_WORLD.allreduce(len(sim.positions)) == 300 and MPI.Query_thread() == MPI.THREAD_MULTIPLE
view = sim.columns["x"].numpy()
sim.me = sim
print("end\\n", end="", flush=True)
""")
        assert said.count("end") == 2, said


if __name__ == "__main__":
    ranks.skip_without(sys.executable)
    if not any(f["component"] == "MPI" and f["state"] == "on" for f in apsis.doctor()["features"]):
        stage.skip("this build has no MPI")
    stage.main(globals())
