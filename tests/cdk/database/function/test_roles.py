"""Databases, owners and users on a real server."""

import pytest
from pg8000.exceptions import DatabaseError
from pg8000.native import Connection

from cdk.database.function.connection import connect, connect_as_master
from cdk.database.function.roles import ensure_database, ensure_user, verifier
from cdk.database.function.secrets_manager import SecretsManager
from tests.cdk.database.function.conftest import DatabaseServer


def _ensure(client: SecretsManager, name: str, user: str, password: str) -> None:
    with connect_as_master(client) as connection:
        ensure_database(connection, name)
        ensure_user(connection, owner=name, user=user, password=password)


def _refused(connection: Connection, sql: str) -> str:
    with pytest.raises(DatabaseError) as error:
        connection.run(sql)
    return str(error.value.args[0]["M"])


def test_user_works_in_its_database_as_the_owner(secrets: SecretsManager) -> None:
    """A table that a user makes belongs to the owner."""
    _ensure(secrets, "jupyterhub", "jupyterhub_a", "one")
    with connect("jupyterhub_a", "one", "jupyterhub") as hub:
        hub.run("CREATE TABLE spawners (id integer)")
        assert hub.run("SELECT session_user, current_user") == [["jupyterhub_a", "jupyterhub"]]
        assert hub.run("SELECT tableowner FROM pg_tables WHERE tablename = 'spawners'") == [
            ["jupyterhub"]
        ]


def test_all_of_it_can_run_twice(secrets: SecretsManager) -> None:
    """What the first run made is still there after the second."""
    _ensure(secrets, "jupyterhub", "jupyterhub_a", "one")
    with connect("jupyterhub_a", "one", "jupyterhub") as hub:
        hub.run("CREATE TABLE spawners (id integer)")
    _ensure(secrets, "jupyterhub", "jupyterhub_a", "one")
    with connect("jupyterhub_a", "one", "jupyterhub") as hub:
        assert hub.run("SELECT count(*) FROM spawners") == [[0]]


def test_second_run_sets_the_password_again(secrets: SecretsManager) -> None:
    """The new password opens, the old one does not."""
    _ensure(secrets, "jupyterhub", "jupyterhub_a", "one")
    _ensure(secrets, "jupyterhub", "jupyterhub_a", "two")
    with pytest.raises(DatabaseError, match="password authentication failed"):
        connect("jupyterhub_a", "one", "jupyterhub")
    with connect("jupyterhub_a", "two", "jupyterhub") as hub:
        assert hub.run("SELECT 1") == [[1]]


def test_the_other_user_changes_what_the_first_one_made(secrets: SecretsManager) -> None:
    """After a rotation, a migration of tables still works; the first user does too."""
    _ensure(secrets, "airflow", "airflow_a", "one")
    with connect("airflow_a", "one", "airflow") as first:
        first.run("CREATE TABLE dag (id integer)")
        _ensure(secrets, "airflow", "airflow_b", "two")
        with connect("airflow_b", "two", "airflow") as second:
            second.run("ALTER TABLE dag ADD COLUMN owner text")
        assert first.run("SELECT * FROM dag") == []
    with connect("airflow_a", "one", "airflow") as first:
        assert first.run("SELECT current_user") == [["airflow"]]


@pytest.mark.parametrize("database", ["airflow", "postgres"])
def test_no_user_enters_another_database(secrets: SecretsManager, database: str) -> None:
    """Neither another release's nor the server's own."""
    _ensure(secrets, "airflow", "airflow_a", "one")
    _ensure(secrets, "jupyterhub", "jupyterhub_a", "two")
    with pytest.raises(DatabaseError, match="permission denied for database"):
        connect("jupyterhub_a", "two", database)


@pytest.mark.parametrize(
    ("sql", "message"),
    [
        ("SET ROLE airflow", 'permission denied to set role "airflow"'),
        ("SET ROLE master", 'permission denied to set role "master"'),
        ("CREATE DATABASE more", "permission denied to create database"),
        ("CREATE ROLE more", "permission denied to create role"),
        ("DROP DATABASE airflow", "must be owner of database airflow"),
        ("ALTER ROLE airflow_a PASSWORD 'x'", "permission denied to alter role"),
        ("GRANT airflow TO jupyterhub", 'permission denied to grant role "airflow"'),
    ],
)
def test_user_may_do_nothing_outside_its_database(
    secrets: SecretsManager, sql: str, message: str
) -> None:
    """It is no administrator, and no member of anything but its owner."""
    _ensure(secrets, "airflow", "airflow_a", "one")
    _ensure(secrets, "jupyterhub", "jupyterhub_a", "two")
    with connect("jupyterhub_a", "two", "jupyterhub") as hub:
        assert _refused(hub, sql) == message


def test_names_are_quoted(secrets: SecretsManager) -> None:
    """A name that would end a statement is only a name."""
    name = 'a"; DROP DATABASE postgres; --'
    _ensure(secrets, name, f"{name}_a", "it's; one")
    with connect(f"{name}_a", "it's; one", name) as connection:
        assert connection.run("SELECT current_database(), current_user") == [[name, name]]


def test_no_password_reaches_the_servers_log(
    server: DatabaseServer, secrets: SecretsManager
) -> None:
    """A server that logs every statement writes a verifier at most."""
    _ensure(secrets, "jupyterhub", "jupyterhub_a", "in the clear")
    log = server.log.read_text(encoding="utf-8")
    assert "PASSWORD 'SCRAM-SHA-256$4096:" in log
    assert "in the clear" not in log


def test_verifier_differs_each_time() -> None:
    """Each has a salt of its own, so equal passwords are not seen to be equal."""
    assert verifier("one") != verifier("one")
