#!/usr/bin/env python3
"""What the launcher does where things are missing: it names the packages, installs them by apt where it may, else prints
the commands of four package managers and ends with status 2. On a PATH that holds a few basic tools, programs that only
pretend, and an apt-get that records its calls. ctest: timeout=120"""
import os
import pathlib
import shutil
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "faults"))
from apsis_cli import check, end, folder  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
TOOLS = "bash cat dirname readlink getconf tr find head tail mkdir mv rm touch grep env flock xargs sed printf chmod true sh".split()
CMAKE = """if [ "$1" = --build ]; then
  printf '#!/bin/sh\\necho ran "$@"\\n' >"$2/apsis"
  chmod +x "$2/apsis"
else
  touch "$4/CMakeCache.txt" "$4/features.txt"
fi"""
NO_COMPILER, COMPILER, NO_OPENMP = None, "cat >/dev/null", 'cat >/dev/null; case "$*" in *-fopenmp*) exit 1 ;; esac'
APT_WORKS = 'echo "$*" >>"$CALLS"'
APT_OFFLINE = 'echo "$*" >>"$CALLS"; echo "Temporary failure resolving deb.debian.org" >&2; exit 100'
MANAGERS = ("sudo apt-get install ", "sudo dnf install ", "brew install ", "spack install ")


class Machine:
    def __init__(self, d, user=0, place="check out ü", **programs):
        self.d, self.bin = pathlib.Path(d), pathlib.Path(d, "bin")
        self.bin.mkdir(parents=True)
        self.launcher = pathlib.Path(d, place, "apsis")
        self.launcher.parent.mkdir(parents=True)
        shutil.copy(ROOT / "apsis", self.launcher)
        for name in TOOLS:
            if shutil.which(name):
                (self.bin / name).symlink_to(shutil.which(name))
        self.has(id=f"echo {user}", **programs)

    def has(self, **programs):
        for name, script in programs.items():
            if script is not None:
                path = self.bin / name.replace("__", "-").replace("_p", "+")
                path.write_text(f"#!{self.bin}/bash\n{script}\n")
                path.chmod(0o755)

    def run(self, *words, **env):
        """Result, and the calls of apt-get."""
        calls = self.d / "calls"
        calls.unlink(missing_ok=True)
        r = subprocess.run([self.launcher, *words], cwd=self.d, capture_output=True, text=True, stdin=subprocess.DEVNULL,
                           timeout=60, env={"PATH": str(self.bin), "CALLS": str(calls), "LC_ALL": "C.UTF-8", **env})
        return r, calls.read_text().splitlines() if calls.exists() else []


def told(r, what, *words):
    check(r.returncode == 2 and r.stdout == "", f"{what}: status 2", r)
    check(all(m in r.stderr for m in MANAGERS) and all(w in r.stderr for w in words), f"{what}: says {words}", r)
    check("unbound" not in r.stderr and ": line " not in r.stderr, f"{what}: no words of bash's", r)


def test_a_machine_without_apt():
    with folder() as d:
        m = Machine(d)
        r, _ = m.run("run", "c.yaml")
        told(r, "nothing there", "missing: cmake gcc libc6-dev ninja-build pkg-config libhdf5-dev libyaml-dev libpng-dev")
    with folder() as d:
        m = Machine(d, cc=NO_OPENMP, cmake=CMAKE, make="exit 0", pkg__config="exit 0")
        r, _ = m.run("run", "c.yaml")
        check(r.returncode == 0 and r.stdout == "ran run c.yaml\n", "without OpenMP it is slow, not refused", r)


def test_nobody_may_install():
    for what, user, env in (("no root, no sudo", 1000, {}), ("APSIS_INSTALL=0", 0, {"APSIS_INSTALL": "0"})):
        with folder() as d:
            r, calls = Machine(d, user, apt__get=APT_WORKS).run("run", "c.yaml", **env)
            told(r, what, "missing: cmake gcc")
            check(not calls, f"{what}: apt-get is left alone: {calls}")
            r, calls = Machine(pathlib.Path(d, "more"), user, apt__get=APT_WORKS).run("test", **env)
            told(r, what, "g++ python3 python3-venv libopenmpi-dev openmpi-bin")


def test_offline():
    with folder() as d:
        r, calls = Machine(d, apt__get=APT_OFFLINE).run("run", "c.yaml")
        told(r, "offline", "Temporary failure resolving", "apt-get could not install them", "build/build.log")
        check(calls[0] == "update" and len(calls) == 2, f"it was tried: {calls}")


