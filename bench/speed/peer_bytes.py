"""Answers on demand: for each line of input, one timed run; prints CPU milliseconds and the score."""
import sys
import time

import numpy

scores = numpy.fromfile(sys.argv[1], dtype=numpy.uint8)


def compare():
    promoters = numpy.count_nonzero(scores >= 9)
    detractors = numpy.count_nonzero(scores <= 6)
    return promoters, detractors


def bincount():
    counts = numpy.bincount(scores, minlength=11)
    return int(counts[9:].sum()), int(counts[:7].sum())


for line in sys.stdin:
    run = compare if line.strip() == "compare" else bincount
    start = time.process_time()
    promoters, detractors = run()
    cpu = (time.process_time() - start) * 1000
    print(cpu, repr(float(100 * (int(promoters) - int(detractors)) / len(scores))), flush=True)
