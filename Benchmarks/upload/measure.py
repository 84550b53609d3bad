"""Uploads files with Marram and boto3 in turn and compares them: `measure.py ROUNDS MIB...`."""

import contextlib
import hashlib
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "Benchmarks"))

from tables import spread, table  # noqa: E402

PLACE = ROOT / ".build-bench" / "upload"
RATIO, MEMORY = 1.5, 24


@contextlib.contextmanager
def server():
    """The sink; yields its URL."""
    with subprocess.Popen([PLACE / "sink"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        port = process.stdout.readline().strip()
        if not port:
            sys.exit("Benchmarks/upload: the server does not start; its reason stands above")
        try:
            yield f"http://127.0.0.1:{port}"
        finally:
            process.stdin.close()


def make_file(path, mebibytes):
    """A file of random bytes, in the page cache; returns its digest."""
    whole = hashlib.sha256()
    with path.open("wb") as file:
        for _ in range(mebibytes):
            piece = os.urandom(1 << 20)
            whole.update(piece)
            file.write(piece)
    return whole.hexdigest()


def run(command):
    environment = {k: v for k, v in os.environ.items() if not k.lower().endswith("_proxy")}
    done = subprocess.run([*map(str, command)], env=environment, stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(done.stdout)


def measure(url, folder, mebibytes, rounds):
    file = folder / "file"
    digest = make_file(file, mebibytes)
    peer = [sys.executable, ROOT / "Benchmarks/upload/peer.py"]
    contenders = {}
    for kind in ("file", "digest"):
        contenders[f"Marram, {kind}"] = [PLACE / "upload", kind, url, "bucket", "key", file, digest]
        contenders[f"boto3, {kind}"] = [*peer, kind, url, "bucket", "key", file]
    figures = {}
    for turn in range(rounds + 1):
        for name, command in contenders.items():
            title = f"round {turn} of {rounds}" if turn else "warming up"
            print(f"{mebibytes} MiB, {title}: {name}", file=sys.stderr)
            result = run(command)
            if turn:
                figures.setdefault(name, []).append(result)
    file.unlink()
    return figures


def seconds(figures, name):
    return [result["seconds"] for result in figures[name]]


def ratios(figures, kind):
    pairs = zip(seconds(figures, f"boto3, {kind}"), seconds(figures, f"Marram, {kind}"))
    return [theirs / ours for theirs, ours in pairs]


def report(figures, mebibytes):
    rows = []
    for name, results in figures.items():
        kind = name.rsplit(" ", 1)[1]
        memory = [result["above_idle_kib"] / 1024 for result in results]
        speeds = [mebibytes / s for s in seconds(figures, name)]
        ratio = spread(ratios(figures, kind), 2) if name.startswith("Marram") else ""
        rows.append([name, spread(seconds(figures, name), 2), spread(speeds), ratio, spread(memory, 1)])
    print(table([f"{mebibytes} MiB", "s", "MiB/s", "boto3 / this", "peak above idle, MiB"], rows), end="\n\n")
    memory = max(r["above_idle_kib"] / 1024 for name in figures if name.startswith("Marram") for r in figures[name])
    return [
        (f"{mebibytes} MiB: boto3 / Marram, file against file, at least {RATIO}", statistics.median(ratios(figures, "file")) >= RATIO),
        (f"{mebibytes} MiB: boto3 / Marram, with digests, at least {RATIO}", statistics.median(ratios(figures, "digest")) >= RATIO),
        (f"{mebibytes} MiB: memory at most {MEMORY} MiB above idle", memory <= MEMORY),
    ]


def main():
    rounds, sizes = int(sys.argv[1]), [int(word) for word in sys.argv[2:]]
    print(f"load average {os.getloadavg()[0]:.1f} at the start, {os.cpu_count()} processors\n")
    targets = []
    with tempfile.TemporaryDirectory(prefix="marram-upload-") as name, server() as url:
        for mebibytes in sizes:
            targets += report(measure(url, pathlib.Path(name), mebibytes, rounds), mebibytes)
    for title, is_met in targets:
        print(f"{'met   ' if is_met else 'missed'}  {title}")


main()
