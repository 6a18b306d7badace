#!/usr/bin/env python3
"""Writes multipole.h: the expansions of the fast multipole method as straight-line code, for orders 2 to 8.

    python3 src/force/multipole.py > src/force/multipole.h

docs/fmm.md derives the equations whose numbers stand below. Two kinds of expansions:
  h  harmonic: the pair potential is 1/r. Of the derivatives of order n only the 2n + 1 with at most one z are
     independent, since d_xx + d_yy + d_zz = 0 (eq. 9).
  f  full: any potential of r^2, as a softened one; all (n + 1)(n + 2)/2 derivatives.
A multi-index (i, j, k) counts derivatives along x, y, z.
"""
import itertools
import re
import sys

ORDERS = range(2, 9)


def indices(kind, low, high):
    """Multi-indices of total order low … high in storage order."""
    return [(i, n - i - k, k)
            for n in range(low, high + 1)
            for k in range(0, (min(n, 1) if kind == "h" else n) + 1)
            for i in range(n - k, -1, -1)]


def moments(kind, p):
    """Stored moments: no dipole, since the centre is the centre of mass."""
    return [m for m in indices(kind, 0, p - 1) if sum(m) != 1]


def raw(p):
    return [m for m in indices("f", 0, p - 1) if sum(m) != 1]


def add(a, b):
    return tuple(u + v for u, v in zip(a, b))


def sub(a, b):
    return tuple(u - v for u, v in zip(a, b))


def fold(m):
    """A derivative as a combination of those with at most one z: {index: coefficient} (eq. 9)."""
    i, j, k = m
    if k < 2:
        return {m: 1}
    out = {}
    for part in ((i + 2, j, k - 2), (i, j + 2, k - 2)):
        for index, c in fold(part).items():
            out[index] = out.get(index, 0) - c
    return out


class Lines:
    """Collects statements and sets them in lines of at most 100 columns."""

    def __init__(self):
        self.words, self.lets = [], []

    def let(self, key, value):
        """A constant; neighbours share one declaration."""
        self.lets.append(f"{key} = {value}")

    def declare(self):
        if self.lets:
            self.words.append("const MP_REAL " + self.lets[0] + ("," if len(self.lets) > 1 else ";"))
            self.words += [text + "," for text in self.lets[1:-1]]
            self.words += [self.lets[-1] + ";"] if len(self.lets) > 1 else []
        self.lets = []

    def add(self, statement):
        self.declare()
        self.words.append(statement)

    def text(self):
        self.declare()
        out, line = [], " "
        for word in self.words:
            if len(line) + 1 + len(word) > 99 and line.strip():
                out.append(line)
                line = " "
            line += " " + word
        return "\n".join(out + ([line] if line.strip() else []))


def name(prefix, m):
    return prefix + "".join(map(str, m))


def powers(lines, p, letters="xyz"):
    """x2 = x^2/2!, x3 = x^3/3! …"""
    for c in letters:
        for i in range(2, p + 1):
            before = c if i == 2 else f"{c}{i - 1}"
            lines.let(f"{c}{i}", f"{before} * {c} * MP_SET(1.0 / {i})")


def factor(c, i):
    return c if i == 1 else f"{c}{i}"


def monomials(lines, wanted):
    """t_ijk = x^i y^j z^k / (i! j! k!); returns the expression of each."""
    expression = {}
    for m in sorted(wanted, key=lambda m: (sum(m), m)):
        parts = [factor(c, i) for c, i in zip("xyz", m) if i]
        if not parts:
            continue
        if len(parts) == 1:
            expression[m] = parts[0]
            continue
        known = (m[0], m[1], 0) if m[2] and m[0] and m[1] else None
        left = expression.get(known) if known else None
        expression[m] = name("t", m)
        lines.let(expression[m], f"{left} * {parts[-1]}" if left else " * ".join(parts))
    return expression


def along(m, axis, a):
    """m with a more derivatives along an axis."""
    return tuple(i + a if k == axis else i for k, i in enumerate(m))


def shift(lines, value, outputs, sign):
    """Taylor's shift axis by axis: value'_n = sum_a value_(n + sign a e) t^a / a!; entries that are not in `value` are
    zero. Returns the expressions of `outputs`."""
    def terms(n, axis, known):
        return [(a, along(n, axis, sign * a)) for a in range(0, 2 * ORDERS[-1]) if along(n, axis, sign * a) in known]

    needed = [set(outputs)]  # after each axis, from the last
    everything = set(itertools.product(range(ORDERS[-1] + 1), repeat=3))
    top = max(sum(m) for m in value)
    everything = {m for m in everything if sum(m) <= top}
    for axis in (2, 1):
        needed.insert(0, {m for n in needed[0] for _, m in terms(n, axis, everything)})
    for axis in range(3):
        after = {}
        for n in sorted(needed[axis], key=lambda n: (sum(n), n)):
            parts = terms(n, axis, value)
            if not parts:
                continue
            text = ""
            for a, m in reversed(parts):
                if a == 0:
                    text = f"{text} + {value[m]}" if text else value[m]
                else:
                    t = factor("xyz"[axis], a)
                    text = f"MP_FMA({value[m]}, {t}, {text})" if text else f"{value[m]} * {t}"
            if len(parts) > 1 or parts[0][0]:
                lines.let(name("uvw"[axis], n), text)
                text = name("uvw"[axis], n)
            after[n] = text
        value = after
    return value


