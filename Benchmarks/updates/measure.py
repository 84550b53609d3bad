"""Measures requests while models change places; started by Benchmarks/updates/run.sh."""

import argparse
import contextlib
import json
import pathlib
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))

from components import BUILD, MARRAM, MODEL, Component, can_run_marram  # noqa: E402
from operators import Bundles, Operator  # noqa: E402
from processes import environment, load_command, memory, served  # noqa: E402
from tables import spread, table  # noqa: E402

FAULTS = ("lost", "refused", "unknown", "disconnects")


def component(bundles):
    def command(port, folder):
        configuration = {
            "node": "bench",
            "broker": {"host": "127.0.0.1", "port": port},
            "models": [{"name": "iris", "path": str(MODEL.parent)}],
            "bindings": [],
            "data_dir": f"{folder}/data",
            "requests": {"qos": 1},
            "updates": {"allow_unsigned": True, "sources": [bundles.folder.as_uri() + "/"], "keep": 3},
            "log": {"level": "error"},
        }
        return [str(MARRAM), "run", "--configuration", json.dumps(configuration)]

    return Component("Marram", 1, "5", command)


@contextlib.contextmanager
def under_load(subject, port, pids, seconds, rate):
    """Runs the load; yields a function that returns its figures once it has ended, and None before."""
    command = load_command(subject, port, pids, seconds, "--rate", rate)
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment()) as tool:
        def figures(wait=False):
            return json.loads(tool.communicate()[0]) if wait or tool.poll() is not None else None

        yield figures


def turn(subject, bundles, options):
    """One round: the load alone, then with updates one after the other."""
    with served(subject) as (port, pids):
        operator = Operator(port)
        # What the first updates make room for stays.
        for _ in range(3):
            fault = operator.install(*bundles.next())[1]
            if fault:
                raise SystemExit(f"measure.py: {fault}")
        with under_load(subject, port, pids, options.seconds, options.rate) as figures:
            quiet = figures(wait=True)
        before = memory(pids["component"])["anonymous"]
        times, faults = [], []
        with under_load(subject, port, pids, options.seconds, options.rate) as figures:
            while (swapping := figures()) is None:
                seconds, fault = operator.install(*bundles.next())
                times.append(seconds)
                faults += [fault] if fault else []
                time.sleep(options.pause / 1000)
        after = memory(pids["component"])["anonymous"]
        operator.end()
    return {"quiet": quiet, "swapping": swapping, "times": times, "faults": faults, "memory": [before, after]}


def report(rounds):
    rows = []
    for name, title in (("quiet", "no updates"), ("swapping", "one update after the other")):
        loads = [result[name] for result in rounds]
        latencies = [spread([load[key] / 1000 for load in loads], 2) for key in ("p50_us", "p99_us", "p999_us", "max_us")]
        rows.append([title, f"{sum(load['sent'] for load in loads):,}", *(
            str(sum(load[fault] for load in loads)) for fault in FAULTS), *latencies])
    print(table(["load", "requests", *FAULTS, "p50, ms", "p99, ms", "p99.9, ms", "max, ms"], rows))
    times = [seconds for result in rounds for seconds in result["times"]]
    ratios = [result["swapping"]["p99_us"] / result["quiet"]["p99_us"] for result in rounds]
    print(f"\n{len(times)} updates, each {spread(times, 2)} s; p99 with updates / without: {spread(ratios, 2)}")
    growth = [(result["memory"][1] - result["memory"][0]) / len(result["times"]) for result in rounds]
    print(f"anonymous memory: {spread([r['memory'][1] / 1024 for r in rounds], 1)} MiB afterwards, "
          f"{spread(growth, 1)} KiB more for each update")


def faults(rounds, least):
    """What speaks against the run, in sentences; none when it was sound."""
    found = [fault for result in rounds for fault in result["faults"]]
    for name in ("quiet", "swapping"):
        for fault in FAULTS:
            if count := sum(result[name][fault] for result in rounds):
                found.append(f"{count} {fault} ({name})")
    done = sum(len(result["times"]) for result in rounds)
    if done < least:
        found.append(f"only {done} updates of {least}; give it more --seconds")
    return found


def main():
    parser = argparse.ArgumentParser()
    for name, usual in (("rounds", 3), ("seconds", 30), ("rate", 2000), ("pause", 100), ("swaps", 100)):
        parser.add_argument(f"--{name}", type=int, default=usual)
    options = parser.parse_args()
    if not can_run_marram():
        raise SystemExit("measure.py: Marram is not built; build it: helpers/build.sh")
    rounds = []
    with tempfile.TemporaryDirectory(prefix="marram-updates-") as name:
        bundles = Bundles(pathlib.Path(name).resolve())
        subject = component(bundles)
        for number in range(options.rounds):
            print(f"round {number + 1}/{options.rounds}", file=sys.stderr, flush=True)
            rounds.append(turn(subject, bundles, options))
    (BUILD / "updates.json").write_text(json.dumps(rounds, indent=1) + "\n")
    report(rounds)
    found = faults(rounds, options.swaps)
    print("verdict: " + ("; ".join(found) if found else "nothing was lost, refused or answered wrongly"))
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
