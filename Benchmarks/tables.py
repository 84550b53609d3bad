"""Markdown tables, and figures of several rounds in one cell."""

import statistics


def spread(values, digits=0):
    """`median [least-most]`, or the value alone when all are shown alike."""
    least, middle, most = (f"{v:,.{digits}f}" for v in (min(values), statistics.median(values), max(values)))
    return middle if least == most else f"{middle} [{least}-{most}]"


def table(header, rows):
    lines = [header, ["---", *["--:"] * (len(header) - 1)], *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)
