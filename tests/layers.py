#!/usr/bin/env python3
"""Checks the architecture: who includes whom, which library is seen where, and how symbols are named.

    python3 tests/layers.py [--root DIR] [--objects BUILD_DIR]

The rules are the tables below; docs/architecture.md says why. Exit status 0 when they hold, else 1 with one line per
violation.
"""
import argparse
import os
import re
import subprocess
import sys

# Folder -> folders whose headers it may include. Everyone may include apsis.h and its own folder.
MAY_INCLUDE = {
    "src/core": set(),
    "src/laws": set(),
    "src/force": {"src/core", "src/laws"},
    "src/step": {"src/core", "src/laws"},
    "src/ic": {"src/core", "src/laws"},
    "src/events": {"src/core", "src/laws"},
    "src/sim": {"src/core", "src/laws"},
    "src/analysis": {"src/core", "src/laws"},
    "src/cli": set(),
    "src": {"src/cli"},  # main.c
    "gpu": {"gpu/shim", "src/core", "src/laws", "src/force"},
    "gpu/shim": {"gpu", "src/core", "src/laws", "src/force"},
    "io": {"src/core", "io/readers"},
    "io/readers": {"src/core", "io"},
    "viz": {"src/core"},
    "benchmarks": {"src/core", "src/force", "gpu", "viz"},  # the limits they compare with; the card they time
}
EVERYONE = {"src/apsis.h", "src/registry.def"}

# Foreign header -> folders (or files) that may see it.
FOREIGN = {
    r"cuda.*\.h|cooperative_groups.*|cub/.*|thrust/.*|nvml\.h": ("gpu", "viz/interop", "viz/splat.cu"),
    r"hdf5.*\.h|H5.*\.h": ("io",),
    r"yaml\.h": ("src/core",),
    r"png\.h": ("viz",),
    r"GL/.*|GLFW/.*|EGL/.*|glad/.*": ("viz",),
    r"mpi\.h": ("src/core/ranks",),
    r"omp\.h": ("src/core", "src/force", "src/cli", "io", "viz", "benchmarks"),
}
SOURCES = (".c", ".h", ".cu", ".cuh", ".inc", ".def")
LONGEST = 900  # lines
WRITTEN = "/* Written by multipole.py"  # a generated file may be longer
MACHINE_PATHS = re.compile(r"""["'=\s(](/(?:home|root|Users|work|scratch|mnt)/[\w.~-]+)""")


def sources(root):
    """Paths below root of the files that make up library, program and benchmarks."""
    for top in ("src", "gpu", "io", "viz", "benchmarks"):
        for folder, _, names in os.walk(os.path.join(root, top)):
            for name in sorted(names):
                if name.endswith(SOURCES):
                    yield os.path.relpath(os.path.join(folder, name), root)


def includes(text):
    """(line number, header, quoted) of every #include."""
    for number, line in enumerate(text.splitlines(), 1):
        match = re.match(r'\s*#\s*include\s*(?:"([^"]+)"|<([^>]+)>)', line)
        if match:
            yield number, match.group(1) or match.group(2), bool(match.group(1))


def resolve(root, path, header):
    """Where an own header lies, as a path below root; None for generated ones."""
    for base in (os.path.dirname(path), "src", ""):
        there = os.path.normpath(os.path.join(base, header))
        if os.path.isfile(os.path.join(root, there)):
            return there
    return None


def check_include(root, path, header, quoted):
    """What is wrong with this include, or None."""
    if not quoted:
        for pattern, places in FOREIGN.items():
            if re.fullmatch(pattern, header) and not path.startswith(places):
                return f"<{header}> may be seen only in {', '.join(places)}"
        return None
    there = resolve(root, path, header)
    if there is None or there in EVERYONE:
        return None
    own, other = os.path.dirname(path), os.path.dirname(there)
    if own == other:
        return None
    if own not in MAY_INCLUDE:
        return f'folder {own} stands in no rule of {os.path.basename(__file__)}'
    if other in MAY_INCLUDE[own]:
        return None
    allowed = ", ".join(sorted(MAY_INCLUDE[own])) or "nothing else"
    return f'includes "{there}"; {own} may include apsis.h and {allowed}'


def check_sources(root):
    found = []
    for path in sources(root):
        with open(os.path.join(root, path), encoding="utf-8") as file:
            text = file.read()
        for number, header, quoted in includes(text):
            wrong = check_include(root, path, header, quoted)
            if wrong:
                found.append(f"{path}:{number}: {wrong}")
        lines = text.count("\n")
        if lines > LONGEST and not text.startswith(WRITTEN):
            found.append(f"{path}: {lines} lines, more than {LONGEST}: a file is one noun or one method")
        for number, line in enumerate(text.splitlines(), 1):
            match = MACHINE_PATHS.search(line)
            if match:
                found.append(f"{path}:{number}: path of one machine: {match.group(1)}")
    return found


def check_symbols(build):
    """Global symbols that the objects of library and program define: aps_… and main. nvcc names a launch stub itself."""
    found = []
    objects = []
    for folder, _, names in os.walk(build):
        if re.search(r"/CMakeFiles/(apsis|apsis_\w+)\.dir(/|$)", folder + "/") and "shim" not in folder:
            objects += [os.path.join(folder, name) for name in names if name.endswith(".o")]
    if not objects:
        return [f"{build}: no objects; build first"]
    out = subprocess.run(["nm", "-g", "--defined-only", "-A", *objects], capture_output=True, text=True, check=True)
    for line in out.stdout.splitlines():
        where, _, rest = line.rpartition(":")
        kind, name = rest.split()[-2:]
        if kind in "wWvVu" or name == "main":  # inline C++ and weak ones belong to the compiler
            continue
        plain = name.removeprefix("_Z") if hasattr(name, "removeprefix") else name
        if not re.match(r"(\d+)?(__device_stub__|aps_)|__(asan|tsan|ubsan|odr_asan|cuda|nv|fatbin)", plain.lstrip("N")):
            found.append(f"{os.path.relpath(where, build)}: symbol {name} does not start with aps_")
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--root", default=os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    parser.add_argument("--objects", metavar="BUILD_DIR", help="also check the symbols of a build")
    arguments = parser.parse_args()
    found = check_sources(arguments.root)
    if arguments.objects:
        found += check_symbols(arguments.objects)
    for line in found:
        print(line)
    print(f"{len(list(sources(arguments.root)))} files, {len(found)} violations")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
