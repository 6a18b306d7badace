#!/usr/bin/env python3
"""mpirun ./apsis starts the launcher once per rank: it builds once, and every rank gets the arguments. With a cmake that
only counts its calls. And what `apsis doctor` says of ranks. ctest: timeout=120"""
import json
import os
import pathlib
import shutil

from ranks import BUILD, PROGRAM, begin, check, end, folder, result_of, run, skip_without, well

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
CMAKE = """#!/usr/bin/env bash
echo "$*" >>"$CALLS"
if [ "$1" = --build ]; then
  sleep 0.5
  [ "$FAILS" = 1 ] && exit 1
  printf '#!/bin/sh\\nprintf "%%s|" rank "$@"; echo\\n' >"$2/apsis"
  chmod +x "$2/apsis"
else
  touch "$4/CMakeCache.txt" "$4/features.txt"
fi
"""


def launch(d, ranks, fails="0"):
    """Result, and the calls of cmake."""
    calls = pathlib.Path(d, "calls")
    calls.unlink(missing_ok=True)
    env = {"PATH": f"{d}/bin:{os.environ['PATH']}", "CALLS": str(calls), "FAILS": fails, "APSIS_INSTALL": "0",
           "APSIS_BUILD_DIR": "", "APSIS_CMAKE_ARGS": ""}
    r = result_of(begin(ranks, f"{d}/apsis", "run", "two words.yaml", "--set", "a=b c", cwd=d, env=env), 60)
    return r, calls.read_text().splitlines() if calls.exists() else []


def test_one_rank_builds(d):
    shutil.copy(ROOT / "apsis", d)
    for name in ("bin", "src"):
        pathlib.Path(d, name).mkdir()
    pathlib.Path(d, "bin", "cmake").write_text(CMAKE)
    pathlib.Path(d, "bin", "cmake").chmod(0o755)
    r, calls = launch(d, 4, fails="1")
    check(r.returncode != 0 and "building failed" in r.stderr, "a build that fails ends all", r)
    shutil.rmtree(pathlib.Path(d, "build"))
    for expected in (2, 0):  # configured and built once; then at once
        r, calls = launch(d, 4)
        check(r.returncode == 0 and len(calls) == expected, f"4 ranks, cmake is called {expected} times: {calls}", r)
        check(r.stdout.count("rank|run|two words.yaml|--set|a=b c|") == 4, "every rank gets the arguments", r)
        check(r.stderr.count("building with") == (expected > 0), "one rank says that it builds", r)


def test_doctor_tells_of_ranks(d):
    alone = json.loads(run("doctor", "--json", cwd=d).stdout)["ranks"]
    check(alone["library"] and not alone["library"].startswith("none") and alone["threads"] == "unknown" and alone["now"] == 1,
          f"the library: {alone}")
    both = json.loads(well(2, PROGRAM, "doctor", "--json", cwd=d).stdout)["ranks"]
    check(both["threads"] in ("multiple", "serialized", "funneled", "single") and both["now"] == 2, f"two ranks: {both}")
    check("written by all ranks" in both["files"], f"who writes files here: {both}")
    text = run("doctor", cwd=d).stdout
    check(alone["library"] in text and "mpirun -n RANKS apsis run" in text, "the same for people")


def test_one_process_answers(d):
    well(1, PROGRAM, "ic", "plummer", "n=20", "-o", "a.hdf5", cwd=d)
    shutil.copy(pathlib.Path(d, "a.hdf5"), pathlib.Path(d, "b.hdf5"))
    for words in (["--version"], ["--help"], ["run", "--help"], ["info", "a.hdf5"], ["explain", "dt"], ["demo", "--list"],
                  ["forces", "a.hdf5", "-o", "f.hdf5", "--softening", "0.1", "--sample", "5", "--threads", "1", "--help"]):
        alone, three = run(*words, cwd=d).stdout, well(3, PROGRAM, *words, cwd=d).stdout
        check(alone and three == alone, f"{words}: of three the first answers, not {three.count(alone)}")
    said = json.loads(well(3, PROGRAM, "analyze", "a.hdf5", "--json", "--solver", "none", cwd=d).stdout)
    check(said["n"] == 20, "one JSON object, not three")
    r = result_of(begin(3, PROGRAM, "info", "nosuch.hdf5", cwd=d), 60)
    check(r.returncode == 4 and r.stderr.count("apsis: error") == 1, "one error, and its status", r)
    each = 'exec "$0" info $([ "$OMPI_COMM_WORLD_RANK$PMI_RANK" = 0 ] && echo a.hdf5 || echo b.hdf5)'
    r = well(2, "sh", "-c", each, PROGRAM, cwd=d)
    check("a.hdf5" in r.stdout and "b.hdf5" in r.stdout, "asked different things, each answers", r)


def main():
    skip_without(BUILD / "tests" / "ranks_io")
    for test in (test_one_rank_builds, test_doctor_tells_of_ranks, test_one_process_answers):
        with folder() as d:
            test(d)
    end()


main()
