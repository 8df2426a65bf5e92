"""What stands before a server: TLS with the right certificate, and refusal without it."""

import socket
import ssl
import struct
from concurrent.futures import ThreadPoolExecutor

import pytest
from pg8000.exceptions import DatabaseError, InterfaceError
from pg8000.native import Connection

from localaws.postgres.cluster import ADMIN
from tests.localaws.postgres.conftest import Start
from tests.localaws.postgres.test_settings import SETTINGS

LARGE = 3_000_000


def _connect(port: int, tls: ssl.SSLContext | bool, **changes: str) -> Connection:  # noqa: FBT001
    """Connect as the master user, or as somebody else."""
    known = {"user": SETTINGS.user, "password": SETTINGS.password, "database": "lab"}
    return Connection(**{**known, **changes}, host="127.0.0.1", port=port, ssl_context=tls)


def test_connection_over_tls_reaches_the_server(start: Start, trusting: ssl.SSLContext) -> None:
    """Questions and long answers pass, for several clients at a time."""
    _, port = start()

    def ask(number: int) -> int:
        with _connect(port, trusting) as connection:
            ((text,),) = connection.run("SELECT repeat(:sign, :times)", sign="x", times=LARGE)
            return len(text) + number

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(ask, range(4))) == [LARGE + number for number in range(4)]


def test_connection_without_tls_is_refused_as_by_rds(start: Start) -> None:
    """The message is PostgreSQL's own."""
    _, port = start()
    expected = (
        'no pg_hba.conf entry for host "127.0.0.1", user "postgres", database "lab", no encryption'
    )
    with pytest.raises(DatabaseError, match=expected):
        _connect(port, tls=False)


def test_connection_without_tls_is_taken_where_it_is_allowed(start: Start) -> None:
    """A parameter group may say so."""
    _, port = start(require_tls=False)
    with _connect(port, tls=False) as connection:
        assert connection.run("SELECT 1") == [[1]]


def test_another_authority_is_not_trusted(start: Start) -> None:
    """A client that checks the certificate finds out."""
    _, port = start()
    with pytest.raises(ssl.SSLCertVerificationError):
        _connect(port, ssl.create_default_context())


def test_wrong_password_is_refused(start: Start, trusting: ssl.SSLContext) -> None:
    """The server itself decides who logs in."""
    _, port = start()
    with pytest.raises(DatabaseError, match="password authentication failed"):
        _connect(port, trusting, password="another")  # noqa: S106


def test_owner_of_everything_cannot_log_in(start: Start, trusting: ssl.SSLContext) -> None:
    """As on RDS, nobody becomes rdsadmin."""
    _, port = start()
    with pytest.raises(DatabaseError, match=r"pg_hba\.conf rejects connection"):
        _connect(port, trusting, user=ADMIN)


def test_client_that_speaks_another_language_is_cut_off(start: Start) -> None:
    """A length without end is not waited for."""
    _, port = start(require_tls=False)
    with socket.create_connection(("127.0.0.1", port)) as client:
        client.sendall(struct.pack("!II", 2**31, 196_608))
        assert client.recv(1) == b""


def test_gss_is_declined_and_tls_offered(start: Start) -> None:
    """What libpq asks for first is answered, and it may go on asking."""
    _, port = start()
    with socket.create_connection(("127.0.0.1", port)) as client:
        client.sendall(struct.pack("!II", 8, 80_877_104))
        assert client.recv(1) == b"N"
        client.sendall(struct.pack("!II", 8, 80_877_103))
        assert client.recv(1) == b"S"


def test_client_hears_of_the_servers_end(start: Start, trusting: ssl.SSLContext) -> None:
    """A connection does not hang when the server is stopped."""
    process, port = start()
    connection = _connect(port, trusting)
    process.communicate()
    with pytest.raises((DatabaseError, InterfaceError, OSError)):
        connection.run("SELECT 1")
