#!/usr/bin/env bash
# Sends a node what its OpenAPI document allows, and what it does not, for SECONDS, and holds every answer against it.
#
# Left out: the event stream, which has no end; taking models out of service, as those that come after are not served then;
# and the checks that take any sound request for one that fits a model, or any additional member for a wrong one.
set -euo pipefail
(($# == 2)) || { echo "usage: $0 URL SECONDS" >&2; exit 64; }
cd "$(dirname "${BASH_SOURCE[0]}")/../../.."
program=$PWD/.marram/venv/bin/schemathesis
[[ -x $program ]] || { echo "$program is not there: run helpers/setup.sh" >&2; exit 1; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
# What it keeps it keeps in the current folder.
cd "$folder"
timeout "$(($2 * 2 + 60))" "$program" run "$1/openapi.json" --url "$1" --max-time "$2" --phases examples,coverage,fuzzing \
    --exclude-path /api/events --exclude-path-regex '/unload$' \
    --exclude-checks positive_data_acceptance,negative_data_rejection,missing_required_header \
    --suppress-health-check all --request-timeout 30 --seed 8 --warnings off --no-shrink --max-failures 20
