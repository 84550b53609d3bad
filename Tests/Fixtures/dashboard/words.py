#!/usr/bin/env python3
"""Presses the dashboard's buttons of a model in a real browser, and says what came of it.

usage: words.py URL --model NAME (--confirm VERSION | --overtaken VERSION | --reload | --differs) [--picture FILE]

--confirm: the version is on trial and serves for good afterwards. --overtaken: it is on trial, and somebody else takes
it back while the question stands. --reload: the model is taken out of service first. --differs: nothing is pressed, a candidate is in the shadow. Needs a node without tokens.
"""

import argparse
import json
import sys
import urllib.parse
import urllib.request

import browser as looks
from chromium import Chromium


def expect(condition, words):
    if not condition:
        raise AssertionError(words)


class Page:
    """The dashboard, looked at for one model."""

    def __init__(self, browser, options):
        self.browser, self.options = browser, options
        self.row = f"document.querySelector('tr[data-model={options.model}]')"

    def button(self, name):
        return f"{self.row}?.querySelector('[data-do={name}]')"

    def wait_for(self, name):
        self.browser.wait(f"{self.button(name)}?.checkVisibility() && !{self.button(name)}.disabled", f"'{name}'")

    def is_seen(self, name):
        return self.browser.run(f"Boolean({self.button(name)}?.checkVisibility())")

    def cells(self):
        return self.browser.run(f"[...{self.row}.children].map((cell) => cell.textContent)")

    def posts(self, path):
        return [
            event["request"]
            for event in self.browser.taken("Network.requestWillBeSent")
            if event["request"]["method"] == "POST" and urllib.parse.urlsplit(event["request"]["url"]).path == path
        ]

    def ask(self, name):
        """Presses a button, by the keyboard; the question in words."""
        self.browser.run(f"{self.button(name)}.focus()")
        self.browser.press("Enter")
        self.browser.wait("document.getElementById('dialog').open", "the question")
        return self.browser.run("document.getElementById('dialog').textContent")

    def leave(self):
        self.browser.run("document.getElementById('dialog-back').click()")
        self.browser.wait("!document.getElementById('dialog').open", "the question to go away")

    def go(self):
        """Says yes; what came of it: its kind and its words."""
        self.browser.run("document.getElementById('dialog-go').click()")
        said = "document.querySelector('#dialog .said')"
        self.browser.wait(f"{said}.dataset.state", "word of what came of it", 90)
        return self.browser.run(f"[{said}.dataset.state, {said}.textContent]")

    def send(self, path):
        """Sends a word as somebody else does."""
        request = urllib.request.Request(
            urllib.parse.urljoin(self.options.url, path),
            data=b"{}",
            headers={"Content-Type": "application/json"},
            method="POST",
        )
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(request, timeout=60) as answer:
            expect(answer.status == 200, f"{path} is answered with {answer.status}")

    def press(self, name, path):
        """Asks, says no, asks again, says yes: it is sent once."""
        self.wait_for(name)
        question = self.ask(name)
        expect(not self.posts(path), "it was sent before anybody said yes")
        self.leave()
        expect(not self.posts(path), "it was sent though the answer was no")
        self.ask(name)
        state, said = self.go()
        expect(state == "good", f"it was not done: '{said}'")
        sent = self.posts(path)
        expect(len(sent) == 1, f"{len(sent)} requests were sent")
        self.leave()
        return question, said, sent[0]


def confirm(page, options):
    page.wait_for("confirm")
    expect(not page.is_seen("reload"), "what serves is offered to be loaded again")
    question, said, sent = page.press("confirm", f"/api/models/{options.model}/confirm")
    expect(f"Confirm version {options.confirm} of {options.model}?" in question, f"the question is '{question}'")
    body = json.loads(sent["postData"])
    expect(body == {"expected_version": options.confirm}, f"sent was {body}")
    page.browser.wait(
        f"{page.row}.textContent.includes('version {options.confirm}') && !{page.button('confirm')}.checkVisibility()",
        "the table to follow",
    )
    cells = page.cells()
    expect(cells[4].startswith("none"), f"there still is a candidate: {cells}")
    return f"'{said}' {cells[0]}"


def overtaken(page, options):
    page.wait_for("confirm")
    page.ask("confirm")
    page.send(f"/api/models/{options.model}/rollback")
    state, said = page.go()
    expect(state == "bad" and "not done" in said, f"what is gone was confirmed: '{said}'")
    page.leave()
    page.browser.wait(f"!{page.button('confirm')}.checkVisibility()", "the table to follow")
    return f"'{said}'"


def reload(page, options):
    page.wait_for("rollback")
    expect(not page.is_seen("reload"), "what serves is offered to be loaded again")
    page.send(f"/v2/repository/models/{options.model}/unload")
    page.wait_for("reload")
    expect("unavailable" in page.cells()[1], f"the model is told to be '{page.cells()[1]}'")
    question, said, _ = page.press("reload", f"/v2/repository/models/{options.model}/load")
    expect(f"Load {options.model} again?" in question, f"the question is '{question}'")
    page.browser.wait(
        f"{page.row}.children[1].textContent.startsWith('ready') && !{page.button('reload')}.checkVisibility()",
        "the model to serve",
    )
    return f"'{said}'"


def differs(page, options):
    return looks.differs(page.browser, options)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("url")
    parser.add_argument("--model", required=True)
    doings = parser.add_mutually_exclusive_group(required=True)
    doings.add_argument("--confirm", metavar="VERSION")
    doings.add_argument("--overtaken", metavar="VERSION")
    doings.add_argument("--reload", action="store_true")
    doings.add_argument("--differs", action="store_true", dest="shadow")
    parser.add_argument("--picture", help="where a picture is written of a page that is not as it should be")
    options = parser.parse_args()
    doing = confirm if options.confirm else overtaken if options.overtaken else reload if options.reload else differs
    with Chromium() as browser:
        browser.size(1440, 900)
        browser.open(options.url)
        try:
            print(f"ok    {doing.__name__}: {doing(Page(browser, options), options)}")
        except (AssertionError, RuntimeError, OSError) as error:
            print(f"WRONG {doing.__name__}: {error}")
            if options.picture:
                browser.picture(options.picture)
            sys.exit(1)


if __name__ == "__main__":
    main()
