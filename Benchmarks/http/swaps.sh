#!/usr/bin/env bash
# Puts one version of a model in another one's place, again and again, while requests come over HTTP as fast as they are
# answered. Exit status 1: a request was refused or broke off, or an update failed.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
# shellcheck source=Benchmarks/prepare.sh
source Benchmarks/prepare.sh

usage() {
    cat <<'TEXT'
usage: Benchmarks/http/swaps.sh [--swaps N] [--pause MS]
  --swaps N   how often (100)
  --pause MS  milliseconds between the end of an update and the order of the next (100)
MARRAM_BIN_DIR names the folder of the marram that is measured (.build/release, which is built first).
TEXT
}

options=()
while (($#)); do
    case $1 in
    --swaps) [[ ${2-} =~ ^[1-9][0-9]*$ ]] || { usage >&2; exit 64; } ;;
    --pause) [[ ${2-} =~ ^[0-9]+$ ]] || { usage >&2; exit 64; } ;;
    -h | --help) usage; exit 0 ;;
    *) usage >&2; exit 64 ;;
    esac
    options+=("$1" "$2")
    shift 2
done

mkdir -p "$build"
need python3 mosquitto
command -v wrk >/dev/null || fail "wrk is missing; install it: apt-get install wrk"
install_http_peers
build_marram
exec "$build/http-venv/bin/python" Benchmarks/http/swaps.py ${options[@]+"${options[@]}"}
