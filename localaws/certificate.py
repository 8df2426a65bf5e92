"""The emulator's TLS certificate, which its callers trust and nobody else does."""

import subprocess
from pathlib import Path

DAYS = 825
_REQUEST = (
    "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes"
    f" -days {DAYS} -subj /CN=localhost"
    " -addext subjectAltName=DNS:localhost,IP:127.0.0.1,IP:::1"
    " -addext basicConstraints=critical,CA:FALSE"
)


def issue(folder: Path) -> tuple[Path, Path]:
    """Write a new self-signed certificate for loopback, valid from now, and return its files.

    It is issued at every start, so it cannot expire, and it is no certificate authority, so
    trusting it means trusting this one emulator.

    Raises:
        subprocess.CalledProcessError: openssl refused; its message is in the log.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    certificate, key = folder / "server.crt", folder / "server.key"
    files = ["-keyout", str(key), "-out", str(certificate)]
    subprocess.run([*_REQUEST.split(), *files], check=True, capture_output=True)  # noqa: S603
    key.chmod(0o600)
    return certificate, key
