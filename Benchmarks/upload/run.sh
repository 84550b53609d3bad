#!/usr/bin/env bash
# Uploads 64 MiB and 1 GiB over loopback, with Marram and with boto3, in turn, to the same server, which speaks S3 and
# drops the bytes unread (sink.c), and prints the ratios of their times and how much memory each needs above what it has
# before. The start of the programs is not counted.
#
#   Marram, file     the SHA-256 of the file is known from the same run, as after a build; every part is digested
#   Marram, digest   the file is digested before that, too
#   boto3, file      upload_file alone
#   boto3, digest    hashlib's SHA-256 of the whole, and upload_file
#
# Usage: Benchmarks/upload/run.sh [--rounds N] [--mib N]   (5 rounds of 64 and of 1024 MiB)
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
# shellcheck source=Benchmarks/prepare.sh
source Benchmarks/prepare.sh

rounds=5 sizes=(64 1024)
while (($#)); do
    case $1 in
    --rounds | --mib)
        [[ ${2-} =~ ^[1-9][0-9]*$ ]] || fail "$1 needs a number above 0"
        if [[ $1 == --mib ]]; then sizes=("$2"); else rounds=$2; fi
        shift
        ;;
    *) fail "'$1' is not known; usage: Benchmarks/upload/run.sh [--rounds N] [--mib N]" ;;
    esac
    shift
done

skip() {
    echo "Benchmarks/upload: skipped: $*" >&2
    exit 0
}

need swiftc cc
place=$build/upload
mkdir -p "$place"
if ! cmp -s Benchmarks/upload/requirements.txt "$place/requirements.installed"; then
    python3 -m venv "$place/venv" && "$place/venv/bin/pip" install --quiet --disable-pip-version-check \
        -r Benchmarks/upload/requirements.txt || skip "boto3 cannot be installed; install python3-venv, and see what pip says above"
    cp Benchmarks/upload/requirements.txt "$place/requirements.installed"
fi
cc -std=c17 -D_GNU_SOURCE -O2 -Wall -Wextra -o "$place/sink" Benchmarks/upload/sink.c -lpthread ||
    fail "Benchmarks/upload/sink.c does not build"

# Compiled as one, sources have warnings about imports that the package's build does not have.
for index in "${!flags[@]}"; do
    [[ ${flags[index]} != -warnings-as-errors ]] || unset "flags[index]"
done
flags+=(-suppress-warnings -I Sources/CCurl -I Sources/COpenSSL -I Sources/CLinux)
timer "$place/upload" Benchmarks/upload,Benchmarks/common CGuard Cryptography Transfer Sandbox AWS
exec "$place/venv/bin/python" Benchmarks/upload/measure.py "$rounds" "${sizes[@]}"
