"""Runs Benchmarks/codec and prints its tables: reading requests and writing answers beside Foundation and memcpy."""

import json
import subprocess
import sys

from components import BUILD
from tables import spread, table

PROGRAM = BUILD / "codec"
MILLISECONDS = 100


def measure(rounds):
    """Returns the figures of every contender; None when the program was not built."""
    if not PROGRAM.exists():
        return None
    print("codec", file=sys.stderr)
    done = subprocess.run([PROGRAM, str(rounds), str(MILLISECONDS)], stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(done.stdout)


def of(figures, task, numbers, contender):
    return next(f for f in figures if (f["task"], f["numbers"], f["contender"]) == (task, numbers, contender))


def gigabytes_per_second(figure):
    return [figure["bytes"] / ns for ns in figure["nanoseconds"]]


def speedups(figures, task, numbers, peer):
    """How many times as long as Marram a peer takes, round by round."""
    own, other = (of(figures, task, numbers, contender)["nanoseconds"] for contender in ("Marram", peer))
    return [slow / fast for fast, slow in zip(own, other)]


def rows(figures, task):
    for figure in (f for f in figures if f["task"] == task):
        own = figure["contender"] == "Marram"
        times = "" if own else spread(speedups(figures, task, figure["numbers"], figure["contender"]), 2)
        yield [
            f"{figure['contender']}, {figure['numbers']:,} numbers",
            f"{figure['bytes']:,}",
            spread(figure["nanoseconds"]),
            spread(gigabytes_per_second(figure), 3),
            times,
        ]


def markdown(figures):
    if figures is None:
        return "The codec was not measured: there is no swiftc."
    header = ["bytes", "ns", "GB/s", "times Marram's time"]
    return "\n\n".join(
        [
            "Reading a request whose numbers have 5 decimals (no MQTT); memcpy copies the same bytes:",
            table(["reader", *header], list(rows(figures, "decode"))),
            "Writing an answer:",
            table(["writer", *header], list(rows(figures, "encode"))),
            "Reading telemetry, a time and 8 numbers in an object, with a key from the topic:",
            table(["reader", *header], list(rows(figures, "telemetry"))),
        ]
    )


def main():
    print(markdown(measure(int(sys.argv[1]))))


if __name__ == "__main__":
    main()
