"""Segments of values by NumPy and pandas: deciles, ABC classes, bins, adopters, concentration, and a portfolio of orders.

Run: python3 -P segmentation.py > segmentation.json (this folder has a random.py, which NumPy must not find)
"""
import json
import numpy as np
import pandas as pd

random = np.random.default_rng(20251122)


def plain(values):
    return [None if v is None or (isinstance(v, float) and np.isnan(v)) else (v.item() if hasattr(v, "item") else v) for v in values]


def deciles(of, bins, remainder):
    amounts = DATA[of]
    ranked = np.sort(amounts)[::-1]
    n = len(ranked)
    if remainder == "first":
        groups = np.array_split(ranked, bins)
    elif remainder == "last":
        groups = [g[::-1] for g in np.array_split(ranked[::-1], bins)][::-1]
    else:
        place = np.arange(n) * bins // n
        groups = [ranked[place == k] for k in range(bins)]
    total = ranked.sum()
    shares = [g.sum() / total for g in groups]
    return dict(
        of=of, bins=bins, remainder=remainder,
        customers=[len(g) for g in groups], amount=plain(g.sum() for g in groups), share=plain(shares),
        cumulative=plain(np.cumsum([g.sum() for g in groups]) / total),
        average=plain(g.mean() if len(g) else None for g in groups),
        low=plain(g.min() if len(g) else None for g in groups), high=plain(g.max() if len(g) else None for g in groups),
    )


def abc(of, thresholds, rule):
    amounts = DATA[of]
    ranked = np.sort(amounts)[::-1]
    after = np.cumsum(ranked) / ranked.sum()
    before = np.concatenate([[0], after[:-1]])
    # searchsorted: 'right' counts the thresholds at or below, 'left' those below.
    place = np.searchsorted(thresholds, before, "right") if rule == "before" else np.searchsorted(thresholds, after, "left")
    return dict(of=of, thresholds=thresholds, rule=rule, cumulative=plain(after), place=plain(place))


def adopters(times):
    times = np.asarray(times, float)
    mean, sd = times.mean(), times.std(ddof=1)
    cuts = [mean - 2 * sd, mean - sd, mean, mean + sd]
    by_time = pd.cut(times, [-np.inf, *cuts, np.inf], labels=False)  # no time of these is at a cut
    percentile = (pd.Series(times).rank() - 0.5) / len(times)
    by_rank = pd.cut(percentile, [-np.inf, 0.025, 0.16, 0.5, 0.84, np.inf], labels=False)
    return dict(times=plain(times), mean=mean, sd=sd, cuts=cuts, sdPlaces=plain(by_time), sharePlaces=plain(by_rank))


def concentration(of):
    amounts = DATA[of]
    x = np.sort(amounts)[::-1]
    n, share = len(x), x / x.sum()
    customers = np.concatenate([[0], np.arange(1, n + 1) / n])
    amount = np.concatenate([[0], np.cumsum(share)])
    differences = np.abs(np.subtract.outer(x, x)).mean()
    height = customers + amount
    pareto = np.interp(1, height, customers)
    return dict(
        of=of, gini=differences / (2 * x.mean()), herfindahl=(share**2).sum(),
        top=[[p, np.interp(p, customers, amount)] for p in (0.01, 0.05, 0.1, 0.2, 0.5)],
        reach=[[q, np.interp(q, amount, customers)] for q in (0.5, 0.8, 0.9)], pareto=pareto,
    )


def bins(of, count):
    values = DATA[of]
    quantile, cuts = pd.qcut(values, count, labels=False, retbins=True)
    width, edges = pd.cut(values, count, labels=False, retbins=True)
    return dict(
        of=of, bins=count, quantileCuts=plain(cuts[1:-1]), quantileLabels=plain(quantile + 1),
        widthCuts=plain(edges[1:-1]), widthLabels=plain(width + 1),
    )


