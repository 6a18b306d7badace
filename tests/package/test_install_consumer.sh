#!/usr/bin/env bash
# An installed apsis serves a stranger's project: by find_package and by pkg-config, shared and static, each with all of
# the registry's rows. ctest: timeout=120
set -eu -o pipefail
[ -n "${APSIS_BUILD:-}" ] || { echo "APSIS_BUILD names the build folder"; exit 77; }
if grep -q '^APSIS_SANITIZE:STRING=.' "$APSIS_BUILD/CMakeCache.txt"; then exit 77; fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
prefix="$work/a prefix"
cmake --install "$APSIS_BUILD" --prefix "$prefix" >"$work/log" 2>&1 || { cat "$work/log"; exit 1; }

mkdir "$work/project"
cat >"$work/project/main.c" <<'C'
#include <apsis.h>
#include <math.h>
#include <stdio.h>

int main(void) {
  static const char text[] = "particles: [{model: figure8}]\n"
                             "forces: [{law: newton, solver: direct}]\n"
                             "integrator: {name: leapfrog, dt: 0.001}\n"
                             "run: {t_end: 0.1, device: cpu}\n";
  aps_ctx *ctx = aps_ctx_create();
  aps_sim *sim = NULL;
  if (aps_create(ctx, "figure8", text, NULL, 0, &sim) != APS_OK || aps_run(sim, 0.1) != APS_OK) {
    printf("%s\n%s\n", aps_ctx_error(ctx), aps_ctx_hint(ctx));
    return 1;
  }
  for (int kind = 0; kind < APS_KIND_COUNT; kind++) printf("%d ", aps_row_count((aps_kind)kind));
  printf("rows; %lld particles at time %g\n", (long long)aps_count(sim), aps_time(sim));
  const int good = aps_count(sim) == 3 && fabs(aps_time(sim) - 0.1) < 1e-9;
  aps_free(&sim);
  aps_ctx_free(&ctx);
  return !good;
}
C
cat >"$work/project/CMakeLists.txt" <<'CMAKE'
cmake_minimum_required(VERSION 3.18)
project(consumer C)
find_package(apsis REQUIRED)
foreach(kind shared static)
  if(TARGET apsis::${kind})
    add_executable(with_${kind} main.c)
    target_link_libraries(with_${kind} PRIVATE apsis::${kind} m)
  endif()
endforeach()
add_executable(with_default main.c)
target_link_libraries(with_default PRIVATE apsis::apsis m)
CMAKE
generator=$(sed -n 's/^CMAKE_GENERATOR:INTERNAL=//p' "$APSIS_BUILD/CMakeCache.txt")
cmake -G "$generator" -S "$work/project" -B "$work/b" "-DCMAKE_PREFIX_PATH=$prefix" -DCMAKE_C_COMPILER="${CC:-cc}" >"$work/log" 2>&1 &&
  cmake --build "$work/b" >>"$work/log" 2>&1 || { cat "$work/log"; exit 1; }
rows=""
for program in "$work"/b/with_*; do
  said=$("$program")
  echo "${program##*/}: $said"
  [ -z "$rows" ] || [ "$rows" = "$said" ] || { echo "the rows differ"; exit 1; }
  rows=$said
done

pc=$(dirname "$(find "$prefix" -name apsis.pc)")
if command -v pkg-config >/dev/null; then
  export PKG_CONFIG_PATH="$pc"
  eval "${CC:-cc} '$work/project/main.c' $(pkg-config --cflags --libs apsis) $(pkg-config --libs --static apsis) -lm -o '$work/with_pc'"
  LD_LIBRARY_PATH="$pc/.." "$work/with_pc"
fi
if command -v nm >/dev/null && so=$(find "$prefix" -name 'libapsis.so' | grep .); then
  if nm -D --defined-only "$so" | awk '$2 ~ /[TDRB]/ {print $3}' | grep -v '^aps_'; then
    echo "the shared library shows more than aps_"
    exit 1
  fi
  shown=$(nm -D --defined-only "$so" | wc -l)
  echo "$shown public symbols"
  [ "$shown" -gt 20 ]
fi
"$prefix/bin/apsis" --version
