#!/usr/bin/env bash
# Measures inference over HTTP: Marram beside a service in Python (FastAPI, uvicorn, onnxruntime) and MLServer, with the
# same models on this machine in one run.
# Prints Markdown tables, at the end what the targets are and whether they are met; keeps every figure in
# .build-bench/http/results.json.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
# shellcheck source=Benchmarks/prepare.sh
source Benchmarks/prepare.sh

usage() {
    cat <<'TEXT'
usage: Benchmarks/http/run.sh [--rounds N] [--seconds S] [--quick]
  --rounds N   rounds, each with all servers in turn (5)
  --seconds S  measured time of each load (5)
  --quick      one round of two seconds: does everything work?
MARRAM_BIN_DIR names the folder of the marram that is measured (.build/release, which is built first).
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
    --quick) options+=(--rounds 1 --seconds 2) ;;
    -h | --help) usage; exit 0 ;;
    *) usage >&2; exit 64 ;;
    esac
    shift
done

mkdir -p "$build"
need python3 mosquitto
command -v wrk >/dev/null || fail "wrk is missing; install it: apt-get install wrk"
install_http_peers
build_marram
exec "$build/http-venv/bin/python" Benchmarks/http/http_measure.py ${options[@]+"${options[@]}"}
