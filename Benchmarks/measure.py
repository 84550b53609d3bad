"""Runs the rounds of Benchmarks/run.sh and prints its tables; started by it.

Every measurement has a broker and a component of its own, so that no session or backlog of one reaches another. The
components take turns within a round, so that a slow minute of the machine falls on all of them.
"""

import argparse
import contextlib
import json
import os
import pathlib
import platform
import shutil
import socket
import subprocess
import sys
import tempfile
import time

import report

ROOT = pathlib.Path(__file__).resolve().parent.parent
BUILD = ROOT / ".build-bench"
MARRAM = ROOT / ".build" / "release" / "marram"
MODEL = ROOT / "models" / "iris" / "model.onnx"
TOPIC = "marram/v1/bench/infer/iris"
CONNECTIONS, WINDOW, RATE = 4, 16, 10_000


class Component:
    """Something that answers requests: its name, the QoS of its requests and the command that starts it."""

    def __init__(self, name, qos, command):
        self.name, self.qos, self.command = name, qos, command


def marram(qos):
    def command(port, folder):
        configuration = {
            "node": "bench",
            "broker": {"host": "127.0.0.1", "port": port},
            "models": [{"name": "iris", "path": str(MODEL.parent)}],
            "data_dir": f"{folder}/data",
            "requests": {"qos": qos},
            "log": {"level": "error"},
        }
        return [str(MARRAM), "run", "--configuration", json.dumps(configuration)]

    return command


def paho(qos):
    app = str(ROOT / "Benchmarks" / "peers" / "app_paho.py")
    return lambda port, folder: [sys.executable, app, str(MODEL), str(port), TOPIC, str(qos)]


def echo(qos):
    return lambda port, folder: [str(BUILD / "echo"), str(port), TOPIC, str(qos)]


def confirm_echo(port, folder):
    return [str(BUILD / "confirm_echo"), str(port), TOPIC, "1", "64"]


def components():
    peers = [
        Component("C echo", 0, echo(0)),
        Component("paho", 0, paho(0)),
        Component("C echo", 1, echo(1)),
        Component("C echo, ack after answer", 1, confirm_echo),
        Component("paho", 1, paho(1)),
    ]
    if not can_run_marram():
        print(f"Marram is skipped: {MARRAM} is not built, or has no `run`.\n", file=sys.stderr)
        return peers
    return [Component("Marram", 0, marram(0)), *peers, Component("Marram", 1, marram(1))]


def can_run_marram():
    if not MARRAM.exists():
        return False
    help_text = subprocess.run([MARRAM, "run", "--help"], capture_output=True, text=True, check=False)
    return help_text.returncode == 0 and "--configuration" in help_text.stdout


def environment():
    """The environment of components: Marram loads the ONNX Runtime that Python loads."""
    found = sorted((BUILD / "venv").glob("lib/python*/site-packages/onnxruntime/capi/libonnxruntime.so.*"))
    return {**({"MARRAM_ONNXRUNTIME": str(found[0])} if found else {}), **os.environ}


@contextlib.contextmanager
def process(command, **options):
    started = subprocess.Popen(command, env=environment(), **options)
    try:
        yield started
    finally:
        started.terminate()
        try:
            started.wait(timeout=10)
        except subprocess.TimeoutExpired:
            started.kill()
            started.wait()


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for_broker(broker, port):
    give_up = time.monotonic() + 10
    while broker.poll() is None and time.monotonic() < give_up:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.01)
    raise SystemExit(f"measure.py: mosquitto did not start on port {port}")


@contextlib.contextmanager
def broker(folder):
    port = free_port()
    configuration = pathlib.Path(folder, "mosquitto.conf")
    configuration.write_text(
        f"listener {port} 127.0.0.1\nallow_anonymous true\nset_tcp_nodelay true\nmax_inflight_messages 1000\n"
        "max_queued_messages 100000\nlog_type error\n"
    )
    program = shutil.which("mosquitto") or "/usr/sbin/mosquitto"
    with process([program, "-c", str(configuration)]) as started:
        wait_for_broker(started, port)
        yield started, port


def tool(*arguments):
    """Runs one of the C programs; returns its JSON. Status 1 means that answers are missing: the figures tell."""
    done = subprocess.run([str(a) for a in arguments], stdout=subprocess.PIPE, text=True, env=environment(), check=False)
    if done.returncode not in (0, 1) or not done.stdout:
        raise SystemExit(f"measure.py: {arguments[0]} failed with status {done.returncode}")
    return json.loads(done.stdout)


def load(component, port, pids, seconds, *shape):
    watch = [f"--watch={name}={pid}" for name, pid in pids.items()]
    common = ["--port", port, "--request-topic", TOPIC, "--qos", component.qos, "--connections", CONNECTIONS]
    return tool(BUILD / "mqttload", *common, "--seconds", seconds, *shape, *watch)


def measure(component, seconds):
    """Returns the figures of one component in one round: start, closed loop, open loop."""
    figures = {}
    with tempfile.TemporaryDirectory() as folder, broker(folder) as (_, port):
        start = component.command(port, folder)
        figures["start"] = tool(BUILD / "first_answer", port, TOPIC, "clients/first/reply", *start)
    with tempfile.TemporaryDirectory() as folder, broker(folder) as (server, port):
        with process(component.command(port, folder)) as running:
            tool(BUILD / "first_answer", port, TOPIC, "clients/first/reply")
            pids = {"component": running.pid, "broker": server.pid}
            figures["closed"] = load(component, port, pids, seconds, "--window", WINDOW)
            figures["open"] = load(component, port, pids, seconds, "--rate", RATE)
    return figures


def machine():
    model = next((l.split(":")[1].strip() for l in open("/proc/cpuinfo") if l.startswith("model name")), "unknown")
    return f"{os.cpu_count()} x {model}, {platform.system()} {platform.release()}"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=int, default=4)
    options = parser.parse_args()
    chosen = components()
    load_before = os.getloadavg()[0]
    results = [{"component": c.name, "qos": c.qos, "rounds": []} for c in chosen]
    for round_number in range(options.rounds):
        for component, result in zip(chosen, results):
            print(f"round {round_number + 1}/{options.rounds}: {component.name}, QoS {component.qos}", file=sys.stderr)
            result["rounds"].append(measure(component, options.seconds))
    kept = {"machine": machine(), "cores": os.cpu_count(), "load_before": load_before, "rounds": options.rounds}
    kept |= {"seconds": options.seconds, "rate": RATE, "results": results}
    (BUILD / "results.json").write_text(json.dumps(kept, indent=1) + "\n")
    print(report.markdown(kept))


if __name__ == "__main__":
    main()
