"""The secret of a release."""

import json

import pytest

from cdk.database.function.credentials import Credentials
from tests.cdk.database.function.conftest import StandInSecretsManager

ARN = "arn:aws:secretsmanager:us-east-1:111122223333:secret:AirflowDatabase-a1b2c3"
FIRST = {
    "username": "airflow_a",
    "password": "made by CloudFormation",
    "host": "demo-dev.abcdefghijkl.us-east-1.rds.amazonaws.com",
    "port": "5432",
    "dbname": "airflow",
}


def _held(**changes: str) -> StandInSecretsManager:
    stand_in = StandInSecretsManager()
    stand_in.put(ARN, FIRST | changes)
    return stand_in


def test_credentials_are_written_as_they_were_read() -> None:
    """The five fields keep their names, on which releases rely."""
    assert json.loads(Credentials.read(_held(), ARN).to_json()) == FIRST


def test_users_take_turns() -> None:
    """The second rotation comes back to the first user; the rest stays."""
    first = Credentials.read(_held(), ARN)
    second, third = first.renewed(), first.renewed().renewed()
    assert [second.username, third.username] == ["airflow_b", "airflow_a"]
    assert (second.host, second.port, second.dbname) == (first.host, first.port, first.dbname)


def test_passwords_are_new_and_long() -> None:
    """256 random bits, and nothing that a URL would have to escape."""
    first = Credentials.read(_held(), ARN)
    passwords = {first.renewed().password for _ in range(100)}
    assert len(passwords) == 100
    assert {len(each) for each in passwords} == {43}
    assert all(each.replace("-", "").replace("_", "").isalnum() for each in passwords)


def test_password_is_not_shown() -> None:
    """What is printed by mistake has no password in it."""
    assert "made by CloudFormation" not in repr(Credentials.read(_held(), ARN))


def test_username_of_someone_else_is_refused() -> None:
    """A changed secret cannot set the password of another role."""
    with pytest.raises(ValueError, match="jupyterhub_a is none of airflow_a, airflow_b"):
        Credentials.read(_held(username="jupyterhub_a"), ARN)
