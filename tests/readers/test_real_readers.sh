#!/usr/bin/env bash
# yt, pynbody and swiftsimio open our snapshots and see the right particles, units and times.
# They live in a virtual environment outside the repository, made at the first run: $APSIS_READERS_VENV, or
# ~/.cache/apsis/venv-readers. Skipped (77) where Python or PyPI cannot be had.   ctest: timeout=900 cost=75
set -eu
here=$(cd "$(dirname "$0")" && pwd)
build=${APSIS_BUILD:-$here/../../build}
venv=${APSIS_READERS_VENV:-${XDG_CACHE_HOME:-${HOME:-/tmp}/.cache}/apsis/venv-readers}
formats=$build/tests/readers.formats
[ -x "$formats" ] || formats=$(find "$build" -name readers.formats -type f | head -n 1)
[ -n "$formats" ] || { echo "readers.formats is not built"; exit 77; }

if ! cmp -s "$here/requirements.txt" "$venv/requirements.txt"; then
  echo "making $venv (once)"
  mkdir -p "$venv"
  exec 9>"$venv.lock"
  command -v flock >/dev/null && flock 9
  if ! cmp -s "$here/requirements.txt" "$venv/requirements.txt"; then
    python3 -m venv "$venv" || { echo "python3 -m venv does not work here"; exit 77; }
    "$venv/bin/pip" install --quiet --disable-pip-version-check -r "$here/requirements.txt" ||
      { echo "PyPI cannot be reached, or has no such versions for this Python"; exit 77; }
    cp "$here/requirements.txt" "$venv/requirements.txt"
  fi
fi

samples=$(mktemp -d)
trap 'rm -rf "$samples"' EXIT
"$formats" --samples "$samples"
mkdir "$samples/web"
for layout in swift gadget4 own; do # the same state of an expanding universe
  "$build/apsis" run "$here/web.yaml" -q -o "$samples/$layout" --set "output.snapshots.format=$layout"
  cp "$samples/$layout/snapshots/snapshot_0001.hdf5" "$samples/web/$layout.hdf5"
done
# caches and configuration of the readers stay out of the user's home
export XDG_CONFIG_HOME=$samples/config XDG_CACHE_HOME=$samples/cache MPLCONFIGDIR=$samples/config NUMBA_CACHE_DIR=$samples/cache
"$venv/bin/python" "$here/run_readers.py" "$samples"
"$venv/bin/python" "$here/run_comoving.py" "$samples/web"
