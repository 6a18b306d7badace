#!/usr/bin/env python3
"""The fault drills behind mpirun, on two ranks: a kill hits one of them. ctest: timeout=300 cost=10

    python3 tests/drills/test_ranks.py [KILLS] [DISKS] [RACES]     default 3 1 1; drills.ranks_full takes 60 10 10"""
import os
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "mpi"))
from ranks import BUILD, ENVIRONMENT, MPIEXEC, skip_without  # noqa: E402

skip_without(BUILD / "tests" / "ranks_io")
os.environ.update(ENVIRONMENT, APSIS_LAUNCH=f"{MPIEXEC} -n 2")
os.execv(sys.executable, [sys.executable, str(HERE / "test_drills.py"), *(sys.argv[1:] or ("3", "1", "1"))])
