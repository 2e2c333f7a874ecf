"""The beta distribution at 60 digits, quantiles at the exact double p: python3 beta.py (some minutes)"""

from high_precision import DIGITS, SMALLEST, beta_log_density, beta_quantile, beta_tails, log_beta, write
from mpmath import mp, mpf

mp.dps = DIGITS
pairs = [(a, a) for a in (0.01, 0.5, 1, 3, 15.5, 29, 31, 99, 101, 1e3, 1e5, 1e6)]
pairs += [(a, b) for a, b in ((0.01, 0.5), (0.01, 7), (0.01, 1e3), (0.01, 1e5), (1e-6, 0.3), (1e-6, 50), (0.5, 2), (0.5, 40), (0.5, 5e5))]
pairs += [(a, b) for a, b in ((1, 5), (1, 1e5), (2.5, 8), (3, 250), (8, 1e6), (28, 32), (31, 5e4), (60, 240), (99, 1e6), (105, 1e3), (150, 1e5), (3e3, 1e5))]
pairs += [(b, a) for a, b in pairs if a != b]
lower = [1e-300, 1e-100, 1e-20, 1e-8, 1e-3, 0.025, 0.2, 0.5, 0.8, 0.975, 0.9999, 1 - 1e-12]
points, quantiles, upper_quantiles = [], [], []


def start(a, b):
    """The mean's log odds, or the power laws' for small parameters: Newton comes home from anywhere."""
    return mp.log(mpf(a) / mpf(b))


for a, b in pairs:
    for p in lower:
        s = beta_quantile(a, b, p, start(a, b))
        x, y = 1 / (1 + mp.exp(-s)), 1 / (1 + mp.exp(s))
        if x > SMALLEST and y > mpf(2) ** -40:
            quantiles.append((p, a, b, x))
        if y > SMALLEST:
            upper_quantiles.append((p, b, a, y))
        place = mpf(float(x))
        if SMALLEST < place < 1 - mpf(2) ** -40:
            tails = beta_tails(a, b, lambda: (place, 1 - place))
            density = mp.exp(beta_log_density(mpf(a), mpf(b), place, 1 - place)) / place / (1 - place)
            points.append((a, b, place, density, *tails))

points = [row for row in points if min(row[4], row[5]) > SMALLEST]
write("beta", points=points, quantile=quantiles, survivalQuantile=upper_quantiles)
