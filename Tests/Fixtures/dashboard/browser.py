#!/usr/bin/env python3
"""Looks at the dashboard in a real browser and says what it found; ends with 1 where something is not as it should be.

usage: browser.py URL [--model NAME] [--scores] [--shadow] [--drift] [--empty] [--pause PID] [--picture FILE]

Needs a node that predicts while this runs. --model names one whose version is taken back with the page's button: it
must have a candidate or a version before it, and the page must be an operator's.
"""

import argparse
import os
import signal
import sys
import time
import urllib.parse

from chromium import Chromium

CHECKS = []


def check(function):
    CHECKS.append(function)
    return function


def expect(condition, words):
    if not condition:
        raise AssertionError(words)


def text(browser, selector):
    return browser.run(f"document.querySelector({selector!r})?.textContent ?? ''")


# How much of a canvas is drawn on, in parts of one.
INK = """(selector) => {
  const canvas = document.querySelector(selector);
  if (!canvas || !canvas.width) return -1;
  const copy = Object.assign(document.createElement('canvas'), { width: canvas.width, height: canvas.height });
  const context = copy.getContext('2d', { willReadFrequently: true });
  context.drawImage(canvas, 0, 0);
  const data = context.getImageData(0, 0, canvas.width, canvas.height).data;
  let drawn = 0;
  for (let at = 3; at < data.length; at += 4) if (data[at] > 0) drawn += 1;
  return drawn / (data.length / 4);
}"""


def see(browser, identifier):
    browser.run(f"document.getElementById({identifier!r}).scrollIntoView({{behavior: 'instant', block: 'center'}})")


@check
def loads(browser, options):
    """[dashboard-1] the page loads, hears the node and says how it is"""
    browser.wait("document.getElementById('connection')?.textContent === 'live'", "the stream to be live")
    browser.wait("document.getElementById('verdict')?.dataset.state", "a word on how the node is")
    expect(text(browser, "#node-name"), "the node's name is not there")
    rows = browser.run("document.querySelectorAll('#models-table tbody tr').length")
    expect(rows > 0, "no model is in the table")
    panels = browser.run("[...document.querySelectorAll('.panel[id]')].map((panel) => panel.id)")
    for name in [
        "throughput",
        "latency",
        "predictions",
        "scores",
        "models-table",
        "updates",
        "compare",
        "inputs-table",
        "drift",
        "mqtt",
        "system",
        "log",
        "attempt",
    ]:
        expect(name in panels, f"there is no panel '{name}'")
    return f"{len(panels)} panels, {rows} models, '{text(browser, '#verdict h2')}'"


@check
def one_stream(browser, options):
    """[dashboard-2] all that is live comes by one event stream"""
    streams = {
        event["requestId"]
        for event in browser.taken("Network.requestWillBeSent")
        if event.get("type") == "EventSource" or "/api/events" in event["request"]["url"]
    }
    expect(len(streams) == 1, f"{len(streams)} streams were opened")
    return "one"


@check
def keys(browser, options):
    """[dashboard-6] all that can be done is reached by keys, and the focus is seen"""
    browser.press("Tab")
    first = browser.run("document.activeElement.outerHTML.slice(0, 120)")
    expect("Skip" in first, f"the first Tab does not reach the skip link but {first}")
    seen, hidden = [], []
    for _ in range(200):
        browser.press("Tab")
        found = browser.run("""(() => {
          const node = document.activeElement;
          if (!node || node === document.body) return null;
          const style = getComputedStyle(node);
          const name = node.getAttribute('aria-label') || node.textContent || node.labels?.[0]?.textContent
            || node.closest('[aria-label]')?.getAttribute('aria-label') || '';
          return [node.id || node.closest('[id]')?.id || '', node.tagName,
            style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0, name.trim().slice(0, 40)];
        })()""")
        if found is None:
            break
        seen.append(found)
        if not found[2]:
            hidden.append(found)
        if found[0] == "try-send":
            break
    expect(not hidden, f"the focus is not seen on {hidden[:3]}")
    unnamed = [found for found in seen if not found[3]]
    expect(not unnamed, f"nameless things are focused: {unnamed[:3]}")
    places = {found[0] for found in seen}
    for place in ["theme", "throughput", "predictions-pause"]:
        expect(place in places, f"'{place}' is not reached by Tab")
    return f"{len(seen)} stops"


