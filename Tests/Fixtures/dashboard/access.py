#!/usr/bin/env python3
"""Logs in to a dashboard in a real browser, as somebody who may only read and as an operator, and says what was seen.

usage: access.py URL --reader TOKEN --operator TOKEN
"""

import argparse
import json
import sys

from chromium import Chromium


def expect(condition, words):
    if not condition:
        raise AssertionError(words)


def log_in(browser, token):
    browser.wait("!document.getElementById('login').hidden", "the form for a token")
    expect(browser.run("document.getElementById('dashboard').hidden"), "the panels are seen without a token")
    browser.wait("document.activeElement.id === 'token'", "the form to have the focus")
    browser.run(f"document.getElementById('token').value = {json.dumps(token)}")
    browser.press("Enter")


def log_out(browser):
    browser.run("document.getElementById('logout').click()")
    browser.wait("document.getElementById('dashboard').hidden", "the panels to go away")


def check(browser, options):
    browser.open(options.url)
    log_in(browser, "nobody's")
    browser.wait("document.getElementById('login-said').textContent", "word that the token is wrong")
    said = browser.run("document.getElementById('login-said').textContent")
    expect("not known" in said, f"a wrong token is answered with '{said}'")
    print(f"ok    [dashboard-21] a wrong token is refused: {said}")

    log_in(browser, options.reader)
    browser.wait("document.querySelectorAll('#models-table tbody tr').length > 0", "the models")
    seen = browser.run(
        "[...document.querySelectorAll('#models-table [data-do]')].filter((node) => node.checkVisibility()).length"
    )
    expect(seen == 0, f"somebody who may only read sees {seen} buttons")
    expect(
        "read only" in browser.run("document.getElementById('who').textContent"),
        "the page does not say that it reads only",
    )
    print("ok    [dashboard-20] who may only read sees no button that changes anything")

    log_out(browser)
    log_in(browser, options.operator)
    browser.wait(
        "[...document.querySelectorAll('#models-table [data-do]')].some((node) => node.checkVisibility())",
        "an operator's buttons",
    )
    browser.open(options.url)
    browser.wait("document.getElementById('connection').textContent === 'live'", "the session to outlive a reload")
    log_out(browser)
    browser.open(options.url)
    browser.wait("!document.getElementById('login').hidden", "the form for a token")
    print("ok    [dashboard-21] a session outlives a reload and ends with the button")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("url")
    parser.add_argument("--reader", required=True)
    parser.add_argument("--operator", required=True)
    options = parser.parse_args()
    with Chromium() as browser:
        browser.size(1024, 600)
        try:
            check(browser, options)
        except (AssertionError, RuntimeError) as error:
            print(f"WRONG {error}")
            sys.exit(1)


if __name__ == "__main__":
    main()
