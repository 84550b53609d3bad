"""The component a user would write in Python with asyncio: aiomqtt over MQTT 3.1.1, json, onnxruntime.

Several tasks share the messages, as aiomqtt's documentation has it, so that one answer need not be confirmed before the
next request is read.

usage: app_aiomqtt.py MODEL PORT REQUEST-TOPIC QOS
"""

import asyncio
import json
import socket
import sys

import aiomqtt
from inference import Model

WORKERS = 16


async def serve(client, model, qos):
    async for message in client.messages:
        request = json.loads(message.payload)
        await client.publish(request["reply_to"], model.answer(request), qos=qos)


async def main():
    if len(sys.argv) != 5:
        sys.exit(__doc__)
    port, topic, qos = int(sys.argv[2]), sys.argv[3], int(sys.argv[4])
    model = Model(sys.argv[1])
    options = {
        "protocol": aiomqtt.ProtocolVersion.V311,
        "max_inflight_messages": 1000,
        "socket_options": [(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)],
    }
    async with aiomqtt.Client("127.0.0.1", port, **options) as client:
        client.pending_calls_threshold = 2 * WORKERS
        await client.subscribe(topic, qos)
        async with asyncio.TaskGroup() as tasks:
            for _ in range(WORKERS):
                tasks.create_task(serve(client, model, qos))


if __name__ == "__main__":
    asyncio.run(main())
