"""Two proportions: Miettinen-Nurminen, Newcombe and Wald limits, and the tests, at 120 digits, so that 50 remain.

The constrained shares come from the closed form of the cubic (Miettinen & Nurminen 1985, appendix) and the limits from
bisection: neither way is the library's. Checked in compare-proportions.test.ts against R's prop.test too, whose values are at the end.

Run: python3 compare-proportions.py > compare-proportions.json
"""
import json, platform
import mpmath
from mpmath import mpf, sqrt, cos, acos, pi

mpmath.mp.dps = 120

def constrained(x1, n1, x2, n2, delta):
    """The most likely first share when the second is larger by delta."""
    n = n1 + n2
    l3, l2 = n, (n2 + 2 * n1) * delta - n - (x1 + x2)
    l1, l0 = (n1 * delta - n - 2 * x1) * delta + (x1 + x2), x1 * delta * (1 - delta)
    q = l2**3 / (3 * l3) ** 3 - l1 * l2 / (6 * l3**2) + l0 / (2 * l3)
    p = sqrt(abs(l2**2 / (3 * l3) ** 2 - l1 / (3 * l3)))
    if q < 0: p = -p
    ratio = mpf(1) if p == 0 else q / p**3
    a = (pi + acos(max(mpf(-1), min(mpf(1), ratio)))) / 3
    return 2 * p * cos(a) - l2 / (3 * l3)

def score(x1, n1, x2, n2, z, sign):
    d = x2 / n2 - x1 / n1
    def excess(delta):
        p = constrained(x1, n1, x2, n2, delta)
        p = min(max(p, 0, -delta), 1, 1 - delta); r = p + delta
        v = (p * (1 - p) / n1 + r * (1 - r) / n2) * (n1 + n2) / (n1 + n2 - 1)
        return (d - delta) ** 2 - z * z * v
    inside, outside = d, mpf(sign)
    # next to the estimate the statistic is small; at the estimate itself the variance may be 0
    if excess(outside) <= 0: return outside
    for _ in range(400):
        middle = (inside + outside) / 2
        if excess(middle) > 0: outside = middle
        else: inside = middle
    return inside

def wilson(x, n, z):
    centre, half = (x + z * z / 2) / (n + z * z), z / (n + z * z) * sqrt(x * (n - x) / n + z * z / 4)
    return centre - half, centre + half

# Shares so near to one another, to 0 or to 1 that doubles of the shares have few digits of what is asked.
BILLION, LARGE = 10**9, 10**15
far = [
    (BILLION // 2, BILLION, BILLION // 2 + 10**5, BILLION, .95), (BILLION - 1, BILLION, BILLION - 5, BILLION, .95), (1, BILLION, 5, BILLION, .95),
    (BILLION, BILLION, LARGE, LARGE, .999), (0, BILLION, 0, LARGE, .5), (10**12 - 1, 10**12, 10, 10, .95), (LARGE - 1, LARGE, LARGE - 3, LARGE, .9),
    (LARGE // 3, LARGE, LARGE // 3 + 10**8, LARGE, .99), (LARGE - 3, LARGE, 2, LARGE, .95), (3, BILLION, BILLION - 2, BILLION, .9999), (1, 3, 10**14, 3 * 10**14, .9)]
cases, far_cases = [], []
for x1, n1, x2, n2, level in [
    (50, 100, 65, 100, .95), (56, 70, 48, 80, .95), (9, 10, 3, 10, .95), (10, 10, 0, 20, .95), (0, 50, 3, 50, .95), (5, 56, 0, 29, .95),
    (0, 10, 0, 20, .95), (0, 10, 0, 10, .95), (10, 10, 10, 10, .95), (10, 10, 20, 20, .9), (0, 20, 10, 10, .95), (1, 1, 0, 1, .95), (0, 1, 0, 1, .95),
    (1, 1000, 3, 1200, .99), (120, 10000, 150, 10000, .95), (48213, 1000000, 48790, 1000000, .95), (7, 34, 1, 34, .8), (3.5, 20, 7.25, 31, .95)] + far:
    x1, n1, x2, n2 = map(mpf, (x1, n1, x2, n2))
    z = sqrt(2) * mpmath.erfinv(mpf(level))
    d, p1, p2 = x2 / n2 - x1 / n1, x1 / n1, x2 / n2
    se, pool = sqrt(p1 * (1 - p1) / n1 + p2 * (1 - p2) / n2), (x1 + x2) / (n1 + n2)
    pooled = sqrt(pool * (1 - pool) * (1 / n1 + 1 / n2))
    (l1, u1), (l2, u2) = wilson(x1, n1, z), wilson(x2, n2, z)
    test = lambda s: None if s == 0 else [float(d / s), float(mpmath.erfc(abs(d / s) / sqrt(2)))]
    (far_cases if (x1, n1, x2, n2, level) in far else cases).append({
        "first": [float(x1), float(n1)], "second": [float(x2), float(n2)], "confidence": level,
        "score": [float(score(x1, n1, x2, n2, z, -1)), float(score(x1, n1, x2, n2, z, 1))],
        "newcombe": [float(d - sqrt((p2 - l2) ** 2 + (u1 - p1) ** 2)), float(d + sqrt((u2 - p2) ** 2 + (p1 - l1) ** 2))],
        "wald": [max(-1, float(d - z * se)), min(1, float(d + z * se))],
        "pooledTest": test(pooled), "waldTest": test(se), "standardError": float(se),
        "difference": float(d)})

# R 4.2.2: t <- prop.test(c(x2, x1), c(n2, n1), correct = FALSE); format(c(sqrt(t$statistic), t$p.value), digits = 17)
prop_test = [
    {"first": [50, 100], "second": [65, 100], "z": 2.1455956195564547, "pValue": 0.031905255236596632},
    {"first": [9, 10], "second": [3, 10], "z": -2.7386127875258306, "pValue": 0.0061698993205441532},
    {"first": [120, 10000], "second": [150, 10000], "z": 1.838191814478386, "pValue": 0.066034145546154194},
    {"first": [0, 50], "second": [3, 50], "z": 1.7586311452816474, "pValue": 0.078640179348828373},
]
print(json.dumps({"madeWith": f"Python {platform.python_version()}, mpmath {mpmath.__version__}: compare-proportions.py",
                  "propTest": prop_test, "cases": cases, "far": far_cases}))
