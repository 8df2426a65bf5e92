#!/bin/bash
# JupyterHub on the login node: its user, its rights, its secrets, its service, its way to the people.
set -euo pipefail
# shellcheck source=/dev/null
. "${LAB_ROOT:-/opt/lab}/nodes/lib/step.sh"

files=$LAB_ROOT/nodes/jupyter
environment=$LAB_ETC/lab/hub.env

# Whoever takes over the hub can run jobs as people of the lab, which is its work, but is not root:
# the node's role, the key of munge and the secrets stay out of reach.
make_user() {
  id jupyterhub >/dev/null 2>&1 && return
  useradd --system --home-dir /var/lib/jupyterhub --shell /usr/sbin/nologin jupyterhub
  say "made the system user jupyterhub"
}

# may_submit: sudo lets the hub run three programs as the people of users.tsv, and nobody else.
may_submit() {
  local names program commands=()
  names=$(cut -f 1 "$LAB_ROOT/lab/users.tsv" | paste --serial --delimiters ,)
  for program in sbatch squeue scancel; do
    commands+=("$SLURM_BIN/$program")
  done
  {
    echo "# Written by steps/hub.sh: notebooks are submitted by those who start them."
    # With SETENV, as the job's variables are the hub's way to tell a notebook its token.
    [[ -z $names ]] || echo "jupyterhub ALL=($names) NOPASSWD:SETENV: $(IFS=, && echo "${commands[*]}")"
  } | install_file 0440 "$LAB_ETC/sudoers.d/lab-hub"
}

# write_secrets: what the login and the proxy know the hub by; for root alone, and never in a log.
write_secrets() {
  local secret token address
  [[ -n ${LOGIN_SECRET_ARN:-} ]] || fail "$EXIT_SETTINGS" "LOGIN_SECRET_ARN is empty: the lab has no login for the hub"
  secret=$(aws secretsmanager get-secret-value --secret-id "$LOGIN_SECRET_ARN" --query SecretString --output text) ||
    fail "$EXIT_NOT_HAD" "the secret $LOGIN_SECRET_ARN cannot be read: the line above has the reason"
  # Kept, as another one would be a change, and a change restarts the hub.
  token=$(sed -n 's/^CONFIGPROXY_AUTH_TOKEN="\(.*\)"$/\1/p' "$environment" 2>/dev/null || true)
  [[ -n $token ]] || token=$(python3 -c 'import secrets; print(secrets.token_hex(32))')
  # Nodes that run notebooks answer to this address.
  address=$(hostname --all-ip-addresses | cut --delimiter ' ' --fields 1)
  [[ -n $address ]] || fail "$EXIT_SETTINGS" "this node has no address but its own loopback"
  # The token is read from the environment of python3, as arguments of a process are for all to see.
  secret=$(CONFIGPROXY_AUTH_TOKEN=$token python3 "$files/hub_environment.py" \
    "HUB_ADDRESS=$address" "SLURM_BIN=$SLURM_BIN" <<<"$secret") ||
    fail "$EXIT_SETTINGS" "$environment was left as it is"
  install_file 0600 "$environment" <<<"$secret"
}

# start_hub: restarted when anything has changed that it read at its start, and only then.
start_hub() {
  local stamp unit=jupyterhub.service
  install_file 0644 "$LAB_ETC/systemd/system/$unit" <"$files/$unit"
  stamp=$(find "$files" -type f -exec sha256sum {} + | sort |
    cat - "$LAB_ROOT/lab/settings.env" "$environment" <(readlink "$SOFTWARE_FOLDER/jupyter/current") |
    sha256sum | cut --delimiter ' ' --fields 1)
  if [[ $(cat "$LAB_ETC/lab/hub.started" 2>/dev/null) != "$stamp" ]] || ! systemctl --quiet is-active "$unit"; then
    systemctl daemon-reload
    systemctl --quiet enable "$unit"
    systemctl restart "$unit"
    say "started $unit"
  fi
  wait_for 120 "the hub: journalctl --unit $unit" curl --fail --silent http://127.0.0.1:8000/hub/health
  install_file 0644 "$LAB_ETC/lab/hub.started" <<<"$stamp"
}

# answer_the_balancer: a lab with a domain has one, and this node is its only target.
answer_the_balancer() {
  [[ -n ${TARGET_GROUP_ARN:-} ]] || return 0
  local metadata=http://169.254.169.254/latest token instance other
  token=$(curl --fail --silent --show-error --max-time 5 --request PUT "$metadata/api/token" \
    --header 'X-aws-ec2-metadata-token-ttl-seconds: 60')
  instance=$(curl --fail --silent --show-error --max-time 5 "$metadata/meta-data/instance-id" \
    --header "X-aws-ec2-metadata-token: $token")
  aws elbv2 register-targets --target-group-arn "$TARGET_GROUP_ARN" --targets "Id=$instance" ||
    fail "$EXIT_NOT_HAD" "this node, $instance, could not be registered with $TARGET_GROUP_ARN"
  # The login node before this one answers some minutes longer, and its hub knows nobody of this one's.
  for other in $(aws elbv2 describe-target-health --target-group-arn "$TARGET_GROUP_ARN" \
    --query "TargetHealthDescriptions[?Target.Id!='$instance'].Target.Id" --output text); do
    aws elbv2 deregister-targets --target-group-arn "$TARGET_GROUP_ARN" --targets "Id=$other"
  done
}

make_user
may_submit
write_secrets
start_hub
answer_the_balancer
