"""Makes requests and says how botocore signs them, where it finds services, and how it reads profiles and lines.

    .marram/venv/bin/python Tests/Fixtures/make_aws_answers.py [SEED]

Writes JSON: seed; signatures with the request and the headers that botocore adds; endpoints with what is asked and the
URL, by the rules that AWS publishes; words with a line and what it splits into (null: refused); files with the text of a
`config` and the profiles in it.
"""

import base64
import datetime
import json
import os
import random
import secrets
import sys
import tempfile
from urllib.parse import quote

import botocore.auth
import botocore.configloader
import botocore.loaders
from botocore.awsrequest import AWSRequest
from botocore.compat import compat_shell_split
from botocore.credentials import Credentials
from botocore.endpoint_provider import EndpointProvider
from botocore.exceptions import EndpointProviderError

SEED = int(sys.argv[1]) if len(sys.argv) > 1 else secrets.randbits(32)
RANDOM = random.Random(SEED)
LETTERS = "abcXYZ019-._~ !*'()&=+/?#%:@$,;açñ日😀\"<>[]{}|^`\\"
REGIONS = (
    "us-east-1", "us-west-2", "eu-west-1", "ap-southeast-2", "cn-north-1", "us-gov-west-1", "us-iso-east-1",
    "us-isob-east-1", "eusc-de-east-1",
)


def text(length, letters=LETTERS):
    return "".join(RANDOM.choice(letters) for _ in range(length))


def encoded(value):
    return quote(value, safe="-_.~")


def request(method, url, headers=(), body=b"", service="s3", token=None):
    return {"method": method, "url": url, "headers": list(headers), "body": body, "service": service, "token": token}


def fixed_requests():
    yield request("GET", "https://bucket.s3.eu-west-1.amazonaws.com/models/press/8/manifest.json")
    yield request("GET", "https://s3.eu-west-1.amazonaws.com/a.b/key", token="A/very+long==token")
    yield request("GET", "http://127.0.0.1:9000/bucket/a%20key%2Bwith%20more//twice/")
    yield request("GET", "https://bucket.s3.amazonaws.com:443/")
    yield request("GET", "https://sts.amazonaws.com", service="sts")
    yield request("GET", "http://127.0.0.1:80/bucket?list-type=2&prefix=a%2Fb%20c&encoding-type=url")
    yield request("POST", "https://bucket.s3.amazonaws.com/key?uploads")
    yield request("GET", "https://bucket.s3.amazonaws.com/k?b=2&a=2&a=1&a=&A=0&a-b=1")
    yield request("PUT", "http://127.0.0.1:9000/b/k", [("Content-Type", "text/plain"), ("x-amz-meta-a", "  a   b ")], b"bytes")
    yield request("PUT", "http://127.0.0.1:9000/b/k", [("X-Amz-Acl", "bucket-owner-full-control")], bytes(range(256)))
    arn = encoded(encoded("arn:aws:greengrass:eu-west-1:1:components:x:versions:1.0.0")).replace("%25", "%")
    yield request("GET", f"https://greengrass.eu-west-1.amazonaws.com/greengrass/v2/components/{arn}/metadata", service="greengrass")
    yield request("GET", "https://greengrass.eu-west-1.amazonaws.com/a/./b/../c//d/", service="greengrass")
    yield from greengrass_requests()
    yield request("POST", "https://api.sagemaker.eu-west-1.amazonaws.com/", [
        ("Content-Type", "application/x-amz-json-1.1"), ("X-Amz-Target", "SageMaker.ListModelPackages")], b"{}", "sagemaker")
    yield request("POST", "https://sts.eu-west-1.amazonaws.com/", [
        ("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")],
        b"Action=GetCallerIdentity&Version=2011-06-15", "sts", "token")


def greengrass_requests():
    """Paths and queries as Greengrass has them: ARNs and names from outside, encoded whole."""
    host = "https://greengrass.eu-west-1.amazonaws.com/greengrass/v2"
    for name in ("com.example.Press", "a b", "ä/日本😀", "..", "%2F", "a+b&c=d?e#f"):
        for account in ("aws", "123456789012"):
            arn = encoded(f"arn:aws-cn:greengrass:cn-north-1:{account}:components:{name}:versions:1.0.0-rc.1+b")
            yield request("GET", f"{host}/components/{arn}?recipeOutputFormat=JSON", service="greengrass", token="a/b+c==")
            yield request("GET", f"{host}/components/{arn}/versions?maxResults=100&nextToken={encoded(name)}", service="greengrass")
        group = encoded(f"arn:aws:iot:eu-west-1:1:thinggroup/{name}")
        yield request("GET", f"{host}/coreDevices?thingGroupArn={group}&maxResults=100", service="greengrass")
        yield request("GET", f"{host}/coreDevices/{encoded(name)}/effectiveDeployments", service="greengrass")
        yield request("POST", f"{host}/deployments/{encoded(name)}/cancel", service="greengrass", token="t")
    content = [("Content-Type", "application/json")]
    yield request("POST", f"{host}/createComponentVersion", content, '{"inlineRecipe": "e30=", "ü": 1}'.encode(), "greengrass")
    yield request("POST", f"{host}/deployments", content, b"{}", "greengrass", "token")


