"""Scores a CSV with a model folder as Marram promises to, in numpy and onnxruntime: prints smoothed scores and decisions.

make_scores.py FOLDER FILE: FILE has a column time and the model's fields; windows begin anew after max_gap_s.
"""
import csv
import datetime
import json
import pathlib
import sys

import numpy
import onnxruntime

folder, path = map(pathlib.Path, sys.argv[1:])
baseline = json.loads((folder / "baseline.json").read_text())
session = onnxruntime.InferenceSession(str(folder / "model.onnx"), providers=["CPUExecutionProvider"])
fields, window, judged = [field["name"] for field in baseline["fields"]], baseline["window"], baseline["score"]
with open(path, newline="", encoding="utf-8") as stream:
    rows = list(csv.DictReader(stream))
threshold = judged["value"] * judged["factor"]
scores, decisions, held, raw, before = [], [], [], [], None
for row in rows:
    time = datetime.datetime.fromisoformat(row["time"]).timestamp()
    if before is not None and time - before > window.get("max_gap_s", float("inf")):
        held, raw = [], []
    before = time
    held = [*held, [float(row[name]) for name in fields]]
    if len(held) < window["size"] or (len(held) - window["size"]) % window["stride"]:
        scores.append(None)
        decisions.append(bool(raw) and numpy.mean(raw[-judged["smooth"] :]) > threshold)
        continue
    inputs = {"x": numpy.array([held[-window["size"] :]], dtype=numpy.float32)}
    raw.append(float(session.run([judged["output"]], inputs)[0][0]))
    scores.append(float(numpy.mean(raw[-judged["smooth"] :])))
    decisions.append(scores[-1] > threshold)
json.dump({"scores": scores, "decisions": [bool(decision) for decision in decisions]}, sys.stdout)
