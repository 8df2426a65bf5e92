#!/bin/bash
# Let people in by the keys that the lab's YAML lists, and no others.
set -euo pipefail
# shellcheck source=/dev/null
. "${LAB_ROOT:-/opt/lab}/nodes/lib/step.sh"
# Not in homes: root would write where people may put links, and a key could be added there unseen.
keys=$LAB_ETC/ssh/lab_keys
conf=$LAB_ETC/ssh/sshd_config.d/50-lab.conf

mkdir -p "$keys" "${conf%/*}"
names=$(cut -f 1 "$LAB_ROOT/lab/users.tsv")
for file in "$LAB_ROOT"/lab/ssh_keys/*; do
  [[ ! -f $file ]] || install_file 0644 "$keys/${file##*/}" <"$file"
done
for file in "$keys"/*; do
  [[ -f $LAB_ROOT/lab/ssh_keys/${file##*/} ]] || rm -f "$file"
done

before=$(cksum "$conf" 2>/dev/null || true)
if [[ -n $names ]]; then
  install_file 0644 "$conf" <<CONF
# The login user of the image keeps its own keys.
Match User $(paste -sd , <<<"$names")
  AuthorizedKeysFile $keys/%u
  PasswordAuthentication no
CONF
else
  rm -f "$conf"
fi
if [[ $(cksum "$conf" 2>/dev/null || true) != "$before" ]]; then
  # sshd is started for each connection, or runs: both read the file again.
  mkdir -p /run/sshd
  sshd -t || {
    rm -f "$conf"
    fail "$EXIT_SETTINGS" "sshd refuses $conf, which is removed: the lines above say why"
  }
  systemctl try-reload-or-restart ssh.service
fi
