"""Scores of recency, frequency and monetary value: numpy (quantile + searchsorted) and pandas (qcut of ranks).

    python3 -P test/reference/rfm.py > test/reference/rfm.json
"""
import json

import numpy as np
import pandas as pd

rng = np.random.default_rng(20250401)
n = 241  # 240 is a multiple of most numbers of bins, so that few quantiles lie between two values
ids = np.arange(n)
days = rng.integers(0, 400, n)
orders = 1 + rng.geometric(0.3, n)
amount = np.round(np.exp(rng.normal(8, 1, n)), 2)


def quantile_scores(values, bins, is_reversed):
    cuts = np.quantile(values, [k / bins for k in range(1, bins)])
    below = np.searchsorted(cuts, values, side="left")
    return cuts, bins - below if is_reversed else 1 + below


def ntile_scores(values, bins):
    # Rows are in the order of ids: equal values are parted by id.
    place = pd.Series(values).rank(method="first").to_numpy().astype(int) - 1
    size, larger = divmod(n, bins)
    first = larger * (size + 1)
    return np.where(place < first, place // (size + 1), larger + (place - first) // size) + 1


scores = []
for bins in (2, 3, 4, 5, 8, 10):
    r_cuts, r = quantile_scores(days, bins, True)
    f_cuts, f = quantile_scores(orders, bins, False)
    m_cuts, m = quantile_scores(amount, bins, False)
    if n % bins == 1:  # pandas puts the one that is left over elsewhere than SQL only where bins differ in more than one
        for values, own in ((orders, ntile_scores(orders, bins)),):
            assert (pd.qcut(pd.Series(values).rank(method="first"), bins, labels=False) + 1 == own).all()
    scores.append(
        {
            "bins": bins,
            "cuts": [list(map(float, cuts)) for cuts in (r_cuts, f_cuts, m_cuts)],
            "quantile": np.stack([r, f, m], axis=1).tolist(),
            "ntile": np.stack(
                [ntile_scores(-days, bins), ntile_scores(orders, bins), ntile_scores(amount, bins)], axis=1
            ).tolist(),
        }
    )

rows = [
    {"id": int(i), "days": int(d), "orders": int(o), "amount": float(a)}
    for i, d, o, a in zip(ids, days, orders, amount)
]
print(
    json.dumps(
        {
            "versions": {"numpy": np.__version__, "pandas": pd.__version__},
            "customers": rows,
            "scores": scores,
        }
    )
)
