"""The type stubs: a type checker takes what is right, refuses what is wrong, and finds them to agree with the package.   ctest: timeout=1800 label=long"""
import stage

stage.enter("requirements-typing.txt")
import pathlib
import subprocess
import sys
import tempfile

import apsis

RIGHT = """
import numpy as np
from numpy.typing import NDArray
import apsis

def energy(sim: apsis.Simulation) -> float:
    return sim.energies().total

data: apsis.Dataset = apsis.ic.plummer(n=100, seed=2) + apsis.ic("king", n=10)
with apsis.Simulation(data, softening=0.05, dt=0.01, solver="fmm", integrator="leapfrog") as sim:
    sim.run(1.0, callback=lambda s: print(energy(s)), every=10).step().step(3, dt=0.1)
    x: NDArray[np.float64] = sim.positions
    with sim.edit("velocities") as v:
        v *= 0.5
    print(sim.columns["x"].shape, sim.n, sim.rank)
again = apsis.Simulation.from_yaml("a.yaml", {"run.t_end": 3}, device="cpu", output=True)
try:
    run = apsis.replay("runs/a")
    print(run[0].positions, [d.time for d in run], run.times.max(), run.at(0.5).velocities, len(run[1:]))
except apsis.ConfigError as error:
    print(error.file, error.line, error.key)
apsis.convert("a.hdf5", "b.tipsy")
apsis.render("a.hdf5", "a.png", size=(640, 360), colour="speed")
print(apsis.forces("a.hdf5", law="plummer", softening=0.1).force_error, apsis.info("a.hdf5")["n"], apsis.bench("fmm")[0])
"""
WRONG = {'apsis.ic.plummer(m=3)': "call-arg", 'apsis.ic("plumer")': "arg-type", 'apsis.Simulation(1, solver="tree")': "arg-type",
         'apsis.replay("a").at("now")': "arg-type", 'apsis.Simulation.from_yaml("a").positons': "attr-defined",
         'apsis.render("a", "b", projection="zz")': "arg-type"}


def check(text):
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder, "script.py")
        path.write_text(text)
        done = subprocess.run([sys.executable, "-m", "mypy", "--strict", "--cache-dir", f"{stage.BUILD}/python-stage/mypy", path], capture_output=True, text=True)
        return done.returncode, done.stdout + done.stderr


def test_right_code_is_taken():
    status, said = check(RIGHT)
    assert status == 0, said


def test_wrong_code_is_refused():
    status, said = check("import apsis\n" + "\n".join(WRONG) + "\n")
    lines = [line for line in said.splitlines() if "error:" in line]
    for number, kind in enumerate(WRONG.values(), 2):
        assert any(f":{number}: error:" in line and line.endswith(f"[{kind}]") for line in lines), (number, kind, said)
    assert status == 1 and len(lines) == len(WRONG), said


def test_the_stubs_agree_with_the_package():
    with tempfile.TemporaryDirectory() as folder:
        allow = pathlib.Path(folder, "allow")  # arguments of models come from the rows, and are checked by the models
        allow.write_text("apsis\\.InitialConditions.*\napsis\\.ic\napsis\\._.*\napsis\\.(Law|Solver|IntegratorName|Format|Model|Overrides|Path|A|Callable|Column)\n"
                         "apsis\\.__main__\napsis\\.(plot|report)\n")
        config = pathlib.Path(folder, "mypy.ini")
        config.write_text("[mypy]\nignore_missing_imports = True\n[mypy-apsis.*]\nignore_errors = True\n")
        done = subprocess.run([sys.executable, "-m", "mypy.stubtest", "apsis", "--ignore-missing-stub", "--concise", "--allowlist", allow, "--mypy-config-file", config,
                               "--ignore-unused-allowlist"], capture_output=True, text=True, cwd=folder)
        assert done.returncode == 0, done.stdout + done.stderr


if __name__ == "__main__":
    stage.main(globals())
