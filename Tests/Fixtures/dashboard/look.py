#!/usr/bin/env python3
"""Takes pictures of the dashboard: light, dark, on a phone, on a panel of 1024 x 600 and on a wide screen.

usage: look.py URL FOLDER [--wait SECONDS] [--only NAMES] [--at ID]
"""

import argparse
import json
import os
import time

from chromium import Chromium

VIEWS = [
    # name, width, height, scale, phone, theme, the whole page
    ("light", 1280, 800, 1, False, "light", False),
    ("dark", 1280, 800, 1, False, "dark", False),
    ("phone", 390, 844, 2, True, "light", False),
    ("panel", 1024, 600, 1, False, "dark", False),
    ("wide", 2200, 1200, 1, False, "light", False),
    ("light-whole", 1440, 900, 1, False, "light", True),
    ("dark-whole", 1440, 900, 1, False, "dark", True),
    ("phone-whole", 390, 844, 1, True, "dark", True),
    ("panel-whole", 1024, 600, 1, False, "light", True),
]


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("url")
    parser.add_argument("folder")
    parser.add_argument("--wait", type=float, default=4, help="seconds between opening the page and the picture")
    parser.add_argument("--only", help="names of views, with commas between")
    parser.add_argument("--at", help="the id of what is scrolled to; goes into the names of the files")
    options = parser.parse_args()
    os.makedirs(options.folder, exist_ok=True)
    with Chromium() as browser:
        browser.size(1440, 900)
        browser.open(options.url)
        time.sleep(options.wait)
        for name, width, height, scale, phone, theme, whole in VIEWS:
            if options.only and name not in options.only.split(","):
                continue
            browser.scheme(theme)
            # What is out of sight is not drawn: for a picture of the whole page all of it is in sight.
            browser.size(width, height, scale, phone)
            time.sleep(0.6)
            if whole:
                tall = browser.run("document.documentElement.scrollHeight")
                browser.size(width, tall, scale, phone)
                time.sleep(0.8)
            if options.at:
                browser.run(
                    f"document.getElementById({json.dumps(options.at)}).scrollIntoView({{behavior: 'instant'}})"
                )
                time.sleep(0.8)
            path = os.path.join(options.folder, f"{name}{'-' + options.at if options.at else ''}.png")
            browser.picture(path)
            print(f"{path}: {os.path.getsize(path)} bytes")
        for entry in browser.taken("Log.entryAdded") + browser.taken("Runtime.exceptionThrown"):
            print("said:", entry)


if __name__ == "__main__":
    main()
