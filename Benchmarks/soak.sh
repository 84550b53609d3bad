#!/usr/bin/env bash
# Keeps Marram under the same load for minutes and tells whether its memory is flat, its p99 steady and nothing lost.
# Exits with 1 when memory grew by more than 2 % of itself in the second half, when p99 rose by more than half from the
# second quarter to the last, when anything was lost, or when the rate was not kept up; keeps every figure in .build-bench/soak.json.
# With --kills it kills a node during updates instead, under load: the test of CI, for longer.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
# shellcheck source=Benchmarks/prepare.sh
source Benchmarks/prepare.sh

usage() {
    cat <<'TEXT'
usage: Benchmarks/soak.sh [--minutes N] [--rate N] [--qos 0|1] [--protocol 5|3.1.1]
  --minutes N         how long (10)
  --rate N            requests a second (10000)
  --qos 0|1           of requests and answers (1)
  --protocol 5|3.1.1  the version of MQTT (5)
       Benchmarks/soak.sh --kills N [--seed N]
  --kills N           instead: kill -9 so often, at random times during updates (CI does 30; 300 take 10 minutes)
  --seed N            the choices of a run before this one, which it printed
MARRAM_BIN_DIR names the folder of the marram that is watched (.build/release, which is built first).
exit status: 0 sound, 1 not: memory grew by more than 2 % in the second half, p99 rose by more than half, something was
lost, or the rate was not kept up
TEXT
}

# The node dies at random times while versions are installed: Tests/Acceptance/Updates/RandomKillTests.swift.
kill_node() {
    export MARRAM_KILLS=$1
    [[ -z $2 ]] || export MARRAM_SEED=$2
    exec swift test --filter RandomKillTests
}

kills='' seed=''
options=()
while (($#)); do
    case $1 in
    --minutes | --rate) [[ ${2-} =~ ^[1-9][0-9]*$ ]] || { usage >&2; exit 64; } ;;
    --qos) [[ ${2-} =~ ^[01]$ ]] || { usage >&2; exit 64; } ;;
    --protocol) [[ ${2-} == 5 || ${2-} == 3.1.1 ]] || { usage >&2; exit 64; } ;;
    --kills | --seed)
        [[ ${2-} =~ ^[1-9][0-9]*$ ]] || { usage >&2; exit 64; }
        if [[ $1 == --kills ]]; then kills=$2; else seed=$2; fi
        shift 2
        continue
        ;;
    -h | --help) usage; exit 0 ;;
    *) usage >&2; exit 64 ;;
    esac
    options+=("$1" "$2")
    shift 2
done

if [[ -n $kills$seed ]]; then
    [[ -n $kills ]] && ((${#options[@]} == 0)) || { usage >&2; exit 64; }
    kill_node "$kills" "$seed"
fi

mkdir -p "$build"
need cc python3 mosquitto
build_load
install_peers
build_marram
exec "$build/venv/bin/python" Benchmarks/soak.py ${options[@]+"${options[@]}"}
