"""Purchases of a shop, and what lifetimes' summary_data_from_transaction_data and calibration_and_holdout_data define of them.

Computed here with pandas, after lifetimes/utils.py (CamDavidsonPilon/lifetimes 0.11), except that purchases after the end of
observation never count (lifetimes lets in those later in the same period), that amounts of the hold-out period are summed by period
before their mean is taken, as in the calibration period, and that months are counted by the calendar (lifetimes divides days by 30.436875,
which is freq D with freq_multiplier 30.436875 here).

Run: python3 -P customer-summary.py > customer-summary.json
"""
import json
import random

import numpy
import pandas

random.seed(11)
start = pandas.Timestamp("2024-10-20", tz="UTC")
HOUR = 3_600_000
rows = []
for customer in range(24):
    at = start + pandas.Timedelta(minutes=random.randrange(200 * 1440))
    for _ in range(random.choice([1, 1, 2, 3, 5, 9])):
        for _ in range(random.choice([1, 1, 1, 2, 3])):  # several a day
            milliseconds = int(at.value // 1_000_000)
            edge = random.random() < 0.3  # at midnight of Tokyo, New York in winter, or UTC, or a millisecond before
            if edge:
                milliseconds = milliseconds // (24 * HOUR) * 24 * HOUR + random.choice([0, 5, 15]) * HOUR - random.choice([0, 1])
            rows.append([f"c{customer}", milliseconds, None if random.random() < 0.1 else random.randrange(0, 20000) / 100])
            at += pandas.Timedelta(minutes=random.randrange(300))
        at += pandas.Timedelta(minutes=int(random.expovariate(1 / 25) * 1440))
random.shuffle(rows)
log = pandas.DataFrame(rows, columns=["customer", "time", "amount"])


def in_periods(times, zone, freq):
    """Numbers of the periods that the clocks of a zone show."""
    local = pandas.to_datetime(times, unit="ms", utc=True).dt.tz_convert(zone).dt.tz_localize(None)
    return local.dt.to_period(freq).map(lambda period: period.ordinal).astype(int)


def summary(purchases, end, zone, freq, multiplier, amounts):
    """frequency, recency, T, monetary and n by customer, of purchases up to the end, which is an instant."""
    seen = purchases[purchases.time <= end].copy()
    seen["period"] = in_periods(seen.time, zone, freq)
    last = in_periods(pandas.Series([end]), zone, freq)[0]
    by_period = seen.groupby(["customer", "period"], as_index=False).amount.sum()
    by_customer = by_period.groupby("customer").period.agg(["min", "max", "count"])
    repeats = by_period[by_period.period > by_period.customer.map(by_customer["min"])]
    table = pandas.DataFrame(
        {
            "frequency": by_customer["count"] - 1,
            "recency": (by_customer["max"] - by_customer["min"]) / multiplier,
            "T": (last - by_customer["min"]) / multiplier,
            "monetary": repeats.groupby("customer").amount.mean() if amounts else None,
            "n": seen.groupby("customer").size(),
        }
    )
    if amounts:
        table.monetary = table.monetary.fillna(0)
    return table


def holdout(purchases, calibrated, end, zone, freq, multiplier, amounts):
    later = purchases[(purchases.time > calibrated) & (purchases.time <= end)].copy()
    later["period"] = in_periods(later.time, zone, freq)
    first, last = in_periods(pandas.Series([calibrated, end]), zone, freq)
    by_period = later.groupby(["customer", "period"], as_index=False).amount.sum()
    mean = by_period.groupby("customer").amount.mean()
    count = by_period.groupby("customer").size()

    def of(customer):
        return {
            "frequency": int(count.get(customer, 0)),
            "duration": float(last - first) / multiplier,
            "monetary": float(mean.get(customer, 0)) if amounts else None,
        }

    return of


FREQS = {("day", 1): "D", ("week", 1): "W-SUN", ("week", 0): "W-SAT", ("month", 1): "M", ("quarter", 1): "Q", ("hour", 1): "H"}
DAYS = {"day": 1, "week": 7, "month": 30.436875}
END = "2025-05-31T00:00:00Z"
SPLIT = "2025-02-14T15:30:00Z"
asked = [
    {"unit": unit, "timeZone": zone, "amounts": amounts, **more}
    for unit in ("day", "week", "month")
    for zone, amounts, more in (
        ("UTC", True, {}),
        ("UTC", False, {"asOf": END}),
        ("Asia/Tokyo", True, {"asOf": END}),
        ("America/New_York", True, {"asOf": END, "calibrationEnd": SPLIT}),
        ("Asia/Tokyo", False, {"calibrationEnd": SPLIT}),
        ("Asia/Tokyo", True, {"asOf": END, "calibrationEnd": SPLIT, "mergeWithin": "day"}),
    )
]
asked += [
    {"unit": "week", "timeZone": "America/New_York", "amounts": True, "weekStartsOn": 0, "asOf": "2025-03-02T05:00:00Z"},
    {"unit": "quarter", "timeZone": "Asia/Tokyo", "amounts": True, "calibrationEnd": SPLIT},
    {"unit": "hour", "timeZone": "Asia/Tokyo", "amounts": True, "asOf": END},
]


def instant(text):
    return int(pandas.Timestamp(text).value // 1_000_000)


cases = []
for options in asked:
    by_days = options.get("mergeWithin") == "day"
    freq = "D" if by_days else FREQS[options["unit"], options.get("weekStartsOn", 1)]
    end = instant(options["asOf"]) if "asOf" in options else int(log.time.max())
    calibrated = instant(options["calibrationEnd"]) if "calibrationEnd" in options else end
    how = (options["timeZone"], freq, DAYS[options["unit"]] if by_days else 1, options["amounts"])
    table = summary(log, calibrated, *how)
    later = holdout(log, calibrated, end, *how)
    found = []
    for customer, row in table.iterrows():
        numbers = {
            "frequency": int(row.frequency),
            "recency": float(row.recency),
            "T": float(row["T"]),
            "monetary": float(row.monetary) if options["amounts"] else None,
            "n": int(row.n),
        }
        found.append({"customer": customer, **numbers, **({"holdout": later(customer)} if "calibrationEnd" in options else {})})
    cases.append({"options": options, "rows": found})

lines = ",\n".join(json.dumps(row) for row in rows)
tables = ",\n".join(
    '{"options": %s, "rows": [\n%s]}' % (json.dumps(case["options"]), ",\n".join(map(json.dumps, case["rows"]))) for case in cases
)
made = json.dumps(f"pandas {pandas.__version__}, numpy {numpy.__version__}")
print('{"made": %s,\n"purchases": [\n%s],\n"cases": [\n%s]}' % (made, lines, tables))
