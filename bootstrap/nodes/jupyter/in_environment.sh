#!/bin/bash
# in_environment.sh PREFIX COMMAND...: run a program of a conda environment as if it was activated.
# `conda activate` would start Python first; what packages ask for lies in activate.d in any case.
prefix=$(readlink --canonicalize "$1")
shift
export CONDA_PREFIX=$prefix CONDA_DEFAULT_ENV=$prefix PATH=$prefix/bin:$PATH
for script in "$prefix"/etc/conda/activate.d/*.sh; do
  # shellcheck source=/dev/null
  [[ ! -r $script ]] || . "$script"
done
exec "$@"
