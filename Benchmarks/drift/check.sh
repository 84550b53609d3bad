#!/usr/bin/env bash
# Holds the built program against recorded decisions of river: makes a candidate of all records of a folder by
# `marram drift detect --record`, and compares it by the folder's own tools/check.py.
#
# Usage: Benchmarks/drift/check.sh FOLDER [CANDIDATE]
#   FOLDER     has streams.json, expected.jsonl, tools/make_stream.py and tools/check.py; or MARRAM_DRIFT_FIXTURES names it
#   CANDIDATE  where the program's records are kept (default: they are not)
# MARRAM_BIN_DIR names the folder of the program (default: .build/release).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

fail() {
    echo "check.sh: $*" >&2
    exit 2
}

folder=${1-${MARRAM_DRIFT_FIXTURES-}}
[[ -n $folder ]] || fail "name the folder of the records: Benchmarks/drift/check.sh FOLDER, or MARRAM_DRIFT_FIXTURES"
for file in streams.json expected.jsonl tools/make_stream.py tools/check.py; do
    [[ -f $folder/$file ]] || fail "$folder has no $file; it is not part of the project, name a folder that has it"
done
marram=${MARRAM_BIN_DIR:-.build/release}/marram
[[ -x $marram ]] || fail "$marram is not built; run helpers/build.sh"

place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
candidate=${2-$place/candidate.jsonl}
python3 Benchmarks/drift/candidate.py "$marram" "$folder" "$place" >"$candidate"
python3 "$folder/tools/check.py" "$folder/expected.jsonl" "$candidate"
