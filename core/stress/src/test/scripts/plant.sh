#!/bin/sh
# Plants a bug in a copy of the tree and lets Lincheck look for it.
#   core/stress/src/test/scripts/plant.sh NAME [-Dtollgate.lincheck.PROPERTY=VALUE...]
# NAME: a file of ../planted without .patch; none: lists them. Exit status 0 if it was found. JAVA_HOME as for Maven.
set -eu

scripts=$(cd "$(dirname "$0")" && pwd -P)
planted=$scripts/../planted
home=$(cd "$scripts/../../../../.." && pwd -P)

if [ $# -eq 0 ]; then
  for patch in "$planted"/*.patch; do
    basename "$patch" .patch
  done
  exit 0
fi
name=$1
shift
patch=$planted/$name.patch
if [ ! -f "$patch" ]; then
  printf 'plant: there is no bug of this name: %s: without a name all are listed\n' "$name" >&2
  exit 2
fi

copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
(cd "$home" && tar -cf - --exclude=target --exclude=.git .) | (cd "$copy" && tar -xf -)
(cd "$copy" && patch -s -p1 <"$patch")
# a bug may leave something unused, which is a warning and no hindrance here
(cd "$copy" && for pom in pom.xml core/stress/pom.xml; do sed '/<arg>-Werror<\/arg>/d' "$pom" >pom.new && mv pom.new "$pom"; done)
(cd "$copy" && mvn -q -B -o -pl core/stress -am -DskipTests -Dspotless.check.skip=true test-compile)
if (cd "$copy" && mvn -q -B -o -pl core/stress -am -Dspotless.check.skip=true test -Dtest=LinearizabilityTest \
  -Dsurefire.failIfNoSpecifiedTests=false "$@") >"$copy/told" 2>&1; then
  printf 'plant: %s was NOT found\n' "$name"
  exit 1
fi
if ! grep '^WRONG: ' "$copy/told"; then
  cat "$copy/told" >&2
  printf 'plant: %s: no scenario was judged: see above\n' "$name" >&2
  exit 2
fi
printf 'plant: %s was found\n' "$name"
