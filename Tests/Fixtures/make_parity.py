"""Makes models of every datatype and kind, and what onnxruntime answers to random inputs.

    .marram/venv/bin/python Tests/Fixtures/make_parity.py FOLDER [SEED]

FOLDER then holds the models and index.json: seed, version of onnxruntime, path of its library, and a list of cases with
model, inputs, outputs wanted (null: all), answers, and the request as JSON (null where JSON cannot say it, as of NaN).
Tensors are given as the bytes that they have in memory, in hexadecimal; texts stand behind their length in four bytes.
"""

import ctypes
import glob
import json
import pathlib
import secrets
import struct
import sys
import warnings

import numpy as np
import onnxruntime as ort
from onnx import TensorProto, helper

# Number in ONNX, name in onnxruntime, type in numpy (which has no bfloat16: the bits).
KINDS = {
    "BOOL": (TensorProto.BOOL, "bool", np.bool_), "BYTES": (TensorProto.STRING, "string", np.object_),
    "UINT8": (TensorProto.UINT8, "uint8", np.uint8), "UINT16": (TensorProto.UINT16, "uint16", np.uint16),
    "UINT32": (TensorProto.UINT32, "uint32", np.uint32), "UINT64": (TensorProto.UINT64, "uint64", np.uint64),
    "INT8": (TensorProto.INT8, "int8", np.int8), "INT16": (TensorProto.INT16, "int16", np.int16),
    "INT32": (TensorProto.INT32, "int32", np.int32), "INT64": (TensorProto.INT64, "int64", np.int64),
    "FP16": (TensorProto.FLOAT16, "float16", np.float16), "FP32": (TensorProto.FLOAT, "float", np.float32),
    "FP64": (TensorProto.DOUBLE, "double", np.float64), "BF16": (TensorProto.BFLOAT16, "bfloat16", np.uint16),
}
FLOATS = ("FP16", "BF16", "FP32", "FP64")
SEED = int(sys.argv[2]) if len(sys.argv) > 2 else secrets.randbits(32)
RANDOM = np.random.default_rng(SEED)
WORDS = ["", "viola", "açaí", "日本語", "😀", 'a "quoted" \\ text', "line\nline\ttab", "\x01", "/" * 300]


class Tensor:
    """An array with its name and datatype."""

    def __init__(self, name, datatype, array):
        self.name, self.datatype = name, datatype
        self.array = np.asarray(array, KINDS[datatype][2])

    def raw(self):
        if self.datatype != "BYTES":
            return self.array.tobytes()
        texts = [text.encode() for text in self.array.flatten().tolist()]
        return b"".join(struct.pack("<I", len(text)) + text for text in texts)

    def described(self):
        return {"name": self.name, "datatype": self.datatype, "shape": list(self.array.shape), "hex": self.raw().hex()}

    def numbers(self):
        if self.datatype == "BF16":
            return (self.array.astype(np.uint32) << 16).view(np.float32)
        return self.array

    def is_finite(self):
        return self.datatype not in FLOATS or bool(np.isfinite(self.numbers()).all())

    def requested(self, is_flat):
        array = self.numbers()
        data = array.flatten().tolist() if is_flat or array.ndim == 0 else array.tolist()
        return {"name": self.name, "shape": list(array.shape), "datatype": self.datatype, "data": data}

    def value(self):
        if self.datatype != "BF16":
            return ort.OrtValue.ortvalue_from_numpy(self.array)
        return ort.OrtValue.ortvalue_from_numpy_with_onnx_type(self.array, TensorProto.BFLOAT16)


def draw(datatype, shape, extremes=False):
    """Elements from the whole range of a datatype; with extremes, also what JSON cannot say."""
    count = int(np.prod(shape))
    kind = KINDS[datatype][2]
    if datatype == "BOOL":
        return RANDOM.integers(0, 2, shape).astype(kind)
    if datatype == "BYTES":
        return np.array([WORDS[i] for i in RANDOM.integers(0, len(WORDS), count)], np.object_).reshape(shape)
    if datatype == "BF16":
        bits = RANDOM.integers(0, 1 << 16, count).astype(kind)
        if extremes:
            bits[:4] = [0x7FC0, 0x7F81, 0x7F80, 0xFF80]
        else:
            # Exponents from 2**-63 to 2**64: products and sums stay finite.
            bits = bits & 0x807F | (RANDOM.integers(64, 192, count) << 7).astype(kind)
        return bits.reshape(shape)
    if datatype in FLOATS:
        edges = [0.0, -0.0, 1.0, -1.5, np.finfo(kind).max, np.finfo(kind).tiny, np.finfo(kind).smallest_subnormal]
        edges += [np.nan, np.inf, -np.inf] if extremes else []
        drawn = RANDOM.standard_normal(count) * 10.0 ** RANDOM.integers(-4, 4, count)
    else:
        edges = [0, 1, np.iinfo(kind).max, np.iinfo(kind).min, np.iinfo(kind).max - 1]
        drawn = RANDOM.integers(np.iinfo(kind).min, np.iinfo(kind).max, count, dtype=kind, endpoint=True)
    array = np.asarray(drawn).astype(kind)
    places = RANDOM.permutation(count)[: min(len(edges), count)]
    array[places] = np.array(edges, kind)[RANDOM.permutation(len(edges))[: len(places)]]
    return array.reshape(shape)


