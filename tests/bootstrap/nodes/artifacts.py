"""Stand-ins for what nodes download: Miniforge's installer, RStudio's package, a conda channel.

They take the way of the real ones: a manifest with checksums, a mirror, `bash -b -p`, apt, a lock.
"""

import hashlib
import json
import subprocess
import tarfile
from io import BytesIO
from pathlib import Path
from urllib.parse import urlsplit

from tests.bootstrap.nodes.manifest import Download

STAND_INS = Path(__file__).parent / "stand_ins"

INSTALLER = """#!/bin/bash
# A stand-in for Miniforge's installer, with the two options that the bootstrap gives it.
set -e
[[ $1 == -b && $2 == -p && ! -e $3 ]] || exit 2
mkdir -p "$3/bin" "$3/etc/profile.d"
sed '1,/^#CONDA$/d' "$0" >"$3/bin/conda"
chmod 0775 "$3/bin/conda"
echo "conda() { $3/bin/conda \\"\\$@\\"; }" >"$3/etc/profile.d/conda.sh"
exit
#CONDA
"""

UNIT = """[Unit]
Description=stand-in for RStudio Server, which must never run as a service
[Service]
ExecStart=/bin/sleep infinity
[Install]
WantedBy=multi-user.target
"""
# As Posit's package: it enables and starts its service, and no mistake in that stops it.
POSTINST = """#!/bin/sh
set +e
systemctl daemon-reload
systemctl enable rstudio-server.service
systemctl start rstudio-server.service
true
"""


def _write(path: Path, text: str, mode: int = 0o644) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    path.chmod(mode)


def _in_mirror(mirror: Path, download: Download) -> Path:
    path = mirror / urlsplit(download.url).path.lstrip("/")
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


def miniforge(mirror: Path, download: Download) -> Path:
    """Write an installer that installs the stand-in for conda."""
    path = _in_mirror(mirror, download)
    _write(path, INSTALLER + (STAND_INS / "conda").read_text())
    return path


def rstudio_server(mirror: Path, download: Download) -> Path:
    """Write a package of Debian with the version of the real one."""
    path = _in_mirror(mirror, download)
    package = path.with_suffix("")
    version = "+".join(download.version.rsplit("-", 1))
    fields = {
        "Package": "rstudio-server",
        "Version": version,
        "Architecture": "amd64",
        "Maintainer": "tests",
        "Depends": "psmisc, sudo, lsb-release",
        "Description": "a stand-in for RStudio Server",
    }
    _write(package / "DEBIAN/control", "".join(f"{key}: {text}\n" for key, text in fields.items()))
    _write(package / "DEBIAN/postinst", POSTINST, 0o755)
    _write(package / "usr/lib/systemd/system/rstudio-server.service", UNIT)
    _write(package / "usr/lib/rstudio-server/bin/rserver", "#!/bin/sh\necho stand-in\n", 0o755)
    subprocess.run(  # noqa: S603
        ["dpkg-deb", "--root-owner-group", "--build", package, path],  # noqa: S607
        check=True,
        capture_output=True,
    )
    return path


def sha256(path: Path) -> str:
    """Return what the manifest records of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def conda_package(channel: Path, name: str, says: str) -> str:
    """Write a package of conda with one program; return its line of a lock file."""
    path = channel / "noarch" / f"{name}-1.0-0.tar.bz2"
    path.parent.mkdir(parents=True, exist_ok=True)
    index = {"name": name, "version": "1.0", "build": "0", "subdir": "noarch", "depends": []}
    members = {
        "info/index.json": (json.dumps(index), 0o644),
        f"bin/{name}": (f"#!/bin/sh\necho {says}\n", 0o755),
    }
    with tarfile.open(path, "w:bz2") as package:
        for member, (text, mode) in members.items():
            info = tarfile.TarInfo(member)
            info.size, info.mode = len(text), mode
            package.addfile(info, BytesIO(text.encode()))
    return f"file:///mirror/channel/noarch/{path.name}#{sha256(path)}"
