"""Pareto/NBD at 50 digits and more: python3 pareto-nbd.py (some minutes)

The likelihood is the paper's difference of hypergeometric functions (Schmittlein, Morrison & Colombo 1987; Fader & Hardie, note 009), with
digits enough for its cancellation; every 20th case is held against the integral that defines it, over the time at which a customer left.
Slopes are central differences. Columns are named in pareto-nbd.test.ts.
"""

import random

from high_precision import write
from mpmath import mp, mpf

mp.dps = 50
random.seed(75)


def panels(low, high, width):
    """Places to cut an integral at: from `low` in steps that grow, up to `high`."""
    cuts, step = [low], width
    while cuts[-1] < high:
        cuts.append(min(high, cuts[-1] + step))
        step *= mpf("1.5")
    return cuts


def gone(r, alpha, s, beta, x, tx, T):
    """Integral of s (alpha + tau)^-(r + x) (beta + tau)^-(s + 1) over tx..T, as a multiple of its integrand at tx."""
    A = r + x
    rate = A / (alpha + tx) + (s + 1) / (beta + tx)
    f = lambda v: mp.exp(-A * mp.log1p(v / (alpha + tx)) - (s + 1) * mp.log1p(v / (beta + tx)))
    return s * mp.quad(f, panels(mpf(0), T - tx, 1 / rate)) if T > tx else mpf(0)


def gone_by_paper(r, alpha, s, beta, x, tx, T):
    """s A0/(r + s + x), A0 = G(tx) - G(T), by Euler's transformation of its 2F1 with r + s + x as a parameter; in logarithms."""
    A = r + x
    f = lambda t: hypergeometric(A, A + s + 1, (beta + t) / (alpha + t)) * mp.exp(-A * mp.log1p((t - tx) / (alpha + tx)) - s * mp.log1p((t - tx) / (beta + tx)))
    return s / (A + s) * (f(tx) - f(T))


def hypergeometric(b, c, y):
    """2F1(1, b; c; 1 - y) at the precision at work."""
    z = 1 - y
    if 0.005 < y < 1:
        return series(b, c, z)
    if 1 <= y < 200:  # Pfaff
        return series(c - b, c, z / (z - 1)) / y
    with mp.workdps(mp.dps + 20):
        return mp.hyp2f1(1, b, c, z, maxterms=10**7, maxprec=10**5)


def series(b, c, z):
    term = total = mpf(1)
    k = 0
    while term > total * mp.eps * (1 - z):
        term *= (b + k) / (c + k) * z
        total += term
        k += 1
    return total


def likelihood(r, alpha, s, beta, x, tx, T):
    """ln L and P(alive)."""
    A = r + x
    alive = -A * mp.log(alpha + T) - s * mp.log(beta + T)
    left, digits = mpf(0), mp.dps
    if T > tx:
        with mp.workdps(digits + 30):
            left = gone_by_paper(r, alpha, s, beta, x, tx, T)
        while True:  # until more digits change nothing
            digits *= 2
            with mp.workdps(digits + 30):
                better = gone_by_paper(r, alpha, s, beta, x, tx, T)
            if better > 0 and abs(left / better - 1) < mpf(10) ** (5 - mp.dps):
                break
            left = better
        left = better
    dead = mp.log(left) - A * mp.log(alpha + tx) - s * mp.log(beta + tx) if left > 0 else mp.ninf
    top = max(alive, dead)
    both = top + mp.log(mp.exp(alive - top) + mp.exp(dead - top))
    return mp.loggamma(A) - mp.loggamma(r) + r * mp.log(alpha) + s * mp.log(beta) + both, mp.exp(alive - both)


def check(p, history):
    """The paper's A0 is the integral."""
    beta, tx, T = p[3], history[1], history[2]
    if T > tx:
        exact = gone(*p, *history) / (beta + tx)
        with mp.workdps(300):
            paper = gone_by_paper(*p, *history)
        assert abs(paper / exact - 1) < 1e-25, (p, history, paper / exact - 1)


def slopes(p, history):
    found = []
    for k in range(4):
        with mp.workdps(50):
            h = p[k] * mpf(10) ** -12
            up = likelihood(*[q + h if j == k else q for j, q in enumerate(p)], *history)[0]
            down = likelihood(*[q - h if j == k else q for j, q in enumerate(p)], *history)[0]
            found.append((up - down) / (2 * h))
    return found


def purchases(r, alpha, s, beta, t):
    """Of a customer who is alive and has gamma rates (r, alpha) and (s, beta): r/alpha times the mean time alive within t."""
    with mp.workdps(90):
        w = s - 1
        mean = mp.log1p(t / beta) if w == 0 else -mp.expm1(-w * mp.log1p(t / beta)) / w
        return r / alpha * beta * mean


