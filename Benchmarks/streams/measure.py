"""Holds many event streams open on a node; started by Benchmarks/streams/run.sh.

Marram answers requests over MQTT at a fixed rate, first alone, then beside the streams, in turn; what the streams cost is
the memory between the two and the latency of the requests.
"""

import argparse
import json
import pathlib
import selectors
import socket
import sys
import threading
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from components import MARRAM, MODEL, Component  # noqa: E402
from processes import free_port, load, memory, served  # noqa: E402
from tables import spread, table  # noqa: E402


def component(api_port, streams):
    def command(port, folder):
        configuration = {
            "node": "bench",
            "broker": {"host": "127.0.0.1", "port": port},
            "models": [{"name": "iris", "path": str(MODEL.parent)}],
            "bindings": [],
            "data_dir": f"{folder}/data",
            "log": {"level": "error"},
            "limits": {"streams": streams + 10, "connections": streams + 100},
            "api": {"port": api_port},
        }
        return [str(MARRAM), "run", "--configuration", json.dumps(configuration)]

    return Component("Marram", 0, "5", command)


class Streams:
    """Clients that read their event streams as they come, on one thread."""

    def __init__(self, port, count, topics):
        self.selector, self.bytes, self.ended, self.wants_end = selectors.DefaultSelector(), 0, 0, False
        for _ in range(count):
            connection = socket.create_connection(("127.0.0.1", port), timeout=10)
            connection.sendall(f"GET /api/events?topics={topics} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode())
            head = connection.recv(65536)
            if not head.startswith(b"HTTP/1.1 200"):
                raise SystemExit(f"a stream was refused: {head[:200]!r}")
            connection.setblocking(False)
            self.selector.register(connection, selectors.EVENT_READ)
        self.thread = threading.Thread(target=self.read)
        self.thread.start()

    def read(self):
        while not self.wants_end:
            for key, _ in self.selector.select(timeout=0.2):
                data = key.fileobj.recv(65536)
                self.bytes += len(data)
                if not data:
                    self.ended += 1
                    self.selector.unregister(key.fileobj)

    def close(self):
        self.wants_end = True
        self.thread.join()
        for key in list(self.selector.get_map().values()):
            key.fileobj.close()


def measure(options):
    api_port = free_port()
    with served(component(api_port, options.streams), {"MARRAM_API_ENABLED": "true"}) as (port, pids):
        shape = ("--rate", options.rate)
        subject = component(api_port, options.streams)
        load(subject, port, pids, 2, *shape)
        alone = load(subject, port, pids, options.seconds, *shape)
        before = memory(pids["component"])["rss"]
        start = time.monotonic()
        streams = Streams(api_port, options.streams, options.topics)
        opened = time.monotonic() - start
        beside = load(subject, port, pids, options.seconds, *shape)
        after = memory(pids["component"])["rss"]
        result = {"alone": alone, "beside": beside, "kib": (after - before) / options.streams, "opened_s": opened}
        result |= {"bytes_per_s": streams.bytes / (time.monotonic() - start), "ended": streams.ended}
        streams.close()
        return result


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--streams", type=int, default=1000)
    parser.add_argument("--topics", default="events")
    parser.add_argument("--rate", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=5)
    options = parser.parse_args()
    rounds = [measure(options) for _ in range(options.rounds)]
    rows = []
    for name, title in (("alone", "no streams"), ("beside", f"{options.streams} streams of {options.topics}")):
        loads = [r[name] for r in rounds]
        row = [title, *(spread([found[key] / 1000 for found in loads], 3) for key in ("p50_us", "p99_us"))]
        row += [spread([found["watched"]["component"]["cpu_us"] for found in loads], 1), str(sum(f["lost"] for f in loads))]
        rows.append(row)
    print(table([f"{options.rate:,} requests/s over MQTT", "p50 ms", "p99 ms", "CPU us/request", "lost"], rows))
    ended = sum(r["ended"] for r in rounds)
    print(f"\nMemory: {spread([r['kib'] for r in rounds], 1)} KiB a stream; {ended} streams ended by themselves.")
    raise SystemExit(1 if ended or any(r[name]["lost"] for r in rounds for name in ("alone", "beside")) else 0)


if __name__ == "__main__":
    main()
