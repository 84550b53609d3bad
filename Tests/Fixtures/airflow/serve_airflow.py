"""Answers on loopback as Airflow 2.10.5 and 3.0.6 do, until whoever has started it is gone.

    python3 Tests/Fixtures/airflow/serve_airflow.py

The first line that it writes is JSON: url. Below it, each first part of a path is a server of its own: URL/a/api/v2/…
knows nothing of URL/b/api/v2/…. Answers are as those servers gave them; /api/v1 is Airflow 2, /api/v2 and
/auth/token are Airflow 3. The user is "marram" with the password "secret"; "given" is a token that is always taken.

A run of the DAG "press" goes one step at each question: queued, running, success. Other DAGs have faults, by their names:

    failing     runs end as failed            paused      runs stay queued, the DAG is paused
    missing     there is no such DAG          forbidden   403
    refused     422, 400 with v1              echo        422 that repeats what it was sent
    once        500 at the first request      busy        429 with Retry-After at the first request
    lost        the run is made, the first answer is lost
    taken       another order has the run     clash       409 without such a run
    page        a web page                    huge        2 MiB
    types       numbers where texts belong    other       another run is told of
    expiring    tokens hold for two requests  deleted     the run is gone at the second question
    hushed      the DAG itself is not shown (403), runs stay queued
    moved       302

GET URL/a/requests tells what was asked: a list of {method, path, authorization, body}.
"""

import base64
import http.server
import json
import os
import threading
import time
from urllib.parse import unquote

parent = os.getppid()
lock = threading.Lock()
sites = {}
STATES = {"press": ["queued", "queued", "running", "success"], "failing": ["queued", "running", "failed"]}
QUEUED = {"paused", "hushed"}
PAGE = b"<!DOCTYPE html>\n<html lang=\"en\"><head><title>Airflow 404</title></head><body>Ooops!</body></html>"
PROBLEM = "https://airflow.apache.org/docs/apache-airflow/2.10.5/stable-rest-api-ref.html#section/Errors/"


class Site:
    """What one server knows."""

    def __init__(self):
        self.requests, self.runs, self.uses, self.tokens = [], {}, {}, {}


class Answer(Exception):
    def __init__(self, status, body, kind="application/json", **headers):
        super().__init__(status)
        self.status, self.body, self.kind, self.headers = status, body, kind, headers


def refusal(version, status, title, kind, detail):
    """Why a request is refused, as each server says it."""
    if version == "v2":
        return Answer(status, {"detail": detail})
    document = {"detail": detail, "status": status, "title": title, "type": PROBLEM + kind}
    return Answer(status, document, "application/problem+json")


def finding(kind, place, text, found):
    return Answer(422, {"detail": [{"type": kind, "loc": ["body", place], "msg": text, "input": found}]})


