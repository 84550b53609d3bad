"""Records what river decides about one stream of 0 and 1: writes drift/errors.json, which the tests of `marram drift` read.

`pip install river==0.26.1`, then `make_errors.py`.
"""

import json
import pathlib
import random

from river.drift import binary

DETECTORS = [
    ("DDM", {}),
    ("DDM", {"warm_start": 60, "warning_threshold": 1.5, "drift_threshold": 2.5}),
    ("HDDMA", {}),
    ("HDDMA", {"drift_confidence": 0.01, "warning_confidence": 0.05}),
    ("HDDMW", {}),
    ("HDDMW", {"lambda_val": 0.02}),
]


def decide(name, params, values):
    detector = getattr(binary, name)(**params)
    drifts, rises, was = [], [], False
    for index, value in enumerate(values):
        detector.update(value)
        if detector.drift_detected:
            drifts.append(index)
        if detector.warning_detected and not was:
            rises.append(index)
        was = detector.warning_detected
    settings = [f"{key}={value}" for key, value in params.items()]
    return {"detector": name, "settings": settings, "drift": drifts, "warning_rise": rises}


def main():
    source = random.Random(41)
    values = [int(source.random() < (0.1 if index < 700 else 0.35)) for index in range(1200)]
    lines = [json.dumps(decide(name, params, values)) for name, params in DETECTORS]
    text = '{"values":' + json.dumps(values, separators=(",", ":")) + ',\n"records":[\n' + ",\n".join(lines) + "\n]}\n"
    (pathlib.Path(__file__).parent / "drift" / "errors.json").write_text(text)


main()
