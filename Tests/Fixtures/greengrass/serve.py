"""Serves Greengrass V2 and two actions of STS on loopback, until whoever has started it is gone.

    .marram/venv/bin/python Tests/Fixtures/greengrass/serve.py --key ID:SECRET:ACCOUNT [--key …] [--region REGION]
        [--settle POLLS] [--s3-endpoint URL --s3-key ID:SECRET]

Writes "listening http://127.0.0.1:PORT" once it listens. The signature of every request is computed again with botocore,
its members are held against botocore's model of the service, and recipes and deployments against the service's rules.
The keys that AssumeRole gives belong to the account in the role's ARN. Tests change what it does by POST of JSON to
/__control__/…: see `Controls` in service.py.
"""

import argparse
import datetime
import hashlib
import json
import os
import socket
import threading
import time
import uuid
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, unquote, urlsplit
from xml.sax.saxutils import escape

from service import BOTO, Controls, Service, State
from wire import Refusal, Router, authenticate, check, decode

GREENGRASS, STS = BOTO.get_service_model("greengrassv2"), BOTO.get_service_model("sts")


def xml(value):
    if isinstance(value, dict):
        return "".join(f"<{key}>{xml(item)}</{key}>" for key, item in value.items())
    return escape(str(value))


def sts_members(pairs):
    """Members of a form, with lists and structures put together."""
    flat, tags = {}, {}
    for key, value in pairs:
        parts = key.split(".")
        if parts[:2] == ["Tags", "member"] and len(parts) == 4:
            tags.setdefault(int(parts[2]), {})[parts[3]] = value
        else:
            flat[key] = int(value) if key == "DurationSeconds" and value.isdigit() else value
    return flat | ({"Tags": [tags[number] for number in sorted(tags)]} if tags else {})


