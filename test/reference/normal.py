"""The standard normal distribution at 60 digits, quantiles at the exact double p: python3 normal.py"""

import random

from high_precision import DIGITS, SMALLEST, write
from mpmath import mp, mpf

mp.dps = DIGITS
random.seed(2)
root_two = mp.sqrt(2)


def upper(z):
    return mp.erfc(z / root_two) / 2


def quantile(p):
    tail = min(mpf(p), 1 - mpf(p))
    z = mp.sqrt(2) * mp.erfinv(1 - 2 * tail) if tail > 1e-10 else mp.sqrt(-2 * mp.log(tail))
    for _ in range(60):
        # Newton on ln tail: from either side it ends right of the root and comes back.
        step = mp.log(upper(z) / tail) * upper(z) / mp.npdf(z)
        z += step
        if abs(step) < mpf(10) ** -40:
            return -z if p < 0.5 else z
    raise ArithmeticError(p)


z = [k / 4 for k in range(-153, 154)] + [random.uniform(-9, 9) for _ in range(150)] + [random.uniform(-38, 38) for _ in range(100)]
z += [1e-300, -1e-300, 1e-20, 1e-8, 0.67448975, -0.67448976, 5.656854249, 5.65685425]
p = [10.0**-k for k in range(1, 308, 4)] + [0.5 + s * 2.0**-k for k in range(2, 53, 3) for s in (1, -1)]
p += [1 - 10.0**-k for k in range(1, 16)] + [k / 100 for k in range(1, 100) if k != 50] + [random.random() for _ in range(200)]
p += [10 ** random.uniform(-300, -1) for _ in range(100)] + [0.075, 0.925, 0.9249999, 2.2250738585072014e-308, 5e-324]

write(
    "normal",
    points=[(x, mp.npdf(x), upper(-mpf(x)), upper(mpf(x))) for x in z if upper(abs(mpf(x))) > SMALLEST],
    quantile=[(q, quantile(q)) for q in p],
)
