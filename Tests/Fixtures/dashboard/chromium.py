"""A headless Chromium, spoken to by its DevTools protocol with Python's standard library alone."""

import base64
import json
import os
import shutil
import socket
import struct
import subprocess
import tempfile
import threading
import time
import urllib.parse
import urllib.request

NAMES = ["chromium", "chromium-headless-shell", "chromium-browser", "google-chrome"]


class WebSocket:
    """A client's end of a WebSocket to this machine; texts only."""

    def __init__(self, url):
        parts = urllib.parse.urlsplit(url)
        self.socket = socket.create_connection((parts.hostname, parts.port), timeout=30)
        key = base64.b64encode(os.urandom(16)).decode()
        self.socket.sendall(
            f"GET {parts.path} HTTP/1.1\r\nHost: {parts.netloc}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n".encode()
        )
        self.socket.settimeout(None)
        self.file = self.socket.makefile("rb")
        if b" 101 " not in self.file.readline():
            raise RuntimeError("Chromium does not take a WebSocket")
        while self.file.readline().strip():
            pass

    def send(self, text):
        data = text.encode()
        if len(data) < 126:
            head = struct.pack(">BB", 0x81, 0x80 | len(data))
        elif len(data) < 65536:
            head = struct.pack(">BBH", 0x81, 0x80 | 126, len(data))
        else:
            head = struct.pack(">BBQ", 0x81, 0x80 | 127, len(data))
        # The mask is four zeros: what is masked with it stays as it is.
        self.socket.sendall(head + b"\0\0\0\0" + data)

    def receive(self):
        """The next text; None at the end."""
        whole = b""
        while True:
            head = self.file.read(2)
            if len(head) < 2:
                return None
            size = head[1] & 0x7F
            if size == 126:
                size = struct.unpack(">H", self.file.read(2))[0]
            elif size == 127:
                size = struct.unpack(">Q", self.file.read(8))[0]
            data = self.file.read(size)
            kind = head[0] & 0x0F
            if kind == 8:
                return None
            if kind in (0, 1):
                whole += data
                if head[0] & 0x80:
                    return whole.decode("utf-8", "replace")

    def close(self):
        try:
            self.socket.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass
        self.socket.close()


