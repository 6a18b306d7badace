# Pair kernels: each src/force/*_kernel.c is compiled once per instruction set with APS_ISA_NAME set to its name, and
# the right copy is chosen when the program runs. Only these files may use fused multiply-add.
include(CheckCCompilerFlag)
file(GLOB kernel_sources CONFIGURE_DEPENDS src/force/*_kernel.c)
set(APSIS_KERNELS "")

add_library(apsis_kernel_checks INTERFACE) # to be linked after apsis_flags
if(APSIS_SANITIZE MATCHES address AND APSIS_SANITIZE MATCHES undefined) # the processor traps where a vector is not aligned
  target_compile_options(apsis_kernel_checks INTERFACE -fno-sanitize=alignment)
  # what outlives its scope does so in every set: plain looks, and the others compile in two thirds of the time
  set(scopes_seen -fno-sanitize-address-use-after-scope)
endif()

function(apsis_kernel isa)
  add_library(apsis_kernel_${isa} OBJECT ${kernel_sources})
  target_include_directories(apsis_kernel_${isa} PRIVATE src)
  # No library's options: these files take the longest to compile, and need not be compiled again when MPI comes along.
  target_link_libraries(apsis_kernel_${isa} PRIVATE apsis_flags apsis_long_code apsis_kernel_checks)
  target_compile_definitions(apsis_kernel_${isa} PRIVATE APS_ISA_NAME=${isa})
  target_compile_options(apsis_kernel_${isa} PRIVATE ${ARGN})
  set(APSIS_KERNELS ${APSIS_KERNELS} apsis_kernel_${isa} PARENT_SCOPE)
endfunction()

set(kernel_names plain)
set(speed -O3)
if(CMAKE_C_COMPILER_ID STREQUAL GNU) # straight-line code hardly computes a value twice: to look for such takes a third of the time
  list(APPEND speed -fno-tree-pre -fno-gcse)
endif()
if(APSIS_SANITIZE)
  set(speed -O1) # instrumented kernels take minutes to optimise
endif()
if(kernel_sources)
  set(wider -Wno-psabi) # vectors wider than the registers pass between a kernel's own inline functions only
  apsis_kernel(plain ${speed} ${wider})
  if(CMAKE_SYSTEM_PROCESSOR MATCHES "^(x86_64|AMD64)$")
    apsis_kernel(avx2 ${speed} ${wider} ${scopes_seen} -mavx2 -mfma)
    set(kernel_names "plain avx2")
    if(APSIS_SANITIZE AND NOT CMAKE_CROSSCOMPILING) # such a build is run where it is made: a minute and a half less without
      include(CheckCSourceRuns)
      check_c_source_runs("int main(void) { return !__builtin_cpu_supports(\"avx512f\"); }" APSIS_RUNS_AVX512)
    endif()
    if(NOT DEFINED APSIS_RUNS_AVX512 OR APSIS_RUNS_AVX512)
      apsis_kernel(avx512 ${speed} ${scopes_seen} -mavx512f -mavx512dq -mavx512vl -mavx512bw -mavx512cd -mfma
                   -mprefer-vector-width=512)
      string(APPEND kernel_names " avx512")
    endif()
  elseif(CMAKE_SYSTEM_PROCESSOR MATCHES "^(aarch64|arm64)$") # every such processor has NEON
    set(kernel_names "plain (NEON)")
  endif()
endif()
apsis_feature("SIMD" on "${kernel_names}" "pair loops, chosen when run" "-")
