#!/usr/bin/env bash
# Looks for new inputs that crash, leak or break a promise: every fuzz_*.c under libFuzzer with the address and
# undefined-behaviour sanitizers, for APSIS_FUZZ_SECONDS (5) each, starting from the kept corpus. What it finds is left
# in the build folder; add it to the corpus with the fix. Needs clang. ctest: timeout=900 cost=98
set -eu -o pipefail
clang=$(command -v clang || true)
[ -n "$clang" ] || { echo "clang is not installed"; exit 77; }
if [ -n "${APSIS_BUILD:-}" ] && grep -q '^APSIS_SANITIZE:STRING=.' "$APSIS_BUILD/CMakeCache.txt"; then
  echo "this build is for the sanitizers; the fuzzers have their own"
  exit 77
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
if ! echo 'int LLVMFuzzerTestOneInput(const char *d, long n) { return d && n < 0; }' >"$work/try.c" ||
  ! "$clang" -fsanitize=fuzzer,address "$work/try.c" -o "$work/try" 2>"$work/why"; then
  echo "this clang has no libFuzzer (libclang-rt-dev): $(head -n 1 "$work/why")"
  exit 77
fi
compile=("$clang")
command -v ccache >/dev/null && compile=(ccache "$clang")
flags=(-std=gnu11 -g1 -O1 -Isrc -fno-omit-frame-pointer -fno-sanitize-recover=undefined -ffunction-sections)
pkg=$(pkg-config --exists hdf5 && echo hdf5 || echo hdf5-serial)
read -r -a include <<<"$(pkg-config --cflags "$pkg" yaml-0.1)"
read -r -a link <<<"$(pkg-config --libs "$pkg" yaml-0.1) -lpthread -lm"
generated=${APSIS_BUILD:+-I$APSIS_BUILD/generated}

# What parses; the linker drops what a fuzzer does not reach, and with it the references to the rest.
i=0
for source in src/core/*.c src/sim/{registry,files,commit}.c io/*.c io/readers/*.c; do
  [ -f "$source" ] || continue
  i=$((i + 1))
  "${compile[@]}" "${flags[@]}" -fsanitize=fuzzer-no-link,address,undefined "${include[@]}" $generated -c "$source" -o "$work/$i.o"
done

status=0
for fuzzer in tests/fuzz/fuzz_*.c; do
  name=$(basename "$fuzzer" .c)
  program=$work/$name
  "${compile[@]}" "${flags[@]}" -fsanitize=fuzzer,address,undefined "${include[@]}" "$fuzzer" "$work"/*.o \
    -Wl,--gc-sections "${link[@]}" -o "$program"
  mkdir -p "$work/new_$name"
  kept=()
  for folder in "tests/fuzz/corpus_${name#fuzz_}"*; do
    if [ -d "$folder" ]; then kept+=("$folder"); fi
  done
  dictionary=()
  if [ -f "tests/fuzz/${name#fuzz_}.dict" ]; then dictionary=("-dict=tests/fuzz/${name#fuzz_}.dict"); fi
  if "$program" -max_total_time="${APSIS_FUZZ_SECONDS:-5}" -timeout=20 -rss_limit_mb=4096 -print_final_stats=1 \
    ${dictionary[@]+"${dictionary[@]}"} -artifact_prefix="$work/found_${name}_" "$work/new_$name" ${kept[@]+"${kept[@]}"} \
    >"$work/log" 2>&1; then
    echo "$name: $(grep -E 'number_of_executed_units' "$work/log" | tr -s ' ')"
  else
    status=1
    echo "$name: FAILED"
    tail -n 40 "$work/log"
    mkdir -p "${APSIS_BUILD:-build}/fuzz"
    cp "$work"/found_"$name"_* "${APSIS_BUILD:-build}/fuzz/" && echo "the input is in ${APSIS_BUILD:-build}/fuzz"
  fi
done
exit $status
