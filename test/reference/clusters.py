# k-means from given centers and from many starts, and measures of clusters, by scikit-learn; optimal classes of values by trying all.
# Run: python3 -P clusters.py > clusters.json (-P: random.py beside this is not the module)
import json, warnings, itertools, numpy as np, scipy, sklearn
from sklearn.cluster import KMeans
from sklearn.metrics import silhouette_samples, davies_bouldin_score, calinski_harabasz_score
from sklearn.preprocessing import StandardScaler

warnings.simplefilter('ignore')
rng = np.random.default_rng(20261122)
short = lambda X: np.round(X, 4)
blobs = short(np.concatenate([rng.normal(m, s, (n, 2)) for m, s, n in [((0, 0), 1, 30), ((6, 1), 1.5, 25), ((2, 7), 1, 20)]]))
recency = np.floor(rng.exponential(60, 90))
orders = 1 + rng.poisson(rng.gamma(1, 3, 90))
amount = np.round(orders * rng.lognormal(8, 0.5, 90))
customers = np.column_stack([recency, orders, amount])
five = short(rng.normal(0, 1, (60, 5)) + rng.integers(0, 3, (60, 1)) * np.array([2, 0, 1, 0, 3]))
line = short(np.concatenate([rng.normal(0, 1, 20), rng.normal(8, 1, 20)]))[:, None]

def run(name, X, init, tolerance=1e-4, iterations=300, scale='none'):
    Z = StandardScaler().fit_transform(X) if scale == 'standard' else X
    given = np.asarray(init, float)
    start = (given - X.mean(0)) / X.std(0) if scale == 'standard' else given
    m = KMeans(len(init), init=start, n_init=1, tol=tolerance, max_iter=iterations, algorithm='lloyd').fit(Z)
    centers = m.cluster_centers_ * X.std(0) + X.mean(0) if scale == 'standard' else m.cluster_centers_
    measures = dict(silhouette=silhouette_samples(Z, m.labels_).tolist(), daviesBouldin=davies_bouldin_score(Z, m.labels_),
        calinskiHarabasz=calinski_harabasz_score(Z, m.labels_))
    return dict(name=name, points=X.tolist(), initialCenters=given.tolist(), scale=scale, tolerance=tolerance, maxIterations=iterations,
        labels=m.labels_.tolist(), centers=centers.tolist(), inertia=m.inertia_, iterations=int(m.n_iter_), **measures)

def best(name, X, k, scale):
    Z = StandardScaler().fit_transform(X) if scale == 'standard' else X
    m = KMeans(k, n_init=300, tol=0, random_state=0).fit(Z)
    return dict(name=name, k=k, scale=scale, inertia=m.inertia_, sizes=sorted(np.bincount(m.labels_).tolist(), reverse=True))

runs = [
    run('blobs', blobs, blobs[:3]),
    run('blobs to the last change', blobs, blobs[:4], tolerance=0),
    run('blobs, loose', blobs, blobs[:5], tolerance=0.05),
    run('blobs, three iterations', blobs, blobs[[0, 1, 2, 3, 4, 5]], iterations=3),
    run('customers', customers, customers[:4]),
    run('customers, standardised', customers, customers[:4], scale='standard'),
    run('customers, standardised, to the last change', customers, customers[10:16], scale='standard', tolerance=0),
    run('five fields', five, five[:3]),
    run('a line', line, [[0], [1], [2]]),
    run('blobs, one center too far to have points', blobs, [[0, 0], [6, 1], [1000, 1000]]),
    run('blobs, two centers too far to have points', blobs, [[0, 0], [6, 1], [1000, 1000], [-1000, 0]]),
]
optima = [best('blobs', blobs, 3, 'none'), best('customers, standardised', customers, 5, 'standard'), best('five fields', five, 4, 'none')]

def classes(values, k):
    x = np.sort(np.asarray(values, float))
    ss = lambda part: float(((part - part.mean()) ** 2).sum())
    cuts = min(itertools.combinations(range(1, len(x)), k - 1), key=lambda c: (sum(ss(p) for p in np.split(x, c)), c))
    parts = np.split(x, cuts)
    return dict(values=list(map(float, values)), k=k, lower=[float(p[0]) for p in parts], upper=[float(p[-1]) for p in parts],
        sizes=[len(p) for p in parts], withinSS=sum(ss(p) for p in parts), gvf=1 - sum(ss(p) for p in parts) / ss(x))

breaks = [
    classes(short(rng.lognormal(0, 1, 30)), 4),
    classes(short(rng.normal(1e9, 3, 25)), 3),
    classes([1, 2, 2, 3, 10, 11, 30], 3),
    classes([-1e9, *short(rng.normal(0, 1, 9)), *short(rng.normal(20, 1, 9))], 3),
]
print(json.dumps(dict(madeWith=f'scikit-learn {sklearn.__version__}, numpy {np.__version__}, scipy {scipy.__version__}: clusters.py',
    runs=runs, optima=optima, breaks=breaks)))