def random_request():
    service = RANDOM.choice(("s3", "greengrass", "sts"))
    path = "/".join(encoded(text(RANDOM.randrange(1, 12))) for _ in range(RANDOM.randrange(4)))
    names = {text(RANDOM.randrange(1, 6)) for _ in range(RANDOM.randrange(4))}
    query = "&".join(f"{encoded(name)}={encoded(text(RANDOM.randrange(6)))}" for name in names)
    host = RANDOM.choice(("https://b.s3.amazonaws.com", "http://127.0.0.1:9000", "https://[::1]:8443", "http://localhost"))
    headers = [(f"X-Amz-Meta-{number}", text(9, "ab \t;=,").strip() or "x") for number in range(RANDOM.randrange(3))]
    return request(
        RANDOM.choice(("GET", "PUT", "POST", "DELETE")), f"{host}/{path}" + (f"?{query}" if query else ""), headers,
        RANDOM.randbytes(RANDOM.randrange(3) * 40), service, RANDOM.choice((None, "token")),
    )


def signed(case):
    moment = datetime.datetime(2026, 11, 20, 12, 0, 0) + datetime.timedelta(seconds=RANDOM.randrange(10**8))
    botocore.auth.get_current_datetime = lambda: moment
    kind = botocore.auth.S3SigV4Auth if case["service"] == "s3" else botocore.auth.SigV4Auth
    credentials = Credentials("AKIAEXAMPLE", text(40, "abcABC123/+"), case["token"])
    outgoing = AWSRequest(method=case["method"], url=case["url"], data=case["body"], headers=dict(case["headers"]))
    region = RANDOM.choice(REGIONS)
    kind(credentials, case["service"], region).add_auth(outgoing)
    given = {name.lower() for name, _ in case["headers"]}
    return case | {
        "headers": [{"name": name, "value": value} for name, value in case["headers"]],
        "body": base64.b64encode(case["body"]).decode(),
        "secret": credentials.secret_key,
        "region": region,
        "time": int(moment.replace(tzinfo=datetime.timezone.utc).timestamp()),
        "added": {name.lower(): value for name, value in outgoing.headers.items() if name.lower() not in given},
    }


def endpoints():
    loader = botocore.loaders.create_loader()
    partitions = loader.load_data("partitions")
    for service, folder in (("s3", "s3"), ("sts", "sts"), ("greengrass", "greengrassv2"), ("sagemaker", "sagemaker")):
        rules = EndpointProvider(loader.load_service_model(folder, "endpoint-rule-set-1"), partitions)
        buckets = (None, "models", "models.example", "Old_Models") if service == "s3" else (None,)
        for region in REGIONS:
            for bucket in buckets:
                for fips in (False, True):
                    for dual in (False, True):
                        asked = {"Region": region, "UseFIPS": fips, "UseDualStack": dual}
                        asked |= {"UseGlobalEndpoint": service == "s3" and region == "us-east-1"}
                        asked |= {"Bucket": bucket} if bucket else {}
                        try:
                            url = rules.resolve_endpoint(**asked).url
                        except EndpointProviderError:
                            continue
                        yield {
                            "service": service, "region": region, "bucket": bucket, "fips": fips, "dual": dual, "url": url,
                        }


def words():
    lines = ["", " ", "a", "/opt/x --flag 'a b' \"c d\"", "a\\ b", "'a\\b'", "\"a\\b\\\"c\\\\\"", "a'b'\"c\"d", "''", "a ''", "'open",
             "\"open", "end\\", "tab\there", "'a'\\''b'", "# no comment", "$HOME ~ *"]
    lines += [text(RANDOM.randrange(12), "ab '\"\\\t") for _ in range(300)]
    for line in lines:
        try:
            yield {"line": line, "words": compat_shell_split(line)}
        except ValueError:
            yield {"line": line, "words": None}


def files():
    texts = [
        "[default]\nregion = eu-west-1\n[profile a]\nRegion=us-east-1\n  \naws_access_key_id = AKIA # no comment\n",
        "# comment\n; another\n[profile 'a b']\nregion: eu-west-1\nx = a = b : c\n[preview]\ny = 1\n[profile]\nz = 1\n",
        "[profile a]\ns3 =\n    addressing_style = path\n    max = 2\nregion = x\ncredential_process = a\n  b\n",
        "[profile a]\r\nregion = eu-west-1\r\n[default]\r\noutput=\r\n",
        "[profile \"q\"]\nregion=açaí\n\t\n[profile a]b\nregion = 1\n",
    ]
    for content in texts:
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "config")
            with open(path, "w", newline="", encoding="utf-8") as file:
                file.write(content)
            read = botocore.configloader.raw_config_parse(path, parse_subsections=False)
            yield {"text": content, "profiles": botocore.configloader.build_profile_map(read)["profiles"]}


json.dump(
    {
        "seed": SEED,
        "signatures": [signed(case) for case in [*fixed_requests(), *(random_request() for _ in range(300))]],
        "endpoints": list(endpoints()),
        "words": list(words()),
        "files": list(files()),
    },
    sys.stdout,
)
