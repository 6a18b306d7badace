#!/usr/bin/env python3
"""Instructions per interaction in the hot loops of the CUDA kernels, read from their machine code.

    python3 gpu/count_sass.py [--arch sm_90] [--check] [--all] [FILE.cu ... | FILE.cubin ...]

Compiles gpu/direct_*.cu (with --all also gpu/fmm_harmonic_f32.cu, whose M2L is counted by order) with nvcc and reads them with nvdisasm; neither needs a GPU. nvdisasm is looked for on PATH,
beside nvcc and in this Python's packages; where there is none:

    python3 -m venv /tmp/sass && /tmp/sass/bin/pip install nvidia-cuda-nvdisasm
    /tmp/sass/bin/python gpu/count_sass.py

The hot loop of a kernel is its innermost loop with the most reciprocal square roots (MUFU.RSQ), one per interaction.
An issue-bound kernel on a GPU of S schedulers at f Hz does at most S * 32 * f / count interactions per second.
--check: exit status 1 where a count exceeds its target; 77 where nvcc or nvdisasm is missing.
"""
import argparse
import collections
import glob
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
WANT = ["acceleration", "acceleration + potential", "acceleration + jerk", "potential"]
# (law, arithmetic, wanted) -> most instructions per interaction on sm_90, uniform softening, many sinks per thread
TARGET = {
    ("plummer", "float", WANT[0]): 13.6,
    ("plummer", "float", WANT[1]): 14.7,
    ("plummer", "float", WANT[2]): 29.0,
    ("newton", "float", WANT[0]): 13.6,
    ("plummer", "double", WANT[0]): 19.0,
    ("plummer", "float", "symmetric"): 18.6,
    ("plummer", "float", "symmetric, equal masses"): 16.6,
}


def find_tool(name):
    beside = [shutil.which("nvcc"), "/usr/local/cuda/bin/nvcc"]
    places = [shutil.which(name)] + [os.path.join(os.path.dirname(n), name) for n in beside if n]
    for site in {sysconfig.get_paths()["purelib"], sysconfig.get_paths()["platlib"]}:
        places += glob.glob(f"{site}/nvidia/*/bin/{name}") + glob.glob(f"{site}/triton/**/bin/{name}", recursive=True)
    return next((p for p in places if p and os.path.exists(p)), None)


def describe(mangled):
    """Law, arithmetic, what is wanted, softening, sinks per thread; None for kernels that sum no pairs."""
    if m := re.search(r"interactILi(\d)E", mangled):
        return "1/r", "float", f"M2L of order {m.group(1)}", "", 0
    law = re.search(r"(newton|plummer|spline)", mangled)
    if not law or "aps_fmm_args" in mangled:
        return None
    if "symmetric" in mangled:
        potential, equal = re.search(r"Lb([01])ELb([01])E", mangled).groups()
        what = "symmetric" + " + potential" * (potential == "1") + ", equal masses" * (equal == "1")
        return law.group(1), "float", what, "uniform", 0
    m = re.search(r"E([fd])Li(\d)ELb([01])ELi(\d+)E", mangled)
    kind = "float" if m.group(1) == "f" else "double"
    return law.group(1), kind, WANT[int(m.group(2))], "uniform" if m.group(3) == "1" else "own", int(m.group(4))


def parse(text):
    """Kernel name -> (instructions, loops as (first, last) positions)."""
    for part in re.split(r"\n\s*\.section\s+\.text\.", text)[1:]:
        name = part.split(",")[0].strip('"')
        code, label = [], {}
        for line in part.split("\n"):
            if m := re.match(r"\s*(\.L_x_\d+):", line):
                label[m.group(1)] = len(code)
            elif m := re.match(r"\s*/\*[0-9a-f]+\*/\s+(.*?);", line):
                code.append(m.group(1).strip())
        loops = []
        for i, op in enumerate(code):
            m = re.search(r"BRA.*`\((\.L_x_\d+)\)", op)
            if m and label.get(m.group(1), i + 1) <= i:
                loops.append((label[m.group(1)], i))
        yield name, code, loops


