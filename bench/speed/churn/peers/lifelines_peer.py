"""lifelines: survival curves, log-rank tests and fits. PYTHONPATH must find it where it is not installed."""
import os
import sys
import warnings

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "customers", "peers"))
from serve import column, refuse, serve

try:
    import lifelines
    import numpy
    import pandas
    from lifelines import CoxPHFitter, KaplanMeierFitter, WeibullFitter
    from lifelines.statistics import logrank_test
    from lifelines.utils import median_survival_times
except ImportError as error:
    refuse(error)

warnings.simplefilter("ignore")
data = {}


def load(task, folder):
    data.clear()
    time, ended = column(folder, "time", "f8"), column(folder, "ended", "i4")
    data.update(time=time, ended=ended)
    if task == "groups":
        group = column(folder, "group", "i4")
        data["groups"] = [(time[group == code], ended[group == code]) for code in (0, 1)]
    if task == "cox":
        x, z = column(folder, "x", "f8"), column(folder, "z", "f8")
        data["frame"] = pandas.DataFrame({"time": time, "ended": ended, "x": x, "z": z})


def curve(request):
    found = KaplanMeierFitter().fit(data["time"], data["ended"])

    def tell():
        at = numpy.asarray(request["at"])
        band = found.confidence_interval_
        place = numpy.searchsorted(band.index.to_numpy(), at, side="right") - 1
        low, high = (band.iloc[:, k].to_numpy()[place].tolist() for k in (0, 1))
        ends = median_survival_times(band).to_numpy().ravel().tolist()
        return {
            "survival": found.survival_function_at_times(at).tolist(),
            "low": low,
            "high": high,
            "median": [float(found.median_survival_time_), *ends],
        }

    return tell


def log_rank(request):
    (a, a_ended), (b, b_ended) = data["groups"]
    found = logrank_test(a, b, event_observed_A=a_ended, event_observed_B=b_ended)
    return lambda: {"statistic": float(found.test_statistic)}


def weibull(request):
    found = WeibullFitter().fit(data["time"], data["ended"])

    def tell():
        errors = found.summary["se(coef)"]
        return {
            "values": [float(found.rho_), float(found.lambda_)],
            "errors": [float(errors["rho_"]), float(errors["lambda_"])],
        }

    return tell


def cox(request):
    found = CoxPHFitter().fit(data["frame"], "time", "ended")
    return lambda: {
        "values": [float(found.params_[name]) for name in ("x", "z")],
        "errors": [float(found.standard_errors_[name]) for name in ("x", "z")],
    }


version = f"lifelines {lifelines.__version__}, pandas {pandas.__version__}, numpy {numpy.__version__}"
serve(version, load, {"curve": curve, "log-rank": log_rank, "Weibull": weibull, "Cox": cox})
