"""A container over the tree: a node for a test, gone with all its changes when the test ends."""

import os
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from tests.nodes.tree import tree

IDLE = "while :; do sleep 3600 & wait $!; done"
"""What a machine that is not booted does; bash as its first process collects orphans."""
PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
BOOTED = "systemctl is-active --quiet multi-user.target"
PATIENCE = 60


class Machine:
    """A running container."""

    def __init__(self, leader: int, system: str) -> None:
        self.leader = leader
        self.system = system

    def run(
        self,
        script: str,
        *,
        user: str = "root",
        check: bool = True,
        timeout: float = 120,
        **variables: str,
    ) -> subprocess.CompletedProcess[str]:
        """Run a bash script; `stdout` has what it printed, on both streams."""
        enter = ["nsenter", f"--target={self.leader}", "--all", "--root", "--wdns=/", "--"]
        command = ["/bin/bash", "-c", script]
        if user != "root":
            command = ["/usr/sbin/runuser", "--login", user, "--command", script]
        done = subprocess.run(  # noqa: S603
            [*enter, *command],
            env={"PATH": PATH, "HOME": "/root", "LC_ALL": "C.UTF-8", **variables},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
            timeout=timeout,
        )
        assert not check or done.returncode == 0, f"{script}: {done.returncode}\n{done.stdout}"
        return done


@contextmanager
def machine(
    name: str = "node",
    *,
    boot: bool = False,
    writable: Mapping[str, Path] | None = None,
    readable: Mapping[str, Path] | None = None,
) -> Iterator[Machine]:
    """Run a container called `name`, with systemd if it shall boot, and without any network.

    `writable` and `readable` show folders and files of this machine at paths of the container.
    """
    built = tree()
    binds = [f"--bind={here}:{there}" for there, here in (writable or {}).items()]
    binds += [f"--bind-ro={here}:{there}" for there, here in (readable or {}).items()]
    command = [
        *("systemd-nspawn", "--quiet", f"--directory={built.root}", f"--machine={name}"),
        *("--register=no", "--keep-unit", "--volatile=overlay", "--private-network", *binds),
    ]
    if boot:
        command += ["--boot", "--console=pipe", "systemd.unit=multi-user.target"]
    else:
        command += ["--pipe", "/bin/bash", "-c", IDLE]
    # systemd 258 and newer in a tree asks for the unified hierarchy, whatever this machine has.
    environment = {**os.environ, "SYSTEMD_NSPAWN_UNIFIED_HIERARCHY": "1" if boot else "0"}
    with subprocess.Popen(  # noqa: S603
        command,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as nspawn:
        leader = _leader(nspawn)
        try:
            started = Machine(leader, built.system)
            _wait(started, BOOTED if boot else "true")
            yield started
        finally:
            # The first process takes all others with it.
            os.kill(leader, signal.SIGKILL)
            nspawn.wait(PATIENCE)


def _leader(nspawn: "subprocess.Popen[bytes]") -> int:
    """Return the container's first process, once it is more than nspawn's own child."""
    children = Path(f"/proc/{nspawn.pid}/task/{nspawn.pid}/children")
    for _ in range(PATIENCE * 20):
        assert nspawn.poll() is None, f"systemd-nspawn ended with {nspawn.returncode}"
        for child in children.read_text().split():
            if Path(f"/proc/{child}/comm").read_text().strip() in {"bash", "systemd"}:
                return int(child)
        time.sleep(0.05)
    nspawn.kill()
    raise AssertionError("the container did not start")


def _wait(started: Machine, ready: str) -> None:
    for _ in range(PATIENCE * 5):
        if started.run(ready, check=False).returncode == 0:
            return
        time.sleep(0.2)
    raise AssertionError(started.run("systemctl --no-pager list-jobs", check=False).stdout)