def residual(r, alpha, s, beta, discount):
    """Fader, Hardie & Lee 2005, with Tricomi's function."""
    if s > 150:
        return residual_integral(r, alpha, s, beta, discount)
    z = discount * beta
    return r / alpha * beta * z ** (s - 1) * mp.hyperu(s, s, z)


def residual_integral(r, alpha, s, beta, discount):
    f = lambda v: mp.exp(-s * mp.log1p(v / beta) - discount * v)
    return r / alpha * mp.quad(f, panels(mpf(0), 130 / discount, 1 / (s / beta + discount)))


def quad30(f, cuts):
    with mp.workdps(30):
        return mp.quad(f, cuts)


def probability(r, alpha, s, beta, n, t):
    """P(X(t) = n): alive at t after n purchases, or gone at tau after n purchases until then."""
    front = mp.loggamma(r + n) - mp.loggamma(r) - mp.loggamma(n + 1) + r * mp.log(alpha)
    until = lambda v: front + (n * mp.log(v) if n > 0 else 0) - (r + n) * mp.log(alpha + v)
    alive = mp.exp(until(t) - s * mp.log1p(t / beta))
    # in the logarithm of tau about the mode
    g = lambda y: until(mp.exp(y)) + mp.log(s) - (s + 1) * mp.log1p(mp.exp(y) / beta) - mp.log(beta) + y
    low, high = mp.log(t) - 80, mp.log(t)
    for _ in range(60):  # g is concave
        a, b = low + (high - low) / 3, high - (high - low) / 3
        low, high = (a, high) if g(a) < g(b) else (low, b)
    mode, width = low, 1 / mpf(n + 2)
    right = panels(mode, mp.log(t), width) if mode < mp.log(t) else [mode]
    left = [2 * mode - c for c in panels(mode, mode + 150 / mpf(n + 1) + 30 / mp.sqrt(n + 1), width)][::-1]
    cuts = left + right[1:]
    return alive + quad30(lambda y: mp.exp(g(y)), cuts)


def case(r, alpha, s, beta, x, tx, T):
    return [mpf(v) for v in (r, alpha, s, beta)], [mpf(v) for v in (x, tx, T)]


ordinary, extreme = [], []
for _ in range(170):
    x = random.choice([0, 0, 1, 2, 3, 5, 9, 17, 40])
    T = random.uniform(1, 150)
    tx = random.uniform(0.01, 1) * T if x else 0
    p = [10 ** random.uniform(-0.7, 0.8), 10 ** random.uniform(-0.3, 2.3), 10 ** random.uniform(-0.7, 0.8), 10 ** random.uniform(-0.3, 2.3)]
    if random.random() < 0.15: p[3] = p[1]
    if random.random() < 0.15: p[2] = 1.0
    ordinary.append((*p, x, tx, T))
ordinary.append((0.55, 10.58, 0.61, 11.67, 26, 30.86, 31.0))  # Fader & Hardie's customer 1516
for _ in range(150):
    x = random.choice([0, 1, 7, 120, 900, 10000])
    T = 10 ** random.uniform(-3, 5)
    tx = random.choice([1e-6, 0.3, 0.97, 1.0]) * T if x else 0
    p = [10 ** random.uniform(-2.5, 2.5), 10 ** random.uniform(-3, 4.5), 10 ** random.uniform(-2.5, 3), 10 ** random.uniform(-3, 5)]
    if random.random() < 0.2: p[3] = p[1]
    if random.random() < 0.2: p[2] = random.choice([1.0, 1 - 1e-9, 1 + 1e-13])
    extreme.append((*p, x, tx, T))

rows, steep, later, counts = [], [], [], []
for index, row in enumerate(ordinary + extreme):
    p, history = case(*row)
    value, alive = likelihood(*p, *history)
    rows.append((*row, value, alive))
    if index % 20 == 0:
        check(p, history)
        assert abs(residual(*p, mpf(0.01)) / residual_integral(*p, mpf(0.01)) - 1) < 1e-25
    if index % 2 == 0:
        steep.append((*row, *slopes(p, history)))
    r, alpha, s, beta = p
    x, tx, T = history
    t = mpf(random.choice([1e-4, 0.5, 1, 7, 52, 1000])) * (1 if index < len(ordinary) else T)
    discount = mpf(random.choice([1e-7, 0.0004, 0.0027, 0.02, 0.3]))
    if alive > 1e-200:
        ifalive = purchases(r + x, alpha + T, s, beta + T, t)
        later.append((*row, t, discount, purchases(r, alpha, s, beta, t), alive * ifalive, alive * residual(r + x, alpha + T, s, beta + T, discount)))
    if index % 5 == 0:
        n = random.choice([0, 1, 2, 4, 11, 30, 170, 400])
        chance = alive * probability(r + x, alpha + T, s, beta + T, n, t) + (1 - alive if n == 0 else 0)
        counts.append((*row, n, t, probability(r, alpha, s, beta, n, t), chance))

write("pareto-nbd", likelihood=rows, slopes=steep, purchases=later, probability=counts)
