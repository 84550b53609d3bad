"""Serves bundles on loopback from S3 and from an MLflow registry, both with logins, until whoever started it is gone.

    .marram/venv/bin/python Tests/Fixtures/serve_bundles.py FOLDER BUNDLES

FOLDER takes the registry's database and its artifacts, and is removed at the end. BUNDLES has the folders N/press, which
become s3://models/press/N/, and the archives N.tar, which become s3://models/press-N.tar. In the registry the model
"press" has version 1 with the alias "champion" (bundle 2, served by the registry itself) and version 2 with the
alias "bucket" (bundle 3 in S3). The first line that it writes is JSON: the URLs s3 and mlflow, keys of S3 (id and
secret) of a "friend" and of a "stranger" who may do nothing, a "temporary" key with a token, and user, password and
token of the registry.
"""

import base64
import json
import logging
import os
import pathlib
import shutil
import socket
import sys
import threading
import time
import warnings

parent = os.getppid()
folder, bundles = map(pathlib.Path, sys.argv[1:])
user, password, token = "device", "a secret: of press", "token-of-press"
listener = socket.socket()
listener.bind(("127.0.0.1", 0))
listener.listen(64)
url = f"http://127.0.0.1:{listener.getsockname()[1]}"
os.environ |= {
    "_MLFLOW_SERVER_FILE_STORE": f"sqlite:///{folder}/mlflow.db",
    "_MLFLOW_SERVER_ARTIFACT_ROOT": "mlflow-artifacts:/",
    "_MLFLOW_SERVER_ARTIFACT_DESTINATION": str(folder / "artifacts"),
    "_MLFLOW_SERVER_SERVE_ARTIFACTS": "true",
    "MLFLOW_FLASK_SERVER_SECRET_KEY": "of a test",
    "MLFLOW_TRACKING_URI": url,
    "MLFLOW_TRACKING_USERNAME": user,
    "MLFLOW_TRACKING_PASSWORD": password,
    "MLFLOW_DISABLE_TELEMETRY": "true",
    "DO_NOT_TRACK": "true",
    "MLFLOW_SERVER_ENABLE_JOB_EXECUTION": "false",
    "MLFLOW_ENABLE_ARTIFACTS_PROGRESS_BAR": "false",
}
warnings.simplefilter("ignore")

import boto3  # noqa: E402
import requests  # noqa: E402
import uvicorn  # noqa: E402
from mlflow import MlflowClient  # noqa: E402
from mlflow.server.fastapi_app import app  # noqa: E402
from moto.server import ThreadedMotoServer  # noqa: E402

logins = {
    b"Basic " + base64.b64encode(f"{user}:{password}".encode()),
    b"Bearer " + token.encode(),
}


async def guarded(scope, receive, send):
    """The registry behind a login, as a proxy in front of it would ask for one."""
    if scope["type"] == "http" and not logins & {value for _, value in scope["headers"]}:
        await send({"type": "http.response.start", "status": 401, "headers": []})
        await send({"type": "http.response.body", "body": b"You are not authenticated."})
    else:
        await app(scope, receive, send)


threading.Thread(
    target=uvicorn.Server(uvicorn.Config(guarded, log_level="error")).run, kwargs={"sockets": [listener]}, daemon=True
).start()
logging.getLogger("werkzeug").setLevel(logging.ERROR)
server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
server.start()
s3_url = "http://{}:{}".format(*server.get_host_and_port())


def client(service):
    return boto3.client(
        service, endpoint_url=s3_url, region_name="eu-west-1", aws_access_key_id="any", aws_secret_access_key="any"
    )


iam, s3 = client("iam"), client("s3")
keys = {}
for name, may in (("friend", "s3:*"), ("stranger", "ec2:DescribeRegions")):
    iam.create_user(UserName=name)
    statement = {"Effect": "Allow", "Action": may, "Resource": "*"}
    policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    iam.put_user_policy(UserName=name, PolicyName="all", PolicyDocument=policy)
    key = iam.create_access_key(UserName=name)["AccessKey"]
    keys[name] = {"id": key["AccessKeyId"], "secret": key["SecretAccessKey"]}
role = iam.create_role(RoleName="component", AssumeRolePolicyDocument="{}")["Role"]["Arn"]
statement = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}
policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
iam.put_role_policy(RoleName="component", PolicyName="read", PolicyDocument=policy)
assumed = client("sts").assume_role(RoleArn=role, RoleSessionName="component")["Credentials"]
keys["temporary"] = {"id": assumed["AccessKeyId"], "secret": assumed["SecretAccessKey"], "token": assumed["SessionToken"]}
s3.create_bucket(Bucket="models", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
for bundle in bundles.iterdir():
    if bundle.suffix == ".tar":
        s3.upload_file(str(bundle), "models", f"press-{bundle.name}")
    elif bundle.is_dir():
        for file in (bundle / "press").iterdir():
            s3.upload_file(str(file), "models", f"press/{bundle.name}/{file.name}")
requests.post(f"{s3_url}/moto-api/reset-auth", data="0", timeout=10)

registry = MlflowClient()
run = registry.create_run(registry.create_experiment("press")).info.run_id
registry.log_artifacts(run, str(bundles / "2" / "press"), "bundle")
registry.create_registered_model("press")
for alias, source in (
    ("champion", registry.get_run(run).info.artifact_uri + "/bundle"),
    ("bucket", "s3://models/press/3"),
):
    version = registry.create_model_version("press", source, run, await_creation_for=0)
    registry.set_registered_model_alias("press", alias, version.version)
json.dump(
    {"s3": s3_url, "mlflow": url, **keys, "user": user, "password": password, "token": token}, sys.stdout
)
print(flush=True)
while os.getppid() == parent:
    time.sleep(0.2)
shutil.rmtree(folder, ignore_errors=True)
# Threads of the servers would keep the interpreter waiting.
os._exit(0)
