"""Runs Marram's training and its peer in turn, and prints the ratios of their times: `measure.py ROUNDS`."""

import json
import os
import pathlib
import statistics
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "Benchmarks"))

import numpy as np  # noqa: E402
from tables import spread, table  # noqa: E402

PLACE = ROOT / ".build-bench" / "training"
SKAB = ROOT.parent / "shared" / "data" / "skab" / "valve1_0.csv"
REPETITIONS = 40

# Title, task, data, fields, what follows the threads.
TASKS = [
    ("window autoencoder, 400 x 8", "linear", "small", [REPETITIONS]),
    ("window autoencoder, 20,000 x 8", "linear", "large", [4]),
    ("dense 1-32-16-16-32-1, ReLU, batch 32", "dense", "single", [10, 1, 32, "relu", 32, 16, 16, 32]),
    ("dense 80-64-16-64-80, ReLU, batch 32", "dense", "middle", [10, 10, 32, "relu", 64, 16, 64]),
    ("dense 80-64-16-64-80, tanh, batch 32", "dense", "middle", [10, 10, 32, "tanh", 64, 16, 64]),
    ("dense 160-256-64-256-160, ReLU, batch 32", "dense", "middle", [3, 20, 32, "relu", 256, 64, 256]),
    ("dense 160-256-64-256-160, ReLU, batch 256", "dense", "middle", [4, 20, 256, "relu", 256, 64, 256]),
]
FIELDS = {"small": 8, "large": 8, "middle": 8, "single": 1}


def waves(rows, fields):
    """Waves with noise and a mean of their own; the same in every run."""
    random = np.random.default_rng(5)
    time = np.arange(rows)[:, None]
    field = np.arange(fields)
    return 20 + np.sin(time / (5 + field)) + 0.5 * np.cos(time * (field + 2) / 17) + 0.3 * random.normal(size=(rows, fields))


def make_data():
    """Writes the tables; the small one is SKAB's first 400 rows where the data is there."""
    small = waves(400, 8)
    if SKAB.exists():
        small = np.genfromtxt(SKAB, delimiter=";", skip_header=1, usecols=range(1, 9), max_rows=400)
    rows = {"small": small, "large": waves(20_000, 8), "middle": waves(4_000, 8), "single": waves(4_000, 1)}
    for name, numbers in rows.items():
        numbers.astype(np.float32).tofile(PLACE / f"{name}.f32")
    print(f"The 400 x 8 rows are {'SKAB valve1_0' if SKAB.exists() else 'waves: SKAB is not there'}.\n")


def seconds(command, task, data, threads, rest):
    arguments = [task, PLACE / f"{data}.f32", FIELDS[data], threads, *rest]
    one = {"OPENBLAS_NUM_THREADS": str(threads), "OMP_NUM_THREADS": str(threads)}
    done = subprocess.run(
        [*command, *map(str, arguments)], env=os.environ | one, stdout=subprocess.PIPE, text=True, check=True
    )
    return statistics.median(json.loads(done.stdout))


def main():
    rounds = int(sys.argv[1])
    make_data()
    contenders = {"Marram": [PLACE / "training"], "peer": [sys.executable, ROOT / "Benchmarks/training/peer.py"]}
    cases = [(threads, *task) for threads in (1, 2) for task in TASKS]
    figures = {(case[0], case[1], name): [] for case in cases for name in contenders}
    for turn in range(rounds):
        for threads, title, task, data, rest in cases:
            print(f"round {turn + 1} of {rounds}: {title}, {threads} threads", file=sys.stderr)
            for name, command in contenders.items():
                figures[threads, title, name].append(seconds(command, task, data, threads, rest) * 1000)
    lines = []
    for threads, title, task, *_ in cases:
        own, other = figures[threads, title, "Marram"], figures[threads, title, "peer"]
        ratios = [a / b for a, b in zip(own, other)]
        peer = "numpy" if task == "linear" else "scikit-learn"
        lines.append([title, str(threads), spread(own, 2), f"{spread(other, 2)} ({peer})", spread(ratios, 2)])
    print(table(["task (dense: one epoch)", "threads", "Marram, ms", "peer, ms", "Marram / peer"], lines))


if __name__ == "__main__":
    main()
