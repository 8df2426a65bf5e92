#!/bin/bash
# Show projects and software where notebooks on Kubernetes have them.
set -euo pipefail
# shellcheck source=/dev/null
. "${LAB_ROOT:-/opt/lab}/nodes/lib/step.sh"
need_shared_folder

install_link "$SHARED_FOLDER/projects" "$PROJECTS_FOLDER"
install_link "$SHARED_FOLDER/software" "$SOFTWARE_FOLDER"
