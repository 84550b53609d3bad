#!/usr/bin/env python3
"""Looks at the HTTP reference of a node in a real browser: usage: reference.py URL [FOLDER-FOR-PICTURES].

Ends with 0 and what was seen, or with 1 and what was expected.
"""

import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "dashboard"))
from chromium import Chromium  # noqa: E402

SENT = "document.querySelector('#predict .answer .status')"


def expect(condition, words):
    if not condition:
        raise AssertionError(words)


def opened(browser, url, fragment=""):
    browser.open("about:blank")
    browser.open(f"{url}/docs{fragment}")
    browser.wait("document.documentElement.dataset.ready === 'yes'", "the reference")


def reads(browser, url):
    """every operation of the document stands in a group"""
    opened(browser, url)
    count = browser.run("document.querySelectorAll('#groups .operation').length")
    documented = browser.run(
        "fetch('/openapi.json').then(a => a.json()).then(d => Object.values(d.paths).flatMap(Object.keys).length)"
    )
    expect(count == documented, f"{count} operations are shown, {documented} are documented")
    browser.run("document.querySelectorAll('details.operation').forEach(node => { node.open = true; })")
    forms = browser.wait(f"document.querySelectorAll('form.trial').length === {count}", "a form for each")
    expect(forms, "not every operation has a form")
    bare = browser.run("[...document.querySelectorAll('.told')].filter(n => n.textContent.includes('undefined')).length")
    expect(bare == 0, f"{bare} operations say 'undefined'")


def searches(browser, url):
    """the slash leads to the search, its words choose, the arrow leads on, Escape shows all"""
    opened(browser, url)
    browser.press("/", "Slash", "/")
    expect(browser.run("document.activeElement.id") == "search", "the slash does not lead to the search")
    for letter in "datos":
        browser.press(letter, f"Key{letter.upper()}", letter)
    shown = "[...document.querySelectorAll('#groups .operation')].filter(n => n.offsetParent).map(n => n.id).join()"
    expect(browser.run(shown) == "predict", f"'datos' finds {browser.run(shown)}")
    browser.press("Enter")
    expect(browser.run("document.activeElement.parentElement.id") == "predict", "Enter does not lead to what was found")
    browser.press("Enter")
    browser.wait("document.getElementById('predict').open", "the operation to open")
    browser.run("document.getElementById('search').focus()")
    browser.press("Escape")
    expect(browser.run(shown).count(",") > 20, "Escape does not show all")


def tries(browser, url):
    """a request is sent, its answer shown with its status, and a line for curl"""
    opened(browser, url, "#predict")
    browser.wait("document.querySelector('#predict form')", "the form")
    line = browser.run("document.querySelector('#predict .trial .copyable pre').textContent")
    expect(line.startswith(f"curl '{url}/predict_3?modelId="), f"the line is {line}")
    browser.run("document.querySelector('#predict form button.main').click()")
    browser.wait(f"Boolean({SENT})", "an answer")
    status = browser.run(f"{SENT}.textContent")
    expect("200" in status and " ms" in status, f"the answer is {status}")
    expect(browser.run("document.querySelector('#predict .answer pre.body').textContent") != "", "there is no body")
    browser.run("(n => { n.value = '[None]'; n.dispatchEvent(new Event('input', {bubbles: true})); })"
                "(document.getElementById('predict-query-datos'))")
    browser.run("document.querySelector('#predict form button.main').click()")
    browser.wait(f"{SENT}?.textContent.includes('400')", "a refusal")
    expect("a value is missing" in browser.run("document.querySelector('#predict .answer').textContent"), "no reason")


def fits(browser, url, folder):
    """light, dark and on a phone nothing is wider than the window"""
    for name, width, height, scheme in [("light", 1280, 900, "light"), ("dark", 1280, 900, "dark"), ("phone", 390, 844, "light")]:
        browser.size(width, height, phone=name == "phone")
        browser.scheme(scheme)
        opened(browser, url, "#infer")
        theme = browser.run("document.documentElement.dataset.theme")
        expect(theme == scheme, f"the theme is {theme} where {scheme} is preferred")
        browser.run("document.querySelectorAll('details.operation').forEach(node => { node.open = true; })")
        browser.wait("document.querySelectorAll('form.trial').length > 20", "all forms")
        wide = browser.run("document.documentElement.scrollWidth")
        expect(wide <= width, f"{name}: {wide} px wide in {width}")
        if folder:
            opened(browser, url, "#infer")
            browser.wait("document.querySelector('#infer form')", "the form")
            browser.picture(os.path.join(folder, f"reference-{name}.png"))
    browser.run("document.getElementById('theme').click()")
    expect(browser.run("document.documentElement.dataset.theme") == "dark", "the button does not change the theme")


def quiet(browser, url):
    """nothing is wrong on the console, and nothing is asked of others"""
    said = [str(event["exceptionDetails"]) for event in browser.taken("Runtime.exceptionThrown")]
    # A refusal that was asked for is told on the console.
    said += [event["entry"]["text"] for event in browser.taken("Log.entryAdded")
             if event["entry"]["level"] in ("error", "warning") and "/predict_3" not in event["entry"].get("url", "")]
    expect(not said, f"{len(said)} messages: {said[:3]}")
    others = [event["request"]["url"] for event in browser.taken("Network.requestWillBeSent")
              if not event["request"]["url"].startswith((url, "blob:" + url, "about:"))]
    expect(not others, f"asked of others: {others[:3]}")


def main():
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    url, folder = sys.argv[1].rstrip("/"), sys.argv[2] if len(sys.argv) > 2 else None
    failed = False
    with Chromium() as browser:
        browser.size(1280, 900)
        browser.scheme("light")
        for check in [reads, searches, tries, lambda *a: fits(*a, folder), quiet]:
            words = check.__doc__ or fits.__doc__
            try:
                check(browser, url)
                print(f"ok    {words}")
            except Exception as error:  # one failure does not hide the next
                failed = True
                print(f"NOT   {words}: {error}")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
