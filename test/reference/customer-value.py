"""Customer lifetime values by lifetimes' GammaGammaFitter.customer_lifetime_value, of models with given parameters.

lifetimes counts months of 30 days or 4.345 weeks, and discounts by a monthly rate at the end of each.

Run: python3 -P customer-value.py > customer-value.json, with a PYTHONPATH that finds lifetimes (0.11) and autograd.
"""
import json
import sys

import numpy
import pandas
import scipy
from lifetimes import BetaGeoFitter, GammaGammaFitter, ModifiedBetaGeoFitter, ParetoNBDFitter

MODELS = [
    ("bg/nbd", BetaGeoFitter, "W", {"r": 0.243, "alpha": 4.414, "a": 0.793, "b": 2.426}),
    ("mbg/nbd", ModifiedBetaGeoFitter, "W", {"r": 0.525, "alpha": 6.183, "a": 0.891, "b": 1.614}),
    ("pareto/nbd", ParetoNBDFitter, "W", {"r": 0.553, "alpha": 10.578, "s": 0.606, "beta": 11.669}),
    ("bg/nbd", BetaGeoFitter, "D", {"r": 0.2516, "alpha": 33.52, "a": 1.4, "b": 2.161}),
    ("pareto/nbd", ParetoNBDFitter, "D", {"r": 0.597, "alpha": 81.1, "s": 1.4, "beta": 61.8}),
]
SPEND = {"p": 6.25, "q": 3.74, "v": 15.44}
CUSTOMERS = [(0, 0, 38.86, 0), (1, 3.5, 30, 22.35), (2, 30.43, 38.86, 22.35), (7, 29.4, 38.9, 73.74), (12, 20, 300, 9.5)]


def given(fitter, parameters):
    fitter.params_ = pandas.Series(parameters)
    fitter.predict = getattr(fitter, "predict", None) or fitter.conditional_expected_number_of_purchases_up_to_time
    return fitter


spend = GammaGammaFitter()
spend.params_ = pandas.Series(SPEND)
frequency, recency, T, monetary = (pandas.Series(column, dtype=float) for column in zip(*CUSTOMERS))
cases = []
for name, Fitter, unit, parameters in MODELS:
    fitter = given(Fitter(), parameters)
    for months, rate in [(1, 0.01), (12, 0.01), (36, 0.0)]:
        values = spend.customer_lifetime_value(
            fitter, frequency, recency, T, monetary, time=months, discount_rate=rate, freq=unit
        )
        cases.append(
            {
                "model": name,
                "parameters": parameters,
                "unit": {"W": "week", "D": "day"}[unit],
                "months": months,
                "monthlyRate": rate,
                "values": [float(value) for value in values],
            }
        )

versions = {"python": sys.version.split()[0], "numpy": numpy.__version__, "pandas": pandas.__version__, "scipy": scipy.__version__}
customers = [dict(zip(["frequency", "recency", "T", "monetary"], customer)) for customer in CUSTOMERS]
json.dump({"versions": {**versions, "lifetimes": "0.11.3"}, "spend": SPEND, "customers": customers, "cases": cases}, sys.stdout, indent=1)
print()
