"""NumPy and pandas with the columns in memory: one request as JSON a line, one reply a line."""
import json
import resource
import sys
import time

try:
    import numpy
    import pandas
except ImportError as error:
    print(json.dumps({"error": str(error)}), flush=True)
    sys.exit(0)

DAY = 86_400_000
WEEK = 7 * DAY
START = 1_704_067_200_000
DAYS, WEEKS, LONGEST = 365, 53, 28

columns = {}
events = None


def load(files):
    global events
    read = lambda name, kind: numpy.fromfile(f"{files['folder']}/{name}.bin", dtype=kind)
    columns.update(uid=read("uid", "i4"), at=read("at", "i8"), nm=read("nm", "u1"), amount=read("amount", "i4"))
    columns["customers"] = files["customers"]
    events = pandas.DataFrame({"uid": columns["uid"], "at": columns["at"], "nm": columns["nm"], "amount": columns["amount"]})


def periods(unit, count):
    """The period of each event: the log is in order of time, so that only the edges need be found."""
    edges = numpy.searchsorted(columns["at"], START + unit * numpy.arange(count + 1))
    return numpy.repeat(numpy.arange(count, dtype=numpy.int32), numpy.diff(edges))


def numpy_funnel():
    is_step = (columns["nm"] >= 2) & (columns["nm"] <= 5)
    uid, at, nm = columns["uid"][is_step], columns["at"][is_step] - START + 1, columns["nm"][is_step]
    order = numpy.argsort(uid, kind="stable")
    uid, at, nm = uid[order], at[order], nm[order]
    # The instants of each customer stand above all of the customer before, so that one running maximum serves all.
    base = uid.astype(numpy.int64) << 36
    at += base
    s1 = numpy.maximum.accumulate(numpy.where(nm == 2, at, base))
    s2 = numpy.maximum.accumulate(numpy.where((nm == 3) & (s1 > base) & (at <= s1 + WEEK), s1, base))
    s3 = numpy.maximum.accumulate(numpy.where((nm == 4) & (s2 > base) & (at <= s2 + WEEK), s2, base))
    done = numpy.flatnonzero((nm == 5) & (s3 > base) & (at <= s3 + WEEK))
    _, first = numpy.unique(uid[done], return_index=True)
    reached = [numpy.unique(uid[s > base]).size for s in (s1, s2, s3)]
    return [[*reached, first.size, numpy.median((at - s3)[done[first]])]]


def numpy_retention():
    """A table of customer × week; the first week of each row is its cohort."""
    seen = numpy.zeros((columns["customers"], WEEKS), dtype=bool)
    seen[columns["uid"], periods(WEEK, WEEKS)] = True
    customer, week = numpy.nonzero(seen)
    cohort = seen.argmax(axis=1)[customer]
    return triangle(cohort, week)


def numpy_retention_sort():
    """The customer × week pairs that there are, sorted: the first of each customer is its cohort."""
    pairs = numpy.unique(columns["uid"].astype(numpy.int64) * WEEKS + periods(WEEK, WEEKS))
    customer, week = pairs // WEEKS, pairs % WEEKS
    first = numpy.flatnonzero(numpy.concatenate([[True], customer[1:] != customer[:-1]]))
    cohort = numpy.repeat(week[first], numpy.diff(numpy.append(first, pairs.size)))
    return triangle(cohort, week)


