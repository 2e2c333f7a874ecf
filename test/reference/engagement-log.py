"""Active customers, lifecycle, stickiness, sessions and scores of a made-up log, computed by pandas and scipy.

Run: python3 -P test/reference/engagement-log.py > test/reference/engagement-log.json
"""
import json
import sys

import numpy as np
import pandas as pd
import scipy
from scipy import stats

ZONE = "America/New_York"
random = np.random.default_rng(20250309)
n = 600
customers = np.array([f"c{int(28 * r * r):02d}" for r in random.random(n)])
start = pd.Timestamp("2025-02-01", tz=ZONE)
end = pd.Timestamp("2025-04-01", tz=ZONE)  # the clocks go forward on 9 March
instants = (start.value // 10**6 + (random.random(n) ** 0.9 * (end.value - start.value) / 10**6)).astype("int64")
names = random.choice(["visit", "order"], n, p=[0.8, 0.2])
events = pd.DataFrame({"customer": customers, "time": instants, "name": names})
events["local"] = pd.to_datetime(events.time, unit="ms", utc=True).dt.tz_convert(ZONE)
events["day"] = events.local.dt.strftime("%Y-%m-%d")
events["week"] = (events.local.dt.tz_localize(None).dt.to_period("W-SUN")).dt.start_time.dt.strftime("%Y-%m-%d")
events["month"] = events.day.str[:7]
days = pd.date_range("2025-02-01", "2025-03-31").strftime("%Y-%m-%d").tolist()
as_of = end.value // 10**6 - 1


def active(window):
    sets = [set(events.customer[events.day == day]) for day in days]
    return [len(set().union(*sets[max(0, i - window + 1) : i + 1])) for i in range(len(days))]


weeks = sorted(events.week.unique())
by_week = [set(events.customer[events.week == week]) for week in weeks]
lifecycle = []
seen = set()
for i, now in enumerate(by_week):
    before = by_week[i - 1] if i else set()
    row = {"period": weeks[i], "new": len(now - seen), "returning": len(now & before)}
    row["resurrecting"] = len((now & seen) - before)
    row["dormant"] = len(before - now)
    lifecycle.append(row)
    seen |= now

active_days = events.groupby(["month", "customer"]).day.nunique().reset_index()
lengths = {"2025-02": 28, "2025-03": 31}
active_days["days"] = active_days.month.map(lengths)
months = {}
for month, own in active_days.groupby("month"):
    share = own.day / own.days
    low, high = stats.t.interval(0.95, len(share) - 1, share.mean(), stats.sem(share))
    months[month] = {"active": len(share), "ratio": share.mean(), "low": low, "high": high}
clusters = active_days.groupby("customer")[["day", "days"]].sum()
ratio = clusters.day.sum() / clusters.days.sum()
residuals = clusters.day - ratio * clusters.days
m = len(clusters)
error = np.sqrt(m / (m - 1) * (residuals**2).sum()) / clusters.days.sum()
margin = stats.t.ppf(0.975, m - 1) * error

last28 = events[events.day > days[-29]].groupby("customer").day.nunique()

ordered = events.sort_values(["customer", "time"])
gap = ordered.groupby("customer").time.diff()
ordered["session"] = (gap.isna() | (gap > 6 * 3600 * 1000)).cumsum()
sessions = ordered.groupby("session").time.agg(["min", "max", "size"])
durations = sessions["max"] - sessions["min"]

weights = events.name.map({"visit": 1.0, "order": 5.0})
events["points"] = weights * 0.5 ** ((as_of - events.time) / (14 * 86400000))
points = events.groupby("customer").points.sum()

json.dump(
    {
        "generator": f"pandas {pd.__version__}, scipy {scipy.__version__}, numpy {np.__version__}",
        "timeZone": ZONE,
        "asOf": as_of,
        "events": events[["customer", "time", "name"]].values.tolist(),
        "days": days,
        "active": {str(window): active(window) for window in (1, 7, 28)},
        "lifecycle": lifecycle,
        "stickiness": {
            "months": months,
            "ratio": ratio,
            "low": ratio - margin,
            "high": ratio + margin,
            "customers": m,
        },
        "last28": {str(k): int(v) for k, v in last28.value_counts().sort_index().items()},
        "sessions": {
            "count": len(sessions),
            "single": int((sessions["size"] == 1).sum()),
            "mean": durations.mean(),
            "median": durations.median(),
            "p90": durations.quantile(0.9),
        },
        "points": {customer: value for customer, value in points.items()},
    },
    sys.stdout,
)
sys.stdout.write("\n")
