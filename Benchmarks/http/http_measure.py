"""Runs the rounds of Benchmarks/http/run.sh and prints its tables; started by it.

Every server has a process of its own and is alone while it is measured; the servers take turns within a round.
"""

import argparse
import contextlib
import http.client
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

import http_report  # noqa: E402
from machine import machine  # noqa: E402
from models import prepare  # noqa: E402
from processes import broker, free_port, memory, process  # noqa: E402
from subjects import ROOT, SUBJECTS  # noqa: E402

CONNECTIONS = 32
READY_LIMIT = 60
# A load's name, the model, the body's file, whether it is binary.
LOADS = [("iris JSON", "iris", "iris.json", False), ("CNN JSON", "cnn", "cnn.json", False), ("CNN binary", "cnn", "cnn.bin", True)]


def answers(port, body):
    with contextlib.closing(http.client.HTTPConnection("127.0.0.1", port, timeout=5)) as connection:
        with contextlib.suppress(OSError, http.client.HTTPException):
            connection.request("POST", "/v2/models/iris/infer", body, {"Content-Type": "application/json"})
            return connection.getresponse().status == 200
    return False


def wait_for_answer(server, port, body, start):
    """Returns the milliseconds from `start` to the first answer."""
    while time.monotonic() - start < READY_LIMIT and server.poll() is None:
        if answers(port, body):
            return (time.monotonic() - start) * 1000
        time.sleep(0.005)
    raise SystemExit(f"no answer on port {port}; {server.args} ended with {server.poll()}")


def load(port, model, body, header, seconds):
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "--timeout", "10s", "-s", HERE / "post.lua"]
    command += [f"http://127.0.0.1:{port}/v2/models/{model}/infer", "--", body, *([header] if header else [])]
    done = subprocess.run([str(part) for part in command], stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(done.stdout.splitlines()[-1])


def measure(subject, folder, seconds):
    with tempfile.TemporaryDirectory() as own, broker() as (_, broker_port, _):
        port = free_port()
        command = subject.command(port, broker_port, folder, pathlib.Path(own))

        @contextlib.contextmanager
        def started():
            start = time.monotonic()
            with process(command, subject.environment(folder), cwd=own, stdout=subprocess.DEVNULL) as server:
                yield server, wait_for_answer(server, port, (folder / "iris.json").read_bytes(), start)

        # The very first start: Marram's data folder is empty.
        with started() as (_, first):
            pass
        with started() as (server, ready):
            result = {"first_ready_ms": first, "ready_ms": ready, "rss_ready_kib": memory(server.pid)["rss"]}
            for name, model, body, is_binary in LOADS:
                if is_binary and not subject.takes_binary:
                    continue
                header = (folder / "cnn.bin.header").read_text() if is_binary else None
                load(port, model, folder / body, header, 1)
                result[name] = load(port, model, folder / body, header, seconds)
            return result | {"rss_kib": memory(server.pid)["rss"]}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=int, default=5)
    options = parser.parse_args()
    folder = ROOT / ".build-bench" / "http"
    prepare(folder)
    kept = {"machine": machine(), "cores": os.cpu_count(), "load_before": os.getloadavg()[0], "connections": CONNECTIONS}
    kept |= {"rounds": options.rounds, "seconds": options.seconds, "loads": [name for name, *_ in LOADS]}
    kept["results"] = {subject.name: [] for subject in SUBJECTS}
    for number in range(options.rounds):
        for subject in SUBJECTS:
            print(f"round {number + 1}/{options.rounds}: {subject.name}", file=sys.stderr)
            kept["results"][subject.name].append(measure(subject, folder, options.seconds))
    (folder / "results.json").write_text(json.dumps(kept, indent=1) + "\n")
    print(http_report.markdown(kept))


if __name__ == "__main__":
    main()
