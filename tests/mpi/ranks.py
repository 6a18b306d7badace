"""Starts programs on several ranks; shared by the tests of this folder. Standard library only.

APSIS_MPIEXEC names the launcher (ctest: the one that CMake found beside MPI), else mpirun."""
import filecmp
import os
import pathlib
import shutil
import signal
import subprocess
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "faults"))
from apsis_cli import PROGRAM, check, end, failures, folder, refused, run, wait_for_rows  # noqa: E402, F401

BUILD = pathlib.Path(os.environ.get("APSIS_BUILD", "build")).resolve()
RANKS = (1, 2, 3, 4, 8)
MPIEXEC = os.environ.get("APSIS_MPIEXEC") or "mpirun"
if shutil.which(os.path.basename(MPIEXEC)) == MPIEXEC:  # named by its path, Open MPI puts its folder in front of PATH
    MPIEXEC = os.path.basename(MPIEXEC)
# Open MPI 4, then 5: as root; more ranks than cores; a job that failed is not granted another second. Others read none
# of these. hwloc asks the X server of :0 for its cards, and mpirun waits without end for one that does not answer.
ENVIRONMENT = {"OMPI_ALLOW_RUN_AS_ROOT": "1", "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM": "1",
               "OMPI_MCA_rmaps_base_oversubscribe": "1", "PRTE_MCA_rmaps_default_mapping_policy": ":oversubscribe",
               "OMPI_MCA_odls_base_sigkill_timeout": "0", "PRTE_MCA_odls_base_sigkill_timeout": "0",
               "OMP_NUM_THREADS": "1", "OMP_WAIT_POLICY": "passive", "HWLOC_COMPONENTS": "-gl"}
if "ASAN_OPTIONS" in os.environ:  # MPI libraries leak
    ENVIRONMENT["ASAN_OPTIONS"] = os.environ["ASAN_OPTIONS"].replace("detect_leaks=1", "detect_leaks=0")


def skip_without(program):
    """Ends the test as skipped where there is nothing to start, or nothing to start it with."""
    if not shutil.which(MPIEXEC) or not os.path.exists(program):
        print(f"no {MPIEXEC}, or built without MPI")
        sys.exit(77)


def begin(count, *words, cwd=None, env=None, **popen):
    """`words` on so many ranks, in a session of its own."""
    return subprocess.Popen([MPIEXEC, "-n", str(count), *map(str, words)], cwd=cwd, text=True, errors="replace",
                            env={**os.environ, **ENVIRONMENT, **(env or {})}, stdout=subprocess.PIPE,
                            stderr=subprocess.PIPE, start_new_session=True, **popen)


def result_of(process, timeout=120):
    """As subprocess.run gives it; what hangs is ended, and a failure."""
    try:
        out, error = process.communicate(timeout=timeout)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        out, error = process.communicate()
        check(False, f"hangs: {' '.join(process.args)}")
    return subprocess.CompletedProcess(process.args, process.returncode, out, error)


def start(count, *words, timeout=120, **more):
    return result_of(begin(count, *words, **more), timeout)


def well(count, *words, **more):
    r = start(count, *words, **more)
    check(r.returncode == 0, f"{count} ranks: {' '.join(map(str, words))}", r)
    return r


def one_message(r, status, *words):
    """This exit status, and one rank alone says why, in these words. The launcher may add its own."""
    lines = r.stderr.replace("\x1b[K", "\n").splitlines()  # Open MPI 5 shows its ranks a terminal: they draw progress on it
    said = [l for l in lines if l.startswith("apsis: ") and not l.startswith("apsis: warning: ")]
    hints = [l for l in lines if l.startswith("hint: ")]
    return r.returncode == status and len(said) == 1 and len(hints) <= 1 and all(w in r.stderr for w in words)


def results(directory):
    """What a run leaves for others: it does not tell on how many ranks it was made."""
    return sorted(p.relative_to(directory) for p in pathlib.Path(directory).rglob("*")
                  if p.name in ("energy.csv", "final.png") or p.parent.name == "snapshots")


def same(d, one, other, what):
    a, b = pathlib.Path(d, one), pathlib.Path(d, other)
    check(len(results(a)) >= 2 and results(a) == results(b), f"{what}: the files {results(a)}, got {results(b)}")
    for name in results(a):
        check((b / name).exists() and filecmp.cmp(a / name, b / name, shallow=False), f"{what}: {name} has other bytes")


def processes(mark):
    """{rank: process} of the program in runs whose environment holds `mark`, whatever started them."""
    found = {}
    for path in pathlib.Path("/proc").glob("[0-9]*"):
        try:
            if os.readlink(path / "exe") != os.path.realpath(PROGRAM):
                continue
            env = dict(w.split("=", 1) for w in (path / "environ").read_text(errors="replace").split("\0") if "=" in w)
        except OSError:
            continue
        rank = env.get("OMPI_COMM_WORLD_RANK", env.get("PMI_RANK", env.get("PMIX_RANK")))
        if env.get("APSIS_MARK") == mark and rank is not None:
            found[int(rank)] = int(path.name)
    return found
