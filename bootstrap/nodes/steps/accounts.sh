#!/bin/bash
# Give each project an account with its share, and each person a place in the accounts of theirs.
# Nothing is removed: accounts that are no longer in the YAML keep the record of what they used.
set -euo pipefail
# shellcheck source=/dev/null
. "${LAB_ROOT:-/opt/lab}/nodes/lib/step.sh"
[[ ${ACCOUNTING:-no} == yes ]] || {
  say "the lab has no accounting"
  exit 0
}

sacctmgr() {
  "$SLURM_BIN/sacctmgr" --immediate --noheader --parsable2 "$@"
}

wait_for 300 "slurmdbd" "$SLURM_BIN/sacctmgr" --noheader show cluster

# The record outlives the cluster, and may know others.
cluster=$CLUSTER_NAME

# share ACCOUNT: its share, or nothing when there is no such account.
share() {
  sacctmgr show associations cluster="$cluster" account="$1" format=user,share | awk -F '|' '$1 == "" { print $2; exit }'
}

while IFS=$'\t' read -r project _ _ _ shares; do
  case $(share "$project") in
  "$shares") ;;
  '')
    sacctmgr add account "$project" cluster="$cluster" description="$project" organization="$LAB_NAME" fairshare="$shares"
    ;;
  *) sacctmgr modify account where name="$project" cluster="$cluster" set fairshare="$shares" ;;
  esac
done <"$LAB_ROOT/lab/projects.tsv"

while IFS=$'\t' read -r user _ _ projects; do
  first=${projects%%,*}
  for project in ${projects//,/ }; do
    # The first association of a person needs a default account.
    [[ -n $(sacctmgr show associations cluster="$cluster" user="$user" account="$project" format=user) ]] ||
      sacctmgr add user "$user" cluster="$cluster" account="$project" defaultaccount="$first"
  done
  [[ $(sacctmgr show user "$user" format=defaultaccount) == "$first" ]] ||
    sacctmgr modify user where name="$user" set defaultaccount="$first"
done <"$LAB_ROOT/lab/users.tsv"
