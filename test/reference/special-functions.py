"""ln Γ, ln B, ψ and ψ′ at 60 digits: python3 special-functions.py"""

import random

from high_precision import DIGITS, write
from mpmath import mp, mpf

mp.dps = DIGITS
random.seed(1)
near = [2.0**-k for k in (4, 8, 12, 20, 30, 40, 50)]
places = [10.0**k for k in range(-300, 301, 25)] + [10.0**k for k in range(-10, 16)]
places += [0.1 * k for k in range(1, 200, 3)] + [random.uniform(0, 40) for _ in range(150)]
places += [10 ** random.uniform(0, 12) for _ in range(80)]
beside = [one + sign * d for one in (1.0, 2.0, 1.4616321449683622) for d in near for sign in (1, -1)] + [1.0, 2.0, 0.5, 1.5, 2.5]
parameters = [1e-300, 1e-10, 0.01, 0.3, 0.5, 1.0, 2.0, 3.7, 9.99, 10.0, 25.5, 100.0, 1234.5, 1e5, 5e7, 1e12, 1e100]


def difference_digits(a, b):
    return DIGITS + int(abs(mp.log10(a)) + abs(mp.log10(b)))


def log_beta(a, b):
    with mp.workdps(difference_digits(mpf(a), mpf(b))):
        a, b = mpf(a), mpf(b)
        return mp.loggamma(a) + mp.loggamma(b) - mp.loggamma(a + b)


digamma_places = [x for x in places + beside if x > 1e-160 and abs(x - 1.4616321449683622) > 0.2]
write(
    "special-functions",
    logGamma=[(x, mp.loggamma(mpf(x))) for x in places + beside],
    logBeta=[(a, b, log_beta(a, b)) for a in parameters for b in parameters if a <= b],
    digamma=[(x, mp.digamma(mpf(x))) for x in digamma_places],
    trigamma=[(x, mp.psi(1, mpf(x))) for x in places + beside if 1e-150 < x < 1e150],
)
