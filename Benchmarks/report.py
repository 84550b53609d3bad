"""Markdown of what Benchmarks/measure.py measured: `python3 Benchmarks/report.py < .build-bench/results.json`."""

import json
import sys

import codec
import targets
from ratios import RATIOS, keeps_up, pairs_of, ratio
from tables import spread, table

LATENCIES = ("p50_us", "p90_us", "p99_us")


def title(result):
    return f"{result['component']}, MQTT {result['protocol']}, QoS {result['qos']}"


def loads(results, kind):
    header = ["component", "msg/s", "p50 us", "p90 us", "p99 us", "CPU us/msg", "broker CPU us/msg", "not answered"]
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


def memories(results):
    """What each component holds after the closed loop, beside the paho component of the same QoS and protocol."""
    kinds = ("rss", "pss", "private", "anonymous")
    compared = {"RSS": "rss", "private": "private"}
    rows = []
    for result in results:
        row = [title(result)]
        row += [spread([r["memory"][kind] / 1024 for r in result["rounds"]], 1) for kind in kinds]
        pairs = pairs_of(results, result, "paho", result["protocol"])
        row += [ratio(pairs, lambda r, kind=kind: r["memory"][kind]) for kind in compared.values()]
        rows.append(row)
    header = ["component", "RSS, MiB", "PSS, MiB", "private, MiB", "anonymous, MiB", *[f"{kind} / paho's" for kind in compared]]
    return table(header, rows)


def ratios(results):
    """Marram over each peer of the same QoS and protocol, and Marram in MQTT 5 over the peers in 3.1.1."""
    rows = []
    for own in (r for r in results if r["component"] == "Marram"):
        for peer in results:
            alike = peer["protocol"] == own["protocol"]
            across = own["protocol"] == "5" and peer["component"] in ("paho", "aiomqtt")
            if peer["component"] == "Marram" or peer["qos"] != own["qos"] or not (alike or across):
                continue
            pairs = list(zip(own["rounds"], peer["rounds"]))
            name = f"Marram, MQTT {own['protocol']} / {title(peer)}"
            rows.append([name, *[ratio(pairs, of) for _, of in RATIOS]])
    return table(["each round's ratio", *[name for name, _ in RATIOS]], rows) if rows else "Marram was not measured."


def quiet(kept):
    """What else the machine was doing when the run began, and whether Marram is another than the release build."""
    load, cores = kept["load_before"], kept["cores"]
    busy = "busy: these figures are not to be quoted" if load > 0.25 * cores else "otherwise idle"
    text = f"Load average before the run {load:.2f} on {cores} cores ({busy})."
    return text + (f" Marram is that of MARRAM_BIN_DIR, {kept['marram']}." if kept["marram"] else "")


def markdown(kept):
    results = kept["results"]
    return "\n\n".join(
        [
            f"{kept['machine']}; {kept['rounds']} rounds, {kept['seconds']} s each load, median [range]; requests of 4 "
            "numbers, in MQTT 5 with response topic and correlation data, in 3.1.1 with `reply_to`; broker, load and "
            "component share the machine.",
            quiet(kept),
            "Closed loop, 4 connections x 16 requests in flight:",
            loads(results, "closed"),
            f"Open loop, {kept['rate']:,} requests/s:",
            loads(results, "open"),
            starts(results),
            "Memory after the closed loop (PSS and private also depend on who else has the same libraries loaded):",
            memories(results),
            ratios(results),
            codec.markdown(kept["codec"]),
            targets.markdown(kept),
        ]
    )


if __name__ == "__main__":
    print(markdown(json.load(sys.stdin)))
