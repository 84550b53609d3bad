#!/usr/bin/env bash
# Builds the programs as they are used: optimised, with Swift's runtime inside them (smaller in memory, quicker to start, and
# a device needs no Swift). Libraries are looked for in ../lib beside the program first, where a component has them.
#
# Usage: helpers/build.sh [FLAGS FOR SWIFT BUILD]        such as --product marram; they end up in .build/release
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# The old kind of run path holds for the libraries that libraries load as well.
exec swift build -c release --static-swift-stdlib -Xlinker -rpath -Xlinker "\$ORIGIN/../lib" -Xlinker --disable-new-dtags \
    --explicit-target-dependency-import-check error "$@"
