"""A node that is played: its figures, its predictions, what happens to it, and what it does when told."""

import math
import random
import threading
import time
from collections import deque

from documents import KEYS, Documents, stamp


class Node(Documents):
    """The node that is played."""

    def __init__(self, empty=False, well=False, sparse=False):
        self.lock = threading.Condition()
        self.empty = empty
        self.is_sparse = sparse
        self.queues = {}
        self.well = well
        self.began = time.time() - 14_400
        self.random = random.Random(7)
        self.press = {"active": "7", "previous": "6", "candidate": None if well else "8"}
        self.seq = 0
        self.number = 0
        self.predictions = deque(maxlen=200)
        self.log = []
        self.second = int(time.time())
        self.series = {}
        self.day = {}
        self.scores = {tuple(key): [] for key in KEYS}
        self.streams = 0
        self.posts = []
        for at in range(self.second - 899, self.second + 1):
            self.tick(at)
        for at in range(self.second - 86_400 + 60, self.second + 1, 60):
            for name, value in self.values(at).items():
                self.day.setdefault(name, []).append(value)
        if not empty:
            self.history()

    # Figures.

    def wave(self, at, period, phase=0.0):
        return math.sin(2 * math.pi * at / period + phase)

    def values(self, at):
        noise = self.random.gauss
        daily = 1 + 0.25 * self.wave(at, 86_400) + 0.12 * self.wave(at, 420)
        if self.empty:
            busy = dict.fromkeys(["requests_mqtt", "requests_http", "readings", "windows", "predictions", "errors"], 0)
            return {
                **busy,
                "cpu_percent": 2 + abs(noise(0, 1)),
                "process_cpu_percent": 0.5,
                "rss_bytes": 41e6,
                "load1": 0.1,
                "disk_free_bytes": 31e9,
                "mqtt_in": 0,
                "mqtt_out": 0.03,
                "outbox_messages": 0,
                "anomalies_open": 0,
                "drifting_features": 0,
                "memory_available_bytes": 5e9,
            }
        mqtt = max(0, 84 * daily + noise(0, 4))
        http = max(0, 22 * (1 + 0.6 * self.wave(at, 190, 1)) + noise(0, 2))
        windows = max(0, 41 + noise(0, 1.2))
        base = 0.31 * (1 + 0.15 * self.wave(at, 300)) + abs(noise(0, 0.015))
        burst = 1.6 if at % 240 < 9 else 1
        waiting = max(0, 46 - (at % 600)) * 7 if not self.well else 0
        iris = http + mqtt * 0.55
        return {
            "requests_mqtt": mqtt,
            "requests_http": http,
            "readings": windows * 1.02,
            "windows": windows,
            "predictions": windows,
            "errors": 2.0 if at % 173 == 0 and not self.well else 0.0,
            "latency_p50_ms": base,
            "latency_p95_ms": base * 2.1 * burst + abs(noise(0, 0.05)),
            "latency_p99_ms": base * 3.3 * burst + abs(noise(0, 0.12)),
            "latency_queue_ms": base * 0.55 * burst,
            "latency_coding_ms": base * 0.18,
            "latency_run_ms": base * 0.29 + abs(noise(0, 0.01)),
            "run_p50_ms": base * 0.27,
            "run_p99_ms": base * 0.8,
            "queue": max(0, noise(1, 1)),
            "mqtt_in": mqtt + windows,
            "mqtt_out": mqtt + windows * 0.6,
            "inflight": abs(noise(2, 1)),
            "outbox_messages": waiting,
            "outbox_bytes": waiting * 312,
            "outbox_dropped": 0,
            "anomalies_open": 0 if self.well else 1,
            "drifting_features": 0 if self.well else 2,
            "cpu_percent": 24 * daily + noise(0, 2),
            "process_cpu_percent": 19 * daily + noise(0, 1.5),
            "rss_bytes": 83e6 + 2e6 * self.wave(at, 700),
            "memory_available_bytes": 4.3e9,
            "load1": 0.5 * daily,
            "temperature_c": 48 + 2 * self.wave(at, 900),
            "disk_free_bytes": 32e9 - (at % 86_400) * 1e4,
            "streams": self.streams,
            "model.iris.requests": iris,
            "model.iris.windows": 0,
            "model.iris.errors": 0,
            "model.press.requests": mqtt * 0.45,
            "model.press.windows": windows,
            "model.press.errors": 0,
            "binding.vibration.readings": windows * 0.8,
            "binding.oven.readings": windows * 0.22,
            "binding.flow.readings": 0.0 if not self.well else 4.0,
        }

    def score(self, key, at):
        index = KEYS.index(key)
        base = 0.16 + 0.03 * index + 0.02 * self.wave(at, 67, index) + abs(self.random.gauss(0, 0.012))
        if not self.well and index == 1 and at - self.second_zero > -109:
            return base + 0.32 + 0.08 * self.wave(at, 31)
        if index == 3 and (at - self.second_zero) % 900 // 60 == 5:
            return base + 0.25
        return base

    second_zero = int(time.time())

    def tick(self, at):
        values = self.values(at)
        for name, value in values.items():
            line = self.series.setdefault(name, [None] * 900)
            line.append(round(value, 4))
            del line[0]
        if not self.empty:
            for key in KEYS:
                self.scores[tuple(key)].append(round(self.score(key, at), 4))
                del self.scores[tuple(key)][:-900]
        self.second = at
        return values

    def predict(self, at):
        self.number += 1
        if self.random.random() < 0.45:
            row = [round(self.random.uniform(low, high), 1) for low, high in [(4.5, 7.5), (2, 4), (1, 6.5), (0.1, 2.4)]]
            label = 0 if row[2] < 2.5 else 1 if row[2] < 4.8 else 2
            shares = [0.02, 0.02, 0.02]
            shares[label] = 0.96
            latency = self.random.randint(140, 480)
            return {
                "n": self.number,
                "time": stamp(at),
                "source": self.random.choice(["mqtt", "mqtt", "http"]),
                "model": "iris",
                "version": "3",
                "latency_us": latency,
                "id": str(self.number),
                "request": {"inputs": [{"name": "X", "shape": [1, 4], "datatype": "FP32", "data": row}]},
                "response": {
                    "model_name": "iris",
                    "model_version": "3",
                    "id": str(self.number),
                    "outputs": [
                        {"name": "label", "shape": [1], "datatype": "INT64", "data": [label]},
                        {"name": "probabilities", "shape": [1, 3], "datatype": "FP32", "data": shares},
                    ],
                    "parameters": {"latency_us": latency},
                },
            }
        key = KEYS[self.number % 4]
        score = self.scores[tuple(key)][-1]
        return {
            "n": self.number,
            "time": stamp(at),
            "source": "telemetry",
            "model": "press",
            "version": "7",
            "binding": "vibration",
            "key": key,
            "score": score,
            "threshold": 0.42,
            "is_anomalous": score > 0.42,
            "source_time": stamp(at - 0.02),
            "request": {
                "inputs": [
                    {
                        "name": "x",
                        "shape": [1, 8, 4],
                        "datatype": "FP32",
                        "data": [round(self.random.gauss(0, 1), 3) for _ in range(32)],
                    }
                ]
            },
            "response": {"v": 1, "score": score, "threshold": 0.42, "anomaly": score > 0.42},
        }

    def event(self, at, kind, type_, severity, subject, data):
        entry = {
            "id": f"12-{len(self.log) + 1}",
            "time": stamp(at),
            "kind": kind,
            "type": type_,
            "severity": severity,
            "subject": subject,
            "event": {
                "specversion": "1.0",
                "type": type_,
                "source": "marram/press-gw-01",
                "time": stamp(at),
                "data": data,
            },
        }
        self.log.append(entry)
        return entry

    def history(self):
        now = time.time()
        add = self.event
        add(
            now - 14_400,
            "health",
            "io.marram.node.status.v1",
            "info",
            "node",
            {"status": "online", "previous": "starting"},
        )
        add(now - 14_399, "update", "io.marram.model.confirmed.v1", "info", "iris", {"model": "iris", "version": "3"})
        if not self.well:
            add(
                now - 8400,
                "update",
                "io.marram.model.rolled_back.v1",
                "major",
                "flow",
                {
                    "model": "flow",
                    "version": "2",
                    "code": "latency_regression",
                    "reason": "p99 41.2 ms > 2.0 x 12.3 ms",
                },
            )
            add(
                now - 1320,
                "drift",
                "io.marram.drift.detected.v1",
                "major",
                "vibration/$.v.z",
                {
                    "binding": "vibration",
                    "feature": "$.v.z",
                    "detector": {"name": "psi", "params": {"window": 500}, "parity": "none"},
                    "state": "drift",
                    "statistic": 0.384,
                    "threshold": 0.25,
                },
            )
            add(
                now - 1300,
                "retrain",
                "io.marram.retrain.requested.v1",
                "info",
                "press",
                {"model": "press", "reason": "drift of vibration"},
            )
            add(
                now - 372,
                "input",
                "io.marram.input.rejected.v1",
                "warning",
                "oven",
                {
                    "binding": "oven",
                    "code": "bad_json",
                    "reason": "byte 14: <img src=x onerror=alert(1)> is no number",
                    "count": 27,
                },
            )
            add(
                now - 118,
                "update",
                "io.marram.model.activated.v1",
                "info",
                "press",
                {"model": "press", "version": "8", "job": "upd-14", "reason": "on trial"},
            )
            add(
                now - 109,
                "anomaly",
                "io.marram.anomaly.opened.v1",
                "warning",
                "vibration/hall1/press2",
                {"binding": "vibration", "key": ["hall1", "press2"], "score": 0.512, "threshold": 0.42, "peak": 0.512},
            )
        for back in range(100, 0, -1):
            self.predictions.appendleft(self.predict(now - back * 0.25))

    def command(self, model, command, body):
        """What an operator's word does: (status, document)."""
        self.posts.append([model, command, body])
        if model != "press":
            if model in ("iris", "flow") and command == "rollback" and model == "iris":
                return 200, {"ok": True, "model": model, "command": command}
            return (
                (409, {"error": f"{model} has no model before this version", "code": f"nothing_to_{command}"})
                if model == "flow"
                else (404, {"error": f"no model is called '{model}'"})
            )
        left = self.press["candidate"] or self.press["active"]
        if body.get("expected_version") not in (None, left):
            return 409, {"error": f"version {left} of press serves by now", "code": "version_changed"}
        if command == "confirm":
            if not self.press["candidate"]:
                return 409, {"error": "no version of press is on trial", "code": "nothing_to_confirm"}
            self.press = {"active": self.press["candidate"], "previous": self.press["active"], "candidate": None}
        elif self.press["candidate"]:
            self.press["candidate"] = None
        elif self.press["previous"]:
            self.press = {"active": self.press["previous"], "previous": None, "candidate": None}
        else:
            return 409, {"error": "press has no model before version " + left, "code": "nothing_to_roll_back"}
        entry = self.event(
            time.time(),
            "update",
            f"io.marram.model.{'confirmed' if command == 'confirm' else 'rolled_back'}.v1",
            "info",
            "press",
            {"model": "press", "version": left, "reason": "asked for by an operator"},
        )
        self.pending.append(("event", entry))
        return 200, {"ok": True, "model": model, "command": command}

    pending = deque(maxlen=100)

    def live(self):
        """Lets time pass, for ever."""
        while True:
            now = time.time()
            time.sleep(0.25)
            with self.lock:
                told = list(self.pending)
                self.pending.clear()
                if int(now) > self.second:
                    for at in range(self.second + 1, int(now) + 1):
                        told.append(("metrics", {"t": at, "values": self.tick(at)}))
                    self.seq += 1
                    told.append(("state", self.state()))
                if not self.empty:
                    for _ in range(self.random.randint(0, 2)):
                        sample = self.predict(now)
                        self.predictions.appendleft(sample)
                        told.append(("prediction", sample))
                for queue in self.queues.values():
                    queue.extend(told)
                self.lock.notify_all()