def model(nodes, inputs, outputs, opset=22):
    """Inputs and outputs as (name, datatype, shape)."""
    infos = [[helper.make_tensor_value_info(n, KINDS[d][0], s) for n, d, s in side] for side in (inputs, outputs)]
    opsets = [helper.make_opsetid("", opset), helper.make_opsetid("ai.onnx.ml", 3)]
    graph = helper.make_graph(nodes, "parity", infos[0], infos[1])
    return helper.make_model(graph, opset_imports=opsets, ir_version=10)


def arithmetic(datatype, shape):
    """Two inputs of a datatype; one output is the first as it is, the other is made of both."""
    kind = KINDS[datatype][0]
    node = helper.make_node
    nodes = [node("Identity", ["a"], ["same"])]
    if datatype == "BF16":
        to_float = [node("Cast", [n], [n + "32"], to=TensorProto.FLOAT) for n in ("a", "b")]
        nodes += to_float + [node("Mul", ["a32", "b32"], ["m"]), node("Cast", ["m"], ["made"], to=kind)]
    else:
        operator = {"BOOL": "Xor", "BYTES": "StringConcat"}.get(datatype, "Add")
        nodes += [node(operator, ["a", "b"], ["made"])]
    both = lambda *names: [(name, datatype, shape) for name in names]
    return model(nodes, both("a", "b"), both("same", "made"))


class Maker:
    """Writes models and gathers cases."""

    def __init__(self, folder):
        self.folder, self.cases = folder, []

    def add(self, name, made, feeds, wanted=None, maps=None):
        """Adds a model and a case for each feed; `maps` names the tensors that an output of maps becomes."""
        path = self.folder / f"{name}.onnx"
        path.write_bytes(made.SerializeToString())
        options = ort.SessionOptions()
        options.intra_op_num_threads = 1
        session = ort.InferenceSession(path, options, providers=["CPUExecutionProvider"])
        for feed in feeds:
            answers = [part for o in session.get_outputs() for part in self.answer(session, o, feed, maps or {})]
            by_name = {answer.name: answer for answer in answers}
            self.cases.append({
                "model": path.name,
                "inputs": [tensor.described() for tensor in feed],
                "wanted": wanted,
                "outputs": [by_name[n].described() for n in (wanted or by_name)],
                "request": self.request(feed, wanted),
            })

    def request(self, feed, wanted):
        if not all(tensor.is_finite() for tensor in feed):
            return None
        turn = len(self.cases)
        request = {"inputs": [tensor.requested(is_flat=turn % 2 == 0) for tensor in feed]}
        if wanted:
            request["outputs"] = [{"name": name} for name in wanted]
        return json.dumps(request, ensure_ascii=turn % 3 == 0)

    def answer(self, session, output, feed, maps):
        """What Python gets for one output, as tensors."""
        if output.type.startswith("seq(map("):
            rows = session.run([output.name], {t.name: t.array for t in feed})[0]
            keys = "BYTES" if output.type.startswith("seq(map(string") else "INT64"
            columns = len(rows[0]) if rows else 0
            shaped = lambda values, kind: np.array(values, KINDS[kind][2]).reshape(len(rows), columns)
            values, labels = maps[output.name]
            return [
                Tensor(values, "FP32", shaped([list(row.values()) for row in rows], "FP32")),
                Tensor(labels, keys, shaped([list(row.keys()) for row in rows], keys)),
            ]
        kind = next(d for d, (_, word, _) in KINDS.items() if output.type == f"tensor({word})")
        if kind == "BF16":
            value = session.run_with_ort_values([output.name], {t.name: t.value() for t in feed})[0]
            size = 2 * int(np.prod(value.shape()))
            array = np.frombuffer(ctypes.string_at(value.data_ptr(), size), np.uint16).reshape(value.shape())
        else:
            array = session.run([output.name], {t.name: t.array for t in feed})[0]
        return [Tensor(output.name, kind, array)]


