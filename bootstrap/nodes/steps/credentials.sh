#!/bin/bash
# Give members of a project the project's role: one AWS profile for each project.
set -euo pipefail
# shellcheck source=/dev/null
. "${LAB_ROOT:-/opt/lab}/nodes/lib/step.sh"
program=$LAB_ROOT/nodes/bin/project-credentials
rules=$LAB_ETC/sudoers.d/lab-projects
mapfile -t projects < <(cut -f 1 "$LAB_ROOT/lab/projects.tsv")

# sudoers: with a mistake in any of its files sudo works for nobody, so it is checked before.
fresh=$(mktemp)
trap 'rm -f "$fresh"' EXIT
for project in "${projects[@]}"; do
  printf '%%%s ALL=(root) NOPASSWD: %s %s\n' "$project" "$program" "$project"
done >"$fresh"
visudo --check --quiet --file "$fresh" ||
  fail "$EXIT_SETTINGS" "visudo refuses the rules for projects: is the name of one unusual? ${projects[*]}"
install_file 0440 "$rules" <"$fresh"

{
  printf '[default]\nregion = %s\n' "$AWS_REGION"
  for project in "${projects[@]}"; do
    printf '\n[profile %s]\nregion = %s\ncredential_process = sudo -n %s %s\n' \
      "$project" "$AWS_REGION" "$program" "$project"
  done
} | install_file 0644 "$LAB_ETC/lab/aws_config"

# The metadata service refuses people: asking it would only take time.
install_file 0644 "$LAB_ETC/profile.d/lab-aws.sh" <<SHELL
if [ "\$(id -u)" != 0 ]; then
  export AWS_CONFIG_FILE="\${AWS_CONFIG_FILE:-$LAB_ETC/lab/aws_config}" AWS_EC2_METADATA_DISABLED=true
  if grep -q "^\[profile \$(id -gn)]\$" "\$AWS_CONFIG_FILE" 2>/dev/null; then
    export AWS_PROFILE="\${AWS_PROFILE:-\$(id -gn)}"
  fi
fi
SHELL
