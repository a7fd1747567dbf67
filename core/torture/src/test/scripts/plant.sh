#!/bin/sh
# Plants bugs in scratch copies of the gate's sources and lets torture look for them.
#   core/torture/src/test/scripts/plant.sh                            lists them: files of ../planted without .patch
#   core/torture/src/test/scripts/plant.sh NAME [torture's options]   plants one; exit status 0 if it was found
#   core/torture/src/test/scripts/plant.sh --all [torture's options]  all of them, then the model checker's; prints a table; exit status 0 if
#                                                                     every one was found, or its patch names who finds it
# Without options: --seed 1 --seconds 60. Only the gate is compiled again, before classes that ./tollgate has built. JAVA_HOME as for ./tollgate.
set -eu

scripts=$(cd "$(dirname "$0")" && pwd -P)
planted=$scripts/../planted
home=$(cd "$scripts/../../../../.." && pwd -P)
module=$home/adapters/gatekeeper/target
bin=${JAVA_HOME:+$JAVA_HOME/bin/}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

fail() {
  printf 'plant: %s\n' "$1" >&2
  exit 2
}

names() {
  for patch in "$planted"/*.patch; do
    basename "$patch" .patch
  done
}

prepare() {
  "$home/tollgate" help >/dev/null
  for jar in "$module"/tollgate-gatekeeper-*.jar; do
    libraries=$module/lib/*:$jar
  done
  quiet=
  if "${bin}java" --sun-misc-unsafe-memory-access=allow -version >/dev/null 2>&1; then
    quiet=--sun-misc-unsafe-memory-access=allow
  fi
}

# Compiles the gate with the bug $1 into $copy/classes.
compile() {
  copy=$scratch/$1
  mkdir -p "$copy/core/gate/src/main" "$copy/classes"
  cp -R "$home/core/gate/src/main/java" "$copy/core/gate/src/main/java"
  patch -s -p1 -d "$copy" <"$planted/$1.patch" || fail "$1.patch must apply to the sources as they are"
  find "$copy/core/gate/src/main/java" -name '*.java' ! -name package-info.java >"$copy/sources"
  "${bin}javac" -nowarn -proc:none --release 17 -d "$copy/classes" -cp "$libraries" "@$copy/sources" 2>"$copy/javac.log" ||
    { cat "$copy/javac.log" >&2 && fail "the gate must compile with $1"; }
}

# Lets torture look for the bug $1 with the options after it; its words go to $copy/log. Sets took_ms.
look_for() {
  name=$1
  shift
  begun=$(date +%s%3N)
  # shellcheck disable=SC2086
  "${bin}java" "@$home/core/jvm.args" $quiet -XX:+UseSerialGC -Xms256m -Xmx2g -XX:-UsePerfData \
    -cp "$copy/classes:$libraries" io.tollgate.gatekeeper.Main torture "$@" >"$copy/log" 2>&1 || :
  took_ms=$(($(date +%s%3N) - begun))
  grep -q '^torture: ' "$copy/log" || { cat "$copy/log" >&2 && fail "torture must come to its end with $name"; }
}

# The value of a key of the closing line.
closing() {
  sed -n "s/^torture: .* $1=\([0-9]*\).*/\1/p" "$copy/log"
}

# "seed KIND: message" of what was found, or nothing.
found() {
  sed -n 's/^seed \([0-9]* [A-Z]*: .*\)/\1/p' "$copy/log" | head -n 1
}

# Cuts off amounts: what was broken, not by how much.
words() {
  printf '%s\n' "$1" | sed -e 's/^[0-9]* [A-Z]*: //' -e 's/:[^:]*[0-9=].*//' -e 's/|/,/g'
}

row() {
  printf '| %s | %s | %s | %s | %s | %s |\n' "$1" "$2" "$3" "$4" "$5" "$6"
}

all() {
  lost=0
  elsewhere=0
  row 'bug' 'found by' 'what broke' 'seed' 'steps' 'seconds'
  row '---' '---' '---' '---' '---' '---'
  for each in $(names); do
    compile "$each"
    look_for "$each" "$@"
    what=$(found)
    seconds=$((took_ms / 1000)).$((took_ms / 100 % 10))
    if [ -n "$what" ]; then
      row "\`$each\`" torture "$(words "$what")" "${what%% *}" "$(closing steps)" "$seconds"
    else
      # a patch's first line may say who finds it in torture's place; the model checker's own rows follow
      other=$(sed -n '1s/^Found by //p' "$planted/$each.patch")
      if [ -z "$other" ]; then
        lost=$((lost + 1))
      else
        elsewhere=$((elsewhere + 1))
      fi
      row "\`$each\`" "${other:-**nothing**}" '-' '-' "$(closing steps)" "$seconds"
    fi
    rm -rf "$copy"
  done
  (cd "$home" && mvn -q -B -o -pl core/gate -am test -Dtest=ModelCheckTest -Dsurefire.failIfNoSpecifiedTests=false \
    -Dspotless.check.skip=true >"$scratch/mvn.log" 2>&1) ||
    { tail -n 30 "$scratch/mvn.log" >&2 && fail 'the model checker must find its bugs'; }
  # constant, bug, what broke, steps, states, milliseconds: rows of six columns whose first is a constant of Bug
  for report in "$home"/core/gate/target/model-checking/*.txt; do
    constant=$(basename "$report" .txt)
    sed -n "s/^| $constant | \([^|]*\) | \([^|]*\) | \([^|]*\) | [^|]* | \([0-9]*\) ms |\$/\1|\2|\3|\4/p" \
      "$home/core/gate/target/model-checking/summary.md" |
      while IFS='|' read -r bug broke steps ms; do
        row "$bug (\`$constant\`)" 'model checker' "$broke" - "$steps" "$((ms / 1000)).$((ms / 100 % 10))"
      done
  done
  printf 'plant: planted=%s found_elsewhere=%s not_found=%s\n' "$(names | wc -l | tr -d ' ')" "$elsewhere" "$lost"
  [ "$lost" -eq 0 ]
}

if [ $# -eq 0 ]; then
  names
  exit 0
fi
what=$1
shift
if [ $# -eq 0 ]; then
  set -- --seed 1 --seconds 60
fi
if [ "$what" = --all ]; then
  prepare
  all "$@"
  exit
fi
[ -f "$planted/$what.patch" ] || fail "there is no bug of this name: $what: without a name all are listed"
prepare
compile "$what"
look_for "$what" "$@"
cat "$copy/log"
if [ -z "$(found)" ]; then
  printf 'plant: %s was NOT found\n' "$what"
  exit 1
fi
printf 'plant: %s was found after %s.%s s\n' "$what" $((took_ms / 1000)) $((took_ms / 100 % 10))
