"""What Greengrass V2 keeps and does: one method of `Service` for every operation; two of STS."""

import base64
import datetime
import hashlib
import json
import re
import secrets
import threading
import time
import uuid

import botocore.session
import yaml
from recipes import LIMIT, VERSION, order, parse
from wire import Refusal, invalid, missing

PUBLIC = {
    "aws.greengrass.Nucleus": "2.14.0", "aws.greengrass.NucleusLite": "2.1.0", "aws.greengrass.Cli": "2.14.0",
    "aws.greengrass.TokenExchangeService": "2.0.3", "aws.greengrass.SecretManager": "2.2.0",
}
BOTO = botocore.session.get_session()


class State:
    """Everything that is kept, in memory."""

    def __init__(self, options):
        self.region, self.settle = options.region, options.settle
        self.s3_endpoint, self.s3_key = options.s3_endpoint, (options.s3_key or "any:any").split(":")
        self.lock, self.keys = threading.RLock(), {}
        for spec in options.key or ["AKIDTEST:secret:111111111111"]:
            key, secret, account = spec.split(":")
            self.keys[key] = {"secret": secret, "account": account, "arn": f"arn:aws:iam::{account}:user/test"}
        self.reset()

    def reset(self):
        self.components, self.deployments, self.sessions, self.tokens = {}, {}, {}, {}
        self.devices, self.broken, self.roles = {}, {}, {}
        self.log, self.faults, self.readers, self.session_calls = [], [], None, None

    def use_session(self, account):
        """Counts what the keys of an assumed role have signed, and ends them when it is enough."""
        if "token" not in account:
            return
        account["calls"] += 1
        if self.session_calls is not None and account["calls"] > self.session_calls:
            raise Refusal("ExpiredTokenException", "The security token included in the request is expired", 403)


