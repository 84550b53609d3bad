#!/usr/bin/env bash
# Makes the sample model of this folder: simulated presses without faults, and what `marram train` learns of them.
# What stands here is what this script makes, byte for byte where the processor and the BLAS library are alike.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

marram=${MARRAM_BIN_DIR:-.build/release}/marram
[[ -x $marram ]] || { echo "make.sh: $marram is not built; run helpers/build.sh" >&2; exit 1; }
folder=${1:-models/press}
data=$(mktemp -d)
trap 'rm -rf "$data"' EXIT

# Ten minutes from every hour of a day, each of another press: halls are warmer at noon, and no press is like another.
for hour in {00..23}; do
    "$marram" simulate press --csv "$data/hour$hour.csv" --rate 5 --duration 10m --faults none \
        --seed $((10#$hour + 1)) --start "2026-01-01T$hour:00:00Z" >/dev/null
done
"$marram" train "$data"/hour*.csv --out "$data/press" --max-gap 5s --threads 1 --created 2026-01-01T00:00:00Z
mkdir -p "$folder"
cp "$data"/press/{model.onnx,baseline.json,report.md} "$folder/"
