/* Cubic spline softening: a source smeared over the kernel of Monaghan & Lattanzio (1985), of
 * radius h = 2.8 eps, so that the potential at its centre is -1/eps; exactly Newton's law beyond
 * h. Hernquist & Katz 1989, appendix A; Springel, Yoshida & White 2001, appendix. With x = r/h and
 * w = 1 - x:
 *   x < 1/2:   h^3 s = 32/3 - 38.4 x^2 + 32 x^3
 *              h U   = -14/5 + 16/3 x^2 - 9.6 x^4 + 6.4 x^5
 *   x < 1:     r^3 s = 1 - w^4 (16 - 25.6 w + 32/3 w^2)
 *              r U   = -1 + w^5 (16/5 - 32/15 w)
 * The outer piece is written by the mass outside r, which loses no digits where it joins
 * Newton's law. */
LAW_INLINE REAL LAW_FN(spline_seed)(REAL eps2) {
  (void)eps2;
  return LAW_CONST(0.0);
}

LAW_INLINE void LAW_FN(spline)(REAL q, REAL eps2, REAL *u, REAL *s, REAL *g) {
  const REAL h2 = eps2 * LAW_CONST(APS_SPLINE_SUPPORT * APS_SPLINE_SUPPORT);
  REAL r1, r3;
  LAW_RSQRT3(q, &r1, &r3);
  *u = -r1;
  *s = r3;
  *g = LAW_CONST(-3.0) * (r1 * r1);
  if (!LAW_ANY(LAW_LT(q, h2))) return;

  REAL h1, h3, x1, x3;
  LAW_RSQRT3(h2, &h1, &h3);
  const REAL h1h1 = h1 * h1;
  const REAL x2 = LAW_SELECT(LAW_LT(q, h2), q * h1h1, LAW_CONST(4.0)); /* lanes beyond h: w = 0 */
  LAW_RSQRT3(LAW_MAX(x2, LAW_CONST(0x1p-60)), &x1, &x3); /* 1/r is infinite at r = 0, x is not */
  (void)x3;
  const REAL x = x2 * x1;
  const REAL w = LAW_MAX(LAW_CONST(1.0) - x, LAW_CONST(0.0)), w2 = w * w, w3 = w2 * w;
  const REAL outer =
      LAW_CONST(1.0) -
      w2 * w2 * LAW_FMA(w, LAW_FMA(w, LAW_CONST(32.0 / 3), LAW_CONST(-25.6)), LAW_CONST(16.0));
  const REAL inner =
      LAW_FMA(x2, LAW_FMA(x, LAW_CONST(32.0), LAW_CONST(-38.4)), LAW_CONST(32.0 / 3));
  const REAL u_outer = LAW_CONST(1.0) - w2 * w3 * LAW_FMA(w, LAW_CONST(-32.0 / 15), LAW_CONST(3.2));
  const REAL u_inner =
      LAW_FMA(x2, LAW_FMA(x2, LAW_FMA(x, LAW_CONST(-6.4), LAW_CONST(9.6)), LAW_CONST(-16.0 / 3)),
              LAW_CONST(2.8));
  /* g = 2 d(ln s)/dr2 = (ds/dx) / (s x h^2); the outer piece adds that of the bracket to that of
   * r^-3 */
  const REAL g_outer = LAW_FMA(LAW_CONST(64.0) * w3 * x, h1h1 * LAW_RCP(outer), *g);
  const REAL g_inner = h1h1 * LAW_FMA(x, LAW_CONST(96.0), LAW_CONST(-76.8)) * LAW_RCP(inner);
  *u = -LAW_SELECT(LAW_LT(x, LAW_CONST(0.5)), h1 * u_inner, r1 * u_outer);
  *s = LAW_SELECT(LAW_LT(x, LAW_CONST(0.5)), h3 * inner, r3 * outer);
  *g = LAW_SELECT(LAW_LT(x, LAW_CONST(0.5)), g_inner, g_outer);
}
