#!/bin/bash
# Make the account of Systems Manager's sessions before people get theirs.
set -euo pipefail
# shellcheck source=/dev/null
. "${LAB_ROOT:-/opt/lab}/nodes/lib/step.sh"

# The agent would make it at its first session with the next free uid, which may be that of a person
# who comes later. It gives sudo only to an account that it makes itself, so that is done here:
# github.com/aws/amazon-ssm-agent, agent/session/utility/utility_unix.go.
getent passwd ssm-user >/dev/null || {
  useradd --system --create-home --shell /bin/bash ssm-user
  say "made the user ssm-user"
}
install_file 0440 "$LAB_ETC/sudoers.d/ssm-agent-users" <<<'ssm-user ALL=(ALL) NOPASSWD:ALL'
