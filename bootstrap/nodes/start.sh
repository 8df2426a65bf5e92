#!/bin/bash
# start.sh ROLE SOURCE [DIGEST]: make a machine a node of the lab. ParallelCluster runs it as root.
#   ROLE    head, login or compute: roles/ROLE lists the steps
#   SOURCE  where nodes/ and lab/ lie: s3://bucket, or a folder in tests
#   DIGEST  of what lies there. It is only printed: a change of it makes ParallelCluster run this
#           again. Head and login nodes start without one, as theirs could never change.
# It may run any number of times. A failing step ends it, and ParallelCluster then stops the node; one
# that was ready before goes on as it is, and the lab is told.
set -euo pipefail
umask 022
export LC_ALL=C.UTF-8 HOME=${HOME:-/root} LAB_ROOT=${LAB_ROOT:-/opt/lab}
export PATH=${LAB_PATH:+$LAB_PATH:}/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
log=${LAB_LOG:-/var/log/lab-bootstrap.log}
ready=${LAB_READY:-/var/lib/lab-ready}
# ParallelCluster gives up on a head node after this time.
limit=2100

# note MESSAGE: to the log and to standard output, which ParallelCluster sends to CloudWatch.
note() {
  printf '%s lab-bootstrap %s: %s\n' "$(date --utc +%FT%TZ)" "$role" "$*" | tee -a "$log"
}

# stopped STEP CODE LINES: tell everybody who can help, and end.
stopped() {
  local step=$1 code=$2 lines=$3 node message
  node=$(uname --nodename)
  message="The start of $node (${CLUSTER_NAME:-a cluster}, $role) stopped in step $step with exit code $code.

Last lines:
$lines

All of it: $log on the node, and the node's log stream in CloudWatch. After mending, on a node that
still runs: sudo bash $LAB_ROOT/nodes/start.sh $role $source $digest"
  # ParallelCluster keeps standard error as the reason of the failure.
  tee -a "$log" >&2 <<<"$message"
  if declare -F publish >/dev/null; then
    publish "${CLUSTER_NAME:-lab}: $role node $node stopped in step $step" <<<"$message" 2>&1 | tee -a "$log" >&2
  fi
  # A failing update would roll the cluster back, which runs the same new scripts and fails again.
  [[ ! -e $ready || -n ${later:-} ]] || exit 0
  exit "$code"
}

# fetch FOLDER: the files of SOURCE into it.
fetch() {
  local part
  for part in nodes lab; do
    case $source in
    s3://*) aws s3 cp --recursive --only-show-errors "${source%/}/$part/" "$1/$part/" ;;
    *) cp --recursive "${source#file://}/$part" "$1/$part" ;;
    esac || return
    # A prefix without objects is no error for the AWS command line.
    [[ -d $1/$part ]] || { echo "nothing is at $source/$part" && return 65; }
  done
  find "$1" -type d -exec chmod 0755 {} + -o -type f -exec chmod 0644 {} +
  # S3 knows no modes.
  chmod 0755 "$1/nodes/bin/"*
}

# region: the metadata service knows it, as nothing of the lab is on the machine yet.
region() {
  local token
  token=$(curl --fail --silent --max-time 5 --request PUT http://169.254.169.254/latest/api/token \
    --header 'X-aws-ec2-metadata-token-ttl-seconds: 60') &&
    curl --fail --silent --max-time 5 http://169.254.169.254/latest/meta-data/placement/region \
      --header "X-aws-ec2-metadata-token: $token"
}

