"""The model of a Python component: a request of the Open Inference Protocol in, its answer out."""

import json

import numpy as np
import onnxruntime as ort

DATATYPES = {np.dtype(np.float32): "FP32", np.dtype(np.int64): "INT64"}


def tensor(name, array):
    return {
        "name": name,
        "datatype": DATATYPES[array.dtype],
        "shape": list(array.shape),
        "data": array.ravel().tolist(),
    }


class Model:
    """An ONNX model that computes on the thread that asks."""

    def __init__(self, path):
        options = ort.SessionOptions()
        options.intra_op_num_threads = 1
        self.session = ort.InferenceSession(path, options, providers=["CPUExecutionProvider"])
        self.outputs = [output.name for output in self.session.get_outputs()]

    def answer(self, request):
        """Returns the body of the answer to a request."""
        inputs = {
            i["name"]: np.array(i["data"], dtype=np.float32).reshape(i["shape"]) for i in request["inputs"]
        }
        results = self.session.run(self.outputs, inputs)
        outputs = [tensor(name, array) for name, array in zip(self.outputs, results)]
        return json.dumps({"model_name": "iris", "id": request["id"], "outputs": outputs})
