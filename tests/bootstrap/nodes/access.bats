# bootstrap/nodes/steps/: credentials, ssh; bin/project-credentials
load helper

@test "credentials: each project may run its own command" {
  fake visudo true
  step credentials
  is "$status" 0
  is "$(cat etc/sudoers.d/lab-projects)" "%pbmc-atlas ALL=(root) NOPASSWD: $LAB_ROOT/nodes/bin/project-credentials pbmc-atlas
%plans ALL=(root) NOPASSWD: $LAB_ROOT/nodes/bin/project-credentials plans"
  is "$(stat --format %a etc/sudoers.d/lab-projects)" 440
}

@test "credentials: rules that visudo refuses are not put in place" {
  fake visudo 'exit 1'
  step credentials
  is "$status" 78
  says "visudo refuses the rules for projects"
  [[ ! -e etc/sudoers.d/lab-projects ]]
}

@test "project-credentials: whatever is no project's name is refused before anything is read" {
  for bad in '' '../pbmc-atlas' 'pbmc atlas' '-h' 'PBMC' 'a;b' '$(id)'; do
    run "$REPOSITORY/bootstrap/nodes/bin/project-credentials" "$bad"
    is "$status" 1
    says "usage: project-credentials PROJECT"
  done
  run "$REPOSITORY/bootstrap/nodes/bin/project-credentials" pbmc-atlas plans
  is "$status" 1
}

@test "ssh: a configuration that sshd refuses is taken back" {
  echo 'ssh-ed25519 AAAA ada' >"$LAB_ROOT/lab/ssh_keys/ada"
  fake mkdir 'exec /bin/mkdir -p "${@: -1}" 2>/dev/null || true'
  fake sshd 'exit 255'
  fake systemctl true
  step ssh
  is "$status" 78
  [[ ! -e etc/ssh/sshd_config.d/50-lab.conf ]]
  is "$(calls_of systemctl)" ""
}

@test "ssh: sshd is told of a change, and only of one" {
  echo 'ssh-ed25519 AAAA ada' >"$LAB_ROOT/lab/ssh_keys/ada"
  mkdir -p etc/ssh/lab_keys && touch etc/ssh/lab_keys/eve
  fake sshd true
  fake systemctl true
  step ssh
  is "$status" 0
  is "$(ls etc/ssh/lab_keys)" ada
  grep -q '^Match User ada$' etc/ssh/sshd_config.d/50-lab.conf
  step ssh
  is "$(calls_of systemctl)" "try-reload-or-restart ssh.service"
}
