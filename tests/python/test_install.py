"""`pip install .` builds a wheel that works in fresh environments, for every Python from 3.10 on that is found here, and leaves
the C installation as it was.   ctest: timeout=3600 label=long

$APSIS_PYTHONS: more interpreters, separated by colons.
"""
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import zipfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(os.environ.get("APSIS_BUILD", ROOT / "build")).resolve()
SMOKE = """
import apsis, numpy as np, subprocess, sys
sim = apsis.Simulation(apsis.ic.plummer(n=300), softening=0.05, dt=0.01)
e = sim.energies().total
assert abs(sim.run(0.1).energies().total / e - 1) < 1e-3 and sim.steps == 10
assert sim.positions.ctypes.data == np.from_dlpack(sim.columns["x"]).ctypes.data
assert type(apsis.Simulation.step).__name__ == "method_descriptor"  # quick.c fits this Python
assert sim.step().step().steps == 12
try:
    apsis.Simulation.from_yaml("integrator: {dt: -1}\\n")
except apsis.ConfigError as error:
    assert error.line == 1
else:
    raise SystemExit("not refused")
assert apsis.doctor()["build"]["version"] == apsis.__version__
print(sys.version.split()[0], np.__version__, sim)
"""


def run(*words, **more):
    done = subprocess.run([str(w) for w in words], capture_output=True, text=True, **more)
    if done.returncode:
        print(done.stdout[-3000:], done.stderr[-3000:])
        raise SystemExit(f"failed: {words}")
    return done.stdout


def pythons():
    """{version: interpreter} from 3.10 on."""
    candidates = [sys.executable, *filter(None, os.environ.get("APSIS_PYTHONS", "").split(":"))]
    candidates += [shutil.which(f"python3.{k}") for k in range(10, 14)]
    candidates += [*pathlib.Path(os.environ.get("PYENV_ROOT", pathlib.Path.home() / ".pyenv")).glob("versions/3.*/bin/python3")]
    found = {}
    for python in filter(None, candidates):
        done = subprocess.run([python, "-c", "import sys, venv, ensurepip; print(*sys.version_info[:2])"], capture_output=True, text=True)
        if done.returncode == 0 and tuple(map(int, done.stdout.split())) >= (3, 10):
            found.setdefault(done.stdout.strip(), python)
    return found


def main():
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        here = {k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "APSIS_STAGED")}
        probe = subprocess.run([sys.executable, "-m", "pip", "download", "-q", "--no-deps", "-d", folder / "probe", "scikit-build-core"],
                               capture_output=True)
        if probe.returncode:
            print("skipped: PyPI cannot be reached")
            sys.exit(77)
        # CUDA for every card would take most of an hour; a build folder that stays makes the next time quick
        run(sys.executable, "-m", "pip", "wheel", ROOT, "--no-deps", "-w", folder, "-C", "cmake.define.APSIS_CUDA=OFF",
            "-C", f"build-dir={BUILD / 'pip'}", env=here)
        wheel, = folder.glob("apsis-*.whl")
        names = zipfile.ZipFile(wheel).namelist()
        assert "-py3-none-" in wheel.name, wheel.name
        wanted = ("apsis/libapsis.so", "apsis/libquick.so", "apsis/bin/apsis", "apsis/_abi.py", "apsis/_rows.json", "apsis/__init__.pyi", "apsis/py.typed")
        assert not [n for n in wanted if n not in names], names
        assert not [n for n in names if not n.startswith("apsis")], names  # no headers, configurations, CMake files
        alone = ("import apsis\ntry: apsis.Simulation(apsis.ic.plummer(n=9), softening=1)\nexcept apsis.UsageError as e: print(e)\n"
                 "print(apsis.Simulation(apsis.ic.plummer(n=9), softening=1, comm='self').n)\n")
        print(wheel.name, f"{wheel.stat().st_size / 1e6:.1f} MB")
        for version, python in sorted(pythons().items()):
            there = folder / f"venv-{version.replace(' ', '.')}"
            run(python, "-m", "venv", there)
            run(there / "bin/python", "-m", "pip", "install", "-q", wheel, env=here)
            print(run(there / "bin/python", "-c", SMOKE, cwd=folder, env=here).strip())
            said = run(there / "bin/python", "-c", alone, cwd=folder, env={**here, "OMPI_COMM_WORLD_SIZE": "2", "PMIX_RANK": "0"})
            assert "2 processes were started, but this build of apsis has no MPI" in said and said.endswith("9\n"), said
            assert "usage" in run(there / "bin/apsis", "--help", cwd=folder, env=here)
            shutil.rmtree(there)


main()
