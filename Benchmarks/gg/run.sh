#!/usr/bin/env bash
# Releases the same three components with gg and with AWS's GDK CLI 1.6.2, in turn, to the same stand-ins on loopback (moto
# for S3, Tests/Fixtures/greengrass for Greengrass), and prints the ratios: start, a zip of 64 MiB of random bytes, all
# three from sources to published, peak memory. gg needs three processes for that, GDK two for each component.
#
# GDK comes from its repository (it is not on PyPI) into .build-bench. MARRAM_GDK_SOURCE names another source for pip,
# MARRAM_GDK a program that is there. Without GDK, gg is compared with figures of GDK that were measured elsewhere.
# MARRAM_BIN_DIR names the folder of another gg than .build/release, which is built first.
#
# Usage: Benchmarks/gg/run.sh [--rounds N]   (5 rounds)
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
# shellcheck source=Benchmarks/prepare.sh
source Benchmarks/prepare.sh

rounds=5
while (($#)); do
    [[ $1 == --rounds && ${2-} =~ ^[1-9][0-9]*$ ]] ||
        fail "'$*' is not known; usage: Benchmarks/gg/run.sh [--rounds N]"
    rounds=$2
    shift 2
done

python=$PWD/.marram/venv/bin/python
[[ -x $python ]] || fail "$python is missing: run helpers/setup.sh"
bin=${MARRAM_BIN_DIR-.build/release}
[[ -n ${MARRAM_BIN_DIR-} ]] || bash helpers/build.sh --product gg >&2

place=$build/gg
source=${MARRAM_GDK_SOURCE-git+https://github.com/aws-greengrass/aws-greengrass-gdk-cli.git@v1.6.2}
gdk=${MARRAM_GDK-}
if [[ -z $gdk ]]; then
    mkdir -p "$place"
    if [[ ! -x $place/venv/bin/gdk ]] && ! { python3 -m venv "$place/venv" &&
        "$place/venv/bin/pip" install --quiet --disable-pip-version-check "$source" >&2; }; then
        echo "Benchmarks/gg: GDK cannot be installed; see what pip says above" >&2
    fi
    [[ ! -x $place/venv/bin/gdk ]] || gdk=$PWD/$place/venv/bin/gdk
fi
exec "$python" Benchmarks/gg/measure.py "$(realpath "$bin/gg")" "$gdk" "$rounds"
