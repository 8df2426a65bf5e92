# bootstrap/nodes/steps/accounts.sh; test_accounts.py has a real database of Slurm
load helper

# database SHARE USERS DEFAULT: what sacctmgr knows of each account, and of each person.
database() {
  export SLURM_BIN=$PWD/fakes
  setting ACCOUNTING yes
  fake sacctmgr "case \"\$*\" in
*'show associations cluster=demo-dev account='*) printf '%s' '$1' ;;
*'show associations cluster=demo-dev user='*) printf '%s' '$2' ;;
*'show user'*) echo '$3' ;;
esac"
}
changes() { calls_of sacctmgr | grep -E ' (add|modify) ' | sed 's/^--immediate --noheader --parsable2 //'; }

@test "a lab without accounting has no accounts" {
  database '' '' ''
  setting ACCOUNTING no
  step accounts
  is "$status" 0
  is "$(calls_of sacctmgr)" ""
}

@test "projects get accounts with their shares, people their places" {
  database '' '' ''
  step accounts
  is "$status" 0
  is "$(changes)" "add account pbmc-atlas cluster=demo-dev description=pbmc-atlas organization=demo fairshare=100
add account plans cluster=demo-dev description=plans organization=demo fairshare=10
add user ada cluster=demo-dev account=pbmc-atlas defaultaccount=pbmc-atlas
add user ada cluster=demo-dev account=plans defaultaccount=pbmc-atlas
modify user where name=ada set defaultaccount=pbmc-atlas"
}

@test "what is right is left alone, and another share is set" {
  database $'|100\nada|1\n' ada pbmc-atlas
  step accounts
  is "$status" 0
  is "$(changes)" "modify account where name=plans cluster=demo-dev set fairshare=10"
}

@test "a mistake of sacctmgr stops the node" {
  database '' '' ''
  fake sacctmgr '[[ $* != *" add "* ]]'
  step accounts
  [[ $status != 0 ]]
}