def derivatives(lines, kind, p):
    """D_ijk = d^(i+j+k) phi of the separation (x, y, z) from g_m = (1/r d/dr)^m phi, by McMurchie and Davidson's
    recurrence (eq. 7): R^m_000 = g_m, R^m_(i+1) = x R^(m+1)_i + i R^(m+1)_(i-1), and so for y and z."""
    value = {}
    for m in range(p + 1):
        value[(m, (0, 0, 0))] = f"g[{m}]"

    def raise_axis(axis, target, m):
        below = list(target)
        below[axis] -= 1
        one = value[(m + 1, tuple(below))]
        text = f"{'xyz'[axis]} * {one}"
        if below[axis] >= 1:
            lower = list(below)
            lower[axis] -= 1
            two = value[(m + 1, tuple(lower))]
            c = below[axis]
            text = f"MP_FMA({'xyz'[axis]}, {one}, {two if c == 1 else f'MP_SET({c}) * {two}'})"
        key = name(f"r{m}_" if m else "d", target)
        lines.let(key, text)
        value[(m, target)] = key

    most_z = 1 if kind == "h" else p
    for order in range(1, p + 1):
        for target in indices("f", order, order):
            i, j, k = target
            if k > most_z:
                continue
            axis = 2 if k else 1 if (j and not i) else 0  # raise z last, so that x and y need few levels
            for m in range(0, p - order + 1):
                if k and kind == "h" and m:
                    continue  # of those with a z only the final ones are used
                raise_axis(axis, target, m)
    found = {m: value[(0, m)] for m in indices("f", 0, p) if m[2] <= most_z}
    if kind == "h":
        for i, j, k in indices("f", 2, p):
            if k == 2:
                key = name("d", (i, j, 2))
                lines.let(key, f"-({found[(i + 2, j, 0)]} + {found[(i, j + 2, 0)]})")
                found[(i, j, 2)] = key
    return found


def function(kind, p, what, arguments, lines):
    return (f"MP_INLINE void MP_FN({what}_{kind}{p})({arguments}) {{\n{lines.text()}\n}}\n")


def prune(lines, used):
    """Drops constants that nothing uses."""
    text = used
    for let in reversed(lines.lets[:]):
        key, value = let.split(" = ", 1)
        if re.search(rf"\b{key}\b", text):
            text += " " + value
        else:
            lines.lets.remove(let)


def m2l(kind, p, most, what):
    """F_n += sum_m M_m D_(n+m), |n| + |m| <= p (eq. 5)."""
    lines = Lines()
    d = derivatives(lines, kind, p)
    where = {m: a for a, m in enumerate(moments(kind, p))}
    terms = [f"T({a}, {where[m]}, {d[add(n, m)]})" for a, n in enumerate(indices(kind, 0, most))
             for m in reversed(moments(kind, p)) if sum(n) + sum(m) <= p]
    prune(lines, " ".join(terms))
    for term in terms:
        lines.add(term)
    return function(kind, p, what,
                    "const MP_REAL *M, MP_REAL x, MP_REAL y, MP_REAL z, const MP_REAL *g, MP_REAL *F", lines)


def p2l(kind, p):
    """F_n += mass D_n, |n| <= p: one particle as a source (eq. 5)."""
    lines = Lines()
    d = derivatives(lines, kind, p)
    prune(lines, " ".join(d[n] for n in indices(kind, 0, p)))
    for a, n in enumerate(indices(kind, 0, p)):
        lines.add(f"F[{a}] = MP_FMA(mass, {d[n]}, F[{a}]);")
    return function(kind, p, "p2l",
                    "MP_REAL mass, MP_REAL x, MP_REAL y, MP_REAL z, const MP_REAL *g, MP_REAL *F", lines)


def p2m(p):
    """R_m += mass t^m / m! over particles, t from the particle to the centre (eq. 3)."""
    lines = Lines()
    lines.add("R[0] += mass;")
    powers(lines, p - 1)
    t = monomials(lines, raw(p))
    for a, m in enumerate(raw(p)):
        if sum(m):
            lines.add(f"R[{a}] = MP_FMA(mass, {t[m]}, R[{a}]);")
    return ("MP_INLINE void MP_FN(p2m_%d)(MP_REAL mass, MP_REAL x, MP_REAL y, MP_REAL z, MP_REAL *R) {\n"
            "  (void)x, (void)y, (void)z;\n%s\n}\n" % (p, lines.text()))


def m2m(kind, p):
    """R_m += sum_b M_(m-b) t^b / b!, t from the child's centre to the new one (eq. 4)."""
    lines = Lines()
    powers(lines, p - 1)
    moved = shift(lines, {m: f"M[{a}]" for a, m in enumerate(moments(kind, p))}, raw(p), -1)
    for a, m in enumerate(raw(p)):
        lines.add(f"R[{a}] += {moved[m]};")
    return ("MP_INLINE void MP_FN(m2m_%s%d)(const MP_REAL *M, MP_REAL x, MP_REAL y, MP_REAL z, MP_REAL *R) {\n"
            "  (void)x, (void)y, (void)z;\n%s\n}\n" % (kind, p, lines.text()))


