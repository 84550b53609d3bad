#!/usr/bin/env bash
# Shows that Marram is sound: style, the programs as they are used, the tests of its rooms under both sanitizers, acceptance
# tests on those programs, fuzzing; or, quickly, style and all tests without sanitizers.
# shellcheck disable=SC2317  # the steps are called by their names
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit 1

strict=(--explicit-target-dependency-import-check error)
all=(setup lint release address acceptance thread fuzz)
quick=(setup lint build test)
# Where the programs are built.
programs=.build/release

usage() {
    cat <<TEXT
usage: helpers/test.sh [--quick | --only STEP]
  without a flag ${all[*]}
  --quick        ${quick[*]}
  --only STEP    one of: ${all[*]} build test
TEXT
}

setup() {
    bash helpers/setup.sh
}

lint() {
    swift format lint --strict -r Package.swift Sources Tests --configuration .swift-format
}

build() {
    swift build --build-tests "${strict[@]}"
}

# The programs as they are used, and those that acceptance tests need.
release() {
    bash helpers/build.sh
}

# The tests of rooms, in processes beside each other: those of one process wait for each other's turn.
rooms() {
    local result=0 group
    local -a groups=(
        "--filter ^(EdgeTests|LabTests)\\. --skip OutboxUplinkTests"
        "--filter ^(ReleaseTests|TransferTests|ModelsTests|MQTTTests)\\.|OutboxUplinkTests"
        "--skip ^(Acceptance|EdgeTests|LabTests|ReleaseTests|TransferTests|ModelsTests|MQTTTests)\\."
    )
    local -a logs=() running=()
    [[ ${MARRAM_SANITIZER-} != address ]] || groups=("${groups[@]:1}")
    for group in "${groups[@]}"; do
        logs+=("$(mktemp)")
        # shellcheck disable=SC2086  # a group is several words
        swift test "${strict[@]}" --skip-build --ignore-lock $group "$@" >"${logs[-1]}" 2>&1 &
        running+=($!)
        # Before its tests begin it reads the build's database, in which two at once find no tests.
        until grep -q 'Test run started' "${logs[-1]}" || ! kill -0 "${running[-1]}" 2>/dev/null; do sleep 0.2; done
    done
    for group in "${!groups[@]}"; do
        wait "${running[group]}" || result=1
        cat "${logs[group]}"
        rm -f "${logs[group]}"
    done
    return "$result"
}

# Acceptance tests start the built programs, each with servers of its own; they run after the others, which would wait for
# their turn for minutes beside them. MARRAM_BIN_DIR names the programs' folder, by default that of the tests.
test_all() {
    local result=0
    rooms || result=1
    swift test "${strict[@]}" --skip-build --filter Acceptance || result=1
    return "$result"
}

# Rooms that touch memory by themselves or through a C library. Leaks are not looked for: the test runner itself has some.
address() {
    local -x ASAN_OPTIONS="detect_leaks=0 ${ASAN_OPTIONS-}"
    sanitized_rooms address
}

# The acceptance tests look at the programs as they are built for use; the tests themselves are built by `address`.
acceptance() (
    sanitized address && ASAN_OPTIONS="detect_leaks=0 ${ASAN_OPTIONS-}" \
        swift test "${strict[@]}" "${options[@]}" --filter Acceptance
)

# Rooms that have threads, without the tests that ask Python's servers for what `address` has asked them already. Few tests
# at once: under this sanitizer they are slow enough.
thread() {
    local -x TSAN_OPTIONS="halt_on_error=1 ${TSAN_OPTIONS-}" SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH=2
    local asking="S3Client|S3Upload|SageMakerClient|Greengrass|MLflowClient|DeployServer|PublishServer|ReleaseServer|Synth"
    sanitized_rooms thread --skip "($asking)Tests"
}

# Sets what a build under a sanitizer takes, `options` and variables; its tests start the programs as they are used.
sanitized() {
    [[ -x $programs/marram ]] || release || return
    options=(-Xswiftc -gline-tables-only "--sanitize=$1" --scratch-path ".build-$1")
    export MARRAM_SANITIZER=$1 MARRAM_BIN_DIR=$PWD/$programs
}

sanitized_rooms() (
    sanitized "$1" && swift build --build-tests "${strict[@]}" "${options[@]}" && rooms "${options[@]}" "${@:2}"
)

fuzz() {
    bash Fuzz/run.sh 12
}

case ${1-} in
"") steps=("${all[@]}") ;;
--quick) steps=("${quick[@]}") ;;
--only)
    [[ " ${all[*]} build test " == *" ${2-} "* && -n ${2-} ]] || { usage >&2; exit 64; }
    steps=("$2")
    ;;
-h | --help) usage; exit 0 ;;
*) usage >&2; exit 64 ;;
esac

# What a reader of a long log looks for: failed tests with their reasons, errors, a sanitizer's report.
reasons() {
    grep -E '✘|recorded an issue|error:|ERROR:|WARNING: ThreadSanitizer|SUMMARY:|Fatal error|signal code' "$1" |
        grep -v '^✘ Test run' | cut -c1-600 | head -n 40
}

summary=() failures=() failed=0
output=$(mktemp)
trap 'rm -f "$output"' EXIT
trap 'exit 130' INT TERM
for step in "${steps[@]}"; do
    printf '\n== %s\n' "$step"
    began=$SECONDS
    command=$step
    [[ $step != test ]] || command=test_all
    # Not a pipeline: it would wait for whatever a step has left behind with the output in its hands.
    if "$command" > >(exec tee "$output") 2>&1; then result=passed; else result=FAILED failed=1; fi
    for _ in {1..20}; do
        kill -0 $! 2>/dev/null || break
        sleep 0.1
    done
    [[ $result == passed ]] || failures+=("-- $step" "$(reasons "$output")")
    summary+=("$(printf '%-10s %-7s %4d s' "$step" "$result" $((SECONDS - began)))")
    echo "== ${summary[-1]}"
    # Without the tools, or with sources that do not build, what follows would only repeat it.
    [[ $result == passed || ($step != setup && $step != build && $step != release) ]] || break
done
((!failed)) || printf '\n%s\n' "${failures[@]}"
printf '\n%s\n' "${summary[@]}" "total              $(printf '%4d' "$SECONDS") s"
exit "$failed"
