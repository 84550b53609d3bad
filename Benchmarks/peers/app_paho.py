"""The component a user would write in Python: paho-mqtt, json, onnxruntime, one message at a time.

usage: app_paho.py MODEL PORT REQUEST-TOPIC QOS 5|3.1.1
"""

import json
import socket
import sys

import paho.mqtt.client as mqtt
from inference import Model
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties

PROTOCOLS = {"5": mqtt.MQTTv5, "3.1.1": mqtt.MQTTv311}


def main():
    if len(sys.argv) != 6 or sys.argv[5] not in PROTOCOLS:
        sys.exit(__doc__)
    port, topic, qos, protocol = int(sys.argv[2]), sys.argv[3], int(sys.argv[4]), PROTOCOLS[sys.argv[5]]
    model = Model(sys.argv[1])

    def on_connect(client, userdata, flags, reason, properties):
        if reason.is_failure:
            sys.exit(f"the broker refused the connection: {reason}")
        client.subscribe(topic, qos)

    def on_message(client, userdata, message):
        request = json.loads(message.payload)
        client.publish(request["reply_to"], model.answer(request), qos=qos)

    def on_message_with_properties(client, userdata, message):
        answer = model.answer(json.loads(message.payload))
        properties = Properties(PacketTypes.PUBLISH)
        properties.CorrelationData = message.properties.CorrelationData
        client.publish(message.properties.ResponseTopic, answer, qos=qos, properties=properties)

    client = mqtt.Client(mqtt.CallbackAPIVersion.VERSION2, protocol=protocol)
    client.max_inflight_messages_set(1000)
    client.on_socket_open = lambda client, userdata, sock: sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    client.on_connect = on_connect
    connect = None
    if protocol == mqtt.MQTTv5:
        client.on_message = on_message_with_properties
        connect = Properties(PacketTypes.CONNECT)
        connect.ReceiveMaximum = 65535
    else:
        client.on_message = on_message
    client.connect("127.0.0.1", port, properties=connect)
    client.loop_forever()


if __name__ == "__main__":
    main()
