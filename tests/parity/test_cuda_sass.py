#!/usr/bin/env python3
"""The CUDA kernels keep their instruction counts (docs/gpu.md) and spill no registers. Skipped (77) where nvcc or
nvdisasm is missing; gpu/count_sass.py says how to get one."""
# ctest: timeout=300
import os
import subprocess
import sys

GPU = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "gpu")
files = [os.path.join(GPU, f"direct_{law}.cu") for law in ("newton", "plummer")]
sys.exit(subprocess.run([sys.executable, os.path.join(GPU, "count_sass.py"), "--check", *files]).returncode)
