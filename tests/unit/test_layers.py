#!/usr/bin/env python3
"""layers.py finds each kind of violation in a made-up tree, and none in a clean one."""
import os
import shutil
import subprocess
import sys
import tempfile

LAYERS = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "layers.py")
CLEAN = {
    "src/apsis.h": "#include <stddef.h>\n",
    "src/core/ctx.h": '#include "../apsis.h"\n',
    "src/force/direct.c": '#include "../core/ctx.h"\n#include "direct.h"\n#include <omp.h>\n',
    "src/force/direct.h": '#include "core/ctx.h"\n',
    "io/hdf5.c": '#include "core/ctx.h"\n#include <hdf5.h>\n',
    "viz/live/window.h": "#include <GLFW/glfw3.h>\n",
    "viz/live/window.c": '#include "window.h"\n',
    "CMakeLists.txt": 'if(NOT APSIS_HAVE_GLFW)\n  list(FILTER cli EXCLUDE REGEX "/viz/live/(window)\\\\.c$")\nendif()\n',
}
FAULTS = {  # file, text, what the checker must say
    "core includes force": ("src/core/a.c", '#include "../force/direct.h"\n', "src/core/a.c:1: includes"),
    "step includes sim through src": ("src/step/a.c", '\n#include "sim/sim.h"\n', "src/step/a.c:2: includes"),
    "force includes gpu": ("src/force/a.c", '#include "../../gpu/gpu.h"\n', "src/force/a.c:1: includes"),
    "hdf5 outside io": ("src/sim/a.c", "#  include <hdf5.h>\n", "<hdf5.h> may be seen only in io"),
    "cuda outside gpu": ("src/force/a.c", "#include <cuda_runtime.h>\n", "may be seen only in gpu"),
    "mpi in io": ("io/a.c", "#include <mpi.h>\n", "<mpi.h> may be seen only"),
    "opengl in cli": ("src/cli/a.c", "#include <GLFW/glfw3.h>\n", "may be seen only in viz"),
    "GLFW in a build without": ("viz/live/a.c", '#include "window.h"\n', "viz/live/a.c: needs GLFW"),
    "a folder without a rule": ("src/magic/a.c", '#include "../core/ctx.h"\n', "stands in no rule"),
    "an overlong file": ("src/ic/a.c", "int aps_a;\n" * 901, "901 lines"),
    "a path of one machine": ("src/ic/a.c", 'const char *aps_p = "/home/jane/data";\n', "path of one machine"),
}
HEADERS = {"src/sim/sim.h": "", "gpu/gpu.h": ""}


def run(tree, *arguments):
    root = tempfile.mkdtemp()
    try:
        for path, text in tree.items():
            os.makedirs(os.path.dirname(os.path.join(root, path)), exist_ok=True)
            with open(os.path.join(root, path), "w", encoding="utf-8") as file:
                file.write(text)
        command = [sys.executable, LAYERS, "--root", root, *(a.replace("ROOT", root) for a in arguments)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        return done.returncode, done.stdout + done.stderr
    finally:
        shutil.rmtree(root)


def symbols_are_checked():
    root = tempfile.mkdtemp()
    try:
        folder = os.path.join(root, "CMakeFiles", "apsis_objects.dir")
        os.makedirs(folder)
        source = os.path.join(root, "a.c")
        with open(source, "w", encoding="utf-8") as file:
            file.write("int aps_good(void) { return 1; }\nint bad_name(void) { return 2; }\nstatic int own = 3;\n"
                       "int *aps_p(void) { return &own; }\n")
        subprocess.run([os.environ.get("CC", "cc"), "-c", source, "-o", os.path.join(folder, "a.c.o")], check=True)
        status, said = run(CLEAN, "--objects", root)
        return status == 1 and "symbol bad_name" in said and said.count("symbol ") == 1
    finally:
        shutil.rmtree(root)


def main():
    failures = 0
    status, said = run({**CLEAN, **HEADERS})
    if status != 0:
        failures += 1
        print(f"FAIL a clean tree: {said}")
    for name, (path, text, expected) in FAULTS.items():
        status, said = run({**CLEAN, **HEADERS, path: text})
        good = status == 1 and expected in said
        failures += not good
        print(f"{'ok  ' if good else 'FAIL'} {name}" + ("" if good else f": status {status}: {said}"))
    good = symbols_are_checked()
    failures += not good
    print(f"{'ok  ' if good else 'FAIL'} a symbol without prefix")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
