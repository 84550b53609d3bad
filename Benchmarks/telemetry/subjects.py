"""What is measured: Marram and the component in Python, both with the model that `marram train` makes."""

import dataclasses
import json
import sys
from collections.abc import Callable

from components import BUILD, MARRAM, ROOT

FOLDER = BUILD / "telemetry"
MODEL = FOLDER / "press"
FILTER, PREDICTIONS = "plant/+/press/+/telemetry", "marram/v1/bench/prediction/press"
HEALTH, COUNTS, STATUS = "marram/v1/bench/health", "bench/counts", "marram/v1/bench/status"
FIELDS, WINDOW_BYTES = 8, 20 * 8 * 4


@dataclasses.dataclass(frozen=True)
class Subject:
    """Something that scores telemetry, and the command that starts it on a broker's port with a folder of its own."""

    name: str
    command: Callable[[int, str], list[str]]


def marram(port, folder):
    binding = {
        "binding": "press",
        "source": {"topic": FILTER, "qos": 0, "decoder": "json"},
        "key": ["$topic[3]"],
        "time": {"path": "$.ts", "format": "epoch_ms"},
        "model": "press-ae",
        "fields": [{"path": f"$.v.f{number}"} for number in range(FIELDS)],
        "anomaly": {},
        "publish": {"predictions": "anomaly"},
    }
    configuration = {
        "node": "bench",
        "broker": {"host": "127.0.0.1", "port": port},
        "models": [{"name": "press-ae", "path": str(MODEL)}],
        "bindings": [binding],
        "limits": {"keys_per_binding": 100_000},
        "inference": {"intra_threads": 1},
        "data_dir": f"{folder}/data",
        "health_interval": "1s",
        "log": {"level": "error"},
    }
    return [str(MARRAM), "run", "--configuration", json.dumps(configuration)]


def python(port, folder):
    app = str(ROOT / "Benchmarks" / "peers" / "telemetry_paho.py")
    return [sys.executable, app, str(MODEL), str(port), FILTER, PREDICTIONS, COUNTS]


MARRAM_SUBJECT, PYTHON_SUBJECT = Subject("Marram", marram), Subject("paho, numpy, onnxruntime", python)
SUBJECTS = [MARRAM_SUBJECT, PYTHON_SUBJECT]
