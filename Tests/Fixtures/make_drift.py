"""Records what river's drift detectors decide into drift/decisions.json: `pip install river==0.26.1`, then `make_drift.py`.

The streams are made from seeds, here and in the tests (DetectorStream.swift), so that the file holds decisions alone:
SplitMix64; uniform numbers of 53 bits; normal ones by Box and Muller, two uniform ones each; values to four decimals.
"""

import itertools
import json
import math
import pathlib
import random
import struct
import sys
import warnings

from river import drift
from river.drift import binary

MASK = (1 << 64) - 1
DETECTORS = {
    "ADWIN": drift.ADWIN, "PageHinkley": drift.PageHinkley, "KSWIN": drift.KSWIN, "DDM": binary.DDM,
    "EDDM": binary.EDDM, "FHDDM": binary.FHDDM, "HDDMA": binary.HDDMA, "HDDMW": binary.HDDMW,
}


class Source:
    def __init__(self, seed):
        self.bits = seed & MASK

    def uniform(self):
        self.bits = (self.bits + 0x9E3779B97F4A7C15) & MASK
        mixed = self.bits
        mixed = ((mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        mixed = ((mixed ^ (mixed >> 27)) * 0x94D049BB133111EB) & MASK
        return ((mixed ^ (mixed >> 31)) >> 11) / 2**53

    def normal(self):
        radius = math.sqrt(-2.0 * math.log(1.0 - self.uniform()))
        return radius * math.cos(2.0 * math.pi * self.uniform())


def real(spec):
    source = Source(spec["seed"])
    size, change, count, sigma = spec["mag"], spec["cp"], spec["n"], spec.get("sigma", 1.0)
    width, period, state = spec.get("width", 1000), spec.get("period", 200), 0.0
    for t in range(count):
        match spec["kind"]:
            case "none": value = sigma * source.normal()
            case "abrupt": value = (size if t >= change else 0.0) + sigma * source.normal()
            case "incremental": value = size * min(1.0, max(0.0, (t - change) / width)) + sigma * source.normal()
            case "gradual":
                share = 1.0 / (1.0 + math.exp(-4.0 * (t - change) / width))
                value = (size if source.uniform() < share else 0.0) + sigma * source.normal()
            case "variance": value = sigma * source.normal() * (size if t >= change else 1.0)
            case "constant": value = size if t >= change else 0.0
            case "multistep": value = size * ((t // change) % 2) + sigma * source.normal()
            case "seasonal": value = size * math.sin(2.0 * math.pi * t / period) + sigma * source.normal()
            case "ar1":
                state = 0.9 * state + sigma * source.normal()
                value = state + (size if t >= change else 0.0)
        yield (math.floor((spec.get("offset", 0.0) + value) * 10000.0 + 0.5) / 10000.0) * spec.get("scale", 1.0)


def bits(spec):
    source = Source(spec["seed"])
    before, after, change, width = spec["p0"], spec["p1"], spec["cp"], spec.get("width", 1000)
    for t in range(spec["n"]):
        match spec["kind"]:
            case "none": share = before
            case "abrupt": share = after if t >= change else before
            case "incremental": share = before + (after - before) * min(1.0, max(0.0, (t - change) / width))
            case "multistep": share = after if (t // change) % 2 else before
        yield 1 if source.uniform() < share else 0


def digest(values):
    """FNV-1a over the bits of the doubles, so that a test can tell another stream from another decision."""
    result = 0xCBF29CE484222325
    for byte in b"".join(struct.pack("<d", value) for value in values):
        result = ((result ^ byte) * 0x100000001B3) & MASK
    return f"{result:016x}"


def specs():
    real_kinds = ["none", "abrupt", "incremental", "gradual", "variance", "constant", "multistep", "seasonal", "ar1"]
    seeds = itertools.count(501)
    for kind in real_kinds:
        yield {"type": "real", "kind": kind, "n": 1500, "seed": next(seeds), "cp": 700, "mag": 1.5, "width": 400}
        yield {"type": "real", "kind": kind, "n": 400, "seed": next(seeds), "cp": 130, "mag": -3.0, "sigma": 0.5,
               "offset": -20.0, "width": 90}
    for scale in (1e-310, 1e-200, 1e8, 1e150, 1e303):
        yield {"type": "real", "kind": "abrupt", "n": 600, "seed": next(seeds), "cp": 300, "mag": 2.0, "scale": scale}
    yield {"type": "real", "kind": "constant", "n": 300, "seed": 1, "cp": 300, "mag": 0.0, "scale": -1.0}
    yield {"type": "real", "kind": "multistep", "n": 20_000, "seed": next(seeds), "cp": 4_500, "mag": 0.5}
    for kind in ["none", "abrupt", "incremental", "multistep"]:
        for before, after in [(0.1, 0.4), (0.02, 0.2), (0.5, 0.2), (0.0, 0.1)]:
            yield {"type": "binary", "kind": kind, "n": 1500, "seed": next(seeds), "cp": 600, "width": 500,
                   "p0": before, "p1": after}
    for share in (0.0, 1.0):
        yield {"type": "binary", "kind": "none", "n": 200, "seed": next(seeds), "cp": 100, "p0": share, "p1": share}
    yield {"type": "binary", "kind": "multistep", "n": 20_000, "seed": next(seeds), "cp": 4_000, "p0": 0.05, "p1": 0.1}


def parameters(name, choice):
    """Sets of parameters beside river's own."""
    pick = choice.choice
    match name:
        case "ADWIN":
            return {"delta": pick([1e-4, 0.05, 0.3]), "clock": pick([1, 5, 64]), "max_buckets": pick([2, 3, 8]),
                    "min_window_length": pick([1, 2, 10]), "grace_period": pick([0, 5, 100])}
        case "PageHinkley":
            return {"min_instances": pick([1, 50]), "delta": pick([0.01, 0.2]), "threshold": pick([5.0, 25.0, 200.0]),
                    "alpha": pick([1.0, 0.99]), "mode": pick(["up", "down", "both"])}
        case "KSWIN":
            window = pick([20, 60, 150, 300])
            return {"seed": pick([0, 7, -3, 2**45 + 1]), "alpha": pick([0.001, 0.02]), "window_size": window,
                    "stat_size": pick([3, 5, 6, window // 4, window // 2])}
        case "DDM":
            return {"warm_start": pick([0, 100]), "warning_threshold": pick([1.0, 1.5]), "drift_threshold": pick([2.0, 2.5])}
        case "EDDM":
            return {"warm_start": pick([5, 15]), "alpha": pick([0.99, 0.9]), "beta": pick([0.8, 0.6])}
        case "FHDDM":
            return {"sliding_window_size": pick([25, 60]), "confidence_level": pick([0.001, 0.05]),
                    "short_window_size": pick([10, 25])}
        case "HDDMA":
            return {"drift_confidence": pick([1e-4, 0.02]), "warning_confidence": 0.05, "two_sided_test": True}
        case "HDDMW":
            return {"drift_confidence": pick([1e-4, 0.02]), "warning_confidence": 0.05, "lambda_val": pick([0.01, 0.3, 1.0]),
                    "two_sided_test": True}


def decide(name, settings, values):
    detector = DETECTORS[name](**settings)
    drifts, rises, was = [], [], False
    for index, value in enumerate(values):
        detector.update(value)
        if detector.drift_detected:
            drifts.append(index)
        warning = getattr(detector, "warning_detected", False)
        if warning and not was:
            rises.append(index)
        was = warning
    return drifts, rises


def main():
    warnings.simplefilter("ignore")
    choice = random.Random(11)
    streams = []
    for spec in specs():
        values = list(real(spec) if spec["type"] == "real" else bits(spec))
        spec["fnv1a64"] = digest(values)
        spec["decisions"] = []
        for name in ["ADWIN", "PageHinkley", "KSWIN"] if spec["type"] == "real" else DETECTORS:
            own = {"seed": 42} if name == "KSWIN" else {}
            for settings in (own, parameters(name, choice)):
                if name == "KSWIN" and spec["n"] > 2_000:
                    continue
                drifts, rises = decide(name, settings, values)
                if len(drifts) + len(rises) > 400:
                    continue
                spec["decisions"].append({"detector": name, "params": settings, "drift": drifts, "warning_rise": rises})
        streams.append(spec)
        print(spec["type"], spec["kind"], spec["n"], [len(d["drift"]) for d in spec["decisions"]], file=sys.stderr)
    path = pathlib.Path(__file__).parent / "drift" / "decisions.json"
    lines = ",\n".join(json.dumps(stream, separators=(",", ":")) for stream in streams)
    path.write_text(f'{{"river":"0.26.1","streams":[\n{lines}\n]}}\n')


if __name__ == "__main__":
    main()
