# bootstrap/nodes/lib/: files, packages, messages, settings, waiting
load helper

# in_step SCRIPT: run it in a step's surroundings.
in_step() {
  run bash -c "set -euo pipefail; . '$LAB_ROOT/nodes/lib/step.sh'; $1"
}

@test "a file is written once" {
  in_step 'echo a | install_file 0640 etc/new/file'
  is "$output" "wrote etc/new/file"
  in_step 'echo a | install_file 0640 etc/new/file'
  is "$output" ""
  is "$(stat --format %a etc/new/file)" 640
  in_step 'echo a | install_file 0644 etc/new/file'
  is "$(stat --format %a etc/new/file)" 644
  is "$(ls etc/new)" file
}

@test "a link is led elsewhere at once, and a folder is not replaced" {
  in_step 'install_link one here; install_link two here; install_link two here'
  is "$output" $'here leads to one\nhere leads to two'
  mkdir folder
  in_step 'install_link one folder'
  is "$status" 78
  says "folder is there and no link: move it away, as it shall lead to one"
}

@test "a folder that is there keeps its mode" {
  mkdir -m 0711 there
  in_step "make_folder there $(id -u):$(id -g) 0700; make_folder new/one $(id -u):$(id -g) 2770"
  is "$(stat --format %a there new/one | xargs)" "711 2770"
}

@test "packages that are there ask no archive" {
  fake dpkg-query 'printf "install ok installed"'
  fake apt-get true
  in_step 'install_packages one two'
  is "$status" 0
  is "$(calls_of apt-get)" ""
}

@test "only missing packages are installed, without questions" {
  fake dpkg-query '[[ $* != *two* ]] && printf "install ok installed"'
  fake apt-get '[[ $DEBIAN_FRONTEND == noninteractive ]]'
  in_step 'install_packages one two'
  is "$status" 0
  [[ $(calls_of apt-get) == *"DPkg::Lock::Timeout=300"*" install two" ]]
}

@test "lists of packages that are too old are renewed" {
  fake dpkg-query 'exit 1'
  fake apt-get '[[ $* == *" update" || -e renewed ]] && touch renewed'
  in_step 'install_packages one'
  is "$status" 0
  is "$(calls_of apt-get | wc -l)" 3
}

@test "a package that cannot be had ends with 65" {
  fake dpkg-query 'exit 1'
  fake apt-get 'exit 100'
  in_step 'install_packages one'
  is "$status" 65
  says "apt could not install one"
}

@test "waiting ends with 75 and says what to run" {
  in_step 'wait_for 0 "the moon" test -e moon'
  is "$status" 75
  says "waited 0 seconds for the moon: run by hand: test -e moon"
  touch moon
  in_step 'wait_for 0 "the moon" test -e moon'
  is "$status" 0
}

@test "a message that cannot be published is no failure" {
  fake aws 'exit 254'
  in_step 'publish subject <<<message; echo goes on'
  is "$status" 0
  says "could not be published"
  says "goes on"
}

@test "a subject is no longer than SNS allows" {
  in_step "publish $(printf '%0200d' 0) <<<message"
  [[ $(calls_of aws) == *" --subject $(printf '%0100d' 0) --message message" ]]
}

@test "settings that are missing end with 78" {
  rm "$LAB_ROOT/lab/settings.env"
  in_step true
  is "$status" 78
  says "settings.env is missing"
}

@test "the old AWS command line knows the region" {
  in_step 'bash -c "echo \$AWS_DEFAULT_REGION"'
  is "$output" eu-central-1
}
