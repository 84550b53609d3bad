"""Counts allocations per message by the library that asks for them; started by `Benchmarks/run.sh --allocations`."""

import argparse
import pathlib
import struct
import sys
import tempfile

from components import BUILD, components
from processes import WINDOW, load, served
from tables import table

# In the order of load/count_allocations.c.
BUCKETS = ["libmosquitto", "ONNX Runtime, libstdc++", "OpenSSL", "program, Swift runtime", "libc, others"]
# The first requests take the memory that later ones use again, and a node measures its models: neither is steady state.
SETTLING = 5
SHAPES = {"1,000/s": ("--rate", 1000), "closed loop": ("--window", WINDOW)}


def counts(path):
    return struct.unpack_from(f"={len(BUCKETS)}Q", path.read_bytes())


def per_message(component, seconds, shape):
    """Returns allocations per answered request, one figure a bucket, once the component has settled."""
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder, "counts")
        variables = {"LD_PRELOAD": str(BUILD / "count_allocations.so"), "COUNT_ALLOCATIONS_FILE": str(file)}
        with served(component, variables) as (port, pids):
            load(component, port, pids, SETTLING, "--warm-up", 0, *shape)
            before = counts(file)
            done = load(component, port, pids, seconds, "--warm-up", 0, *shape)
            after = counts(file)
    if not done["received"]:
        raise SystemExit(f"allocations.py: {component.title} answered nothing")
    return [(b - a) / done["received"] for a, b in zip(before, after)]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=int, default=3)
    seconds = parser.parse_args().seconds
    rows = []
    for component in (c for c in components() if c.protocol == "5" and c.name in ("Marram", "C echo")):
        for name, shape in SHAPES.items():
            print(f"allocations: {component.title}, {name}", file=sys.stderr)
            found = per_message(component, seconds, shape)
            rows.append([f"{component.title}, {name}", *[f"{n:.2f}" for n in found], f"{sum(found):.2f}"])
    print(f"Allocations per message, by the library that asks for them ({seconds} s each):\n")
    print(table(["component", *BUCKETS, "all"], rows))


if __name__ == "__main__":
    main()
