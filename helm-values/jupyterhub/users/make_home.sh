# Make the home of a person with a number, and the folder of the project, if there is one. Here the
# whole file system is seen, so nothing inside a home is touched: hand_over.sh does that.
set -eu
cd "$ROOT_FOLDER"
make_folder() (
  mkdir -p "$(dirname "$1")"
  [ -d "$1" ] || mkdir -m "$3" "$1" || [ -d "$1" ]
  chown "$2" "$1"
)
there() { [ -e "$1" ] || [ -L "$1" ]; }
owner_of() { stat -c %u "$1"; }

mkdir -p "$(dirname "$HOME_FOLDER")"
# Until it is handed over, a home belongs to root: so it is known after a start that was cut short.
if there "$HOME_BEFORE" && [ "$(owner_of "$HOME_BEFORE")" = 1000 ]; then
  if [ "$HOME_BEFORE" = "$HOME_FOLDER" ] || ! there "$HOME_FOLDER"; then
    chown -h 0:0 "$HOME_BEFORE"
  else
    echo "$HOME_BEFORE, from before $HOME_FOLDER was made, stays as it is: an admin may merge them"
  fi
fi
if ! there "$HOME_FOLDER" && there "$HOME_BEFORE" && [ "$(owner_of "$HOME_BEFORE")" = 0 ]; then
  echo "$HOME_BEFORE becomes $HOME_FOLDER"
  mv "$HOME_BEFORE" "$HOME_FOLDER"
fi
there "$HOME_FOLDER" || mkdir -m 0700 "$HOME_FOLDER" || there "$HOME_FOLDER"
if [ -L "$HOME_FOLDER" ] || [ ! -d "$HOME_FOLDER" ]; then
  echo "$HOME_FOLDER is no folder: an admin has to move it" >&2
  exit 1
fi
owner=$(owner_of "$HOME_FOLDER")
if [ "$owner" != 0 ] && [ "$owner" != "$HOME_UID" ]; then
  echo "$HOME_FOLDER belongs to $owner and not to $HOME_UID: an admin has to find out whose it is" >&2
  exit 1
fi
[ -z "$PROJECT_OWNER" ] || make_folder "projects/$PROJECT" "$PROJECT_OWNER" "$PROJECT_PERMISSIONS"
