# Make the home of a person and the folder of the project, if there is one, for their owners.
# No braces in this file: KubeSpawner reads them as its own placeholders.
set -eu
cd "$ROOT_FOLDER"
make_folder() (
  mkdir -p "$(dirname "$1")"
  [ -d "$1" ] || mkdir -m "$3" "$1" || [ -d "$1" ]
  chown "$2" "$1"
)
make_folder "$HOME_FOLDER" 1000:100 0700
[ -z "$PROJECT_OWNER" ] || make_folder "projects/$PROJECT" "$PROJECT_OWNER" "$PROJECT_PERMISSIONS"
