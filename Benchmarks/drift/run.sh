#!/usr/bin/env bash
# Measures the drift detectors: time per update and memory beside river, in the same run, each in turn; false alarms per
# million values and delays at the defaults. Prints Markdown, and with --write puts it into docs/drift-detectors.md.
#
# Usage: Benchmarks/drift/run.sh [--rounds N] [--millions N] [--streams N] [--only speed|alarms|delays] [--write]
#   --rounds    of the comparison with river (7)
#   --millions  values for each count of false alarms (4)
#   --streams   for each delay (101)
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
# shellcheck source=Benchmarks/prepare.sh
source Benchmarks/prepare.sh

rounds=7 millions=4 streams=101 arguments=()
usage="usage: Benchmarks/drift/run.sh [--rounds N] [--millions N] [--streams N] [--only speed|alarms|delays] [--write]"
while (($#)); do
    case $1 in
    --rounds | --millions | --streams)
        [[ ${2-} =~ ^[1-9][0-9]*$ ]] || fail "$1 needs a number above 0"
        printf -v "${1#--}" %s "$2"
        shift
        ;;
    --only)
        [[ ${2-} =~ ^(speed|alarms|delays)$ ]] || fail "--only needs speed, alarms or delays"
        arguments+=(--only "$2")
        shift
        ;;
    --write) arguments+=(--write) ;;
    *) fail "'$1' is not known; $usage" ;;
    esac
    shift
done

place=$build/drift
need swiftc cc
mkdir -p "$place"
if ! cmp -s Benchmarks/drift/requirements.txt "$place/requirements.installed"; then
    python3 -m venv "$place/venv" || fail "cannot make a Python environment; install it: apt-get install python3-venv"
    "$place/venv/bin/pip" install --quiet --disable-pip-version-check -r Benchmarks/drift/requirements.txt
    cp Benchmarks/drift/requirements.txt "$place/requirements.installed"
fi
timer "$place/drift" Benchmarks/drift Drift
cc -std=c17 -D_GNU_SOURCE -O2 -Wall -Wextra -shared -fPIC -o "$place/count_memory.so" Benchmarks/drift/count_memory.c
exec "$place/venv/bin/python" Benchmarks/drift/measure.py ${arguments[@]+"${arguments[@]}"} "$rounds" "$millions" "$streams"
