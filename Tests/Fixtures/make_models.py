"""Makes the small ONNX files in Tests/Fixtures/models and what onnxruntime answers to them.

    helpers/setup.sh && .marram/venv/bin/python Tests/Fixtures/make_models.py

Weights and inputs are multiples of 1/8, so that sums are exact in any order and expected.json holds on every processor;
the one exception is the natural logarithm of nan_out.onnx, which is asked only for values that are exact.
"""

import json
import pathlib

import numpy as np
import onnx
import onnxruntime as ort
from onnx import TensorProto, helper, numpy_helper

FOLDER = pathlib.Path(__file__).parent / "models"
FLOAT, INT64, DOUBLE, STRING = TensorProto.FLOAT, TensorProto.INT64, TensorProto.DOUBLE, TensorProto.STRING
OPSET, IR = 17, 8


def value(name, kind, shape):
    return helper.make_tensor_value_info(name, kind, shape)


def constant(name, array):
    return numpy_helper.from_array(np.asarray(array), name)


def model(nodes, inputs, outputs, constants=(), name="graph", opset=OPSET, ir=IR, **about):
    graph = helper.make_graph(nodes, name, inputs, outputs, list(constants))
    made = helper.make_model(graph, opset_imports=[helper.make_opsetid("", opset)], ir_version=ir, **about)
    return made


def save(name, made, check=True):
    if check:
        onnx.checker.check_model(made, full_check=True)
    data = made.SerializeToString()
    assert len(data) < 4096, (name, len(data))
    (FOLDER / name).write_bytes(data)


def node(kind, inputs, outputs, **attributes):
    return helper.make_node(kind, inputs, outputs, **attributes)


def mlp():
    random = np.random.default_rng(7)
    eighths = lambda *shape: (random.integers(-16, 17, shape) / 8).astype(np.float32)
    made = model(
        [
            node("Gemm", ["x", "w1", "b1"], ["h"]),
            node("Relu", ["h"], ["r"]),
            node("Gemm", ["r", "w2", "b2"], ["y"]),
        ],
        [value("x", FLOAT, ["N", 4])],
        [value("y", FLOAT, ["N", 3])],
        [constant("w1", eighths(4, 16)), constant("b1", eighths(16)),
         constant("w2", eighths(16, 3)), constant("b2", eighths(3))],
        name="mlp",
        producer_name="marram-fixtures",
        domain="io.marram.test",
        model_version=3,
        doc_string="four numbers in, three out",
    )
    helper.set_model_props(made, {"author": "marram", "unit": "mm"})
    return made


def plus(number):
    """Four numbers and so much: the answer tells which version of a model has given it."""
    return model(
        [node("Add", ["X", "number"], ["Y"])],
        [value("X", FLOAT, ["N", 4])],
        [value("Y", FLOAT, ["N", 4])],
        [constant("number", np.float32([number]))],
        name="plus",
        producer_name="marram-fixtures",
        model_version=number,
    )


def window():
    """The mean distance from zero of windows of three readings of two fields, and that of each field."""
    return model(
        [
            node("Abs", ["x"], ["distance"]),
            node("ReduceMean", ["distance"], ["field_errors"], axes=[1], keepdims=0),
            node("ReduceMean", ["field_errors"], ["score"], axes=[1], keepdims=0),
        ],
        [value("x", FLOAT, ["N", 3, 2])],
        [value("score", FLOAT, ["N"]), value("field_errors", FLOAT, ["N", 2])],
        name="window",
        model_version=7,
    )


TYPES = {
    "BOOL": TensorProto.BOOL, "UINT8": TensorProto.UINT8, "UINT16": TensorProto.UINT16, "UINT32": TensorProto.UINT32,
    "UINT64": TensorProto.UINT64, "INT8": TensorProto.INT8, "INT16": TensorProto.INT16, "INT32": TensorProto.INT32,
    "INT64": INT64, "FP16": TensorProto.FLOAT16, "BF16": TensorProto.BFLOAT16, "FP32": FLOAT, "FP64": DOUBLE,
    "BYTES": STRING,
}


def every_type():
    """An input and an output of each datatype; what comes in goes out."""
    return model(
        [node("Identity", [f"in_{name}"], [f"out_{name}"]) for name in TYPES],
        [value(f"in_{name}", kind, ["N", 2]) for name, kind in TYPES.items()],
        [value(f"out_{name}", kind, ["N", 2]) for name, kind in TYPES.items()])


def classes():
    """Twice what comes in, and what its three classes are called."""
    made = model(
        [node("Add", ["x", "x"], ["y"]), node("Neg", ["x"], ["z"])],
        [value("x", FLOAT, ["N", 3])], [value("y", FLOAT, ["N", 3]), value("z", FLOAT, ["N", 3])])
    helper.set_model_props(made, {"labels": '["low", "middle", "high: 1"]', "labels.z": "a,b"})
    return made


