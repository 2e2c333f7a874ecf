"""NumPy and pandas: movements of recurring revenue by month."""
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "customers", "peers"))
from serve import column, refuse, serve

try:
    import numpy
    import pandas
except ImportError as error:
    refuse(error)

data = {}
EDGES = numpy.arange("2024-01", "2025-02", dtype="datetime64[M]").astype("datetime64[ms]").astype("i8")


def load(task, folder):
    data.update(uid=column(folder, "uid", "i4"), at=column(folder, "at", "i8"), mrr=column(folder, "mrr", "i4"))
    data["customers"] = int(data["uid"].max()) + 1
    ts = pandas.to_datetime(data["at"], unit="ms")
    data["frame"] = pandas.DataFrame({"uid": data["uid"], "ts": ts, "mrr": data["mrr"]})


def months():
    """The month of each change: they are in the order of time, so that only the edges need be found."""
    return numpy.repeat(numpy.arange(12, dtype="i4"), numpy.diff(numpy.searchsorted(data["at"], EDGES)))


def kinds(before, now, has_paid):
    return numpy.where(before == 0, numpy.where(has_paid, 4, 0), numpy.where(now == 0, 3, numpy.where(now > before, 1, 2)))


def table(month, kind, change):
    cell = month * 5 + kind
    sums = numpy.bincount(cell, weights=change, minlength=60).astype("i8")
    counts = numpy.bincount(cell, minlength=60)
    return [[place // 5, place % 5, int(sums[place]), int(counts[place])] for place in range(60) if counts[place]]


def of_frame(months_of):
    """Of the last change of each customer and month, in this order. Without months in which nothing changed, a customer's first row is the first payment."""
    def run(request):
        last = months_of(data["frame"])
        before = last["mrr"].shift(1, fill_value=0).where(last["uid"] == last["uid"].shift(1), 0)
        moved = last.assign(before=before)
        moved = moved[moved["mrr"] != moved["before"]]
        has_paid = moved["uid"] == moved["uid"].shift(1)
        kind = kinds(moved["before"], moved["mrr"], has_paid)
        change = moved["mrr"].astype("i8") - moved["before"]
        found = change.groupby([moved["mo"].to_numpy(), kind]).agg(["sum", "size"])
        return lambda: [[int(mo), int(k), int(row[0]), int(row[1])] for (mo, k), row in zip(found.index, found.to_numpy())]
    return run


def grouped(frame):
    mo = frame["ts"].dt.month - 1
    return frame["mrr"].groupby([frame["uid"], mo]).last().rename_axis(["uid", "mo"]).reset_index()


def dropped(frame):
    last = frame.assign(mo=frame["ts"].dt.month - 1).drop_duplicates(["uid", "mo"], keep="last")
    return last.sort_values(["uid", "mo"])


def keyed(frame):
    key = frame["uid"].to_numpy() * 12 + months()
    last = pandas.DataFrame({"key": key, "mrr": frame["mrr"].to_numpy()}).drop_duplicates("key", keep="last")
    return split(last.sort_values("key"))


def split(frame):
    key = frame["key"].to_numpy()
    return pandas.DataFrame({"uid": key // 12, "mo": key % 12, "mrr": frame["mrr"].to_numpy()})


def numpy_sort(request):
    key = data["uid"] * 12 + months()
    order = numpy.argsort(key, kind="stable")
    key = key[order]
    last = numpy.flatnonzero(numpy.append(key[1:] != key[:-1], True))
    customer, month, now = key[last] // 12, key[last] % 12, data["mrr"][order[last]]
    same = numpy.append(False, customer[1:] == customer[:-1])
    before = numpy.where(same, numpy.append(0, now[:-1]), 0)
    moved = now != before
    customer, month, before, now = customer[moved], month[moved], before[moved], now[moved]
    has_paid = numpy.append(False, customer[1:] == customer[:-1])
    found = table(month, kinds(before, now, has_paid), now - before)
    return lambda: found


def numpy_walk(request):
    """Month by month, with a cell for every customer: the last to write is the last."""
    size = data["customers"]
    now, has_paid, cells = numpy.zeros(size, dtype="i4"), numpy.zeros(size, dtype=bool), []
    edges = numpy.searchsorted(data["at"], EDGES)
    for month in range(12):
        before = now.copy()
        now[data["uid"][edges[month] : edges[month + 1]]] = data["mrr"][edges[month] : edges[month + 1]]
        moved = numpy.flatnonzero(now != before)
        kind = kinds(before[moved], now[moved], has_paid[moved])
        has_paid[moved] = True
        cells += table(numpy.full(moved.size, month), kind, now[moved] - before[moved])
    return lambda: cells


TASKS = {
    "pandas, log order: groupby": of_frame(grouped),
    "pandas, log order: drop_duplicates": of_frame(dropped),
    "pandas, log order: drop_duplicates of one key": of_frame(keyed),
    "NumPy, dense tables: month by month": numpy_walk,
    "NumPy, log order: sort": numpy_sort,
}
serve(f"NumPy {numpy.__version__}, pandas {pandas.__version__}", load, TASKS)