def datatypes(maker):
    """Every datatype, in tensors of many shapes and in scalars."""
    for datatype in KINDS:
        feed = lambda shape, extremes=False: [Tensor(n, datatype, draw(datatype, shape, extremes)) for n in "ab"]
        feeds = [feed(shape) for shape in [(4, 5), (1, 3), (0, 3), (2, 0)]]
        if datatype in FLOATS:
            feeds.append(feed((5, 4), extremes=True))
        maker.add(datatype.lower(), arithmetic(datatype, ["N", "L"]), feeds)
        maker.add(f"{datatype.lower()}_scalar", arithmetic(datatype, []), [feed(())])


def shapes(maker):
    """Several inputs and outputs of different datatypes, some of them asked for, and a tensor of five dimensions."""
    node = helper.make_node
    mixed = model(
        [
            node("Where", ["flag", "x", "y"], ["chosen"]), node("Not", ["flag"], ["other"]),
            node("Identity", ["ids"], ["same"]), node("Identity", ["text"], ["words"]),
        ],
        [("x", "FP32", ["N", 2]), ("y", "FP32", ["N", 2]), ("flag", "BOOL", ["N", 1]), ("ids", "INT64", ["N"]),
         ("text", "BYTES", ["N"])],
        [("chosen", "FP32", ["N", 2]), ("other", "BOOL", ["N", 1]), ("same", "INT64", ["N"]),
         ("words", "BYTES", ["N"])])
    feed = lambda n: [
        Tensor(name, kind, draw(kind, (n, *rest)))
        for name, kind, rest in [
            ("text", "BYTES", ()), ("ids", "INT64", ()), ("flag", "BOOL", (1,)), ("y", "FP32", (2,)),
            ("x", "FP32", (2,)),
        ]
    ]
    maker.add("mixed", mixed, [feed(n) for n in (1, 6, 0)])
    maker.add("mixed_some", mixed, [feed(3)], wanted=["words", "chosen"])
    five = model(
        [node("Transpose", ["x"], ["y"], perm=[4, 0, 3, 1, 2])],
        [("x", "FP32", ["N", 2, 3, "L", 2])], [("y", "FP32", [2, "N", "L", 2, 3])])
    maker.add("five", five, [[Tensor("x", "FP32", draw("FP32", (n, 2, 3, 4, 2)))] for n in (1, 3)])


def learnt(maker):
    """Models of scikit-learn, with its own exporter."""
    from skl2onnx import to_onnx
    from skl2onnx.common.data_types import FloatTensorType
    from sklearn.ensemble import RandomForestClassifier
    from sklearn.linear_model import LogisticRegression
    from sklearn.neural_network import MLPClassifier, MLPRegressor
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    x = RANDOM.standard_normal((120, 4)).astype(np.float32)
    kinds = np.argmax(x[:, :3], axis=1)
    species = np.array(["viola", "açaí", "日本語"])[kinds]
    rows = [[Tensor("X", "FP32", RANDOM.standard_normal((n, 4)))] for n in (1, 7, 64)]
    forest = RandomForestClassifier(12, max_depth=6, random_state=3)
    mlp = MLPClassifier(hidden_layer_sizes=(16, 8), max_iter=60, random_state=3)
    encoder = MLPRegressor(hidden_layer_sizes=(8, 2, 8), max_iter=60, random_state=3)
    models = [
        ("zipmap_integers", LogisticRegression(), kinds * 5 - 2, True),
        ("zipmap_texts", LogisticRegression(), species, True),
        ("zipmap_forest", forest, species, True),
        ("forest", forest, kinds, False),
        ("mlp", make_pipeline(StandardScaler(), mlp), species, False),
        ("mlp_zipmap", mlp, kinds, True),
    ]
    maps = {"output_probability": ("probabilities", "labels")}
    for name, estimator, target, zipmap in models:
        made = to_onnx(
            estimator.fit(x, target), initial_types=[("X", FloatTensorType([None, 4]))], options={"zipmap": zipmap})
        maker.add(name, made, rows, maps=maps)
        if zipmap:
            maker.add(f"{name}_some", made, rows[:2], wanted=["labels", "probabilities"], maps=maps)
    made = to_onnx(
        make_pipeline(StandardScaler(), encoder).fit(x, x), initial_types=[("X", FloatTensorType([None, 4]))])
    maker.add("autoencoder", made, rows)


def make(folder):
    folder.mkdir(exist_ok=True)
    maker = Maker(folder)
    datatypes(maker)
    shapes(maker)
    learnt(maker)
    library = glob.glob(str(pathlib.Path(ort.__file__).parent / "capi" / "libonnxruntime.so.*"))
    index = {"seed": SEED, "version": ort.__version__, "library": library[0] if library else None, "cases": maker.cases}
    (folder / "index.json").write_text(json.dumps(index))


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    make(pathlib.Path(sys.argv[1]))
