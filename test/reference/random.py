"""xoshiro128** in plain integers, and bootstraps drawn with it, to compare the library with.  Run: python3 random.py > random.json

The step is that of Blackman & Vigna's xoshiro128starstar.c; its state comes from the seed by MurmurHash3's finaliser on seed + k * 0x9e3779b9.
"""
import json, platform
from statistics import NormalDist, stdev
M = 0xffffffff
rotl = lambda x, k: ((x << k) | (x >> (32 - k))) & M
def mix(z):
    z &= M
    z = ((z ^ (z >> 16)) * 0x85ebca6b) & M
    z = ((z ^ (z >> 13)) * 0xc2b2ae35) & M
    return z ^ (z >> 16)
def words(seed):
    s = [mix(seed + k * 0x9e3779b9) for k in (1, 2, 3, 4)]
    while True:
        yield (rotl((s[1] * 5) & M, 7) * 9) & M
        t = (s[1] << 9) & M
        s[2] ^= s[0]; s[3] ^= s[1]; s[1] ^= s[2]; s[0] ^= s[3]; s[2] ^= t; s[3] = rotl(s[3], 11)
out = []
for seed in (0, 1, 42, 2**32 - 1):
    w = words(seed)
    out.append({"seed": seed, "uniform": [((next(w) >> 5) * 2**26 + (next(w) >> 6)) / 2**53 for _ in range(8)]})

def below(w, n):
    most = 2**32 - 2**32 % n
    while True:
        x = next(w)
        if x < most: return x % n

def at(values, p):
    """Quantile of type 6."""
    n = len(values); h = p * (n + 1); j = int(h // 1)
    lo, hi = values[min(max(j, 1), n) - 1], values[min(max(j + 1, 1), n) - 1]
    return lo + (h - j) * (hi - lo)

def bootstrap(data, statistic, seed, resamples, confidence):
    w, n, value = words(seed), len(data), statistic(data)
    drawn = [statistic([data[below(w, n)] for _ in range(n)]) for _ in range(resamples)]
    order = sorted(drawn)
    N, alpha = NormalDist(), (1 - confidence) / 2
    share = sum((d < value) + (d == value) / 2 for d in drawn) / resamples
    left = [statistic(data[:i] + data[i + 1:]) for i in range(n)]
    mean = sum(left) / n
    a = sum((mean - x) ** 3 for x in left) / (6 * sum((mean - x) ** 2 for x in left) ** 1.5)
    z0 = N.inv_cdf(share)
    def place(tail):
        s = z0 + N.inv_cdf(tail)
        return N.cdf(z0 + s / (1 - a * s))
    return {"data": data, "seed": seed, "resamples": resamples, "confidence": confidence, "value": value, "standardError": stdev(drawn),
            "percentile": [at(order, alpha), at(order, 1 - alpha)], "bca": [at(order, place(alpha)), at(order, place(1 - alpha))]}

mean = lambda v: sum(v) / len(v)
skewed = [1, 1, 2, 2, 2, 3, 4, 5, 7, 9, 14, 40]
w = words(42)
print(json.dumps({"madeWith": f"Python {platform.python_version()}: random.py", "cases": out, "below10": [below(w, 10) for _ in range(20)],
                  "bootstraps": [bootstrap(skewed, mean, 7, 999, .95), bootstrap(skewed, mean, 8, 400, .8), bootstrap([3, 1, 4, 1, 5, 9, 2, 6], mean, 42, 250, .9)]}))
