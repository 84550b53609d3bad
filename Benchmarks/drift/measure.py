"""Measures the detectors, beside river where there is one: `measure.py [--only PART] [--write] ROUNDS MILLIONS STREAMS`."""

import argparse
import json
import os
import pathlib
import platform
import re
import statistics
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "Benchmarks"))

import numpy as np  # noqa: E402
from tables import spread, table  # noqa: E402

PLACE = ROOT / ".build-bench" / "drift"
PROGRAM = PLACE / "drift"
PAGE = ROOT / "docs" / "drift-detectors.md"
PEER = [sys.executable, ROOT / "Benchmarks/drift/peer.py"]

# Detector, values for a comparison, and the part of river's time that it may take.
DETECTORS = [
    ("adwin", "normal", 1_000_000, "1/2"),
    ("page_hinkley", "normal", 200_000, "1/15"),
    ("kswin", "normal", 4_000, "1/40"),
    ("ddm", "errors", 200_000, "1/15"),
    ("hddm_a", "errors", 100_000, "1/15"),
    ("hddm_w", "errors", 100_000, "1/15"),
    ("eddm", "errors", 200_000, None),
    ("fhddm", "errors", 200_000, None),
]


def make_values():
    """A million values without a drift; the same in every run."""
    random = np.random.default_rng(5)
    values = {"normal": random.normal(size=1_000_000), "errors": (random.random(1_000_000) < 0.1).astype(float)}
    for name, source, count, _ in DETECTORS:
        values[source][:count].tofile(PLACE / f"{name}.f64")
    for source, numbers in values.items():
        numbers.tofile(PLACE / f"{source}.f64")


def output(command, **variables):
    done = subprocess.run(
        [str(part) for part in command], env=os.environ | variables, stdout=subprocess.PIPE, text=True, check=True
    )
    return done.stdout


def median(command):
    return statistics.median(json.loads(output(command)))


def speed(rounds):
    make_values()
    figures = {(name, who): [] for name, *_ in DETECTORS for who in ("river", "parity", "defaults")}
    for turn in range(rounds):
        for name, *_ in DETECTORS:
            print(f"round {turn + 1} of {rounds}: {name}", file=sys.stderr)
            file = PLACE / f"{name}.f64"
            own = [PROGRAM, "time", name, file, 15]
            figures[name, "parity"].append(median([*own, "parity=river"]))
            figures[name, "river"].append(median([*PEER, name, file, 1]))
            figures[name, "defaults"].append(median(own))
    lines, missed = [], []
    for name, source, _, target in DETECTORS:
        parity, river, defaults = (figures[name, who] for who in ("parity", "river", "defaults"))
        ratios = [b / a for a, b in zip(parity, river)]
        if target and statistics.median(ratios) < int(target.split("/")[1]):
            missed.append(name)
        peer = [*PEER, "held", name, PLACE / f"{'kswin' if name == 'kswin' else source}.f64"]
        lines.append([
            name, spread(parity, 1), spread(defaults, 1), spread(river, 0), "1/" + spread(ratios, 1), target or "–",
            *held(name, source), f"{int(output(peer)):,}",
        ])
    header = ["detector", "as river, ns", "defaults, ns", "river, ns", "as river / river", "at most",
              "as river, bytes", "defaults, bytes", "allocations", "river, bytes"]
    print(f"targets missed: {', '.join(missed) or 'none'}", file=sys.stderr)
    return table(header, lines)


def held(name, source):
    """Bytes after two million values, as river and at the defaults, and the allocations of the second million."""
    cells, allocations = [], []
    for parity in ("river", "none"):
        command = [PROGRAM, "held", name, PLACE / f"{source}.f64", f"parity={parity}"]
        bytes_held, count = json.loads(output(command, LD_PRELOAD=str(PLACE / "count_memory.so")))
        cells.append(f"{bytes_held:,}")
        allocations.append(str(count))
    return [*cells, " / ".join(dict.fromkeys(allocations))]


def write(part, text):
    """Puts a part into the page, between its two marks."""
    marks = f"<!-- {part} -->\n", f"<!-- end of {part} -->"
    page = PAGE.read_text()
    pattern = re.compile(re.escape(marks[0]) + ".*?" + re.escape(marks[1]), re.DOTALL)
    if not pattern.search(page):
        raise SystemExit(f"{PAGE} has no mark {marks[0].strip()}")
    PAGE.write_text(pattern.sub(lambda _: f"{marks[0]}\n{text.strip()}\n\n{marks[1]}", page))


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--only", choices=["speed", "alarms", "delays"])
    options.add_argument("--write", action="store_true")
    for name in ("rounds", "millions", "streams"):
        options.add_argument(name, type=int)
    chosen = options.parse_args()
    parts = {
        "speed": lambda: speed(chosen.rounds) + f"\n\n{chosen.rounds} rounds, {platform.machine()}, {os.cpu_count()} cores.",
        "alarms": lambda: output([PROGRAM, "alarms", chosen.millions]),
        "delays": lambda: output([PROGRAM, "delays", chosen.streams]),
    }
    for part in [chosen.only] if chosen.only else parts:
        text = parts[part]()
        print(text + "\n")
        if chosen.write:
            write(part, text)


if __name__ == "__main__":
    main()
