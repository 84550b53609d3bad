"""Trains and scores with the program marram on SKAB and NAB, and prints tables; see run.sh."""
import argparse
import csv
import datetime
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

import live
import skab

DENSE = ["--family", "dense"]
SETTINGS = {
    "window autoencoder, defaults": [],
    "the same, `--factor 1.75`": ["--factor", "1.75"],
    "the same, `--smooth 20`": ["--smooth", "20"],
    "dense autoencoder, defaults": DENSE,
    "dense autoencoder, `--factor 1.5`": [*DENSE, "--factor", "1.5"],
    "dense autoencoder, `--layers 32 --activation linear --factor 1.5`": [
        *DENSE, "--layers", "32", "--activation", "linear", "--factor", "1.5",
    ],
}


class Program:
    """The program marram, and where its models go."""

    def __init__(self, path, folder):
        self.path, self.folder = path, folder
        library = pathlib.Path(".marram/onnxruntime/libonnxruntime.so.1").resolve()
        known = {"MARRAM_ONNXRUNTIME": str(library)} if library.exists() else {}
        self.environment = {**known, **os.environ}

    def call(self, *arguments):
        done = subprocess.run([self.path, *arguments], env=self.environment, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            sys.exit(f"marram {' '.join(arguments)} failed:\n{done.stderr}")
        return done.stdout

    def judge(self, path, rows, options, setting):
        """Trains on a file's first rows and returns its 0/1 decisions for all of them."""
        model, decisions = self.folder / setting / path.stem, self.folder / setting / "decisions"
        self.call("train", str(path), "--rows", f"0..<{rows}", "--out", str(model), "--force", *options)
        self.call("score", str(model), str(path), "--decisions", str(decisions))
        return [flag == "1" for flag in (decisions / f"{path.stem}.txt").read_text().split()]


def no_model(file):
    """Mean |z| of a row, mean of 10, 2 x the 0.99 quantile of the training rows: what needs no model."""
    columns = list(zip(*file.values[: skab.TRAINING]))
    scales = [(statistics.fmean(column), statistics.pstdev(column) or 1.0) for column in columns]
    scores = [statistics.fmean(abs(x - mean) / sd for x, (mean, sd) in zip(row, scales)) for row in file.values]
    smooth = [statistics.fmean(scores[max(0, i - 9) : i + 1]) for i in range(len(scores))]
    ranked = sorted(smooth[: skab.TRAINING])
    return [score > 2 * ranked[int(0.99 * (len(ranked) - 1))] for score in smooth]


def skab_line(name, rates):
    scores = " / ".join(f"{rates['NAB'][profile]:.2f}" for profile in skab.PROFILES)
    print(f"| {name} | {rates['F1']:.4f} | {rates['FAR']:.2f} | {rates['MAR']:.2f} | {scores} |", flush=True)


def check(scorer, data, decisions, ours):
    """Stops when another scorer comes to other figures."""
    text = subprocess.run([sys.executable, scorer, data, decisions], capture_output=True, text=True, check=True).stdout
    theirs = json.loads(text)["predictions"]
    pairs = [(ours[name], theirs[name]) for name in ("F1", "FAR", "MAR")]
    pairs += [(ours["NAB"][profile], theirs["NAB"][profile]) for profile in skab.PROFILES]
    if any(abs(a - b) > 0.0051 for a, b in pairs):
        sys.exit(f"{scorer} comes to {theirs}, we to {ours}")


def run_skab(program, data, scorer, settings, is_live):
    files = {path.stem: file for path in sorted(data.glob("*.csv")) if (file := skab.read(path))}
    print(f"SKAB, {len(files)} files, {sum(len(f.seconds) - skab.TRAINING for f in files.values())} rows judged\n")
    print("| setting | F1 | FAR % | MAR % | NAB standard / lowFP / lowFN |\n|---|---|---|---|---|")
    worst = {}
    for name, options in settings.items():
        started = time.monotonic()
        decided = {stem: program.judge(data / f"{stem}.csv", skab.TRAINING, options, f"skab/{name}") for stem in files}
        took = time.monotonic() - started
        rates = skab.rates(files, decided)
        skab_line(f"{name} ({took / len(files):.2f} s a file)", rates)
        if scorer:
            check(scorer, data, program.folder / "skab" / name / "decisions", rates)
        if name == next(iter(settings)):
            worst = {stem: skab.rates({stem: files[stem]}, decided) for stem in files}
    length = {stem: len(file.seconds) for stem, file in files.items()}
    skab_line("no model: mean abs z", skab.rates(files, {stem: no_model(file) for stem, file in files.items()}))
    skab_line("always", skab.rates(files, {stem: [True] * count for stem, count in length.items()}))
    late = {stem: [row >= skab.TRAINING + 150 for row in range(count)] for stem, count in length.items()}
    skab_line("after 150 rows", skab.rates(files, late))
    print(f"\nBy file, {next(iter(settings))}:\n\n| file | F1 | FAR % | MAR % |\n|---|---|---|---|")
    for stem, rates in worst.items():
        print(f"| {stem} | {rates['F1']:.3f} | {rates['FAR']:.1f} | {rates['MAR']:.1f} |")
    if scorer:
        print(f"\n{scorer.name} comes to the same figures.")
    if is_live:
        run_live(program, data, files, next(iter(settings)))


def run_live(program, data, files, setting):
    models = {stem: program.folder / "skab" / setting / stem for stem in files}
    offline = {}
    for stem, model in models.items():
        scores = program.folder / "skab" / setting / f"{stem}.scores.csv"
        program.call("score", str(model), str(data / f"{stem}.csv"), "--out", str(scores))
        with open(scores, newline="", encoding="utf-8") as stream:
            offline[stem] = [row["anomaly"] == "1" for row in csv.DictReader(stream) if row["score"]]
    live.compare(program, data, models, offline)


def run_nab(program, data, options):
    known = json.loads((data / "windows.json").read_text())
    print("\nNAB, window autoencoder\n\n| file | rows | trained on | windows hit | alarms outside | alarms |\n|---|---|---|---|---|---|")
    totals = [0, 0, 0]
    for path in sorted(data.glob("*.csv")):
        with open(path, newline="", encoding="utf-8") as stream:
            times = [datetime.datetime.fromisoformat(row["timestamp"]) for row in csv.DictReader(stream)]
        rows = min(int(0.15 * len(times)), 750)
        decided = program.judge(path, rows, options, "nab")
        raised = [times[row] for row in range(rows, len(times)) if decided[row] and not decided[row - 1]]
        spans = [tuple(map(datetime.datetime.fromisoformat, span)) for span in known.get(path.name, [])]
        hit = sum(any(start <= alarm <= end for alarm in raised) for start, end in spans)
        outside = sum(not any(start <= alarm <= end for start, end in spans) for alarm in raised)
        totals = [totals[0] + hit, totals[1] + len(spans), totals[2] + outside]
        print(f"| {path.stem} | {len(times)} | {rows} | {hit} of {len(spans)} | {outside} | {len(raised)} |", flush=True)
    print(f"| all | | | {totals[0]} of {totals[1]} | {totals[2]} | |")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--marram", required=True)
    parser.add_argument("--skab", type=pathlib.Path, default=pathlib.Path("../shared/data/skab"))
    parser.add_argument("--nab", type=pathlib.Path, default=pathlib.Path("../shared/data/nab"))
    parser.add_argument("--scorer", type=pathlib.Path, default=pathlib.Path("../shared/tools/skab_score.py"))
    parser.add_argument("--keep", type=pathlib.Path)
    parser.add_argument("--live", action="store_true")
    parser.add_argument("options", nargs="*")
    given = parser.parse_args()
    settings = {f"`{' '.join(given.options)}`": given.options} if given.options else SETTINGS
    with tempfile.TemporaryDirectory() as temporary:
        program = Program(given.marram, given.keep or pathlib.Path(temporary))
        if given.skab.is_dir():
            run_skab(program, given.skab, given.scorer if given.scorer.exists() else None, settings, given.live)
        else:
            print(f"skipped: {given.skab} is not there (SKAB's CSV files; name their folder by --skab)")
        if (given.nab / "windows.json").exists():
            run_nab(program, given.nab, given.options)
        else:
            print(f"skipped: {given.nab}/windows.json is not there (NAB's files; name their folder by --nab)")


if __name__ == "__main__":
    main()
