#!/bin/sh
# Runs a command while two busy loops for each processor run beside it, as on a
# machine that has too much to do.
#
#   tools/load.sh go test ./...
loops=''
trap 'kill $loops 2>/dev/null' EXIT
trap 'exit 130' INT TERM
for _ in $(seq $((2 * $(getconf _NPROCESSORS_ONLN)))); do
  (while :; do :; done) &
  loops="$loops $!"
done
"$@"
