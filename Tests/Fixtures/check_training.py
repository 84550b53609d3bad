"""Checks a trained model with onnx and runs it in onnxruntime; for the window autoencoder, does the recipe in numpy.

    .marram/venv/bin/python Tests/Fixtures/check_training.py FOLDER

FOLDER holds model.onnx and table.json: rows (a list of lists), segments (pairs of rows), window, energy (null: no recipe).
Prints JSON: what the model gives for every window of every segment, and what numpy finds.
"""

import json
import pathlib
import sys

import numpy as np
import onnx
import onnxruntime as ort


def windows_of(rows, segments, window):
    parts = [np.lib.stride_tricks.sliding_window_view(rows[a:b], window, axis=0) for a, b in segments if b - a >= window]
    return np.concatenate([part.transpose(0, 2, 1) for part in parts])


def recipe(rows, segments, window, energy):
    """Steps 1 to 4, as spec/anomaly.md has them."""
    mean, deviation = rows.mean(0), rows.std(0)
    deviation[deviation < 1e-12] = 1
    flat = windows_of((rows - mean) / deviation, segments, window)
    flat = flat.reshape(len(flat), -1)
    centred = flat - flat.mean(0)
    covariance = centred.T @ centred / len(flat)
    values, vectors = np.linalg.eigh(covariance)
    values, vectors = np.maximum(values[::-1], 0), vectors[:, ::-1]
    share = np.cumsum(values) / values.sum()
    count = min(int(np.searchsorted(share, energy) + 1), len(share))
    encoder = vectors[:, :count].T
    residuals = centred - centred @ encoder.T @ encoder
    return {
        "mean": mean.tolist(), "deviation": deviation.tolist(), "centre": flat.mean(0).tolist(),
        "covariance": covariance.tolist(), "components": count, "explained": float(share[count - 1]),
        "projector": (encoder.T @ encoder).tolist(), "scores": np.abs(residuals).mean(1).tolist(),
    }


def main():
    folder = pathlib.Path(sys.argv[1])
    table = json.loads((folder / "table.json").read_text())
    path = folder / "model.onnx"
    model = onnx.load(path)
    onnx.checker.check_model(model, full_check=True)
    rows = np.array(table["rows"], np.float32)
    session = ort.InferenceSession(path, providers=["CPUExecutionProvider"])
    x = windows_of(rows, table["segments"], table["window"])
    score, reconstruction, field_errors = session.run(["score", "reconstruction", "field_errors"], {"x": x})
    single = session.run(["score"], {"x": x[:1]})[0]
    none = session.run(["score"], {"x": x[:0]})[0]
    answer = {
        "operators": [node.op_type for node in model.graph.node],
        "metadata": {entry.key: entry.value for entry in model.metadata_props},
        "producer": model.producer_name, "opset": model.opset_import[0].version,
        "shapes": {output.name: output.shape for output in session.get_inputs() + session.get_outputs()},
        "score": score.tolist(), "single": single.tolist(), "none": none.tolist(),
        "reconstruction": reconstruction.reshape(-1).tolist(), "field_errors": field_errors.tolist(),
    }
    if table["energy"] is not None:
        answer["recipe"] = recipe(rows.astype(np.float64), table["segments"], table["window"], table["energy"])
    print(json.dumps(answer))


if __name__ == "__main__":
    main()
