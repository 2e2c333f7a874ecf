"""2F1(1, b; c; z) with its derivatives, and exp(z) E_s(z), at 50 digits: python3 hypergeometric-one.py (about a minute)

Derivatives are central differences at 100 digits. The complement 1 - z is part of a case: close to 1, a double z does not tell it.
"""

import random

from high_precision import write
from mpmath import mp, mpf

mp.dps = 50
random.seed(20261122)


def series(b, c, z):
    term = total = mpf(1)
    k = 0
    while term > total * mp.eps * (1 - z):
        term *= (b + k) / (c + k) * z
        total += term
        k += 1
    return total


def value(b, c, complement):
    z = 1 - complement
    if 0.01 < complement < 1 and c > 500:
        return series(b, c, z)
    if 1 < complement < 100 and c > 500:  # Pfaff
        return series(c - b, c, z / (z - 1)) / complement
    with mp.workdps(mp.dps + 30):
        return mp.hyp2f1(1, b, c, z, maxterms=10**7, maxprec=10**5)


def slopes(b, c, complement):
    """The derivatives of the logarithm by b, c and z."""
    with mp.workdps(100):
        step = mpf(10) ** -30
        log = lambda *p: mp.log(value(*p))
        by_b = (log(b + b * step, c, complement) - log(b - b * step, c, complement)) / (2 * b * step)
        by_c = (log(b, c + c * step, complement) - log(b, c - c * step, complement)) / (2 * c * step)
        h = complement * step
        by_z = (log(b, c, complement - h) - log(b, c, complement + h)) / (2 * h)
        return by_b, by_c, by_z


complements = [1e-12, 1e-8, 1e-5, 1e-3, 0.01, 0.019, 0.03, 0.1, 0.3, 0.7, 0.99, 1 - 1e-9, 1.0, 1 + 1e-9, 1.4, 3.0, 20.0, 45.0, 80.0, 1e3, 1e6, 1e9]
ordinary = [(0.3, 0.31), (0.3, 0.8), (0.55, 1.0), (0.55, 2.1606), (1.0, 1.0), (1.0, 2.0), (1.0, 3.0), (2.7, 4.0), (7.25, 8.25), (26.5, 27.9), (3.0, 40.0)]
extreme = [(1e-3, 1.01), (0.02, 6.5), (120.5, 121.0), (3.5, 900.0), (1e3, 1001.6), (1e4, 1e4 + 1.6), (1e4, 1e4 + 0.01), (1e4, 2e4), (0.6, 1e4), (5.0, 1e5)]
cases = [(b, c, y) for b, c in ordinary + extreme for y in complements]
for _ in range(120):
    b = 10 ** random.uniform(-2, 3.5)
    cases.append((b, b + 10 ** random.uniform(-2, 3.5), 10 ** random.uniform(-7, 5)))

rows, steep = [], []
for index, (b, c, y) in enumerate(cases):
    exact = [mpf(p) for p in (b, c, y)]
    rows.append((b, c, y, value(*exact)))
    if max(b, c) < 5e3 and 1e-5 < y < 1e5 and index % 2 == 0:
        steep.append((b, c, y, *slopes(*exact)))

orders = [1e-6, 0.05, 0.6, 0.999999, 1.0, 1.0000001, 1.5, 2.0, 3.0, 7.3, 20.0, 50.5, 300.0, 1e4]
arguments = [1e-14, 1e-8, 1e-4, 1e-3, 0.01, 0.1, 0.3, 0.7, 1.0, 1.6, 3.0, 10.0, 55.0, 700.0, 1e5]


def scaled(s, z):
    with mp.workdps(80 + int(s / 20)):
        return mp.exp(z) * mp.expint(s, z)


def scaled_by_quadrature(s, z):
    end = mp.log1p(200 / z)
    return mp.quad(lambda t: mp.exp(-z * mp.expm1(t) + (1 - s) * t), mp.linspace(0, min(end, 200 / (s - 1)), 40))


exponential = [(s, z, scaled(mpf(s), mpf(z)) if s < 200 else scaled_by_quadrature(mpf(s), mpf(z))) for s in orders for z in arguments]
write("hypergeometric-one", values=rows, slopes=steep, exponentialIntegral=exponential)
