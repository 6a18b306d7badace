/* Newton's law: U = -1/r. Unsoftened; the solver's floor in q keeps coincident pairs finite. */
LAW_INLINE REAL LAW_FN(newton_seed)(REAL eps2) { return eps2; }

LAW_INLINE void LAW_FN(newton)(REAL q, REAL eps2, REAL *u, REAL *s, REAL *g) {
  REAL r1, r3;
  (void)eps2;
  LAW_RSQRT3(q, &r1, &r3);
  *u = -r1;
  *s = r3;
  *g = LAW_CONST(-3.0) * (r1 * r1);
}
