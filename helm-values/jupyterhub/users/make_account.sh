# Put a person before the accounts and groups that the image has: whoami, git, ssh and RStudio ask
# for whom a number stands, and the first line that fits answers.
set -eu
shell=/bin/sh
[ ! -x /bin/bash ] || shell=/bin/bash
printf '%s:%s\n' "$ACCOUNT" "$shell" | cat - "$IMAGE_FOLDER/passwd" > "$ACCOUNT_FOLDER/passwd"
printf '%s\n' "$ACCOUNT_GROUPS" | cat - "$IMAGE_FOLDER/group" > "$ACCOUNT_FOLDER/group"
