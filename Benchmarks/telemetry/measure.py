"""Runs the rounds of Benchmarks/telemetry/run.sh and prints its tables; started by it.

Every measurement has a broker and a component of its own; the components take turns within a round.
"""

import argparse
import contextlib
import json
import os

import report
from components import BUILD
from counts import Counts
from machine import machine
from processes import broker, memory, process, tool
from subjects import FIELDS, MARRAM_SUBJECT, PREDICTIONS, SUBJECTS

DEVICES, AHEAD, RATE = 1000, 4000, 5000
FLEETS = (1000, 10_000, 50_000)
# Readings of each device in a measurement of memory: its window is full.
READINGS_FOR_MEMORY = 25


@contextlib.contextmanager
def served(subject):
    with broker() as (server, port, folder), process(subject.command(port, folder)) as running, Counts(port) as counts:
        counts.wait_until_ready()
        yield port, {"component": running.pid, "broker": server.pid}, counts


def load(port, pids, counts, *options):
    """Sends readings; returns what the generator saw, and how many windows the component says it scored."""
    watch = [f"--watch={name}={pid}" for name, pid in pids.items()]
    common = ["--port", port, "--predictions", PREDICTIONS, "--fields", FIELDS]
    seen = tool(BUILD / "readings", *common, *options, *watch)
    return seen | {"scored": counts.wait_for(seen["windows"])}


def measure(subject, seconds, warm_up):
    timing = ["--devices", DEVICES, "--seconds", seconds, "--warm-up", warm_up]
    with served(subject) as (port, pids, counts):
        closed = load(port, pids, counts, *timing, "--window", AHEAD)
    with served(subject) as (port, pids, counts):
        # The first windows are full after 20 readings of each device.
        fill = 20 * DEVICES / RATE + warm_up
        opened = load(port, pids, counts, *timing[:-1], fill, "--rate", RATE)
    return {"closed": closed, "open": opened}


def measure_memory(devices):
    with served(MARRAM_SUBJECT) as (port, pids, counts):
        count = devices * READINGS_FOR_MEMORY
        seen = load(port, pids, counts, "--devices", devices, "--count", count, "--warm-up", 0, "--window", AHEAD)
        return {"devices": devices, "seen": seen, "kib": memory(pids["component"])}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--quick", action="store_true")
    options = parser.parse_args()
    kept = {"machine": machine(), "cores": os.cpu_count(), "load_before": os.getloadavg()[0]}
    kept |= {"devices": DEVICES, "ahead": AHEAD, "rate": RATE, "rounds": options.rounds, "seconds": options.seconds}
    # A second and a half fills the windows of a closed loop, or more than that.
    warm_up = 1 if options.quick else 2
    results = {subject.name: [] for subject in SUBJECTS}
    for number in range(options.rounds):
        for subject in SUBJECTS:
            report.progress(f"round {number + 1}/{options.rounds}: {subject.name}")
            results[subject.name].append(measure(subject, options.seconds, warm_up))
    kept["results"] = results
    fleets = FLEETS[:2] if options.quick else FLEETS
    kept["memory"] = []
    for devices in fleets:
        report.progress(f"memory of {devices} devices")
        kept["memory"].append(measure_memory(devices))
    (BUILD / "telemetry.json").write_text(json.dumps(kept, indent=1) + "\n")
    print(report.markdown(kept))


if __name__ == "__main__":
    main()
