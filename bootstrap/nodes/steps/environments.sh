#!/bin/bash
# Make the environments of projects from their lock files. A bad one stops neither the others nor the
# node: it is told to the lab's topic, and the environment that was there before stays.
set -euo pipefail
# shellcheck source=/dev/null
. "${LAB_ROOT:-/opt/lab}/nodes/lib/step.sh"
conda=$SOFTWARE_FOLDER/conda/current/bin/conda
# left: ParallelCluster gives a head node 2100 s from its boot, and needs some itself after this. What is
# not made until then is made afterwards.
left() {
  local uptime
  read -r uptime _ </proc/uptime
  echo $((1500 - ${uptime%.*} > 60 ? 1500 - ${uptime%.*} : 60))
}
seconds=${1:-${LAB_ENVIRONMENT_SECONDS:-$(left)}}
# On the same file system as the environments: files are linked, not copied.
export CONDA_PKGS_DIRS=$SOFTWARE_FOLDER/conda/packages

# with_server LOCK: the path of a lock whose lines have addresses. They may leave out the server, which
# is then that of conda's own settings.
with_server() {
  local without='^([a-z][a-z0-9_/-]*/(linux-64|noarch)/)' alias file
  grep --quiet --extended-regexp "$without" "$1" || { echo "$1" && return; }
  alias=$("$conda" config --show channel_alias | sed -n 's/^channel_alias: *//p')
  file=$(mktemp --tmpdir lab-lock-XXXXXX.txt)
  sed --regexp-extended "s#$without#${alias%/}/\1#" "$1" >"$file"
  echo "$file"
}

# build LOCK PREFIX: only a complete environment gets its marker.
build() {
  local lock
  lock=$(with_server "$1") || return
  rm -rf "$2"
  mkdir -p "${2%/*}"
  # A timeout of 0 would be none.
  timeout --kill-after 10 $((end > SECONDS ? end - SECONDS : 1)) \
    "$conda" create --yes --quiet --prefix "$2" --file "$lock" || return
  [[ $lock == "$1" ]] || rm -f "$lock"
  give_to_root "$2" && touch "$2/.lab-complete"
}

# problem LOCK SHA256: say what is wrong with a lock file, if something is.
problem() {
  [[ -f $1 ]] || { echo "its lock file is missing" && return; }
  is_intact "$1" "$2" || { echo "its lock file is not the one with the sha256 $2" && return; }
  grep --quiet '^@EXPLICIT$' "$1" || echo "its lock file has no line @EXPLICIT: write it by conda list --explicit --md5"
}

# offer PROJECT NAME DIGEST: `module load PROJECT/NAME`. Lmod and Environment Modules both read Tcl.
offer() {
  local prefix=$SOFTWARE_FOLDER/environments/$1/$2/$3
  # Lmod wants the first line; a loaded module keeps its environment when a newer one is offered.
  install_file 0644 "$SOFTWARE_FOLDER/modules/$1/$2" <<MODULE
#%Module1.0
module-whatis "The environment $2 of the project $1, from its lock file $3"
conflict $1
setenv CONDA_PREFIX $prefix
setenv CONDA_DEFAULT_ENV $1/$2
prepend-path PATH $prefix/bin
MODULE
  install_link "$3" "$SOFTWARE_FOLDER/environments/$1/$2/current"
}

# make_one PROJECT NAME SHA256: 0 made or there already, 1 wrong, 2 no time left.
make_one() {
  local project=$1 name=$2 sha256=$3 lock digest prefix reason
  lock=$LAB_ROOT/lab/environments/$project/$name.lock
  # Conda cuts lines of interpreters at 127 characters.
  digest=${sha256:0:16}
  prefix=$SOFTWARE_FOLDER/environments/$project/$name/$digest
  if [[ ! -f $prefix/.lab-complete ]]; then
    reason=$(problem "$lock" "$sha256")
    [[ -z $reason ]] || { complain "$project/$name: $reason" && return 1; }
    ((SECONDS < end)) || return 2
    say "making $project/$name as $prefix"
    build "$lock" "$prefix" || {
      rm -rf "$prefix"
      ((SECONDS < end)) || return 2
      complain "$project/$name: conda could not install what its lock file lists" && return 1
    }
  fi
  offer "$project" "$name" "$digest"
}

# What an earlier start still makes in the background is made here, from what it has downloaded.
[[ -n ${1:-} ]] || systemctl stop lab-environments.service 2>/dev/null || true

end=$((SECONDS + seconds)) bad=() late=()
while IFS=$'\t' read -r project name sha256; do
  make_one "$project" "$name" "$sha256" && continue
  if (($? == 1)); then bad+=("$project/$name"); else late+=("$project/$name"); fi
done <"$LAB_ROOT/lab/environments.tsv"

if ((${#bad[@]})); then
  publish "${CLUSTER_NAME:-lab}: environments that could not be made" <<MESSAGE
These environments keep the state that they had: ${bad[*]}.
Their reason stands in /var/log/lab-bootstrap.log of the head node, step environments.
MESSAGE
fi
if ((${#late[@]})); then
  say "${late[*]}: more than $seconds s, made in the background: journalctl --unit lab-environments"
  # Their kernels come after them, as the step of kernels will be over by then.
  systemd-run --quiet --collect --unit lab-environments --setenv LAB_ROLE=head \
    bash -c "bash $LAB_ROOT/nodes/steps/environments.sh 86400 && bash $LAB_ROOT/nodes/steps/kernels.sh"
fi
