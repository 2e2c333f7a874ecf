"""Student's t distribution at 60 digits, quantiles at the exact double p: python3 student-t.py (some minutes)"""

from high_precision import DIGITS, SMALLEST, beta_quantile, beta_tails, log_beta, write
from mpmath import mp, mpf

mp.dps = DIGITS
degrees = [0.5, 1, 1.5, 2, 3, 4, 5, 7.3, 10, 20, 29, 30, 58, 61, 100, 250, 1e3, 1e4, 1e5, 1e6]
tails = [1e-300, 1e-200, 1e-100, 1e-50, 1e-20, 1e-10, 1e-5, 1e-3, 0.025, 0.05, 0.1, 0.2, 0.24, 0.26, 0.3, 0.4, 0.49]
tails += [0.5 - 2.0**-k for k in (10, 20, 30, 40, 50)]
upper = [0.50001, 0.7, 0.76, 0.95, 0.975, 0.999, 1 - 1e-10, 1 - 1e-15]
points, quantiles = [], []


def size(df, tail):
    """|t| whose one-sided tail is `tail`, below one half, as an mpf."""
    a, half = mpf(df) / 2, mpf(1) / 2
    if tail > 0.25:  # from the centre: P(|T| <= t) = I(t²/(df + t²); ½, df/2)
        s = beta_quantile(half, a, 1 - 2 * tail, mp.log(half / a))
        return mp.sqrt(df * mp.exp(s))
    s = beta_quantile(a, half, 2 * tail, mp.log(a / half))
    return mp.sqrt(df * mp.exp(-s))


def note(df, t):
    place = mpf(float(t))
    freedom = mpf(df)

    def ends():
        return freedom / (freedom + place**2), place**2 / (freedom + place**2)

    tail, centre = beta_tails(freedom / 2, mpf(1) / 2, ends)
    small, large = tail / 2, (1 + centre) / 2
    density = mp.exp((freedom + 1) / 2 * mp.log(ends()[0]) - log_beta(freedom / 2, mpf(1) / 2)) / mp.sqrt(freedom)
    points.append((df, place, density, *((small, large) if place < 0 else (large, small))))


for df in degrees:
    for p in tails + upper:
        exact = mpf(p)
        t = -size(df, exact) if p < 0.5 else size(df, 1 - exact)
        if abs(t) < 1e300:
            quantiles.append((p, df, t))
            note(df, t)

points = [row for row in points if min(row[3], row[4]) > SMALLEST]
write("student-t", points=points, quantile=quantiles)
