#!/usr/bin/env bash
# Puts one version of a model in another one's place, again and again, while requests come at 2,000 a second (QoS 1), and
# prints what that does to them beside the same load without it, in turn. Every version is a bundle of its own that is
# ordered over MQTT, fetched, verified, probed in a child process, loaded and confirmed. Exit status 1: something was lost
# or refused, an update failed, or there were too few.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
# shellcheck source=Benchmarks/prepare.sh
source Benchmarks/prepare.sh

usage() {
    cat <<'TEXT'
usage: Benchmarks/updates/run.sh [--rounds N] [--seconds S] [--rate N] [--pause MS] [--swaps N]
  --rounds N   rounds, each without updates and with them (3)
  --seconds S  measured time of each load (30)
  --rate N     requests a second (2000)
  --pause MS   milliseconds between the end of an update and the order of the next (100)
  --swaps N    fewer of all rounds together are a failure (100)
MARRAM_BIN_DIR names the folder of the marram that is measured (.build/release, which is built first).
TEXT
}

options=()
while (($#)); do
    case $1 in
    --rounds | --seconds | --rate | --swaps) [[ ${2-} =~ ^[1-9][0-9]*$ ]] || { usage >&2; exit 64; } ;;
    --pause) [[ ${2-} =~ ^[0-9]+$ ]] || { usage >&2; exit 64; } ;;
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
exec "$build/venv/bin/python" Benchmarks/updates/measure.py ${options[@]+"${options[@]}"}
