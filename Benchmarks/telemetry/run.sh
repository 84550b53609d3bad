#!/usr/bin/env bash
# Measures how fast Marram turns telemetry into anomalies, beside a component in Python (paho, numpy, onnxruntime) that
# does the same with the same model, on this machine, in one run.
# Prints Markdown tables, at the end what the targets are and whether they are met; keeps every figure in
# .build-bench/telemetry.json.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
# shellcheck source=Benchmarks/prepare.sh
source Benchmarks/prepare.sh

usage() {
    cat <<'TEXT'
usage: Benchmarks/telemetry/run.sh [--rounds N] [--seconds S] [--quick]
  --rounds N   rounds, each with both components in turn (5)
  --seconds S  measured time of each load (5)
  --quick      one round of two seconds, fewer keys: does everything work?
MARRAM_BIN_DIR names the folder of the marram that is measured (.build/release, which is built first).
The highest rate without loss is that of a closed loop: the generator stays a fixed number of readings ahead of the
last prediction, and every window must have been scored at the end.
TEXT
}

options=()
while (($#)); do
    case $1 in
    --rounds | --seconds)
        [[ ${2-} =~ ^[1-9][0-9]*$ ]] || { usage >&2; exit 64; }
        options+=("$1" "$2")
        shift
        ;;
    --quick) options+=(--quick --rounds 1 --seconds 2) ;;
    -h | --help) usage; exit 0 ;;
    *) usage >&2; exit 64 ;;
    esac
    shift
done

# The model of both: trained on a sound device's readings.
train() {
    local folder=$build/telemetry
    mkdir -p "$folder"
    "$build/readings" --csv 4000 --fields 8 >"$folder/train.csv"
    "${MARRAM_BIN_DIR:-.build/release}/marram" train "$folder/train.csv" --out "$folder/press" --force >"$folder/train.log" 2>&1 ||
        fail "marram train failed: $(tail -n 3 "$folder/train.log")"
}

mkdir -p "$build"
need python3 cc mosquitto
build_load
install_peers
build_marram
train
PYTHONPATH=Benchmarks exec "$build/venv/bin/python" Benchmarks/telemetry/measure.py ${options[@]+"${options[@]}"}
