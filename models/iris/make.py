"""Makes model.onnx: the iris flowers, standardised inside the graph, through a small neural network.

    python3 -m venv .marram/venv
    .marram/venv/bin/pip install scikit-learn==1.9.1 skl2onnx==1.20.0 onnx==1.23.2 onnxruntime==1.31.1
    .marram/venv/bin/python models/iris/make.py

The data set comes with scikit-learn. Opset 17 is what every ONNX Runtime since 1.12 reads.
"""

import pathlib

import numpy as np
import onnx
import onnxruntime
from onnx import helper
from skl2onnx import to_onnx
from sklearn.datasets import load_iris
from sklearn.model_selection import train_test_split
from sklearn.neural_network import MLPClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

target = pathlib.Path(__file__).parent / "model.onnx"
iris = load_iris()
features = iris.data.astype(np.float32)
train, test, train_labels, test_labels = train_test_split(
    features, iris.target, test_size=0.3, random_state=0, stratify=iris.target)

classifier = make_pipeline(StandardScaler(), MLPClassifier((16,), max_iter=3000, random_state=0))
classifier.fit(train, train_labels)

model = to_onnx(
    classifier, features[:1], options={"zipmap": False}, target_opset={"": 17, "ai.onnx.ml": 3}, name="iris")
model.doc_string = "Species of an iris from four lengths in cm"
model.model_version = 1
helper.set_model_props(model, {
    "features": "sepal length, sepal width, petal length, petal width (cm)",
    "classes": ", ".join(iris.target_names),
})
onnx.checker.check_model(model, full_check=True)
target.write_bytes(model.SerializeToString())

session = onnxruntime.InferenceSession(target, providers=["CPUExecutionProvider"])
labels, probabilities = session.run(None, {"X": test})
print(f"{target.stat().st_size} bytes, opsets {[(o.domain, o.version) for o in model.opset_import]}, IR {model.ir_version}")
print(f"accuracy on the third held back: {np.mean(labels == test_labels):.3f}")
print("inputs ", [(i.name, i.type, i.shape) for i in session.get_inputs()])
print("outputs", [(o.name, o.type, o.shape) for o in session.get_outputs()])
asked = np.array([[5.1, 3.5, 1.4, 0.2], [6.3, 3.3, 6.0, 2.5]], np.float32)
print("asked", asked.tolist(), "answered", [answer.tolist() for answer in session.run(None, {"X": asked})])
