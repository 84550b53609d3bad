"""Markdown of what Benchmarks/http/http_measure.py measured."""

import statistics

from tables import spread, table


def rate(of):
    return lambda round: round[of]["per_second"]


def p99(of):
    return lambda round: round[of]["p99_us"]


# What is compared with FastAPI, Marram's figure, FastAPI's, the bound, whether it is a least.
TARGETS = [
    ("iris JSON, requests/s", rate("iris JSON"), rate("iris JSON"), 6, True),
    ("iris JSON, p99", p99("iris JSON"), p99("iris JSON"), 1 / 5, False),
    ("CNN JSON, requests/s", rate("CNN JSON"), rate("CNN JSON"), 7, True),
    ("CNN binary / FastAPI's JSON, requests/s", rate("CNN binary"), rate("CNN JSON"), 20, True),
    ("RSS after the loads", lambda round: round["rss_kib"], lambda round: round["rss_kib"], 1, False),
    ("start to first answer", lambda round: round["ready_ms"], lambda round: round["ready_ms"], 1 / 3, False),
    # With an empty data folder Marram copies, verifies and probes both models before; the others never do.
    ("the very first start", lambda round: round["first_ready_ms"], lambda round: round["first_ready_ms"], 1 / 3, False),
]


def loads(kept):
    rows = []
    for load in kept["loads"]:
        for name, rounds in kept["results"].items():
            if load not in rounds[0]:
                continue
            figures = [round[load] for round in rounds]
            failed = sum(f["refused"] + f["broken"] for f in figures)
            times = [spread([f[key] / 1000 for f in figures], 2) for key in ("p50_us", "p99_us")]
            rows.append([f"{load}, {name}", spread([f["per_second"] for f in figures]), *times, str(failed)])
    return table(["load", "requests/s", "p50 ms", "p99 ms", "failed"], rows)


def processes(kept):
    rows = [
        [
            name,
            *(spread([round[key] for round in rounds]) for key in ("first_ready_ms", "ready_ms")),
            *(spread([round[key] / 1024 for round in rounds], 1) for key in ("rss_ready_kib", "rss_kib")),
        ]
        for name, rounds in kept["results"].items()
    ]
    return table(["server", "very first start, ms", "start to first answer, ms", "RSS then, MiB", "RSS after the loads, MiB"], rows)


def targets(kept):
    rows = []
    for title, own, peers, bound, is_least in TARGETS:
        pairs = zip(kept["results"]["Marram"], kept["results"]["FastAPI"])
        found = [own(mine) / peers(other) for mine, other in pairs]
        middle = statistics.median(found)
        verdict = "met" if (middle >= bound if is_least else middle <= bound) else "missed"
        rows.append([f"{title} {'>=' if is_least else '<='} {bound:.2g}", spread(found, 2), verdict])
    return table(["Marram / FastAPI", "each round's ratio", ""], rows)


def markdown(kept):
    busy = "busy: these figures are not to be quoted" if kept["load_before"] > 0.25 * kept["cores"] else "otherwise idle"
    return "\n\n".join(
        [
            f"{kept['machine']}; wrk -t1 -c{kept['connections']}, {kept['rounds']} rounds of {kept['seconds']} s each load, "
            "one row a request, one thread a model, median [range]; load, server and broker share the machine.",
            f"Load average before the run {kept['load_before']:.2f} on {kept['cores']} cores ({busy}).",
            loads(kept),
            processes(kept),
            targets(kept),
        ]
    )
