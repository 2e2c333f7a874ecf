"""NIST StRD, the nine univariate data sets with their certified values, and the exact moments of the doubles.

Source: National Institute of Standards and Technology, Statistical Reference Datasets,
https://www.itl.nist.gov/div898/strd/univ/homepage.html (data of the United States government, in the public domain).
PiDigits and NumAcc1-4 are constructed as NIST describes them; Michelso is R's datasets::morley. Every list is checked
below against NIST's certified mean and standard deviation in exact rational arithmetic.

`mean` and `standardDeviation` are the exact moments of the data as doubles, rounded to the nearest double: the reference for ulps.

Run: python3 nist.py > nist.json   (Python 3.11, mpmath)
"""
import json, platform, sys
from fractions import Fraction
import mpmath

mpmath.mp.dps = 5010
PI = list(mpmath.nstr(mpmath.pi, 5005).replace(".", "")[:5000])
PI[956] = "3"  # pi has 8 there; NIST's file, and so its certified mean, has 3
mpmath.mp.dps = 60

LEW = """-213 -564 -35 -15 141 115 -420 -360 203 -338 -431 194 -220 -513 154 -125 -559 92 -21 -579 -52 99 -543 -175
162 -457 -346 204 -300 -474 164 -107 -572 -8 83 -541 -224 180 -420 -374 201 -236 -531 83 27 -564 -112 131
-507 -254 199 -311 -495 143 -46 -579 -90 136 -472 -338 202 -287 -477 169 -124 -568 17 48 -568 -135 162 -430
-422 172 -74 -577 -13 92 -534 -243 194 -355 -465 156 -81 -578 -64 139 -449 -384 193 -198 -538 110 -44 -577
-6 66 -552 -164 161 -460 -344 205 -281 -504 134 -28 -576 -118 156 -437 -381 200 -220 -540 83 11 -568 -160
172 -414 -408 188 -125 -572 -32 139 -492 -321 205 -262 -504 142 -83 -574 0 48 -571 -106 137 -501 -266 190
-391 -406 194 -186 -553 83 -13 -577 -49 103 -515 -280 201 300 -506 131 -45 -578 -80 138 -462 -361 201 -211
-554 32 74 -533 -235 187 -372 -442 182 -147 -566 25 68 -535 -244 194 -351 -463 174 -125 -570 15 72 -550
-190 172 -424 -385 198 -218 -536 96"""
LOTTERY = """162 671 933 414 788 730 817 33 536 875 670 236 473 167 877 980 316 950 456 92 517 557 956 954 104 178 794 278
147 773 437 435 502 610 582 780 689 562 964 791 28 97 848 281 858 538 660 972 671 613 867 448 738 966 139 636
847 659 754 243 122 455 195 968 793 59 730 361 574 522 97 762 431 158 429 414 22 629 788 999 187 215 810 782
47 34 108 986 25 644 829 630 315 567 919 331 207 412 242 607 668 944 749 168 864 442 533 805 372 63 458 777
416 340 436 140 919 350 510 572 905 900 85 389 473 758 444 169 625 692 140 897 672 288 312 860 724 226 884 508
976 741 476 417 831 15 318 432 241 114 799 955 833 358 935 146 630 830 440 642 356 373 271 715 367 393 190 669
8 861 108 795 269 590 326 866 64 523 862 840 219 382 998 4 628 305 747 247 34 747 729 645 856 974 24 568 24
694 608 480 410 729 947 293 53 930 223 203 677 227 62 455 387 318 562 242 428 968"""
MAVRO = """2.00180 2.00170 2.00180 2.00190 2.00180 2.00170 2.00150 2.00140 2.00150 2.00150 2.00170 2.00180 2.00180 2.00190
2.00190 2.00210 2.00200 2.00160 2.00140 2.00130 2.00130 2.00150 2.00150 2.00160 2.00150 2.00140 2.00130 2.00140
2.00150 2.00140 2.00150 2.00160 2.00150 2.00160 2.00190 2.00200 2.00200 2.00210 2.00220 2.00230 2.00240 2.00250
2.00270 2.00260 2.00260 2.00260 2.00270 2.00260 2.00250 2.00240"""
MORLEY = """850 740 900 1070 930 850 950 980 980 880 1000 980 930 650 760 810 1000 1000 960 960 960 940 960 940 880 800 850 880
900 840 830 790 810 880 880 830 800 790 760 800 880 880 880 860 720 720 620 860 970 950 880 910 850 870 840 840
850 840 840 840 890 810 810 820 800 770 760 740 750 760 910 920 890 860 880 720 840 850 850 780 890 840 780 810
760 810 790 810 820 850 870 870 810 740 810 940 950 800 810 870"""

def alternating(first, low, high):
    return [first] + [low, high] * 500

SETS = {
    "PiDigits": (PI, "4.53480000000000", "2.86733906028871"),
    "Lottery": (LOTTERY.split(), "518.958715596330", "291.699727470969"),
    "Lew": (LEW.split(), "-177.435000000000", "277.332168044316"),
    "Mavro": (MAVRO.split(), "2.00185600000000", "0.000429123454003053"),
    "Michelso": (["%.2f" % (299 + int(s) / 1000) for s in MORLEY.split()], "299.852400000000", "0.0790105478190518"),
    "NumAcc1": (["10000001", "10000003", "10000002"], "10000002", "1"),
    "NumAcc2": (alternating("1.2", "1.1", "1.3"), "1.2", "0.1"),
    "NumAcc3": (alternating("1000000.2", "1000000.1", "1000000.3"), "1000000.2", "0.1"),
    "NumAcc4": (alternating("10000000.2", "10000000.1", "10000000.3"), "10000000.2", "0.1"),
}

def moments(values):
    n = len(values)
    mean = sum(values) / n
    variance = sum((v - mean) ** 2 for v in values) / (n - 1)
    return mean, variance

def root(fraction):
    return mpmath.sqrt(mpmath.mpf(fraction.numerator) / fraction.denominator)

def agrees(value, certified):
    return abs(value - mpmath.mpf(certified)) <= abs(mpmath.mpf(certified)) * mpmath.mpf(10) ** -14.5

out = []
for name, (texts, mean_text, sd_text) in SETS.items():
    mean, variance = moments([Fraction(t) for t in texts])
    assert agrees(mpmath.mpf(mean.numerator) / mean.denominator, mean_text), (name, float(mean))
    assert agrees(root(variance), sd_text), (name, root(variance))
    doubles = [float(t) for t in texts]
    mean, variance = moments([Fraction(d) for d in doubles])
    values = [int(d) if d == int(d) else d for d in doubles]
    data = {"pairs": [values[1], values[2], 500], "first": values[0]} if name in ("NumAcc2", "NumAcc3", "NumAcc4") else \
        {"digits": "".join(texts)} if name == "PiDigits" else {"values": values}
    out.append({"name": name, "n": len(values), **data, "certifiedMean": mean_text, "certifiedStandardDeviation": sd_text,
                "mean": float(mean), "standardDeviation": float(root(variance))})

json.dump({"source": "NIST StRD univariate, https://www.itl.nist.gov/div898/strd/univ/homepage.html",
           "madeWith": f"Python {platform.python_version()}, mpmath {mpmath.__version__}: nist.py",
           "sets": out}, sys.stdout, separators=(",", ":"))
print()