# All figures of the page that are not drawn.
FIGURES = """[...document.querySelectorAll('.meter .figure, .tile .figure, #inputs-table td, #models-table td')]
  .map((node) => node.textContent).join('|')"""


@check
def lives(browser, options):
    """[dashboard-3] figures and predictions change by themselves"""
    see(browser, "predictions")
    browser.wait("document.querySelectorAll('#predictions tbody tr').length > 0", "predictions")
    first = text(browser, "#predictions tbody tr")
    browser.wait(
        f"document.querySelector('#predictions tbody tr').getAttribute('aria-label') !== "
        f"{browser.run('document.querySelector(`#predictions tbody tr`).getAttribute(`aria-label`)')!r}",
        "a new prediction",
    )
    see(browser, "verdict")
    before = browser.run(FIGURES)
    browser.wait(f"{FIGURES} !== {before!r}", "a figure to change")
    return f"first seen: {first[:60]}"


@check
def draws(browser, options):
    """[dashboard-4] charts are drawn"""
    found = []
    for name in ["throughput", "mqtt", *(["scores"] if options.scores else [])]:
        see(browser, name)
        browser.wait(
            f"({INK})('#{name} canvas') > 0.004 && document.querySelector('#{name} .hint.over').hidden",
            f"the chart of '{name}'",
        )
        ink = browser.run(f"({INK})('#{name} canvas')")
        found.append(f"{name} {ink * 100:.1f} %")
    return "drawn on: " + ", ".join(found)


@check
def parts(browser, options):
    """[dashboard-26] latency is shown as percentiles, or as the mean in its parts"""
    see(browser, "latency")
    switch = "[...document.querySelectorAll('#latency .choice button')]"
    browser.run(f"{switch}.at(-1).click()")
    named = "[...document.querySelectorAll('#latency .legend li span')].map((part) => part.textContent)"
    told = browser.run(named)
    expect(told == ["coding", "waiting", "model"], f"the parts are {told}")
    browser.run(f"{switch}[0].click()")
    told = browser.run(named)
    expect(told == ["p50", "p95", "p99"], f"the percentiles are {told}")
    return "coding, waiting, model"


@check
def reads(browser, options):
    """[dashboard-5] a chart is read by keys and by pointer"""
    see(browser, "throughput")
    browser.run("document.querySelector('#throughput canvas').focus()")
    for key in ["End", "ArrowLeft", "ArrowLeft"]:
        browser.press(key)
    at = text(browser, "#throughput .chart-time")
    expect(at != "now" and ":" in at, f"the arrow keys read nothing: '{at}'")
    spoken = text(browser, "#throughput [aria-live]")
    expect("telemetry" in spoken, f"nothing is spoken: '{spoken}'")
    browser.press("Escape")
    expect(text(browser, "#throughput .chart-time") == "now", "Escape does not leave the read-out")
    box = browser.run(
        "(({left, top, width, height}) => [left + width / 2, top + height / 2])"
        "(document.querySelector('#throughput canvas').getBoundingClientRect())"
    )
    browser.ask("Input.dispatchMouseEvent", type="mouseMoved", x=box[0], y=box[1])
    browser.wait("document.querySelector('#throughput .chart-time').textContent !== 'now'", "the pointer to read")
    browser.ask("Input.dispatchMouseEvent", type="mouseMoved", x=1, y=1)
    return f"by keys at {at}"


@check
def opens(browser, options):
    """[dashboard-7] a prediction opens with its payload and a line for curl, by keys; Escape closes it"""
    see(browser, "predictions")
    browser.run("document.getElementById('predictions-pause').click()")
    browser.run("document.querySelector('#predictions tbody tr').focus()")
    browser.press("Enter")
    browser.wait("document.getElementById('dialog').open", "the dialog")
    told = text(browser, "#dialog")
    expect("Prediction" in told and "Model" in told, f"the dialog says '{told[:80]}'")
    browser.press("Escape")
    browser.wait("!document.getElementById('dialog').open", "the dialog to close")
    browser.run("document.getElementById('predictions-pause').click()")
    return "with curl" if "curl -sS" in told else "without its request, which was too large"


