"""What Marram is to reach, beside what was measured."""

import statistics

import codec
from ratios import RATIOS, keeps_up, pairs_of, values
from tables import spread, table

OF = dict(RATIOS)
LATENCIES = ("p50 at the rate", "p99 at the rate")
BOTH, CHEAPEST = (("5", "5"), ("3.1.1", "3.1.1")), (("5", "3.1.1"),)

# What is compared, QoS, peer, bound, and the protocols of Marram and of the peer. CPU, latency, memory and start may be
# at most the bound; throughput at least.
RATIO_TARGETS = [
    ("msg/s", 0, "C echo", 0.9, BOTH),
    ("msg/s", 0, "paho", 1.5, BOTH + CHEAPEST),
    ("msg/s", 0, "aiomqtt", 5, BOTH[1:] + CHEAPEST),
    ("CPU us/msg", 0, "paho", 1 / 3, BOTH + CHEAPEST),
    ("msg/s", 1, "C echo", 0.9, BOTH),
    ("msg/s", 1, "paho", 1.8, BOTH + CHEAPEST),
    ("CPU us/msg", 1, "paho", 1 / 3.5, BOTH + CHEAPEST),
    *[(f"{name} at the rate", qos, "C echo", bound, BOTH) for qos in (0, 1) for name, bound in (("p50", 1.4), ("p99", 2))],
    *[("RSS", qos, "paho", 0.9, BOTH + CHEAPEST) for qos in (0, 1)],
    *[("start", qos, "paho", 0.6, BOTH + CHEAPEST) for qos in (0, 1)],
]

# The same of the paho component as it was measured when the targets were set: 64 MB and 176 ms.
ABSOLUTE_TARGETS = [
    ("RSS, MB", 0.9 * 64, lambda r: r["memory"]["rss"] * 1024 / 1e6),
    ("start to first answer, ms", 0.6 * 176, lambda r: r["start"]["first_answer_ms"]),
]

LARGEST = 150_528


def judged(found, bound, at_least):
    middle = statistics.median(found)
    return "met" if (middle >= bound if at_least else middle <= bound) else "missed"


def overloaded(rounds):
    return sum(not keeps_up(r["open"]) for r in rounds)


def compared(results, own, what, peer, bound, peer_protocol):
    """The row of one ratio. A round in which somebody could not keep the rate up has no latency to compare."""
    at_least = what == "msg/s"
    title = f"QoS {own['qos']}: {what}, Marram MQTT {own['protocol']} / {peer} MQTT {peer_protocol}"
    title += f" {'>=' if at_least else '<='} {bound:.2g}"
    pairs = pairs_of(results, own, peer, peer_protocol)
    if what in LATENCIES and (late := overloaded(own["rounds"])):
        return [title, f"Marram overloaded in {late} of {len(own['rounds'])} rounds", "missed"]
    found = values(pairs, OF[what])
    if not found or len(found) < len(pairs):
        return [title, f"compared in {len(found)} of {len(pairs)} rounds", "not judged"]
    return [title, spread(found, 2), judged(found, bound, at_least)]


def ratio_rows(results):
    marram = [r for r in results if r["component"] == "Marram"]
    for what, qos, peer, bound, protocols in RATIO_TARGETS:
        for own_protocol, peer_protocol in protocols:
            for own in (r for r in marram if (r["qos"], r["protocol"]) == (qos, own_protocol)):
                yield compared(results, own, what, peer, bound, peer_protocol)


def absolute_rows(results):
    for own in (r for r in results if r["component"] == "Marram"):
        for what, bound, of in ABSOLUTE_TARGETS:
            found = [of(r) for r in own["rounds"]]
            title = f"QoS {own['qos']}: {what}, Marram MQTT {own['protocol']} <= {bound:.4g}"
            yield [title, spread(found, 1), judged(found, bound, at_least=False)]
        private = [r["memory"]["private"] * 1024 / 1e6 for r in own["rounds"]]
        yield [f"QoS {own['qos']}: private memory, MB, Marram MQTT {own['protocol']}", spread(private, 1), "stated"]


def codec_rows(figures):
    if figures is None:
        yield [f"reading {LARGEST:,} numbers", "not measured", "not judged"]
        return
    times = codec.speedups(figures, "decode", LARGEST, "JSONDecoder")
    yield [f"reading {LARGEST:,} numbers >= 30 times as fast as JSONDecoder", spread(times, 1), judged(times, 30, True)]
    own, copy = (codec.gigabytes_per_second(codec.of(figures, "decode", LARGEST, who)) for who in ("Marram", "memcpy"))
    measured = f"{spread(own, 2)} (memcpy {spread(copy, 1)})"
    yield [f"reading {LARGEST:,} numbers >= 0.8 GB/s", measured, judged(own, 0.8, True)]


def markdown(kept):
    rows = [*ratio_rows(kept["results"]), *absolute_rows(kept["results"]), *codec_rows(kept["codec"])]
    rows.append(["ten minutes of it: memory flat, p99 steady", "by Benchmarks/soak.sh", "not judged"])
    text = "Targets, judged by the median:\n\n" + table(["target", "measured", "verdict"], rows)
    if kept["rounds"] < 5:
        text += f"\n\nWith {kept['rounds']} of the 5 rounds that the targets ask for, the verdicts are not to be quoted."
    return text
