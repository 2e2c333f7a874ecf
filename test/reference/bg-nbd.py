"""BG/NBD and MBG/NBD at 50 digits and more: python3 bg-nbd.py (some minutes)

The forms of the papers, with digits enough for their cancellation: eq. 10 of Fader, Hardie & Lee (2005, Marketing Science 24: 275-284)
for expected purchases, eq. 8 for the probabilities, the integral of the purchase intensity for the discounted residual ones.
For MBG/NBD (Batislam, Denizel & Filiztekin 2007) a customer has passed one more chance to leave: k = x + 1 for k = x.
"""

import json
import pathlib
import random

import mpmath
from mpmath import mp, mpf

TINY = mpf(10) ** -60


def chances(model, x):
    return x if model == "bg" else x + 1


def likelihood_parts(model, r, alpha, a, b, x, tx, T):
    """The likelihood with the customer alive, and with the customer gone at tx; without x!-like constants of the data."""
    k = chances(model, x)
    front = mp.loggamma(r + x) - mp.loggamma(r) + r * mp.log(alpha)
    beta = lambda p, q: mp.loggamma(p) + mp.loggamma(q) - mp.loggamma(p + q)
    alive = front + beta(a, b + k) - beta(a, b) - (r + x) * mp.log(alpha + T)
    if k == 0:
        return mp.exp(alive), mpf(0)
    gone = front + beta(a + 1, b + k - 1) - beta(a, b) - (r + x) * mp.log(alpha + tx)
    return mp.exp(alive), mp.exp(gone)


def purchases_alive(model, r, alpha, a, b, x, T, t):
    """Expected purchases in (T, T + t] of a customer who is alive at T: eq. 10 without its denominator."""
    k = chances(model, x)
    if abs(a - 1) < TINY or abs(a + b + k - 1) < TINY:
        a = a + TINY  # both are removable
    A, C, z = r + x, a + b + k - 1, t / (alpha + T + t)
    f = mp.hyp2f1(A, b + k, C, z, maxterms=10**6)
    return C / (a - 1) * (1 - ((alpha + T) / (alpha + T + t)) ** A * f)


def beta_mean(a, q, g):
    """The mean of g(p) over p ~ Beta(a, q): the trapezoidal rule in the log odds of p, until half the step changes nothing."""
    front = mp.loggamma(a + q) - mp.loggamma(a) - mp.loggamma(q)

    def f(s):
        p, rest = 1 / (1 + mp.exp(-s)), 1 / (1 + mp.exp(s))
        return mp.exp(front + a * mp.log(p) + q * mp.log(rest)) * g(p)

    middle, value, step = mp.log(a / q), None, min(mp.sqrt(1 / a + 1 / q), mpf(1)) / 2
    while True:
        total = f(middle)
        for sign in (-1, 1):
            n = 0
            while True:
                n += 1
                term = f(middle + sign * n * step)
                total += term
                if term < total * mpf(10) ** -24:
                    break
        total *= step
        if value is not None and abs(total - value) < mpf(10) ** -18 * abs(total):
            return total
        value, step = total, step / 2


def mean_purchases_alive(model, r, alpha, a, b, x, T, t):
    """The same as the mean of (1 - (1 + p t/(alpha + T))^-(r+x))/p over p ~ Beta(a, b + k)."""
    A, u = r + x, t / (alpha + T)
    return beta_mean(a, b + chances(model, x), lambda p: -mp.expm1(-A * mp.log1p(p * u)) / p)


def mean_residual_alive(model, r, alpha, a, b, x, T, delta):
    """The same as the mean of A/p e^z E_(A+1)(z), z = delta (alpha + T)/p, over p ~ Beta(a, b + k)."""
    A, B = r + x, alpha + T

    def g(p):
        z = delta * B / p
        return A / p * mp.exp(z) * mp.expint(A + 1, z)

    return beta_mean(a, b + chances(model, x), g)


