/* A pair law is a pure function of the squared distance, written once for every device and
 * precision.
 *
 * For a pair at squared distance r2 with softening eps, per unit G m_i m_j:
 *   u = U(r2)               potential energy
 *   s = 2 dU/dr2            so that a_i    += G m_j s (x_j - x_i)
 *   g = 2 d(ln s)/dr2       so that jerk_i += G m_j s (dv + g (dx.dv) dx)
 * The jerk is written with g, a ratio, because ds/dr2 ~ r^-5 would leave the range of float.
 *
 * A law NAME gives two functions:
 *   LAW_INLINE REAL LAW_FN(NAME_seed)(REAL eps2)
 *       what the sum of squares starts from, so that softening costs nothing:
 *       q = fma(dx, dx, fma(dy, dy, fma(dz, dz, seed)))
 *   LAW_INLINE void LAW_FN(NAME)(REAL q, REAL eps2, REAL *u, REAL *s, REAL *g)
 *       the law at that q = r2 + seed. Unused results cost nothing once inlined.
 * eps2 is the squared softening of the pair, max(eps_i, eps_j)^2 as in GADGET-4 (Springel et al.
 * 2021), and always > 0: where the physical softening is zero, and for every pair of an unsoftened
 * law, the solver passes the square of a floor far below the separations that its precision can
 * tell apart. So r2 = 0 gives finite u, s and g.
 *
 * A law header may be included several times; before each, the includer defines, for its REAL,
 *   REAL                    float, double or a SIMD vector of them; + - * and unary minus work
 *   LAW_FN(n)               the function's full name, e.g. n##_f32
 *   LAW_INLINE              static inline, or static __device__ __forceinline__
 *   LAW_CONST(c)            the constant c
 *   LAW_FMA(a, b, c)        a b + c
 *   LAW_MAX(a, b)
 *   LAW_RCP(x)              1 / x
 *   LAW_RSQRT3(x, r1, r3)   statement: *r1 = x^-1/2 and *r3 = C x^-3/2 (on a GPU: one MUFU and
 *                           two FMUL). C is 1, or a constant that the solver takes out of its
 *                           sums; so s must be a pure number times an r3
 *   LAW_LT(a, b)            a < b, of a type that the next two take
 *   LAW_ANY(c)              c holds in some lane: worth branching on
 *   LAW_SELECT(c, a, b)     c ? a : b, lane by lane
 * and undefines them afterwards. A new law is a header here, a row in laws.c, and a name in
 * APS_LAWS, laws.inc and registry.def. */
#ifndef APS_LAW_H
#define APS_LAW_H
/* Every law, for enumerations, tables and switches: LAW(name, NAME). "laws.inc" includes their
 * headers. */
#define APS_LAWS(LAW)            LAW(newton, NEWTON) LAW(plummer, PLUMMER) LAW(spline, SPLINE)
#define APS_LAW_ENUM(name, NAME) APS_LAW_##NAME,
enum { APS_LAWS(APS_LAW_ENUM) APS_LAW_COUNT };
#undef APS_LAW_ENUM
/* Support of the cubic spline in units of the Plummer-equivalent softening (Springel 2005,
 * section 2.1). */
#define APS_SPLINE_SUPPORT 2.8
#endif
