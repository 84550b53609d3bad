"""Serves S3, STS, IAM and SageMaker on loopback, checking signatures and permissions, until whoever has started it is gone.

    .marram/venv/bin/python Tests/Fixtures/serve_aws.py

The first line that it writes is JSON: port, a user's key (id and secret) who may do everything, another's who may do
nothing, the ARN of a role that may read and write S3 and asks for the external id "marram", a bucket with some
objects: "model/model.onnx" (3,000,000 bytes, byte i is i mod 251), "list/…" (1,234 objects), and
"odd/ä b+c%/(d)&e=f.txt" ("odd"); a model package group with 160 versions, every third of them not approved, and the
ARNs of its packages by version. The data of version 160 is "model/model.onnx", that of 158 all below "model/".
"""

import json
import logging
import os
import sys
import time

import boto3
import requests
from moto.s3.models import s3_backends
from moto.server import ThreadedMotoServer

parent = os.getppid()
logging.getLogger("werkzeug").setLevel(logging.ERROR)
server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
server.start()
url = "http://{}:{}".format(*server.get_host_and_port())


def client(service):
    return boto3.client(
        service, endpoint_url=url, region_name="eu-west-1", aws_access_key_id="any", aws_secret_access_key="any"
    )


def policy(**statement):
    return json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow"} | statement]})


iam, s3 = client("iam"), client("s3")
keys = {}
for name, may in (("friend", "*"), ("stranger", "ec2:DescribeRegions")):
    iam.create_user(UserName=name)
    iam.put_user_policy(UserName=name, PolicyName="all", PolicyDocument=policy(Action=may, Resource="*"))
    key = iam.create_access_key(UserName=name)["AccessKey"]
    keys[name] = {"id": key["AccessKeyId"], "secret": key["SecretAccessKey"]}
role = iam.create_role(
    RoleName="reader",
    AssumeRolePolicyDocument=policy(
        Action="sts:AssumeRole", Principal={"AWS": "*"}, Condition={"StringEquals": {"sts:ExternalId": "marram"}}
    ),
)["Role"]["Arn"]
iam.put_role_policy(RoleName="reader", PolicyName="s3", PolicyDocument=policy(Action="s3:*", Resource="*"))
s3.create_bucket(Bucket="models", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
s3.put_object(Bucket="models", Key="model/model.onnx", Body=bytes(i % 251 for i in range(3_000_000)))
s3.put_object(Bucket="models", Key="odd/ä b+c%/(d)&e=f.txt", Body=b"odd")
for number in range(1234):
    s3_backends["123456789012"]["aws"].put_object("models", f"list/{number:04}", b"")
sagemaker, image = client("sagemaker"), "123456789012.dkr.ecr.eu-west-1.amazonaws.com/any:1"
sagemaker.create_model_package_group(ModelPackageGroupName="press")
packages = {}
for number in range(1, 161):
    if number == 158:
        data = {"ModelDataSource": {"S3DataSource": {
            "S3Uri": "s3://models/model/", "S3DataType": "S3Prefix", "CompressionType": "None"}}}
    else:
        data = {"ModelDataUrl": "s3://models/" + ("model/model.onnx" if number == 160 else f"press/{number}.tar.gz")}
    packages[str(number)] = sagemaker.create_model_package(
        ModelPackageGroupName="press",
        ModelApprovalStatus="Rejected" if number % 3 == 0 else "Approved",
        InferenceSpecification={
            "Containers": [{"Image": image} | data],
            "SupportedContentTypes": ["application/json"],
            "SupportedResponseMIMETypes": ["application/json"],
        },
        CustomerMetadataProperties={"number": str(number)},
    )["ModelPackageArn"]
requests.post(f"{url}/moto-api/reset-auth", data="0", timeout=10)
json.dump(
    {"url": url, "keys": keys, "role": role, "bucket": "models", "group": "press", "packages": packages}, sys.stdout
)
print(flush=True)
while os.getppid() == parent:
    time.sleep(0.2)
# Threads of the server would keep the interpreter waiting.
os._exit(0)
