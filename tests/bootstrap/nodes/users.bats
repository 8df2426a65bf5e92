# bootstrap/nodes/steps/users.sh, with databases of users in files; test_people.py has real ones
load helper

# who PASSWD GROUP SHADOW: what the node knows.
who() {
  mkdir -p db
  printf "$1" >db/passwd
  printf "$2" >db/group
  printf "$3" >db/shadow
  fake getent '[[ -n ${2:-} ]] || exec cat "db/$1"
awk -F : -v key="$2" -v database="$1" '"'"'$1 == key || (database != "shadow" && $3 == key) { print; found = 1 } END { exit !found }'"'"' "db/$1"'
  fake id 'echo pbmc-atlas plans'
  fake stat 'echo 30001'
  fake chown true
  for name in usermod gpasswd; do fake "$name" true; done
  fake groupadd 'echo "$3:x:$2:" >>db/group'
  fake useradd 'echo "${@: -1}:x:$2:20001::$SHARED_FOLDER/home/${@: -1}:/bin/bash" >>db/passwd'
}
groups='pbmc-atlas:x:20001:\nplans:x:20003:ada\n'

@test "groups and people are made, home are theirs alone" {
  who '' '' ''
  step users
  is "$status" 0
  is "$(calls_of groupadd)" $'--gid 20001 pbmc-atlas\n--gid 20003 plans'
  is "$(calls_of useradd)" "--uid 30001 --gid pbmc-atlas --home-dir $SHARED_FOLDER/home/ada --no-create-home --shell /bin/bash ada"
  is "$(calls_of chown)" "30001:20001 $SHARED_FOLDER/home/ada"
  [[ $(/usr/bin/stat --format %a shared/home/ada) == 700 ]]
}

@test "what is right is left alone" {
  who "ada:x:30001:20001::$SHARED_FOLDER/home/ada:/bin/bash\n" "$groups" 'ada:!:20000::::::\n'
  mkdir -p shared/home/ada
  step users
  is "$status" 0
  for program in groupadd useradd usermod gpasswd chown; do is "$(calls_of "$program")" ""; done
}

@test "a home of somebody else is told, not taken" {
  who "ada:x:30001:20001::$SHARED_FOLDER/home/ada:/bin/bash\n" "$groups" 'ada:!:20000::::::\n'
  mkdir -p shared/home/ada
  fake stat 'echo 1000'
  step users
  is "$status" 0
  says "home/ada belongs to uid 1000: after a look into it, chown --recursive 30001:20001"
  is "$(calls_of chown)" ""
}

@test "a person who left is locked once" {
  who "ada:x:30001:20001::$SHARED_FOLDER/home/ada:/bin/bash\neve:x:30009:20001::$SHARED_FOLDER/home/eve:/bin/bash\n" \
    "$groups" 'ada:!:20000::::::\neve:!:20000::::::\n'
  step users
  is "$(calls_of usermod)" "--lock --expiredate 1 eve"
  : >calls
  printf 'ada:!:20000::::::\neve:!:20000:::::1:\n' >db/shadow
  step users
  is "$(calls_of usermod)" ""
}

@test "a person who comes back is let in" {
  who "ada:x:30001:20001::$SHARED_FOLDER/home/ada:/bin/bash\n" "$groups" 'ada:!:20000:::::1:\n'
  step users
  is "$(calls_of usermod)" "--expiredate  ada"
}

@test "a uid of somebody else ends with 78" {
  who 'daemon:x:30001:1::/:/bin/false\n' "$groups" ''
  step users
  is "$status" 78
  says "user ada wants uid 30001, which daemon of this node has"
  is "$(calls_of useradd)" ""
}
