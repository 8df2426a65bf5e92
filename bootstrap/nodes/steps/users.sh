#!/bin/bash
# Make the people of the lab, with the uid that owns their files everywhere. Nobody is deleted.
set -euo pipefail
# shellcheck source=/dev/null
. "${LAB_ROOT:-/opt/lab}/nodes/lib/step.sh"
need_shared_folder
homes=$SHARED_FOLDER/$HOMES_FOLDER
users=$LAB_ROOT/lab/users.tsv
projects=$LAB_ROOT/lab/projects.tsv

# make_group NAME GID
make_group() {
  local name=$1 gid=$2 have other
  have=$(getent group "$name" | cut -d : -f 3 || true)
  [[ $have != "$gid" ]] || return 0
  [[ -z $have ]] || fail "$EXIT_SETTINGS" "the group $name of this node has gid $have; its project says $gid"
  other=$(getent group "$gid" | cut -d : -f 1 || true)
  [[ -z $other ]] || fail "$EXIT_SETTINGS" "project $name wants gid $gid, which the group $other of this node has: give the project another one"
  groupadd --gid "$gid" "$name"
  say "made the group $name with gid $gid"
}

# make_user NAME UID GROUP: the account, whatever is wrong with it becomes right.
make_user() {
  local name=$1 uid=$2 group=$3 home=$homes/$1 have other
  have=$(getent passwd "$name" || true)
  if [[ -z $have ]]; then
    other=$(getent passwd "$uid" | cut -d : -f 1 || true)
    [[ -z $other ]] || fail "$EXIT_SETTINGS" "user $name wants uid $uid, which $other of this node has: give $name another one"
    useradd --uid "$uid" --gid "$group" --home-dir "$home" --no-create-home --shell /bin/bash "$name"
    say "made the user $name with uid $uid"
    return
  fi
  local gid
  gid=$(getent group "$group" | cut -d : -f 3)
  IFS=: read -r _ _ have_uid have_gid _ have_home _ <<<"$have"
  [[ $have_uid == "$uid" ]] ||
    fail "$EXIT_SETTINGS" "user $name of this node has uid $have_uid; the lab says $uid, and files would change owner"
  [[ $have_home == "$home" ]] ||
    fail "$EXIT_SETTINGS" "$name is an account of this node, with the home $have_home: choose another name"
  [[ $have_gid == "$gid" ]] || usermod --gid "$group" "$name"
  # Field 8: the day on which the account ends. Whoever comes back is let in again.
  [[ -z $(getent shadow "$name" | cut -d : -f 8) ]] || usermod --expiredate '' "$name"
}

# join NAME PROJECT...: membership of exactly these among the groups of projects.
join() {
  local name=$1 project have wanted
  shift
  have=" $(id --name --groups "$name") " wanted=" $* "
  while IFS=$'\t' read -r project _; do
    if [[ $wanted == *" $project "* && $have != *" $project "* ]]; then
      gpasswd --add "$name" "$project"
    elif [[ $wanted != *" $project "* && $have == *" $project "* ]]; then
      gpasswd --delete "$name" "$project"
    fi
  done <"$projects"
}

# make_home NAME UID:GID: 0700. One that belongs to somebody else is told, not taken.
make_home() {
  local home=$homes/$1
  make_folder "$home" "$2" 0700
  [[ $(stat --format %u "$home") == "${2%:*}" ]] ||
    complain "$home belongs to uid $(stat --format %u "$home"): after a look into it, chown --recursive $2 $home"
}

# lock_those_who_left: they cannot log in any more; their processes, jobs and files stay.
lock_those_who_left() {
  local name home
  while IFS=: read -r name _ _ _ _ home _; do
    [[ $home == "$homes/$name" ]] || continue
    ! cut -f 1 "$users" | grep --quiet --line-regexp --fixed-strings "$name" || continue
    [[ $(getent shadow "$name" | cut -d : -f 8) != 1 ]] || continue
    usermod --lock --expiredate 1 "$name"
    say "locked $name, who is no longer among the users of the lab"
  done < <(getent passwd)
}

while IFS=$'\t' read -r project _ gid _; do
  make_group "$project" "$gid"
done <"$projects"

while IFS=$'\t' read -r name uid _ list; do
  IFS=, read -r -a groups <<<"$list"
  make_user "$name" "$uid" "${groups[0]}"
  join "$name" "${groups[@]}"
  make_home "$name" "$uid:$(getent group "${groups[0]}" | cut -d : -f 3)"
done <"$users"
lock_those_who_left
