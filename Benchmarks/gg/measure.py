"""Releases the same components with gg and with GDK and compares them: `measure.py GG GDK ROUNDS`; GDK may be empty."""

import contextlib
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "Benchmarks"))

import inputs  # noqa: E402
from tables import spread, table  # noqa: E402

KEY = ("AKIABENCHMARK", "s3cret-of-the-benchmark")
# Where GDK is not there: what it took once on two processors, in seconds and MB.
KNOWN = {"start": 0.30, "all": 6.64, "zip": 2.00, "memory": 88.0}
PARTS = {"start": 8, "all": 3, "zip": 3, "memory": 2}
TITLES = {
    "start": "start (--version), s",
    "zip": "build of a zip of 64 MiB of random bytes, s",
    "all": "three components, from sources to published, s",
    "memory": "peak memory of any process, MB",
}
# What the three components take step by step; GDK has no `synth`.
STEPS = {"synth": "synth, s", "build": "build, with gg's upload, s", "publish": "publish, with GDK's upload, s"}
STARTS = 7


@contextlib.contextmanager
def serving(command, prefix=""):
    """A server that writes its URL and ends with its standard input, or with us; yields the URL."""
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        try:
            url = process.stdout.readline().strip().removeprefix(prefix)
            if not url.startswith("http"):
                sys.exit(f"Benchmarks/gg: {command[1]} does not start; its reason stands above")
            yield url
        finally:
            process.terminate()


class Figures(dict):
    """Seconds and memory of one contender in one round."""

    def start(self, program, folder, environment):
        """The median of some starts: one alone is as long as the machine's other work makes it."""
        times = []
        for _ in range(STARTS):
            one = Figures()
            one.run(["start"], [program, "--version"], folder, environment)
            times.append(one["start"])
        self["start"] = statistics.median(times)

    def run(self, keys, command, folder, environment):
        """Runs a program to its end; adds its time to `keys`. On failure, says what it wrote."""
        with tempfile.TemporaryFile() as output:
            clock = time.monotonic()
            process = subprocess.Popen(command, cwd=folder, env=environment, stdout=output, stderr=subprocess.STDOUT)
            _, status, usage = os.wait4(process.pid, 0)
            seconds = time.monotonic() - clock
            process.returncode = os.waitstatus_to_exitcode(status)
            if process.returncode != 0:
                output.seek(0)
                text = output.read()[-4000:].decode(errors="replace")
                sys.exit(f"Benchmarks/gg: {' '.join(map(str, command))} fails ({process.returncode}):\n{text}")
        for key in keys:
            self[key] = self.get(key, 0) + seconds
        # A process counts from the peak of the one that began it, so that this one stays small.
        self["memory"] = max(self.get("memory", 0), usage.ru_maxrss * 1024 / 1e6)


def environment(bucket, greengrass, home):
    """Keys and endpoints for both; what GDK asks of the web before it begins fails at once."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "LD_LIBRARY_PATH") if name in os.environ}
    return kept | {
        "HOME": str(home),
        "AWS_ACCESS_KEY_ID": KEY[0],
        "AWS_SECRET_ACCESS_KEY": KEY[1],
        "AWS_REGION": inputs.REGION,
        "AWS_DEFAULT_REGION": inputs.REGION,
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_ENDPOINT_URL_S3": bucket,
        "AWS_ENDPOINT_URL_STS": greengrass,
        "AWS_ENDPOINT_URL_GREENGRASSV2": greengrass,
        "https_proxy": "http://127.0.0.1:9",
        "GDK_EXCLUDES_WARN_IGNORE": "true",
    }


def release_ours(gg, sources, folder, surroundings):
    figures = Figures()
    shutil.copytree(sources, folder)
    figures.start(gg, folder, surroundings)
    figures.run(["synth", "all"], [gg, "synth", "--artifact-bucket", inputs.OURS], folder, surroundings)
    figures.run(["build", "all"], [gg, "build", "--upload"], folder, surroundings)
    figures.run(["publish", "all"], [gg, "publish"], folder, surroundings)
    # What is built already would not be built again.
    shutil.rmtree(folder / "build" / "artifacts")
    figures.run(["zip"], [gg, "build", "model_2"], folder, surroundings)
    return figures


def release_theirs(gdk, sources, folder, surroundings):
    figures = Figures()
    shutil.copytree(sources, folder)
    figures.start(gdk, folder, surroundings)
    for component in inputs.COMPONENTS:
        keys = ["all", "zip"] if component == "model_2" else ["all"]
        figures.run(["build", *keys], [gdk, "component", "build"], folder / component, surroundings)
        figures.run(["publish", "all"], [gdk, "component", "publish"], folder / component, surroundings)
    return figures


def one_round(gg, gdk, folder):
    """Fresh servers, so that nothing is published yet; returns figures by contender."""
    key = f"{KEY[0]}:{KEY[1]}:{inputs.ACCOUNT}"
    figures = {"load": os.getloadavg()[0]}
    for contender, program, release in (("gg", gg, release_ours), ("gdk", gdk, release_theirs)):
        if not program:
            continue
        place = folder / "work"
        with serving([sys.executable, ROOT / "Benchmarks/gg/bucket.py", inputs.OURS, inputs.THEIRS]) as bucket:
            server = [sys.executable, ROOT / "Tests/Fixtures/greengrass/serve.py", "--region", inputs.REGION]
            server += ["--key", key, "--settle", "0", "--s3-endpoint", bucket, "--s3-key", "any:any"]
            with serving(server, "listening ") as greengrass:
                surroundings = environment(bucket, greengrass, folder)
                figures[contender] = release(program, folder / contender, place, surroundings)
        shutil.rmtree(place)
    return figures


def report(rounds):
    def values(contender, key):
        return [figures[contender][key] for figures in rounds if key in figures.get(contender, {})]

    has_peer = bool(values("gdk", "start"))
    rows, targets = [], []
    for key, title in TITLES.items():
        ours, theirs = values("gg", key), values("gdk", key) or [KNOWN[key]] * len(rounds)
        ratios = [peer / own for peer, own in zip(theirs, ours)]
        rows.append([title, spread(ours, 3), spread(theirs, 3), spread(ratios, 2)])
        targets.append((f"{title}: GDK / gg at least {PARTS[key]}", statistics.median(ratios) >= PARTS[key]))
    for key, title in STEPS.items():
        cells = [spread(found, 3) if (found := values(contender, key)) else "" for contender in ("gg", "gdk")]
        rows.append([title, *cells, ""])
    print(f"load average {spread([figures['load'] for figures in rounds], 1)} at the rounds' starts\n")
    print(table(["", "gg", "GDK 1.6.2" if has_peer else "GDK 1.6.2, measured elsewhere", "GDK / gg"], rows), end="\n\n")
    if not has_peer:
        print("GDK is not installed: its figures are of another run on two processors, not of this machine.\n")
    for title, is_met in targets:
        print(f"{'met   ' if is_met else 'missed'}  {title}")


def main():
    gg, gdk, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
    print(f"{os.cpu_count()} processors, {count} rounds")
    rounds = []
    with tempfile.TemporaryDirectory(prefix="marram-gg-") as name:
        folder = pathlib.Path(name)
        inputs.make_ours(folder / "gg")
        (folder / "gdk").mkdir()
        inputs.make_theirs(folder / "gdk", folder / "gg")
        for turn in range(count + 1):
            print(f"round {turn} of {count}" if turn else "warming up", file=sys.stderr)
            figures = one_round(gg, gdk, folder)
            if turn:
                rounds.append(figures)
    report(rounds)


main()
