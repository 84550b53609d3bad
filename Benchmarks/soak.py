"""Watches Marram under the same load for minutes; started by Benchmarks/soak.sh."""

import argparse
import json
import math
import os
import statistics
import subprocess
import sys

from components import BUILD, can_run_marram, marram
from processes import environment, load_command, memory, served

INTERVAL = 10
MOST_GROWTH = 0.02
MOST_DRIFT = 1.5
JUDGED = ("rss", "anonymous")   # private memory changes when another process loads the same libraries, or ends


def watch(component, seconds, rate):
    """Prints a line for every interval; returns them, and the figures of the whole."""
    intervals = []
    with served(component) as (port, pids):
        command = load_command(component, port, pids, seconds, "--rate", rate, "--interval", INTERVAL)
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment()) as tool:
            for line in tool.stdout:
                figures = json.loads(line)
                if "sent" in figures:
                    return intervals, figures
                figures["memory"] = held(pids["component"])
                intervals.append(figures)
                show(figures)
    raise SystemExit(f"soak.py: the load ended with status {tool.returncode} before its time")


def held(pid):
    try:
        return memory(pid)
    except (OSError, KeyError):
        raise SystemExit("soak.py: Marram ended under the load") from None


def show(figures):
    rss, private = (figures["memory"][kind] / 1024 for kind in ("rss", "private"))
    print(
        f"{figures['at_seconds']:6.0f} s  {figures['per_second']:8,.0f} msg/s  p50 {figures['p50_us']:8,.0f} us  "
        f"p99 {figures['p99_us']:8,.0f} us  RSS {rss:7.2f} MiB  private {private:7.2f} MiB",
        flush=True,
    )


def quarter(intervals, number):
    return intervals[len(intervals) * number // 4 : len(intervals) * (number + 1) // 4]


def growth(intervals, kind):
    """Returns KiB a minute, by least squares, and what that is of the whole over the time."""
    minutes = [i["at_seconds"] / 60 for i in intervals]
    kib = [i["memory"][kind] for i in intervals]
    slope = statistics.linear_regression(minutes, kib).slope
    return slope, slope * (minutes[-1] - minutes[0]) / statistics.fmean(kib)


def lost(whole):
    return {name: whole[name] for name in ("lost", "refused", "unknown", "disconnects") if whole[name]}


def faults(intervals, whole, rate):
    """What speaks against the run, in sentences; none when it was sound."""
    half = intervals[len(intervals) // 2 :]
    found = []
    for kind in JUDGED:
        slope, share = growth(half, kind)
        print(f"{kind} in the second half: {slope:+.1f} KiB/min, {share:+.2%} of itself")
        if share > MOST_GROWTH:
            found.append(f"{kind} grew by {share:.1%} in the second half, at most {MOST_GROWTH:.0%} is allowed")
    p99 = [statistics.median(i["p99_us"] for i in quarter(intervals, number)) for number in (1, 3)]
    drift = p99[1] / p99[0] if p99[0] else math.inf
    print(f"p99, last quarter / second quarter: {drift:.2f}")
    if drift > MOST_DRIFT:
        found.append(f"p99 rose to {drift:.2f} times that of the second quarter, at most {MOST_DRIFT} is allowed")
    if missing := lost(whole):
        found.append("not every request was answered: " + ", ".join(f"{n} {name}" for name, n in missing.items()))
    slow = sum(i["per_second"] < 0.95 * rate for i in intervals)
    if slow:
        found.append(f"{rate:,}/s were not kept up in {slow} of {len(intervals)} intervals")
    return found


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--minutes", type=int, default=10)
    parser.add_argument("--rate", type=int, default=10_000)
    parser.add_argument("--qos", type=int, choices=(0, 1), default=1)
    parser.add_argument("--protocol", choices=("5", "3.1.1"), default="5")
    options = parser.parse_args()
    if not can_run_marram():
        raise SystemExit("soak.py: Marram is not built; build it: helpers/build.sh")
    component = marram(options.qos, options.protocol)
    print(f"{component.title}, {options.rate:,}/s for {options.minutes} min; load average {os.getloadavg()[0]:.2f}", flush=True)
    intervals, whole = watch(component, 60 * options.minutes, options.rate)
    found = faults(intervals, whole, options.rate)
    kept = {"component": component.title, "rate": options.rate, "intervals": intervals, "whole": whole, "faults": found}
    (BUILD / "soak.json").write_text(json.dumps(kept, indent=1) + "\n")
    print(f"{whole['sent']:,} requests, {whole['received']:,} answers")
    print("verdict: " + ("; ".join(found) if found else "sound: memory is flat, p99 steady, and nothing was lost"))
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
