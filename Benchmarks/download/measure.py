"""Downloads a file with Marram and boto3 in turn and compares them: `measure.py NGINX ROUNDS MIB`."""

import contextlib
import hashlib
import json
import os
import pathlib
import socket
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "Benchmarks"))

from tables import spread, table  # noqa: E402

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


def make_file(path, mebibytes):
    """Random bytes; returns their SHA-256."""
    digest = hashlib.sha256()
    path.parent.mkdir(parents=True)
    with path.open("wb") as file:
        for _ in range(mebibytes):
            block = os.urandom(1 << 20)
            digest.update(block)
            file.write(block)
    return digest.hexdigest()


def run(command, target):
    environment = {k: v for k, v in os.environ.items() if not k.lower().endswith("_proxy")}
    done = subprocess.run([*map(str, command)], env=environment, stdout=subprocess.PIPE, text=True, check=True)
    target.unlink()
    return json.loads(done.stdout)


def main():
    nginx, rounds, mebibytes = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    figures = {}
    with tempfile.TemporaryDirectory(prefix="marram-download-") as name:
        folder = pathlib.Path(name)
        folder.chmod(0o755)
        source, target = folder / "served" / "bucket" / "model.onnx", folder / "target"
        digest = make_file(source, mebibytes)
        with server(nginx, folder) as url:
            whole = f"{url}/bucket/model.onnx"
            contenders = {
                "Marram, digests": [PLACE / "download", "checked", whole, target],
                "Marram, no digest": [PLACE / "download", "plain", whole, target],
                "boto3, no digest": [sys.executable, ROOT / "Benchmarks/download/peer.py", url, "bucket", "model.onnx", target],
            }
            for turn in range(rounds + 1):
                for name, command in contenders.items():
                    print(f"{f'round {turn} of {rounds}' if turn else 'warming up'}: {name}", file=sys.stderr)
                    result = run(command, target)
                    if result.get("sha256", "") not in ("", digest):
                        sys.exit("Benchmarks/download: what came is not what was sent")
                    if turn:
                        figures.setdefault(name, []).append(result)
    report(figures, mebibytes)


def report(figures, mebibytes):
    peer = [result["seconds"] for result in figures["boto3, no digest"]]
    lines, met = [], True
    for name, results in figures.items():
        seconds = [result["seconds"] for result in results]
        ratios = [b / a for a, b in zip(seconds, peer)]
        memory = [result["above_idle_kib"] / 1024 for result in results]
        speeds = [mebibytes / s for s in seconds]
        lines.append([name, spread(seconds, 2), spread(speeds), spread(ratios, 2), spread(memory, 1)])
        if name == "Marram, digests":
            met = sorted(ratios)[len(ratios) // 2] >= RATIO and max(memory) <= MEMORY
    print(table([f"{mebibytes} MiB to disk", "s", "MiB/s", "boto3's time / this", "peak above idle, MiB"], lines))
    print(f"\nTarget (median of boto3 / Marram with digests ≥ {RATIO}, memory ≤ {MEMORY} MiB): {'met' if met else 'missed'}")


main()
