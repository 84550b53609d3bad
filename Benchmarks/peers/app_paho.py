"""The component a user would write in Python: paho-mqtt, json, onnxruntime, one message at a time.

usage: app_paho.py MODEL PORT REQUEST-TOPIC QOS
"""

import json
import sys

import numpy as np
import onnxruntime as ort
import paho.mqtt.client as mqtt
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties

DATATYPES = {np.dtype(np.float32): "FP32", np.dtype(np.int64): "INT64"}


def tensor(name, array):
    return {
        "name": name,
        "datatype": DATATYPES[array.dtype],
        "shape": list(array.shape),
        "data": array.ravel().tolist(),
    }


def main():
    if len(sys.argv) != 5:
        sys.exit(__doc__)
    model, port, topic, qos = sys.argv[1], int(sys.argv[2]), sys.argv[3], int(sys.argv[4])
    session = ort.InferenceSession(model)
    outputs = [output.name for output in session.get_outputs()]

    def on_connect(client, userdata, flags, reason, properties):
        if reason.is_failure:
            sys.exit(f"the broker refused the connection: {reason}")
        client.subscribe(topic, qos)

    def on_message(client, userdata, message):
        request = json.loads(message.payload)
        inputs = {
            i["name"]: np.array(i["data"], dtype=np.float32).reshape(i["shape"]) for i in request["inputs"]
        }
        answer = {
            "model_name": "iris",
            "id": request["id"],
            "outputs": [tensor(n, a) for n, a in zip(outputs, session.run(outputs, inputs))],
        }
        properties = Properties(PacketTypes.PUBLISH)
        properties.CorrelationData = message.properties.CorrelationData
        client.publish(message.properties.ResponseTopic, json.dumps(answer), qos=qos, properties=properties)

    client = mqtt.Client(mqtt.CallbackAPIVersion.VERSION2, protocol=mqtt.MQTTv5)
    client.max_inflight_messages_set(1000)
    client.on_connect = on_connect
    client.on_message = on_message
    connect = Properties(PacketTypes.CONNECT)
    connect.ReceiveMaximum = 65535
    client.connect("127.0.0.1", port, properties=connect)
    client.loop_forever()


if __name__ == "__main__":
    main()