# renew: bring $LAB_ROOT up to date. Nothing in it is touched when nothing is new.
renew() {
  local part fresh
  if [[ $source == s3://* && -z ${AWS_DEFAULT_REGION:-} ]]; then
    AWS_DEFAULT_REGION=$(region)
    export AWS_DEFAULT_REGION
  fi
  fresh=$(mktemp --directory /var/tmp/lab.XXXXXX)
  # shellcheck disable=SC2064  # the folder of now
  trap "rm -rf '$fresh'" EXIT
  fetch "$fresh"
  mkdir -p "$LAB_ROOT"
  for part in nodes lab; do
    diff --recursive --brief "$fresh/$part" "$LAB_ROOT/$part" >/dev/null 2>&1 && continue
    rm -rf "$LAB_ROOT/${part:?}"
    mv "$fresh/$part" "$LAB_ROOT/$part"
  done
}

# seconds SINCE: with one digit behind the point, since a value of EPOCHREALTIME.
seconds() {
  local tenths=$(((${EPOCHREALTIME/./} - ${1/./}) / 100000))
  printf '%d.%d' $((tenths / 10)) $((tenths % 10))
}

# perform NAME COMMAND...: run it as a process of its own. The log grows while it runs; no pipe is
# held, as a program that a step leaves in the background would keep it open.
perform() {
  local name=$1 began=$EPOCHREALTIME before code=0
  shift
  before=$(stat --format %s "$log")
  "$@" >>"$log" 2>&1 </dev/null 9>&- || code=$?
  tail --bytes +$((before + 1)) "$log"
  ((code == 0)) || stopped "$name" "$code" "$(tail --bytes +$((before + 1)) "$log" | tail --lines 20)"
  note "step $name took $(seconds "$began") s"
}

# steps_of LIST [later]: perform what stands before the line `later`, or what stands after it.
steps_of() {
  local list=$1 part=first step
  while read -r step _ <&3; do
    if [[ $step == later ]]; then
      part=later
    elif [[ -n $step && $step != \#* && $part == "${2:-first}" ]]; then
      perform "$step" bash "$LAB_ROOT/nodes/steps/$step.sh"
    fi
  done 3<"$list"
}

# begin_later: the rest by a unit of its own, again and again until it succeeds. ParallelCluster's
# hook for a login node waits ten minutes, and what the head node makes meanwhile may take longer.
# What it prints goes where CloudWatch already reads.
begin_later() {
  systemd-run --quiet --collect --unit lab-later --property Restart=on-failure \
    --property RestartSec=300 --property StandardOutput=append:/var/log/cloud-init-output.log \
    --property StandardError=inherit --setenv "LAB_ROOT=$LAB_ROOT" --setenv "LAB_PATH=${LAB_PATH:-}" \
    bash "$LAB_ROOT/nodes/start.sh" --later "$role" "$source" "$digest"
  note "goes on in the background: systemctl status lab-later"
}

# go_on ROLE SOURCE DIGEST: what the unit runs.
go_on() {
  local began=$EPOCHREALTIME
  later=yes role=$1 source=$2 digest=$3
  export LAB_ROLE=$role
  know
  steps_of "$LAB_ROOT/nodes/roles/$role" later
  note "has everything after $(seconds "$began") s more"
}

main() {
  local list reason began=$EPOCHREALTIME
  # A process of its own, as `set -e` does not hold in a function whose result is looked at.
  if [[ ${1:-} == --fetch ]]; then
    source=$2
    renew
    return
  elif [[ ${1:-} == --later ]]; then
    go_on "${@:2}"
    return
  fi
  (($# == 2 || $# == 3)) || {
    echo "usage: start.sh head|login|compute SOURCE [DIGEST]" >&2
    exit 64
  }
  role=$1 source=$2 digest=${3:-first}
  export LAB_ROLE=$role
  touch "$log"
  chmod 0640 "$log"
  exec 9>"${LAB_LOCK:-/run/lab-bootstrap.lock}"
  flock --wait 600 9 || stopped lock 75 "another start.sh has been running for ten minutes"
  note "starts with $digest from $source"
  # It runs what is about to be replaced, or waits to try it again.
  systemctl stop lab-later.service 2>/dev/null || true
  # One that failed is still known by its name, which the next one needs.
  systemctl reset-failed lab-later.service 2>/dev/null || true
  # The functions of an earlier start, if there was one, tell about a failing fetch.
  ! (know) 2>/dev/null || know
  perform fetch bash "${BASH_SOURCE[0]}" --fetch "$source"
  reason=$(know 2>&1) || stopped settings 78 "$reason"
  know
  list=$LAB_ROOT/nodes/roles/$role
  [[ -r $list ]] || stopped roles 64 "no role is called $role: there are $(cd "${list%/*}" && echo *)"
  steps_of "$list"
  [[ -e $ready ]] || touch "$ready"
  ! grep --quiet --line-regexp later "$list" || begin_later
  note "is ready after $(seconds "$began") s; ParallelCluster waits $limit s for a head node"
}

# know: the settings of the lab and the way to its topic.
know() {
  # shellcheck source=/dev/null
  . "$LAB_ROOT/nodes/lib/messages.sh" && . "$LAB_ROOT/nodes/lib/settings.sh" && load_settings
}

main "$@"
