"""Gamma-gamma, BG/BB, sBG and beta-discrete-Weibull at 60 digits, from the formulas as they are printed: python3 discrete-models.py

Every row is the arguments and then the value. Gradients are derivatives of the log-likelihood by mpmath's own differentiation.
"""

import random
from functools import lru_cache

from high_precision import DIGITS, positive_sum, write
from mpmath import mp, mpf

mp.dps = DIGITS
random.seed(4)


def log_beta(a, b):
    return mp.loggamma(a) + mp.loggamma(b) - mp.loggamma(a + b)


def gradient(f, arguments):
    """df/dx for each argument, by a central difference of sixth order with steps that leave 30 digits."""
    slopes = []
    for k, x in enumerate(arguments):
        h = x * mpf(10) ** -8

        def at(steps):
            moved = list(arguments)
            moved[k] = x + steps * h
            return f(*moved)

        with mp.workdps(2 * DIGITS):
            slopes.append((45 * (at(1) - at(-1)) - 9 * (at(2) - at(-2)) + (at(3) - at(-3))) / (60 * h))
    return slopes


# Gamma-gamma: Fader & Hardie 2013, note 025.
def spend_log_likelihood(p, q, gamma, x, m):
    total = p * x + q
    return (
        mp.loggamma(total) - mp.loggamma(p * x) - mp.loggamma(q) + q * mp.log(gamma)
        + (p * x - 1) * mp.log(m) + p * x * mp.log(x) - total * mp.log(gamma + x * m)
    )


def spend_rows():
    cases = [(6.25, 3.74, 15.44, x, m) for x in (1, 2, 7, 40) for m in (0.01, 3.5, 35.2, 900)]
    cases += [(1e-3, 1e-3, 5, 1, 4), (0.5, 1, 20, 3, 11), (1e6, 1e6, 30, 5, 31), (1e6, 3, 6e-5, 5, 31), (3, 1e6, 1e7, 5, 31), (6, 4, 15, 10000, 28)]
    cases += [(1e5, 2e5, 1e3, 2, 500.5), (0.01, 30, 2000, 10000, 1e-4), (8, 0.02, 1e-6, 9, 1e9), (2, 3, 1e9, 4, 1e-9)]
    cases += [tuple(10 ** random.uniform(-2, 4) for _ in range(3)) + (random.randint(1, 10000), 10 ** random.uniform(-3, 6)) for _ in range(60)]
    rows = []
    for case in cases:
        p, q, gamma, x, m = map(mpf, case)
        value = spend_log_likelihood(p, q, gamma, x, m)
        slopes = gradient(lambda p, q, gamma: spend_log_likelihood(p, q, gamma, x, m), [p, q, gamma])
        mean = p * (gamma + x * m) / (p * x + q - 1) if p * x + q > 1 else mpf(-1)
        rows.append([*case, value, *slopes, mean])
    return rows


# BG/BB: Fader, Hardie & Shang 2010.
@lru_cache(maxsize=None)
def opportunity_likelihood(alpha, beta, gamma, delta, x, t, n):
    alive = mp.exp(log_beta(alpha + x, beta + n - x) - log_beta(alpha, beta) + log_beta(gamma, delta + n) - log_beta(gamma, delta))
    lost = mp.fsum(
        mp.exp(log_beta(alpha + x, beta + t - x + i) - log_beta(alpha, beta) + log_beta(gamma + 1, delta + t + i) - log_beta(gamma, delta))
        for i in range(n - t)
    )
    return alive + lost


def alive_later(case, m):
    alpha, beta, gamma, delta, x, t, n = case
    joint = mp.exp(log_beta(alpha + x, beta + n - x) - log_beta(alpha, beta) + log_beta(gamma, delta + n + m) - log_beta(gamma, delta))
    return joint / opportunity_likelihood(*case)


def taken(case, horizon):
    alpha, beta, gamma, delta, x, t, n = case
    stays = mp.fsum(mp.exp(log_beta(gamma, delta + n + k) - log_beta(gamma, delta)) for k in range(1, horizon + 1))
    return mp.exp(log_beta(alpha + x + 1, beta + n - x) - log_beta(alpha, beta)) * stays / opportunity_likelihood(*case)


