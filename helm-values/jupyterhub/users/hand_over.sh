# Give a home of root, and all that is in it, to its person. Nothing but this home is mounted here: a
# link that leads out of it, or is put there meanwhile, finds nothing of anybody else.
set -eu
cd "$HOME_FOLDER"
[ "$(stat -c %u .)" = 0 ] || exit 0
echo "Handing over the home to $HOME_OWNER"
find . -mindepth 1 -xdev ! -user "$HOME_UID" -exec chown -h "$HOME_OWNER" {} +
# Last: a start that is cut short before leaves it to the next one.
chown "$HOME_OWNER" .
echo "The home belongs to $HOME_OWNER"
