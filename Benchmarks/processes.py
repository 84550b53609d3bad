"""Brokers, components and the load tools as processes, and what memory they hold."""

import contextlib
import json
import os
import pathlib
import shutil
import socket
import subprocess
import sys
import tempfile
import time

from components import BUILD, TOPIC

CONNECTIONS, WINDOW, RATE = 4, 16, 10_000


def environment():
    """The environment of components: Marram loads the ONNX Runtime that Python loads, and serves no HTTP."""
    found = sorted(pathlib.Path(sys.prefix).glob("lib/python*/site-packages/onnxruntime/capi/libonnxruntime.so.*"))
    return {"MARRAM_API_ENABLED": "false", **({"MARRAM_ONNXRUNTIME": str(found[0])} if found else {}), **os.environ}


@contextlib.contextmanager
def process(command, variables=None, **options):
    started = subprocess.Popen(command, env=environment() | (variables or {}), **options)
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
    raise SystemExit(f"mosquitto did not start on port {port}")


@contextlib.contextmanager
def broker():
    """A broker of its own; gives its process, its port and a folder that is gone afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        port = free_port()
        configuration = pathlib.Path(folder, "mosquitto.conf")
        configuration.write_text(
            f"listener {port} 127.0.0.1\nallow_anonymous true\nset_tcp_nodelay true\nmax_inflight_messages 1000\n"
            "max_queued_messages 100000\nlog_type error\n"
        )
        program = shutil.which("mosquitto") or "/usr/sbin/mosquitto"
        with process([program, "-c", str(configuration)]) as started:
            wait_for_broker(started, port)
            yield started, port, folder


@contextlib.contextmanager
def served(component, variables=None):
    """A component that answers on a broker of its own; gives the port, and the processes by name."""
    with broker() as (server, port, folder), process(component.command(port, folder), variables) as running:
        first_answer(component, port)
        yield port, {"component": running.pid, "broker": server.pid}


def tool(*arguments):
    """Runs one of the C programs; returns its JSON. Status 1 means that answers are missing: the figures tell."""
    done = subprocess.run([str(a) for a in arguments], stdout=subprocess.PIPE, text=True, env=environment(), check=False)
    if done.returncode not in (0, 1) or not done.stdout:
        raise SystemExit(f"{arguments[0]} failed with status {done.returncode}")
    return json.loads(done.stdout)


def first_answer(component, port, *command):
    return tool(BUILD / "first_answer", port, component.protocol, TOPIC, "clients/first/reply", *command)


def load_command(component, port, pids, seconds, *shape):
    watch = [f"--watch={name}={pid}" for name, pid in pids.items()]
    common = ["--port", port, "--request-topic", TOPIC, "--connections", CONNECTIONS, "--seconds", seconds]
    common += ["--qos", component.qos, "--protocol", component.protocol]
    return [str(a) for a in (BUILD / "mqttload", *common, *shape, *watch)]


def load(component, port, pids, seconds, *shape):
    return tool(*load_command(component, port, pids, seconds, *shape))


def memory(pid):
    """Returns KiB of a process: `rss`, `pss`, `private` and `anonymous`.

    A page of a library counts for `rss` wholly, for `pss` in part where other processes have it too, and for `private`
    only where none has; so the last two change with what else runs. `anonymous` is what no file stands behind.
    """
    text = pathlib.Path(f"/proc/{pid}/smaps_rollup").read_text()
    kib = {line.split(":")[0]: int(line.split()[1]) for line in text.splitlines()[1:]}
    private = kib["Private_Clean"] + kib["Private_Dirty"]
    return {"rss": kib["Rss"], "pss": kib["Pss"], "private": private, "anonymous": kib["Anonymous"]}
