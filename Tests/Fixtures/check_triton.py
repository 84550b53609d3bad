"""Speaks to a server with Triton's own client, in both its forms, and says what is not as the protocol has it.

    .marram/venv/bin/python Tests/Fixtures/check_triton.py 127.0.0.1:8080

The server has the models every_type, classes and mlp of Tests/Fixtures/models. Ends with 0 where all is well, else with
1 and a line for each thing that is not.
"""

import asyncio
import sys

import ml_dtypes
import numpy as np
import tritonclient.http as http
import tritonclient.http.aio as aio
from tritonclient.utils import InferenceServerException

TYPES = {
    "BOOL": np.array([[True, False]]),
    "UINT8": np.array([[0, 255]], np.uint8),
    "UINT16": np.array([[0, 65535]], np.uint16),
    "UINT32": np.array([[0, 2**32 - 1]], np.uint32),
    "UINT64": np.array([[2**63 + 1, 2**64 - 1]], np.uint64),
    "INT8": np.array([[-128, 127]], np.int8),
    "INT16": np.array([[-32768, 32767]], np.int16),
    "INT32": np.array([[-(2**31), 2**31 - 1]], np.int32),
    "INT64": np.array([[-(2**63), 2**63 - 1]], np.int64),
    "FP16": np.array([[0.5, -65504]], np.float16),
    "BF16": np.array([[0.5, -2.0]], ml_dtypes.bfloat16),
    "FP32": np.array([[0.1, -3.4e38]], np.float32),
    "FP64": np.array([[0.1, -1.7e308]], np.float64),
    "BYTES": np.array([["é", "two words"]], np.object_),
}
# What Triton's client itself cannot write or read as JSON.
BINARY_ALONE = {"FP16", "BF16"}

faults = []


def check(condition, *words):
    if not condition:
        faults.append(" ".join(str(word) for word in words))


def same(one, other):
    text = lambda array: np.array([x.decode() if isinstance(x, bytes) else x for x in array.flatten()]).tolist()
    if one is None or other is None:
        return False
    if one.dtype == np.object_ or other.dtype == np.object_ or one.dtype.kind in "US":
        return one.shape == other.shape and text(one) == text(other)
    return one.shape == other.shape and np.array_equal(one, other)


def every_type(module, binary, rows=1):
    """Inputs and wished outputs of every datatype; where binary is false, those that JSON has."""
    inputs, outputs, sent = [], [], {}
    for name, values in TYPES.items():
        values = np.repeat(values, rows, axis=0)
        given = module.InferInput(f"in_{name}", list(values.shape), name)
        given.set_data_from_numpy(values, binary_data=binary or name in BINARY_ALONE)
        inputs.append(given)
        outputs.append(module.InferRequestedOutput(f"out_{name}", binary_data=binary or name in BINARY_ALONE))
        sent[name] = values
    return inputs, outputs, sent


def row(module, values, binary=True, name="x"):
    values = np.array(values, np.float32)
    given = module.InferInput(name, list(values.shape), "FP32")
    given.set_data_from_numpy(values, binary_data=binary)
    return given


def check_every_type(result, sent, words):
    for name, values in sent.items():
        check(same(result.as_numpy(f"out_{name}"), values), words, name, result.as_numpy(f"out_{name}"), values)


def check_classes(result, words):
    texts = [[x if isinstance(x, str) else x.decode() for x in row] for row in result.as_numpy("y").tolist()]
    check([t.split(":", 2)[1:] for t in texts[0]] == [["2", "high: 1"], ["0", "low"]], words, texts)
    check(float(texts[0][0].split(":")[0]) == 6, words, texts)


def expect_error(words, status, body):
    try:
        body()
    except InferenceServerException as error:
        check(error.status() == str(status), words, "status", error.status(), error.message())
        check(error.message(), words, "has no message")
    else:
        check(False, words, "is no error")


