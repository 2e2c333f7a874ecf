"""Fits with left truncation, and what follows from distributions of lifetimes, by mpmath with 50 digits.
Run: python3 parametric-lifetimes.py > parametric-lifetimes.json"""
import json
import random
import mpmath as mp

mp.mp.dps = 50
random.seed(5)


def log_survival(kind, z):
    if kind in ("weibull", "exponential"):
        return -mp.exp(z)
    if kind == "log-logistic":
        return -mp.log1p(mp.exp(z))
    return mp.log(mp.erfc(z / mp.sqrt(2)) / 2)


def log_density(kind, z):
    if kind in ("weibull", "exponential"):
        return z - mp.exp(z)
    if kind == "log-logistic":
        return z - 2 * mp.log1p(mp.exp(z))
    return -z * z / 2 - mp.log(2 * mp.pi) / 2


def log_likelihood(kind, rows, theta):
    """theta: the place, coefficients, and ln sigma."""
    total = mp.mpf(0)
    sigma = mp.exp(theta[-1])
    for t, ended, entry, weight, x in rows:
        place = theta[0] + sum(g * mp.mpf(v) for g, v in zip(theta[1:-1], x))
        z = (mp.log(mp.mpf(t)) - place) / sigma
        one = log_density(kind, z) - mp.log(sigma) - mp.log(mp.mpf(t)) if ended else log_survival(kind, z)
        if entry > 0:
            one -= log_survival(kind, (mp.log(mp.mpf(entry)) - place) / sigma)
        total += mp.mpf(weight) * one
    return total


def slopes(f, theta, free):
    """Gradient and Hessian by central differences of 50 digits: right to some 25."""
    h = mp.mpf(10) ** -12
    size = len(free)

    def at(*moves):
        point = list(theta)
        for j, by in moves:
            point[free[j]] += by * h
        return f(point)
    middle = f(theta)
    gradient = mp.matrix(size, 1)
    hessian = mp.matrix(size, size)
    for i in range(size):
        up, down = at((i, 1)), at((i, -1))
        up2, down2 = at((i, 2)), at((i, -2))
        gradient[i] = (8 * (up - down) - (up2 - down2)) / (12 * h)
        hessian[i, i] = (16 * (up + down) - (up2 + down2) - 30 * middle) / (12 * h * h)
        for j in range(i):
            hessian[i, j] = hessian[j, i] = (at((i, 1), (j, 1)) - at((i, 1), (j, -1)) - at((i, -1), (j, 1)) + at((i, -1), (j, -1))) / (4 * h * h)
    return gradient, hessian, middle


def fit(kind, rows, covariates):
    theta = [mp.log(mp.fsum(r[0] for r in rows) / len(rows))] + [mp.mpf(0)] * covariates + [mp.mpf(0)]
    free = list(range(len(theta) - (1 if kind == "exponential" else 0)))
    for _ in range(60):
        gradient, hessian, value = slopes(lambda p: log_likelihood(kind, rows, p), theta, free)
        values, vectors = mp.eigsy(-hessian)
        step = mp.matrix(len(free), 1)
        for k in range(len(free)):
            vector = vectors[:, k]
            step += vector * ((vector.T * gradient)[0] / abs(values[k]))
        length = mp.norm(step)
        share = min(mp.mpf(1), 1 / length)
        for j, place in enumerate(free):
            theta[place] += share * step[j]
        if length < mp.mpf(10) ** -14:
            break
    assert length < mp.mpf(10) ** -14 and min(values) > 0
    covariance = (-hessian) ** -1
    return {"theta": [float(x) for x in theta], "logLikelihood": float(value), "covariance": [[float(covariance[i, j]) for j in range(len(free))] for i in range(len(free))]}


def truncated(n, kind_of_entry):
    rows = []
    while len(rows) < n:
        x = random.choice([0, 1])
        t = round(30 * 1.6 ** x * random.expovariate(1) ** (1 / 1.5), 2) + 0.01
        entry = kind_of_entry()
        if t <= entry:
            continue
        seen = round(entry + random.uniform(1, 50), 2)
        rows.append((min(t, seen), t <= seen, entry, random.choice([1, 1, 2.5]), (x,)))
    return rows