@check
def tries(browser, options):
    """[dashboard-8] a model is asked by the form, and its answer shown with the time it took"""
    see(browser, "attempt")
    if options.model:
        browser.run(
            "(() => { const choose = document.getElementById('try-model'); "
            f"choose.value = {options.model!r}; choose.dispatchEvent(new Event('change')); }})()"
        )
    browser.wait("document.querySelectorAll('#attempt .field input, #attempt textarea').length > 0", "the form")
    browser.run("document.getElementById('try-send').click()")
    browser.wait("document.getElementById('try-said').dataset.state", "an answer")
    said = text(browser, "#try-said")
    expect("answered in" in said, f"the form says '{said}'")
    return said


@check
def taken_back(browser, options):
    """[dashboard-9] an operator takes a version back: it is asked first, sent once, and told what came of it"""
    if not options.model:
        return "left out, no --model"
    see(browser, "models-table")
    button = f"document.querySelector('tr[data-model={options.model}] [data-do=rollback]')"
    browser.wait(f"{button} && !{button}.disabled", "the button to take a version back")

    def posts():
        return [
            event["request"]
            for event in browser.taken("Network.requestWillBeSent")
            if event["request"]["method"] == "POST" and event["request"]["url"].endswith("/rollback")
        ]

    before = text(browser, f"tr[data-model={options.model}]")
    browser.run(f"{button}.click()")
    browser.wait("document.getElementById('dialog').open", "the question")
    expect(not posts(), "it was sent before anybody said yes")
    browser.run("document.getElementById('dialog-back').click()")
    browser.wait("!document.getElementById('dialog').open", "the question to go away")
    expect(not posts(), "it was sent though the answer was no")
    browser.run(f"{button}.click()")
    question = text(browser, "#dialog h2")
    expect("[object" not in text(browser, "#dialog"), f"the question is '{text(browser, '#dialog')}'")
    browser.run("document.getElementById('dialog-go').click()")
    browser.wait("document.querySelector('#dialog .said').dataset.state", "word of what came of it", 60)
    said = text(browser, "#dialog .said")
    expect(browser.run("document.querySelector('#dialog .said').dataset.state") == "good", f"it was not done: '{said}'")
    expect(len(posts()) == 1, f"{len(posts())} requests were sent")
    expect("expected_version" in posts()[0].get("postData", ""), "the version that is meant was not sent")
    browser.run("document.getElementById('dialog-back').click()")
    browser.wait(
        f"document.querySelector('tr[data-model={options.model}]').textContent !== {before!r}", "the table to follow"
    )
    return f"'{question}' '{said}'"


@check
def differs(browser, options):
    """[dashboard-24] what a shadow answers otherwise is a table, and a row opens with both answers"""
    if not options.shadow:
        return "left out, no --shadow"
    see(browser, "compare")
    rows = "document.querySelectorAll('#compare tr.press')"
    browser.wait(f"{rows}.length > 0", "what differs")
    told = browser.run(f"[...{rows}].map((row) => row.textContent)")
    browser.run(f"{rows}[0].focus()")
    browser.press("Enter")
    browser.wait("document.getElementById('dialog').open", "the comparison")
    parts = browser.run("[...document.querySelectorAll('#dialog h3')].map((part) => part.textContent)")
    expect(parts[0] == "Input" and len(parts) == 3, f"the comparison has the parts {parts}")
    expect(parts[1] != parts[2] and all(part.startswith("Version ") for part in parts[1:]), f"it has {parts}")
    browser.press("Escape")
    browser.wait("!document.getElementById('dialog').open", "the comparison to close")
    return f"{len(told)} rows, the newest '{told[0][:60]}'"