def triangle(cohort, week):
    counts = numpy.bincount(cohort * WEEKS + (week - cohort), minlength=WEEKS * WEEKS)
    cells = numpy.flatnonzero(counts)
    return numpy.column_stack([cells // WEEKS, cells % WEEKS, counts[cells]])


def gap_counts(customer, day):
    """(gap to the customer's next active day, day, how many) of pairs sorted by customer and day."""
    gap = numpy.full(day.size, LONGEST)
    same = customer[1:] == customer[:-1]
    gap[:-1][same] = numpy.minimum(numpy.diff(day)[same], LONGEST)
    counts = numpy.bincount(gap * DAYS + day, minlength=(LONGEST + 1) * DAYS)
    cells = numpy.flatnonzero(counts)
    return numpy.column_stack([cells // DAYS, cells % DAYS, counts[cells]])


def numpy_active_table():
    seen = numpy.zeros(columns["customers"] * DAYS, dtype=bool)
    seen[columns["uid"].astype(numpy.int64) * DAYS + periods(DAY, DAYS)] = True
    pairs = numpy.flatnonzero(seen)
    return gap_counts(pairs // DAYS, pairs % DAYS)


def numpy_active_sort():
    pairs = numpy.unique(columns["uid"].astype(numpy.int64) * DAYS + periods(DAY, DAYS))
    return gap_counts(pairs // DAYS, pairs % DAYS)


def totals(frequency, recency, age, spent):
    mean = numpy.divide(spent, frequency, out=numpy.zeros(spent.size), where=frequency > 0)
    sums = [frequency.sum(), recency.sum(), age.sum(), (frequency * recency).sum(), spent.sum(), mean.sum()]
    return [[frequency.size, *sums]]


def numpy_summary_sort():
    key = columns["uid"].astype(numpy.int64) * DAYS + periods(DAY, DAYS)
    order = numpy.argsort(key, kind="stable")
    key, amount = key[order], columns["amount"][order]
    starts = numpy.flatnonzero(numpy.concatenate([[True], key[1:] != key[:-1]]))
    spent = numpy.add.reduceat(amount, starts, dtype=numpy.int64)
    customer, day = key[starts] // DAYS, key[starts] % DAYS
    first = numpy.flatnonzero(numpy.concatenate([[True], customer[1:] != customer[:-1]]))
    last = numpy.append(first[1:], customer.size) - 1
    total = numpy.add.reduceat(spent, first)
    return totals(last - first, day[last] - day[first], DAYS - day[first], total - spent[first])


def numpy_summary_table():
    """By tables over all customers: the log is in order of time, so that the last to write is the last, or, backwards, the first."""
    uid, day, size = columns["uid"], periods(DAY, DAYS), columns["customers"]
    seen = numpy.zeros((size, DAYS), dtype=bool)
    seen[uid, day] = True
    active = numpy.count_nonzero(seen, axis=1)
    first, last = numpy.zeros(size, dtype=numpy.int64), numpy.zeros(size, dtype=numpy.int64)
    last[uid] = day
    first[uid[::-1]] = day[::-1]
    spent = numpy.bincount(uid, weights=numpy.where(day == first[uid], 0, columns["amount"]), minlength=size)
    there = active > 0
    return totals(active[there] - 1, (last - first)[there], DAYS - first[there], spent[there])


def pandas_funnel():
    steps = events[events.nm.between(2, 5)].sort_values("uid", kind="stable")
    by = lambda condition, column: column.where(condition, 0).groupby(steps.uid).cummax()
    s1 = by(steps.nm == 2, steps["at"])
    s2 = by((steps.nm == 3) & (steps["at"] <= s1 + WEEK), s1)
    s3 = by((steps.nm == 4) & (steps["at"] <= s2 + WEEK), s2)
    done = (steps.nm == 5) & (steps["at"] <= s3 + WEEK)
    took = (steps["at"] - s3)[done].groupby(steps.uid[done]).first()
    return [[*[steps.uid[s > 0].nunique() for s in (s1, s2, s3)], took.size, took.median()]]


def pandas_retention():
    weeks = pandas.DataFrame({"uid": events.uid, "w": (events["at"] - START) // WEEK}).drop_duplicates()
    cohort = weeks.groupby("uid").w.transform("min")
    return triangle(cohort.to_numpy(), weeks.w.to_numpy())


def pandas_active():
    days = pandas.DataFrame({"uid": events.uid, "d": (events["at"] - START) // DAY}).drop_duplicates()
    days = days.sort_values(["uid", "d"])
    return gap_counts(days.uid.to_numpy(), days.d.to_numpy())


def pandas_summary():
    spent = events.amount.groupby([events.uid, (events["at"] - START) // DAY]).sum().rename_axis(["uid", "d"]).reset_index()
    by = spent.groupby("uid").agg(n=("d", "size"), first=("d", "min"), last=("d", "max"), s=("amount", "sum"), s1=("amount", "first"))
    whole = lambda values: values.to_numpy(dtype=numpy.int64)
    return totals(whole(by.n - 1), whole(by["last"] - by["first"]), whole(DAYS - by["first"]), whole(by.s - by.s1))


QUERIES = [
    ("W1", "NumPy, log order", "running maxima", numpy_funnel),
    ("W1", "pandas, log order", "groupby cummax", pandas_funnel),
    ("W2", "NumPy, log order", "sort", numpy_retention_sort),
    ("W2", "NumPy, dense tables", "customer × week", numpy_retention),
    ("W2", "pandas, log order", "drop_duplicates", pandas_retention),
    ("W4", "NumPy, dense tables", "customer × day", numpy_active_table),
    ("W4", "NumPy, log order", "sort", numpy_active_sort),
    ("W4", "pandas, log order", "drop_duplicates", pandas_active),
    ("W6", "NumPy, dense tables", "customer × day", numpy_summary_table),
    ("W6", "NumPy, log order", "sort", numpy_summary_sort),
    ("W6", "pandas, log order", "groupby", pandas_summary),
]

hello = {
    "version": f"NumPy {numpy.__version__}, pandas {pandas.__version__}",
    "threads": ["one", "default"],  # neither uses more than one here
    "queries": [{"workload": workload, "system": system, "form": form} for workload, system, form, _ in QUERIES],
}
print(json.dumps(hello), flush=True)
for line in sys.stdin:
    request = json.loads(line)
    try:
        if request["ask"] == "load":
            load(request["files"])
            reply = {}
        else:
            cpu, wall = time.process_time(), time.perf_counter()
            rows = QUERIES[request["query"]][3]()
            reply = {"cpu": (time.process_time() - cpu) * 1000, "wall": (time.perf_counter() - wall) * 1000}
            reply["peak"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
            if request["wantsRows"]:
                reply["rows"] = [[value.item() if hasattr(value, "item") else value for value in row] for row in rows]
    except Exception as error:
        reply = {"error": f"{type(error).__name__}: {error}"}
    print(json.dumps(reply), flush=True)