class Chromium:
    """A browser with one page; ends with the block that it is used in."""

    def __init__(self):
        self.program = next((found for found in map(shutil.which, NAMES) if found), None)
        if not self.program:
            raise RuntimeError("no Chromium is installed; helpers/setup.sh installs it")
        self.folder = tempfile.mkdtemp(prefix="marram-chromium-")
        self.process = None
        self.answers = {}
        self.events = []
        self.changed = threading.Condition()
        self.next = 0
        self.is_over = False

    def __enter__(self):
        arguments = [
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--remote-debugging-port=0",
            "--hide-scrollbars",
            "--disable-dev-shm-usage",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-default-apps",
            "--disable-sync",
            "--disable-extensions",
            "--no-first-run",
            "--mute-audio",
            "--disable-features=Translate,OptimizationHints,MediaRouter,DialMediaRouteProvider",
            "--ignore-certificate-errors",
            f"--user-data-dir={self.folder}",
            "about:blank",
        ]
        try:
            self.start(arguments)
        except BaseException:
            self.end()
            raise
        return self

    def start(self, arguments):
        log = open(os.path.join(self.folder, "log"), "wb")
        environment = dict(os.environ, HOME=self.folder)
        self.process = subprocess.Popen(
            [self.program, *arguments],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            env=environment,
            start_new_session=True,
        )
        log.close()
        port = self.wait_for_port()
        # A proxy of the environment must not see what is asked of this machine.
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        deadline = time.monotonic() + 30
        page = None
        while page is None and time.monotonic() < deadline:
            with opener.open(f"http://127.0.0.1:{port}/json/list", timeout=30) as answer:
                page = next((item for item in json.load(answer) if item["type"] == "page"), None)
            if page is None:
                time.sleep(0.05)
        if page is None:
            raise RuntimeError("Chromium opened no page")
        self.line = WebSocket(page["webSocketDebuggerUrl"])
        threading.Thread(target=self.read, daemon=True).start()
        for domain in ["Page", "Runtime", "Network", "Log"]:
            self.ask(f"{domain}.enable")
        # A page without a window has no focus unless it is told so.
        self.ask("Emulation.setFocusEmulationEnabled", enabled=True)

    def wait_for_port(self):
        path = os.path.join(self.folder, "DevToolsActivePort")
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                break
            if os.path.exists(path) and (text := open(path).read()).count("\n"):
                return int(text.split("\n")[0])
            time.sleep(0.02)
        with open(os.path.join(self.folder, "log"), errors="replace") as log:
            raise RuntimeError(f"Chromium did not start: {log.read()[-2000:]}")

    def __exit__(self, *_):
        self.end()

    def end(self):
        if self.process is not None:
            if hasattr(self, "line"):
                try:
                    self.ask("Browser.close", limit=5)
                except Exception:
                    pass
                self.line.close()
            try:
                self.process.wait(5)
            except subprocess.TimeoutExpired:
                os.killpg(self.process.pid, 9)
                self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def read(self):
        while True:
            try:
                text = self.line.receive()
            except (OSError, ValueError):
                text = None
            with self.changed:
                if text is None:
                    self.is_over = True
                else:
                    message = json.loads(text)
                    if "id" in message:
                        self.answers[message["id"]] = message
                    else:
                        self.events.append(message)
                self.changed.notify_all()
                if text is None:
                    return

    def ask(self, method, limit=60, **parameters):
        """Sends a command and gives its result."""
        with self.changed:
            self.next += 1
            number = self.next
        self.line.send(json.dumps({"id": number, "method": method, "params": parameters}))
        deadline = time.monotonic() + limit
        with self.changed:
            while number not in self.answers:
                left = deadline - time.monotonic()
                if self.is_over or left <= 0:
                    raise RuntimeError(f"Chromium does not answer {method}")
                self.changed.wait(left)
            answer = self.answers.pop(number)
        if "error" in answer:
            raise RuntimeError(f"{method}: {answer['error'].get('message')}")
        return answer["result"]

    def run(self, expression):
        """Evaluates JavaScript in the page, waits for a promise, and gives its value."""
        result = self.ask(
            "Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True, userGesture=True
        )
        if "exceptionDetails" in result:
            details = result["exceptionDetails"]
            raise RuntimeError(details.get("exception", {}).get("description") or details["text"])
        return result["result"].get("value")

    def wait(self, expression, what, limit=30):
        """Waits until an expression is true in the page."""
        deadline = time.monotonic() + limit
        while True:
            value = self.run(expression)
            if value:
                return value
            if time.monotonic() > deadline:
                raise AssertionError(f"waited {limit} s in vain for {what}")
            time.sleep(0.05)

    def open(self, url):
        """Opens an address and waits until it has loaded; an open event stream does not hold that up."""
        with self.changed:
            began = len(self.events)
        failure = self.ask("Page.navigate", url=url).get("errorText")
        if failure:
            raise RuntimeError(f"{url}: {failure}")
        deadline = time.monotonic() + 60
        with self.changed:
            while not any(event["method"] == "Page.loadEventFired" for event in self.events[began:]):
                left = deadline - time.monotonic()
                if left <= 0 or self.is_over:
                    raise RuntimeError(f"{url} does not load")
                self.changed.wait(left)

    def size(self, width, height, scale=1, phone=False):
        """Sets the size of the page's window."""
        self.ask(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=scale, mobile=phone
        )

    def scheme(self, name):
        """Sets what the system prefers: light or dark."""
        self.ask(
            "Emulation.setEmulatedMedia",
            features=[
                {"name": "prefers-color-scheme", "value": name},
                {"name": "prefers-reduced-motion", "value": "reduce"},
            ],
        )

    def press(self, key, code=None, text=None, modifiers=0):
        """Presses and lets go of a key."""
        codes = {"Tab": 9, "Enter": 13, "Escape": 27, " ": 32, "ArrowLeft": 37, "ArrowRight": 39, "End": 35, "Home": 36}
        common = {"key": key, "code": code or key, "windowsVirtualKeyCode": codes.get(key, 0), "modifiers": modifiers}
        text = text or ("\r" if key == "Enter" else None)
        self.ask("Input.dispatchKeyEvent", type="keyDown", **common, **({"text": text} if text else {}))
        self.ask("Input.dispatchKeyEvent", type="keyUp", **common)

    def picture(self, path, whole=False):
        """Writes what the page looks like to a PNG."""
        extra = {}
        if whole:
            metrics = self.ask("Page.getLayoutMetrics")["cssContentSize"]
            extra = {"captureBeyondViewport": True, "clip": {**metrics, "scale": 1}}
        with open(path, "wb") as file:
            file.write(base64.b64decode(self.ask("Page.captureScreenshot", format="png", **extra)["data"]))

    def taken(self, method):
        """What has been told of so far by events of one kind."""
        with self.changed:
            return [event["params"] for event in self.events if event["method"] == method]
