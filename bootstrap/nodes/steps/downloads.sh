#!/bin/bash
# Fetch every file of manifest.tsv once for the whole cluster, so that a new node asks no vendor.
set -euo pipefail
# shellcheck source=/dev/null
. "${LAB_ROOT:-/opt/lab}/nodes/lib/step.sh"

while read -r name; do
  file=$(download "$name")
  say "$name $(manifest "$name" 2) is at $file"
done < <(manifest_names)
