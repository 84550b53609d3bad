#!/usr/bin/env bash
# Trains and scores models on labelled data and prints how well they do, as Markdown tables:
#   SKAB: each file's first 400 rows train a model, the rest is judged; one setting for all files.
#   NAB: each file's probation rows (min of 15 % and 750) train a model; which labelled windows have an alarm.
# The data is not part of Marram: github.com/waico/SKAB (one folder of CSV files) and github.com/numenta/NAB (one folder of
# CSV files and a windows.json of the labelled windows by file). What is absent is skipped.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

usage() {
    cat <<'TEXT'
usage: Benchmarks/anomaly/run.sh [--skab FOLDER] [--nab FOLDER] [--scorer FILE] [--keep FOLDER] [--live]
                                [-- TRAIN OPTIONS]
  --skab FOLDER  SKAB's CSV files (../shared/data/skab)
  --nab FOLDER   NAB's CSV files and windows.json (../shared/data/nab)
  --scorer FILE  another scorer for SKAB, called with data and decisions, to check ours by (../shared/tools/skab_score.py)
  --keep FOLDER  keep models and decisions there
  --live         replay SKAB over MQTT to a node, too, and compare its decisions (needs mosquitto and its clients)
  -- OPTIONS     judge this setting of 'marram train' alone, instead of the defaults and the dense family
MARRAM_BIN_DIR names the folder of the marram that is used (.build/release, which is built first).
TEXT
}

arguments=()
while (($#)); do
    case $1 in
    --skab | --nab | --scorer | --keep)
        (($# > 1)) || { usage >&2; exit 64; }
        arguments+=("$1" "$2")
        shift
        ;;
    --live) arguments+=("$1") ;;
    --) break ;;
    -h | --help) usage; exit 0 ;;
    *) usage >&2; exit 64 ;;
    esac
    shift
done

if [[ -z ${MARRAM_BIN_DIR-} ]]; then
    bash helpers/build.sh --product marram >&2
    MARRAM_BIN_DIR=.build/release
fi
exec python3 Benchmarks/anomaly/evaluate.py --marram "$MARRAM_BIN_DIR/marram" ${arguments[@]+"${arguments[@]}"} "$@"
