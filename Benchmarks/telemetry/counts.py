"""How many windows a component says that it has scored."""

import json
import threading
import time

import paho.mqtt.client as mqtt
from subjects import COUNTS, HEALTH, STATUS


class Counts:
    """Listens to what a component says about itself on a broker."""

    def __init__(self, port):
        self.changed = threading.Condition()
        self.is_ready = False
        self.windows = None
        self.said = None
        self.client = mqtt.Client(mqtt.CallbackAPIVersion.VERSION2, protocol=mqtt.MQTTv5)
        self.client.on_connect = lambda client, *_: client.subscribe([(topic, 0) for topic in (HEALTH, COUNTS, STATUS)])
        self.client.on_message = self._take
        self.client.connect("127.0.0.1", port)
        self.client.loop_start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.client.disconnect()
        self.client.loop_stop()

    def _take(self, client, userdata, message):
        with self.changed:
            if message.topic == STATUS:
                self.is_ready = message.payload == b"online"
                self.said = message.payload.decode()
            elif message.topic == COUNTS:
                self.is_ready = True
                self.windows = json.loads(message.payload)["windows"]
            else:
                self.windows = json.loads(message.payload).get("bindings", {}).get("press", {}).get("windows")
            self.changed.notify_all()

    def wait_until_ready(self, limit=60):
        with self.changed:
            if not self.changed.wait_for(lambda: self.is_ready, limit):
                raise SystemExit(f"the component is not ready after {limit} s; its status is {self.said}")

    def wait_for(self, windows, limit=10):
        """Returns how many windows were scored as soon as these were, or what the last word is."""
        give_up = time.monotonic() + limit
        with self.changed:
            self.changed.wait_for(lambda: self.windows == windows, give_up - time.monotonic())
            return self.windows