@check
def drifts(browser, options):
    """[dashboard-25] a feature that is opened shows its statistics over time with their limits"""
    see(browser, "drift")
    button = "#drift .feature-facts > button"
    if not options.drift:
        return "left out, no --drift"
    browser.wait(f"document.querySelector('{button}')?.checkVisibility()", "a feature that can be opened")
    browser.run(f"document.querySelector('{button}').click()")
    browser.run("document.querySelector('#drift .course canvas').scrollIntoView({behavior: 'instant', block: 'center'})")
    browser.wait(
        f"({INK})('#drift .course canvas') > 0.004 && document.querySelector('#drift .course .hint.over').hidden",
        "its chart",
    )
    legend = browser.run("[...document.querySelectorAll('#drift .course .legend li')].map((item) => item.textContent)")
    expect(
        len(legend) == 3 and legend[1].startswith("warning") and legend[2].startswith("drift"),
        f"the legend is {legend}",
    )
    browser.run("document.querySelector('#drift .course canvas').focus()")
    browser.press("ArrowLeft")
    spoken = text(browser, "#drift .course [aria-live]")
    expect("PSI" in spoken or "KS" in spoken or legend[0][:3] in spoken, f"the arrow keys say '{spoken}'")
    browser.run(f"document.querySelector('{button}').click()")
    expect(browser.run("document.querySelector('#drift .course') === null"), "it does not close")
    browser.run(f"document.querySelector('{button}').click()")
    return f"{legend[0]}, {text(browser, '#drift .course-head')}"


@check
def worst_first(browser, options):
    """[dashboard-16] what is wrong stands first, with links to what tells more"""
    told = browser.run(
        "[...document.querySelectorAll('.concerns li')].map((item) => [item.querySelector('.chip').dataset.state,"
        " item.textContent, Boolean(document.querySelector(item.querySelector('a').hash))])"
    )
    states = [state for state, _, _ in told]
    expect(states == sorted(states), f"the worst does not stand first: {states}")
    expect(all(leads for _, _, leads in told), f"a link leads nowhere: {told}")
    verdict = browser.run("document.getElementById('verdict').dataset.state")
    expect(verdict == (states[0] if states else "good"), f"the verdict is '{verdict}', what is told is {states}")
    return f"{len(told)} concerns"


@check
def without_colour(browser, options):
    """[dashboard-23] states have a sign and a word"""
    bare = browser.run(
        "[...document.querySelectorAll('.chip')].filter((chip) => chip.checkVisibility() && (!chip.textContent.trim()"
        " || getComputedStyle(chip, '::before').content === 'none')).length"
    )
    expect(bare == 0, f"{bare} chips have no sign or no word")
    same = browser.run(
        "[...document.querySelectorAll('.legend')].filter((legend) => {"
        " const seen = [...legend.querySelectorAll('line')]"
        ".map((line) => line.getAttribute('stroke-dasharray')); return new Set(seen).size !== seen.length; }).length"
    )
    expect(same == 0, f"in {same} charts two lines have one pattern")
    return "all chips, all legends"


@check
def hints(browser, options):
    """[dashboard-17] a panel without data says what would fill it"""
    silent = browser.run("""[...document.querySelectorAll('#dashboard .panel[id]')].filter((panel) => {
          const has = (selector) => [...panel.querySelectorAll(selector)].some((node) => node.checkVisibility());
          return !has('tbody tr, .timeline > li, .binding, .hint, dd, .figure, form, .said') && !has('canvas');
        }).map((panel) => panel.id)""")
    expect(not silent, f"nothing is said by {silent}")
    said = browser.run(
        "[...document.querySelectorAll('.panel .hint')]"
        ".filter((node) => node.checkVisibility() && node.textContent.length > 20).length"
    )
    expect(said > 3 or not options.empty, f"only {said} panels say what would fill them")
    return f"{said} panels say it"


@check
def spans(browser, options):
    """[dashboard-19] charts show the last day, and go back to the last 15 minutes"""
    see(browser, "throughput")
    browser.run("[...document.querySelectorAll('#now [aria-label=\"Time shown\"] button')].at(-1).click()")
    browser.wait(
        "performance.getEntriesByType('resource').some(({ name }) => name.includes('span=24h'))",
        "the day to be asked for",
    )
    # A node that has just started has no whole minute yet, so nothing is asked of what the day looks like.
    browser.run("document.querySelector('#now [aria-label=\"Time shown\"] button').click()")
    browser.wait("document.querySelector('#throughput .hint.over').hidden", "the last 15 minutes")
    return "asked for, and back"