class Handler(BaseHTTPRequestHandler):
    protocol_version, server_version = "HTTP/1.1", "greengrass"
    disable_nagle_algorithm = True
    state = service = router = controls = None

    def log_message(self, *_):
        pass

    def _send(self, status, body, kind="application/json", **headers):
        data = body.encode()
        self.send_response(status)
        ident = {"Content-Type": kind, "Content-Length": str(len(data)), "x-amzn-RequestId": str(uuid.uuid4())}
        for name, value in {**ident, **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data if status != 204 else b"")

    def _cut(self, status, body, kind):
        """Half of an answer."""
        data = body.encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data[: len(data) // 2])
        self.wfile.flush()
        self.close_connection = True
        self.connection.shutdown(socket.SHUT_RDWR)

    def _control(self, action, body):
        act = getattr(self.controls, {"break": "breakage"}.get(action, action), None)
        if act is None or action.startswith("_"):
            return self._send(404, "{}")
        return self._send(200, json.dumps(act(json.loads(body or b"{}")) or {}))

    def _serve(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        parts = urlsplit(self.path)
        record = {"method": self.command, "path": self.path, "body": hashlib.sha256(body).hexdigest()}
        is_form, fault = self.command == "POST" and parts.path == "/", {}
        try:
            with self.state.lock:
                if parts.path.startswith("/__control__/"):
                    return self._control(parts.path[len("/__control__/"):], body)
                self.state.log.append(record)
                fault, answer = self._answer(parts, body, is_form, record)
        except Refusal as error:
            record.update(status=error.status, error=error.code)
            return self._refuse(error, is_form)
        except Page as page:
            record.update(status=200, error="page")
            return self._send(200, str(page), "text/html")
        except Exception as error:  # A fault of this server is said, not hidden.
            record.update(status=500, error=repr(error))
            return self._send(500, json.dumps({"message": f"serve.py failed: {error!r}"}),
                              **{"x-amzn-ErrorType": "InternalServerException"})
        if fault.get("kind") == "slow":
            time.sleep(fault["seconds"])
        if fault.get("kind") == "cut":
            return self._cut(*answer)
        record.update(status=answer[0])
        return self._send(*answer)

    def _refuse(self, error, is_form):
        if is_form:
            text = (
                f"<ErrorResponse><Error><Type>Sender</Type><Code>{error.code}</Code><Message>{escape(error.message)}"
                f"</Message></Error><RequestId>{uuid.uuid4()}</RequestId></ErrorResponse>"
            )
            return self._send(error.status, text, "text/xml")
        members = dict(error.members)
        wait = members.pop("retryAfter", None)
        headers = {"x-amzn-ErrorType": f"{error.code}:http://internal.example/"}
        if wait is not None:
            headers["Retry-After"] = str(wait)
        if error.code == "unavailable":
            return self._send(503, "", "text/plain")
        return self._send(error.status, json.dumps({"message": error.message, **members}), **headers)

    def _answer(self, parts, body, is_form, record):
        """The fault that is to befall the answer, and the answer."""
        now = datetime.datetime.now(datetime.timezone.utc)
        caller, region, service = authenticate(self.state, self.command, self.path, self.headers, body, now)
        context = {"account": caller["account"], "arn": caller["arn"], "region": region, "now": round(now.timestamp(), 3)}
        record.update(account=caller["account"])
        if is_form != (service == "sts"):
            raise Refusal("InvalidSignatureException", f"{self.path} is not a path of {service}", 403)
        operation, values = self._form(body) if is_form else self._request(parts, body, record)
        record.update(operation=operation.name, clientToken=values.get("clientToken"))
        if is_form:
            tags = {f"Tag {tag['Key']}": tag["Value"] for tag in values.get("Tags", [])}
            record["form"] = {key: str(value) for key, value in values.items() if key != "Tags"} | tags
        fault = self._fault(operation)
        if not hasattr(self.service, operation.name):
            raise Refusal("UnknownOperationException", f"{operation.name} is not served here", 404)
        result = self._result(operation, context, values)
        if is_form:
            name, ident = operation.name, uuid.uuid4()
            text = f"<{name}Result>{xml(result)}</{name}Result><ResponseMetadata><RequestId>{ident}</RequestId></ResponseMetadata>"
            space = "https://sts.amazonaws.com/doc/2011-06-15/"
            return fault, (200, f'<{name}Response xmlns="{space}">{text}</{name}Response>', "text/xml")
        if fault.get("kind") == "endlessPages":
            result = {**result, "nextToken": "0"}
        problems = []
        if operation.output_shape and result is not None:
            check(operation.output_shape, result, "", problems)
        if problems:
            raise RuntimeError(f"the answer is not as the model has it: {problems}")
        return fault, (operation.http.get("responseCode", 200), json.dumps(result or {}), "application/json")

    def _form(self, body):
        pairs = parse_qsl(body.decode(), keep_blank_values=True)
        values = sts_members(pairs)
        name = values.pop("Action", "")
        if values.pop("Version", "") != STS.api_version or name not in ("AssumeRole", "GetCallerIdentity"):
            raise Refusal("InvalidAction", f"no action {name} of version {STS.api_version}", 400)
        operation, problems = STS.operation_model(name), []
        if operation.input_shape:
            check(operation.input_shape, values, "", problems)
        if problems:
            text = "; ".join(map(" ".join, problems))
            raise Refusal("ValidationError", f"{len(problems)} validation error(s): {text}")
        return operation, values

    def _request(self, parts, body, record):
        pairs = [(unquote(k), unquote(v)) for k, _, v in (pair.partition("=") for pair in parts.query.split("&") if pair)]
        operation, uri = self.router.find(self.command, parts.path)
        record["operation"] = operation.name
        return operation, decode(operation, uri, pairs, body)

    def _fault(self, operation):
        for index, fault in enumerate(self.state.faults):
            if fault["operation"] not in (operation.name, "*"):
                continue
            del self.state.faults[index]
            code, kind = fault.get("error"), fault.get("kind")
            if code:
                shape = next((shape for shape in operation.error_shapes if shape.name == code), None)
                status = (shape.metadata.get("error", {}) if shape else {}).get("httpStatusCode")
                status = status or (403 if "Expired" in code or "Denied" in code else 400)
                raise Refusal(code, "as the test says", status, retryAfter=fault.get("retryAfter"))
            if kind == "unavailable":
                raise Refusal("unavailable", "", 503)
            if kind in ("html", "garbage"):
                raise Page("<!doctype html><html><body>Sign in</body></html>" if kind == "html" else '{"a": [tru')
            return fault
        return {}

    def _result(self, operation, context, values):
        token = values.get("clientToken") and f"{context['account']}/{operation.name}/{values['clientToken']}"
        result = self.state.tokens.get(token) if token else None
        if result is None:
            result = getattr(self.service, operation.name)(context, values)
            if token:
                self.state.tokens[token] = result
        return result

    do_GET = do_POST = do_DELETE = do_PUT = do_HEAD = _serve


class Page(Exception):
    """200 with this text, whatever was asked."""


class Server(ThreadingHTTPServer):
    daemon_threads, request_queue_size = True, 64


def watch(parent):
    while os.getppid() == parent:
        time.sleep(0.2)
    os._exit(0)


def main():
    parent = os.getppid()
    parser = argparse.ArgumentParser()
    parser.add_argument("--key", action="append", help="ID:SECRET:ACCOUNT; may be repeated")
    parser.add_argument("--region", help="the only region that is taken (default: any)")
    parser.add_argument("--settle", type=int, default=0, help="how often DescribeComponent says REQUESTED")
    parser.add_argument("--s3-endpoint", help="where artifacts have to be; their SHA-256 goes into the recipe")
    parser.add_argument("--s3-key", help="ID:SECRET to read them with")
    options = parser.parse_args()
    Handler.state = State(options)
    Handler.service, Handler.router = Service(Handler.state), Router(GREENGRASS)
    Handler.controls = Controls(Handler.state)
    server = Server(("127.0.0.1", 0), Handler)
    threading.Thread(target=watch, args=(parent,), daemon=True).start()
    print(f"listening http://127.0.0.1:{server.server_address[1]}", flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
