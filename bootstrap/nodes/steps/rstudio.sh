#!/bin/bash
# Install RStudio Server. Its service never runs: each person's notebook job starts one of its own.
set -euo pipefail
# shellcheck source=/dev/null
. "${LAB_ROOT:-/opt/lab}/nodes/lib/step.sh"
version=$(manifest rstudio-server 2)

# Debian's versions have a + where Posit's file names have the last dash.
installed=$(dpkg-query --show --showformat '${Version}' rstudio-server 2>/dev/null || true)
# Masked before it is there, as its package starts it. `systemctl mask` wants a unit that exists.
install_link /dev/null "$LAB_ETC/systemd/system/rstudio-server.service"
if [[ ${installed//+/-} != "$version" ]]; then
  file=$(download rstudio-server)
  apt_install "$file"
  say "installed RStudio Server $version"
fi
