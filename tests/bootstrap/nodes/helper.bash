# shellcheck shell=bash
# What the .bats files have in common: a lab in a temporary folder, and programs that only write down
# how they were called.
REPOSITORY=$(cd "$BATS_TEST_DIRNAME/../../.." && pwd)

setup() {
  cd "$BATS_TEST_TMPDIR" || exit
  export LAB_ROOT=$PWD/lab_root LAB_ETC=$PWD/etc SHARED_FOLDER=$PWD/shared
  export SOFTWARE_FOLDER=$SHARED_FOLDER/software PROJECTS_FOLDER=$PWD/projects
  export CALLS=$PWD/calls PATH=$PWD/fakes:$PATH
  mkdir -p fakes etc shared/software "$LAB_ROOT/lab/ssh_keys"
  touch calls
  ln -s "$REPOSITORY/bootstrap/nodes" "$LAB_ROOT/nodes"
  cat >"$LAB_ROOT/lab/settings.env" <<'ENV'
LAB_NAME='demo'
AWS_REGION='eu-central-1'
CLUSTER_NAME='demo-dev'
HOMES_FOLDER='home'
TOPIC_ARN='arn:aws:sns:eu-central-1:111122223333:alarms'
MIRROR_URL=''
ENV
  printf 'ada\t30001\tada.lovelace\tpbmc-atlas,plans\n' >"$LAB_ROOT/lab/users.tsv"
  printf 'pbmc-atlas\t20001\t20001\t0750\t100\nplans\t20003\t20003\t-\t10\n' >"$LAB_ROOT/lab/projects.tsv"
  : >"$LAB_ROOT/lab/environments.tsv"
  fake mountpoint true
  fake aws true
}

# setting KEY VALUE
setting() {
  printf "%s='%s'\n" "$1" "$2" >>"$LAB_ROOT/lab/settings.env"
}

# fake NAME SCRIPT: a program that writes its call down, then does what the script says.
fake() {
  printf '#!/bin/bash\nprintf "%%s\\n" "%s $*" >>"$CALLS"\n%s\n' "$1" "$2" >"fakes/$1"
  chmod +x "fakes/$1"
}

# step NAME: run a step as start.sh does.
step() {
  run bash "$LAB_ROOT/nodes/steps/$1.sh"
}

# calls_of NAME: how a program was called.
calls_of() {
  sed -n "s/^$1 //p" "$CALLS"
}

# is GOT WANTED
is() {
  [[ $1 == "$2" ]] || {
    printf 'got:    %s\nwanted: %s\noutput: %s\n' "$1" "$2" "${output:-}"
    return 1
  }
}

# says TEXT: the output of the last run has it.
says() {
  [[ $output == *"$1"* ]] || {
    printf 'missing: %s\noutput: %s\n' "$1" "$output"
    return 1
  }
}
