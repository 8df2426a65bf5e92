# shellcheck shell=bash
# Files, links and folders that are written only when they differ: a second run changes nothing.

# install_file MODE PATH: standard input becomes PATH, at once or not at all.
install_file() {
  local mode=$1 path=$2 content fresh
  content=$(mktemp)
  cat >"$content"
  if [[ ! -f $path || -L $path || $(stat --format 0%a "$path") != "$mode" ]] ||
    ! cmp --silent "$content" "$path"; then
    mkdir -p "${path%/*}"
    fresh=$(mktemp "$path.XXXXXX")
    cat "$content" >"$fresh"
    chmod "$mode" "$fresh"
    mv --no-target-directory "$fresh" "$path"
    say "wrote $path"
  fi
  rm "$content"
}

# install_link TARGET PATH: PATH leads to TARGET. What is no link is never replaced.
install_link() {
  local target=$1 path=$2 fresh
  [[ $(readlink "$path" || true) != "$target" ]] || return 0
  if [[ -e $path && ! -L $path ]]; then
    fail "$EXIT_SETTINGS" "$path is there and no link: move it away, as it shall lead to $target"
  fi
  mkdir -p "$(dirname "$path")"
  fresh=$(mktemp --dry-run "$path.XXXXXX")
  ln --symbolic "$target" "$fresh"
  mv --no-target-directory "$fresh" "$path"
  say "$path leads to $target"
}

# make_folder PATH UID:GID MODE: a missing folder. One that is there belongs to whoever set it up.
make_folder() {
  local path=$1 owner=$2 mode=$3
  [[ ! -d $path ]] || return 0
  mkdir -p "$(dirname "$path")"
  # Two nodes may start at once, and both may miss it.
  mkdir --mode 0700 "$path" 2>/dev/null || [[ -d $path ]]
  chown "$owner" "$path"
  chmod "$mode" "$path"
  say "made $path for $owner with $mode"
}

# need_shared_folder: on a node where it is not mounted, everything would go to the node's own disk.
need_shared_folder() {
  mountpoint --quiet "$SHARED_FOLDER" ||
    fail "$EXIT_TIME" "$SHARED_FOLDER is not mounted: look at the lines of efs in /var/log/cloud-init-output.log"
}

# give_to_root FOLDER: owners in a package's archive are those of whoever built it, and their numbers
# may be somebody's here. Only what is wrong is written, as each write to a shared file system is slow.
give_to_root() {
  find "$1" \( ! -user root -o ! -group root \) -exec chown --no-dereference root:root {} + &&
    find "$1" ! -type l -perm /022 -exec chmod go-w {} +
}
