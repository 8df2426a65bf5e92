"""The certificate: for loopback only, and of an authority that can vouch for nothing else."""

import socket
import ssl
import threading
from pathlib import Path

import pytest

from localaws.certificate import Certificate, issue


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    """Issue a certificate."""
    return issue(tmp_path_factory.mktemp("tls") / "new")


@pytest.mark.parametrize("name", ["localhost", "127.0.0.1", "::1"])
def test_caller_who_trusts_the_authority_is_served(files: Certificate, name: str) -> None:
    """Every name of loopback is in it."""
    assert handshake(files, name) == "ok"


def test_other_names_are_not_vouched_for(files: Certificate) -> None:
    """It cannot be shown for a real endpoint."""
    assert "Hostname mismatch" in handshake(files, "s3.amazonaws.com")


def handshake(files: Certificate, name: str) -> str:
    """Shake hands over a pair of sockets and return `ok`, or why the caller refused."""
    ours, theirs = socket.socketpair()
    server = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    server.load_cert_chain(files.chain, files.key)
    caller = ssl.create_default_context(cafile=files.authority)

    def serve() -> None:
        with ours:
            try:
                server.wrap_socket(ours, server_side=True).close()
            except (ssl.SSLError, OSError):
                return

    thread = threading.Thread(target=serve)
    thread.start()
    with theirs:
        try:
            caller.wrap_socket(theirs, server_hostname=name).close()
        except ssl.SSLCertVerificationError as error:
            answer = error.verify_message
        else:
            answer = "ok"
    thread.join()
    return answer


def test_key_of_the_authority_is_nowhere_on_disk(files: Certificate) -> None:
    """So nothing else can ever be issued in its name."""
    folder = files.key.parent
    keys = [file.name for file in folder.iterdir() if b"PRIVATE KEY" in file.read_bytes()]
    assert keys == ["server.key"]


def test_key_is_readable_by_its_owner_alone(files: Certificate) -> None:
    """Nobody else can pretend to be the instance."""
    assert files.key.stat().st_mode & 0o777 == 0o600


def test_files_lie_in_the_folder_that_was_named(files: Certificate) -> None:
    """The environment of callers names them by their place."""
    assert {Path(file).name for file in files} == {"ca.crt", "server.crt", "server.key"}
