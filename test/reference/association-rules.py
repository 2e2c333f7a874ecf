"""Rules of two items, by counting baskets one by one and exact fractions: python3 association-rules.py > association-rules.json

Every measure is written as what it means, not as a formula of supports: the probability of the consequent without the antecedent is
counted in the baskets without it. A rule is antecedent, consequent, support, confidence, lift, leverage, conviction, Zhang's metric,
Jaccard, Kulczynski, and the ends of Wilson's interval of the confidence; null where mlxtend has infinity or nothing to divide by.
"""

import json
import random
from fractions import Fraction
from statistics import NormalDist

TAN = ["bread milk", "bread diapers beer eggs", "milk diapers beer cola", "bread milk diapers beer", "bread milk diapers cola"]
# The example of mlxtend, frequent_patterns/tests/test_association_rules.py.
COLUMNS = ["Apple", "Corn", "Dill", "Eggs", "Ice cream", "Kidney Beans", "Milk", "Nutmeg", "Onion", "Unicorn", "Yogurt"]
HELD = ["00010111101", "00110101101", "10010110000", "01000110011", "01011100100"]
random.seed(11)
ITEMS = [f"p{k:02d}" for k in range(14)]
DRAWN = [[item for k, item in enumerate(ITEMS) if random.random() < 0.9 / (1 + k) ** 0.6] or ["p13"] for _ in range(400)]
for basket in DRAWN:
    if "p05" in basket and random.random() < 0.7:
        basket.append("p09")


def share(part, whole):
    return Fraction(len(part), len(whole)) if whole else None


def wilson(part, whole):
    """The roots in p of (k/n - p)^2 = z^2 p (1 - p) / n."""
    z2 = NormalDist().inv_cdf(0.975) ** 2
    k, n = len(part), len(whole)
    middle, spread = (k + z2 / 2) / (n + z2), (z2 * (k * (n - k) / n + z2 / 4)) ** 0.5 / (n + z2)
    return [0.0 if k == 0 else middle - spread, 1.0 if k == n else middle + spread]


def rule(baskets, a, b):
    with_a = [basket for basket in baskets if a in basket]
    without_a = [basket for basket in baskets if a not in basket]
    with_b = [basket for basket in baskets if b in basket]
    both = [basket for basket in with_a if b in basket]
    only_a = [basket for basket in with_a if b not in basket]
    either = [basket for basket in baskets if a in basket or b in basket]
    p = {"a": share(with_a, baskets), "b": share(with_b, baskets), "both": share(both, baskets)}
    confidence, otherwise = share(both, with_a), share([basket for basket in without_a if b in basket], without_a)
    conviction = p["a"] * (1 - p["b"]) / share(only_a, baskets) if only_a else None
    zhang = None if otherwise is None else (confidence - otherwise) / max(confidence, otherwise)
    measures = [
        *[p["both"], confidence, p["both"] / (p["a"] * p["b"]), p["both"] - p["a"] * p["b"], conviction, zhang],
        *[share(both, either), (confidence + share(both, with_b)) / 2],
    ]
    return [a, b, *[None if each is None else float(each) for each in measures], *wilson(both, with_a)]


def rules(baskets):
    baskets = [set(basket) for basket in baskets]
    items = sorted(set().union(*baskets))
    pairs = [(a, b) for a in items for b in items if a != b and any(a in basket and b in basket for basket in baskets)]
    return {"baskets": [sorted(basket) for basket in baskets], "rules": [rule(baskets, a, b) for a, b in pairs]}


DATA = {
    "tan": [basket.split() for basket in TAN],
    "mlxtend": [[item for item, held in zip(COLUMNS, row) if held == "1"] for row in HELD],
    "drawn": DRAWN,
}
print(json.dumps({"source": "exact fractions: association-rules.py", **{name: rules(baskets) for name, baskets in DATA.items()}}))
