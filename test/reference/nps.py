"""Net promoter scores: intervals of one score, comparisons of two, sample sizes; means and shares with weights.

Score limits are roots of Tango's statistic (1998), whose constrained estimate is found here by maximising the trinomial
likelihood itself, not by Tango's closed form.  Run: python3 nps.py > nps.json
"""
import json
import mpmath as mp
import scipy
from mpmath import mpf, mp as context

context.dps = 40


def z_of(confidence):
    return mp.sqrt(2) * mp.erfinv(mpf(confidence))


def restricted_detractors(p, m, d, delta):
    """The share q of detractors that maximises p·log(q + delta) + d·log q + m·log(1 − 2q − delta)."""
    low, high = max(mpf(0), -delta), (1 - delta) / 2
    slope = lambda q: (p / (q + delta) if p else 0) + (d / q if d else 0) - (2 * m / (1 - 2 * q - delta) if m else 0)
    if p == 0 and d == 0:
        return low
    if m == 0:
        return high
    a, b = low, high  # the likelihood is concave: its slope falls
    for _ in range(140):
        middle = (a + b) / 2
        if slope(middle) > 0:
            a = middle
        else:
            b = middle
    return (a + b) / 2


def statistic(p, m, d, delta):
    n = p + m + d
    q = restricted_detractors(p, m, d, delta)
    variance = n * (2 * q + delta * (1 - delta))
    distance = p - d - n * delta
    return mp.inf * mp.sign(distance) if variance <= 0 else distance / mp.sqrt(variance)


def score_limits(p, m, d, confidence):
    z, n = z_of(confidence), p + m + d
    estimate = mpf(p - d) / n
    limits = []
    for end, sign in ((mpf(-1), 1), (mpf(1), -1)):
        inside, outside = estimate, end
        for _ in range(90):
            middle = (inside + outside) / 2
            if sign * statistic(p, m, d, middle) < z:
                inside = middle
            else:
                outside = middle
        limits.append(100 * outside)
    return limits


def moments(p, m, d):
    n = mpf(p + m + d)
    score = (p - d) / n
    return score, (p + d) / n - score**2, n


def clamp(x, most=100):
    return max(-most, min(most, x))


def numbers(xs):
    return [float(x) for x in xs]


BANDS = [
    (5, 2, 3), (1, 0, 0), (0, 1, 0), (0, 0, 1), (3, 0, 0), (0, 4, 0), (0, 0, 7), (1, 1, 1), (2, 0, 2), (10, 0, 0),
    (9, 1, 0), (0, 1, 9), (4, 6, 0), (0, 6, 4), (50, 30, 20), (30, 30, 40), (500, 300, 200), (1, 99, 0), (0, 99, 1),
    (1, 98, 1), (811, 500, 500), (123456, 234567, 98765), (999999, 0, 1), (7, 0, 5), (1000, 0, 0), (2, 5, 3),
]
intervals = []
for bands in BANDS:
    for confidence in (0.95,) if bands not in ((5, 2, 3), (4, 6, 0), (50, 30, 20), (1, 98, 1), (10, 0, 0)) else (0.5, 0.8, 0.9, 0.95, 0.99, 0.9999):
        z = z_of(confidence)
        score, variance, n = moments(*bands)
        wald = z * mp.sqrt(variance / n)
        p, m, d = bands[0] + mpf(3) / 4, bands[1] + mpf(3) / 2, bands[2] + mpf(3) / 4
        centre, spread, size = moments(p, m, d)
        adjusted = z * mp.sqrt(spread / size)
        intervals.append(dict(
            bands=bands, confidence=confidence, standardError=float(100 * mp.sqrt(variance / n)), value=float(100 * score),
            score=numbers(score_limits(*map(mpf, bands), confidence)),
            wald=numbers(clamp(100 * (score + by * wald)) for by in (-1, 1)),
            adjustedWald=numbers(clamp(100 * (centre + by * adjusted)) for by in (-1, 1)),
        ))

comparisons = []
for a, b in [((2, 2, 2), (4, 2, 0)), ((410, 320, 270), (470, 310, 220)), ((1, 0, 0), (0, 0, 1)), ((0, 3, 0), (0, 5, 0)),
             ((100000, 0, 0), (0, 0, 100000)), ((300, 0, 0), (0, 0, 300)), ((5, 2, 3), (5, 2, 3)), ((12, 0, 5), (3, 9, 8)),
             ((60, 20, 20), (30, 40, 30))]:
    for confidence in (0.9, 0.95):
        row = dict(a=a, b=b, confidence=confidence)
        for name, add in (("adjusted-wald", (mpf(3) / 4, mpf(3) / 2, mpf(3) / 4)), ("wald", (0, 0, 0))):
            (s1, v1, n1), (s2, v2, n2) = (moments(*(x + y for x, y in zip(side, add))) for side in (a, b))
            error = mp.sqrt(v1 / n1 + v2 / n2)
            margin = z_of(confidence) * error
            row[name] = dict(
                standardError=float(100 * error),
                interval=numbers(clamp(100 * (s2 - s1 + by * margin), 200) for by in (-1, 1)),
                z=None if error == 0 else float((s2 - s1) / error),
                pValue=None if error == 0 else float(mp.erfc(abs(s2 - s1) / error / mp.sqrt(2))),
            )
        row["difference"] = float(100 * (moments(*b)[0] - moments(*a)[0]))
        comparisons.append(row)

sizes = []
for variance in (mpf(67) / 100, mpf(1) / 2, mpf(1)):
    for confidence in (0.9, 0.95, 0.99):
        for margin in (2, 5, 10, 15):
            n = (z_of(confidence) / margin * 100) ** 2 * variance - 3
            sizes.append(dict(marginOfError=margin, confidence=confidence, variance=float(variance), n=int(mp.ceil(n))))
differences = []
for two_sided, confidence, power, difference in [(False, 0.95, 0.8, 10), (False, 0.95, 0.8, 5), (True, 0.9, 0.8, 10), (True, 0.95, 0.8, 10),
                                                 (True, 0.95, 0.9, 4), (True, 0.99, 0.95, 20), (False, 0.9, 0.5, 3)]:
    tail = (1 - mpf(confidence)) / (2 if two_sided else 1)
    z = z_of(1 - 2 * tail) + z_of(2 * mpf(power) - 1)
    one = int(mp.ceil((z / difference * 100) ** 2 * mpf(67) / 100 - 3))
    two = int(mp.ceil((z / difference * 100) ** 2 * 2 * mpf(67) / 100 - 3))
    differences.append(dict(twoSided=two_sided, confidence=confidence, power=power, difference=difference, benchmark=one, score=two))

print(json.dumps(dict(madeWith=f"mpmath {mp.__version__}: nps.py", intervals=intervals, comparisons=comparisons, sizes=sizes, differences=differences)))
