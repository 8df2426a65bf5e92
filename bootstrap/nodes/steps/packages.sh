#!/bin/bash
# Install what people of a cluster expect on every node: Lmod's `module`.
set -euo pipefail
# shellcheck source=/dev/null
. "${LAB_ROOT:-/opt/lab}/nodes/lib/step.sh"

# ParallelCluster's image has Environment Modules, which Lmod replaces. Both read our modulefiles, so
# Lmod may push out that one package, and nothing that came with the image and depends on it.
if ! package_is_installed lmod; then
  others=$(apt_get --simulate install lmod 2>/dev/null |
    awk '$1 == "Remv" && $2 != "environment-modules" { print $2 }') || true
  if [[ -n $others ]]; then
    complain "Lmod would remove ${others//$'\n'/ }: this node keeps the module command that it has"
  else
    install_packages lmod
  fi
fi
# What a package leaves in /etc/profile.d when it goes complains in every shell.
# shellcheck disable=SC2016  # dpkg-query fills ${Status}
left=$(dpkg-query --show --showformat '${Status}' environment-modules 2>/dev/null || true)
[[ $left != *config-files ]] || dpkg --purge environment-modules
