#!/bin/sh
# Builds every fuzz target and runs each for some seconds (30 unless given); fails where one crashes.
set -eu
cd "$(dirname "$0")/.."
seconds=${1:-30}
build=.build-fuzz
mkdir -p "$build"

flags="-sanitize=fuzzer,address -use-ld=lld -parse-as-library -O -wmo -swift-version 6
    -enable-upcoming-feature InternalImportsByDefault -enable-upcoming-feature MemberImportVisibility
    -enable-upcoming-feature ExistentialAny -package-name marram -I $build -I Sources/COpenSSL -I Sources/CZlib"

# module NAME [PATH…]: the object and the module of one target, or of a part of it.
module() {
    name=$1
    shift
    [ $# -gt 0 ] || set -- "Sources/$name"
    # shellcheck disable=SC2086
    find "$@" -name '*.swift' -print0 |
        xargs -0 swiftc $flags -module-name "$name" -emit-module -emit-module-path "$build/$name.swiftmodule" \
            -emit-object -o "$build/$name.o"
}

module Tensors
module OpenInference
module Telemetry
module Drift
module Inference
module Cryptography
module Monitoring
# What packs the bodies of HTTP; the rest of the target packs files.
module Archive Sources/Archive/Packing.swift Sources/Archive/Zlib.swift Sources/Archive/ArchiveError.swift
# What reads bundles; the rest of the target fetches and stores them.
module Models Sources/Models/Bundle Sources/Models/BundleID.swift Sources/Models/UpdateCode.swift \
    Sources/Models/UpdateError.swift Sources/Models/Store/Directory.swift Sources/Models/Store/UpdateError+Errno.swift

# parts NAME: what is compiled with a target beside its own source, since its types are internal to another.
parts() {
    case $1 in
    HTTPReading)
        find Fuzz/HTTPReading Sources/API/Seed/Literal -name '*.swift'
        printf 'Sources/API/Seed/%s.swift\n' FormQuery MultipartBody PictureChoice SeedRow SeriesForm
        printf 'Sources/API/Server/%s.swift\n' HeaderParameters HeaderWishes JSONText Loopback Packing+Headers \
            PercentEncoding RequestError RequestTarget
        printf 'Sources/API/Access/%s.swift\n' Secret SessionCookie Sessions
        ;;
    LiteralReading) find Sources/API/Seed/Literal -name '*.swift' ;;
    RequestHandling) printf 'Sources/Edge/Models/%s.swift\n' ModelWork Rows Batch ;;
    esac
}

# target SOURCE: builds one and runs it; what it says is in a log beside it.
target() {
    name=$(basename "$1" .swift)
    # shellcheck disable=SC2046,SC2086
    swiftc $flags -module-name "$name" "$1" Fuzz/Support/*.swift $(parts "$name") \
        "$build/Tensors.o" "$build/OpenInference.o" "$build/Telemetry.o" "$build/Drift.o" "$build/Inference.o" \
        "$build/Cryptography.o" "$build/Monitoring.o" "$build/Archive.o" "$build/Models.o" -o "$build/$name"
    # What is found grows in the build folder; the committed seeds stay as they are.
    mkdir -p "$build/corpus/$name"
    SWIFT_BACKTRACE=enable=no ASAN_OPTIONS=detect_leaks=0 "$build/$name" \
        -max_total_time="$seconds" -max_len=4096 -timeout=10 -rss_limit_mb=1024 -print_final_stats=1 \
        -artifact_prefix="$build/$name-" "$build/corpus/$name" "Fuzz/corpus/$name" </dev/null
}

# told SOURCE PROCESS: waits for a target and tells how it went.
told() {
    name=$(basename "$1" .swift)
    if wait "$2"; then
        echo "$name, $seconds s"
        grep -E 'stat::number_of_executed_units|stat::average_exec_per_sec' "$build/$name.log"
    else
        tail -n 40 "$build/$name.log"
        echo "$name failed; the input, if it is one's fault, is in $build/$name-*" >&2
        failed=1
    fi
}

# Two at a time.
failed=0
set -- Fuzz/*.swift
while [ $# -gt 0 ]; do
    target "$1" >"$build/$(basename "$1" .swift).log" 2>&1 &
    first=$!
    if [ $# -gt 1 ]; then
        target "$2" >"$build/$(basename "$2" .swift).log" 2>&1 &
        told "$2" $!
    fi
    told "$1" "$first"
    shift
    [ $# -eq 0 ] || shift
done
exit "$failed"
