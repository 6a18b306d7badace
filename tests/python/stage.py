"""What the tests of the Python package share: a virtual environment, the package over the library that was just built, and a
runner. A test file begins with `import stage; stage.enter()` and ends with `stage.main(globals())`.

The environments are made once, outside the repository: $APSIS_PYTHON_VENVS or ~/.cache/apsis, one per requirements file. Exit
status 77, skipped, where that cannot be done (no network, no shared library, a sanitizer's build).
"""
import contextlib
import fcntl
import filecmp
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import threading
import time
import traceback
import venv

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(os.environ.get("APSIS_BUILD", ROOT / "build")).resolve()


def skip(why):
    print("skipped:", why)
    sys.exit(77)


def environment(requirements):
    """The Python of a virtual environment with these requirements."""
    cache = os.environ.get("APSIS_PYTHON_VENVS") or os.path.join(
        os.environ.get("XDG_CACHE_HOME") or os.path.join(os.environ.get("HOME", "/tmp"), ".cache"), "apsis")
    wanted = pathlib.Path(__file__).with_name(requirements)
    there = pathlib.Path(cache, f"venv-{wanted.stem.replace('requirements', 'python')}-{sys.version_info.major}.{sys.version_info.minor}")
    python, stamp = there / "bin" / "python", there / "requirements.txt"

    def ready():
        return stamp.exists() and filecmp.cmp(stamp, wanted, shallow=False)

    if ready():
        return python
    there.parent.mkdir(parents=True, exist_ok=True)
    with open(f"{there}.lock", "w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not ready():
            print(f"making {there} (once)", flush=True)
            try:
                venv.create(there, with_pip=True, clear=True)
            except (subprocess.CalledProcessError, SystemExit, OSError) as error:
                skip(f"python3 -m venv does not work here: {error}")
            done = subprocess.run([python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", wanted])
            if done.returncode:
                skip("PyPI cannot be reached, or has no such versions for this Python")
            shutil.copy(wanted, stamp)
    return python


def package(python, folder, library):
    """Lays the package out as an installation would, over a library of the build; returns what goes to PYTHONPATH."""
    library, program = BUILD / library, pathlib.Path(os.environ.get("APSIS_PROGRAM", BUILD / "apsis"))
    if not library.exists():
        skip(f"{library} is not built")
    cache = (BUILD / "CMakeCache.txt").read_text(encoding="utf-8") if (BUILD / "CMakeCache.txt").exists() else ""
    if any(line.startswith("APSIS_SANITIZE:") and line.partition("=")[2] for line in cache.splitlines()):
        skip("a sanitizer's library does not load into an ordinary Python")
    there = folder / "apsis"
    shutil.rmtree(there, ignore_errors=True)
    shutil.copytree(ROOT / "python" / "apsis", there, ignore=shutil.ignore_patterns("__pycache__"))
    (there / "bin").mkdir()
    (there / "libapsis.so").symlink_to(library)
    (there / "bin" / "apsis").symlink_to(program)
    compiler = next((line.partition("=")[2] for line in cache.splitlines() if line.startswith("CMAKE_C_COMPILER:")), "cc")
    subprocess.run([compiler, "-O2", "-fPIC", "-shared", "-fvisibility=hidden", "-Wall", "-Wextra", "-Werror", ROOT / "python" / "quick.c", "-o", there / "libquick.so"],
                   check=True)
    subprocess.run([python, ROOT / "python" / "make_abi.py", ROOT / "src" / "apsis.h", there / "_abi.py"], check=True, stdout=subprocess.DEVNULL)
    subprocess.run([python, ROOT / "python" / "make_rows.py", program, ROOT / "python" / "stubs.pyi", there], check=True)
    return folder


def enter(requirements="requirements.txt", library="libapsis.so"):
    """Goes on in that environment, with the package importable."""
    if os.environ.get("APSIS_STAGED") == __file__:
        return
    python = environment(requirements)
    folder = package(python, BUILD / "python-stage" / pathlib.Path(sys.argv[0]).stem, library)
    path = os.pathsep.join([str(folder), os.path.dirname(os.path.abspath(__file__))])
    os.environ.update(APSIS_STAGED=__file__, PYTHONPATH=path, MPLBACKEND="Agg", MPLCONFIGDIR=str(folder / "matplotlib"))
    sys.stdout.flush()
    os.execv(python, [str(python), *sys.argv])


@contextlib.contextmanager
def raises(kind, *words):
    """The block raises this kind of exception, and its text holds the words; gives [exception] afterwards."""
    caught = []
    try:
        yield caught
    except kind as error:
        caught.append(error)
        missing = [w for w in words if w not in str(error)]
        assert not missing, f"{missing} is not in: {error}"
        return
    raise AssertionError(f"{kind.__name__} was not raised")


def interrupted(sim, seconds, call):
    """call() ends by a SIGINT that comes so many seconds after it has moved sim on, however long that takes on this machine."""
    before = sim.steps

    def send():
        while sim.steps == before:
            time.sleep(0.001)
        time.sleep(seconds)
        os.kill(os.getpid(), signal.SIGINT)

    sender = threading.Thread(target=send, daemon=True)
    with raises(KeyboardInterrupt):
        sender.start()
        call()
    sender.join()


def run_python(code, timeout=120, **environment_more):
    """A process of its own that runs the code: CompletedProcess with text."""
    return subprocess.run([sys.executable, "-X", "faulthandler", "-c", code], capture_output=True, text=True, timeout=timeout,
                          env={**os.environ, **environment_more})


def main(names):
    """Runs every test_… of a module; words on the command line choose."""
    failed = 0
    for name, test in list(names.items()):
        if not name.startswith("test_") or (sys.argv[1:] and name not in sys.argv[1:]):
            continue
        start = time.monotonic()
        try:
            test()
            print(f"ok   {name} ({time.monotonic() - start:.1f} s)", flush=True)
        except Exception:
            failed += 1
            traceback.print_exc(file=sys.stdout)
            print(f"FAIL {name}", flush=True)
    sys.exit(1 if failed else 0)
