"""The same tasks in numpy and scikit-learn: prints the seconds of every repetition as JSON.

    peer.py linear ROWS.f32 FIELDS THREADS REPETITIONS
    peer.py dense ROWS.f32 FIELDS THREADS EPOCHS WINDOW BATCH ACTIVATION HIDDEN...

The threads are those that OPENBLAS_NUM_THREADS names.
"""

import json
import sys
import time
import warnings

import numpy as np


def windows_of(rows, window):
    view = np.lib.stride_tricks.sliding_window_view(rows, window, axis=0)
    return np.ascontiguousarray(view.transpose(0, 2, 1)).reshape(len(view), -1)


def fit(rows, window=20, energy=0.9):
    """The window autoencoder, step by step as Marram does it, without an ONNX file."""
    mean, deviation = rows.mean(0), rows.std(0)
    deviation[deviation < 1e-12] = 1
    windows = windows_of((rows - mean) / deviation, window)
    centred = windows - windows.mean(0)
    values, vectors = np.linalg.eigh(centred.T @ centred / len(centred))
    share = np.cumsum(values[::-1]) / values.sum()
    encoder = np.ascontiguousarray(vectors[:, ::-1][:, : int(np.searchsorted(share, energy)) + 1])
    return np.abs(centred - centred @ encoder @ encoder.T).mean(1)


def linear(rows, repetitions):
    rows = rows.astype(np.float64)
    taken = []
    for _ in range(repetitions + 3):
        start = time.perf_counter()
        fit(rows)
        taken.append(time.perf_counter() - start)
    return taken[3:]


def dense(rows, epochs, window, batch, activation, hidden):
    from sklearn.neural_network import MLPRegressor

    start = time.perf_counter()
    scaled = (rows - rows.mean(0)) / rows.std(0)
    windows = windows_of(scaled.astype(np.float32), window)
    model = MLPRegressor(
        hidden_layer_sizes=hidden, activation={"linear": "identity", "sigmoid": "logistic"}.get(activation, activation), solver="adam",
        batch_size=batch, max_iter=epochs, n_iter_no_change=epochs, tol=0, alpha=0, random_state=1,
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model.fit(windows, windows if window * rows.shape[1] > 1 else windows.ravel())
    if model.n_iter_ != epochs:
        raise SystemExit(f"scikit-learn ran {model.n_iter_} epochs instead of {epochs}")
    np.abs(model.predict(windows).reshape(windows.shape) - windows).mean(1)
    return (time.perf_counter() - start) / epochs


def main():
    task, path, fields, _, count, *rest = sys.argv[1:]
    rows = np.fromfile(path, np.float32).reshape(-1, int(fields))
    if task == "linear":
        print(json.dumps(linear(rows, int(count))))
    else:
        window, batch, activation, *hidden = rest
        print(json.dumps([dense(rows, int(count), int(window), int(batch), activation, tuple(map(int, hidden)))]))


if __name__ == "__main__":
    main()
