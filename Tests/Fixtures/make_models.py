"""Makes the small ONNX files in Tests/Fixtures/models and what onnxruntime answers to them.

    python3 -m venv .marram/venv && .marram/venv/bin/pip install onnx==1.23.2 onnxruntime==1.31.1
    .marram/venv/bin/python Tests/Fixtures/make_models.py

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


def make():
    FOLDER.mkdir(exist_ok=True)
    save("mlp.onnx", mlp())
    save("slow.onnx", slow())
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

    # Models that must be refused.
    save("sequence_out.onnx", model(
        [node("SequenceConstruct", ["x", "x"], ["y"])],
        [value("x", FLOAT, ["N", 2])], [helper.make_tensor_sequence_value_info("y", FLOAT, ["N", 2])]))
    zipmap = helper.make_graph(
        [helper.make_node("ZipMap", ["x"], ["y"], domain="ai.onnx.ml", classlabels_int64s=[0, 1])],
        "zipmap", [value("x", FLOAT, ["N", 2])],
        [helper.make_value_info("y", helper.make_sequence_type_proto(
            helper.make_map_type_proto(INT64, helper.make_tensor_type_proto(FLOAT, []))))])
    save("zipmap_out.onnx", helper.make_model(
        zipmap, ir_version=IR,
        opset_imports=[helper.make_opsetid("", OPSET), helper.make_opsetid("ai.onnx.ml", 1)]), check=False)
    save("float64_in.onnx", model(
        [node("Cast", ["x"], ["y"], to=FLOAT)], [value("x", DOUBLE, ["N", 2])], [value("y", FLOAT, ["N", 2])]))
    save("string_in.onnx", model(
        [node("Shape", ["x"], ["y"])],
        [value("x", STRING, ["N"])], [value("y", INT64, [1])]))
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
