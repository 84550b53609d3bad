"""What is measured: Marram, the echoes in C and the components in Python."""

import dataclasses
import json
import os
import pathlib
import subprocess
import sys
from collections.abc import Callable

ROOT = pathlib.Path(__file__).resolve().parent.parent
BUILD = ROOT / ".build-bench"
MARRAM = pathlib.Path(os.environ.get("MARRAM_BIN_DIR", ROOT / ".build" / "release")) / "marram"
MODEL = ROOT / "models" / "iris" / "model.onnx"
TOPIC = "marram/v1/bench/infer/iris"


@dataclasses.dataclass(frozen=True)
class Component:
    """Something that answers requests, and the command that starts it on a broker's port with a folder of its own."""

    name: str
    qos: int
    protocol: str
    command: Callable[[int, str], list[str]]

    @property
    def title(self):
        return f"{self.name}, MQTT {self.protocol}, QoS {self.qos}"


def marram(qos, protocol):
    def command(port, folder):
        configuration = {
            "node": "bench",
            "broker": {"host": "127.0.0.1", "port": port, "protocol": protocol},
            "models": [{"name": "iris", "path": str(MODEL.parent)}],
            "bindings": [],
            "data_dir": f"{folder}/data",
            "requests": {"qos": qos},
            "log": {"level": "error"},
        }
        return [str(MARRAM), "run", "--configuration", json.dumps(configuration)]

    return Component("Marram", qos, protocol, command)


def echo(qos, protocol):
    return Component(
        "C echo", qos, protocol, lambda port, folder: [str(BUILD / "echo"), str(port), TOPIC, str(qos), protocol]
    )


def confirm_echo():
    return Component(
        "C echo, ack after answer",
        1,
        "5",
        lambda port, folder: [str(BUILD / "confirm_echo"), str(port), TOPIC, "1", "64"],
    )


def python(name, qos, protocol, *arguments):
    app = str(ROOT / "Benchmarks" / "peers" / f"app_{name}.py")
    return Component(
        name,
        qos,
        protocol,
        lambda port, folder: [sys.executable, app, str(MODEL), str(port), TOPIC, str(qos), *arguments],
    )


def of_protocol(qos, protocol):
    peers = [echo(qos, protocol)]
    if (qos, protocol) == (1, "5"):
        peers.append(confirm_echo())
    peers.append(python("paho", qos, protocol, protocol))
    if protocol == "3.1.1":
        peers.append(python("aiomqtt", qos, protocol))
    return [marram(qos, protocol), *peers]


def components():
    """Every component, those of a QoS and a protocol beside each other; without Marram when it is not built."""
    chosen = [c for qos in (0, 1) for protocol in ("5", "3.1.1") for c in of_protocol(qos, protocol)]
    if can_run_marram():
        return chosen
    print(f"Marram is skipped: {MARRAM} is not built, or has no `run`.\n", file=sys.stderr)
    return [c for c in chosen if c.name != "Marram"]


def can_run_marram():
    if not MARRAM.exists():
        return False
    help_text = subprocess.run([MARRAM, "run", "--help"], capture_output=True, text=True, check=False)
    return help_text.returncode == 0 and "--configuration" in help_text.stdout
