"""Serves an MLflow registry on loopback, with some models in it, until whoever has started it is gone.

    .marram/venv/bin/python Tests/Fixtures/serve_mlflow.py FOLDER

FOLDER takes its database and its artifacts. The first line that it writes is JSON: url and run. The models are "press ä"
(versions 1 to 11, the alias "champion" on 2; the files of version N are model.onnx, N times 100,000 bytes of the value N,
"data/weights 1.bin" and manifest.json) and "bucket" (its one version lies at s3://models/prefix).
"""

import json
import os
import pathlib
import socket
import sys
import threading
import time
import warnings

parent = os.getppid()
folder = pathlib.Path(sys.argv[1])
listener = socket.socket()
listener.bind(("127.0.0.1", 0))
listener.listen(64)
url = f"http://127.0.0.1:{listener.getsockname()[1]}"
os.environ |= {
    "_MLFLOW_SERVER_FILE_STORE": f"sqlite:///{folder}/mlflow.db",
    "_MLFLOW_SERVER_ARTIFACT_ROOT": "mlflow-artifacts:/",
    "_MLFLOW_SERVER_ARTIFACT_DESTINATION": str(folder / "artifacts"),
    "_MLFLOW_SERVER_SERVE_ARTIFACTS": "true",
    "MLFLOW_FLASK_SERVER_SECRET_KEY": "of a test",
    "MLFLOW_TRACKING_URI": url,
    "MLFLOW_DISABLE_TELEMETRY": "true",
    "DO_NOT_TRACK": "true",
    "MLFLOW_SERVER_ENABLE_JOB_EXECUTION": "false",
    "MLFLOW_ENABLE_ARTIFACTS_PROGRESS_BAR": "false",
}
warnings.simplefilter("ignore")

import uvicorn  # noqa: E402
from mlflow import MlflowClient  # noqa: E402
from mlflow.server.fastapi_app import app  # noqa: E402

threading.Thread(
    target=uvicorn.Server(uvicorn.Config(app, log_level="error")).run, kwargs={"sockets": [listener]}, daemon=True
).start()

client = MlflowClient()
run = client.create_run(client.create_experiment("press")).info.run_id
client.create_registered_model("press ä")
for version in range(1, 12):
    for path, content in (
        ("model.onnx", bytes([version]) * 100_000 * version),
        ("data/weights 1.bin", b"weights"),
        ("manifest.json", b"{}"),
    ):
        file = folder / "upload" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    client.log_artifacts(run, str(folder / "upload"), f"version {version}")
    source = client.get_run(run).info.artifact_uri + f"/version {version}"
    client.create_model_version("press ä", source, run)
client.set_registered_model_alias("press ä", "champion", "2")
client.create_registered_model("bucket")
client.create_model_version("bucket", "s3://models/prefix", run)
json.dump({"url": url, "run": run}, sys.stdout)
print(flush=True)
while os.getppid() == parent:
    time.sleep(0.2)
