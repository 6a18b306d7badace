/* Functions compiled several times, for vectors as wide as the processor at hand has: for simple loops whose bits do not
 * depend on the width, or need not. */
#ifndef APS_WIDE_H
#define APS_WIDE_H
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && !defined(__SANITIZE_THREAD__) /* whose runtime
   is not there yet when the choice is made, before main */
#define APS_WIDE __attribute__((target_clones("default", "avx2", "avx512f")))
#else
#define APS_WIDE
#endif
#endif
