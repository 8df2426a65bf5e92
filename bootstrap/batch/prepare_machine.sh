#!/bin/bash
# Runs once on each machine of AWS Batch, before its first job: makes /scratch, where jobs work.
# NVME=true joins the machine's own NVMe disks to one; else /scratch lies on the root volume.
set -euo pipefail
# A machine that is half prepared would take jobs and fail them all: another one replaces it.
trap 'shutdown -h now' ERR

# Containers of Batch share the machine's network. Its role's credentials are the agent's alone, as
# they could ask for those of every job on the machine; jobs run as their project's user, not root.
iptables --insert OUTPUT --destination 169.254.169.254 --match owner ! --uid-owner 0 --jump REJECT
iptables --insert OUTPUT --destination 127.0.0.0/8 --protocol tcp --dport 51678 \
  --match owner ! --uid-owner 0 --jump REJECT

# The image is pinned by digest, so a copy that is there is the right one.
cat >>/etc/ecs/ecs.config <<'CONFIG'
ECS_IMAGE_PULL_BEHAVIOR=prefer-cached
ECS_ENGINE_TASK_CLEANUP_WAIT_DURATION=10m
CONFIG

mkdir -p /scratch
if [[ ${NVME:?} == true ]]; then
  mapfile -t disks < <(lsblk --noheadings --nodeps --paths --output NAME,MODEL | awk '/Instance Storage/ {print $1}')
  if ((${#disks[@]} == 0)); then
    echo "this machine has no NVMe disk of its own: /scratch stays on the root volume" >&2
  else
    device=${disks[0]}
    if ((${#disks[@]} > 1)); then
      # Amazon's repositories are reached through the gateway endpoint of S3, without the internet.
      command -v mdadm >/dev/null || dnf install --quiet --assumeyes mdadm
      device=/dev/md0
      mdadm --create "$device" --level=0 --raid-devices="${#disks[@]}" "${disks[@]}"
    fi
    mkfs.xfs -q "$device"
    mount -o noatime "$device" /scratch
  fi
fi
# Jobs run as their project's user; the sticky bit keeps them out of each other's folders.
chmod 1777 /scratch