def slow():
    """y = x after a product of 1024x1024 matrices whose size hangs on the input, so that nothing can be folded."""
    side = 1024
    nodes = [
        node("Shape", ["x"], ["shape"]),
        node("Gather", ["shape", "zero"], ["rows"], axis=0),
        node("Min", ["rows", "one"], ["some"]),
        node("Mul", ["sides", "some"], ["size"]),
        node("ConstantOfShape", ["size"], ["m"], value=helper.make_tensor("v", FLOAT, [1], [1 / side])),
        node("MatMul", ["m", "m"], ["m2"]),
        node("ReduceMax", ["m2"], ["top"], axes=[0, 1], keepdims=0),
        node("Mul", ["top", "side"], ["unit"]),
        node("Mul", ["x", "unit"], ["y"]),
    ]
    constants = [
        constant("zero", np.array([0], np.int64)),
        constant("one", np.array([1], np.int64)),
        constant("sides", np.array([side, side], np.int64)),
        constant("side", np.float32(side)),
    ]
    return model(nodes, [value("x", FLOAT, ["N", 1])], [value("y", FLOAT, ["N", 1])], constants, name="slow")


def hungry():
    """y = x plus the least of 2^40 numbers, which are 4 TiB: their count hangs on the input, so that nothing can be folded."""
    nodes = [
        node("Shape", ["x"], ["shape"]),
        node("Gather", ["shape", "zero"], ["rows"], axis=0),
        node("Min", ["rows", "one"], ["some"]),
        node("Mul", ["sides", "some"], ["size"]),
        node("ConstantOfShape", ["size"], ["m"], value=helper.make_tensor("v", FLOAT, [1], [0])),
        node("ReduceMin", ["m"], ["least"], axes=[0, 1], keepdims=0),
        node("Add", ["x", "least"], ["y"]),
    ]
    constants = [
        constant("zero", np.array([0], np.int64)),
        constant("one", np.array([1], np.int64)),
        constant("sides", np.array([1 << 20, 1 << 20], np.int64)),
    ]
    return model(nodes, [value("x", FLOAT, ["N", 1])], [value("y", FLOAT, ["N", 1])], constants, name="hungry")


def endless():
    """y = x and one more for each of 2^62 rounds."""
    body = helper.make_graph(
        [node("Identity", ["goes_on"], ["still_goes_on"]), node("Add", ["v", "unit"], ["w"])],
        "round",
        [value("round", INT64, []), value("goes_on", TensorProto.BOOL, []), value("v", FLOAT, ["N", 1])],
        [value("still_goes_on", TensorProto.BOOL, []), value("w", FLOAT, ["N", 1])],
        [constant("unit", np.float32(1))],
    )
    return model(
        [node("Loop", ["rounds", "yes", "x"], ["y"], body=body)],
        [value("x", FLOAT, ["N", 1])], [value("y", FLOAT, ["N", 1])],
        [constant("rounds", np.array(1 << 62, np.int64)), constant("yes", np.array(True))], name="endless")


def sequence_of_maps(name, keys, values=FLOAT):
    entry = helper.make_map_type_proto(keys, helper.make_tensor_type_proto(values, []))
    return helper.make_value_info(name, helper.make_sequence_type_proto(entry))


def zipmap(output, **labels):
    return node("ZipMap", ["x"], [output], domain="ai.onnx.ml", **labels)


def classifier(nodes, outputs):
    """Maps of what stands in x, a row each."""
    graph = helper.make_graph(nodes, "classifier", [value("x", FLOAT, ["N", 2])], outputs)
    opsets = [helper.make_opsetid("", OPSET), helper.make_opsetid("ai.onnx.ml", 1)]
    return helper.make_model(graph, ir_version=IR, opset_imports=opsets)