@check
def filters(browser, options):
    """[dashboard-22] the event log is filtered, and taken away as JSON lines"""
    see(browser, "log")
    browser.wait("document.querySelectorAll('#log tbody tr').length > 0", "an event")
    kind = browser.run(
        "(() => { const choose = document.querySelector('#log select');"
        " choose.value = document.querySelector('#log tbody tr').children[2].textContent;"
        " choose.dispatchEvent(new Event('change')); return choose.value; })()"
    )
    kinds = browser.run(
        "[...new Set([...document.querySelectorAll('#log tbody tr')].map((row) => row.children[2].textContent))]"
    )
    expect(kinds == [kind], f"filtered by {kind} there are {kinds}")
    lines = browser.run(
        "fetch(document.querySelector('#log a').href).then((answer) => answer.text())"
        ".then((text) => text.trim().split('\\n').map((line) => JSON.parse(line).kind))"
    )
    expect(set(lines) == {kind}, f"taken away are {set(lines)}")
    browser.run(
        "(() => { const choose = document.querySelector('#log select'); choose.value = '';"
        " choose.dispatchEvent(new Event('change')); })()"
    )
    return f"{len(lines)} of kind {kind}"


@check
def themes(browser, options):
    """[dashboard-10] light and dark: by the system, and by the button"""
    colours = {}
    for name in ["light", "dark"]:
        browser.scheme(name)
        browser.wait(f"document.documentElement.dataset.theme === {name!r}", f"the theme {name}")
        colours[name] = browser.run("getComputedStyle(document.body).backgroundColor")
    expect(colours["light"] != colours["dark"], "light and dark are one")
    browser.run("document.getElementById('theme').click()")
    browser.wait("document.documentElement.dataset.theme === 'light'", "the button to change the theme")
    browser.run("document.getElementById('theme').click()")
    contrast = browser.run(CONTRAST)
    expect(contrast[0] >= 4.5, f"in the dark '{contrast[1]}' has a contrast of {contrast[0]:.2f}")
    browser.scheme("light")
    browser.wait("document.documentElement.dataset.theme === 'light'", "the theme light")
    contrast = browser.run(CONTRAST)
    expect(contrast[0] >= 4.5, f"in the light '{contrast[1]}' has a contrast of {contrast[0]:.2f}")
    return f"{colours['light']} and {colours['dark']}, least contrast {contrast[0]:.1f}"


# The least contrast of a text that is seen to what lies behind it, and the text.
CONTRAST = """(() => {
  const rgb = (text) => (text.match(/[\\d.]+/g) ?? []).map(Number);
  const light = (parts) => {
    const [r, g, b] = parts.map((part) => part / 255)
      .map((part) => (part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = (node) => {
    for (let at = node; at; at = at.parentElement) {
      const parts = rgb(getComputedStyle(at).backgroundColor);
      if (parts.length === 3 || parts[3] > 0.99) return parts.slice(0, 3);
    }
    return [255, 255, 255];
  };
  let least = [21, ''];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const words = walker.currentNode.data.trim();
    const node = walker.currentNode.parentElement;
    if (!words || !node.checkVisibility()) continue;
    if (node.closest('.unseen, option, :disabled, [data-state=ahead], script, style, .skip')) continue;
    const text = rgb(getComputedStyle(node).color).slice(0, 3);
    const [one, other] = [light(text), light(behind(node))].sort((a, b) => b - a);
    const contrast = (one + 0.05) / (other + 0.05);
    if (contrast < least[0]) least = [contrast, words.slice(0, 40)];
  }
  return least;
})()"""


@check
def fits(browser, options):
    """[dashboard-11] nothing is wider than a phone, a small panel or a wide screen"""
    for width, height, phone in [(390, 844, True), (1024, 600, False), (2200, 1200, False), (1440, 900, False)]:
        browser.size(width, height, 1, phone)
        time.sleep(0.3)
        wide = browser.run("Math.max(document.documentElement.scrollWidth, document.body.scrollWidth)")
        out = browser.run(
            """[...document.querySelectorAll('main *')].filter((node) => !node.closest('.frame, dialog, .tall')
          && node.getBoundingClientRect().right > innerWidth + 1)
          .map((node) => node.className || node.tagName).slice(0, 3)"""
        )
        expect(wide <= width and not out, f"at {width} the page is {wide} wide: {out}")
    return "390, 1024, 1440, 2200"


