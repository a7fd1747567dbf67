#!/bin/sh
# Plants a bug in a copy of the tree and lets torture look for it.
#   core/torture/src/test/scripts/plant.sh NAME [torture's options]      NAME: a file of ../planted without .patch; none: lists them
# Exit status 0 if it was found. JAVA_HOME as for ./tollgate.
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
if [ $# -eq 0 ]; then
  set -- --seed 1 --seconds 60
fi

copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
(cd "$home" && tar -cf - --exclude=target --exclude=.git .) | (cd "$copy" && tar -xf -)
(cd "$copy" && patch -s -p1 <"$patch")
if (cd "$copy" && ./tollgate torture "$@"); then
  printf 'plant: %s was NOT found\n' "$name"
  exit 1
fi
printf 'plant: %s was found\n' "$name"
