/* The tests' whole framework: a failed CHECK prints where and with what values, the program ends with status 1. */
#ifndef APS_TESTS_CHECK_H
#define APS_TESTS_CHECK_H
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Sanitized, code is three to ten times slower: large cases are left to the plain build. GCC tells by a macro, clang by a feature. */
#ifndef __has_feature
#define __has_feature(name) 0
#endif
#if defined __SANITIZE_ADDRESS__ || defined __SANITIZE_THREAD__ || __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
enum { SANITIZED = 1 };
#else
enum { SANITIZED = 0 };
#endif

static int check_failures;
#define CHECK(condition)                                                                           \
  do {                                                                                             \
    if (!(condition)) {                                                                            \
      check_failures++;                                                                            \
      printf("%s:%d: failed: %s\n", __FILE__, __LINE__, #condition);                               \
    }                                                                                              \
  } while (0)
/* |a - b| <= tolerance; NaN fails */
#define CHECK_NEAR(a, b, tolerance)                                                                \
  do {                                                                                             \
    const double a_ = (a), b_ = (b), t_ = (tolerance);                                             \
    if (!(fabs(a_ - b_) <= t_)) {                                                                  \
      check_failures++;                                                                            \
      printf("%s:%d: failed: %s = %.17g, expected %s = %.17g within %g, off by %g\n", __FILE__,    \
             __LINE__, #a, a_, #b, b_, t_, fabs(a_ - b_));                                         \
    }                                                                                              \
  } while (0)
#define CHECK_OK(ctx, call)                                                                        \
  do {                                                                                             \
    if ((call) != APS_OK) {                                                                        \
      check_failures++;                                                                            \
      printf("%s:%d: failed: %s: %s\n", __FILE__, __LINE__, #call, aps_ctx_error(ctx));            \
    }                                                                                              \
  } while (0)
#define CHECK_RUN(test)                                                                            \
  do {                                                                                             \
    const int before_ = check_failures;                                                            \
    test();                                                                                        \
    printf("%-4s %s\n", check_failures == before_ ? "ok" : "FAIL", #test);                         \
    fflush(stdout);                                                                                \
  } while (0)
#define CHECK_RESULT() (check_failures ? 1 : 0)
#define CHECK_SKIP 77 /* exit status of a test whose input is not there */
#endif
