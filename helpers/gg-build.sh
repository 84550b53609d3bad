#!/usr/bin/env bash
# Builds the artifacts of the release that helpers/gg-create-build-files has made, and uploads them: 'gg build --upload'.
# Flags go on to it.
#
# Variables: REGION; ARTIFACT_BUCKET_KMS_ARN, the key that the bucket is encrypted with.
set -euo pipefail

options=()
[[ -z ${REGION-} ]] || options+=(--region "$REGION")
[[ -z ${ARTIFACT_BUCKET_KMS_ARN-} ]] || options+=(--kms-key "$ARTIFACT_BUCKET_KMS_ARN")
exec "$(dirname "${BASH_SOURCE[0]}")/gg" build --upload "${options[@]}" "$@"
