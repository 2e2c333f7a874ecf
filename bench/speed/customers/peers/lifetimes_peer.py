"""lifetimes: summaries and fits. PYTHONPATH must find it where it is not installed."""
import warnings

from serve import column, refuse, serve

try:
    import lifetimes
    import numpy
    import pandas
    from lifetimes.utils import summary_data_from_transaction_data
except ImportError as error:
    refuse(error)

warnings.simplefilter("ignore")
data = {}


def load(task, folder):
    data.clear()
    if task == "fit":
        for name in ("frequency", "recency", "T", "monetary"):
            data[name] = pandas.Series(column(folder, name, "f8"))
    else:
        at = pandas.to_datetime(column(folder, "time", "f8").astype("i8"), unit="ms")
        data["orders"] = pandas.DataFrame({"customer": column(folder, "customer", "i4"), "at": at, "amount": column(folder, "amount", "f8")})


# The fitter, its parameters in the order of its likelihood, and whether that takes their logarithms.
MODELS = {
    "BG/NBD": (lifetimes.BetaGeoFitter, ("r", "alpha", "a", "b"), True),
    "MBG/NBD": (lifetimes.ModifiedBetaGeoFitter, ("r", "alpha", "a", "b"), True),
    "Pareto/NBD": (lifetimes.ParetoNBDFitter, ("r", "alpha", "s", "beta"), False),
    "gamma-gamma": (lifetimes.GammaGammaFitter, ("p", "q", "gamma"), True),
}


def history(model):
    if model != "gamma-gamma":
        return data["frequency"], data["recency"], data["T"]
    paid = (data["frequency"] > 0) & (data["monetary"] > 0)
    return data["frequency"][paid], data["monetary"][paid]


def fit(request):
    numpy.random.seed(0)  # its start is drawn
    fitter, names, _ = MODELS[request["model"]]
    found = fitter(penalizer_coef=0).fit(*history(request["model"]))
    return lambda: [float(found.params_[{"gamma": "v"}.get(name, name)]) for name in names]


def likelihood(request):
    """The log-likelihood of the data in all, of whosoever parameters."""
    model = request["model"]
    fitter, _, in_logarithms = MODELS[model]
    columns = [values.to_numpy() for values in history(model)]
    given = numpy.asarray(request["parameters"])
    weights = numpy.ones(len(columns[0]))
    found = fitter._negative_log_likelihood(numpy.log(given) if in_logarithms else given, *columns, weights, 0)
    customers = 1 if model == "Pareto/NBD" else len(weights)  # the other fitters tell the mean
    return lambda: -float(found) * customers


def summary(request):
    found = summary_data_from_transaction_data(data["orders"], "customer", "at", "amount", freq="D")
    ordered = found.sort_index()
    return lambda: [ordered[name].tolist() for name in ("frequency", "recency", "T", "monetary_value")]


serve(f"lifetimes {lifetimes.__version__}, pandas {pandas.__version__}, numpy {numpy.__version__}", load, {"fit": fit, "likelihood": likelihood, "summary": summary})
