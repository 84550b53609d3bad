"""Prints what `marram drift detect` decides for each record: `candidate.py MARRAM FOLDER WORKPLACE`, for check.sh."""

import collections
import concurrent.futures
import json
import os
import pathlib
import subprocess
import sys


def setting(value):
    """A parameter as it is typed; what is a text stands without quotes."""
    return value if isinstance(value, str) else json.dumps(value)


def records(marram, file, stream, expected):
    lines = []
    for record in expected:
        command = [marram, "drift", "detect", file, "--record", stream, "--detector", record["detector"]]
        pairs = {"parity": "river"} | record.get("params", {})
        for name, value in pairs.items():
            command += ["--set", f"{name}={setting(value)}"]
        lines.append(subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout)
    return lines


def main():
    marram, folder, workplace = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])
    streams = collections.defaultdict(list)
    for line in (folder / "expected.jsonl").read_text().splitlines():
        record = json.loads(line)
        streams[record["stream"]].append(record)

    def run(stream):
        file = workplace / f"{stream}.txt"
        with file.open("w") as out:
            make = [sys.executable, folder / "tools" / "make_stream.py", folder / "streams.json", stream]
            subprocess.run(make, stdout=out, check=True)
        lines = records(marram, file, stream, streams[stream])
        file.unlink()
        return lines

    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for lines in pool.map(run, streams):
            sys.stdout.write("".join(lines))


if __name__ == "__main__":
    main()