def hot_loop(code, loops):
    def roots(a, b):
        return sum("MUFU.RSQ" in op for op in code[a : b + 1])

    inner = [
        l
        for l in loops
        if roots(*l) and not any(l[0] <= k[0] and k[1] <= l[1] and k != l and roots(*k) for k in loops)
    ]
    def shuffles(a, b): # the symmetric kernel's other loop has no reaction to pass on
        return sum("SHFL" in op for op in code[a : b + 1])

    found = max(((roots(*l), shuffles(*l), *l) for l in inner), default=None)
    return found and (found[0], *found[2:])


def longest_loop(code, loops):
    """The innermost one with a reciprocal square root: M2L, not the shorter P2L beside it."""
    roots = [l for l in loops if sum("MUFU.RSQ" in op for op in code[l[0] : l[1] + 1]) == 1]
    first, last = max(roots, key=lambda l: l[1] - l[0])
    return 1, first, last


def count(cubin, nvdisasm):
    text = subprocess.run([nvdisasm, "-c", cubin], capture_output=True, text=True, check=True).stdout
    for name, code, loops in parse(text):
        what = describe(name)
        loop = what and (longest_loop if "M2L" in what[2] else hot_loop)(code, loops)
        if not loop:
            continue
        n, first, last = loop
        kinds = collections.Counter()
        for op in code[first : last + 1]:
            op = re.sub(r"^@!?U?P\w+\s+", "", op).split()[0]
            kinds[op if op.split(".")[0] in ("MUFU", "LDS") else op.split(".")[0]] += 1
        spills = sum(op.startswith(("LDL", "STL")) for op in code)
        yield what, (last - first + 1) / n, n, {k: v / n for k, v in kinds.most_common()}, spills


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("files", nargs="*")
    p.add_argument("--arch", default="sm_90")
    p.add_argument("--check", action="store_true")
    p.add_argument("--all", action="store_true", help="every kernel, not only the tuned ones")
    args = p.parse_args()
    nvdisasm, nvcc = find_tool("nvdisasm"), find_tool("nvcc")
    if not nvdisasm or not nvcc:
        print("skipped: no " + ("nvdisasm" if nvcc else "nvcc") + "; pip install nvidia-cuda-nvdisasm gives one")
        return 77
    rows, bad = [], 0
    with tempfile.TemporaryDirectory() as scratch:
        for file in args.files or sorted(glob.glob(f"{HERE}/direct_*.cu") + args.all * [f"{HERE}/fmm_harmonic_f32.cu"]):
            cubin = file
            if file.endswith(".cu"):
                cubin = os.path.join(scratch, os.path.basename(file) + "bin")
                subprocess.run([nvcc, "-std=c++17", "-O3", f"-arch={args.arch}", "-cubin", "-o", cubin, file], check=True)
            rows += count(cubin, nvdisasm)
    print(f"{'law':8} {'in':7} {'wanted':25} {'softening':9} {'sinks':>5} {'SASS':>6} {'target':>6}  mix")
    for what, per, n, kinds, spills in sorted(rows, key=lambda r: r[0]):
        few = what[4] == 1
        target = None if few or what[3] == "own" or args.arch != "sm_90" else TARGET.get(what[:3])
        if not args.all and (few or not target):
            continue
        over = target and (per > target or spills)
        bad += bool(over)
        mix = " ".join(f"{k} {v:.2f}" for k, v in list(kinds.items())[:9])
        note = (f"  SPILLS {spills}" if spills else "") + ("  OVER" if over else "")
        print(f"{what[0]:8} {what[1]:7} {what[2]:25} {what[3]:9} {what[4] or '':>5} {per:6.2f} {target or '':>6}  {mix}{note}")
    return 1 if args.check and bad else 0


if __name__ == "__main__":
    sys.exit(main())
