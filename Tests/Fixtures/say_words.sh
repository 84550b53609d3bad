#!/bin/sh
# Says what it was started with, a word a line, and where a device would keep its state.
printf '%s\n' "$@" "$MARRAM_NODE" "$MARRAM_DATA"
