"""Rotation on a real server, with a stand-in for Secrets Manager."""

import pytest
from pg8000.exceptions import DatabaseError

from cdk.database.function.connection import connect, connect_as_master
from cdk.database.function.credentials import Credentials
from cdk.database.function.roles import ensure_database, ensure_user
from cdk.database.function.rotation import rotate
from tests.cdk.database.function.conftest import RELEASE_ARN, StandInSecretsManager

STEPS = ("createSecret", "setSecret", "testSecret", "finishSecret")


@pytest.fixture
def secrets(secrets: StandInSecretsManager) -> StandInSecretsManager:
    """Return secrets of a release whose database is there."""
    current = Credentials.read(secrets, RELEASE_ARN)
    with connect_as_master(secrets) as connection:
        ensure_database(connection, current.dbname)
        ensure_user(
            connection, owner=current.dbname, user=current.username, password=current.password
        )
    return secrets


def _step(secrets: StandInSecretsManager, step: str, version: str) -> None:
    rotate(secrets, step=step, secret_arn=RELEASE_ARN, version=version)


def _rotate(secrets: StandInSecretsManager, version: str) -> Credentials:
    secrets.begin_rotation(RELEASE_ARN, version)
    for step in STEPS:
        _step(secrets, step, version)
    return Credentials.read(secrets, RELEASE_ARN)


def _who(credentials: Credentials) -> object:
    with connect(credentials.username, credentials.password, credentials.dbname) as connection:
        return connection.run("SELECT session_user, current_user")


def test_four_steps_bring_a_user_that_works(secrets: StandInSecretsManager) -> None:
    """The current version is then the other user's, and opens the same database."""
    renewed = _rotate(secrets, "second")
    assert renewed.username == "jupyterhub_b"
    assert _who(renewed) == [["jupyterhub_b", "jupyterhub"]]


def test_program_that_runs_on_keeps_its_user_for_one_rotation(
    secrets: StandInSecretsManager,
) -> None:
    """The first credentials work after the first rotation, and end with the second."""
    first = Credentials.read(secrets, RELEASE_ARN)
    _rotate(secrets, "second")
    assert _who(first) == [["jupyterhub_a", "jupyterhub"]]
    third = _rotate(secrets, "third")
    assert _who(third) == [["jupyterhub_a", "jupyterhub"]]
    with pytest.raises(DatabaseError, match="password authentication failed"):
        _who(first)


def test_each_step_can_be_taken_twice(secrets: StandInSecretsManager) -> None:
    """Secrets Manager repeats a step that it heard no answer of."""
    secrets.begin_rotation(RELEASE_ARN, "second")
    for step in STEPS:
        _step(secrets, step, "second")
        pending = secrets.values[RELEASE_ARN]["second"]
        _step(secrets, step, "second")
        assert secrets.values[RELEASE_ARN]["second"] == pending
    assert _who(Credentials.read(secrets, RELEASE_ARN)) == [["jupyterhub_b", "jupyterhub"]]


def test_test_fails_before_the_password_is_set(secrets: StandInSecretsManager) -> None:
    """A version that does not open the database never becomes the current one."""
    secrets.begin_rotation(RELEASE_ARN, "second")
    _step(secrets, "createSecret", "second")
    with pytest.raises(DatabaseError, match="password authentication failed"):
        _step(secrets, "testSecret", "second")


def test_test_fails_for_a_user_that_does_not_work_as_the_owner(
    secrets: StandInSecretsManager,
) -> None:
    """Its tables would be its own, and out of reach for the other user."""
    secrets.begin_rotation(RELEASE_ARN, "second")
    _step(secrets, "createSecret", "second")
    _step(secrets, "setSecret", "second")
    with connect_as_master(secrets) as connection:
        connection.run("ALTER ROLE jupyterhub_b RESET role")
    with pytest.raises(ValueError, match="jupyterhub_b works as jupyterhub_b instead of"):
        _step(secrets, "testSecret", "second")


def test_version_that_nobody_announced_is_refused(secrets: StandInSecretsManager) -> None:
    """Only Secrets Manager begins a rotation."""
    with pytest.raises(ValueError, match=r"version second of .* is not waiting for rotation"):
        _step(secrets, "createSecret", "second")


def test_finished_rotation_is_left_alone(secrets: StandInSecretsManager) -> None:
    """A late repetition changes nothing."""
    current = Credentials.read(secrets, RELEASE_ARN)
    for step in STEPS:
        _step(secrets, step, "first")
    assert Credentials.read(secrets, RELEASE_ARN) == current


def test_rotation_after_a_broken_one_goes_its_own_way(secrets: StandInSecretsManager) -> None:
    """What was left waiting is not mistaken for this rotation's version."""
    secrets.begin_rotation(RELEASE_ARN, "broken")
    _step(secrets, "createSecret", "broken")
    renewed = _rotate(secrets, "second")
    assert renewed.username == "jupyterhub_b"
    assert secrets.values[RELEASE_ARN]["second"] != secrets.values[RELEASE_ARN]["broken"]
