"""Bundles of one model in many versions, and an operator who orders them over MQTT."""

import json
import queue
import shutil
import subprocess
import time

import paho.mqtt.client as mqtt

from components import MARRAM, MODEL
from processes import environment

BASE, STATUS = "marram/v1/bench/model/iris", "marram/v1/bench/status"
LIMIT = 60


class Bundles:
    """Bundles of the same model, each of a version of its own."""

    def __init__(self, folder):
        self.folder, self.count = folder, 0
        first = folder / "first"
        command = [MARRAM, "bundle", "create", MODEL.parent, "--version", "first", "--out", first, "--golden", "2"]
        subprocess.run([*map(str, command)], check=True, stdout=subprocess.DEVNULL, env=environment())
        self.manifest = json.loads((first / "manifest.json").read_text())

    def next(self):
        """Makes the next one; returns its version and where its manifest is."""
        self.count += 1
        version = f"v{self.count}"
        place = self.folder / version
        place.mkdir()
        for file in self.manifest["files"]:
            shutil.copy(self.folder / "first" / file["path"], place)
        (place / "manifest.json").write_text(json.dumps(self.manifest | {"version": version}))
        return version, (place / "manifest.json").as_uri()


class Operator:
    """Orders updates over MQTT, and waits for their end."""

    def __init__(self, port):
        self.news = queue.Queue()
        self.client = mqtt.Client(mqtt.CallbackAPIVersion.VERSION2, protocol=mqtt.MQTTv5)
        online = queue.Queue()
        self.client.on_connect = lambda client, *_: client.subscribe([(f"{BASE}/job/+", 1), (STATUS, 1)])
        self.client.on_message = lambda _client, _data, message: self.take(message, online)
        self.client.connect("127.0.0.1", port)
        self.client.loop_start()
        # Before it says so it may not have subscribed to updates.
        online.get(timeout=LIMIT)

    def take(self, message, online):
        news = message.payload.decode()
        if message.topic != STATUS:
            self.news.put(json.loads(news))
        elif "online" in news:
            online.put(True)

    def install(self, version, url):
        """Returns the seconds that it took, and what went wrong, if anything."""
        start = time.monotonic()
        order = {"v": 1, "job": f"job-{version}", "action": "install", "model": "iris", "version": version}
        order |= {"manifest": {"url": url}, "strategy": {"shadow_s": 0, "trial_s": 0}}
        self.client.publish(f"{BASE}/set", json.dumps(order), 1)
        while True:
            try:
                news = self.news.get(timeout=LIMIT)
            except queue.Empty:
                raise SystemExit(f"{version}: nothing more was told within {LIMIT} s") from None
            if news["job"] != order["job"] or news["status"] in ("QUEUED", "IN_PROGRESS"):
                continue
            fault = None if news["status"] == "SUCCEEDED" else f"{version}: {news['status']} {news['code']} {news['reason']}"
            return time.monotonic() - start, fault

    def end(self):
        self.client.disconnect()
        self.client.loop_stop()
