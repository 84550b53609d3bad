"""Markdown of what Benchmarks/telemetry/run.sh measured: `python3 report.py < .build-bench/telemetry.json` prints it again."""

import json
import statistics
import sys

from subjects import MARRAM_SUBJECT, PYTHON_SUBJECT, WINDOW_BYTES
from tables import spread, table

LEAST_PER_SECOND, MOST_CPU, MOST_BYTES = 25_000, 1 / 4, WINDOW_BYTES + 1024


def progress(text):
    print(text, file=sys.stderr, flush=True)


def is_complete(seen):
    return seen["scored"] == seen["windows"] and not seen["unanswered"] and not seen["strange"]


def keeps_up(seen):
    return is_complete(seen) and seen["per_second"] >= 0.95 * seen["rate"]


def loads(results, kind):
    header = ["component", "readings/s", "p50 us", "p99 us", "CPU us/reading", "broker CPU us/reading", "windows scored"]
    rows = []
    for name, rounds in results.items():
        seen = [r[kind] for r in rounds]
        kept = [s for s in seen if kind == "closed" or keeps_up(s)]
        rows.append(
            [
                name,
                spread([s["per_second"] for s in seen]),
                *[spread([s[what] for s in kept]) if kept else "overloaded" for what in ("p50_us", "p99_us")],
                spread([s["watched"]["component"]["cpu_us"] for s in seen], 2),
                spread([s["watched"]["broker"]["cpu_us"] for s in seen], 2),
                "all" if all(map(is_complete, seen)) else missing(seen),
            ]
        )
    return table(header, rows)


def missing(seen):
    return "; ".join(f"{s['scored']} of {s['windows']}" for s in seen if not is_complete(s))


def cpu_ratios(results, kind):
    pairs = zip(results[MARRAM_SUBJECT.name], results[PYTHON_SUBJECT.name])
    both = [[side[kind]["watched"]["component"]["cpu_us"] for side in pair] for pair in pairs]
    return [own / peer for own, peer in both if peer]


def bytes_per_key(fleets):
    first, last = fleets[0], fleets[-1]
    grown = (last["kib"]["rss"] - first["kib"]["rss"]) * 1024
    return grown / (last["devices"] - first["devices"])


def memories(fleets):
    rows = [
        [f"{f['devices']:,}", f"{f['kib']['rss'] / 1024:.1f}", f"{f['kib']['private'] / 1024:.1f}",
         "all" if is_complete(f["seen"]) else missing([f["seen"]])]
        for f in fleets
    ]
    return table(["keys", "RSS, MiB", "private, MiB", "windows scored"], rows)


def verdict(is_met):
    return "met" if is_met else "missed"


def targets(kept):
    closed = [r["closed"] for r in kept["results"][MARRAM_SUBJECT.name]]
    rates = [seen["per_second"] for seen in closed]
    whole = all(is_complete(s[kind]) for rounds in kept["results"].values() for s in rounds for kind in ("closed", "open"))
    rows = [
        ["readings/s without loss >= 25,000", spread(rates), verdict(statistics.median(rates) >= LEAST_PER_SECOND)],
        ["every window scored, by both", "yes" if whole else "no", verdict(whole)],
    ]
    for kind, title in (("closed", "closed loop"), ("open", f"{kept['rate']:,} readings/s")):
        found = cpu_ratios(kept["results"], kind)
        # At a low rate nearly every reading is a turn of its own: what that costs is told, not judged.
        judged = verdict(statistics.median(found) <= MOST_CPU) if kind == "closed" else "stated"
        rows.append([f"CPU per reading / Python's <= 0.25, {title}", spread(found, 3), judged])
    grown = bytes_per_key(kept["memory"])
    rows.append([f"memory per key <= {MOST_BYTES:,} bytes (window {WINDOW_BYTES} + 1 KB)", f"{grown:,.0f}", verdict(grown <= MOST_BYTES)])
    return table(["target", "measured", "verdict"], rows)


def markdown(kept):
    load, cores = kept["load_before"], kept["cores"]
    busy = "busy: these figures are not to be quoted" if load > 0.25 * cores else "otherwise idle"
    return "\n\n".join(
        [
            f"{kept['machine']}; {kept['rounds']} rounds, {kept['seconds']:g} s each load, median [range]; JSON readings of 8 "
            f"numbers from {kept['devices']:,} devices, QoS 0, windows of 20, a prediction for every reading of the 1 % of "
            "devices that are broken; broker, generator and component share the machine.",
            f"Load average before the run {load:.2f} on {cores} cores ({busy}).",
            f"Closed loop, {kept['ahead']:,} readings ahead of the last prediction (latency is that of the queue):",
            loads(kept["results"], "closed"),
            f"Open loop, {kept['rate']:,} readings/s, latency from the intended time of sending to the prediction:",
            loads(kept["results"], "open"),
            "Memory of Marram when every key's window is full:",
            memories(kept["memory"]),
            "Targets, judged by the median:",
            targets(kept),
        ]
    )


if __name__ == "__main__":
    print(markdown(json.load(sys.stdin)))
