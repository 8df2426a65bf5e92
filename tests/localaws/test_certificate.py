"""The certificate: for loopback only, and no authority over anything else."""

import ssl
import subprocess
from pathlib import Path

import pytest

from localaws.certificate import issue


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Issue a certificate."""
    return issue(tmp_path_factory.mktemp("tls") / "new")


def test_certificate_serves_tls(files: tuple[Path, Path]) -> None:
    """Certificate and key belong together."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(*files)
    assert context.cert_store_stats()["x509"] >= 0


def test_certificate_names_loopback_and_is_no_authority(files: tuple[Path, Path]) -> None:
    """It cannot vouch for another server."""
    shown = subprocess.run(  # noqa: S603
        ["openssl", "x509", "-in", str(files[0]), "-noout", "-text"],  # noqa: S607
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    assert "DNS:localhost, IP Address:127.0.0.1, IP Address:0:0:0:0:0:0:0:1" in shown
    assert "CA:FALSE" in shown


def test_key_is_readable_by_its_owner_alone(files: tuple[Path, Path]) -> None:
    """Nobody else can pretend to be the instance."""
    assert files[1].stat().st_mode & 0o777 == 0o600
