"""A root folder of Ubuntu or Debian, made once on this machine, to run a node's scripts in."""

import fcntl
import hashlib
import os
import shutil
import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
KEYRINGS = Path("/usr/share/keyrings")
TREES = Path(os.environ.get("LAB_TREES", ROOT / ".trees"))
PATIENCE = 900
"""Seconds for each of the two steps of making a tree."""
TOOLS = {
    "debootstrap": "debootstrap",
    "systemd-nspawn": "systemd-container",
    "gpgv": "gpgv",
    "nsenter": "util-linux",
}
"""Programs that are needed here, and the packages of Debian and Ubuntu that have them."""

PACKAGES = (
    *("systemd", "systemd-sysv", "dbus", "sudo", "curl", "ca-certificates", "procps"),
    *("openssh-server", "lsb-release", "psmisc", "apt-utils"),
    *("iproute2", "iptables", "lmod", "python3", "slurm-wlm", "munge"),
    *("slurmdbd", "mariadb-server-core", "r-base-core", "r-cran-irkernel"),
)
"""What a node of ParallelCluster has, or installs by apt: the trees have no network."""

INSTALL = f"""
set -e
export DEBIAN_FRONTEND=noninteractive
apt-get -q update
apt-get -q install -y --no-install-recommends {" ".join(PACKAGES)}
apt-get clean
# They have no configuration: Debian's slurmd would wait for one, and the boot for it.
systemctl disable slurmd slurmctld slurmdbd
# Each machine has its own.
rm -f /etc/hostname
# The login user of ParallelCluster's images.
id ubuntu 2>/dev/null || useradd --create-home --shell /bin/bash --uid 1000 ubuntu
"""


@dataclass(frozen=True)
class System:
    """A release of a distribution, and how debootstrap makes it."""

    name: str
    suite: str
    components: str
    script: str
    keyring: Path


SYSTEMS = (
    # debootstrap of Debian 12 does not know noble yet; all suites since gutsy have its script.
    # Ubuntu's keys are no package of Debian 12: the file is ubuntu-keyring's, and noble's key in
    # it is F6ECB3762474EDA9D21B7022871920D1991BC93C.
    System("Ubuntu 24.04", "noble", "main,universe", "gutsy", HERE / "ubuntu-archive-keyring.gpg"),
    System("Debian 13", "trixie", "main", "sid", KEYRINGS / "debian-archive-keyring.gpg"),
)
"""The first one that can be made is taken: nodes of ParallelCluster run Ubuntu 24.04.

`LAB_TREE=trixie pytest ...` takes that one, `LAB_TREE_MIRROR` another archive.
"""


@dataclass(frozen=True)
class Tree:
    """A root folder that nobody changes: machines have a layer of their own over it."""

    root: Path
    system: str


def missing() -> str:
    """Return why no machine can run here, and what to do, or an empty text."""
    if os.geteuid() != 0:
        return "root is needed for debootstrap and systemd-nspawn: run pytest with sudo"
    lacking = [package for program, package in TOOLS.items() if not shutil.which(program)]
    return f"run: apt-get install {' '.join(lacking)}" if lacking else ""


def need() -> None:
    """Skip where no machine can run; fail in CI, where nobody would read of a skipped test."""
    reason = missing()
    if reason and os.environ.get("CI"):
        pytest.fail(f"tests on a node's system cannot run: {reason}")
    if reason:
        pytest.skip(f"tests on a node's system cannot run: {reason}")


def _debootstrap(system: System, root: Path) -> None:
    """Make the base system, from packages that its distribution has signed."""
    options = ["--variant=minbase", f"--components={system.components}"]
    options += [f"--keyring={system.keyring}", "--force-check-gpg"]
    script = Path("/usr/share/debootstrap/scripts", system.script)
    own = script.with_name(system.suite)
    # An empty mirror means the one of debootstrap's own script.
    mirror = os.environ.get("LAB_TREE_MIRROR", "")
    place = [system.suite, str(root), mirror, str(own if own.exists() else script)]
    subprocess.run(  # noqa: S603
        ["debootstrap", *options, *place],  # noqa: S607
        check=True,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )


def _make(system: System, root: Path) -> None:
    """Make a tree, below another name until it is complete."""
    unfinished = root.with_suffix(".unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.parent.mkdir(parents=True, exist_ok=True)
    _debootstrap(system, unfinished)
    nspawn = ["systemd-nspawn", "-q", "-D", str(unfinished), "--register=no", "--keep-unit"]
    subprocess.run(  # noqa: S603
        [*nspawn, "--resolv-conf=copy-host", "--pipe", "/bin/bash", "-c", INSTALL],
        check=True,
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        timeout=PATIENCE,
    )
    unfinished.rename(root)


@cache
def tree() -> Tree:
    """Return the tree, made at the first call on this machine: about a minute."""
    need()
    TREES.mkdir(parents=True, exist_ok=True)
    recipe = hashlib.sha256(INSTALL.encode()).hexdigest()[:12]
    errors = []
    # Two workers of xdist may come at once.
    with (TREES / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        wanted = os.environ.get("LAB_TREE")
        for system in [one for one in SYSTEMS if wanted in {None, one.suite}]:
            root = TREES / f"{system.suite}-{recipe}"
            try:
                if not root.exists():
                    _make(system, root)
            except subprocess.CalledProcessError as error:
                last = "\n".join((error.stdout + error.stderr).splitlines()[-5:])
                errors.append(f"{system.name}: {last}")
            except subprocess.TimeoutExpired as error:
                errors.append(f"{system.name}: {error}")
            else:
                return Tree(root, system.name)
    pytest.fail("no root folder could be made:\n" + "\n".join(errors))
