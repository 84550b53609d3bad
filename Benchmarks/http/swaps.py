"""Asks a model over HTTP while its versions change places; started by Benchmarks/http/swaps.sh."""

import argparse
import json
import pathlib
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from http_measure import CONNECTIONS, wait_for_answer  # noqa: E402
from models import prepare  # noqa: E402
from operators import Bundles, Operator  # noqa: E402
from processes import broker, free_port, process  # noqa: E402
from subjects import MARRAM, ROOT  # noqa: E402
from tables import spread, table  # noqa: E402

# More than the swaps take: the load is ended when they are over.
LONGEST = 600


def command(port, broker_port, bundles, folder):
    configuration = {
        "node": "bench",
        "broker": {"host": "127.0.0.1", "port": broker_port},
        "models": [{"name": "iris", "path": str(ROOT / "models" / "iris")}],
        "bindings": [],
        "data_dir": f"{folder}/data",
        "inference": {"intra_threads": 1},
        "updates": {"allow_unsigned": True, "sources": [bundles.folder.as_uri() + "/"], "keep": 3},
        "log": {"level": "error"},
        "api": {"port": port},
    }
    return [str(MARRAM), "run", "--configuration", json.dumps(configuration)]


def swap(operator, bundles, count, pause):
    """Puts version after version in place; returns the seconds of each, and what went wrong."""
    times, faults = [], []
    for _ in range(count):
        seconds, fault = operator.install(*bundles.next())
        times.append(seconds)
        faults += [fault] if fault else []
        time.sleep(pause / 1000)
    return times, faults


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--swaps", type=int, default=100)
    parser.add_argument("--pause", type=int, default=100)
    options = parser.parse_args()
    requests = ROOT / ".build-bench" / "http"
    prepare(requests)
    body = requests / "iris.json"
    with tempfile.TemporaryDirectory() as folder, broker() as (_, broker_port, _):
        place = pathlib.Path(folder, "bundles")
        place.mkdir()
        bundles = Bundles(place)
        port, start = free_port(), time.monotonic()
        with process(command(port, broker_port, bundles, folder), {"MARRAM_API_ENABLED": "true"}) as server:
            wait_for_answer(server, port, body.read_bytes(), start)
            operator = Operator(broker_port)
            url = f"http://127.0.0.1:{port}/v2/models/iris/infer"
            wrk = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{LONGEST}s", "--timeout", "10s", "-s", HERE / "post.lua", url, "--", body]
            with subprocess.Popen([str(part) for part in wrk], stdout=subprocess.PIPE, text=True) as load:
                times, faults = swap(operator, bundles, options.swaps, options.pause)
                load.send_signal(2)
                seen = json.loads(load.communicate()[0].splitlines()[-1])
            operator.end()
    failed = seen["refused"] + seen["broken"]
    row = [f"{len(times)}", spread([1000 * t for t in times]), f"{seen['requests']:,}", str(failed), str(len(faults))]
    row += [f"{seen['p99_us'] / 1000:.2f}", f"{seen['max_us'] / 1000:.1f}"]
    header = ["hot swaps", "ms each", "requests over HTTP", "failed", "failed updates", "p99 ms", "longest ms"]
    print(table(header, [row]))
    for fault in faults:
        print(fault, file=sys.stderr)
    raise SystemExit(1 if failed or faults else 0)


if __name__ == "__main__":
    main()
