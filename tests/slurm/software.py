"""JupyterHub as the head node installs it, made once on this machine by the step itself."""

import fcntl
import os
import subprocess
from pathlib import Path

from tests.nodes.tree import TREES, tree

ROOT = Path(__file__).parents[2]
CERTIFICATES = Path("/etc/ssl/certs/ca-certificates.crt")
STEP = """
set -e
mkdir -p /opt/lab/lab
touch /opt/lab/lab/settings.env
LAB_ROLE=head bash /opt/lab/nodes/steps/jupyter.sh
"""


def jupyter() -> Path:
    """Return the folder that nodes see as /software/jupyter.

    Machines of tests have no network, so this one shares that of the host: the registries which pip
    and npm of the host ask, by its certificates. Without a change of the pins it takes a second.
    """
    built = tree()
    folder = TREES / f"software-{built.root.name.partition('-')[0]}"
    folder.mkdir(parents=True, exist_ok=True)
    binds = [f"--bind={folder}:/software", f"--bind-ro={ROOT}/bootstrap/nodes:/opt/lab/nodes"]
    if CERTIFICATES.exists():
        binds.append(f"--bind-ro={CERTIFICATES}")
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = subprocess.run(  # noqa: S603
            [
                *("systemd-nspawn", "--quiet", f"--directory={built.root}", "--register=no"),
                *("--keep-unit", "--volatile=overlay", "--resolv-conf=copy-host", *binds),
                *("--pipe", "/bin/bash", "-c", STEP),
            ],
            env={**os.environ, "SYSTEMD_NSPAWN_UNIFIED_HIERARCHY": "0"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 0, done.stdout + done.stderr
    return folder / "jupyter"
