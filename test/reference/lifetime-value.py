# Reference values for the formulas of lifetime value: sums of discounted margins term by term at 60 digits (or, without an end, in
# closed form), and Garwood's limits of a Poisson count.
# Run: python3 test/reference/lifetime-value.py
import json
import pathlib
import sys

import mpmath
import scipy
from mpmath import mp, mpf
from scipy.stats import chi2

mp.dps = 60
RETENTIONS = [0, 0.1, 0.5, 0.8, 0.95, 0.999, 0.999999999, 1]
DISCOUNTS = [0, 1e-12, 1e-6, 0.01, 0.12, 2]
RANGES = [(0, 1), (0, 12), (3, 40), (12, 1000), (0, None), (7, None)]


def margins(retention, discount, start, end):
    q = mpf(retention) / (1 + mpf(discount))
    if end is None:
        return q**start / (1 - q) if q < 1 else None
    return sum(q**t for t in range(start, end))


cases = []
for retention in RETENTIONS:
    for discount in DISCOUNTS:
        for start, end in RANGES:
            total = margins(retention, discount, start, end)
            q = mpf(retention) / (1 + mpf(discount))
            cases.append(
                {
                    'retention': retention,
                    'discountRate': discount,
                    'from': start,
                    'horizon': end,
                    'inAdvance': None if total is None else float(total),
                    'inArrears': None if total is None else float(total * q),
                }
            )

counts = []
for count in [1, 2, 5, 25, 100, 4096, 1000000]:
    for confidence in [0.8, 0.95, 0.99]:
        tail = (1 - confidence) / 2
        counts.append(
            {
                'count': count,
                'confidence': confidence,
                'low': float(chi2.ppf(tail, 2 * count) / 2),
                'high': float(chi2.isf(tail, 2 * count + 2) / 2),
            }
        )

versions = {'python': sys.version.split()[0], 'mpmath': mpmath.__version__, 'scipy': scipy.__version__}
path = pathlib.Path(__file__).with_suffix('.json')
path.write_text(json.dumps({'versions': versions, 'margins': cases, 'poisson': counts}, indent=1) + '\n')
