#!/usr/bin/env bash
# On a full disk every writer says so, exits 4, keeps the old file and leaves no other. Skipped (77) where no small file
# system can be mounted.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
build=${APSIS_BUILD:-$here/../../build}
formats=$build/tests/readers.formats
[ -x "$formats" ] || { echo "readers.formats is not built"; exit 77; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
unshare -rm true 2>/dev/null || { echo "no user namespaces here"; exit 77; }

cat > "$work/inside" <<'INSIDE'
set -eu
formats=$1 disk=$2
mount -t tmpfs -o size=4m none "$disk" || exit 77
"$formats" --fill "$disk/old.hdf5" swift 5000 || { echo "FAIL: a file that fits"; exit 1; }
before=$(cksum < "$disk/old.hdf5")

# format, particles, bytes free. The first are refused beforehand. 20000 particles take 2080000 bytes (104 each) and
# their metadata: with 8 kB beyond the disk fills up while they are written; own takes 108 each.
while read -r format n free; do
  rm -f "$disk/filler"
  now=$(($(stat -f -c '%a * %S' "$disk")))
  head -c $((now - free)) /dev/zero > "$disk/filler"
  status=0
  "$formats" --fill "$disk/old.hdf5" "$format" "$n" 2> "$disk.err" || status=$?
  echo "$format, $n particles: $(cat "$disk.err")"
  [ "$status" = 4 ] || { echo "FAIL: status $status"; exit 1; }
  grep -q "old.hdf5: cannot write: No space left on device" "$disk.err" || { echo "FAIL: no named cause"; exit 1; }
  [ "$(ls -A "$disk" | tr '\n' ' ')" = "filler old.hdf5 " ] || { echo "FAIL: left behind: $(ls -A "$disk")"; exit 1; }
done <<'CASES'
swift 50000 2000000
csv 50000 2000000
tipsy 50000 1000000
swift 20000 2088960
gadget4 20000 2084864
own 20000 2168832
CASES
[ "$(cksum < "$disk/old.hdf5")" = "$before" ] || { echo "FAIL: the old file changed"; exit 1; }
echo "ok: full disk"
INSIDE
mkdir "$work/disk"
unshare -rm bash "$work/inside" "$formats" "$work/disk"
