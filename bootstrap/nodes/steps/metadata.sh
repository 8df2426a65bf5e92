#!/bin/bash
# Close to people and jobs what has the rights of the node's role: the metadata service, which hands out
# its credentials, and the tunnel to the file system, which lets everybody say that they are root.
set -euo pipefail
# shellcheck source=/dev/null
. "${LAB_ROOT:-/opt/lab}/nodes/lib/step.sh"
chain=LAB_METADATA tunnel=LAB_TUNNEL
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

# close_tunnel: mount.efs listens on loopback for the kernel, and asks nobody who it is. The kernel's own
# sockets have no owner, so people are named: a rule for everybody but root would hit the mount.
# Ports: port_range_lower_bound and port_range_upper_bound in github.com/aws/efs-utils, dist/efs-utils.conf.
close_tunnel() {
  printf '*filter\n:%s - [0:0]\n-A %s -m owner --uid-owner 1-65534 -j REJECT\nCOMMIT\n' "$tunnel" "$tunnel" |
    iptables-restore --wait --noflush
  local into=(OUTPUT --out-interface lo --protocol tcp --dport 20049:21049 --jump "$tunnel")
  iptables --wait --check "${into[@]}" 2>/dev/null || iptables --wait --insert "${into[@]}"
}

close iptables 169.254.169.254
close_tunnel
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
# Otherwise it counts as started before it has put back what it saved.
Type=oneshot
RemainAfterExit=yes
ExecStartPost=/bin/bash $LAB_ROOT/nodes/steps/metadata.sh
UNIT
install_link "$LAB_ETC/systemd/system/lab-metadata.service" \
  "$LAB_ETC/systemd/system/multi-user.target.wants/lab-metadata.service"