def tell(version, dag, run):
    """A run, as each server tells it."""
    start = "2026-11-22T05:46:55.129343"
    common = {
        "conf": run["conf"],
        "dag_id": dag,
        "dag_run_id": run["id"],
        "end_date": None,
        "last_scheduling_decision": None,
        "note": None,
        "run_type": "manual",
        "start_date": None,
        "state": run["state"],
    }
    if version == "v1":
        date = start + "+00:00"
        return common | {
            "data_interval_end": date,
            "data_interval_start": date,
            "execution_date": date,
            "external_trigger": True,
            "logical_date": date,
        }
    return common | {
        "logical_date": None,
        "queued_at": start + "Z",
        "data_interval_start": None,
        "data_interval_end": None,
        "run_after": start + "Z",
        "triggered_by": "rest_api",
        "dag_versions": [],
        "bundle_version": None,
    }


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def do_GET(self):
        self.serve()

    def do_POST(self):
        self.serve()

    def serve(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        _, name, rest = self.path.split("/", 2)
        self.path = "/" + rest
        with lock:
            self.site = sites.setdefault(name, Site())
            asked = list(self.site.requests)
        if self.path == "/requests":
            return self.send(Answer(200, asked))
        entry = {
            "method": self.command,
            "path": self.path,
            "authorization": self.headers.get("Authorization"),
            "body": json.loads(body) if body else None,
        }
        try:
            with lock:
                self.site.requests.append(entry)
                document = self.answer(entry["body"])
            self.send(Answer(200, document))
        except Answer as answer:
            if answer.status == 0:
                # A part of it, or the client would ask again by itself.
                self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{")
                self.close_connection = True
                return
            self.send(answer)

    def send(self, answer):
        body = answer.body if isinstance(answer.body, bytes) else json.dumps(answer.body).encode()
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.kind)
        self.send_header("Content-Length", str(len(body)))
        for name, value in answer.headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        try:
            self.wfile.write(body)
        except OSError:
            # Whoever asked does not want all of it.
            self.close_connection = True

    def answer(self, body):
        if self.path == "/auth/token":
            return self.token(body)
        parts = [unquote(part) for part in self.path.split("/")]
        if parts[:2] != ["", "api"] or parts[2] not in ("v1", "v2") or parts[3] != "dags":
            raise Answer(404, PAGE, "text/html; charset=utf-8")
        version, dag, rest = parts[2], parts[4], parts[5:]
        self.early(version, dag, body)
        self.check(version, dag)
        if dag == "missing":
            if rest:
                raise refusal(version, 404, "DAG not found", "NotFound", "DAG with dag_id: 'missing' not found")
            raise refusal(version, 404, "DAG not found", "NotFound", "Dag with id missing was not found")
        if not rest:
            if dag == "hushed":
                raise refusal(version, 403, "Forbidden", "PermissionDenied", "Forbidden")
            return {"dag_id": dag, "is_paused": dag == "paused", "description": None}
        if self.command == "POST":
            return self.trigger(version, dag, body)
        return self.state(version, dag, rest[1])

    def token(self, body):
        if body.get("username") != "marram" or body.get("password") != "secret":
            raise Answer(401, {"detail": "Invalid credentials"})
        token = f"eyJ.{len(self.site.tokens)}.x"
        self.site.tokens[token] = 0
        raise Answer(201, {"access_token": token})

    def check(self, version, dag):
        found = self.headers.get("Authorization") or ""
        if found == "Bearer given":
            return
        if version == "v1":
            if found != "Basic " + base64.b64encode(b"marram:secret").decode():
                raise refusal("v1", 401, "Unauthorized", "Unauthenticated", None)
        elif not found.startswith("Bearer "):
            raise Answer(401, {"detail": "Not authenticated"})
        else:
            token = found.removeprefix("Bearer ")
            if dag == "expiring" and self.site.tokens.get(token) == 2:
                raise Answer(401, {"detail": "Token Expired"})
            if token not in self.site.tokens:
                raise Answer(403, {"detail": "Invalid JWT token"})
            self.site.tokens[token] += 1

    def early(self, version, dag, body):
        """Faults that come whoever asks."""
        first = self.site.uses.setdefault((version, dag), 0) == 0
        self.site.uses[version, dag] += 1
        if dag == "once" and first:
            raise Answer(500, b"Internal Server Error", "text/plain; charset=utf-8")
        if dag == "busy" and first:
            raise Answer(429, {"detail": "Too many requests"}, Retry_After="0")
        if dag == "page":
            raise Answer(200, PAGE, "text/html; charset=utf-8")
        if dag == "huge":
            raise Answer(200, b'{"dag_run_id": "' + b"x" * (2 << 20) + b'"}')
        if dag == "types":
            raise Answer(200, {"dag_run_id": 5, "state": ["queued"], "conf": 7})
        if dag == "forbidden":
            raise refusal(version, 403, "Forbidden", "PermissionDenied", "Forbidden")
        if dag == "moved":
            raise Answer(302, b"", "text/plain", Location="/elsewhere")
        if dag == "echo":
            said = f"no: {self.headers.get('Authorization')}\nsecret given"
            raise refusal(version, 422, "Bad", "BadRequest", said)
        if dag == "refused":
            if version == "v1":
                raise refusal("v1", 400, "Bad Request", "BadRequest", "{'conf': ['Invalid input type.']}")
            raise finding("dict_type", "conf", "Input should be a valid dictionary", body)

    def trigger(self, version, dag, body):
        known = {"dag_run_id", "logical_date", "conf", "note", "data_interval_start", "data_interval_end"}
        for name in body.keys() - known:
            if version == "v1":
                detail = str({name: ["Unknown field."]})
                raise refusal("v1", 400, "Bad Request", "BadRequest", detail)
            raise finding("extra_forbidden", name, "Extra inputs are not permitted", body[name])
        if version == "v2" and "logical_date" not in body:
            raise finding("missing", "logical_date", "Field required", body)
        if version == "v1" and body.get("logical_date", "") is None:
            detail = "{'logical_date': ['Field may not be null.']}"
            raise refusal("v1", 400, "Bad Request", "BadRequest", detail)
        name, key = body["dag_run_id"], (version, dag, body["dag_run_id"])
        if dag == "taken" and key not in self.site.runs:
            self.site.runs[key] = {"id": name, "conf": {"order_id": "drift__other__1"}, "state": "running", "asked": 0}
        if key in self.site.runs or dag == "clash":
            if version == "v1":
                detail = f"DAGRun with DAG ID: '{dag}' and DAGRun ID: '{name}' already exists"
                raise refusal("v1", 409, "Conflict", "AlreadyExists", detail)
            raise Answer(
                409,
                {
                    "detail": {
                        "reason": "Unique constraint violation",
                        "statement": "INSERT INTO dag_run (dag_id, run_id) VALUES (?, ?)",
                        "orig_error": "UNIQUE constraint failed: dag_run.dag_id, dag_run.run_id",
                        "message": "Serious error when handling your request. Check logs for more details",
                    }
                },
            )
        self.site.runs[key] = {"id": name, "conf": body["conf"], "state": "queued", "asked": 0}
        if dag == "lost":
            raise Answer(0, b"")
        if dag == "other":
            return tell(version, dag, self.site.runs[key] | {"id": "another"})
        return tell(version, dag, self.site.runs[key])

    def state(self, version, dag, name):
        run = self.site.runs.get((version, dag, name))
        if run is None or dag == "deleted" and run["asked"] == 1:
            text = f"The DagRun with dag_id: `{dag}` and run_id: `{name}` was not found"
            raise refusal(version, 404, "DAGRun not found", "NotFound", text)
        run["asked"] += 1
        if dag not in QUEUED and dag != "taken":
            states = STATES.get(dag, STATES["press"])
            run["state"] = states[min(run["asked"], len(states) - 1)]
        return tell(version, dag, run)


def watch():
    while os.getppid() == parent:
        time.sleep(0.5)
    os._exit(0)


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
threading.Thread(target=watch, daemon=True).start()
print(json.dumps({"url": f"http://127.0.0.1:{server.server_address[1]}"}), flush=True)
server.serve_forever()
