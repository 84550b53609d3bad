#!/usr/bin/env bash
# Downloads 1 GiB over loopback to disk, with Marram and with boto3, in turn, from the same nginx, and prints the ratios of
# their times and how much memory each needs above what it has before. The start of the programs is not counted.
#
#   Marram, bundle   as an update does: a SHA-256 of every 4 MiB on arrival, flushed to the disk, read back with the
#                    SHA-256 of the whole
#   Marram, file     the transfer alone
#   boto3, digest    download_file, and hashlib's SHA-256 of the whole, read back
#   boto3, file      download_file alone
#
# Usage: Benchmarks/download/run.sh [--rounds N] [--mib N]   (5 rounds of 1024 MiB; the file is removed afterwards)
# MARRAM_NGINX names another nginx.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
# shellcheck source=Benchmarks/prepare.sh
source Benchmarks/prepare.sh

rounds=5 size=1024
while (($#)); do
    case $1 in
    --rounds | --mib)
        [[ ${2-} =~ ^[1-9][0-9]*$ ]] || fail "$1 needs a number above 0"
        if [[ $1 == --mib ]]; then size=$2; else rounds=$2; fi
        shift
        ;;
    *) fail "'$1' is not known; usage: Benchmarks/download/run.sh [--rounds N] [--mib N]" ;;
    esac
    shift
done

skip() {
    echo "Benchmarks/download: skipped: $*" >&2
    exit 0
}

nginx=${MARRAM_NGINX-$(command -v nginx || echo /usr/sbin/nginx)}
[[ -x $nginx ]] || skip "nginx is missing; install it: apt-get install nginx-light"
need swiftc

place=$build/download
mkdir -p "$place"
if ! cmp -s Benchmarks/download/requirements.txt "$place/requirements.installed"; then
    python3 -m venv "$place/venv" && "$place/venv/bin/pip" install --quiet --disable-pip-version-check \
        -r Benchmarks/download/requirements.txt || skip "boto3 cannot be installed; install python3-venv, and see what pip says above"
    cp Benchmarks/download/requirements.txt "$place/requirements.installed"
fi

# Compiled as one, sources have warnings about imports that the package's build does not have.
for index in "${!flags[@]}"; do
    [[ ${flags[index]} != -warnings-as-errors ]] || unset "flags[index]"
done
flags+=(-suppress-warnings -I Sources/CCurl -I Sources/COpenSSL -I Sources/CLinux)
timer "$place/download" Benchmarks/download,Benchmarks/common Tensors OpenInference Telemetry CGuard Cryptography Transfer Sandbox AWS MLflow Models
exec "$place/venv/bin/python" Benchmarks/download/measure.py "$nginx" "$rounds" "$size"
