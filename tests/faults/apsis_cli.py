"""Runs the program as a user would; shared by the tests that drive the command line. Standard library only."""
import os
import pathlib
import subprocess
import sys
import tempfile

PROGRAM = os.environ.get("APSIS_PROGRAM", str(pathlib.Path("build/apsis").resolve()))
failures = []


def run(*args, cwd=None, env=None, timeout=120, **more):
    """Result of `apsis args`: .returncode, .stdout, .stderr (text)."""
    return subprocess.run([PROGRAM, *map(str, args)], cwd=cwd, env={**os.environ, **(env or {})}, timeout=timeout,
                          capture_output=True, text=True, errors="replace", **more)


def check(condition, what, result=None):
    if condition:
        return True
    failures.append(what)
    print("FAILED:", what)
    if result is not None:
        print("  status", result.returncode, "\n  stdout:", result.stdout[-600:], "\n  stderr:", result.stderr[-600:])
    return False


def refused(result, status, *words):
    """Exit status, one `apsis: error:` line that holds every word, at most one hint, and no crash."""
    lines = result.stderr.strip().splitlines()
    errors = [l for l in lines if l.startswith("apsis: error: ")]
    hints = [l for l in lines if l.startswith("hint: ")]
    good = result.returncode == status and len(errors) == 1 and len(hints) <= 1 and len(lines) == 1 + len(hints)
    return good and all(w in result.stderr for w in words)


def folder():
    return tempfile.TemporaryDirectory(prefix="apsis-test-")


def end():
    print(f"{len(failures)} failed" if failures else "all ok")
    sys.exit(1 if failures else 0)
