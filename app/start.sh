#!/bin/sh
# Starts Marram as a Greengrass component, from wherever the nucleus has put it; what it is given goes on to 'marram run'.
here=$(CDPATH='' cd "$(dirname "$0")" && pwd) || exit 1
MARRAM_ONNXRUNTIME=${MARRAM_ONNXRUNTIME:-$here/lib/libonnxruntime.so.1}
export MARRAM_ONNXRUNTIME
exec "$here/bin/marram" run "$@"
