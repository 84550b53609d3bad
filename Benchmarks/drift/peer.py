"""Times river's detectors, Python's call included: `peer.py DETECTOR VALUES.f64 REPETITIONS` prints the nanoseconds per
update of every repetition as JSON; `peer.py held DETECTOR VALUES.f64` the bytes of Python's heap that one holds."""

import gc
import json
import sys
import time
import tracemalloc
import warnings

import numpy as np
from river import drift
from river.drift import binary

MAKERS = {
    "adwin": drift.ADWIN,
    "page_hinkley": drift.PageHinkley,
    "kswin": lambda: drift.KSWIN(seed=42),
    "ddm": binary.DDM,
    "hddm_a": binary.HDDMA,
    "hddm_w": binary.HDDMW,
    "eddm": binary.EDDM,
    "fhddm": binary.FHDDM,
}


def run(name, values):
    update = (detector := MAKERS[name]()).update
    start = time.perf_counter_ns()
    for value in values:
        update(value)
    return detector, (time.perf_counter_ns() - start) / len(values)


def main():
    warnings.simplefilter("ignore")
    if sys.argv[1] == "held":
        name, path = sys.argv[2:]
        values = np.fromfile(path).tolist()
        run(name, values[:200])
        tracemalloc.start()
        before = tracemalloc.get_traced_memory()[0]
        detector = run(name, values)[0]
        gc.collect()
        print(tracemalloc.get_traced_memory()[0] - before)
        return detector
    name, path, repetitions = sys.argv[1:]
    values = np.fromfile(path).tolist()
    print(json.dumps([run(name, values)[1] for _ in range(int(repetitions))]))


if __name__ == "__main__":
    main()
