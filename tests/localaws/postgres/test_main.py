"""The process that runs a server: it lives as long as somebody holds its input."""

import signal
import socket
import ssl
import time
from pathlib import Path

import pytest
from pg8000.native import Connection

from localaws.process import is_alive
from tests.localaws.postgres.conftest import Start
from tests.localaws.postgres.test_settings import SETTINGS

GONE_SECONDS = 10


def _run(port: int, trusting: ssl.SSLContext, statement: str, password: str) -> list[list[object]]:
    """Run a statement as the master user."""
    known = {"user": SETTINGS.user, "host": "127.0.0.1", "database": "lab"}
    with Connection(**known, port=port, password=password, ssl_context=trusting) as connection:
        found: list[list[object]] = connection.run(statement) or []
        return found


def test_data_and_port_are_kept(start: Start, trusting: ssl.SSLContext) -> None:
    """A server that is started again has what it had, where it was."""
    process, port = start()
    _run(port, trusting, "CREATE TABLE kept AS SELECT 7 AS number", SETTINGS.password)
    process.communicate()
    assert process.returncode == 0
    _, again = start(port=port)
    assert again == port
    assert _run(again, trusting, "SELECT number FROM kept", SETTINGS.password) == [[7]]


def test_taken_port_is_left_to_its_owner(start: Start) -> None:
    """The server moves to another one."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        _, port = start(port=taken.getsockname()[1])
        assert port not in (0, taken.getsockname()[1])


def test_new_password_replaces_the_old_one(start: Start, trusting: ssl.SSLContext) -> None:
    """Who knows the new one logs in."""
    start()[0].communicate()
    _, port = start(password="second", new_password=True)  # noqa: S106
    assert _run(port, trusting, "SELECT 1", "second") == [[1]]


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_server_ends_with_its_process(start: Start, tmp_path: Path, number: signal.Signals) -> None:
    """Whoever kills the one leaves no other behind, and the data can be served again."""
    process, port = start()
    server = int((tmp_path / "data" / "postmaster.pid").read_text().split()[0])
    assert is_alive(server)
    process.send_signal(number)
    deadline = time.monotonic() + GONE_SECONDS
    while is_alive(server):
        assert time.monotonic() < deadline, "it still runs"
        time.sleep(0.05)
    assert start(port=port)[1] == port


def test_server_that_cannot_start_says_why(start: Start, tmp_path: Path) -> None:
    """The reason is in its log, and on standard error where the emulator looks for it."""
    process, port = start(parameters={"no_such": "1"})
    assert port == 0
    assert process.communicate()[1] == "PostgreSQL cannot run: it did not become ready\n"
    assert "no_such" in (tmp_path / "server.log").read_text()
