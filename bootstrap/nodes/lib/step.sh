# shellcheck shell=bash
# The first line of every step sources this: the lab's settings, and the functions of this folder.
# LAB_ROOT, LAB_ETC and SOFTWARE_FOLDER are other places in tests only.
LAB_ROOT=${LAB_ROOT:-/opt/lab}
LAB_ETC=${LAB_ETC:-/etc}
for lab_part in messages settings files packages download waiting; do
  # shellcheck source=/dev/null
  . "$LAB_ROOT/nodes/lib/$lab_part.sh"
done
unset lab_part
load_settings