class Service:
    """`c` says who asks: account, arn, region, now (seconds); `p` what, as the model names it."""

    def __init__(self, state):
        self.s = state

    def _page(self, items, p, name):
        token = p.get("nextToken", "0")
        if not token.isdigit():
            raise invalid(f"nextToken {token} is not one that was handed out")
        start = int(token)
        stop = start + p.get("maxResults", 100)
        return {name: items[start:stop], **({"nextToken": str(stop)} if stop < len(items) else {})}

    # Components

    def _component(self, c, arn):
        if arn.split(":")[4] not in (c["account"], "aws"):
            raise Refusal("AccessDeniedException", f"{c['arn']} may not read {arn}", 403)
        if arn not in self.s.components:
            raise missing("ComponentVersion", arn)
        return self.s.components[arn]

    def _digests(self, c, uris):
        if not self.s.s3_endpoint:
            return {}
        client = BOTO.create_client(
            "s3", endpoint_url=self.s.s3_endpoint, region_name=self.s.region or "us-east-1",
            aws_access_key_id=self.s.s3_key[0], aws_secret_access_key=self.s.s3_key[1],
        )
        found = {}
        for uri in {uri for uri in uris if uri.startswith("s3://")}:
            bucket, key = uri[5:].split("/", 1)
            refusal = invalid(
                "Invalid Input: Encountered following errors in Artifacts: {" + uri
                + " = Specified artifact resource cannot be accessed}"
            )
            if self.s.readers is not None and c["account"] not in self.s.readers:
                raise refusal
            try:
                body, digest = client.get_object(Bucket=bucket, Key=key)["Body"], hashlib.sha256()
                for block in body.iter_chunks(1 << 20):
                    digest.update(block)
            except client.exceptions.ClientError as error:
                raise refusal from error
            found[uri] = base64.b64encode(digest.digest()).decode()
        return found

    def CreateComponentVersion(self, c, p):
        if ("inlineRecipe" in p) == ("lambdaFunction" in p):
            raise invalid("Exactly one of inlineRecipe and lambdaFunction is required.")
        if "lambdaFunction" in p:
            raise invalid("Lambda components are not served here.")
        text = base64.b64decode(p["inlineRecipe"])
        if len(text) > LIMIT:
            raise invalid(f"The recipe is {len(text)} bytes; the limit is {LIMIT}.")
        try:
            recipe, top, uris, platforms = parse(text.decode("utf-8"))
        except UnicodeDecodeError as error:
            raise invalid("The recipe is not UTF-8.") from error
        name, version = top["componentname"], top["componentversion"]
        arn = f"arn:aws:greengrass:{c['region']}:{c['account']}:components:{name}:versions:{version}"
        if arn in self.s.components:
            raise Refusal(
                "ConflictException", f"Component [{name} : {version}] for account [{c['account']}] already exists with state:"
                " [DEPLOYABLE]", 409, resourceId=arn, resourceType="ComponentVersion",
            )
        digests = self._digests(c, uris)
        for manifest in next(value for key, value in recipe.items() if key.lower() == "manifests"):
            for item in next((value for key, value in manifest.items() if key.lower() == "artifacts"), None) or []:
                uri = next(value for key, value in item.items() if key.lower() == "uri")
                if uri in digests:
                    item.update(Digest=digests[uri], Algorithm="SHA-256")
        self.s.components[arn] = {
            "arn": arn, "name": name, "version": version, "created": c["now"], "recipe": recipe,
            "publisher": top.get("componentpublisher") or "", "platforms": platforms,
            "description": top.get("componentdescription") or "", "tags": p.get("tags", {}), "polls": 0,
        }
        return {
            "arn": arn, "componentName": name, "componentVersion": version, "creationTimestamp": c["now"],
            "status": {"componentState": "REQUESTED", "message": "NONE", "errors": {}},
        }

    def DescribeComponent(self, c, p):
        item = self._component(c, p["arn"])
        item["polls"] += 1
        state, errors = "REQUESTED", {}
        if item["polls"] > self.s.settle:
            errors = self.s.broken.get(item["name"], {})
            state = "FAILED" if errors else "DEPLOYABLE"
        status = {
            "componentState": state, "message": "the artifacts are not right" if errors else "NONE", "errors": errors,
            "vendorGuidance": "ACTIVE", "vendorGuidanceMessage": "NONE",
        }
        return {
            "arn": item["arn"], "componentName": item["name"], "componentVersion": item["version"], "status": status,
            "creationTimestamp": item["created"], "publisher": item["publisher"], "description": item["description"],
            "platforms": item["platforms"], **({"tags": item["tags"]} if item["tags"] else {}),
        }

    def GetComponent(self, c, p):
        item, form = self._component(c, p["arn"]), p.get("recipeOutputFormat", "JSON")
        text = json.dumps(item["recipe"]) if form == "JSON" else yaml.safe_dump(item["recipe"], sort_keys=False)
        return {
            "recipeOutputFormat": form, "recipe": base64.b64encode(text.encode()).decode(),
            **({"tags": item["tags"]} if item["tags"] else {}),
        }

    def DeleteComponent(self, c, p):
        self._component(c, p["arn"])
        del self.s.components[p["arn"]]

    def _owned(self, c):
        start = f"arn:aws:greengrass:{c['region']}:{c['account']}:components:"
        return [item for arn, item in self.s.components.items() if arn.startswith(start)]

    def ListComponents(self, c, p):
        newest = {}
        for item in sorted(self._owned(c), key=lambda item: order(item["version"])):
            latest = {
                "arn": item["arn"], "componentVersion": item["version"], "creationTimestamp": item["created"],
                "platforms": item["platforms"], "description": item["description"], "publisher": item["publisher"],
            }
            newest[item["name"]] = {key: value for key, value in latest.items() if value}
        if p.get("scope") == "PUBLIC":
            start = f"arn:aws:greengrass:{c['region']}:aws:components:"
            newest = {
                name: {"arn": f"{start}{name}:versions:{version}", "componentVersion": version,
                       "creationTimestamp": 1.6e9, "publisher": "AWS"}
                for name, version in PUBLIC.items()
            }
        rows = [
            {"arn": latest["arn"].split(":versions:")[0], "componentName": name, "latestVersion": latest}
            for name, latest in sorted(newest.items())
        ]
        return self._page(rows, p, "components")

    def ListComponentVersions(self, c, p):
        region, owner, name = p["arn"].split(":")[3], p["arn"].split(":")[4], p["arn"].split(":", 6)[6]
        if owner not in (c["account"], "aws"):
            raise Refusal("AccessDeniedException", f"{c['arn']} may not list versions of {p['arn']}", 403)
        if owner == "aws":
            found = [(name, PUBLIC[name])] if name in PUBLIC else []
        else:
            owned = self._owned({**c, "region": region})
            found = [(item["name"], item["version"]) for item in owned if item["name"] == name]
        found.sort(key=lambda pair: order(pair[1]), reverse=True)
        rows = [{"componentName": n, "componentVersion": v, "arn": f"{p['arn']}:versions:{v}"} for n, v in found]
        return self._page(rows, p, "componentVersions")

    def _tagged(self, c, arn):
        if arn in self.s.components:
            return self._component(c, arn)["tags"]
        return self.GetDeployment(c, {"deploymentId": arn.rsplit(":", 1)[-1]}).setdefault("tags", {})

    def TagResource(self, c, p):
        self._tagged(c, p["resourceArn"]).update(p["tags"])

    def ListTagsForResource(self, c, p):
        return {"tags": self._tagged(c, p["resourceArn"])}

    # Deployments

    def _check_components(self, c, p):
        for name, spec in p.get("components", {}).items():
            version = spec["componentVersion"]
            arn = f"arn:aws:greengrass:{c['region']}:{c['account']}:components:{name}:versions:{version}"
            if not VERSION.fullmatch(version):
                raise invalid(f"components.{name}.componentVersion must be a semantic version")
            if arn not in self.s.components and name not in PUBLIC:
                raise missing("ComponentVersion", arn)
            update = spec.get("configurationUpdate", {})
            try:
                merged = json.loads(update.get("merge", "{}"))
            except ValueError:
                merged = None
            if not isinstance(merged, dict) or any(place and place[0] != "/" for place in update.get("reset", [])):
                raise invalid(
                    f"components.{name}.configurationUpdate: merge must be a JSON object in a string, reset a list of JSON"
                    " pointers"
                )

    def CreateDeployment(self, c, p):
        if p["targetArn"].split(":")[3:5] != [c["region"], c["account"]]:
            raise Refusal("AccessDeniedException", f"{c['arn']} may not deploy to {p['targetArn']}", 403)
        self._check_components(c, p)
        older = [item for item in self.s.deployments.values() if item["targetArn"] == p["targetArn"]]
        for item in older:
            item.update(isLatestForTarget=False, deploymentStatus="INACTIVE")
        ident, job = str(uuid.uuid4()), str(uuid.uuid4())
        kept = (
            "targetArn", "deploymentName", "components", "deploymentPolicies", "iotJobConfiguration", "parentTargetArn",
            "tags",
        )
        job_arn = f"arn:aws:iot:{c['region']}:{c['account']}:job/{job}"
        self.s.deployments[ident] = {key: p[key] for key in kept if key in p} | {
            "deploymentId": ident, "revisionId": str(len(older) + 1), "deploymentStatus": "ACTIVE", "iotJobId": job,
            "iotJobArn": job_arn, "creationTimestamp": c["now"], "isLatestForTarget": True,
        }
        return {"deploymentId": ident, "iotJobId": job, "iotJobArn": job_arn}

    def GetDeployment(self, c, p):
        item = self.s.deployments.get(p["deploymentId"])
        if not item or item["targetArn"].split(":")[4] != c["account"]:
            raise missing("Deployment", p["deploymentId"])
        return item

    def CancelDeployment(self, c, p):
        item = self.GetDeployment(c, p)
        if item["deploymentStatus"] != "ACTIVE":
            raise Refusal(
                "ConflictException", f"deployment is {item['deploymentStatus']}", 409, resourceId=p["deploymentId"],
                resourceType="Deployment",
            )
        item["deploymentStatus"] = "CANCELED"
        return {"message": "SUCCESS"}

    def ListDeployments(self, c, p):
        shown = (
            "targetArn", "revisionId", "deploymentId", "deploymentName", "creationTimestamp", "deploymentStatus",
            "isLatestForTarget", "parentTargetArn",
        )
        rows = [
            {key: item[key] for key in shown if key in item}
            for item in reversed(self.s.deployments.values())
            if item["targetArn"].split(":")[4] == c["account"] and p.get("targetArn", item["targetArn"]) == item["targetArn"]
            and (p.get("historyFilter") == "ALL" or item["isLatestForTarget"])
        ]
        return self._page(rows, p, "deployments")

    # Devices

    def _device(self, c, p):
        item = self.s.devices.get((c["account"], p["coreDeviceThingName"]))
        if not item:
            raise missing("CoreDevice", p["coreDeviceThingName"])
        return item

    def ListCoreDevices(self, c, p):
        rows = [
            {"coreDeviceThingName": name, "status": item["status"], "lastStatusUpdateTimestamp": item["updated"]}
            for (account, name), item in sorted(self.s.devices.items())
            if account == c["account"] and p.get("thingGroupArn", "") in ["", *item["groups"]]
            and p.get("status", item["status"]) == item["status"]
        ]
        return self._page(rows, p, "coreDevices")

    def ListEffectiveDeployments(self, c, p):
        device = self._device(c, p)
        rows = []
        for row in device["deployments"]:
            target = row.get("targetArn") or (device["groups"] or [f"arn:aws:iot:{c['region']}:{c['account']}:thing/x"])[0]
            latest = [item for item in self.s.deployments.values() if item["targetArn"] == target]
            ident = row.get("deploymentId") or (latest[-1]["deploymentId"] if latest else None)
            if ident is None:
                continue
            known = self.s.deployments.get(ident, {})
            rows.append({
                "deploymentId": ident, "deploymentName": known.get("deploymentName", "any"), "targetArn": target,
                "creationTimestamp": c["now"], "modifiedTimestamp": c["now"], "coreDeviceExecutionStatus": "SUCCEEDED",
            } | row)
        return self._page(rows, p, "effectiveDeployments")

    def ListInstalledComponents(self, c, p):
        rows = [
            {"lifecycleState": "RUNNING", "isRoot": True} | row
            for row in self._device(c, p)["components"]
            if p.get("topologyFilter", "ROOT") == "ALL" or row.get("isRoot", True)
        ]
        return self._page(rows, p, "installedComponents")

    # STS

    def AssumeRole(self, c, p):
        found = re.fullmatch(r"arn:aws[\w-]*:iam::(\d{12}):role/(.+)", p["RoleArn"])
        if not found:
            raise Refusal("ValidationError", f"{p['RoleArn']} is invalid")
        if self.s.roles.get(p["RoleArn"], p.get("ExternalId")) != p.get("ExternalId"):
            raise Refusal("AccessDenied", f"{c['arn']} is not authorized to perform sts:AssumeRole on {p['RoleArn']}", 403)
        key, seconds = "ASIA" + secrets.token_hex(8).upper(), int(p.get("DurationSeconds", 3600))
        arn = f"arn:aws:sts::{found[1]}:assumed-role/{found[2].rsplit('/', 1)[-1]}/{p['RoleSessionName']}"
        session = {
            "secret": secrets.token_urlsafe(30), "token": secrets.token_urlsafe(60), "account": found[1], "arn": arn,
            "expires": c["now"] + seconds, "calls": 0,
        }
        self.s.sessions[key] = session
        until = datetime.datetime.fromtimestamp(int(session["expires"]), datetime.timezone.utc)
        return {
            "AssumedRoleUser": {"AssumedRoleId": f"AROATEST:{p['RoleSessionName']}", "Arn": arn},
            "Credentials": {
                "AccessKeyId": key, "SecretAccessKey": session["secret"], "SessionToken": session["token"],
                "Expiration": until.strftime("%Y-%m-%dT%H:%M:%SZ"),
            },
        }

    def GetCallerIdentity(self, c, p):
        return {"UserId": "AIDATEST", "Account": c["account"], "Arn": c["arn"]}


class Controls:
    """What tests change: one method for every path below /__control__/."""

    def __init__(self, state):
        self.s = state

    def log(self, a):
        return {"log": self.s.log}

    def reset(self, a):
        self.s.reset()

    def fail(self, a):
        self.s.faults += [{key: value for key, value in a.items() if key != "times"}] * int(a.get("times", 1))

    def finish(self, a):
        for item in self.s.deployments.values():
            if item["deploymentStatus"] == "ACTIVE" and a.get("target", item["targetArn"]) == item["targetArn"]:
                item["deploymentStatus"] = a.get("status", "COMPLETED")

    def breakage(self, a):
        self.s.broken[a["name"]] = a["errors"]

    def device(self, a):
        self.s.devices[(a["account"], a["thing"])] = {
            "groups": a["groups"], "status": a["status"], "deployments": a["deployments"], "components": a["components"],
            "updated": time.time(),
        }

    def sessions(self, a):
        self.s.session_calls = a.get("calls")

    def role(self, a):
        self.s.roles[a["arn"]] = a["externalId"]

    def readers(self, a):
        self.s.readers = a.get("accounts")