def fold_moments(kind, p):
    """The stored moments from all moments (eq. 10)."""
    lines = Lines()
    terms = {m: [] for m in moments(kind, p)}
    for a, m in enumerate(raw(p)):
        for index, c in (fold(m) if kind == "h" else {m: 1}).items():
            terms[index].append((c, a))
    for b, m in enumerate(moments(kind, p)):
        text = ""
        for c, a in terms[m]:
            size = "" if abs(c) == 1 else f"MP_SET({abs(c)}) * "
            sign = ("-" if c < 0 else "") if not text else (" - " if c < 0 else " + ")
            text += f"{sign}{size}R[{a}]"
        lines.add(f"M[{b}] = {text};")
    return f"MP_INLINE void MP_FN(fold_{kind}{p})(const MP_REAL *R, MP_REAL *M) {{\n{lines.text()}\n}}\n"


def l2l(kind, p, most, what):
    """L_n += sum_b F_(n+b) t^b / b!, t from the centre of F to the new one (eq. 6)."""
    lines = Lines()
    powers(lines, p)
    local = {n: f"F[{a}]" for a, n in enumerate(indices(kind, 0, p))}
    for n in indices("f", 0, p):
        if n not in local:
            i, j, k = n
            local[n] = name("f", n)
            lines.let(local[n], f"-({local[(i + 2, j, k - 2)]} + {local[(i, j + 2, k - 2)]})")
    outputs = indices(kind, 0, most)
    moved = shift(lines, local, outputs, 1)
    for a, n in enumerate(outputs):
        lines.add(f"L[{a}] += {moved[n]};")
    return function(kind, p, what, "const MP_REAL *F, MP_REAL x, MP_REAL y, MP_REAL z, MP_REAL *L", lines)


HEAD = """/* Written by multipole.py; do not edit. Multipole and local expansions of orders 2 to 8 about centres of mass
 * as straight-line code, for host and device. Equations: docs/fmm.md. The including file defines
 *   MP_REAL            a number or a vector of them, with + - *
 *   MP_SET(c)          a constant, MP_FMA(a, b, c) a b + c
 *   MP_FN(n), MP_INLINE  function names and their storage
 * h: harmonic (1/r), moments of order m and locals of order n in 2n + 1 numbers; f: full, any potential of r.
 *   p2m_P(mass, t, R)           R += moments of one particle; t: from the particle to the centre
 *   m2m_KP(M, t, R)             R += M moved by t, from its centre to the new one
 *   fold_KP(R, M)               stored moments from all of them
 *   m2l_KP(M, d, g, F)          F += local expansion; d: from the source's centre to the target's; g[m] =
 *                               (1/r d/dr)^m of the pair potential 1/r
 *   m2p_KP                      the same with order 0 and 1 of F only
 *   p2l_KP(mass, d, g, F)       the same of one particle
 *   l2l_KP(F, t, L)             L += F moved by t;  l2p_KP: order 0 and 1 of L only */
#ifndef APS_MULTIPOLE_SIZES
#define APS_MULTIPOLE_SIZES
enum { APS_MULTIPOLE_LEAST = %d, APS_MULTIPOLE_MOST = %d };
/* Numbers stored per expansion, [order]. */
#define APS_MOMENTS_H {%s}
#define APS_MOMENTS_F {%s}
#define APS_MOMENTS_RAW {%s}
#define APS_LOCALS_H {%s}
#define APS_LOCALS_F {%s}
#define APS_MOMENTS_RAW_MOST %d
#define APS_LOCALS_MOST %d
#endif
#ifdef MP_REAL /* without it the file gives the sizes only */
#define T(f, m, d) F[f] = MP_FMA(M[m], d, F[f]);
"""


def sizes(count):
    return ", ".join(str(count(p)) if p in ORDERS else "0" for p in range(ORDERS[-1] + 1))


def main():
    top = ORDERS[-1]
    out = [HEAD % (ORDERS[0], top,
                   sizes(lambda p: len(moments("h", p))), sizes(lambda p: len(moments("f", p))),
                   sizes(lambda p: len(raw(p))),
                   sizes(lambda p: len(indices("h", 0, p))), sizes(lambda p: len(indices("f", 0, p))),
                   len(raw(top)), len(indices("f", 0, top)))]
    for p in ORDERS:
        out.append(p2m(p))
        for kind in "hf":
            out.append(m2m(kind, p))
            out.append(fold_moments(kind, p))
            out.append(m2l(kind, p, p, "m2l"))
            out.append(m2l(kind, p, 1, "m2p"))
            out.append(p2l(kind, p))
            out.append(l2l(kind, p, p, "l2l"))
            out.append(l2l(kind, p, 1, "l2p"))
    out.append("#undef T\n#endif\n")
    sys.stdout.write("\n".join(out))


if __name__ == "__main__":
    main()
