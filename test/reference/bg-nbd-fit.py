"""Maxima of the BG/NBD and MBG/NBD likelihoods on simulated customers, to 20 digits: python3 bg-nbd-fit.py (some minutes)

scipy's BFGS finds them and Newton's steps with mpmath's derivatives finish; the information is that of the parameters as they are.
The likelihood is written as a sum of beta and gamma functions: Fader, Hardie & Lee (2005), eq. 3; Batislam et al. (2007);
covariates after Fader & Hardie (2007), "Incorporating time-invariant covariates into the Pareto/NBD and BG/NBD models".
"""

import json
import pathlib

import mpmath
import numpy as np
import scipy
from mpmath import mp, mpf
from scipy.optimize import minimize
from scipy.special import betaln, gammaln

rng = np.random.default_rng(20261122)


def simulated(model, n, r, alpha, a, b, horizon, covariate=False):
    rows = []
    for _ in range(n):
        z = int(rng.integers(0, 2)) if covariate else 0
        w = round(float(rng.normal()), 1) if covariate else 0.0
        T = float(rng.integers(7 * horizon // 2, 7 * horizon + 1)) / 7
        rate = rng.gamma(r) / (alpha * np.exp(-0.6 * z))
        p = rng.beta(a * np.exp(0.4 * w), b * np.exp(-0.3 * w))
        x, tx, time = 0, 0.0, 0.0
        gone = model == "mbg" and rng.random() < p
        while not gone:
            time += rng.exponential(1 / rate)
            day = np.ceil(time * 7) / 7
            if day > T:
                break
            x, tx = x + 1, day
            gone = rng.random() < p
        rows.append([x, float(tx), T, *([z, w] if covariate else [])])
    return rows


def total(lib, model, theta, rows):
    """The log-likelihood; theta is r, alpha, a, b and the coefficients: one of the purchases, two of leaving."""
    exp, log, lgamma = lib
    r, alpha0, a0, b0, *gamma = theta
    value = 0
    for (x, tx, T, *z), count in rows:
        alpha, a, b = alpha0, a0, b0
        if gamma:
            alpha, a, b = alpha0 * exp(-gamma[0] * z[0]), a0 * exp(gamma[1] * z[1]), b0 * exp(gamma[2] * z[1])
        k = x if model == "bg" else x + 1
        lbeta = lambda p, q: lgamma(p) + lgamma(q) - lgamma(p + q)
        front = lgamma(r + x) - lgamma(r) + r * log(alpha) - lbeta(a, b)
        one = lbeta(a, b + k) - (r + x) * log(alpha + T)
        if k == 0:
            value += count * (front + one)
            continue
        two = lbeta(a + 1, b + k - 1) - (r + x) * log(alpha + tx)
        high, low = max(one, two), min(one, two)
        value += count * (front + high + log(1 + exp(low - high)))
    return value


def fitted(model, rows, start):
    counts = {}
    for row in rows:
        counts[tuple(row)] = counts.get(tuple(row), 0) + 1
    grouped = sorted(counts.items())
    free = len(start) - 4
    natural = lambda s: [*np.exp(s[:4]), *s[4:]]
    floats = (np.exp, np.log, gammaln)
    found = minimize(lambda s: -total(floats, model, natural(s), grouped), [*np.log(start[:4]), *start[4:]], method="BFGS")
    mp.dps = 40
    digits = (mp.exp, mp.log, mp.loggamma)
    exact = [((row[0], *[mpf(round(v * 7)) / 7 if i < 2 else mpf(v) for i, v in enumerate(row[1:])]), n) for row, n in grouped]
    f = lambda s: total(digits, model, [*[mp.exp(v) for v in s[:4]], *s[4:]], exact)
    s = mp.matrix([mpf(float(v)) for v in found.x])
    size = 4 + free
    for _ in range(6):
        h = mpf(10) ** -10
        at = lambda *moves: f([s[i] + sum(m * h for j, m in moves if j == i) for i in range(size)])
        plus, minus, here = [at((i, 1)) for i in range(size)], [at((i, -1)) for i in range(size)], at()
        gradient = mp.matrix([(plus[i] - minus[i]) / (2 * h) for i in range(size)])
        hessian = mp.matrix(size, size)
        for i in range(size):
            hessian[i, i] = (plus[i] - 2 * here + minus[i]) / h**2
            for j in range(i):
                hessian[i, j] = hessian[j, i] = (at((i, 1), (j, 1)) - plus[i] - plus[j] + here) / h**2
        s = s - mp.lu_solve(hessian, gradient)
        if max(abs(g) for g in gradient) < mpf(10) ** -14:
            break
    theta = [*[mp.exp(v) for v in s[:4]], *s[4:]]
    scale = mp.diag([*theta[:4], *[1] * free])
    covariance = scale * (-hessian) ** -1 * scale
    return {
        "model": model,
        "rows": [[*row, n] for row, n in grouped],
        "parameters": [float(v) for v in theta],
        "logLikelihood": float(f(list(s))),
        "covariance": [[float(covariance[i, j]) for j in range(size)] for i in range(size)],
    }


cases = [
    fitted("bg", simulated("bg", 400, 0.6, 5.0, 0.8, 2.4, 52), [1, 5, 1, 2]),
    fitted("mbg", simulated("mbg", 400, 0.6, 5.0, 0.8, 2.4, 52), [1, 5, 1, 2]),
    fitted("bg", simulated("bg", 500, 1.5, 8.0, 0.6, 3.0, 60, True), [1, 5, 1, 2, 0.1, 0.1, 0.1]),
    fitted("mbg", simulated("mbg", 500, 1.5, 8.0, 0.6, 3.0, 60, True), [1, 5, 1, 2, 0.1, 0.1, 0.1]),
]
source = f"bg-nbd-fit.py, numpy {np.__version__}, scipy {scipy.__version__}, mpmath {mpmath.__version__}"
body = ",\n".join(json.dumps(case) for case in cases)
pathlib.Path(__file__).with_name("bg-nbd-fit.json").write_text(f'{{ "source": "{source}", "cases": [\n{body}\n]}}\n')
for case in cases:
    print(case["model"], case["parameters"], case["logLikelihood"], [c[i] ** 0.5 for i, c in enumerate(case["covariance"])])
