"""Marram's figures over those of a peer, round by round."""

from tables import spread


def keeps_up(load):
    """Whether the component answered what an open loop asked; if not, its latencies are those of a growing queue."""
    return load["per_second"] >= 0.95 * load["rate"]


RATIOS = [
    ("msg/s", lambda r: r["closed"]["per_second"]),
    ("CPU us/msg", lambda r: r["closed"]["watched"]["component"]["cpu_us"]),
    ("p50 at the rate", lambda r: r["open"]["p50_us"] if keeps_up(r["open"]) else None),
    ("p99 at the rate", lambda r: r["open"]["p99_us"] if keeps_up(r["open"]) else None),
    ("RSS", lambda r: r["memory"]["rss"]),
    ("private", lambda r: r["memory"]["private"]),
    ("start", lambda r: r["start"]["first_answer_ms"]),
]


def pairs_of(results, own, peer, protocol):
    """The rounds of one result beside those of the peer with the same QoS in a protocol; none when it was not measured."""
    wanted = (peer, own["qos"], protocol)
    found = (r for r in results if (r["component"], r["qos"], r["protocol"]) == wanted)
    return [pair for other in found for pair in zip(own["rounds"], other["rounds"])]


def values(pairs, of):
    """The ratio of every round that has both figures."""
    return [of(own) / of(peer) for own, peer in pairs if of(own) is not None and of(peer)]


def ratio(pairs, of):
    found = values(pairs, of)
    return spread(found, 2) if found else "-"
