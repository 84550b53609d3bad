"""The models of Benchmarks/http/run.sh, and requests for them."""

import json
import pathlib
import shutil
import struct

import numpy
from onnx import TensorProto, checker, helper, numpy_helper, save

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
IMAGE = (1, 3, 96, 96)


def weights(name, *shape, scale=0.1):
    values = numpy.random.default_rng(len(name) + sum(shape)).standard_normal(shape) * scale
    return numpy_helper.from_array(values.astype(numpy.float32), name)


def convolutional(path):
    """Writes a small network for pictures of 3 x 96 x 96: two convolutions, a mean, ten classes."""
    nodes = [
        helper.make_node("Conv", ["x", "w1", "b1"], ["c1"], kernel_shape=[3, 3], strides=[4, 4], pads=[1, 1, 1, 1]),
        helper.make_node("Relu", ["c1"], ["r1"]),
        helper.make_node("Conv", ["r1", "w2", "b2"], ["c2"], kernel_shape=[3, 3], strides=[2, 2], pads=[1, 1, 1, 1]),
        helper.make_node("Relu", ["c2"], ["r2"]),
        helper.make_node("GlobalAveragePool", ["r2"], ["mean"]),
        helper.make_node("Flatten", ["mean"], ["flat"]),
        helper.make_node("Gemm", ["flat", "w3", "b3"], ["y"]),
    ]
    constants = [weights("w1", 8, 3, 3, 3), weights("b1", 8), weights("w2", 16, 8, 3, 3), weights("b2", 16)]
    constants += [weights("w3", 16, 10), weights("b3", 10)]
    inputs = [helper.make_tensor_value_info("x", TensorProto.FLOAT, ["N", *IMAGE[1:]])]
    outputs = [helper.make_tensor_value_info("y", TensorProto.FLOAT, ["N", 10])]
    graph = helper.make_graph(nodes, "cnn", inputs, outputs, constants)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    checker.check_model(model)
    save(model, path)


def prepare(folder):
    """Puts both models, `iris` and `cnn`, and the requests' bodies into a folder."""
    for name in ("iris", "cnn"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    shutil.copy(ROOT / "models" / "iris" / "model.onnx", folder / "iris")
    convolutional(folder / "cnn" / "model.onnx")
    (folder / "iris.json").write_text(request("X", (1, 4), [5.1, 3.5, 1.4, 0.2]))
    picture = numpy.random.default_rng(1).random(IMAGE, dtype=numpy.float32)
    (folder / "cnn.json").write_text(request("x", IMAGE, [round(float(v), 6) for v in picture.ravel()]))
    header = request("x", IMAGE, None, {"binary_data_size": picture.nbytes}, {"binary_data_output": True}).encode()
    (folder / "cnn.bin").write_bytes(header + struct.pack(f"<{picture.size}f", *picture.ravel()))
    (folder / "cnn.bin.header").write_text(str(len(header)))


def request(name, shape, data, parameters=None, of_request=None):
    tensor = {"name": name, "shape": list(shape), "datatype": "FP32"}
    tensor |= {"parameters": parameters} if parameters else {"data": data}
    return json.dumps({"inputs": [tensor]} | ({"parameters": of_request} if of_request else {}), separators=(",", ":"))