def test_sudo():
    with folder() as d:
        m = Machine(d, 1000, apt__get=APT_WORKS, sudo='[ "$1" = -n ] && shift; exec "$@"', cc=COMPILER, cmake=CMAKE, make="exit 0")
        r, calls = m.run("run", "c.yaml")
        check(r.returncode == 0 and calls[-1].endswith(" pkg-config"), f"sudo that asks nothing: {calls}", r)


def test_the_compiler_that_was_asked_for():
    """Its packages are installed, not gcc's; and it may be several words."""
    names = {"": ("gcc", "g++"), "clang": ("clang libomp-dev", "clang libomp-dev"), "gcc-13": ("gcc-13", "g++"),
             "/opt/x/clang-19": ("clang-19 libomp-19-dev", "g++")}
    for name, (c, cxx) in names.items():
        with folder() as d:
            m = Machine(d, apt__get=APT_WORKS, cmake=CMAKE, make="exit 0", pkg__config="exit 0")
            env = {"CC": name, "CXX": "clang++" if name == "clang" else ""} if name else {}
            r, calls = m.run("run", "c.yaml", **env)
            wanted = f"install -y --no-install-recommends {c} libc6-dev"
            check(r.returncode == 0 and calls == ["update", wanted], f"CC={name} for a run: {calls}", r)
            r, calls = m.run("test", APSIS_INSTALL="0", **env)
            check(f"missing: {c} libc6-dev {cxx} " in r.stderr, f"CC={name} for tests", r)
    for name in ("ccache gcc", "a compiler"):  # two words, and one with a space in its name
        with folder() as d:
            m = Machine(d, apt__get=APT_WORKS, cmake=CMAKE, make="exit 0", pkg__config="exit 0", ccache=COMPILER)
            m.has(**{"a compiler": COMPILER})
            r, calls = m.run("run", "c.yaml", CC=name)
            check(r.returncode == 0 and not calls, f"CC={name} is there: {calls}", r)


def test_odd_paths():
    """Those that CMake cannot build in are refused by name, before anything is made; others are quoted."""
    there = {"cc": COMPILER, "cmake": CMAKE, "make": "exit 0", "pkg__config": "exit 0"}
    for place in ('a"b', "a#b", "a;b", "a[b", "a]b", "a\\b", "a*b", "a?b", "a\nb"):
        with folder() as d:
            m = Machine(d, place=place, **there)
            r, _ = m.run("run", "c.yaml")
            check(r.returncode == 2 and f"apsis: error: {m.launcher.parent}: CMake cannot build" in r.stderr and "\nhint: " in r.stderr, f"{place!r} is refused", r)
            check(not (m.launcher.parent / "build").exists(), f"{place!r}: nothing is made")
    with folder() as d:
        m = Machine(d, place="a,b 'c' & (d) $HOME %e=f+g!", **there)
        r, _ = m.run("run", "c.yaml")
        check(r.returncode == 0 and r.stdout == "ran run c.yaml\n", "other letters are taken as they are", r)
        r, _ = m.run("run", "c.yaml", APSIS_BUILD_DIR=f"{d}/x#y")
        check(r.returncode == 2 and f"error: {d}/x#y: CMake" in r.stderr, "so is the folder of what is built", r)


def test_a_compiler_that_came_later():
    """A build folder that was configured without C++ finds it once it is there: ./apsis run, then ./apsis test."""
    if not shutil.which("cmake") or not shutil.which("c++"):
        print("no cmake or no c++: left out")
        return
    with folder() as d:
        pathlib.Path(d, "CMakeLists.txt").write_text(
            f'cmake_minimum_required(VERSION 3.18)\nproject(x C)\ninclude("{ROOT}/cmake/find_language.cmake")\n'
            'apsis_find_language(CXX)\nmessage(STATUS "C++ is ${CMAKE_CXX_COMPILER}")\n')
        generator = ["-G", "Ninja"] if shutil.which("ninja") else []  # as the launcher: there may be no make
        for compiler in ("/no/such", shutil.which("c++")):
            r = subprocess.run(["cmake", *generator, "-S", d, "-B", pathlib.Path(d, "build")], capture_output=True, text=True, timeout=60,
                               env={**os.environ, "CXX": compiler})
            found = "C++ is " + (compiler if os.path.exists(compiler) else "NOTFOUND")
            check(r.returncode == 0 and found in r.stdout, f"with CXX={compiler}: {found}", r)


def main():
    for test in (test_a_machine_without_apt, test_nobody_may_install, test_offline, test_sudo, test_the_compiler_that_was_asked_for,
                 test_odd_paths, test_a_compiler_that_came_later):
        test()
    end()


main()
