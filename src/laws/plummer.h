/* Plummer softening: U = -(r^2 + eps^2)^-1/2, the potential of a smeared source (Aarseth 1963; Dyer
 * & Ip 1993). The same expressions as Newton's law at q = r^2 + eps^2. */
LAW_INLINE REAL LAW_FN(plummer_seed)(REAL eps2) { return eps2; }

LAW_INLINE void LAW_FN(plummer)(REAL q, REAL eps2, REAL *u, REAL *s, REAL *g) {
  REAL r1, r3;
  (void)eps2;
  LAW_RSQRT3(q, &r1, &r3);
  *u = -r1;
  *s = r3;
  *g = LAW_CONST(-3.0) * (r1 * r1);
}
