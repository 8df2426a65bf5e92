# shellcheck shell=bash
# Messages of steps, and the exit codes that tell failures apart.

EXIT_UNKNOWN=64  # a name that is in no list
EXIT_NOT_HAD=65  # a download that nobody delivers
EXIT_CHECKSUM=66 # a download that is not the one that was recorded
EXIT_TIME=75     # something else on the node or the cluster did not become ready
EXIT_SETTINGS=78 # what the lab's settings say cannot be done here
export EXIT_UNKNOWN EXIT_NOT_HAD EXIT_CHECKSUM EXIT_TIME EXIT_SETTINGS

# say MESSAGE: a line for the log.
say() {
  printf '%s\n' "$*"
}

# complain MESSAGE: a line for the log that tells of a mistake.
complain() {
  printf 'error: %s\n' "$*" >&2
}

# fail CODE MESSAGE: end the step, and with it the start of the node.
fail() {
  local code=$1
  shift
  complain "$*"
  exit "$code"
}

# publish SUBJECT: send standard input to the lab's topic. Never fails: the log has the message too.
publish() {
  local subject message
  # SNS refuses subjects over 100 characters.
  subject=$(printf '%.100s' "$1")
  message=$(cat)
  if [[ -z ${TOPIC_ARN:-} ]]; then
    complain "the lab's topic is not known on this node yet: nobody is told by mail"
    return 0
  fi
  timeout 60 aws sns publish --cli-connect-timeout 10 --cli-read-timeout 20 \
    --topic-arn "$TOPIC_ARN" --subject "$subject" --message "$message" >/dev/null ||
    complain "the message could not be published to $TOPIC_ARN"
}
