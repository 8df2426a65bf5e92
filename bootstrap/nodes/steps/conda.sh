#!/bin/bash
# Install Miniforge for the whole cluster. Its base belongs to root: people make environments.
set -euo pipefail
# shellcheck source=/dev/null
. "${LAB_ROOT:-/opt/lab}/nodes/lib/step.sh"
version=$(manifest miniforge 2)
prefix=$SOFTWARE_FOLDER/conda/$version
# Conda writes its own place into its files, so it cannot be made elsewhere and moved.
marker=$prefix/.lab-complete

if [[ ! -f $marker ]]; then
  installer=$(download miniforge)
  # What an interrupted start has left is not repaired.
  rm -rf "$prefix"
  bash "$installer" -b -p "$prefix"
  "$prefix/bin/conda" --version
  give_to_root "$prefix"
  touch "$marker"
fi
install_link "$version" "$SOFTWARE_FOLDER/conda/current"
