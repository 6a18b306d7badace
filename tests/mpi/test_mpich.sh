#!/usr/bin/env bash
# All tests of this folder once more, built for and started by MPICH. Skipped (77) where MPICH is not installed, or this
# build is for it already. ctest: label=long timeout=3600
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
build=${APSIS_BUILD:-$root/build}/mpich
compiler=$(command -v mpicc.mpich) && launcher=$(command -v mpiexec.mpich) || { echo "no MPICH here"; exit 77; }
case ${APSIS_MPIEXEC:-} in "$launcher") echo "this build is for MPICH"; exit 77 ;; esac
cmake -S "$root" -B "$build" -DAPSIS_CUDA=OFF -DMPI_C_COMPILER="$compiler" -DMPIEXEC_EXECUTABLE="$launcher" >"$build.log" 2>&1 ||
  { cat "$build.log"; exit 1; }
cmake --build "$build" --parallel "$(nproc)" --target apsis ranks_io ranks_io_pieces ranks_forces ranks_forces_pieces \
  ranks_forces_starved ranks_wide ranks_letters ranks_letters_pieces ranks_links ranks_alone >"$build.log" 2>&1 ||
  { tail -n 40 "$build.log"; exit 1; }
"$build/apsis" doctor | grep -q MPICH || { echo "FAIL: apsis doctor names no MPICH"; exit 1; }
cd "$build"
exec ctest --output-on-failure --no-tests=error -R '^(mpi\.|drills\.ranks$)'
