# How things are compiled: build types, flags, sanitizers, ccache. The target apsis_flags carries them.
foreach(part IN ITEMS CUDA MPI GL GLFW IMGUI PNG)
  set(APSIS_${part} AUTO CACHE STRING "${part}: AUTO uses it where found, ON demands it, OFF leaves it out")
  set_property(CACHE APSIS_${part} PROPERTY STRINGS AUTO ON OFF)
endforeach()
option(APSIS_OPENMP "Use all cores (OpenMP)" ON)
option(APSIS_STATIC_DEPS "Link HDF5, libyaml, libpng and the compilers' libraries statically" OFF)
option(APSIS_BENCHMARKS "Build what stands in benchmarks/" ON)
option(APSIS_WERROR "Treat warnings as errors" OFF)
set(APSIS_SANITIZE "" CACHE STRING "Sanitizers, as in -fsanitize=: address,undefined or thread")

if(NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES)
  set(CMAKE_BUILD_TYPE Release CACHE STRING "Release, Debug or RelWithDebInfo" FORCE)
endif()
set(CMAKE_C_STANDARD 11)
set(CMAKE_CXX_STANDARD 17)
set(CMAKE_C_STANDARD_REQUIRED ON)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_C_EXTENSIONS ON) # POSIX declarations
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

find_program(CCACHE ccache)
mark_as_advanced(CCACHE)
if(CCACHE)
  foreach(language IN ITEMS C CXX CUDA)
    if(NOT DEFINED CMAKE_${language}_COMPILER_LAUNCHER)
      set(CMAKE_${language}_COMPILER_LAUNCHER ${CCACHE})
    endif()
  endforeach()
endif()

# No -ffast-math and no fused multiply-add outside the kernels: the same bits on every instruction set. Nothing is
# tuned to the machine that compiles; the kernels choose their instruction set when they run.
add_library(apsis_flags INTERFACE)
set(c_like $<COMPILE_LANGUAGE:C,CXX>)
target_compile_options(apsis_flags INTERFACE
  $<${c_like}:-Wall -Wextra -ffp-contract=off -fno-math-errno -fvisibility=hidden -g1>
  $<$<COMPILE_LANG_AND_ID:C,Clang,AppleClang>:-Wno-pass-failed> # "omp simd" is a wish
  $<$<AND:${c_like},$<BOOL:${APSIS_WERROR}>>:-Werror>)
if(APSIS_SANITIZE)
  set(sanitize -fsanitize=${APSIS_SANITIZE} -fno-omit-frame-pointer)
  if(APSIS_SANITIZE MATCHES undefined)
    list(APPEND sanitize -fno-sanitize-recover=undefined)
  endif()
  target_compile_options(apsis_flags INTERFACE $<${c_like}:${sanitize}>)
  target_link_options(apsis_flags INTERFACE -fsanitize=${APSIS_SANITIZE})
endif()

# Sources of long straight-line code (the expansions) take minutes to compile with all checks at each access. Of those
# on pointers they are spared what the address sanitizer sees anyway: null, object-size and pointer-overflow. Bounds, shifts,
# overflow and the rest of UBSan stay. To be linked after apsis_flags.
add_library(apsis_long_code INTERFACE)
if(APSIS_SANITIZE MATCHES address AND APSIS_SANITIZE MATCHES undefined)
  target_compile_options(apsis_long_code INTERFACE $<${c_like}:-fno-sanitize=null,object-size,pointer-overflow>)
endif()
