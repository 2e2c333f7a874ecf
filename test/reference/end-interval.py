"""The upper end of the beta product interval (Fay, Brittain & Proschan 2013) where nothing lasts: the quantile of
the product of Beta(n - d + 1, d), by 4e6 draws; and Clopper and Pearson's ends."""

import json
import sys

import numpy
import scipy
from scipy import stats

rng = numpy.random.default_rng(20250401)
# At risk and ended at each time; who is missing from one to the next was lost.
tables = [
    {"atRisk": [6, 3, 1], "ended": [1, 1, 1]},
    {"atRisk": [20, 15, 9, 4], "ended": [3, 2, 4, 4]},
    {"atRisk": [200, 120, 60, 10, 2], "ended": [40, 30, 25, 5, 2]},
    {"atRisk": [5, 2], "ended": [0, 2]},
]
cases = []
for table in tables:
    for confidence in (0.9, 0.95):
        draws = numpy.ones(4_000_000)
        for n, d in zip(table["atRisk"], table["ended"]):
            if d > 0:
                draws *= rng.beta(n - d + 1, d, draws.size)
        cases.append({**table, "confidence": confidence, "high": float(numpy.quantile(draws, (1 + confidence) / 2))})
exact = [{"n": n, "low": float(stats.beta.ppf(0.025, n, 1))} for n in (1, 2, 7, 40, 1000)]
json.dump(
    {"python": sys.version.split()[0], "numpy": numpy.__version__, "scipy": scipy.__version__, "cases": cases, "clopperPearson": exact},
    open("test/reference/end-interval.json", "w"),
    indent=2,
)
