"""The noncentral t at 40 digits, by integrating the normal tail over the chi distribution: python3 noncentral-t.py"""

import json
import pathlib

import mpmath
from mpmath import mp, mpf

mp.dps = 40


def survival(t, df, shift):
    """P((Z + shift)/s > t) = ∫ Φ(shift − t s) f(s) ds, where df·s² is χ² with df degrees of freedom."""
    t, df, shift = mpf(t), mpf(df), mpf(shift)
    constant = mp.log(2) + df / 2 * mp.log(df / 2) - mp.loggamma(df / 2)

    def term(s):
        return mp.ncdf(shift - t * s) * mp.exp(constant + (df - 1) * mp.log(s) - df * s * s / 2)

    spread = 1 / mp.sqrt(2 * df)
    edges = {mpf(1) + k * spread for k in (-16, -8, -4, -2, -1, 0, 1, 2, 4, 8, 16, 24)}
    edges |= {(shift + k) / t for k in (-16, -8, -4, -2, -1, 0, 1, 2, 4, 8, 16)}
    low, high = max(mpf(0), 1 - 16 * spread), 1 + 24 * spread
    inside = sorted(edge for edge in edges if low < edge < high)
    return mp.quad(term, [low, *inside, high])


places = [(1, 2, 0.5), (2.1, 18, 2), (1.7, 38, -1), (12, 3, 9.5), (10.5, 7, 9.999), (10.5, 7, 10.001), (9, 40, 10.5), (40, 1, 30), (35, 1e6, 36)]
places += [(t, df, 998.5) for df in (1, 2, 5, 30, 1000, 1e5, 1e7) for t in (400, 990, 998.5, 1010, 2500)]
places += [(t, df, 3162) for df in (2, 10, 1e4, 1e6, 1e9) for t in (3100, 3162, 3162.2775, 3300)]
places += [(1e6, 4, 1e6), (1e6, 1e12, 1e6), (1000001, 1e12, 1e6), (5e5, 3, 1e6)]
cases = [[float(t), float(df), float(shift), float(survival(t, df, shift))] for t, df, shift in places]
head = {"source": f"mpmath {mpmath.__version__}, {mp.dps} digits: noncentral-t.py"}
text = ",\n".join(f' "{key}": {json.dumps(value)}' for key, value in {**head, "cases": cases}.items())
pathlib.Path(__file__).with_name("noncentral-t.json").write_text("{\n" + text + "\n}\n")
print(len(cases))
