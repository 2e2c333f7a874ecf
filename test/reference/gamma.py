"""The gamma distribution at 60 digits, quantiles at the exact double p: python3 gamma.py (some minutes)"""

from high_precision import DIGITS, SMALLEST, gamma_log_density, gamma_quantile, gamma_tails, write
from mpmath import mp, mpf

mp.dps = DIGITS
shapes = [1e-6, 0.01, 0.05, 0.1, 0.5, 0.97, 1, 1.5, 2.5, 7, 17.5, 29.5, 31, 75, 99.5, 100.5, 300, 1e3, 1e4, 1e5, 5e5]
lower = [1e-300, 1e-200, 1e-100, 1e-50, 1e-20, 1e-10, 1e-5, 1e-3, 0.01, 0.025, 0.1, 0.3, 0.5, 0.7, 0.9, 0.975, 0.999, 1 - 1e-10, 1 - 1e-15]
upper = [1e-300, 1e-100, 1e-30, 1e-12, 1e-6, 0.01, 0.4, 0.8]

points, quantiles, upper_quantiles = [], [], []


def note(a, log_x):
    x = float(mp.exp(log_x))
    p, q = gamma_tails(a, x)
    points.append((a, x, mp.exp(gamma_log_density(mpf(a), mpf(x))) / mpf(x), p, q))


for a in shapes:
    for p in lower:
        if (mp.log(p) + mp.loggamma(mpf(a) + 1)) / a < mp.log(SMALLEST):
            continue
        log_x = gamma_quantile(a, p)
        quantiles.append((p, a, mp.exp(log_x)))
        note(a, log_x)
    for q in upper:
        if (mp.log(1 - mpf(q)) + mp.loggamma(mpf(a) + 1)) / a < mp.log(SMALLEST):
            continue
        log_x = gamma_quantile(a, q, upper=True)
        upper_quantiles.append((q, a, mp.exp(log_x)))
        note(a, log_x)

points = [row for row in points if min(row[3], row[4]) > SMALLEST]
write("gamma", points=points, quantile=quantiles, survivalQuantile=upper_quantiles)
