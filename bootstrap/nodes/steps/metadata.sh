#!/bin/bash
# Close the metadata service, which hands out the credentials of the node's role, to people and jobs.
set -euo pipefail
# shellcheck source=/dev/null
. "${LAB_ROOT:-/opt/lab}/nodes/lib/step.sh"
chain=LAB_METADATA
# ParallelCluster's daemons run as pcluster-admin on every kind of node: supervisord's template and
# head_node_imds_allowed_users in github.com/aws/aws-parallelcluster-cookbook, platform and
# environment. The other one fetches keys for sshd, if Ubuntu's package of that is installed. The
# login user of the image is on ParallelCluster's list too, but has sudo: it needs no hole.
allowed=(root pcluster-admin ec2-instance-connect)

# rules: the chain, as `iptables-restore` reads it.
rules() {
  local user
  printf '*filter\n:%s - [0:0]\n' "$chain"
  for user in "${allowed[@]}"; do
    ! getent passwd "$user" >/dev/null || printf -- '-A %s -m owner --uid-owner %s -j RETURN\n' "$chain" "$(id -u "$user")"
  done
  printf -- '-A %s -j REJECT\nCOMMIT\n' "$chain"
}

# close COMMAND ADDRESS: the chain is replaced at once, so there is no moment without it.
close() {
  rules | "$1-restore" --wait --noflush
  "$1" --wait --check OUTPUT --destination "$2" --jump "$chain" 2>/dev/null ||
    "$1" --wait --insert OUTPUT --destination "$2" --jump "$chain"
}

close iptables 169.254.169.254
# A kernel without IPv6 has nothing to close.
[[ ! -d ${PROC_IPV6:-/proc/sys/net/ipv6} ]] || close ip6tables fd00:ec2::254

# A reboot forgets rules. They are back before the network is, and after ParallelCluster's own
# service, which puts back what it saved and drops everything else.
install_file 0644 "$LAB_ETC/systemd/system/lab-metadata.service" <<UNIT
[Unit]
Description=Close the metadata service to people and jobs
DefaultDependencies=no
After=local-fs.target
Before=network-pre.target
Wants=network-pre.target

[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=/bin/bash $LAB_ROOT/nodes/steps/metadata.sh

[Install]
WantedBy=multi-user.target
UNIT
install_file 0644 "$LAB_ETC/systemd/system/parallelcluster-iptables.service.d/lab.conf" <<UNIT
[Service]
ExecStartPost=/bin/bash $LAB_ROOT/nodes/steps/metadata.sh
UNIT
install_link "$LAB_ETC/systemd/system/lab-metadata.service" \
  "$LAB_ETC/systemd/system/multi-user.target.wants/lab-metadata.service"
