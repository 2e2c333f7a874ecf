"""Gamma and beta tails and their inverses at 60 digits and more, by series of positive terms; shared by the generators beside it."""

import json
import pathlib

from mpmath import mp, mpf

DIGITS = 60
DEEP_DIGITS = 400  # 1 - P still has 90 digits where it is 1e-310
SMALLEST = 1e-305  # below, doubles lose digits


def write(name, **cases):
    rows = {key: [[float(value) for value in row] for row in rows] for key, rows in cases.items()}
    head = {"source": f"mpmath {__import__('mpmath').__version__}, {DIGITS} digits and more: {name}.py"}
    text = ",\n".join(f' "{key}": {json.dumps(value)}' for key, value in {**head, **rows}.items())
    pathlib.Path(__file__).with_name(f"{name}.json").write_text("{\n" + text + "\n}\n")
    print(name, {key: len(value) for key, value in rows.items()})


def positive_sum(first, ratio):
    """first * (1 + r(1) + r(1) r(2) + ...) for positive ratios that fall below 1."""
    term = total = mpf(first)
    n = 1
    while True:
        r = ratio(n)
        term *= r
        total += term
        n += 1
        if r < 0.999999 and term < total * mp.eps / 4:
            return total


def both(series_value):
    """(value, 1 - value) where `series_value()` is computed with enough digits for the difference."""
    with mp.workdps(DIGITS):
        value = series_value()
        rest = 1 - value
        if rest > mpf(10) ** -20:
            return value, rest
    with mp.workdps(DEEP_DIGITS):
        value = series_value()
        return value, 1 - value


def gamma_tails(a, x):
    """P(a, x) and Q(a, x): Abramowitz & Stegun 6.5.29."""
    a, x = mpf(a), mpf(x)
    return both(lambda: mp.exp(a * mp.log(x) - x - mp.loggamma(a + 1)) * positive_sum(1, lambda n: x / (a + n)))


def gamma_log_density(a, x):
    """ln of x times the density."""
    return a * mp.log(x) - x - mp.loggamma(a)


def beta_tails(a, b, ends):
    """I_x(a, b) and its complement: Abramowitz & Stegun 26.5.4 from the nearer end.

    ends() gives x and 1 - x and is called at the precision at work, since a rounded 1 - x would spoil a deep complement.
    """
    a, b = mpf(a), mpf(b)

    def from_left(a, b, x, y):
        log_front = a * mp.log(x) + b * mp.log(y) - mp.log(a) - log_beta(a, b)
        return mp.exp(log_front) * positive_sum(1, lambda n: (a + b + n - 1) / (a + n) * x)

    with mp.workdps(DEEP_DIGITS):
        is_left = ends()[0] < ends()[1]
    if is_left:
        return both(lambda: from_left(a, b, *ends()))
    return both(lambda: from_left(b, a, *ends()[::-1]))[::-1]


def log_beta(a, b):
    return mp.loggamma(a) + mp.loggamma(b) - mp.loggamma(a + b)


def beta_log_density(a, b, x, y):
    """ln of x y times the density."""
    return a * mp.log(x) + b * mp.log(y) - log_beta(a, b)


def solve(target, start, tail, log_density):
    """The s where the tail has its target, by Newton on ln tail; tail(s) gives its value and its direction.

    Both tails are log-concave in s, so that Newton comes home from anywhere; steps into depths where 1 - P has no digits
    left are halved.
    """
    s = mpf(start)
    value, sign = tail(s)
    for _ in range(300):
        step = mp.log(value / target) * value / (sign * mp.exp(log_density(s)))
        step = max(min(step, mpf(10) ** 9), -mpf(10) ** 9)
        if abs(step) < mpf(10) ** -22:
            return s - step
        while True:
            value, sign = tail(s - step)
            if value > mpf(10) ** -340:
                break
            step /= 2
        s -= step
    raise ArithmeticError(f"no root for {target}")


def gamma_quantile(a, p, upper=False):
    """ln x with P(a, x) = p, or Q(a, x) = p for the upper tail, for the exact double p."""
    from scipy import special

    start = float(special.gammainccinv(a, p) if upper else special.gammaincinv(a, p))
    if not 0 < start < 1e308:
        power = (mp.log(p) + mp.loggamma(mpf(a) + 1)) / a
        start = mp.exp(power) if not upper else mpf(a)
    use_upper = upper if p <= 0.5 else not upper
    target = mpf(p) if use_upper == upper else 1 - mpf(p)

    def tail(s):
        lower, higher = gamma_tails(a, mp.exp(s))
        return (higher, -1) if use_upper else (lower, 1)

    return solve(target, mp.log(start), tail, lambda s: gamma_log_density(mpf(a), mp.exp(s)))


def beta_quantile(a, b, p, start):
    """The log odds of x with I_x(a, b) = p, for the exact double p."""
    use_upper = p > 0.5
    target = 1 - mpf(p) if use_upper else mpf(p)

    def ends(s):
        return 1 / (1 + mp.exp(-s)), 1 / (1 + mp.exp(s))

    def tail(s):
        lower, higher = beta_tails(a, b, lambda: ends(s))
        return (higher, -1) if use_upper else (lower, 1)

    return solve(target, start, tail, lambda s: beta_log_density(mpf(a), mpf(b), *ends(s)))
