"""A service as it is usually written in Python: FastAPI, pydantic, onnxruntime; served by uvicorn.

Reads MODELS, the folder of the models, from the environment.
"""

import os
import pathlib

import numpy
import onnxruntime
from fastapi import FastAPI, HTTPException
from pydantic import BaseModel

NUMPY_OF = {"FP32": numpy.float32, "FP64": numpy.float64, "INT32": numpy.int32, "INT64": numpy.int64}
NAME_OF = {numpy.dtype(kind): name for name, kind in NUMPY_OF.items()}


class Input(BaseModel):
    name: str
    shape: list[int]
    datatype: str
    data: list[float]


class Inference(BaseModel):
    id: str | None = None
    inputs: list[Input]


def session(path):
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])


app = FastAPI()
sessions = {path.parent.name: session(path) for path in pathlib.Path(os.environ["MODELS"]).glob("*/model.onnx")}


@app.get("/v2/health/ready")
def ready():
    return {"ready": True}


@app.post("/v2/models/{model}/infer")
def infer(model: str, inference: Inference):
    if model not in sessions:
        raise HTTPException(404, f"there is no model {model}")
    names = [output.name for output in sessions[model].get_outputs()]
    feed = {i.name: numpy.asarray(i.data, NUMPY_OF[i.datatype]).reshape(i.shape) for i in inference.inputs}
    values = sessions[model].run(names, feed)
    outputs = [
        {"name": name, "shape": value.shape, "datatype": NAME_OF[value.dtype], "data": value.ravel().tolist()}
        for name, value in zip(names, values)
    ]
    return {"model_name": model, "id": inference.id, "outputs": outputs}
