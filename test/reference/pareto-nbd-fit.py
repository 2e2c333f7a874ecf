"""Maximum likelihood for Pareto/NBD by other means: python3 pareto-nbd-fit.py (numpy and scipy; a minute)

Customers are simulated here. The likelihood is the integral over the time of leaving (Schmittlein, Morrison & Colombo 1987), by
Gauss-Legendre's rule, without gradients; its maximum is found by Nelder-Mead and Powell from several starts. Covariates as in Fader &
Hardie (2007): alpha e^(-g1 z1), beta e^(-g2 z2). Standard errors are from second differences of the same function.
"""

import json
import pathlib

import numpy as np
import scipy
from scipy.optimize import minimize
from scipy.special import gammaln

NODES, WEIGHTS = np.polynomial.legendre.leggauss(96)


def log_likelihood(r, alpha, s, beta, x, tx, T):
    """By customer; alpha and beta may differ between them. The variable is ln(alpha + tau)."""
    A = r + x
    low, high = np.log(alpha + tx), np.log(alpha + T)
    half = (high - low) / 2
    y = (low + high)[:, None] / 2 + half[:, None] * NODES
    tau = np.exp(y) - np.broadcast_to(alpha, x.shape)[:, None]
    logs = (1 - A)[:, None] * y - (s + 1) * np.log(np.broadcast_to(beta, x.shape)[:, None] + tau)
    logs = np.where(half[:, None] > 0, logs + np.log(WEIGHTS) + np.log(np.maximum(half, 1e-300))[:, None], -np.inf)
    top = np.maximum(logs.max(axis=1), -A * high - s * np.log(beta + T))
    gone = s * np.exp(logs - top[:, None]).sum(axis=1)
    alive = np.exp(-A * high - s * np.log(beta + T) - top)
    return gammaln(A) - gammaln(r) + r * np.log(alpha) + s * np.log(beta) + top + np.log(gone + alive)


def criterion(data):
    x, tx, T = (np.array(data[key], float) for key in ("frequency", "recency", "T"))
    z1 = np.array([data[name] for name in data["purchase"]], float).reshape(-1, x.size)
    z2 = np.array([data[name] for name in data["dropout"]], float).reshape(-1, x.size)

    def value(v):
        r, alpha, s, beta = np.exp(v[:4])
        g1, g2 = v[4 : 4 + len(z1)], v[4 + len(z1) :]
        a, b = alpha * np.exp(-g1 @ z1) * np.ones(x.size), beta * np.exp(-g2 @ z2) * np.ones(x.size)
        total = log_likelihood(r, a, s, b, x, tx, T).sum()
        return -total if np.isfinite(total) else 1e300

    return value


def best(value, size):
    found = None
    for start in ((0.5, 10, 0.5, 10), (1, 5, 1, 20), (2, 20, 0.3, 3)):
        v = np.concatenate([np.log(start), np.zeros(size - 4)])
        for _ in range(4):
            v = minimize(value, v, method="Nelder-Mead", options=dict(maxiter=20000, maxfev=20000, xatol=1e-9, fatol=1e-11, adaptive=True)).x
            v = minimize(value, v, method="Powell", options=dict(xtol=1e-10, ftol=1e-15)).x
        if found is None or value(v) < value(found):
            found = v
    return found


def hessian(value, v):
    def second(h):
        size = len(v)
        H = np.empty((size, size))
        e = np.eye(size) * h
        for i in range(size):
            for j in range(size):
                H[i, j] = (value(v + e[i] + e[j]) - value(v + e[i] - e[j]) - value(v - e[i] + e[j]) + value(v - e[i] - e[j])) / (4 * h * h)
        return H

    return (4 * second(2e-3) - second(4e-3)) / 3  # Richardson


def simulate(rng, n, r, alpha, s, beta, low, high):
    T = np.round(rng.uniform(low, high, n), 1)
    rate, loss = rng.gamma(r, size=n) / alpha, rng.gamma(s, size=n) / beta
    end = np.minimum(T, rng.exponential(size=n) / loss)
    frequency, recency = np.zeros(n, int), np.zeros(n)
    for i in range(n):
        times = np.sort(rng.uniform(0, end[i], rng.poisson(rate[i] * end[i])))
        times = np.unique(np.round(times, 2)[np.round(times, 2) > 0])
        frequency[i], recency[i] = len(times), times.max(initial=0)
    return dict(frequency=frequency.tolist(), recency=np.minimum(recency, T).tolist(), T=T.tolist())


rng = np.random.default_rng(82)
plain = simulate(rng, 500, 0.55, 10.6, 0.6, 11.7, 27, 39) | dict(purchase=[], dropout=[])
slow = simulate(rng, 400, 1.8, 40, 0.5, 90, 100, 400) | dict(purchase=[], dropout=[])
channel, age = rng.integers(0, 2, 700), np.round(rng.normal(0, 1, 700), 1)
covered = simulate(rng, 700, 0.8, 9 * np.exp(-(0.7 * channel - 0.3 * age)), 0.9, 15 * np.exp(-0.6 * channel), 30, 60)
covered |= dict(purchase=["channel", "age"], dropout=["channel"], channel=channel.tolist(), age=age.tolist())

fits = []
for data in (plain, slow, covered):
    value = criterion(data)
    v = best(value, 4 + len(data["purchase"]) + len(data["dropout"]))
    errors = np.sqrt(np.diag(np.linalg.inv(hessian(value, v))))
    values = np.concatenate([np.exp(v[:4]), v[4:]])
    errors = np.concatenate([errors[:4] * values[:4], errors[4:]])
    fits.append(dict(data=data, parameters=values.tolist(), standardErrors=errors.tolist(), logLikelihood=-value(v)))
    print(values, errors, -value(v))

source = f"numpy {np.__version__}, scipy {scipy.__version__}: pareto-nbd-fit.py"
pathlib.Path(__file__).with_name("pareto-nbd-fit.json").write_text(json.dumps(dict(source=source, fits=fits)) + "\n")
