"""The program `apsis` as a child: what it says, and its failures as exceptions."""
import json
import subprocess

from . import _errors
from ._lib import PROGRAM, lib

# exit status -> the failure; 2 is both a call and a configuration
CODE = {2: lib.APS_ECONFIG, 3: lib.APS_EDATA, 4: lib.APS_EIO, 5: lib.APS_EDEVICE, 6: lib.APS_ENUM, 10: lib.APS_ESTOP}


def say(*words, kind=None):
    """Standard output of `apsis WORDS`. kind: of the exception for exit status 2."""
    done = subprocess.run([str(PROGRAM), *map(str, words)], capture_output=True, text=True, encoding="utf-8", stdin=subprocess.DEVNULL)
    if done.returncode == 0:
        return done.stdout
    lines = done.stderr.strip().splitlines()
    hint = next((line[6:] for line in lines if line.startswith("hint: ")), "")
    wrong = next((line for line in lines if not line.startswith(("hint: ", "apsis: warning: "))), f"apsis {words[0]} failed with {done.returncode}")
    for start in ("apsis: error: ", "apsis: "):
        wrong = wrong.removeprefix(start)
    failure = _errors.make(int(CODE.get(done.returncode, lib.APS_EINTERNAL)), wrong, hint)
    raise kind(failure.message, hint, failure.file, failure.line, failure.key) if kind and done.returncode == 2 else failure


def options(given):
    """["--name", value …] of {"name": value}; None and False are left out, True stands alone."""
    words = []
    for name, value in given.items():
        if value is not None and value is not False:
            value = ",".join(map(str, value)) if isinstance(value, (list, tuple)) else value
            words += [f"--{name}"] if value is True else [f"--{name}={value}"]
    return words


def objects(*words, **more):
    """What it says in JSON: a list, one for each line."""
    return [json.loads(line) for line in say(*words, **more).splitlines() if line.strip()]
