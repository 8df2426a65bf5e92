# shellcheck shell=bash
# Waiting for what another program or another node does.

# wait_for SECONDS WHAT COMMAND...: try COMMAND every two seconds until it succeeds.
wait_for() {
  local seconds=$1 what=$2 end
  shift 2
  end=$((SECONDS + seconds))
  until "$@" >/dev/null 2>&1; do
    ((SECONDS < end)) || fail "$EXIT_TIME" "waited $seconds seconds for $what: run by hand: $*"
    sleep 2
  done
}
