"""Downloads an object with boto3, as an application does, and computes its SHA-256 if told to; prints seconds and memory.

`peer.py file|digest ENDPOINT BUCKET KEY FILE`
"""

import hashlib
import json
import pathlib
import sys
import time

import boto3
from botocore import UNSIGNED
from botocore.config import Config


def memory(name):
    lines = pathlib.Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(name))


def main():
    kind, endpoint, bucket, key, file = sys.argv[1:]
    config = Config(signature_version=UNSIGNED, s3={"addressing_style": "path"}, proxies={})
    client = boto3.client("s3", endpoint_url=endpoint, region_name="eu-central-1", config=config)
    pathlib.Path("/proc/self/clear_refs").write_text("5")
    start = memory("VmRSS:")
    clock = time.monotonic()
    client.download_file(bucket, key, file)
    if kind == "digest":
        with open(file, "rb") as stream:
            hashlib.file_digest(stream, "sha256")
    seconds = time.monotonic() - clock
    print(json.dumps({"seconds": seconds, "above_idle_kib": memory("VmHWM:") - start}))


main()
