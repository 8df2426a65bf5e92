"""The folder of a server: what is made in it, and for whom."""

import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from pg8000.exceptions import DatabaseError
from pg8000.native import Connection

from localaws.postgres.cluster import ADMIN, SOCKET, Cluster
from localaws.postgres.main import wait_until_ready

PASSWORD = "it's \\ a \"password\""  # noqa: S105


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Cluster:
    """Make a cluster with a master user and a database."""
    cluster = Cluster(tmp_path_factory.mktemp("postgres") / "data", 18)
    cluster.create("lab admin", PASSWORD, "lab")
    return cluster


@contextmanager
def _serving(cluster: Cluster, **parameters: str) -> Iterator[None]:
    """Serve a cluster for a while."""
    server = cluster.serve(parameters, cluster.folder.with_name("server.log"))
    try:
        wait_until_ready(cluster.folder, server)
        yield
    finally:
        server.send_signal(signal.SIGINT)
        server.wait()


def _connect(
    cluster: Cluster, monkeypatch: pytest.MonkeyPatch, *, user: str = "lab admin"
) -> Connection:
    """Connect through the socket, whose whole path may be too long."""
    monkeypatch.chdir(cluster.folder)
    return Connection(user, password=PASSWORD, database="lab", unix_sock=SOCKET)


def test_master_user_makes_roles_and_databases(
    made: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It may do what users of RDS do, owns its databases, and is no superuser."""
    with _serving(made), _connect(made, monkeypatch) as master:
        master.run("CREATE ROLE worker LOGIN")
        master.run("CREATE DATABASE work")
        query = "SELECT datname FROM pg_database WHERE datdba = 'lab admin'::regrole ORDER BY 1"
        assert master.run(query) == [["lab"], ["postgres"], ["work"]]
        assert master.run("SELECT usesuper FROM pg_user WHERE usename = current_user") == [[False]]
        (member,) = master.run("SELECT pg_has_role('rds_superuser', 'member')")
        assert member == [True]


def test_owner_of_everything_cannot_log_in(
    made: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on RDS, nobody becomes rdsadmin."""
    with _serving(made), pytest.raises(DatabaseError, match="pg_hba.conf rejects"):
        _connect(made, monkeypatch, user=ADMIN)


def test_parameters_reach_the_server(made: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a parameter group says is what PostgreSQL answers."""
    with _serving(made, work_mem="8MB"), _connect(made, monkeypatch) as master:
        assert master.run("SHOW work_mem") == [["8MB"]]


def test_server_listens_on_no_port(made: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only its socket leads to it; TLS stands before that."""
    with _serving(made), _connect(made, monkeypatch) as master:
        assert master.run("SHOW listen_addresses") == [[""]]
        with socket.socket() as probe:
            assert probe.connect_ex(("127.0.0.1", 5432)) != 0


def test_statement_that_fails_is_told(made: Cluster) -> None:
    """Single-user mode ends with zero all the same."""
    with pytest.raises(RuntimeError, match='role "nobody" does not exist'):
        made.execute("DROP ROLE nobody")


def test_unfinished_cluster_does_not_exist(tmp_path: Path) -> None:
    """A folder that a kill left half made is made again."""
    cluster = Cluster(tmp_path / "data", 18)
    with pytest.raises(RuntimeError, match="unterminated|syntax error|zero-length"):
        cluster.create("", PASSWORD, "")
    assert not cluster.exists


def test_made_cluster_exists(made: Cluster) -> None:
    """A whole folder is used again."""
    assert made.exists
