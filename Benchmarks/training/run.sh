#!/usr/bin/env bash
# Measures how long training takes beside numpy (window autoencoder) and scikit-learn (dense autoencoder), in one run,
# with the same numbers and the same threads; the start of the programs is not counted.
#
# Usage: Benchmarks/training/run.sh [--rounds N]   (7; each round measures both sides of every task in turn)
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
# shellcheck source=Benchmarks/prepare.sh
source Benchmarks/prepare.sh

rounds=7
while (($#)); do
    case $1 in
    --rounds)
        [[ ${2-} =~ ^[1-9][0-9]*$ ]] || fail "--rounds needs a number above 0"
        rounds=$2
        shift
        ;;
    *) fail "'$1' is not known; usage: Benchmarks/training/run.sh [--rounds N]" ;;
    esac
    shift
done

place=$build/training
python=.marram/venv/bin/python
need swiftc
[[ -x $python ]] || fail "$python is missing; helpers/setup.sh makes it"

mkdir -p "$place"
timer "$place/training" Benchmarks/training Tensors OpenInference Telemetry Training
exec "$python" Benchmarks/training/measure.py "$rounds"
