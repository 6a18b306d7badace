#!/usr/bin/env python3
"""multipole.h is, byte for byte, what multipole.py writes."""
import os
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
FORCE = os.path.join(ROOT, "src", "force")


def main():
    done = subprocess.run([sys.executable, os.path.join(FORCE, "multipole.py")], capture_output=True, check=False)
    if done.returncode:
        print(f"FAIL multipole.py: status {done.returncode}: {done.stderr.decode()}")
        return 1
    with open(os.path.join(FORCE, "multipole.h"), "rb") as file:
        there = file.read()
    if done.stdout == there:
        print(f"ok   {len(there)} bytes")
        return 0
    written, stored = done.stdout.splitlines(), there.splitlines()
    line = next((k for k, (a, b) in enumerate(zip(written, stored)) if a != b), min(len(written), len(stored)))
    print(f"FAIL multipole.h differs from what multipole.py writes, first in line {line + 1}; run "
          "python3 src/force/multipole.py > src/force/multipole.h")
    return 1


if __name__ == "__main__":
    sys.exit(main())
