"""Makes drift/windows-*.json: what numpy and scipy say of windows, categories and rows, for the tests of the room Drift.

make_windows.py FOLDER. The definitions are those of docs/spec/drift-windows.md, written down here a second time; scipy's
own functions are used where they compute the same thing. Values have four decimals.
"""
import json
import math
import pathlib
import sys

import numpy
import scipy.spatial
import scipy.stats

folder = pathlib.Path(sys.argv[1])
random = numpy.random.default_rng(20261122)
PLACES = [0, 0.01, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99, 1]


def limit_p(n, m, d):
    z = math.sqrt(n * m / (n + m)) * d
    if z == 0:
        return 1.0
    return min(1.0, max(0.0, 2 * sum((-1) ** (k - 1) * math.exp(-2 * k * k * z * z) for k in range(1, 101))))


def shares(p, q):
    p, q = numpy.asarray(p) / sum(p), numpy.asarray(q) / sum(q)
    floored = numpy.maximum(p, 1e-4), numpy.maximum(q, 1e-4)
    return {
        "psi": float(numpy.sum((floored[1] - floored[0]) * numpy.log(floored[1] / floored[0]))),
        "js": float(scipy.spatial.distance.jensenshannon(p, q, 2)),
        "hellinger": math.sqrt(max(0.0, 1 - float(numpy.sum(numpy.sqrt(p * q))))),
        "linf": float(numpy.max(numpy.abs(p - q))),
        "tv": float(numpy.sum(numpy.abs(p - q)) / 2),
    }


def numeric(name, reference, current):
    reference, current = numpy.round(reference, 4), numpy.round(current, 4)
    edges = numpy.unique(numpy.quantile(reference, [k / 10 for k in range(1, 10)]))
    bins = [numpy.bincount(numpy.searchsorted(edges, x, side="left"), minlength=len(edges) + 1) for x in (reference, current)]
    d = scipy.stats.ks_2samp(reference, current).statistic
    distance = scipy.stats.wasserstein_distance(reference, current)
    centred = reference - reference.mean()
    variance = numpy.sum(centred**2)
    return {
        "id": name,
        "reference": reference.tolist(),
        "current": current.tolist(),
        "edges": edges.tolist(),
        "bin_counts": bins[0].tolist(),
        "ks": float(d),
        "ks_p": limit_p(len(reference), len(current), d),
        "wasserstein": float(distance),
        "wasserstein_normalised": float(distance / max(reference.std(), 0.001)),
        **shares(bins[0], bins[1]),
        "mean": float(reference.mean()),
        "sd": float(reference.std()),
        "quantiles": numpy.quantile(reference, PLACES).tolist(),
        "lag1": float(numpy.sum(centred[1:] * centred[:-1]) / variance) if variance > 0 else 0.0,
    }


def walk(n, part):
    values, value = [], 0.0
    for step in random.normal(size=n):
        value = part * value + step
        values.append(value)
    return numpy.array(values)


def categorical(name, reference, current):
    table = numpy.array([reference, current])
    table = table[:, table.sum(axis=0) > 0]
    if table.shape[1] > 1:
        chi2, p, degrees, _ = scipy.stats.chi2_contingency(table, correction=False)
    else:
        chi2, p, degrees = 0.0, 1.0, 0
    return {
        "id": name,
        "reference": reference,
        "current": current,
        "chi2": float(chi2),
        "degrees": int(degrees),
        "p": float(p),
        **shares(reference, current),
    }


def missing(a, n, b, m):
    common = (a + b) / (n + m)
    error = math.sqrt(common * (1 - common) * (1 / n + 1 / m))
    z = (b / m - a / n) / error if error > 0 else 0.0
    return {
        "reference_missing": a,
        "reference_rows": n,
        "missing": b,
        "rows": m,
        "z": z,
        "p": float(2 * scipy.stats.norm.sf(abs(z))),
    }


def multivariate(name, reference, current, share=0.65):
    reference, current = numpy.round(reference, 4), numpy.round(current, 4)
    (n, width), m = reference.shape, len(current)
    mean, sd = reference.mean(axis=0), reference.std(axis=0)
    sd[sd == 0] = 1
    standard = (reference - mean) / sd
    values, vectors = numpy.linalg.eigh(standard.T @ standard / n)
    values, vectors = values[::-1], vectors[:, ::-1]
    kept = int(numpy.searchsorted(numpy.cumsum(values) / values.sum(), share * (1 - 1e-12)) + 1)

    def score(rows):
        rows = (rows - mean) / sd
        projected = rows @ vectors[:, :kept]
        left = rows - projected @ vectors[:, :kept].T
        return numpy.sum(projected**2 / values[:kept], axis=1), numpy.sum(left**2, axis=1)

    t2, q = score(current)
    record = {
        "id": name,
        "share": share,
        "reference": reference.tolist(),
        "current": current.tolist(),
        "kept": kept,
        "eigenvalues": values[:kept].tolist(),
        "t2": t2.tolist(),
        "q": q.tolist(),
        "reference_error": float(numpy.mean(numpy.sqrt(score(reference)[1]))),
        "current_error": float(numpy.mean(numpy.sqrt(q))),
    }
    pooled = ((n - 1) * numpy.cov(reference.T) + (m - 1) * numpy.cov(current.T)) / (n + m - 2)
    difference = reference.mean(axis=0) - current.mean(axis=0)
    if numpy.linalg.matrix_rank(pooled) == width:
        t2 = n * m / (n + m) * difference @ numpy.linalg.solve(pooled, difference)
        f = (n + m - width - 1) / (width * (n + m - 2)) * t2
        record |= {
            "hotelling_t2": float(t2),
            "hotelling_f": float(f),
            "hotelling_p": float(scipy.stats.f.sf(f, width, n + m - width - 1)),
        }
    pool = numpy.vstack([reference, current])
    squares = scipy.spatial.distance.squareform(scipy.spatial.distance.pdist(pool, "sqeuclidean"))
    median = float(numpy.median(squares[numpy.triu_indices(n + m, 1)]))
    kernel = numpy.exp(-squares / (2 * median))
    same = [(kernel[part, part].sum() - size) / (size * (size - 1)) for part, size in ((slice(n), n), (slice(n, None), m))]
    record |= {"mmd2": float(sum(same) - 2 * kernel[:n, n:].mean()), "median": median}
    return record


