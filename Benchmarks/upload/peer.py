"""Uploads a file with boto3, as an application does, and computes its SHA-256 before if told to; prints seconds and memory.

`peer.py file|digest ENDPOINT BUCKET KEY FILE`
"""

import hashlib
import json
import pathlib
import sys
import time

import boto3
from botocore.config import Config


def memory(name):
    lines = pathlib.Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(name))


def main():
    kind, endpoint, bucket, key, file = sys.argv[1:]
    client = boto3.client(
        "s3",
        endpoint_url=endpoint,
        region_name="eu-central-1",
        aws_access_key_id="AKIA",
        aws_secret_access_key="s3cret",
        config=Config(s3={"addressing_style": "path"}, proxies={}),
    )
    pathlib.Path("/proc/self/clear_refs").write_text("5")
    start = memory("VmRSS:")
    clock = time.monotonic()
    if kind == "digest":
        with open(file, "rb") as stream:
            hashlib.file_digest(stream, "sha256")
    client.upload_file(file, bucket, key)
    seconds = time.monotonic() - clock
    print(json.dumps({"seconds": seconds, "above_idle_kib": memory("VmHWM:") - start}))


main()
