#!/usr/bin/env python3
"""A stand-in for a node's API: serves web/ and plausible, lively figures, so that the page is seen without the program.

usage: fake.py [--port N] [--empty] [--login] [--well] [--sparse]

Prints its address. With --empty there is no model and no input yet; with --login the token is "operator" or "reader";
with --well nothing is wrong; with --sparse it leaves out whatever a node may leave out.
"""

import argparse
import json
import math
import os
import threading
from collections import deque
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit

from documents import sparse
from played import Node

WEB = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "..", "web")
TYPES = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".png": "image/png",
}
HEADERS = {
    "Content-Security-Policy": "default-src 'self'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'; object-src 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}

NODE = None
OPTIONS = None
SESSIONS = {}


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def answer(self, status, body, kind="application/json", more=None):
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.send_response(status)
        for name, value in {
            **HEADERS,
            "Content-Type": kind,
            "Content-Length": str(len(data)),
            "Cache-Control": "no-store",
            **(more or {}),
        }.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    def role(self):
        if not OPTIONS.login:
            return "operator"
        cookies = dict(part.strip().split("=", 1) for part in self.headers.get("Cookie", "").split(";") if "=" in part)
        return SESSIONS.get(cookies.get("marram_session"))

    def do_GET(self):
        url = urlsplit(self.path)
        query = {name: values[0] for name, values in parse_qs(url.query).items()}
        path = unquote(url.path)
        if path == "/api/session":
            role = self.role()
            return self.answer(200, {"role": role, "name": role if OPTIONS.login else None, "login": OPTIONS.login})
        if path.startswith(("/api/", "/v2/models")) and not self.role():
            return self.answer(401, {"error": "log in, or send a token: 'Authorization: Bearer TOKEN'"})
        with NODE.lock:
            document = self.document(path, query)
        if document is not None:
            return self.answer(200, document) if not isinstance(document, tuple) else self.answer(*document)
        if path == "/api/events":
            return self.stream()
        return self.file(path)

    def document(self, path, query):
        if path == "/api/state":
            return NODE.state()
        if path == "/api/series":
            if query.get("span") == "24h":
                return {"span": "24h", "step": 60, "end": NODE.second, "series": NODE.day}
            return {"span": "15m", "step": 1, "end": NODE.second, "series": NODE.series}
        if path == "/api/scores":
            return NODE.scores_document()
        if path == "/api/drift":
            found = NODE.drift_document(query.get("binding"), query.get("feature"))
            return sparse(found, -3) if OPTIONS.sparse else found
        if path == "/api/disagreements":
            return NODE.disagreements_document(query.get("model"))
        if path == "/api/predictions":
            found = {"predictions": list(NODE.predictions)[: int(query.get("limit", 50))]}
            return sparse(found) if OPTIONS.sparse else found
        if path == "/api/log":
            kinds = query.get("kinds", "").split(",") if query.get("kinds") else None
            lines = [json.dumps(entry) for entry in NODE.log if not kinds or entry["kind"] in kinds]
            return 200, ("\n".join(lines) + "\n").encode(), "application/x-ndjson"
        if path == "/v2/models/iris":
            return {
                "name": "iris",
                "versions": ["3"],
                "platform": "onnxruntime_onnx",
                "inputs": [{"name": "X", "datatype": "FP32", "shape": [-1, 4]}],
                "outputs": [
                    {"name": "label", "datatype": "INT64", "shape": [-1]},
                    {"name": "probabilities", "datatype": "FP32", "shape": [-1, 3]},
                ],
            }
        if path in ("/v2/models/press", "/v2/models/flow"):
            return {
                "name": path.split("/")[-1],
                "versions": ["7"],
                "platform": "onnxruntime_onnx",
                "inputs": [{"name": "x", "datatype": "FP32", "shape": [-1, 8, 4]}],
                "outputs": [{"name": "score", "datatype": "FP32", "shape": [-1, 1]}],
            }
        if path == "/metrics":
            return (
                200,
                b"# HELP marram_info What this is.\n# TYPE marram_info gauge\nmarram_info 1\n",
                "text/plain; version=0.0.4",
            )
        if path == "/docs":
            return 200, b"<!DOCTYPE html><title>API</title><p>The API's documents.</p>", "text/html; charset=utf-8"
        return None

    def file(self, path):
        name = "index.html" if path == "/" else path.lstrip("/")
        place = os.path.realpath(os.path.join(WEB, name))
        if not place.startswith(os.path.realpath(WEB) + os.sep) or not os.path.isfile(place):
            return self.answer(404, {"error": f"nothing is served at {path}"})
        with open(place, "rb") as file:
            return self.answer(
                200, file.read(), TYPES.get(os.path.splitext(place)[1], "text/plain"), {"Cache-Control": "no-cache"}
            )

    def stream(self):
        self.send_response(200)
        for name, value in {
            **HEADERS,
            "Content-Type": "text/event-stream",
            "Cache-Control": "no-store",
            "Connection": "close",
        }.items():
            self.send_header(name, value)
        self.end_headers()
        self.close_connection = True
        queue = deque(maxlen=500)
        with NODE.lock:
            NODE.streams += 1
            NODE.queues[id(queue)] = queue
            first = json.dumps({"full": True, **NODE.state()})
        try:
            self.wfile.write(f"retry: 3000\n\nevent: state\ndata: {first}\n\n".encode())
            while True:
                with NODE.lock:
                    while not queue:
                        NODE.lock.wait()
                    parts = list(queue)
                    queue.clear()
                text = ""
                for name, document in parts:
                    text += f"id: {document['id']}\n" if name == "event" else ""
                    text += f"event: {name}\ndata: {json.dumps(document)}\n\n"
                self.wfile.write(text.encode())
                self.wfile.flush()
        except OSError:
            pass
        finally:
            with NODE.lock:
                NODE.streams -= 1
                NODE.queues.pop(id(queue), None)

    def do_POST(self):
        data = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        path = unquote(urlsplit(self.path).path)
        try:
            body = json.loads(data or b"{}")
        except ValueError:
            return self.answer(400, {"error": "the body is not JSON"})
        if path == "/api/login":
            if body.get("token") not in ("operator", "reader"):
                return self.answer(401, {"error": "this token is not known"})
            name = os.urandom(8).hex()
            SESSIONS[name] = body["token"]
            return self.answer(
                200,
                {"role": body["token"], "name": body["token"], "login": True},
                more={"Set-Cookie": f"marram_session={name}; Path=/; HttpOnly; SameSite=Strict"},
            )
        if path == "/api/logout":
            SESSIONS.clear()
            self.send_response(204)
            self.send_header("Content-Length", "0")
            self.end_headers()
            return None
        parts = path.strip("/").split("/")
        if parts[:2] == ["api", "models"] and len(parts) == 4:
            if self.role() != "operator":
                return self.answer(403, {"error": "this needs the role 'operator', this token reads only"})
            with NODE.lock:
                return self.answer(*NODE.command(parts[2], parts[3], body))
        if parts[:3] == ["v2", "repository", "models"] and parts[-1] == "load":
            return self.answer(200, {})
        if parts[:2] == ["v2", "models"] and parts[-1] == "infer":
            return self.infer(parts[2], body)
        return self.answer(404, {"error": f"nothing is served at {path}"})

    def infer(self, model, body):
        try:
            row = body["inputs"][0]["data"]
        except (KeyError, IndexError, TypeError):
            return self.answer(400, {"error": "'inputs' is missing"})
        if model == "iris":
            if len(row) != 4:
                return self.answer(
                    400, {"error": f"unexpected shape [1,{len(row)}] for input 'X', model expects [-1,4]"}
                )
            weights = [math.exp(-abs(row[2] - center)) for center in (1.4, 4.2, 5.6)]
            shares = [weight / sum(weights) for weight in weights]
            outputs = [
                {"name": "label", "shape": [1], "datatype": "INT64", "data": [shares.index(max(shares))]},
                {"name": "probabilities", "shape": [1, 3], "datatype": "FP32", "data": shares},
            ]
        else:
            outputs = [{"name": "score", "shape": [1, 1], "datatype": "FP32", "data": [0.184]}]
        return self.answer(
            200, {"model_name": model, "model_version": "3", "outputs": outputs, "parameters": {"latency_us": 183}}
        )


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64


def main():
    global NODE, OPTIONS
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--port", type=int, default=0)
    for name in ["empty", "login", "well", "sparse"]:
        parser.add_argument(f"--{name}", action="store_true")
    OPTIONS = parser.parse_args()
    NODE = Node(OPTIONS.empty, OPTIONS.well, OPTIONS.sparse)
    threading.Thread(target=NODE.live, daemon=True).start()
    server = Server(("127.0.0.1", OPTIONS.port), Handler)
    print(f"http://127.0.0.1:{server.server_port}/", flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