def portfolio():
    """Orders of 60 customers over 900 days, and their classes by a table of conditions with pandas."""
    start = pd.Timestamp("2023-01-01T00:00:00Z")
    rows = []
    for customer in range(60):
        begin, span = random.integers(0, 850 * 24), random.choice([60, 200, 800]) * 24
        for _ in range(1 + random.poisson(random.choice([0.3, 2, 8]))):
            hours = min(int(begin + random.integers(0, span)), 900 * 24)
            rows.append((f"c{customer:02d}", hours, int(random.integers(1, 40)) * 1000))
    orders = pd.DataFrame(rows, columns=["customer", "hours", "amount"])
    orders["time"] = start + pd.to_timedelta(orders.hours, unit="h")
    orders["day"] = orders.time.dt.tz_convert("Asia/Tokyo").dt.normalize()
    as_of = pd.Timestamp("2025-06-20", tz="Asia/Tokyo")
    seen = orders[orders.day <= as_of]
    each = seen.groupby("customer").agg(first=("day", "min"), last=("day", "max"), orders=("day", "size"), amount=("amount", "sum"))
    each["tenure"] = (each["last"] - each["first"]).dt.days
    each["since"] = (as_of - each["last"]).dt.days
    conditions = [
        each.orders == 1,
        (each.orders >= 2) & (each.tenure < 90),
        (each.orders >= 2) & (each.tenure >= 90) & (each.amount < 70000),
        (each.orders >= 2) & (each.tenure >= 90) & (each.tenure < 210) & (each.amount >= 70000),
        (each.orders >= 2) & (each.tenure >= 210) & (each.amount >= 70000),
    ]
    each["class"] = np.select(conditions, ["first", "toddling", "steady", "trend", "loyal"], "none")
    each["status"] = np.where(each.since >= 240, "lapsed", "active")

    in_window = lambda low, high: seen[(seen.day > as_of - pd.Timedelta(days=high)) & (seen.day <= as_of - pd.Timedelta(days=low))]
    now, previous = in_window(0, 365).groupby("customer").size(), in_window(365, 730).groupby("customer").size()
    first_age = (as_of - each["first"]).dt.days
    def class_of(c):
        if c not in now.index:
            return "dormantRecent" if c in previous.index else "dormantLong"
        if first_age[c] < 365:
            return "new" if now[c] == 1 else "f2"
        return "retained" if c in previous.index else "reactivated"
    each["window"] = [class_of(c) for c in each.index]
    return dict(
        orders=[dict(customer=r.customer, at=int(r.time.timestamp() * 1000), amount=r.amount) for r in orders.itertuples()],
        asOf="2025-06-20", timeZone="Asia/Tokyo",
        customers=[dict(customer=c, tenureDays=int(r.tenure), daysSince=int(r.since), orders=int(r.orders), amount=int(r.amount),
                        portfolio=r["class"], status=r.status, window=r.window) for c, r in each.iterrows()],
    )


whole = random.integers(100, 100_000, 103)
DATA = dict(
    whole=whole, money=np.round(random.lognormal(8, 1.2, 247), 2), few=whole[:7], one=np.array([5.0]),
    equal=np.array([4.0, 4.0, 4.0]), zeros=np.array([10.0, 0.0, 0.0, 2.0]), distinct=np.unique(whole).astype(float),
)
print(json.dumps(dict(
    madeWith=f"numpy {np.__version__}, pandas {pd.__version__}: segmentation.py",
    data={name: plain(values) for name, values in DATA.items()},
    deciles=[deciles(a, b, r) for a in ("whole", "money", "few") for b in (10, 4) for r in ("first", "last", "spread")],
    abc=[abc(a, t, r) for a in ("whole", "money") for t in ([0.8, 0.95], [0.5, 0.7, 0.9]) for r in ("before", "including")],
    adopters=[adopters(t) for t in (random.gamma(2, 30, 301), random.integers(0, 40, 97).astype(float) + 0.5, random.normal(100, 15, 40))],
    concentration=[concentration(a) for a in ("whole", "money", "one", "equal", "zeros")],
    bins=[bins(v, b) for v in ("money", "distinct") for b in (2, 5, 9)],
    portfolio=portfolio(),
)))
