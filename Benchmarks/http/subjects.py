"""What is measured: Marram, FastAPI and MLServer, each serving the same two models on a port of 127.0.0.1."""

import dataclasses
import json
import os
import pathlib
import sys
from collections.abc import Callable

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
HERE = pathlib.Path(__file__).resolve().parent
MARRAM = pathlib.Path(os.environ.get("MARRAM_BIN_DIR", ROOT / ".build" / "release")) / "marram"
MODELS = ("iris", "cnn")
ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}


@dataclasses.dataclass(frozen=True)
class Subject:
    """Something that answers, the command that starts it (port, broker's port, models, own folder), its environment."""

    name: str
    takes_binary: bool
    command: Callable[[int, int, pathlib.Path, pathlib.Path], list[str]]
    environment: Callable[[pathlib.Path], dict[str, str]] = lambda models: ONE_THREAD


def marram(port, broker, models, folder):
    configuration = {
        "node": "bench",
        "broker": {"host": "127.0.0.1", "port": broker},
        "models": [{"name": name, "path": str(models / name)} for name in MODELS],
        "bindings": [],
        "data_dir": f"{folder}/data",
        "inference": {"intra_threads": 1},
        "log": {"level": "warning"},
        "api": {"port": port},
    }
    return [str(MARRAM), "run", "--configuration", json.dumps(configuration)]


def fastapi(port, broker, models, folder):
    return [
        *(sys.executable, "-m", "uvicorn", "app_fastapi:app", "--app-dir", str(HERE)),
        *("--port", str(port), "--no-access-log", "--log-level", "error"),
    ]


def mlserver(port, broker, models, folder):
    # Its settings are files. Other ports are its own for gRPC and metrics; 0 lets the system choose.
    settings = {"http_port": port, "grpc_port": 0, "metrics_port": 0, "metrics_endpoint": None, "parallel_workers": 0}
    settings |= {"host": "127.0.0.1", "debug": False}
    (folder / "settings.json").write_text(json.dumps(settings))
    for name in MODELS:
        (folder / name).mkdir()
        model = {"name": name, "implementation": "runtime.OnnxModel"}
        model |= {"parameters": {"uri": str(models / name / "model.onnx")}}
        (folder / name / "model-settings.json").write_text(json.dumps(model))
    return [str(pathlib.Path(sys.executable).with_name("mlserver")), "start", str(folder)]


SUBJECTS = [
    Subject("Marram", True, marram, lambda models: {"MARRAM_API_ENABLED": "true"}),
    Subject("FastAPI", False, fastapi, lambda models: ONE_THREAD | {"MODELS": str(models)}),
    Subject("MLServer", False, mlserver, lambda models: ONE_THREAD | {"PYTHONPATH": str(HERE)}),
]
