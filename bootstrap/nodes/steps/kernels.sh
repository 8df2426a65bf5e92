#!/bin/bash
# Kernels of notebooks: R of the node, and Python and R of the projects' environments.
set -euo pipefail
# shellcheck source=/dev/null
. "${LAB_ROOT:-/opt/lab}/nodes/lib/step.sh"

kernels=$SOFTWARE_FOLDER/kernels

# describe NAME LANGUAGE WORD...: a kernel.json that starts WORD...
describe() {
  python3 - "$@" <<'PYTHON'
import json, sys
name, language, *words = sys.argv[1:]
kernel = {"argv": words, "display_name": name, "language": language, "metadata": {"debugger": language == "python"}}
print(json.dumps(kernel, indent=1))
PYTHON
}

# of_this_node: R as apt has installed it, for everybody.
of_this_node() {
  local r
  r=$(command -v R) || return 0
  "$r" --slave -e 'quit(status = !requireNamespace("IRkernel", quietly = TRUE))' || return 0
  describe "R of the node" R "$r" --slave -e 'IRkernel::main()' --args '{connection_file}' |
    install_file 0644 "${LAB_KERNELS:-/usr/local/share/jupyter/kernels}/ir/kernel.json"
  # SQLite's locks do not work on NFS, where everybody's home is.
  install_file 0644 "$LAB_ETC/ipython/ipython_config.py" <<'PYTHON'
"""The history of a notebook's kernels lies on the node's own disk, as JupyterHub's job says."""
import os

c = get_config()  # noqa: F821
if "NOTEBOOK_WORK" in os.environ:
    c.HistoryManager.hist_file = os.environ["NOTEBOOK_WORK"] + "/history.sqlite"
PYTHON
}

# of_environment PROJECT NAME: what the environment can run; the project's notebooks alone see it.
of_environment() {
  local project=$1 name=$2 current=$SOFTWARE_FOLDER/environments/$1/$2/current place
  local start=(/bin/bash "$LAB_ROOT/nodes/jupyter/in_environment.sh" "$current")
  place=$kernels/$project/kernels/$name
  if compgen -G "$current/lib/python3*/site-packages/ipykernel" >/dev/null; then
    describe "$name (Python)" python "${start[@]}" python -m ipykernel_launcher -f '{connection_file}' |
      install_file 0644 "$place-python/kernel.json"
    wanted[$place-python]=yes
  fi
  if [[ -d $current/lib/R/library/IRkernel ]]; then
    describe "$name (R)" R "${start[@]}" R --slave -e 'IRkernel::main()' --args '{connection_file}' |
      install_file 0644 "$place-r/kernel.json"
    wanted[$place-r]=yes
  fi
}

# of_projects: written by the head node, as all nodes see them. What no lock file asks for goes.
of_projects() {
  local project name folder
  local -A wanted=()
  while IFS=$'\t' read -r project name _; do
    of_environment "$project" "$name"
  done <"$LAB_ROOT/lab/environments.tsv"
  for folder in "$kernels"/*/kernels/*; do
    [[ -d $folder && -z ${wanted[$folder]:-} ]] || continue
    rm -rf "$folder"
    say "removed $folder"
  done
}

if [[ $LAB_ROLE == head ]]; then
  of_projects
else
  of_this_node
fi
