#!/usr/bin/env bash
# Measures Marram beside what it could be replaced with, on this machine, in one run:
#   an echo in C (what MQTT itself costs), the same acknowledging after the answer, and components in Python with paho
#   and with aiomqtt, in MQTT 5 and 3.1.1; and its codec beside Foundation's.
# Prints Markdown tables, at the end what the targets are and whether they are met; keeps every figure in
# .build-bench/results.json.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
# shellcheck source=Benchmarks/prepare.sh
source Benchmarks/prepare.sh

usage() {
    cat <<'TEXT'
usage: Benchmarks/run.sh [--rounds N] [--seconds S] [--quick] [--codec | --allocations]
  --rounds N     rounds, each with every component in turn (5); not for --allocations
  --seconds S    measured time of each load (4; with --allocations 3); not for --codec
  --quick        one round of one second: does everything work?
  --codec        only reading requests and writing answers, without MQTT
  --allocations  only allocations per message, by library, of Marram and the C echo
MARRAM_BIN_DIR names the folder of the marram that is measured (.build/release, which is built first).
Every figure of a full run is kept: python3 Benchmarks/report.py < .build-bench/results.json prints its tables again.
Benchmarks/soak.sh keeps Marram under load for ten minutes and watches its memory and p99.
TEXT
}

what=measure rounds=() seconds=()
while (($#)); do
    case $1 in
    --rounds | --seconds)
        [[ ${2-} =~ ^[1-9][0-9]*$ ]] || { usage >&2; exit 64; }
        if [[ $1 == --rounds ]]; then rounds=("$1" "$2"); else seconds=("$1" "$2"); fi
        shift
        ;;
    --quick) rounds=(--rounds 1) seconds=(--seconds 1) ;;
    --codec | --allocations)
        [[ $what == measure ]] || { usage >&2; exit 64; }
        what=${1#--}
        ;;
    -h | --help) usage; exit 0 ;;
    *) usage >&2; exit 64 ;;
    esac
    shift
done

mkdir -p "$build"
need python3
if [[ $what == codec ]]; then
    need swiftc
    build_codec
    exec python3 Benchmarks/codec.py "${rounds[1]-5}"
fi

need cc mosquitto
[[ -f models/iris/model.onnx ]] || fail "models/iris/model.onnx is missing"
build_load
install_peers
build_marram
if [[ $what == allocations ]]; then
    exec "$build/venv/bin/python" Benchmarks/allocations.py ${seconds[@]+"${seconds[@]}"}
fi
build_codec
exec "$build/venv/bin/python" Benchmarks/measure.py ${rounds[@]+"${rounds[@]}"} ${seconds[@]+"${seconds[@]}"}
