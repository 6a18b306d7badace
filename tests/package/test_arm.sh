#!/usr/bin/env bash
# ARM without an ARM machine: cross-compiles for it, runs the program and fast tests under qemu's user emulation. The same
# initial conditions, errors no larger than those of this machine's plain kernels, the same bits for any number of threads.
# docs/install.md names the packages. ctest: label=long timeout=3600
set -eu -o pipefail
libraries=/usr/lib/aarch64-linux-gnu
qemu=$(command -v qemu-aarch64-static || command -v qemu-aarch64) || { echo "qemu-user is not installed"; exit 77; }
command -v aarch64-linux-gnu-gcc >/dev/null || { echo "gcc-aarch64-linux-gnu is not installed"; exit 77; }
for name in pkgconfig/hdf5-serial.pc pkgconfig/yaml-0.1.pc libgomp.so.1; do
  [ -e $libraries/$name ] || { echo "$libraries/$name is not there"; exit 77; }
done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
here=${APSIS_PROGRAM:-build/apsis}
tests="unit_laws unit_active unit_keys unit_multipole unit_tree"
generator=()
if command -v ninja >/dev/null; then generator=(-G Ninja); fi
export PKG_CONFIG_LIBDIR=$libraries/pkgconfig:/usr/share/pkgconfig
{
  cmake ${generator[@]+"${generator[@]}"} -S . -B "$work/b" -DCMAKE_SYSTEM_NAME=Linux -DCMAKE_SYSTEM_PROCESSOR=aarch64 \
    -DCMAKE_C_COMPILER=aarch64-linux-gnu-gcc -DCMAKE_CXX_COMPILER="$(command -v aarch64-linux-gnu-g++ || true)" \
    -DAPSIS_CUDA=OFF -DAPSIS_MPI=OFF -DAPSIS_WERROR=ON &&
    cmake --build "$work/b" -j "$(getconf _NPROCESSORS_ONLN)" --target apsis ${tests//unit_/test_unit_}
} >"$work/log" 2>&1 || { tail -n 40 "$work/log"; exit 1; }
arm() { "$qemu" "$work/b/apsis" "$@"; }

arm doctor | tee "$work/doctor"
grep -q 'sets *NEON' "$work/doctor"
for test in $tests; do "$qemu" "$work/b/tests/${test/_/.}"; done

arm ic plummer n=2000 --seed 3 -o "$work/arm.csv" >/dev/null
"$here" ic plummer n=2000 --seed 3 -o "$work/here.csv" >/dev/null
cmp "$work/arm.csv" "$work/here.csv"

# rms error of: program, output, options
rms() {
  local out=$1
  shift
  "$@" "$work/here.csv" -o "$out" --law plummer --softening 0.02 2>&1 | awk '$1 == "rms" { print $2 }'
}
for how in "--solver direct --precision double" "--solver direct --precision mixed" "--solver fmm --accuracy 1e-3" \
  "--solver fmm --accuracy 1e-5"; do
  ours=$(rms "$work/one.hdf5" arm forces $how --threads 1)
  theirs=$(APSIS_ISA=plain rms "$work/plain.hdf5" "$here" forces $how --threads 1)
  rms "$work/three.hdf5" arm forces $how --threads 3 >/dev/null
  cmp "$work/one.hdf5" "$work/three.hdf5"
  echo "$how: rms error $ours, $theirs here"
  # 2e-15: in double also the sum that is compared with rounds, in fewer lanes more
  awk -v a="$ours" -v b="$theirs" 'BEGIN { exit !(a > 0 && (a <= 1.2 * b || a < 2e-15)) }'
done