def blocking(url):
    client = http.InferenceServerClient(url, concurrency=4)
    check(client.is_server_live(), "live")
    check(client.is_server_ready(), "ready")
    check(client.is_model_ready("mlp"), "model ready")
    check(client.is_model_ready("mlp", "3"), "version ready")
    check(not client.is_model_ready("nobody"), "nobody is ready")
    about = client.get_server_metadata()
    check(about["name"] == "marram" and "binary_tensor_data" in about["extensions"], about)
    metadata = client.get_model_metadata("every_type", "1")
    check({x["datatype"] for x in metadata["inputs"]} == set(TYPES), metadata)
    check(metadata["platform"] == "onnx_onnxv1", metadata)
    config = client.get_model_config("mlp")
    check(config["name"] == "mlp" and config["input"][0]["data_type"] == "TYPE_FP32", config)

    for binary in (True, False):
        inputs, outputs, sent = every_type(http, binary)
        words = f"binary={binary}"
        check_every_type(client.infer("every_type", inputs, outputs=outputs), sent, words)
        for packing in ("gzip", "deflate"):
            inputs, outputs, sent = every_type(http, binary, rows=60)
            result = client.infer(
                "every_type", inputs, outputs=outputs,
                request_compression_algorithm=packing, response_compression_algorithm=packing)
            check_every_type(result, sent, f"{words} {packing}")
    # Without wishes all outputs come, in binary.
    inputs, _, sent = every_type(http, True)
    check_every_type(client.infer("every_type", inputs), sent, "no wishes")

    result = client.infer(
        "mlp", [row(http, [[1, 2, 3, 4]])], request_id="r-é1 \"quoted\"", model_version="3", timeout=2_000_000,
        priority=2, sequence_id=7, sequence_start=True, parameters={"k": 1.5, "unknown": "word"})
    check(result.get_response()["id"] == "r-é1 \"quoted\"", "id", result.get_response())
    check(result.get_response()["model_version"] == "3", "version", result.get_response())
    check("id" not in client.infer("mlp", [row(http, [[1, 2, 3, 4]])]).get_response(), "an id is invented")

    for binary in (True, False):
        wish = http.InferRequestedOutput("y", binary_data=binary, class_count=2)
        check_classes(client.infer("classes", [row(http, [[2, 1, 3]])], outputs=[wish]), f"classes binary={binary}")

    pending = [client.async_infer("mlp", [row(http, [[n, 2, 3, 4]])], request_id=str(n)) for n in range(20)]
    for number, request in enumerate(pending):
        check(request.get_result().get_response()["id"] == str(number), "async", number)

    good = [row(http, [[1, 2, 3, 4]])]
    expect_error("unknown model", 404, lambda: client.infer("nobody", good))
    expect_error("unknown version", 404, lambda: client.infer("mlp", good, model_version="77"))
    expect_error("wrong input", 400, lambda: client.infer("mlp", [row(http, [[1, 2, 3, 4]], name="z")]))
    expect_error("wrong shape", 400, lambda: client.infer("mlp", [row(http, [[1, 2, 3]])]))
    expect_error("wrong output", 400, lambda: client.infer(
        "mlp", good, outputs=[http.InferRequestedOutput("nothing")]))
    expect_error("metadata of nobody", 404, lambda: client.get_model_metadata("nobody"))
    expect_error("config of nobody", 404, lambda: client.get_model_config("nobody"))
    expect_error("load of nobody", 404, lambda: client.load_model("nobody"))
    expect_error("load of a file", 400, lambda: client.load_model("mlp", config="{}", files={"file:1/m.onnx": b"x"}))
    expect_error("shared memory", 404, lambda: client.get_system_shared_memory_status())

    index = {x["name"]: x for x in client.get_model_repository_index()}
    check(index["mlp"]["state"] == "READY" and len(index) == 3, index)
    client.unload_model("mlp")
    check(not client.is_model_ready("mlp"), "an unloaded model is ready")
    expect_error("unloaded", 503, lambda: client.infer("mlp", good))
    index = {x["name"]: x for x in client.get_model_repository_index()}
    check(index["mlp"]["state"] == "UNAVAILABLE" and index["mlp"]["reason"] == "unloaded", index)
    check(client.is_server_ready(), "not ready for an unloaded model")
    client.load_model("mlp")
    check(client.is_model_ready("mlp"), "a loaded model is not ready")
    client.infer("mlp", good)

    all_statistics = client.get_inference_statistics()["model_stats"]
    check({x["name"] for x in all_statistics} == {"mlp", "classes", "every_type"}, all_statistics)
    counts = client.get_inference_statistics("mlp", "3")["model_stats"][0]
    check(counts["inference_stats"]["success"]["count"] >= 1 and counts["execution_count"] >= 1, counts)
    check(counts["batch_stats"] and counts["last_inference"] > 0, counts)
    client.close()


async def awaited(url):
    async with aio.InferenceServerClient(url) as client:
        check(await client.is_server_live() and await client.is_server_ready(), "aio: live and ready")
        check(await client.is_model_ready("mlp"), "aio: model ready")
        for binary in (True, False):
            for packing in (None, "gzip", "deflate"):
                inputs, outputs, sent = every_type(aio, binary, rows=60)
                result = await client.infer(
                    "every_type", inputs, outputs=outputs,
                    request_compression_algorithm=packing, response_compression_algorithm=packing)
                check_every_type(result, sent, f"aio: binary={binary} {packing}")
        wish = aio.InferRequestedOutput("y", class_count=2)
        check_classes(await client.infer("classes", [row(aio, [[2, 1, 3]])], outputs=[wish]), "aio: classes")
        results = await asyncio.gather(
            *[client.infer("mlp", [row(aio, [[n, 2, 3, 4]])], request_id=str(n)) for n in range(50)])
        check([r.get_response()["id"] for r in results] == [str(n) for n in range(50)], "aio: ids")
        try:
            await client.infer("nobody", [row(aio, [[1, 2, 3, 4]])])
            check(False, "aio: unknown model is no error")
        except InferenceServerException as error:
            check(error.status() == "404", "aio: status", error.status())
        check(len(await client.get_model_repository_index()) == 3, "aio: index")


if __name__ == "__main__":
    url = sys.argv[1].removeprefix("http://")
    blocking(url)
    asyncio.run(awaited(url))
    for fault in faults:
        print(fault)
    print(f"{len(faults)} things are not as they should be" if faults else "all is as it should be")
    sys.exit(1 if faults else 0)