fits = []
for name, kind_of_entry in (("some late", lambda: random.choice([0, 0, round(random.uniform(0, 30), 2)])), ("all late", lambda: round(random.uniform(1, 25), 2))):
    rows = truncated(80, kind_of_entry)
    for covariates in (0, 1):
        used = [(t, e, b, w, x[:covariates]) for t, e, b, w, x in rows]
        fits.append({"name": name, "covariates": covariates, "rows": [{"time": t, "ended": e, "entry": b, "weight": w, "annual": x[0]} for t, e, b, w, x in rows],
                     "fits": {kind: fit(kind, used, covariates) for kind in ("exponential", "weibull", "log-normal", "log-logistic")}})


def law(model):
    if model["model"] == "exponential":
        return "weibull", -mp.log(mp.mpf(model["rate"])), mp.mpf(1)
    if model["model"] == "log-normal":
        return "log-normal", mp.mpf(model["mu"]), mp.mpf(model["sigma"])
    return model["model"], mp.log(mp.mpf(model["scale"])), 1 / mp.mpf(model["shape"])


def answers(model, time, age, share):
    kind, mu, sigma = law(model)
    time, age, share = mp.mpf(time), mp.mpf(age), mp.mpf(share)
    at = lambda t: mp.mpf(0) if t == 0 else log_survival(kind, (mp.log(t) - mu) / sigma)
    z = (mp.log(time) - mu) / sigma
    hazard = mp.exp(log_density(kind, z) - log_survival(kind, z)) / sigma / time
    # The root of ln S(t) = ln S(age) + ln(1 - share), in the logarithm of time.
    goal = at(age) + mp.log1p(-share)
    f = lambda u: log_survival(kind, (u - mu) / sigma) - goal
    low, high = (mp.log(age) if age > 0 else mu - 300 * sigma), mu + 60 * sigma + (abs(mp.log(age)) if age > 0 else 0) + 100
    for _ in range(220):
        middle = (low + high) / 2
        low, high = (middle, high) if f(middle) > 0 else (low, middle)
    quantile = mp.exp(low) - age
    if kind == "log-logistic" and sigma >= 1:
        mean = None
    elif kind == "weibull":
        u = (age / mp.exp(mu)) ** (1 / sigma)
        mean = mp.exp(mu) * sigma * mp.gammainc(sigma, u) * mp.exp(u)
    elif kind == "log-normal":
        moved = mp.erfc(((mp.log(age) - mu) / sigma - sigma) / mp.sqrt(2)) / 2 if age > 0 else 1
        mean = mp.exp(mu + sigma ** 2 / 2) * moved / mp.exp(at(age)) - age
    else:
        mean = mp.exp(mu) * sigma * mp.betainc(1 - sigma, sigma, 0, mp.exp(at(age))) / mp.exp(at(age))
    return {"model": model, "time": float(time), "age": float(age), "share": float(share), "survival": float(mp.exp(at(age + time) - at(age))), "hazard": float(hazard), "quantile": float(quantile),
            "mean": None if mean is None or mean > mp.mpf("1e308") else float(mean)}


mp.mp.dps = 60
models = [
    {"model": "exponential", "rate": 0.05},
    {"model": "weibull", "shape": 1.5, "scale": 20}, {"model": "weibull", "shape": 0.4, "scale": 300}, {"model": "weibull", "shape": 8, "scale": 12}, {"model": "weibull", "shape": 0.05, "scale": 5},
    {"model": "log-normal", "mu": 3, "sigma": 1.2}, {"model": "log-normal", "mu": 0, "sigma": 0.1}, {"model": "log-normal", "mu": -2, "sigma": 6},
    {"model": "log-logistic", "shape": 1.7, "scale": 25}, {"model": "log-logistic", "shape": 0.8, "scale": 25}, {"model": "log-logistic", "shape": 12, "scale": 7},
]
asked = [(1, 0, 0.5), (12, 12, 0.5), (0.001, 40, 0.1), (100, 3, 0.99), (5, 400, 1e-6), (1000, 0.01, 0.999999)]
predictions = [answers(model, *one) for model in models for one in asked]
print(json.dumps({"madeWith": "parametric-lifetimes.py with mpmath " + mp.__version__, "truncated": fits, "predictions": predictions}))
