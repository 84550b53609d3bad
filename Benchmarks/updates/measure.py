"""Measures requests while models change places; started by Benchmarks/updates/run.sh."""

import argparse
import contextlib
import json
import pathlib
import queue
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))

import paho.mqtt.client as mqtt  # noqa: E402

from components import BUILD, MARRAM, MODEL, Component, can_run_marram  # noqa: E402
from processes import environment, load_command, memory, served  # noqa: E402
from tables import spread, table  # noqa: E402

BASE, STATUS = "marram/v1/bench/model/iris", "marram/v1/bench/status"
LIMIT = 60
FAULTS = ("lost", "refused", "unknown", "disconnects")


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
                raise SystemExit(f"measure.py: {version}: nothing more was told within {LIMIT} s") from None
            if news["job"] != order["job"] or news["status"] in ("QUEUED", "IN_PROGRESS"):
                continue
            fault = None if news["status"] == "SUCCEEDED" else f"{version}: {news['status']} {news['code']} {news['reason']}"
            return time.monotonic() - start, fault

    def end(self):
        self.client.disconnect()
        self.client.loop_stop()


def component(bundles):
    def command(port, folder):
        configuration = {
            "node": "bench",
            "broker": {"host": "127.0.0.1", "port": port},
            "models": [{"name": "iris", "path": str(MODEL.parent)}],
            "bindings": [],
            "data_dir": f"{folder}/data",
            "requests": {"qos": 1},
            "updates": {"allow_unsigned": True, "sources": [bundles.folder.as_uri() + "/"], "keep": 3},
            "log": {"level": "error"},
        }
        return [str(MARRAM), "run", "--configuration", json.dumps(configuration)]

    return Component("Marram", 1, "5", command)


@contextlib.contextmanager
def under_load(subject, port, pids, seconds, rate):
    """Runs the load; yields a function that returns its figures once it has ended, and None before."""
    command = load_command(subject, port, pids, seconds, "--rate", rate)
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment()) as tool:
        def figures(wait=False):
            return json.loads(tool.communicate()[0]) if wait or tool.poll() is not None else None

        yield figures


def turn(subject, bundles, options):
    """One round: the load alone, then with updates one after the other."""
    with served(subject) as (port, pids):
        operator = Operator(port)
        # What the first updates make room for stays.
        for _ in range(3):
            fault = operator.install(*bundles.next())[1]
            if fault:
                raise SystemExit(f"measure.py: {fault}")
        with under_load(subject, port, pids, options.seconds, options.rate) as figures:
            quiet = figures(wait=True)
        before = memory(pids["component"])["anonymous"]
        times, faults = [], []
        with under_load(subject, port, pids, options.seconds, options.rate) as figures:
            while (swapping := figures()) is None:
                seconds, fault = operator.install(*bundles.next())
                times.append(seconds)
                faults += [fault] if fault else []
                time.sleep(options.pause / 1000)
        after = memory(pids["component"])["anonymous"]
        operator.end()
    return {"quiet": quiet, "swapping": swapping, "times": times, "faults": faults, "memory": [before, after]}


def report(rounds):
    rows = []
    for name, title in (("quiet", "no updates"), ("swapping", "one update after the other")):
        loads = [result[name] for result in rounds]
        latencies = [spread([load[key] / 1000 for load in loads], 2) for key in ("p50_us", "p99_us", "p999_us", "max_us")]
        rows.append([title, f"{sum(load['sent'] for load in loads):,}", *(
            str(sum(load[fault] for load in loads)) for fault in FAULTS), *latencies])
    print(table(["load", "requests", *FAULTS, "p50, ms", "p99, ms", "p99.9, ms", "max, ms"], rows))
    times = [seconds for result in rounds for seconds in result["times"]]
    ratios = [result["swapping"]["p99_us"] / result["quiet"]["p99_us"] for result in rounds]
    print(f"\n{len(times)} updates, each {spread(times, 2)} s; p99 with updates / without: {spread(ratios, 2)}")
    growth = [(result["memory"][1] - result["memory"][0]) / len(result["times"]) for result in rounds]
    print(f"anonymous memory: {spread([r['memory'][1] / 1024 for r in rounds], 1)} MiB afterwards, "
          f"{spread(growth, 1)} KiB more for each update")


def faults(rounds, least):
    """What speaks against the run, in sentences; none when it was sound."""
    found = [fault for result in rounds for fault in result["faults"]]
    for name in ("quiet", "swapping"):
        for fault in FAULTS:
            if count := sum(result[name][fault] for result in rounds):
                found.append(f"{count} {fault} ({name})")
    done = sum(len(result["times"]) for result in rounds)
    if done < least:
        found.append(f"only {done} updates of {least}; give it more --seconds")
    return found


def main():
    parser = argparse.ArgumentParser()
    for name, usual in (("rounds", 3), ("seconds", 30), ("rate", 2000), ("pause", 100), ("swaps", 100)):
        parser.add_argument(f"--{name}", type=int, default=usual)
    options = parser.parse_args()
    if not can_run_marram():
        raise SystemExit("measure.py: Marram is not built; build it: helpers/build.sh")
    rounds = []
    with tempfile.TemporaryDirectory(prefix="marram-updates-") as name:
        bundles = Bundles(pathlib.Path(name).resolve())
        subject = component(bundles)
        for number in range(options.rounds):
            print(f"round {number + 1}/{options.rounds}", file=sys.stderr, flush=True)
            rounds.append(turn(subject, bundles, options))
    (BUILD / "updates.json").write_text(json.dumps(rounds, indent=1) + "\n")
    report(rounds)
    found = faults(rounds, options.swaps)
    print("verdict: " + ("; ".join(found) if found else "nothing was lost, refused or answered wrongly"))
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
