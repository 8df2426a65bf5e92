# bootstrap/nodes/start.sh; test_start.py starts real nodes
load helper

# source_folder STEP...: what the bucket has, with steps that are written here.
source_folder() {
  mkdir -p source/nodes/{lib,roles,steps,bin}
  cp "$REPOSITORY"/bootstrap/nodes/lib/* source/nodes/lib/
  cp "$REPOSITORY"/bootstrap/nodes/start.sh source/nodes/
  touch source/nodes/bin/tool
  cp -r "$LAB_ROOT/lab" source/lab
  rm -r "$LAB_ROOT"
  export LAB_LOG=$PWD/log LAB_LOCK=$PWD/lock LAB_PATH=$PWD/fakes LAB_READY=$PWD/ready
  fake systemctl false
  printf '%s\n' "$@" >source/nodes/roles/login
}

start() {
  run bash "$PWD/source/nodes/start.sh" "${@:-login}" "file://$PWD/source" abcd
}

@test "steps run in order, each as a process of its own, and comments are skipped" {
  source_folder '# why' one '' 'two words of explanation'
  echo 'export A=1; echo first; sleep 60 & exit 0' >source/nodes/steps/one.sh
  echo 'echo "second ${A:-}$LAB_ROLE"' >source/nodes/steps/two.sh
  start
  is "$status" 0
  is "$(grep -E '^(first|second)' log | xargs)" "first second login"
  [[ $output == *"step one took "*"step two took "*"is ready after "* ]]
  [[ -x $LAB_ROOT/nodes/bin/tool ]]
}

@test "a failing step ends the start, with its code and its last lines" {
  source_folder one two
  echo 'echo the reason; exit 9' >source/nodes/steps/one.sh
  echo 'touch ran' >source/nodes/steps/two.sh
  start
  is "$status" 9
  [[ ! -e ran ]]
  [[ $(calls_of aws) == "sns publish "*" stopped in step one"* ]]
  [[ $(tail -n 12 log) == *"the reason"* ]]
}

@test "a source without the lab's files is told" {
  source_folder one
  rm -r source/lab
  start
  [[ $status != 0 ]]
  says "stopped in step fetch"
}

@test "files that went away in the bucket go away on the node" {
  source_folder one
  echo true >source/nodes/steps/one.sh
  echo true >source/nodes/steps/old.sh
  start
  rm source/nodes/steps/old.sh
  start
  is "$status" 0
  is "$(ls "$LAB_ROOT/nodes/steps")" one.sh
}

@test "what stands below later runs in a unit of its own, and nothing else does there" {
  source_folder one later two
  echo 'echo first >>ran' >source/nodes/steps/one.sh
  echo 'echo second >>ran' >source/nodes/steps/two.sh
  fake systemd-run true
  start
  is "$status" 0
  is "$(cat ran)" first
  [[ $(calls_of systemd-run) == *"bash $LAB_ROOT/nodes/start.sh --later login file://$PWD/source abcd" ]]
  run bash "$LAB_ROOT/nodes/start.sh" --later login "file://$PWD/source" abcd
  is "$status" 0
  is "$(xargs <ran)" "first second"
}

@test "a node that was ready is told of a failing step, and goes on" {
  source_folder one
  echo true >source/nodes/steps/one.sh
  start
  echo 'exit 9' >source/nodes/steps/one.sh
  start
  is "$status" 0
  [[ $(calls_of aws) == "sns publish "*" stopped in step one"* ]]
}

@test "arguments that are missing end with 64" {
  run bash "$REPOSITORY/bootstrap/nodes/start.sh" login
  is "$status" 64
  says "usage: start.sh head|login|compute SOURCE [DIGEST]"
}
