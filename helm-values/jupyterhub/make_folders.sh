# Make the home of a person and the folders of projects, each for its owner.
# No braces in this file: KubeSpawner reads them as its own placeholders.
set -eu
cd "$ROOT_FOLDER"
make_folder() (
  mkdir -p "$(dirname "$1")"
  [ -d "$1" ] || mkdir -m "$3" "$1" || [ -d "$1" ]
  chown "$2" "$1"
)
make_folder "$HOME_FOLDER" 1000:100 0700
for project in $PROJECT_FOLDERS; do
  make_folder "projects/$(echo "$project" | cut -d: -f1)" "$(echo "$project" | cut -d: -f2-)" 2770
done
