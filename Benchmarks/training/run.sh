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

# The targets that training needs and the program that times them, by the compiler alone.
build_training() {
    local flags name objects=()
    [[ ! -x $place/training || -n $(find Sources/{Tensors,OpenInference,Telemetry,Anomaly,Training} Benchmarks/training \
        -name '*.swift' -newer "$place/training" -print -quit) ]] || return 0
    mkdir -p "$place"
    flags=(-parse-as-library -O -wmo -swift-version 6 -strict-memory-safety -warnings-as-errors -package-name marram
        -enable-upcoming-feature InternalImportsByDefault -enable-upcoming-feature MemberImportVisibility
        -enable-upcoming-feature ExistentialAny)
    for name in Tensors OpenInference Telemetry Anomaly Training; do
        swiftc "${flags[@]}" -module-name "$name" -I "$place" -emit-module \
            -emit-module-path "$place/$name.swiftmodule" -emit-object -o "$place/$name.o" "Sources/$name"/*.swift ||
            fail "Sources/$name does not build"
        objects+=("$place/$name.o")
    done
    swiftc "${flags[@]}" -module-name TrainingBenchmark -I "$place" Benchmarks/training/*.swift "${objects[@]}" \
        -o "$place/training" || fail "Benchmarks/training does not build"
}

build_training
exec "$python" Benchmarks/training/measure.py "$rounds"
