"""scikit-learn: k-means from given centers."""
import warnings

from serve import column, refuse, serve

try:
    import numpy
    import sklearn
    from sklearn.cluster import KMeans
except ImportError as error:
    refuse(error)

warnings.simplefilter("ignore")
data = {}


def load(task, folder):
    data["points"] = column(folder, "points", "f8").reshape(-1, 3)


def cluster(request):
    points, k = data["points"], request["k"]
    model = KMeans(k, init=points[:k], n_init=1, tol=request["tolerance"], algorithm=request["algorithm"]).fit(points)
    return lambda: {"labels": model.labels_.tolist(), "inertia": model.inertia_, "iterations": int(model.n_iter_)}


def restarts(request):
    model = KMeans(request["k"], n_init=10, random_state=0, algorithm="lloyd").fit(data["points"])
    return lambda: {"inertia": model.inertia_}


serve(f"scikit-learn {sklearn.__version__}, numpy {numpy.__version__}", load, {"cluster": cluster, "restarts": restarts})
