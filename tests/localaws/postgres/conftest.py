"""A server's process, as the emulator starts it, with a certificate of the test's own."""

import ssl
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import trustme

from localaws.installation import ROOT
from tests.localaws.postgres.test_settings import SETTINGS

Start = Callable[..., tuple[subprocess.Popen[str], int]]


@pytest.fixture(scope="session")
def authority() -> trustme.CA:
    """Make an authority that clients trust."""
    return trustme.CA()


@pytest.fixture(scope="session")
def trusting(authority: trustme.CA) -> ssl.SSLContext:
    """Return what a client needs that checks whose server it is."""
    context = ssl.create_default_context()
    authority.configure_trust(context)
    return context


@pytest.fixture(scope="session")
def certificate(
    authority: trustme.CA, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, Path]:
    """Return chain and key of a server on loopback."""
    folder = tmp_path_factory.mktemp("tls")
    chain, key = folder / "server.crt", folder / "server.key"
    server = authority.issue_cert("127.0.0.1")
    chain.write_bytes(b"".join(pem.bytes() for pem in server.cert_chain_pems))
    server.private_key_pem.write_to_path(str(key))
    return chain, key


@pytest.fixture
def start(tmp_path: Path, certificate: tuple[Path, Path]) -> Iterator[Start]:
    """Start the process with other settings if wanted, and return it with its port."""
    started: list[subprocess.Popen[str]] = []

    def act(**changes: object) -> tuple[subprocess.Popen[str], int]:
        chain, key = (str(path) for path in certificate)
        settings = replace(SETTINGS, folder=str(tmp_path), chain=chain, key=key, **changes)  # type: ignore[arg-type]
        process = subprocess.Popen(
            [sys.executable, "-m", "localaws.postgres"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(settings.line())
        process.stdin.flush()
        return process, int(process.stdout.readline() or 0)

    yield act
    for process in started:
        process.communicate()
