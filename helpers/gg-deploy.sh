#!/usr/bin/env bash
# Deploys a release to a thing or a thing group, and follows it to its end: 'gg deploy --wait'. Flags go on to it.
#
# Variables: REGION; TARGET_ARN, the thing or thing group; ROLE_TARGET, the role of another account; ROLE_EXTERNAL_ID, what
# its owner asks for; CODEBUILD_SRC_DIR_GDKArtefacts, the folder that the build stage has handed on, where there is one.
set -euo pipefail

options=()
[[ -z ${REGION-} ]] || options+=(--region "$REGION")
[[ -z ${TARGET_ARN-} ]] || options+=(--target-arn "$TARGET_ARN")
[[ -z ${ROLE_TARGET-} ]] || options+=(--assume-role "$ROLE_TARGET")
[[ -z ${ROLE_EXTERNAL_ID-} ]] || options+=(--external-id "$ROLE_EXTERNAL_ID")
[[ -z ${CODEBUILD_SRC_DIR_GDKArtefacts-} ]] || options+=(--release "$CODEBUILD_SRC_DIR_GDKArtefacts/release.json")
exec "$(dirname "${BASH_SOURCE[0]}")/gg" deploy --wait "${options[@]}" "$@"
