"""Serves S3 on loopback until its standard input ends; writes its URL, and has the buckets that are named."""

import logging
import os
import sys

import boto3
from moto.server import ThreadedMotoServer

logging.getLogger("werkzeug").setLevel(logging.ERROR)
server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
server.start()
url = "http://{}:{}".format(*server.get_host_and_port())
s3 = boto3.client(
    "s3", endpoint_url=url, region_name="eu-west-1", aws_access_key_id="any", aws_secret_access_key="any"
)
for name in sys.argv[1:]:
    s3.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
print(url, flush=True)
sys.stdin.read()
# Threads of the server would keep the interpreter waiting.
os._exit(0)
