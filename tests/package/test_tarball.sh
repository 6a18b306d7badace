#!/usr/bin/env bash
# The tarball runs where nothing but the C library is: its program links libc and libm only, and, as root, works inside an
# empty root directory that holds just these. ctest: label=long timeout=3600
set -eu -o pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
archives="libhdf5.a libyaml.a libz.a"
for name in $archives; do
  find /usr/lib* /usr/local/lib* -name "$name" 2>/dev/null | grep -q . || { echo "$name is not installed"; exit 77; }
done
generator=()
if command -v ninja >/dev/null; then generator=(-G Ninja); fi
jobs=$(getconf _NPROCESSORS_ONLN)
static="-DAPSIS_STATIC_DEPS=ON -DBUILD_SHARED_LIBS=OFF"
quick="-DBUILD_TESTING=OFF -DAPSIS_BENCHMARKS=OFF -DCMAKE_CUDA_ARCHITECTURES=90-real" # one GPU's code shows what is linked
{ # what a cache holds of shared libraries must not last
  for kind in "" "$static"; do
    cmake ${generator[@]+"${generator[@]}"} -S . -B "$work/b" -DCMAKE_BUILD_TYPE=Release $quick $kind ${APSIS_TARBALL_ARGS:-}
  done && cmake --build "$work/b" -j "$jobs" && (cd "$work/b" && cpack -G TGZ)
} >"$work/log" 2>&1 || { tail -n 40 "$work/log"; exit 1; }
tarball=$(ls "$work"/b/apsis-*.tar.gz)
echo "$(basename "$tarball"): $(wc -c <"$tarball") bytes"
mkdir "$work/bare"
tar -xzf "$tarball" -C "$work/bare" --strip-components=1
program=$work/bare/bin/apsis

needed=$(ldd "$program" | awk '{print $1}' | sed 's|.*/||' | sort | tr '\n' ' ')
echo "needs: $needed"
for library in $needed; do
  case $library in
    ld-linux* | linux-vdso* | libc.so* | libm.so* | libpthread.so* | libdl.so* | librt.so*) ;;
    *) echo "$library would be missing on a bare machine"; exit 1 ;;
  esac
done
echo "glibc at least: $(objdump -T "$program" | grep -o 'GLIBC_[0-9.]*' | sort -Vu | tail -n 1)"

status=0
chroot "$work/bare" /nothing 2>/dev/null || status=$?
if [ $status != 127 ]; then # 127: the new root was entered and has no such program
  "$program" doctor
  exit 0
fi
ldd "$program" | grep -o '/[^ ]*' | while read -r library; do
  mkdir -p "$work/bare$(dirname "$library")"
  cp -L "$library" "$work/bare$library"
done
mkdir -p "$work/bare/tmp"
cat >"$work/bare/tmp/c.yaml" <<'YAML'
particles: [{model: plummer, n: 500, mass: 1, scale: 1}]
forces: [{law: plummer, solver: direct, softening: 0.05}]
integrator: {name: leapfrog, dt: 0.05}
run: {t_end: 1, output: /tmp/run}
YAML
chroot "$work/bare" /bin/apsis doctor
chroot "$work/bare" /bin/apsis run /tmp/c.yaml
chroot "$work/bare" /bin/apsis info /tmp/run/snapshots/snapshot_0001.hdf5
[ -s "$work/bare/tmp/run/final.png" ] && [ -s "$work/bare/tmp/run/snapshots/snapshot_0001.hdf5" ]
