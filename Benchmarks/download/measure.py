"""Downloads a file with Marram and boto3 in turn and compares them: `measure.py NGINX ROUNDS MIB`."""

import contextlib
import hashlib
import json
import os
import pathlib
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "Benchmarks"))

from tables import spread, table  # noqa: E402

MODEL = ROOT / "Tests/Fixtures/models/mlp.onnx"
PLACE = ROOT / ".build-bench" / "download"
RATIO, MEMORY = 1.5, 16
SETTINGS = """
daemon off; master_process off; pid {folder}/nginx.pid; error_log {folder}/error.log;
events {{ worker_connections 64; }}
http {{
    access_log off; sendfile on; tcp_nopush on; default_type application/octet-stream; etag on;
    client_body_temp_path {folder}/a; proxy_temp_path {folder}/b; fastcgi_temp_path {folder}/c;
    uwsgi_temp_path {folder}/d; scgi_temp_path {folder}/e;
    server {{ listen 127.0.0.1:{port}; root {folder}/served; }}
}}
"""


@contextlib.contextmanager
def server(nginx, folder):
    """nginx with the folder's `served`; yields its URL."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings = folder / "nginx.conf"
    settings.write_text(SETTINGS.format(folder=folder, port=port))
    with subprocess.Popen([nginx, "-p", folder, "-c", settings, "-e", folder / "error.log"]) as process:
        try:
            wait_for(port, process)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()


def wait_for(port, process):
    for _ in range(200):
        if process.poll() is not None:
            sys.exit("Benchmarks/download: nginx does not start; its reason stands above")
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.05)
    sys.exit("Benchmarks/download: nginx does not answer")


def make_bundle(folder, mebibytes):
    """A bundle of a small model and a file of random bytes with chunks of 4 MiB, unsigned."""
    folder.mkdir(parents=True)
    shutil.copy(MODEL, folder / "model.onnx")
    whole, chunks = hashlib.sha256(), []
    with (folder / "weights.bin").open("wb") as file:
        for start in range(0, mebibytes, 4):
            chunk = os.urandom(min(4, mebibytes - start) << 20)
            whole.update(chunk)
            chunks.append(hashlib.sha256(chunk).hexdigest())
            file.write(chunk)
    model = (folder / "model.onnx").read_bytes()
    files = [
        {"path": "model.onnx", "size": len(model), "sha256": hashlib.sha256(model).hexdigest()},
        {"path": "weights.bin", "size": mebibytes << 20, "sha256": whole.hexdigest(), "chunk": 4 << 20, "chunks": chunks},
    ]
    manifest = {"schema": 1, "name": "large", "version": "1", "files": files}
    (folder / "manifest.json").write_text(json.dumps(manifest))


def run(command, target):
    environment = {k: v for k, v in os.environ.items() if not k.lower().endswith("_proxy")}
    done = subprocess.run([*map(str, command)], env=environment, stdout=subprocess.PIPE, text=True, check=True)
    if target.is_dir():
        shutil.rmtree(target)
    else:
        target.unlink()
    return json.loads(done.stdout)


def main():
    nginx, rounds, mebibytes = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    figures = {}
    with tempfile.TemporaryDirectory(prefix="marram-download-") as name:
        folder = pathlib.Path(name)
        folder.chmod(0o755)
        target = folder / "target"
        make_bundle(folder / "served" / "bucket", mebibytes)
        with server(nginx, folder) as url:
            peer = [sys.executable, ROOT / "Benchmarks/download/peer.py"]
            contenders = {
                "Marram, bundle": [PLACE / "download", "bundle", f"{url}/bucket/manifest.json", target],
                "Marram, file": [PLACE / "download", "file", f"{url}/bucket/weights.bin", target],
                "boto3, digest": [*peer, "digest", url, "bucket", "weights.bin", target],
                "boto3, file": [*peer, "file", url, "bucket", "weights.bin", target],
            }
            for turn in range(rounds + 1):
                for name, command in contenders.items():
                    print(f"{f'round {turn} of {rounds}' if turn else 'warming up'}: {name}", file=sys.stderr)
                    result = run(command, target)
                    if turn:
                        figures.setdefault(name, []).append(result)
    report(figures, mebibytes)


def report(figures, mebibytes):
    def seconds(name):
        return [result["seconds"] for result in figures[name]]

    def ratios(peer, name):
        return [theirs / ours for theirs, ours in zip(seconds(peer), seconds(name))]

    lines = []
    for name, results in figures.items():
        memory = [result["above_idle_kib"] / 1024 for result in results]
        speeds = [mebibytes / s for s in seconds(name)]
        columns = [spread(ratios(peer, name), 2) for peer in ("boto3, digest", "boto3, file")]
        lines.append([name, spread(seconds(name), 2), spread(speeds), *columns, spread(memory, 1)])
    header = [f"{mebibytes} MiB to disk", "s", "MiB/s", "boto3 with digest / this", "boto3 / this", "peak above idle, MiB"]
    print(table(header, lines))
    memory = max(result["above_idle_kib"] / 1024 for result in figures["Marram, bundle"])
    targets = [
        (f"boto3 / Marram, file against file, at least {RATIO}", statistics.median(ratios("boto3, file", "Marram, file")) >= RATIO),
        (f"boto3 / Marram, with digests, at least {RATIO}", statistics.median(ratios("boto3, digest", "Marram, bundle")) >= RATIO),
        (f"memory of a bundle at most {MEMORY} MiB above idle", memory <= MEMORY),
    ]
    print()
    for title, is_met in targets:
        print(f"{'met   ' if is_met else 'missed'}  {title}")


main()
