#!/usr/bin/env bash
# Measures Marram beside what it could be replaced with, on this machine, in one run:
#   an echo in C (what MQTT itself costs), the same acknowledging after the answer, and a component in Python with paho.
# Prints Markdown tables; keeps every figure in .build-bench/results.json.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

usage() {
    cat <<'TEXT'
usage: Benchmarks/run.sh [--rounds N] [--seconds S] [--quick]
  --rounds N   rounds, each with every component in turn (5)
  --seconds S  measured time of each load (4)
  --quick      one round of one second: does everything work?
TEXT
}

fail() {
    echo "Benchmarks/run.sh: $*" >&2
    exit 1
}

options=()
while (($#)); do
    case $1 in
    --rounds | --seconds)
        [[ ${2-} =~ ^[1-9][0-9]*$ ]] || { usage >&2; exit 64; }
        options+=("$1" "$2")
        shift
        ;;
    --quick) options+=(--rounds 1 --seconds 1) ;;
    -h | --help) usage; exit 0 ;;
    *) usage >&2; exit 64 ;;
    esac
    shift
done

for program in cc mosquitto python3; do
    command -v "$program" >/dev/null || [[ -x /usr/sbin/$program ]] ||
        fail "$program is missing; install it: apt-get install gcc libmosquitto-dev mosquitto python3-venv"
done
[[ -f models/iris/model.onnx ]] || fail "models/iris/model.onnx is missing"

build=.build-bench
mkdir -p "$build"
for source in Benchmarks/load/*.c; do
    program=$build/$(basename "$source" .c)
    cc -std=c17 -D_GNU_SOURCE -O2 -Wall -Wextra -o "$program" "$source" -lmosquitto -lm ||
        fail "$source does not build; is libmosquitto-dev installed?"
done

if ! cmp -s Benchmarks/requirements.txt "$build/requirements.installed"; then
    python3 -m venv "$build/venv" || fail "cannot make a Python environment; install it: apt-get install python3-venv"
    "$build/venv/bin/pip" install --quiet --disable-pip-version-check -r Benchmarks/requirements.txt
    cp Benchmarks/requirements.txt "$build/requirements.installed"
fi

if [[ ! -x .build/release/marram ]] && command -v swift >/dev/null; then
    swift build -c release --product marram --explicit-target-dependency-import-check error >&2
fi

exec "$build/venv/bin/python" Benchmarks/measure.py ${options[@]+"${options[@]}"}
