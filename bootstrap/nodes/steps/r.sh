#!/bin/bash
# Install R and its kernel for notebooks, both from Ubuntu.
set -euo pipefail
# shellcheck source=/dev/null
. "${LAB_ROOT:-/opt/lab}/nodes/lib/step.sh"

install_packages r-base-core r-cran-irkernel
