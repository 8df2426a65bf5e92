#!/bin/bash
# Set up shells: modules of the lab's software, conda, and where conda looks for packages.
set -euo pipefail
# shellcheck source=/dev/null
. "${LAB_ROOT:-/opt/lab}/nodes/lib/step.sh"

# Not the channel of Anaconda, which most labs would have to pay for: its name means conda-forge here.
# `nodefaults` is a word of environment.yml; here it would be taken for a channel's name.
install_file 0644 "$LAB_ETC/conda/condarc" <<'CONDARC'
channels: [conda-forge, bioconda]
default_channels: [conda-forge]
channel_priority: strict
envs_dirs: [~/.conda/envs]
pkgs_dirs: [~/.conda/pkgs]
auto_activate_base: false
CONDARC

# After modules.sh or lmod.sh. What ParallelCluster's image has for MPI stays to be seen with Lmod.
install_file 0644 "$LAB_ETC/profile.d/zz-lab.sh" <<SHELL
for lab_folder in /opt/amazon/modules/modulefiles /usr/share/modules/modulefiles $SOFTWARE_FOLDER/modules; do
  case ":\${MODULEPATH:-}:" in
  *":\$lab_folder:"*) ;;
  *) [ ! -d "\$lab_folder" ] || export MODULEPATH="\$lab_folder\${MODULEPATH:+:\$MODULEPATH}" ;;
  esac
done
unset lab_folder
if [ -r $SOFTWARE_FOLDER/conda/current/etc/profile.d/conda.sh ]; then
  . $SOFTWARE_FOLDER/conda/current/etc/profile.d/conda.sh
fi
SHELL