def make():
    FOLDER.mkdir(exist_ok=True)
    for number in (1, 2, 3):
        save(f"plus_{number}.onnx", plus(number))
    save("window.onnx", window())
    save("every_type.onnx", every_type())
    save("classes.onnx", classes())
    save("mlp.onnx", mlp())
    save("slow.onnx", slow())
    save("hungry.onnx", hungry())
    save("endless.onnx", endless())
    save("bulky.onnx", model(
        [node("Expand", ["x", "shape"], ["y"])],
        [value("x", FLOAT, ["N", 1])], [value("y", FLOAT, ["N", 50_000_000])],
        [constant("shape", np.array([1, 50_000_000], np.int64))]))
    save("picky.onnx", model(
        [node("Sub", ["index", "ten"], ["place"]), node("Gather", ["table", "place"], ["y"])],
        [value("index", INT64, ["N"])], [value("y", FLOAT, ["N"])],
        [constant("ten", np.array(10, np.int64)), constant("table", np.array([1, 2, 3], np.float32))]))
    save("double_input.onnx", model(
        [node("Add", ["a", "b"], ["sum"]), node("Mul", ["a", "b"], ["product"])],
        [value("a", FLOAT, ["N", 2]), value("b", FLOAT, ["N", 2])],
        [value("sum", FLOAT, ["N", 2]), value("product", FLOAT, ["N", 2])]))
    save("int64.onnx", model(
        [node("Mul", ["ids", "two"], ["doubled"])],
        [value("ids", INT64, ["N", 3])], [value("doubled", INT64, ["N", 3])],
        [constant("two", np.array(2, np.int64))]))
    save("fixed_batch.onnx", model(
        [node("Mul", ["x", "two"], ["y"])],
        [value("x", FLOAT, [1, 4])], [value("y", FLOAT, [1, 4])], [constant("two", np.float32(2))]))
    save("coupled.onnx", model(
        [node("ReduceMean", ["x"], ["mean"], axes=[0], keepdims=1), node("Sub", ["x", "mean"], ["y"])],
        [value("x", FLOAT, ["N", 2])], [value("y", FLOAT, ["N", 2])]))
    save("free_inner.onnx", model(
        [node("Neg", ["x"], ["y"])],
        [value("x", FLOAT, ["N", "L"])], [value("y", FLOAT, ["N", "L"])]))
    save("scalar.onnx", model(
        [node("Mul", ["x", "two"], ["y"])],
        [value("x", FLOAT, [])], [value("y", FLOAT, [])], [constant("two", np.float32(2))]))
    save("fails_at_run.onnx", model(
        [node("Gather", ["table", "index"], ["y"], axis=0)],
        [value("index", INT64, ["N"])], [value("y", FLOAT, ["N"])],
        [constant("table", np.array([0.5, 1.5, 2.5], np.float32))]))
    save("nan_out.onnx", model(
        [node("Log", ["x"], ["y"])], [value("x", FLOAT, ["N", 1])], [value("y", FLOAT, ["N", 1])]))
    save("texts.onnx", model(
        [node("StringConcat", ["a", "b"], ["y"])],
        [value("a", STRING, ["N"]), value("b", STRING, ["N"])], [value("y", STRING, ["N"])], opset=20, ir=9))
    save("wide.onnx", model(
        [node("Transpose", ["x"], ["y"], perm=[4, 3, 2, 1, 0])],
        [value("x", FLOAT, ["N", 1, 2, 1, 2])], [value("y", FLOAT, [2, 1, 2, 1, "N"])]))
    save("maps.onnx", classifier(
        [zipmap("y", classlabels_int64s=[7, -3])], [sequence_of_maps("y", INT64)]), check=False)
    save("maps_by_text.onnx", classifier(
        [zipmap("probabilities", classlabels_strings=["viola", "açaí"]), node("Neg", ["x"], ["minus"])],
        [value("minus", FLOAT, ["N", 2]), sequence_of_maps("probabilities", STRING)]), check=False)
    save("maps_beside_labels.onnx", classifier(
        [zipmap("m", classlabels_int64s=[0, 1]), node("Neg", ["x"], ["labels"])],
        [sequence_of_maps("m", INT64), value("labels", FLOAT, ["N", 2])]), check=False)
    save("maps_twice.onnx", classifier(
        [zipmap("a", classlabels_int64s=[0, 1]), zipmap("b", classlabels_strings=["x", "y"])],
        [sequence_of_maps("a", INT64), sequence_of_maps("b", STRING)]), check=False)

    # Models that must be refused.
    save("sequence_out.onnx", model(
        [node("SequenceConstruct", ["x", "x"], ["y"])],
        [value("x", FLOAT, ["N", 2])], [helper.make_tensor_sequence_value_info("y", FLOAT, ["N", 2])]))
    save("map_in.onnx", helper.make_model(
        helper.make_graph(
            [node("DictVectorizer", ["x"], ["y"], domain="ai.onnx.ml", string_vocabulary=["a", "b"])], "map",
            [helper.make_value_info("x", helper.make_map_type_proto(
                STRING, helper.make_tensor_type_proto(FLOAT, [])))],
            [value("y", FLOAT, [1, 2])]),
        ir_version=IR, opset_imports=[helper.make_opsetid("", OPSET), helper.make_opsetid("ai.onnx.ml", 1)]),
        check=False)
    save("optional_out.onnx", model(
        [node("Optional", ["x"], ["y"])], [value("x", FLOAT, ["N"])],
        [helper.make_value_info("y", helper.make_optional_type_proto(
            helper.make_tensor_type_proto(FLOAT, ["N"])))]))
    save("float8_in.onnx", model(
        [node("Cast", ["x"], ["y"], to=FLOAT)],
        [value("x", TensorProto.FLOAT8E4M3FN, ["N"])], [value("y", FLOAT, ["N"])], opset=19, ir=9))
    save("int4_in.onnx", model(
        [node("DequantizeLinear", ["x", "scale"], ["y"])],
        [value("x", TensorProto.INT4, ["N"])], [value("y", FLOAT, ["N"])],
        [constant("scale", np.float32(0.5))], opset=21, ir=10))
    save("complex_in.onnx", model(
        [node("Identity", ["x"], ["y"])],
        [value("x", TensorProto.COMPLEX64, ["N"])], [value("y", TensorProto.COMPLEX64, ["N"])]))
    save("sparse_in.onnx", model(
        [node("Identity", ["a"], ["y"])],
        [helper.make_sparse_tensor_value_info("x", FLOAT, [2, 2]), value("a", FLOAT, ["N"])],
        [value("y", FLOAT, ["N"])]), check=False)
    save("maps_taken.onnx", classifier(
        [zipmap("m", classlabels_int64s=[0, 1]), node("Neg", ["x"], ["labels"]), node("Abs", ["x"], ["m_labels"])],
        [sequence_of_maps("m", INT64), value("labels", FLOAT, ["N", 2]), value("m_labels", FLOAT, ["N", 2])]),
        check=False)
    relu = lambda **given: model(
        [node("Relu", ["x"], ["y"])], [value("x", FLOAT, ["N"])], [value("y", FLOAT, ["N"])], **given)
    save("future_opset.onnx", relu(opset=99), check=False)
    save("future_ir.onnx", relu(ir=99), check=False)
    save("unknown_operator.onnx", model(
        [node("Levitate", ["x"], ["y"])], [value("x", FLOAT, ["N"])], [value("y", FLOAT, ["N"])]), check=False)
    (FOLDER / "truncated.onnx").write_bytes((FOLDER / "mlp.onnx").read_bytes()[:300])
    (FOLDER / "not_onnx.onnx").write_text("This is a text and no model.\n")
    (FOLDER / "empty.onnx").write_bytes(b"")


