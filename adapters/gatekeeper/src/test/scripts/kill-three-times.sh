#!/bin/sh
# Kills a demo with SIGKILL three times at random moments, starts it again on the same directory, and checks that it
# recovers, closes with zeros, and leaves a journal without a hole.
#   kill-three-times.sh [DIR] [SECONDS_OF_THE_LAST_RUN] [EXTRA DEMO OPTIONS...]
set -eu
root=$(cd "$(dirname "$0")/../../../../.." && pwd -P)
tollgate=${TOLLGATE:-$root/tollgate}
state=${1:-$(mktemp -d)}
last=${2:-5}
[ $# -lt 1 ] || shift
[ $# -lt 1 ] || shift

"$tollgate" --version
round=1
while [ "$round" -le 3 ]; do
  "$tollgate" demo --dir "$state" --seconds 60 "$@" >"$state.$round.out" 2>&1 &
  pid=$!
  # at least until orders are placed, then up to four seconds more
  waited=0
  until grep -q ' decisions/s ' "$state.$round.out"; do
    sleep 0.2
    waited=$((waited + 1))
    kill -0 "$pid" || { cat "$state.$round.out"; echo "FAILED: the demo ended by itself"; exit 1; }
    [ "$waited" -lt 300 ] || { cat "$state.$round.out"; echo "FAILED: no orders after a minute"; kill -9 "$pid"; exit 1; }
  done
  sleep "$(awk -v s="$(od -An -N2 -tu2 /dev/urandom)" 'BEGIN { printf "%.3f", s / 65536 * 4 }')"
  kill -9 "$pid"
  wait "$pid" || true
  grep -v ' decisions/s ' "$state.$round.out" || true
  echo "killed: round $round, last line: $(tail -n 1 "$state.$round.out")"
  round=$((round + 1))
done
"$tollgate" demo --dir "$state" --seconds "$last" "$@"
"$tollgate" journal verify "$state"
echo "survived three kills: $state"
