"""The folder of a server: what is made in it, and for whom."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from pg8000.native import Connection

from localaws.postgres.cluster import SOCKET, Cluster, stop

PASSWORD = 'it\'s \\ a "password"'  # noqa: S105


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
        yield
    finally:
        stop(server)
        assert server.returncode == 0


def _connect(cluster: Cluster, monkeypatch: pytest.MonkeyPatch) -> Connection:
    """Connect through the socket, whose whole path may be too long."""
    monkeypatch.chdir(cluster.folder)
    return Connection("lab admin", password=PASSWORD, database="lab", unix_sock=SOCKET)


def test_master_user_makes_roles_and_databases(
    made: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It may do what users of RDS do, owns its databases, and is no superuser."""
    with _serving(made), _connect(made, monkeypatch) as master:
        master.run("CREATE ROLE worker LOGIN")
        master.run("CREATE DATABASE work")
        query = "SELECT datname FROM pg_database WHERE datdba = :owner::regrole ORDER BY 1"
        assert master.run(query, owner='"lab admin"') == [["lab"], ["postgres"], ["work"]]
        assert master.run("SELECT usesuper FROM pg_user WHERE usename = current_user") == [[False]]
        (member,) = master.run("SELECT pg_has_role('rds_superuser', 'member')")
        assert member == [True]


def test_parameters_reach_the_server(made: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a parameter group says is what PostgreSQL answers."""
    with _serving(made, work_mem="8MB"), _connect(made, monkeypatch) as master:
        assert master.run("SHOW work_mem") == [["8MB"]]


def test_server_listens_on_no_port(made: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only its socket leads to it; TLS stands before that."""
    with _serving(made), _connect(made, monkeypatch) as master:
        assert master.run("SHOW listen_addresses") == [[""]]


def test_statement_that_fails_is_told(made: Cluster) -> None:
    """Single-user mode ends with zero all the same."""
    with pytest.raises(RuntimeError, match='role "nobody" does not exist'):
        made.execute("DROP ROLE nobody")


def test_unfinished_cluster_does_not_exist(tmp_path: Path) -> None:
    """A folder that a kill left half made is made again."""
    cluster = Cluster(tmp_path / "data", 18)
    with pytest.raises(RuntimeError, match="zero-length delimited identifier"):
        cluster.create("", PASSWORD, "")
    assert not cluster.exists


def test_server_that_cannot_start_is_told(made: Cluster) -> None:
    """Its log says why; the process has ended."""
    with pytest.raises(RuntimeError, match="did not become ready"), _serving(made, no_such="1"):
        pass
    log = made.folder.with_name("server.log").read_text()
    assert 'unrecognized configuration parameter "no_such"' in log


def test_made_cluster_exists(made: Cluster) -> None:
    """A whole folder is used again."""
    assert made.exists
