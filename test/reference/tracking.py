"""Cumulative repeat purchases, expected and actual, by lifetimes' expected_cumulative_transactions, of models with given parameters.

Its i-th expected number is of i + 1 days, its i-th actual one of i days.

Run: python3 -P tracking.py > tracking.json, with a PYTHONPATH that finds lifetimes (0.11) and autograd.
"""
import json
import random
import sys

import numpy
import pandas
import scipy
from lifetimes import BetaGeoFitter, ParetoNBDFitter
from lifetimes.utils import expected_cumulative_transactions

random.seed(5)
DAYS = 90
start = pandas.Timestamp("2025-01-06")
rows = [("c0", 0)]
for customer in range(1, 30):
    day = random.randrange(60)
    while day <= DAYS:
        rows.append((f"c{customer}", day))
        day += 1 + int(random.expovariate(1 / random.choice([4, 15, 40, 300])))
log = pandas.DataFrame(rows, columns=["customer", "day"])
log["date"] = start + pandas.to_timedelta(log["day"], unit="D")

MODELS = [
    ("bg/nbd", BetaGeoFitter, {"r": 0.6, "alpha": 9.0, "a": 0.793, "b": 2.426}),
    ("pareto/nbd", ParetoNBDFitter, {"r": 0.553, "alpha": 10.578, "s": 0.606, "beta": 41.669}),
]
cases = []
for name, Fitter, parameters in MODELS:
    model = Fitter()
    model.params_ = pandas.Series(parameters)
    found = expected_cumulative_transactions(model, log, "date", "customer", DAYS)
    cases.append(
        {
            "model": name,
            "parameters": parameters,
            "actual": [int(value) for value in found["actual"]],
            "predicted": [float(value) for value in found["predicted"]],
        }
    )

versions = {"python": sys.version.split()[0], "numpy": numpy.__version__, "pandas": pandas.__version__, "scipy": scipy.__version__}
json.dump({"versions": {**versions, "lifetimes": "0.11.3"}, "start": "2025-01-06", "days": DAYS, "purchases": rows, "cases": cases}, sys.stdout)
print()