def residual(case, d):
    alpha, beta, gamma, delta, x, t, n = case
    front = log_beta(alpha + x + 1, beta + n - x) - log_beta(alpha, beta) + log_beta(gamma, delta + n + 1) - log_beta(gamma, delta)
    b, c = delta + n + 1, gamma + delta + n + 1
    series = positive_sum(1, lambda k: (b + k - 1) / (c + k - 1) / (1 + d))
    return mp.exp(front) * series / (1 + d) / opportunity_likelihood(*case)


def count_probability(alpha, beta, gamma, delta, n, x):
    total = mp.binomial(n, x) * mp.exp(log_beta(alpha + x, beta + n - x) - log_beta(alpha, beta) + log_beta(gamma, delta + n) - log_beta(gamma, delta))
    for i in range(x, n):
        total += mp.binomial(i, x) * mp.exp(
            log_beta(alpha + x, beta + i - x) - log_beta(alpha, beta) + log_beta(gamma + 1, delta + i) - log_beta(gamma, delta)
        )
    return total


DONATIONS = (1.204, 0.750, 0.657, 2.783)
MODELS = [DONATIONS, (1, 1, 1, 1), (0.05, 0.3, 0.02, 0.5), (300, 900, 40, 2000), (1e6, 3e6, 1, 50), (0.01, 20, 1e6, 1e7), (5, 0.002, 1.0000001, 30)]
HISTORIES = [(0, 0, 6), (1, 1, 6), (3, 5, 6), (6, 6, 6), (2, 2, 2), (0, 0, 0), (0, 0, 1), (12, 30, 60), (5, 300, 700), (700, 700, 700), (600, 601, 700)]


def opportunity_rows():
    rows = []
    for model in MODELS:
        for history in HISTORIES:
            x, t, n = history
            parameters = list(map(mpf, model))
            value = mp.log(opportunity_likelihood(*parameters, x, t, n))
            slopes = gradient(lambda *moved: mp.log(opportunity_likelihood(*moved, x, t, n)), parameters) if n < 100 else [mpf(0)] * 4
            case = (*parameters, x, t, n)
            rows.append([*model, *history, value, *slopes, alive_later(case, 0), alive_later(case, 1), alive_later(case, 40), taken(case, 5), taken(case, 52), residual(case, mpf(0.1)), residual(case, mpf(0.005))])
    return rows


def long_rows():
    rows = []
    for history in [(0, 0, 10000), (10, 5000, 10000), (5000, 5000, 10000), (9999, 9999, 10000), (2, 9000, 10000)]:
        case = (*map(mpf, DONATIONS), *history)
        mp.dps = 40
        rows.append([*DONATIONS, *history, mp.log(opportunity_likelihood(*case)), alive_later(case, 0)])
        mp.dps = DIGITS
    return rows


def count_rows():
    return [
        [*model, n, x, count_probability(*map(mpf, model), n, x)]
        for model in MODELS
        for n, x in [(0, 0), (1, 0), (1, 1), (6, 0), (6, 3), (6, 6), (40, 1), (40, 39), (400, 17)]
    ]


# sBG and beta-discrete-Weibull: S(t) = B(alpha, beta + t^c)/B(alpha, beta).
def survival(alpha, beta, c, t):
    return mp.exp(log_beta(alpha, beta + mpf(t) ** c) - log_beta(alpha, beta)) if t > 0 else mpf(1)


LIFETIMES = [(0.668, 3.806, 1), (0.704, 1.182, 1), (0.214, 1.427, 1.724), (0.456, 0.779, 1.283), (3.8, 15.2, 0.5), (0.05, 0.2, 0.3), (40, 300, 2.5)]
LIFETIMES += [(1, 1, 0.1), (1e-6, 5, 0.7), (1e6, 9e6, 1), (1e6, 9e6, 1.2), (500, 0.001, 1), (2, 1e-6, 1.5), (1, 2, 1)]


def lifetime_rows():
    rows = []
    for model in LIFETIMES:
        alpha, beta, c = map(mpf, model)
        for t in (1, 2, 3, 7, 12, 50, 1000, 100000):
            before, now = survival(alpha, beta, c, t - 1), survival(alpha, beta, c, t)
            if before - now < mpf(10) ** -290:
                continue
            ended = gradient(lambda a, b, c: mp.log(survival(a, b, c, t - 1) - survival(a, b, c, t)), [alpha, beta, c])
            kept = gradient(lambda a, b, c: mp.log(survival(a, b, c, t)), [alpha, beta, c])
            rows.append([*model, t, now, now / before, before - now, *ended, *kept])
    return rows