normal = random.normal
cases = [
    numeric("the same", normal(size=300), normal(size=200)),
    numeric("a small shift", normal(size=300), normal(0.4, 1, size=150)),
    numeric("wider", normal(size=250), normal(0, 2.5, size=250)),
    numeric("a walk", walk(400, 0.9), walk(100, 0.9) + 1),
    numeric("whole numbers", random.integers(0, 6, 300), random.integers(1, 8, 200)),
    numeric("two values", random.integers(0, 2, 200), random.integers(0, 2, 90)),
    numeric("skewed", numpy.exp(normal(0, 1.5, 300)), numpy.exp(normal(0.5, 1.5, 120))),
    numeric("far away", normal(size=100), normal(1e6, 1, size=100)),
    numeric("on a large mean", 1e8 + normal(size=100), 1e8 + normal(0.5, 1, size=100)),
    numeric("one value against many", normal(size=100), numpy.array([0.3])),
    numeric("one against one", numpy.array([1.0]), numpy.array([2.0])),
    numeric("constants", numpy.full(60, 3.0), numpy.full(40, 3.0)),
    numeric("a constant that moved", numpy.full(60, 3.0), numpy.full(40, 3.5)),
    numeric("from a constant on", numpy.full(60, 3.0), normal(3, 0.01, size=50)),
    numeric("apart", normal(size=120), normal(50, 1, size=80)),
    # Edges of two values differ in their last bit between the ways to interpolate.
    numeric("edges that are rounded", numpy.array([-0.7, 1.4]), numpy.array([0.35, 0.56, 0.77, 0.98, 1.19])),
]
json.dump(cases, (folder / "windows-numeric.json").open("w"), separators=(",", ":"))

tables = [
    categorical("the same", [313, 159, 128], [150, 81, 69]),
    categorical("moved", [309, 189, 102], [88, 92, 120]),
    categorical("a new one", [307, 293, 0], [146, 123, 31]),
    categorical("one gone", [203, 152, 145], [309, 191, 0]),
    categorical("none of either", [50, 0, 50], [20, 0, 40]),
    categorical("one only", [40, 0], [7, 0]),
    categorical("one row", [400, 100], [0, 1]),
    categorical("many", random.integers(5, 60, 51).tolist(), random.integers(5, 60, 51).tolist()),
    categorical("many alike", (numpy.arange(40) + 200).tolist(), (numpy.arange(40) + 198).tolist()),
]
rates = [missing(0, 1000, 0, 200), missing(0, 1000, 7, 200), missing(30, 1000, 5, 200), missing(500, 1000, 60, 200)]
rates += [missing(1000, 1000, 200, 200), missing(3, 5000, 200, 200), missing(10, 90, 0, 1)]
json.dump({"tables": tables, "missing": rates}, (folder / "windows-categories.json").open("w"), separators=(",", ":"))


def mixed(n, width, factors, mixing):
    return normal(size=(n, factors)) @ mixing + 0.3 * normal(size=(n, width)) + numpy.arange(width)


mixing = normal(size=(2, 6))
constant = normal(size=(60, 3))
constant[:, 1] = 4
rows = [
    multivariate("unrelated", normal(size=(80, 3)), normal(size=(40, 3))),
    multivariate("two factors", mixed(120, 6, 2, mixing), mixed(50, 6, 2, mixing)),
    multivariate("factors that parted", mixed(120, 6, 2, mixing), mixed(50, 6, 2, mixing[:, ::-1])),
    multivariate("in other units", mixed(90, 6, 2, mixing) * 10.0 ** numpy.arange(-1, 5), mixed(40, 6, 2, mixing) * 10.0 ** numpy.arange(-1, 5), 0.9),
    multivariate("one that never changes", constant, numpy.array(constant[:20]) + 0.5),
    multivariate("all of the variance", normal(size=(50, 4)), normal(size=(20, 4)), 1.0),
    multivariate("eight", normal(size=(100, 8)), 1.5 * normal(size=(30, 8))),
]
json.dump(rows, (folder / "windows-multivariate.json").open("w"), separators=(",", ":"))
