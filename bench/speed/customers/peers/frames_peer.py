"""NumPy and pandas: RFM scores of customers, and of orders."""
import sys

from serve import column, refuse, serve

try:
    import numpy
    import pandas
except ImportError as error:
    refuse(error)

data = {}


def load(task, folder):
    data.clear()
    if task == "customers":
        kinds = (("recency", "i4"), ("frequency", "i4"), ("monetary", "f8"))
        data.update({name: column(folder, name, kind) for name, kind in kinds})
        data["frame"] = pandas.DataFrame({name: data[name] for name, _ in kinds})
    else:
        kinds = (("customer", "i4"), ("time", "f8"), ("amount", "f8"))
        data.update({name: column(folder, name, kind) for name, kind in kinds})
        data["orders"] = pandas.DataFrame({"customer": data["customer"], "time": data["time"], "amount": data["amount"]})


SHARES = [0.2, 0.4, 0.6, 0.8]
DAY = 86_400_000


def codes(r, f, m):
    return lambda: numpy.bincount(100 * numpy.asarray(r) + 10 * numpy.asarray(f) + numpy.asarray(m), minlength=556).tolist()


def score_numpy(recency, frequency, monetary):
    """One more than the cuts that are less; recency the other way round. A cut is a quantile of type 7."""
    r = 5 - numpy.searchsorted(numpy.quantile(recency, SHARES), recency, side="left")
    f = 1 + numpy.searchsorted(numpy.quantile(frequency, SHARES), frequency, side="left")
    m = 1 + numpy.searchsorted(numpy.quantile(monetary, SHARES), monetary, side="left")
    code = 100 * r + 10 * f + m
    return lambda: numpy.bincount(code, minlength=556).tolist()


def customers_numpy(request):
    return score_numpy(data["recency"], data["frequency"], data["monetary"])


def customers_counted(request):
    """Whole numbers of a narrow range by counting instead of sorting: a score for each value, looked up."""
    def score(values):
        counts = numpy.bincount(values)
        below = numpy.cumsum(counts)
        n = values.size
        def cut(share):
            place = share * (n - 1)
            low = int(place)
            first, second = numpy.searchsorted(below, [low, low + 1], side="right")
            return first + (place - low) * (second - first)
        return numpy.searchsorted([cut(share) for share in SHARES], numpy.arange(counts.size), side="left")[values]
    r = 5 - score(data["recency"])
    f = 1 + score(data["frequency"])
    m = 1 + numpy.searchsorted(numpy.quantile(data["monetary"], SHARES), data["monetary"], side="left")
    code = 100 * r + 10 * f + m
    return lambda: numpy.bincount(code, minlength=556).tolist()


def score_pandas(frame):
    """qcut, its edges by quantile: right-closed classes, as above, also where edges are equal."""
    def score(column, labels):
        edges = [-numpy.inf, *frame[column].quantile(SHARES), numpy.inf]
        cut = pandas.cut(frame[column], sorted(set(edges)), labels=False)
        place = [sum(edge < upper for edge in edges[1:-1]) for upper in sorted(set(edges))[1:]]
        return numpy.asarray(labels)[numpy.asarray(place)[cut.to_numpy()]]
    r = score("recency", [5, 4, 3, 2, 1])
    f = score("frequency", [1, 2, 3, 4, 5])
    m = score("monetary", [1, 2, 3, 4, 5])
    frame = frame.assign(r=r, f=f, m=m, code=100 * r + 10 * f + m)
    return codes(frame["r"], frame["f"], frame["m"])


def customers_pandas(request):
    return score_pandas(data["frame"])


def customers_qcut(request):
    """As it is mostly written; it needs cuts that differ."""
    frame = data["frame"]
    r = pandas.qcut(frame["recency"], 5, labels=[5, 4, 3, 2, 1]).astype("int64")
    f = pandas.qcut(frame["frequency"], 5, labels=[1, 2, 3, 4, 5]).astype("int64")
    m = pandas.qcut(frame["monetary"], 5, labels=[1, 2, 3, 4, 5]).astype("int64")
    frame = frame.assign(r=r, f=f, m=m, code=100 * r + 10 * f + m)
    return codes(frame["r"], frame["f"], frame["m"])


def customers_ranks(request):
    """As it is written where cuts may be equal: ranks never are. Equal values get scores by their place, so that the answer is another."""
    frame = data["frame"]
    score = lambda name, labels: pandas.qcut(frame[name].rank(method="first"), 5, labels=labels).astype("int64")
    r, f, m = score("recency", [5, 4, 3, 2, 1]), score("frequency", [1, 2, 3, 4, 5]), score("monetary", [1, 2, 3, 4, 5])
    frame = frame.assign(r=r, f=f, m=m, code=100 * r + 10 * f + m)
    return codes(frame["r"], frame["f"], frame["m"])


def orders_qcut(request):
    """As it is mostly written."""
    by = data["orders"].groupby("customer").agg(last=("time", "max"), frequency=("time", "size"), monetary=("amount", "sum"))
    by["recency"] = (request["asOf"] // DAY - by["last"] // DAY).astype("i4")
    by["r"] = pandas.qcut(by["recency"], 5, labels=[5, 4, 3, 2, 1]).astype("int64")
    by["f"] = pandas.qcut(by["frequency"], 5, labels=[1, 2, 3, 4, 5]).astype("int64")
    by["m"] = pandas.qcut(by["monetary"], 5, labels=[1, 2, 3, 4, 5]).astype("int64")
    return codes(by["r"], by["f"], by["m"])


def orders_pandas(request):
    by = data["orders"].groupby("customer").agg(last=("time", "max"), frequency=("time", "size"), monetary=("amount", "sum"))
    by["recency"] = (request["asOf"] // DAY - by["last"] // DAY).astype("i4")
    return score_pandas(by[["recency", "frequency", "monetary"]])


def orders_numpy(request):
    """Dense codes of customers: a cell for each."""
    customer, size = data["customer"], int(data["customer"].max()) + 1
    frequency = numpy.bincount(customer, minlength=size)
    monetary = numpy.bincount(customer, weights=data["amount"], minlength=size)
    last = numpy.zeros(size)
    numpy.maximum.at(last, customer, data["time"])
    there = frequency > 0
    recency = (request["asOf"] // DAY - last[there] // DAY).astype("i4")
    return score_numpy(recency, frequency[there], monetary[there])


TASKS = {
    "customers, quantile and searchsorted": customers_numpy,
    "customers, counted": customers_counted,
    "customers, qcut": customers_qcut,
    "customers, qcut of ranks": customers_ranks,
    "customers, quantile and cut": customers_pandas,
    "orders, groupby and qcut": orders_qcut,
    "orders, groupby": orders_pandas,
    "orders, bincount": orders_numpy,
}
serve(f"NumPy {numpy.__version__}, pandas {pandas.__version__}", load, TASKS)
