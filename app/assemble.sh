#!/usr/bin/env bash
# Puts together what the component io.marram.edge ships: bin/marram, stripped, with Swift's runtime in it, and in lib/ the
# libraries that it loads, ONNX Runtime among them. The C library is the device's.
#
# Usage: app/assemble.sh
# Run it before 'gg synth'; it does little when nothing has changed. Devices need the C library of the machine that builds,
# or a later one: Debian 12 serves Debian 12 and 13, Ubuntu 24.04 and Amazon Linux 2023 need a build of their own.
set -euo pipefail
app="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
cd "$app/.."

bash helpers/setup.sh --run
bash helpers/build.sh

# What has been put together of this very program, by this very script, is left as it is.
if [[ app/bin/marram -nt .build/release/marram && app/bin/marram -nt app/assemble.sh ]]; then exit; fi

new="$(mktemp -d "$app/new.XXXXXX")"
trap 'rm -rf "$new"' EXIT
mkdir "$new/bin" "$new/lib"
strip -s -o "$new/bin/marram" .build/release/marram

# Each line: a library's name and its file. What belongs to the C library stays out, and so does what is no file.
ldd .build/release/marram | sed -n 's/^[[:space:]]*\([^ ]*\) => \(\/[^ ]*\) (.*/\1 \2/p' |
    while read -r name file; do
        case $name in
        libc.so.* | libm.so.* | libpthread.so.* | libdl.so.* | librt.so.* | libresolv.so.* | ld-linux*) ;;
        *) cp -L "$file" "$new/lib/$name" ;;
        esac
    done
cp -L "${MARRAM_ONNXRUNTIME:-.marram/onnxruntime/libonnxruntime.so.1}" "$new/lib/libonnxruntime.so.1"
chmod 755 "$new/bin/marram"
chmod 644 "$new"/lib/*
strip --strip-unneeded "$new"/lib/*

rm -rf "$app/bin" "$app/lib"
mv "$new/bin" "$new/lib" "$app/"
printf 'app: %s\n' "$(du -sh "$app/bin" "$app/lib" | tr '\n\t' '  ')"
