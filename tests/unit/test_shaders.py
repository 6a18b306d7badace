#!/usr/bin/env python3
"""The reference compiler of GLSL accepts every shader as viz/gl/gl_program.c puts it together: what Mesa
takes another driver may not. Skipped without glslangValidator (Debian: glslang-tools)."""
import glob
import os
import shutil
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
FOLDER = os.path.join(ROOT, "viz", "gl", "shaders")
STAGES = ("comp", "vert", "frag")


def text(path):
    with open(path, encoding="ascii") as file:  # some drivers take nothing else, not even in comments
        return file.read()


def complaint(path, stage, spoil=""):
    name = os.path.basename(path)
    shared = "colour.glsl" if name in ("tone_frag.glsl", "bloom_comp.glsl") else "view.glsl" if stage == "comp" else ""
    parts = ["#version 450 core\n", text(os.path.join(ROOT, "viz", "splat.inc")), "\n",
             text(os.path.join(ROOT, "viz", "tone.inc")), "\n",
             text(os.path.join(FOLDER, shared)) if shared else "", "\n#line 1\n", text(path), spoil]
    with tempfile.TemporaryDirectory() as folder:
        whole = os.path.join(folder, "shader." + stage)
        with open(whole, "w", encoding="ascii") as file:
            file.write("".join(parts))
        done = subprocess.run(["glslangValidator", whole], capture_output=True, text=True, check=False)
    return "" if done.returncode == 0 else done.stdout


def main():
    if not shutil.which("glslangValidator"):
        print("skipped: no glslangValidator")
        return 77
    failed = 0
    files = [p for p in sorted(glob.glob(os.path.join(FOLDER, "*.glsl"))) if not p.endswith(("view.glsl", "colour.glsl"))]
    for path in files:
        stage = path[:-len(".glsl")].rpartition("_")[2]
        said = complaint(path, stage) if stage in STAGES else "no such stage"
        print(f"{'FAIL' if said else 'ok  '} {os.path.basename(path)}", said)
        failed += bool(said)
    print(len(files), "shaders")
    if not complaint(files[0], files[0][:-len(".glsl")].rpartition("_")[2], "\nint a = 1.5;\n"):
        print("FAIL: an error was not seen")
        failed += 1
    return 1 if failed or len(files) < 10 else 0


if __name__ == "__main__":
    sys.exit(main())
