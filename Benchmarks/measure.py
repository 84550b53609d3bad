"""Runs the rounds of Benchmarks/run.sh and prints its tables; started by it.

Every measurement has a broker and a component of its own, so that no session or backlog of one reaches another. The
components take turns within a round, so that a slow minute of the machine falls on all of them.
"""

import argparse
import json
import os
import sys

import codec
import report
from components import BUILD, components
from machine import machine
from processes import RATE, WINDOW, broker, first_answer, load, memory, served


def measure(component, seconds):
    """Returns the figures of one component in one round: start, closed loop, memory after it, open loop.

    The open loop comes last: a component that cannot keep its rate up holds a queue that would count as its memory.
    """
    with broker() as (_, port, folder):
        figures = {"start": first_answer(component, port, *component.command(port, folder))}
    with served(component) as (port, pids):
        figures["closed"] = load(component, port, pids, seconds, "--window", WINDOW)
        figures["memory"] = memory(pids["component"])
        figures["open"] = load(component, port, pids, seconds, "--rate", RATE)
    return figures


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=int, default=4)
    options = parser.parse_args()
    chosen = components()
    kept = {"machine": machine(), "cores": os.cpu_count(), "load_before": os.getloadavg()[0], "rate": RATE}
    kept["marram"] = os.environ.get("MARRAM_BIN_DIR")
    kept |= {"rounds": options.rounds, "seconds": options.seconds, "codec": codec.measure(options.rounds)}
    results = [{"component": c.name, "qos": c.qos, "protocol": c.protocol, "rounds": []} for c in chosen]
    for round_number in range(options.rounds):
        for component, result in zip(chosen, results):
            print(f"round {round_number + 1}/{options.rounds}: {component.title}", file=sys.stderr)
            result["rounds"].append(measure(component, options.seconds))
    kept["results"] = results
    (BUILD / "results.json").write_text(json.dumps(kept, indent=1) + "\n")
    print(report.markdown(kept))


if __name__ == "__main__":
    main()
