"""Decisions on SKAB files against their labels: F1, false and missed alarms, and SKAB's variant of the NAB score.

The first 400 rows of a file are its training rows and do not count. Rows of all files are pooled. For the NAB score an alarm
is a row at which the decision changes; a changepoint's window is the 60 s from it on (a later window gives way to an earlier
one); the first alarm in a window scores from 1 at its left edge down to the price of a false alarm at its right one; 0 is
what silence scores, 100 what perfect alarms do.
"""
import csv
import dataclasses
import datetime
import math

TRAINING = 400
WINDOW = 60.0
# The price of an alarm outside all windows, and of a window without one; a hit is worth 1 at best.
PROFILES = {"standard": (-0.11, -1.0), "lowFP": (-0.22, -1.0), "lowFN": (-0.11, -2.0)}


@dataclasses.dataclass
class Labelled:
    """The rows of a file that count."""

    values: list[list[float]]
    seconds: list[float]
    anomalous: list[bool]
    changes: list[bool]


def read(path):
    """A file with labels; None without."""
    with open(path, newline="", encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream, delimiter=";"))
    if not rows or "anomaly" not in rows[0]:
        return None
    fields = [name for name in rows[0] if name not in ("datetime", "anomaly", "changepoint")]
    return Labelled(
        [[float(row[name]) for name in fields] for row in rows],
        [datetime.datetime.fromisoformat(row["datetime"]).timestamp() for row in rows],
        [float(row["anomaly"]) == 1 for row in rows],
        [float(row["changepoint"]) == 1 for row in rows],
    )


def worth(place, wrong):
    """What an alarm is worth at a place in its window, 0 to 1: a falling hyperbolic tangent in 1000 steps."""
    angle = math.pi * (min(int(place * 1000), 999) / 999 - 0.5)
    return (1 + wrong) / 2 - (1 - wrong) / 2 * math.tanh(angle) / math.tanh(math.pi / 2)


def windows(file):
    found = []
    for second, change in list(zip(file.seconds, file.changes))[TRAINING:]:
        if change:
            start = max(second, found[-1][1]) if found else second
            found.append((start, second + WINDOW))
    return found


def alarms(file, decisions):
    changed = [now != before for now, before in zip(decisions[TRAINING:], [False] + decisions[TRAINING:-1])]
    return [second for second, here in zip(file.seconds[TRAINING:], changed) if here]


def nab(files, decisions, profile):
    wrong, missed = PROFILES[profile]
    score = silence = perfect = 0.0
    for name, file in files.items():
        raised, inside = alarms(file, decisions[name]), set()
        for start, end in windows(file):
            hits = [alarm for alarm in raised if start <= alarm <= end]
            inside.update(hits)
            score += worth((hits[0] - start) / (end - start), wrong) if hits else missed
            silence += missed
            perfect += 1
        score += wrong * sum(alarm not in inside for alarm in raised)
    return 100 * (score - silence) / (perfect - silence)


def rates(files, decisions):
    """F1, FAR and MAR in percent, and the NAB scores by profile."""
    pairs = [pair for name, file in files.items() for pair in list(zip(file.anomalous, decisions[name]))[TRAINING:]]
    hit, false, missed = (pairs.count(kind) for kind in ((True, True), (False, True), (True, False)))
    quiet = len(pairs) - hit - false - missed
    return {
        "F1": hit / (hit + (false + missed) / 2) if hit else 0.0,
        "FAR": 100 * false / max(1, false + quiet),
        "MAR": 100 * missed / max(1, missed + hit),
        "NAB": {profile: nab(files, decisions, profile) for profile in PROFILES},
    }
