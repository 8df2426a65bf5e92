#!/bin/bash
# Make the layout of the shared file system. Folders that are there belong to whoever set them up.
set -euo pipefail
# shellcheck source=/dev/null
. "${LAB_ROOT:-/opt/lab}/nodes/lib/step.sh"
need_shared_folder

for folder in "$HOMES_FOLDER" projects software; do
  make_folder "$SHARED_FOLDER/$folder" 0:0 0755
done
while IFS=$'\t' read -r project uid gid permissions _; do
  # A dash: the project has no folder of its own.
  [[ $permissions == - ]] || make_folder "$SHARED_FOLDER/projects/$project" "$uid:$gid" "$permissions"
done <"$LAB_ROOT/lab/projects.tsv"
