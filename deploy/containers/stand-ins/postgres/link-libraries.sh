#!/bin/bash
# The links that the npm package lists, which it cannot carry.
set -eu
tr '{}' '\n\n' <"$1/pg-symlinks.json" | sed -n 's/.*"source":"native\/\([^"]*\)","target":"native\/\([^"]*\)".*/\1 \2/p' |
  while read -r source target; do
    ln -sf "$(basename "$source")" "$1/$target"
  done
