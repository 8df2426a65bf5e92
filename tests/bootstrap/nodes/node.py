"""A node of a cluster that really starts: ParallelCluster's call of start.sh, in a container."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.bootstrap.nodes.artifacts import STAND_INS
from tests.bootstrap.nodes.bucket import Bucket
from tests.nodes.machine import Machine, machine

# Everything that a start may touch, with what tells a changed file from one that was left alone.
LISTING = r"""
cd /
find etc shared/ opt usr var/lib root srv home -printf '%p %y %m %U:%G %T@ %l\n' |
  grep --invert-match -E '^var/lib/(systemd|private|dbus)' | sort
for table in iptables ip6tables; do $table --list-rules; done
"""
NETWORK = r"""
printf '127.0.0.1 localhost\n10.99.0.1 %s\n' "$(hostname)" >/etc/hosts
ip address add 10.99.0.1/32 dev lo
ip address add 169.254.169.254/32 dev lo
ip address add fd00:ec2::254/128 dev lo
setsid /stand_ins/metadata_service >/dev/null 2>&1 &
until curl --silent --output /dev/null http://169.254.169.254/; do sleep 0.1; done
"""

# What a login node makes in the background; how often it fails does not matter here.
LATER = r"""
log=/var/log/cloud-init-output.log
while [[ $(systemctl show --property SubState --value lab-later) =~ ^(running|start)$ ]]; do
  sleep 0.1
done
[[ ! -e $log ]] || { cat $log && rm $log; }
"""


@dataclass(frozen=True)
class Start:
    """What one run of start.sh left behind."""

    code: int
    output: str
    state: str

    @property
    def seconds(self) -> float:
        """The time that it says it took."""
        found = re.search(r"is ready after ([\d.]+) s", self.output)
        assert found, self.output
        return float(found[1])


class Node:
    """A machine with a role, and the stand-ins for AWS."""

    def __init__(self, machine: Machine, role: str) -> None:
        self.machine, self.role = machine, role
        self.run = machine.run

    def start(self) -> Start:
        """Start the node as ParallelCluster does, with the few variables that it sets."""
        command = (
            f"env -i /bin/bash /bucket/nodes/start.sh {self.role} s3://bucket 0123456789abcdef"
        )
        done = self.run(command, check=False)
        later = self.run(LATER).stdout
        return Start(done.returncode, done.stdout + later, self.run(LISTING).stdout)

    def calls(self) -> list[str]:
        """Return the calls of the AWS command line so far."""
        return self.run("cat /var/log/aws_calls").stdout.splitlines()


@contextmanager
def node(role: str, bucket: Bucket, shared: Path) -> Iterator[Node]:
    """Boot a node; `shared` is the file system that nodes of a cluster have in common."""
    shared.mkdir(exist_ok=True)
    readable = {
        "/usr/local/bin/aws": STAND_INS / "aws",
        "/stand_ins": STAND_INS,
        "/bucket": bucket.bucket,
        "/mirror": bucket.mirror,
    }
    with machine(f"{role}1", boot=True, writable={"/shared": shared}, readable=readable) as booted:
        booted.run(NETWORK)
        yield Node(booted, role)
