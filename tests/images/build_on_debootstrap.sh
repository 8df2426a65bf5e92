#!/usr/bin/env bash
# A check by hand, or for CI with root on Debian: build the image without any registry of images,
# on a bookworm that debootstrap makes, as debian:bookworm-slim is made, and analyse a folder in it.
#   apt-get install -y --no-install-recommends podman runc netavark iptables debootstrap
# takes two minutes; podman's images stay. `images/build` and the container are tested for real.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

((EUID == 0)) || { echo "debootstrap needs root" >&2 && exit 2; }
base=localhost/bookworm-minbase:latest
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# What podman needs where root lacks CAP_SYS_RESOURCE or cgroups are hybrid; harmless elsewhere.
export CONTAINERS_CONF=$work/containers.conf
cat >"$CONTAINERS_CONF" <<'TOML'
[containers]
default_ulimits = ["nofile=4096:8192", "nproc=4096:4096"]
seccomp_profile = "unconfined"
[engine]
runtime = "runc"
TOML

if ! podman image exists "$base"; then
  debootstrap --variant=minbase bookworm "$work/bookworm"
  tar -C "$work/bookworm" -c . | podman import - "$base"
fi

# pip trusts what this machine trusts: it may reach PyPI through a proxy of its own.
mkdir "$work/trust"
cp /etc/ssl/certs/ca-certificates.crt "$work/trust/"
printf '[global]\ncert = /mnt/ca-certificates.crt\n' >"$work/trust/pip.conf"
# Host network: no bridge, hence no forwarding and no firewall rules that would stay.
images/build --engine podman --base "$base" -- --network host \
  --volume "$work/trust/ca-certificates.crt:/mnt/ca-certificates.crt:ro" \
  --volume "$work/trust/pip.conf:/etc/pip.conf:ro"

.venv/bin/python -m tests.images.folder_in_container podman localhost/lab-runner:1.0.0
