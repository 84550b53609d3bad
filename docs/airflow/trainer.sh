#!/bin/sh
# Trains in answer to an order of Marram: as `retrain.command.run` on the device, or as MARRAM_TRAINER of the workers of
# marram_retrain.py. The order is JSON on standard input. `marram` and python3 must be in PATH.
#
# Variables: ROWS, a CSV file with the rows to learn from, as they came in; KEY, the private key to sign bundles with; OUT,
# a folder for bundles that the node may read; MARRAM_BROKER_HOST and its like, where the node's broker is elsewhere.
set -eu

order=$(cat)
member() { printf '%s' "$order" | python3 -c "import json, sys; print(json.load(sys.stdin)$1)"; }

id=$(member "['order_id']")
device=$(member "['device']")
model=$(member "['model']['name']")
version=$(member "['requested_at']" | tr -dc '0-9')
bundle=$OUT/$version/$model

echo "order $id: $model $version for $device"
mkdir -p "$OUT/$version"
rm -rf "$bundle"
marram train "$ROWS" --out "$bundle"
marram bundle create "$bundle" --version "$version" --golden 2 --key "$KEY"
# The job's id is the order's digest: an order that comes twice is one update.
MARRAM_NODE=$device marram models install "$model" "$bundle" --job "retrain-$(printf '%s' "$id" | sha256sum | cut -c 1-32)"
