# Bounded weights for the rows of rake.json: of all weights that meet bounds and targets, those with the least
# sum of w ln w - w + 1, found in the primal by scipy's trust-constr over the cells.  Run: python3 rake_bounds.py > rake_bounds.json
import json, numpy as np, scipy
from collections import Counter
from scipy.optimize import minimize, LinearConstraint, Bounds

data = json.load(open('rake.json'))
fields = list(data['rows'])
rows = list(zip(*(data['rows'][f] for f in fields)))
cells = sorted(Counter(rows).items())
count = np.array([c for _, c in cells], float)
n = count.sum()
A, target = [], []
for m, f in enumerate(fields):
    for category, share in data['targets'][f].items():
        A.append([c if cell[m] == category else 0 for cell, c in cells])
        target.append(share * n)
A, target = np.array(A), np.array(target)
keep = [0, 1, 3, 4, 6, 7, 8]  # one category of each later margin follows from the total
out = []
for low, high in [(0.35, 2.8), (0.4, 2.6), (0.31, 2.9), (0.9, 1.1)]:
    bounds = Bounds(np.full(len(cells), low), np.full(len(cells), high))
    feasible = scipy.optimize.linprog(np.zeros(len(cells)), A_eq=A[keep], b_eq=target[keep], bounds=[(low, high)] * len(cells))
    if feasible.status != 0:
        out.append(dict(bounds=[low, high], weights=None)); continue
    r = minimize(lambda w: float(count @ (w * np.log(w) - w + 1)), feasible.x, jac=lambda w: count * np.log(w), hess=lambda w: np.diag(count / w),
        method='trust-constr', bounds=bounds, constraints=[LinearConstraint(A[keep], target[keep], target[keep])],
        options=dict(gtol=1e-13, xtol=1e-15, barrier_tol=1e-13, maxiter=20000))
    weight = {cell: w for (cell, _), w in zip(cells, r.x)}
    out.append(dict(bounds=[low, high], weights=[weight[row] for row in rows]))
print(json.dumps(dict(madeWith=f'Python, numpy {np.__version__}, scipy {scipy.__version__}: rake_bounds.py', cases=out)))
