"""The telemetry component a user would write in Python: paho-mqtt, json, numpy, onnxruntime.

Keeps a window of the last readings of every device, runs the model on all windows that have come since the last run,
smooths the scores, compares them with the threshold and publishes a prediction for what is above it. One thread reads
until the socket is empty, then scores: what has arrived is one batch.

usage: telemetry_paho.py MODEL-FOLDER PORT FILTER PREDICTION-TOPIC COUNTS-TOPIC
"""

import collections
import datetime
import json
import pathlib
import select
import socket
import sys
import time

import numpy as np
import onnxruntime as ort
import paho.mqtt.client as mqtt

MOST_WINDOWS = 256


class Device:
    """The last readings of one device, twice, so that each window lies in one piece; and its last scores."""

    __slots__ = ("key", "count", "rows", "scores", "total", "last")

    def __init__(self, key, window, fields, smooth):
        self.key = key
        self.count = 0
        self.rows = np.empty((2 * window, fields), np.float32)
        self.scores = collections.deque(maxlen=smooth)
        self.total = 0.0
        self.last = -1


class Scorer:
    """From payloads to predictions."""

    def __init__(self, folder, publish):
        baseline = json.loads(pathlib.Path(folder, "baseline.json").read_text())
        options = ort.SessionOptions()
        options.intra_op_num_threads = 1
        self.session = ort.InferenceSession(pathlib.Path(folder, "model.onnx"), options, providers=["CPUExecutionProvider"])
        self.window = baseline["window"]["size"]
        self.names = [field["name"] for field in baseline["fields"]]
        self.smooth = baseline["score"]["smooth"]
        self.threshold = baseline["score"]["value"] * baseline["score"]["factor"]
        self.input = self.session.get_inputs()[0].name
        self.batch = np.empty((MOST_WINDOWS, self.window, len(self.names)), np.float32)
        self.waiting = []
        self.devices = {}
        self.publish = publish
        self.readings = self.windows = 0

    def take(self, topic, payload):
        reading = json.loads(payload)
        key = topic.split("/")[3]
        device = self.devices.get(key)
        if device is None:
            device = self.devices[key] = Device(key, self.window, len(self.names), self.smooth)
        if reading["ts"] <= device.last:
            return
        device.last = reading["ts"]
        self.readings += 1
        values = reading["v"]
        place = device.count % self.window
        device.rows[place] = device.rows[place + self.window] = [values[name] for name in self.names]
        device.count += 1
        if device.count < self.window:
            return
        self.batch[len(self.waiting)] = device.rows[place + 1 : place + 1 + self.window]
        self.waiting.append((device, reading["ts"]))
        if len(self.waiting) == MOST_WINDOWS:
            self.score()

    def score(self):
        if not self.waiting:
            return
        scores = self.session.run(["score"], {self.input: self.batch[: len(self.waiting)]})[0]
        for (device, when), score in zip(self.waiting, scores.tolist()):
            if len(device.scores) == self.smooth:
                device.total -= device.scores[0]
            device.scores.append(score)
            device.total += score
            mean = device.total / len(device.scores)
            if mean > self.threshold:
                self.publish(self.prediction(device, when, mean))
        self.windows += len(self.waiting)
        self.waiting.clear()

    def prediction(self, device, when, score):
        return json.dumps(
            {
                "v": 1,
                "time": rfc3339(time.time()),
                "binding": "press",
                "key": [device.key],
                "model": "press-ae",
                "score": score,
                "threshold": self.threshold,
                "anomaly": True,
                "source_time": rfc3339(when / 1000),
            },
            separators=(",", ":"),
        )


def rfc3339(seconds):
    moment = datetime.datetime.fromtimestamp(seconds, datetime.timezone.utc)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def main():
    if len(sys.argv) != 6:
        sys.exit(__doc__)
    folder, port, topics, predictions, counts = sys.argv[1], int(sys.argv[2]), *sys.argv[3:]
    client = mqtt.Client(mqtt.CallbackAPIVersion.VERSION2, protocol=mqtt.MQTTv5)
    client.max_inflight_messages_set(1000)
    scorer = Scorer(folder, lambda document: client.publish(predictions, document, qos=1))

    def on_connect(client, userdata, flags, reason, properties):
        if reason.is_failure:
            sys.exit(f"the broker refused the connection: {reason}")
        client.subscribe(topics, 0)

    received = 0

    def on_message(client, userdata, message):
        nonlocal received
        received += 1
        scorer.take(message.topic, message.payload)

    client.on_connect = on_connect
    client.on_message = on_message
    client.connect("127.0.0.1", port)
    client.socket().setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    told = time.monotonic()
    while True:
        select.select([client.socket()], [client.socket()] if client.want_write() else [], [], 0.2)
        before = -1
        while before != received and len(scorer.waiting) < MOST_WINDOWS - 1:
            before = received
            if client.loop_read() != mqtt.MQTT_ERR_SUCCESS:
                sys.exit("the connection is lost")
        scorer.score()
        if client.want_write():
            client.loop_write()
        now = time.monotonic()
        if now - told >= 1:
            told = now
            client.loop_misc()
            client.publish(counts, json.dumps({"readings": scorer.readings, "windows": scorer.windows}), qos=0)


if __name__ == "__main__":
    main()
