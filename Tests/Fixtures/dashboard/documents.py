"""What a node tells of itself: the documents of the dashboard's API, with plausible contents."""

import math
import random
import time
from datetime import datetime, timezone

KEYS = [["hall1", "press1"], ["hall1", "press2"], ["hall2", "press3"], ["hall2", "press4"]]


def stamp(at):
    return datetime.fromtimestamp(at, timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def digest(seed):
    return "sha256:" + "".join(random.Random(seed).choices("0123456789abcdef", k=64))


def bell(center, width, edges, total):
    """Counts of normal numbers between borders, open at both ends."""

    def below(x):
        return (1 + math.erf((x - center) / width / math.sqrt(2))) / 2

    marks = [0.0] + [below(x) for x in edges] + [1.0]
    return [round(total * (high - low)) for low, high in zip(marks, marks[1:])]


# Members that a node leaves out where they are not known or do not apply.


# Members that a node leaves out where they are not known or do not apply.
OPTIONAL = {
    "instance",
    "trouble",
    "clock_synchronised",
    "uplink",
    "last_error",
    "reason",
    "digest",
    "confirmed",
    "since",
    "signed",
    "previous",
    "stage",
    "phase",
    "share_percent",
    "answered",
    "p50_us",
    "p95_us",
    "p99_us",
    "mean_us",
    "agreement",
    "job",
    "security_floor",
    "batch_mean",
    "batch_limit",
    "threads",
    "code",
    "ended",
    "last_seen",
    "threshold",
    "off_threshold",
    "profile_id",
    "rows",
    "window",
    "retrain",
    "p_value",
    "warning",
    "drift",
    "histogram",
    "value",
    "failure",
    "waiting_for",
    "temperature_c",
    "load",
    "memory_available_bytes",
    "disk_free_bytes",
    "process_cpu_percent",
    "peak",
    "latency_us",
    "id",
    "request",
    "response",
    "source_time",
    "is_anomalous",
    "changed",
    "details",
    "largest_difference",
}


def sparse(value, depth=0):
    if isinstance(value, dict):
        return {name: sparse(part, depth + 1) for name, part in value.items() if depth < 1 or name not in OPTIONAL}
    return [sparse(part, depth + 1) for part in value] if isinstance(value, list) else value


class Documents:
    """The documents; what they tell of is set by `Node`."""

    def state(self):
        now = time.time()
        latest = {name: line[-1] for name, line in self.series.items()}
        state = {
            "v": 1,
            "seq": self.seq,
            "time": stamp(now),
            "node": {
                "name": "press-gw-01",
                "version": "0.9.0",
                "runtime": "1.31.1",
                "arch": "x86_64",
                "session": 12,
                "started": stamp(self.began),
                "uptime_s": int(now - self.began),
                "status": "online",
                "unsigned": False,
                "updates_enabled": True,
                "clock_synchronised": True,
            },
            "mqtt": {
                "state": "connected",
                "broker": "127.0.0.1:1883",
                "reconnects": 2,
                "inflight": 2,
                "lanes": 3,
                "lanes_ready": 3,
                "uplink": {"state": "connected", "broker": "cloud.example.com:8883"},
                "in_per_s": latest["mqtt_in"],
                "out_per_s": latest["mqtt_out"],
            },
            "requests": {
                "mqtt": {"received": 1_204_331, "answered": 1_204_319},
                "http": {"received": 318_022, "answered": 318_022},
                "queue": 0,
                "expired": 4,
                "answers_lost": 0,
                "ignored": 0,
                "set_aside": 0,
                "suspects": 0,
                "response_topic_refused": 0,
                "errors": {"bad_input": 12},
            },
            "models": [],
            "updates": {"jobs": []},
            "bindings": [],
            "drift": [],
            "outbox": {
                "messages": int(latest["outbox_messages"]),
                "bytes": int(latest["outbox_messages"] * 312),
                "oldest_s": 9 if latest["outbox_messages"] else 0,
                "dropped": 0,
                "refused": 0,
                **({"waiting_for": "uplink"} if latest["outbox_messages"] else {}),
            },
            "system": {
                "cpus": 4,
                "cpu_per_core": [
                    round(max(1, latest["cpu_percent"] + 9 * self.wave(now, 40, i * 2)), 1) for i in range(4)
                ],
                "process_cpu_percent": latest["process_cpu_percent"],
                "rss_bytes": int(latest["rss_bytes"]),
                "memory_total_bytes": 8_589_934_592,
                "memory_available_bytes": 4_294_967_296,
                "disk_total_bytes": 64_000_000_000,
                "disk_free_bytes": int(latest["disk_free_bytes"]),
                "load": [0.52, 0.41, 0.33],
                "temperature_c": 48.5,
                "open_files": 38,
                "streams": self.streams,
                "streams_limit": 64,
                "events_dropped": 0,
            },
        }
        if not self.empty:
            state["models"] = self.models(now)
            state["updates"]["jobs"] = self.jobs(now)
            state["bindings"] = self.bindings(now, latest)
            state["drift"] = self.drift(now)
        return sparse(state) if self.is_sparse else state

    def models(self, now):
        common = {
            "state": "ready",
            "confirmed": True,
            "signed": True,
            "security_floor": 3,
            "rejected": [],
            "faults": 0,
            "batch_limit": 64,
            "threads": 1,
            "own_thread": False,
            "queue": 0,
            "batch_sizes": {"1": 500, "2": 100, "4": 90},
        }
        grown = int(now - self.began)
        press = {
            **common,
            "name": "press",
            "version": self.press["active"],
            "digest": digest("p" + self.press["active"]),
            "since": stamp(self.began - 86_400),
            "requests": 38 * grown,
            "windows": 41 * grown,
            "errors": 0,
            "runs": 29 * grown,
            "batch_mean": 2.6,
            "latency": {"p50_us": 290, "p95_us": 610, "p99_us": 980, "mean_us": 340},
            "run": {"p50_us": 84, "p95_us": 140, "p99_us": 205, "mean_us": 91},
            "recent": {"requests_per_s": 37.9, "windows_per_s": 41.2, "errors_per_s": 0, "p99_us": 960},
            "drift": "drift",
        }
        if self.press["previous"]:
            version = self.press["previous"]
            press["previous"] = {
                "version": version,
                "digest": digest("p" + version),
                "since": stamp(self.began - 9e5),
                "signed": True,
            }
        if self.press["candidate"]:
            version = self.press["candidate"]
            answered = int(now - self.began) % 3000 + 1200
            press["candidate"] = {
                "version": version,
                "digest": digest("p" + version),
                "phase": "TRIAL",
                "stage": "trial",
                "share_percent": 20,
                "answered": answered,
                "errors": 0,
                "p50_us": 262,
                "p99_us": 810,
                "agreement": 0.9962,
            }
            press["job"] = "upd-14"
        iris = {
            **common,
            "name": "iris",
            "version": "3",
            "digest": digest("i3"),
            "since": stamp(self.began),
            "requests": 68 * grown,
            "windows": 0,
            "errors": 12,
            "runs": 51 * grown,
            "batch_mean": 1.3,
            "latency": {"p50_us": 183, "p95_us": 402, "p99_us": 705, "mean_us": 210},
            "run": {"p50_us": 12, "p95_us": 21, "p99_us": 40, "mean_us": 14},
            "recent": {"requests_per_s": 68.1, "windows_per_s": 0, "errors_per_s": 0, "p99_us": 690},
            "previous": {"version": "2", "digest": digest("i2"), "since": stamp(self.began - 4e5), "signed": True},
        }
        if not self.well:
            compared = 200 + int(now - self.began) % 3000
            iris["candidate"] = {
                "version": "4",
                "digest": digest("i4"),
                "phase": "SHADOW",
                "stage": "shadow",
                "compared": compared,
                "agreed": compared - 6 - int(now) % 3600 // 20,
                "failed": 2,
                "dropped": 31,
                "agreement": (compared - 6 - int(now) % 3600 // 20) / compared,
                "largest_difference": 0.4213,
            }
        flow = {
            **common,
            "name": "flow",
            "version": "1",
            "digest": digest("f1"),
            "since": stamp(self.began),
            "requests": 0,
            "windows": 3120,
            "errors": 0,
            "runs": 3120,
            "batch_mean": 1,
            "run": {"p50_us": 31, "p95_us": 50, "p99_us": 71, "mean_us": 33},
            "recent": {"requests_per_s": 0, "windows_per_s": 0, "errors_per_s": 0},
        }
        return [press, iris, flow]

    def jobs(self, now):
        def step(phase, ago, status="IN_PROGRESS", details=None, **more):
            return {"phase": phase, "status": status, "time": stamp(now - ago), "details": details or {}, **more}

        done = [
            step("RECEIVED", 500),
            step("MANIFEST_OK", 499),
            step("DOWNLOADING", 480, details={"bytes": "18874368", "total": "18874368", "resumed_from": "4194304"}),
            step("VERIFIED", 478),
            step("STORED", 478),
        ]
        probed = step("PROBED", 470, details={"load_ms": "12", "rss_mib": "80", "tests": "4", "p99_us": "50"})
        trial = {
            "job": "upd-14",
            "model": "press",
            "version": "8",
            "status": "IN_PROGRESS",
            "phase": "TRIAL",
            "started": stamp(now - 500),
            "changed": stamp(now - 118),
            "steps": [
                *done,
                probed,
                step("SHADOW", 300, details={"compared": "12840", "agreement": "0.9962"}),
                step("TRIAL", 118, details={"share_percent": "20", "compared": "12840", "agreement": "0.9962"}),
            ],
        }
        failed = {
            "job": "upd-13",
            "model": "flow",
            "version": "2",
            "status": "FAILED",
            "phase": "TRIAL",
            "code": "latency_regression",
            "reason": "p99 41.2 ms > 2.0 x 12.3 ms",
            "started": stamp(now - 9000),
            "changed": stamp(now - 8400),
            "ended": stamp(now - 8400),
            "steps": [
                *done,
                probed,
                step(
                    "TRIAL",
                    8600,
                    "FAILED",
                    {"share_percent": "100", "rolled_back_to": "1"},
                    code="latency_regression",
                    reason="p99 41.2 ms > 2.0 x 12.3 ms",
                ),
            ],
        }
        refused = {
            "job": "upd-12",
            "model": "iris",
            "version": "4",
            "status": "REJECTED",
            "phase": "RECEIVED",
            "code": "bad_signature",
            "reason": "manifest.sig has no signature of a trusted key",
            "started": stamp(now - 90_000),
            "changed": stamp(now - 90_000),
            "ended": stamp(now - 90_000),
            "steps": [step("RECEIVED", 90_000, "REJECTED")],
        }
        good = {
            "job": "upd-11",
            "model": "iris",
            "version": "3",
            "status": "SUCCEEDED",
            "phase": "CONFIRMED",
            "started": stamp(now - 15_000),
            "changed": stamp(now - 14_400),
            "ended": stamp(now - 14_400),
            "steps": [
                *done,
                probed,
                step("TRIAL", 14_700, details={"share_percent": "100"}),
                step("CONFIRMED", 14_400, "SUCCEEDED"),
            ],
        }
        rolled = {
            **trial,
            "status": "FAILED",
            "phase": "ROLLED_BACK",
            "code": "cancelled",
            "reason": "taken back by an operator",
            "ended": stamp(now),
            "changed": stamp(now),
            "steps": [*trial["steps"], step("ROLLED_BACK", 0, "FAILED", {"rolled_back_to": "7"})],
        }
        confirmed = {
            **trial,
            "status": "SUCCEEDED",
            "phase": "CONFIRMED",
            "ended": stamp(now),
            "changed": stamp(now),
            "steps": [*trial["steps"], step("CONFIRMED", 0, "SUCCEEDED")],
        }
        if self.well:
            return [good]
        first = trial if self.press["candidate"] else confirmed if self.press["active"] == "8" else rolled
        return [first, failed, good, refused]

    def disagreements(self):
        """What the shadow of iris answers otherwise, the newest first; a new one every 20 s."""

        def said(version, label, shares):
            outputs = [
                {"name": "label", "shape": [1], "datatype": "INT64", "data": [label]},
                {"name": "probabilities", "shape": [1, 3], "datatype": "FP32", "data": shares},
            ]
            return {"model_name": "iris", "model_version": version, "outputs": outputs}

        newest = int(time.time()) // 20
        found = []
        for number in range(newest, newest - 6, -1):
            pick = random.Random(number)
            row = [round(pick.uniform(low, high), 1) for low, high in [(4.5, 7.5), (2, 4), (4.4, 5.2), (1.2, 1.9)]]
            share = round(pick.uniform(0.5, 0.7), 4)
            one = {
                "n": number % 100_000,
                "time": stamp(number * 20),
                "request": {"inputs": [{"name": "X", "shape": [1, 4], "datatype": "FP32", "data": row}]},
                "served": said("3", 1, [0.0113, share, round(0.9887 - share, 4)]),
                "candidate": said("4", 2, [0.0107, round(0.9893 - share, 4), share]),
                "largest_difference": round(2 * share - 0.989, 4),
            }
            if number % 5 == 0:
                one["failure"] = "input 'X' has shape [1,4], model expects [-1,5] <img src=x onerror=alert(1)>"
                del one["candidate"], one["largest_difference"]
            if number % 5 == 1:
                del one["request"], one["served"], one["candidate"]
            found.append(one)
        return found

    def disagreements_document(self, model):
        shown = [one for one in self.state()["models"] if one.get("candidate", {}).get("stage")]
        return {
            "models": [
                {
                    "model": one["name"],
                    "version": one["version"],
                    "candidate": one["candidate"]["version"],
                    "stage": one["candidate"]["stage"],
                    "disagreements": self.disagreements() if one["name"] == "iris" else [],
                }
                for one in shown
                if model in (None, one["name"])
            ]
        }

    def bindings(self, now, latest):
        common = {
            "state": "running",
            "is_stale": False,
            "rejected": 0,
            "skipped": 0,
            "late": 0,
            "duplicates": 0,
            "ignored": 0,
            "evicted": 0,
            "dropped": 0,
            "restarts": 0,
            "errors": 0,
            "queue": 0,
            "keys_limit": 10_000,
            "violations_open": 0,
        }
        grown = int(now - self.began)
        return [
            {
                **common,
                "name": "vibration",
                "model": "press",
                "topic": "plant/+/press/+/telemetry",
                "readings_per_s": latest["binding.vibration.readings"],
                "last_seen": stamp(now),
                "readings": 33 * grown,
                "late": 14,
                "skipped": 3,
                "windows": 32 * grown,
                "predictions": 32 * grown,
                "keys": 4,
                "threshold": 0.42,
                "anomalies_open": 0 if self.well else 1,
            },
            {
                **common,
                "name": "oven",
                "model": "press",
                "topic": "plant/+/oven/temperature",
                "readings_per_s": latest["binding.oven.readings"],
                "last_seen": stamp(now),
                "readings": 9 * grown,
                "windows": 9 * grown,
                "predictions": 9 * grown,
                "keys": 1,
                "anomalies_open": 0,
                "rejected": 0 if self.well else 27,
            },
            {
                **common,
                "name": "flow",
                "model": "flow",
                "topic": "plant/hall2/flow",
                "readings_per_s": latest["binding.flow.readings"],
                "last_seen": stamp(now - (0 if self.well else 372)),
                "is_stale": not self.well,
                "readings": 3171,
                "windows": 3120,
                "predictions": 3120,
                "keys": 1,
                "anomalies_open": 0,
            },
        ]

    def drift(self, now):
        edges = [round(-1.6 + 0.2 * i, 2) for i in range(17)]

        def feature(name, shift, width, state, psi, since=None):
            return {
                "feature": name,
                "scope": "input",
                "state": state,
                **({"since": stamp(now - since)} if since else {}),
                "detectors": {"psi": "drift" if psi > 0.25 else "warning" if psi > 0.1 else "normal", "ks": "normal"},
                "statistics": [
                    {"name": "psi", "value": psi, "warning": 0.1, "drift": 0.25},
                    {"name": "ks", "value": psi / 3, "drift": 0.4, "p_value": 0.21},
                ],
                "samples": 41 * int(now - self.began),
                "missing": 3,
                "non_finite": 0,
                "suppressed": 0,
                "histogram": {
                    "edges": edges,
                    "reference": bell(0, 0.55, edges, 12_000),
                    "current": bell(shift, width, edges, 500),
                },
            }

        calm = self.well
        return [
            {
                "binding": "vibration",
                "model": "press",
                "version": "7",
                "profile_id": "9f2c",
                "state": "normal" if calm else "drift",
                "systemic": False,
                "violations": 0,
                "rows": 589_000,
                "window": 500,
                **({} if calm else {"retrain": "requested: 3f9a"}),
                "features": [
                    feature("$.v.x", 0.05, 0.56, "normal", 0.012),
                    feature("$.v.y", -0.02, 0.52, "normal", 0.021),
                    feature(
                        "$.v.z",
                        0.4 if not calm else 0.03,
                        0.6,
                        "normal" if calm else "drift",
                        0.02 if calm else 0.384,
                        None if calm else 1320,
                    ),
                    feature(
                        "$.v.temperature",
                        0.2 if not calm else 0.0,
                        0.5,
                        "normal" if calm else "warning",
                        0.03 if calm else 0.131,
                        None if calm else 240,
                    ),
                    {
                        **feature(
                            "score",
                            0.5 if not calm else 0,
                            0.7,
                            "normal" if calm else "drift",
                            0.02 if calm else 0.291,
                            None if calm else 900,
                        ),
                        "scope": "score",
                    },
                ],
            }
        ]

    def drift_document(self, binding, name):
        """What the windows of features said, one every quarter of a minute or so; it moved in the last third."""
        now = int(time.time())
        found = []
        for section in self.drift(time.time()):
            if binding not in (None, section["binding"]):
                continue
            features = []
            for feature in section["features"]:
                if name not in (None, feature["feature"]):
                    continue
                pick = random.Random(feature["feature"])
                times, lines = [], {one["name"]: [] for one in feature["statistics"]}
                for number in range(120):
                    times.append(now - (119 - number) * 15 - pick.randint(0, 6))
                    for one in feature["statistics"]:
                        rise = 1 / (1 + math.exp((80 - number) / 4))
                        value = 0.02 + (one["value"] - 0.02) * rise + abs(pick.gauss(0, 0.008))
                        lines[one["name"]].append(None if number == 40 else round(value, 4))
                statistics = [
                    {
                        **{key: one[key] for key in ("name", "warning", "drift") if key in one},
                        "values": lines[one["name"]],
                        **({"p_values": [round(pick.uniform(0, 1), 4) for _ in times]} if "p_value" in one else {}),
                    }
                    for one in feature["statistics"]
                ]
                features.append(
                    {
                        "feature": feature["feature"],
                        "scope": feature["scope"],
                        "leading": "psi",
                        "times": times,
                        "statistics": statistics,
                    }
                )
            found.append(
                {"binding": section["binding"], "model": section["model"], "window": 500, "features": features}
            )
        return {"bindings": found}

    def scores_document(self):
        keys = []
        for key in [] if self.empty else KEYS:
            line = self.scores[tuple(key)]
            spans = []
            for index, value in enumerate(line):
                if value > 0.42:
                    if spans and spans[-1][1] == index - 1:
                        spans[-1][1] = index
                    else:
                        spans.append([index, index])
            open_now = bool(line) and line[-1] > 0.42
            entry = {"key": key, "score": line[-1], "is_anomalous": open_now, "scores": line, "anomalous": spans}
            if open_now:
                entry["since"] = stamp(self.second - (spans[-1][1] - spans[-1][0]))
                entry["peak"] = max(line[spans[-1][0] :])
            keys.append(entry)
        keys.sort(key=lambda entry: (not entry["is_anomalous"], -entry["score"]))
        return {
            "step": 1,
            "end": self.second,
            "bindings": (
                []
                if self.empty
                else [
                    {
                        "binding": "vibration",
                        "model": "press",
                        "threshold": 0.42,
                        "off_threshold": 0.38,
                        "keys_total": 4,
                        "keys": keys,
                    }
                ]
            ),
        }