@check
def without_markup(browser, options):
    """[dashboard-12] what comes over the network is text: nothing runs that is not a file of the page"""
    inline = browser.run(
        "[...document.scripts].filter((script) => !script.src).length"
        " + document.querySelectorAll('[style], style').length"
    )
    expect(inline == 0, f"{inline} scripts or styles stand in the page itself")
    made = browser.run(
        "document.querySelectorAll('main img, main iframe, main script, main object, main embed').length"
    )
    expect(made == 0, f"{made} elements were made of what came over the network")
    odd = browser.run("document.body.textContent.match(/.{0,30}(\\[object|undefined|NaN|Infinity).{0,20}/)?.[0] ?? ''")
    expect(not odd, f"the page says '{odd}'")
    return "no inline script or style, nothing was made of a text"


@check
def quiet(browser, options):
    """[dashboard-13] nothing is wrong on the console"""
    said = [
        event["exceptionDetails"]["text"] + " " + event["exceptionDetails"].get("exception", {}).get("description", "")
        for event in browser.taken("Runtime.exceptionThrown")
    ]
    said += [
        event["entry"]["text"] + " " + event["entry"].get("url", "")
        for event in browser.taken("Log.entryAdded")
        if event["entry"]["level"] in ("error", "warning")
    ]
    said += [
        str([part.get("value") for part in event["args"]])
        for event in browser.taken("Runtime.consoleAPICalled")
        if event["type"] in ("error", "warning", "assert")
    ]
    expect(not said, f"{len(said)} messages: {said[:3]}")
    return "nothing was said"


@check
def stays(browser, options):
    """[dashboard-14] no request leaves the node"""
    origin = urllib.parse.urlsplit(options.url).netloc
    asked = [event["request"]["url"] for event in browser.taken("Network.requestWillBeSent")]
    away = [url for url in asked if urllib.parse.urlsplit(url).netloc != origin and not url.startswith("data:")]
    expect(not away, f"asked for {away[:3]}")
    failed = [
        event["response"]["url"]
        for event in browser.taken("Network.responseReceived")
        if event["response"]["status"] >= 400
    ]
    expect(not failed, f"refused: {failed[:3]}")
    return f"{len(asked)} requests, all to {origin}"


@check
def goes_on(browser, options):
    """[dashboard-15] a lost line is told of, with the age of what is shown, and comes back by itself"""
    if not options.pause:
        return "left out, no --pause"
    os.kill(options.pause, signal.SIGSTOP)
    try:
        browser.wait("!document.getElementById('stale').hidden", "word that the figures are old", 40)
        said = text(browser, "#stale")
        state = browser.run("document.getElementById('connection').dataset.state")
        expect("tale since" in said and state in ("warn", "bad"), f"the page says '{said}', {state}")
    finally:
        os.kill(options.pause, signal.SIGCONT)
    browser.wait(
        "document.getElementById('connection').textContent === 'live' && document.getElementById('stale').hidden",
        "the line to come back",
        60,
    )
    return said


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("url")
    parser.add_argument("--model", help="take its version back by the button")
    parser.add_argument("--scores", action="store_true", help="an input has an anomaly rule: its chart must be drawn")
    parser.add_argument("--shadow", action="store_true", help="a candidate in the shadow answers some things otherwise")
    parser.add_argument("--drift", action="store_true", help="an input is watched for drift, and was judged")
    parser.add_argument("--empty", action="store_true", help="a node without models and inputs: looks at less")
    parser.add_argument("--pause", type=int, help="a process id: the node, which is made to stand still for a while")
    parser.add_argument("--picture", help="where a picture is written of a page that is not as it should be")
    options = parser.parse_args()
    wrong = 0
    with Chromium() as browser:
        browser.scheme("light")
        browser.size(1440, 900)
        browser.open(options.url)
        browser.wait("document.getElementById('verdict')?.dataset.state", "word of how the node is")
        for one in [hints, fits, without_markup, quiet, stays] if options.empty else CHECKS:
            began = time.monotonic()
            try:
                words = one(browser, options)
                verdict = "ok   "
            except (AssertionError, RuntimeError) as error:
                words, verdict = str(error), "WRONG"
                wrong += 1
                if options.picture and wrong == 1:
                    browser.picture(options.picture)
            print(f"{verdict} {one.__doc__}: {words} ({time.monotonic() - began:.1f} s)", flush=True)
    print("the page is as it should be" if not wrong else f"{wrong} of {len(CHECKS)} are not as they should be")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
