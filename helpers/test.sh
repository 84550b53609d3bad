#!/usr/bin/env bash
# Shows that Marram is sound: style, build, tests, release build, tests under sanitizers, fuzzing.
# shellcheck disable=SC2317  # the steps are called by their names
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit 1

strict=(--explicit-target-dependency-import-check error)
all=(setup lint build test release thread address fuzz)
quick=(setup lint build test)

usage() {
    cat <<TEXT
usage: helpers/test.sh [--quick | --only STEP]
  --quick      ${quick[*]}
  --only STEP  one of: ${all[*]}
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

# The acceptance tests start the built programs; MARRAM_BIN_DIR names their folder, by default that of the tests.
# They run after the others: what starts that many processes and servers at once waits for its turn for minutes.
test_all() {
    local result=0
    swift test "${strict[@]}" --skip Acceptance || result=1
    swift test "${strict[@]}" --skip-build --filter Acceptance || result=1
    return "$result"
}

release() {
    bash helpers/build.sh
}

# The acceptance tests measure the programs as they are built for use, so they are left out under sanitizers.
sanitized() {
    swift test "${strict[@]}" --sanitize="$1" --scratch-path "$2" --skip Acceptance "${@:3}"
}

thread() {
    TSAN_OPTIONS="halt_on_error=1 ${TSAN_OPTIONS-}" sanitized thread .build-tsan
}

# Leaks are not looked for: the test runner itself has some. A confined process may not have as much address space as this
# sanitizer takes.
address() {
    ASAN_OPTIONS="detect_leaks=0 ${ASAN_OPTIONS-}" sanitized address .build-asan --skip ConfinementTests
}

fuzz() {
    if [[ ! -f Fuzz/run.sh ]]; then
        echo "nothing to fuzz"
        return
    fi
    bash Fuzz/run.sh 15
}

case ${1-} in
"") steps=("${all[@]}") ;;
--quick) steps=("${quick[@]}") ;;
--only)
    [[ " ${all[*]} " == *" ${2-} "* && -n ${2-} ]] || { usage >&2; exit 64; }
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
    summary+=("$(printf '%-8s %-7s %4d s' "$step" "$result" $((SECONDS - began)))")
    echo "== ${summary[-1]}"
    # Without the tools, or with sources that do not build, what follows would only repeat it.
    [[ $result == passed || ($step != setup && $step != build) ]] || break
done
((!failed)) || printf '\n%s\n' "${failures[@]}"
printf '\n%s\n' "${summary[@]}" "total            $(printf '%4d' "$SECONDS") s"
exit "$failed"
