"""Markdown of what Benchmarks/measure.py measured: `python3 Benchmarks/report.py < .build-bench/results.json`."""

import json
import statistics
import sys


def spread(values, digits=0):
    """`median [least-most]`, or the value alone when all are shown alike."""
    least, middle, most = (f"{v:,.{digits}f}" for v in (min(values), statistics.median(values), max(values)))
    return middle if least == most else f"{middle} [{least}-{most}]"


LATENCIES = ("p50_us", "p90_us", "p99_us")


def title(result):
    return f"{result['component']}, QoS {result['qos']}"


def table(header, rows):
    lines = [header, ["---", *["--:"] * (len(header) - 1)], *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def keeps_up(load):
    """Whether the component answered what an open loop asked; if not, its latencies are those of a growing queue."""
    return load["per_second"] >= 0.95 * load["rate"]


def loads(results, kind):
    header = ["component", "msg/s", "p50 us", "p90 us", "p99 us", "CPU us/msg", "broker CPU us/msg", "RSS MiB", "not answered"]
    rows = []
    for result in results:
        rounds = [r[kind] for r in result["rounds"]]
        own = [r["watched"]["component"] for r in rounds]
        rows.append(
            [
                title(result),
                spread([r["per_second"] for r in rounds]),
                *[spread(of) if (of := [r[name] for r in rounds if keeps_up(r)]) else "overloaded" for name in LATENCIES],
                spread([o["cpu_us"] for o in own], 1),
                spread([r["watched"]["broker"]["cpu_us"] for r in rounds], 1),
                spread([o["rss_kib"] / 1024 for o in own], 1),
                str(sum(r["lost"] + r["refused"] for r in rounds)),
            ]
        )
    return table(header, rows)


def starts(results):
    rows = []
    for result in results:
        rounds = [r["start"] for r in result["rounds"]]
        row = [title(result), spread([r["first_answer_ms"] for r in rounds]), spread([r["rss_kib"] / 1024 for r in rounds], 1)]
        rows.append(row)
    return table(["component", "start to first answer, ms", "RSS then, MiB"], rows)


RATIOS = [
    ("msg/s", lambda r: r["closed"]["per_second"]),
    ("CPU us/msg", lambda r: r["closed"]["watched"]["component"]["cpu_us"]),
    ("p50 at the rate", lambda r: r["open"]["p50_us"] if keeps_up(r["open"]) else None),
    ("p99 at the rate", lambda r: r["open"]["p99_us"] if keeps_up(r["open"]) else None),
    ("RSS", lambda r: r["closed"]["watched"]["component"]["rss_kib"]),
    ("start", lambda r: r["start"]["first_answer_ms"]),
]


def ratio(pairs, of):
    """Marram's figure over the peer's in the rounds that have both."""
    values = [of(own) / of(peer) for own, peer in pairs if of(own) is not None and of(peer)]
    return spread(values, 2) if values else "-"


def ratios(results):
    rows = []
    for own in (r for r in results if r["component"] == "Marram"):
        for peer in (r for r in results if r["component"] != "Marram" and r["qos"] == own["qos"]):
            pairs = list(zip(own["rounds"], peer["rounds"]))
            rows.append([f"Marram / {title(peer)}", *[ratio(pairs, of) for _, of in RATIOS]])
    return table(["each round's ratio", *[name for name, _ in RATIOS]], rows) if rows else "Marram was not measured."


def quiet(kept):
    """A sentence on what else the machine was doing when the run began."""
    load, cores = kept["load_before"], kept["cores"]
    busy = "busy: these figures are not to be quoted" if load > 0.25 * cores else "otherwise idle"
    return f"Load average before the run {load:.2f} on {cores} cores ({busy})."


def markdown(kept):
    results = kept["results"]
    return "\n\n".join(
        [
            f"{kept['machine']}; {kept['rounds']} rounds, {kept['seconds']} s each load, median [range]; MQTT 5, "
            "requests of 4 numbers; broker, load and component share the machine.",
            quiet(kept),
            "Closed loop, 4 connections x 16 requests in flight:",
            loads(results, "closed"),
            f"Open loop, {kept['rate']:,} requests/s:",
            loads(results, "open"),
            starts(results),
            ratios(results),
        ]
    )


if __name__ == "__main__":
    print(markdown(json.load(sys.stdin)))