def rate_residual_alive(model, r, alpha, a, b, x, T, delta):
    """The same as the mean of l/delta 2F1(1, a; a+b+k; -l/delta) over rates l ~ gamma(r + x, alpha + T), in ln l."""
    A, B = r + x, alpha + T
    f = lambda s: mp.exp(A * s - B * mp.exp(s)) * mp.exp(s) / delta * mp.hyp2f1(1, a, a + b + chances(model, x), -mp.exp(s) / delta)
    middle, value, step = mp.log((A + 1) / B), None, 1 / mp.sqrt(A + 1) / 2
    scale = mp.exp(A * mp.log(B) - mp.loggamma(A))
    while True:
        total = f(middle)
        for sign in (-1, 1):
            n = 0
            while True:
                n += 1
                term = f(middle + sign * n * step)
                total += term
                if term < total * mpf(10) ** -24:
                    break
        total *= step * scale
        if value is not None and abs(total - value) < mpf(10) ** -18 * abs(total):
            return total
        value, step = total, step / 2


def residual_alive(model, r, alpha, a, b, x, T, delta):
    """Integral of e^(-delta t) times the intensity A/(alpha+T) 2F1(A+1, a; a+b+k; -t/(alpha+T)), over ln t."""
    k = chances(model, x)
    A, B = r + x, alpha + T
    f = lambda s: mp.exp(s - delta * mp.exp(s)) * A / B * mp.hyp2f1(A + 1, a, a + b + k, -mp.exp(s) / B)
    # The trapezoidal rule on the line; half the step must not change it.
    high = mp.log(80 / delta)
    low = min(mp.log(mpf(10) ** -24 / delta), mp.log(B / (A + 1) * mpf(10) ** -24)) if A * delta < 1e3 else mp.log(mpf(10) ** -24 / delta)
    value, step = None, mpf(1) / 4
    while step > mpf(1) / 1000:
        n = int((high - low) / step)
        total = step * mp.fsum(f(low + i * step) for i in range(n + 1))
        if value is not None and abs(total - value) < mpf(10) ** -17 * abs(total):
            return total
        value, step = total, step / 2
    raise ArithmeticError("residual")


def pmf(model, r, alpha, a, b, t, n):
    """P(X(t) = n): eq. 8; the negative binomial tail summed from n on."""
    k = chances(model, n)
    z, y = t / (alpha + t), alpha / (alpha + t)
    nbd = lambda j: mp.exp(mp.loggamma(r + j) - mp.loggamma(r) - mp.loggamma(j + 1)) * y**r * z**j
    value = mp.beta(a, b + k) / mp.beta(a, b) * nbd(n)
    if k > 0:
        value += mp.beta(a + 1, b + k - 1) / mp.beta(a, b) * (1 - mp.fsum(nbd(j) for j in range(n)))
    return value


def convert(row):
    return [row[0], *[float(value) for value in row[1:]]]


random.seed(20261122)
PARAMETERS = [
    (0.2425929, 4.4135316, 0.7928861, 2.4257534),  # BG/NBD of CDNOW
    (0.524838, 6.182992, 0.8913562, 1.6139993),  # MBG/NBD of CDNOW
    (0.25, 4.4, 1.0, 2.4),  # a = 1
    (1.0, 10.0, 1.0, 1.0),
    (0.7, 33.5, 0.3, 0.4),  # a + b < 1
    (0.2, 0.001, 0.6, 0.4),  # a + b = 1
    (3.0, 1000.0, 0.01, 0.02),
    (20.0, 15.0, 2.5, 0.5),
    (120.0, 60.0, 0.4, 0.3),
    (0.01, 0.05, 5.0, 1.2),
    (0.8, 12.0, 4582.0, 33831.0),  # on a ridge
    (1.5, 3.0, 2e5, 8e5),
    (0.9, 7.0, 0.002, 900.0),
    (2.0, 5.0, 60.0, 0.1),
    (0.3, 4.0, 1.0000001, 3.0),
    (0.3, 4.0, 0.9999999, 3.0),
]
HISTORIES = [(0, 0, 0), (0, 0, 38.86), (0, 0, 1e5), (1, 0.01, 5), (2, 30.43, 38.86), (26, 30.86, 31), (10, 5, 1000), (300, 900, 1000), (3000, 9999, 10000), (10000, 99990, 1e5), (7, 1e-3, 2e-3), (40, 40, 40)]
HORIZONS = [1e-3, 1, 52, 1e3, 1e5]

