"""Replays files over MQTT to one node with a binding for each model, and compares its decisions with those of marram score."""
import contextlib
import json
import pathlib
import socket
import subprocess
import sys
import tempfile
import time

LIMIT = 60.0


@contextlib.contextmanager
def running(*command, **options):
    """A program that is ended with the block."""
    process = subprocess.Popen(command, **options)
    try:
        yield process
    finally:
        process.terminate()
        process.wait(timeout=LIMIT)


def wait(what, is_done):
    end = time.monotonic() + LIMIT
    while not is_done():
        if time.monotonic() > end:
            sys.exit(f"waited {LIMIT:.0f} s for {what}")
        time.sleep(0.05)


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def accepts(port):
    with socket.socket() as one:
        return one.connect_ex(("127.0.0.1", port)) == 0


def binding(name, fields):
    return {
        "binding": name, "source": {"topic": f"skab/{name}"}, "time": {"path": "$.ts", "format": "epoch_ms"}, "model": name,
        "fields": [f"$['v']['{field}']" for field in fields], "anomaly": {}, "publish": {"predictions": "always"},
    }


def configuration(models, port, folder):
    fields = {name: [field["name"] for field in json.loads((path / "baseline.json").read_text())["fields"]] for name, path in models.items()}
    return {
        "node": "bench", "broker": {"port": port}, "data_dir": str(folder / "data"),
        "models": [{"name": name, "path": str(path)} for name, path in models.items()],
        "bindings": [binding(name, fields[name]) for name in models], "api": {"enabled": False},
    }


def decisions(lines):
    """The decision of each prediction, by binding, in order."""
    found = {}
    for line in lines:
        topic, _, payload = line.partition(" ")
        found.setdefault(topic.rpartition("/")[2], []).append(json.loads(payload)["anomaly"])
    return found


def compare(program, data, models, offline):
    """Prints how many decisions are equal; `offline` has those of the rows with which a window ends."""
    port, wanted = free_port(), sum(map(len, offline.values()))
    with tempfile.TemporaryDirectory() as name, contextlib.ExitStack() as stack:
        folder = pathlib.Path(name)
        settings = json.dumps(configuration(models, port, folder))
        output = stack.enter_context(open(folder / "predictions", "wb"))
        log = stack.enter_context(open(folder / "log", "wb"))
        (folder / "mosquitto.conf").write_text(f"listener {port} 127.0.0.1\nallow_anonymous true\nmax_queued_messages 0\n")
        stack.enter_context(running("mosquitto", "-c", str(folder / "mosquitto.conf"), stderr=subprocess.DEVNULL))
        wait("the broker", lambda: accepts(port))
        watch = ["mosquitto_sub", "-p", str(port), "-q", "1", "-t", "marram/v1/bench/prediction/#", "-t", "marram/v1/bench/status"]
        stack.enter_context(running("stdbuf", "-oL", *watch, "-F", "%t %p", stdout=output))
        command = [program.path, "run", "--configuration", settings]
        stack.enter_context(running(*command, env=program.environment, stdout=log, stderr=log))
        lines = lambda: (folder / "predictions").read_text().splitlines()
        wait(f"the node; its log:\n{(folder / 'log').read_text()}", lambda: any("online" in line for line in lines()))
        broker = json.dumps({"broker": {"port": port}})
        for stem in models:
            program.call("replay", str(data / f"{stem}.csv"), "--topic", f"skab/{stem}", "--speed", "max", "--configuration", broker)
        is_prediction = lambda line: "/prediction/" in line
        wait(f"{wanted} predictions", lambda: sum(map(is_prediction, lines())) >= wanted)
        live = decisions(filter(is_prediction, lines()))
    differing = sum(a != b for stem in models for a, b in zip(live[stem], offline[stem], strict=True))
    print(f"\nReplayed over MQTT: {wanted} decisions by {len(models)} bindings of one node, {differing} differ from marram score.")
