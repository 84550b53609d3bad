#!/usr/bin/env bash
# Publishes the components of a release: 'gg publish'. Flags go on to it.
#
# Variables: REGION; ROLE_TARGET, the role of another account; ROLE_EXTERNAL_ID, what its owner asks for;
# CODEBUILD_SRC_DIR_GDKArtefacts, the folder that the build stage has handed on, where there is one.
set -euo pipefail

options=()
[[ -z ${REGION-} ]] || options+=(--region "$REGION")
[[ -z ${ROLE_TARGET-} ]] || options+=(--assume-role "$ROLE_TARGET")
[[ -z ${ROLE_EXTERNAL_ID-} ]] || options+=(--external-id "$ROLE_EXTERNAL_ID")
[[ -z ${CODEBUILD_SRC_DIR_GDKArtefacts-} ]] || options+=(--release "$CODEBUILD_SRC_DIR_GDKArtefacts/release.json")
exec "$(dirname "${BASH_SOURCE[0]}")/gg" publish "${options[@]}" "$@"
