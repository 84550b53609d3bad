#!/usr/bin/env bash
# Holds many event streams of a node open while requests come over MQTT; prints what a stream takes of memory, and what all
# of them do to the requests. Exit status 1: a request was lost, or a stream ended.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
# shellcheck source=Benchmarks/prepare.sh
source Benchmarks/prepare.sh

usage() {
    cat <<'TEXT'
usage: Benchmarks/streams/run.sh [--streams N] [--topics LIST] [--rate N] [--rounds N] [--seconds S]
  --streams N    open streams (1000)
  --topics LIST  what they ask for: state,metrics,predictions,events (events: they are idle)
  --rate N       requests a second (1000)
  --rounds N     rounds, each without streams and with them (3)
  --seconds S    measured time of each load (5)
MARRAM_BIN_DIR names the folder of the marram that is measured (.build/release, which is built first).
TEXT
}

options=()
while (($#)); do
    case $1 in
    --streams | --rate | --rounds | --seconds) [[ ${2-} =~ ^[1-9][0-9]*$ ]] || { usage >&2; exit 64; } ;;
    --topics) [[ ${2-} =~ ^[a-z,]+$ ]] || { usage >&2; exit 64; } ;;
    -h | --help) usage; exit 0 ;;
    *) usage >&2; exit 64 ;;
    esac
    options+=("$1" "$2")
    shift 2
done

mkdir -p "$build"
need cc python3 mosquitto
build_load
install_peers
build_marram
ulimit -n 4096
exec "$build/venv/bin/python" Benchmarks/streams/measure.py ${options[@]+"${options[@]}"}