CASES = [
    ("mlp.onnx", {"x": [[1, 2, 3, 4]]}),
    ("mlp.onnx", {"x": [[0.125, -0.5, 2.75, -3], [0, 0, 0, 0], [-1, 1, -1, 1]]}),
    ("double_input.onnx", {"a": [[1, 2], [3, 4]], "b": [[0.5, -2], [0.25, 8]]}),
    ("int64.onnx", {"ids": [[1, -2, 4611686018427387903]]}),
    ("fixed_batch.onnx", {"x": [[1, 2, 3, -0.25]]}),
    ("coupled.onnx", {"x": [[1, 2], [3, 8]]}),
    ("free_inner.onnx", {"x": [[1, 2, 3, 4, 5], [6, 7, 8, 9, 10]]}),
    ("free_inner.onnx", {"x": [[], []]}),
    ("scalar.onnx", {"x": 2.5}),
    ("fails_at_run.onnx", {"index": [2, 0, 1, 2]}),
    ("nan_out.onnx", {"x": [[1], [0]]}),
    ("slow.onnx", {"x": [[3.5], [-2]]}),
]


def tensor(name, array):
    """Floats as the bits of their 32-bit form, so that infinities and signs of zero survive JSON."""
    array = np.asarray(array)
    bits = array.view(np.uint32) if array.dtype == np.float32 else array
    kind = {"float32": "FP32", "int64": "INT64"}[str(array.dtype)]
    return {"name": name, "datatype": kind, "shape": list(array.shape), "data": bits.flatten().tolist()}


def expect():
    cases = []
    for name, given in CASES:
        session = ort.InferenceSession(FOLDER / name, providers=["CPUExecutionProvider"])
        kinds = {i.name: np.int64 if i.type == "tensor(int64)" else np.float32 for i in session.get_inputs()}
        feed = {key: np.array(numbers, kinds[key]) for key, numbers in given.items()}
        answers = session.run(None, feed)
        cases.append({
            "model": name,
            "inputs": [tensor(key, array) for key, array in feed.items()],
            "outputs": [tensor(o.name, array) for o, array in zip(session.get_outputs(), answers)],
        })
    lines = ",\n".join("  " + json.dumps(case) for case in cases)
    (FOLDER / "expected.json").write_text("[\n" + lines + "\n]\n")


if __name__ == "__main__":
    make()
    expect()