def steep_rows():
    """t^c beyond the doubles: ln S(t) and ln S(t)/S(t - 1), with as many digits as t^c has, and more."""
    rows = []
    with mp.workdps(1500):
        for model in [(0.01, 0.5, 150), (0.003, 2.5, 240), (2, 30, 300)]:
            alpha, beta, c = map(mpf, model)
            for t in (2, 5, 7, 12, 50, 1000):
                logs = [mp.log(survival(alpha, beta, c, k)) for k in (t - 1, t)]
                rows.append([*model, t, logs[1], logs[1] - logs[0]])
    return rows


def log_survival_from(alpha, beta, c, renewals, t):
    before = mpf(renewals) ** c if renewals else mpf(0)
    return log_beta(alpha, beta + t**c) - log_beta(alpha, beta + before)


def renewals_to_come(alpha, beta, c, renewals, d):
    """The sum itself: term by term first, then Euler and Maclaurin's formula with exact derivatives and an integral over the logarithm of t."""
    def term(t):
        return mp.exp(log_survival_from(alpha, beta, c, renewals, t) - mp.log1p(d) * (t - renewals - 1))

    start = renewals + 500
    total = mp.fsum(term(mpf(t)) for t in range(renewals + 1, start))
    total += term(mpf(start)) / 2 - mp.diff(term, start) / 12 + mp.diff(term, start, 3) / 720 - mp.diff(term, start, 5) / 30240
    u = mp.log(start)
    while True:
        width = mpf(1) / 2 if d == 0 else min(mpf(1) / 2, 10 / (mp.log1p(d) * mp.exp(u)))
        part = mp.quad(lambda v: term(mp.exp(v)) * mp.exp(v), [u, u + width], maxdegree=6)
        total += part
        u += width
        if part < mpf(10) ** -20 * total:
            return total


def residual_rows():
    mp.dps = 40
    rows = []
    for model in [(0.668, 3.806, 1), (0.214, 1.427, 1.724), (3.8, 15.2, 0.5), (0.05, 0.2, 0.3), (40, 300, 2.5), (1, 1, 0.1), (2, 5, 1.0001)]:
        for renewals in (0, 4, 60):
            for d in (1, 0.1, 0.001, 1e-8, 0):
                alpha, beta, c = map(mpf, model)
                if d == 0 and alpha * c < 1.5:
                    continue
                rows.append([*model, renewals, d, renewals_to_come(alpha, beta, c, renewals, mpf(d))])
    mp.dps = DIGITS
    return rows


def change_rows():
    sizes = [1e-8, 1e-3, 0.1, 0.668, 1, 9.99, 12, 57.3, 1e3, 1e6, 1e9]
    rows = []
    for a in [-0.5, -1e-9, *sizes]:
        for b in sizes:
            for step in (0.01, 1, 31, 1e4, 1e7):
                if a + b > 0 and (a > 0 or b >= 1):
                    A, B, S = map(mpf, (a, b, step))
                    change = mp.log(mp.gammaprod([B + S, A + B], [B, A + B + S])) if S < 100 and B < 100 and abs(A) < 100 else mp.loggamma(B + S) - mp.loggamma(B) - mp.loggamma(A + B + S) + mp.loggamma(A + B)
                    rows.append([a, b, step, change])
    return rows


write(
    "discrete-models",
    spend=spend_rows(),
    opportunities=opportunity_rows(),
    longHistories=long_rows(),
    counts=count_rows(),
    lifetimes=lifetime_rows(),
    steep=steep_rows(),
    residuals=residual_rows(),
    logBetaChange=change_rows(),
    digammaChange=[(x, s, mp.digamma(mpf(x) + mpf(s)) - mp.digamma(mpf(x))) for x in (1e-8, 0.1, 1, 7.3, 11.9, 12, 400, 1e6, 1e12) for s in (1e-3, 1, 20, 1e4, 1e9)],
)