rows, unconditional, residual, chance = [], [], [], []
for parameters in PARAMETERS:
    for x, tx, T in HISTORIES:
        for model in ("bg", "mbg"):
            for t in random.sample(HORIZONS, 1 if x > 100 else 2):
                mp.dps = 220
                exact = [mpf(p) for p in parameters] + [x, mpf(tx), mpf(T)]
                r, alpha, a, b = exact[:4]
                alive, gone = likelihood_parts(model, *exact)
                p_alive = alive / (alive + gone)
                if a > 50:  # the hypergeometric series is out of reach
                    mp.dps = 50
                    given = mean_purchases_alive(model, r, alpha, a, b, x, mpf(T), mpf(t))
                else:
                    given = purchases_alive(model, r, alpha, a, b, x, mpf(T), mpf(t))
                rows.append([model, *parameters, x, tx, T, t, mp.log(alive + gone), p_alive, p_alive * given])
    print(parameters, len(rows), flush=True)

for parameters in PARAMETERS:
    for model in ("bg", "mbg"):
        mp.dps = 220
        r, alpha, a, b = [mpf(p) for p in parameters]
        for t in (0.5, 39, 2000):
            alive, gone = likelihood_parts(model, r, alpha, a, b, 0, mpf(0), mpf(0))
            if a > 50:
                mp.dps = 50
            of = mean_purchases_alive if a > 50 else purchases_alive
            unconditional.append([model, *parameters, t, alive / (alive + gone) * of(model, r, alpha, a, b, 0, mpf(0), mpf(t))])
            mp.dps = 220
            mp.dps = 700  # the tail is one less a sum
            for n in (0, 1, 7, 250):
                value = pmf(model, r, alpha, a, b, mpf(t), n)
                if value > mpf(10) ** -290:
                    chance.append([model, *parameters, t, n, value])

print("pmf", len(chance), flush=True)
for parameters in PARAMETERS:
    for model in ("bg", "mbg"):
        for x, tx, T in random.sample(HISTORIES, 2):
            delta = random.choice([1e-4, 0.0027, 0.05, 2.0])
            mp.dps = 30
            r, alpha, a, b = [mpf(p) for p in parameters]
            alive, gone = likelihood_parts(model, r, alpha, a, b, x, mpf(tx), mpf(T))
            of = mean_residual_alive if a > 50 else rate_residual_alive if x > 100 else residual_alive
            given = of(model, r, alpha, a, b, x, mpf(T), mpf(delta))
            residual.append([model, *parameters, x, tx, T, delta, alive / (alive + gone) * given])
    print("residual", parameters, len(residual), flush=True)

tables = {
    "history": {"columns": "model r alpha a b x tx T horizon logLikelihood alive purchases", "rows": rows},
    "unconditional": {"columns": "model r alpha a b horizon purchases", "rows": unconditional},
    "pmf": {"columns": "model r alpha a b horizon n probability", "rows": chance},
    "residual": {"columns": "model r alpha a b x tx T discount purchases", "rows": residual},
}
lines = [f' "source": "bg-nbd.py, mpmath {mpmath.__version__}, 220 digits (residual: 30)"']
for name, table in tables.items():
    body = ",\n  ".join(json.dumps(convert(row)) for row in table["rows"])
    lines.append(f' "{name}": {{ "columns": {json.dumps(table["columns"].split())}, "rows": [\n  {body}\n ]}}')
pathlib.Path(__file__).with_name("bg-nbd.json").write_text("{\n" + ",\n".join(lines) + "\n}\n")
print({name: len(table["rows"]) for name, table in tables.items()})
