"""Tests of Airflow's settings."""

from typing import Any

import pytest
from pydantic import ValidationError

from cdk.airflow.config import AirflowConfig, DagsConfig, RolesConfig
from cdk.settings import Settings

HTTPS = "https://github.com/my-lab/dags.git"
SSH = "git@github.com:my-lab/dags.git"
ARN = "arn:aws:secretsmanager:us-east-1:111122223333:secret:dags-a1b2c3"


def problems(config: Settings) -> list[str]:
    """Return which settings are complained about."""
    return [".".join(map(str, problem.path)) for problem in config.problems()]


@pytest.mark.parametrize("address", [HTTPS, SSH, "ssh://git@git.example.org:2222/lab/dags.git"])
def test_addresses_of_repositories(address: str) -> None:
    """HTTPS, and both ways to write SSH."""
    assert DagsConfig(repository=address).ssh is not address.startswith("https")


@pytest.mark.parametrize(
    ("setting", "value", "message"),
    [
        ("repository", "https://robot:token@github.com/my-lab/dags.git", "user or a password"),
        ("repository", "http://github.com/my-lab/dags.git", "not the address of a git repository"),
        ("repository", "my-lab/dags", "not the address of a git repository"),
        ("repository", "git@github.com:my-lab/dags.git --upload-pack=x", "not the address"),
        ("sub_path", "../dags", "not a folder inside"),
        ("sub_path", "/dags", "not a folder inside"),
        ("sub_path", "dags/", "not a folder inside"),
        ("ref", "--force", "pattern"),
        ("credentials_secret_arn", "dags", "not the ARN of a secret"),
        ("credentials_secret_arn", ARN[:-7], "not the ARN of a secret"),
        ("period_seconds", 1, "greater than or equal to 10"),
    ],
)
def test_values_that_cannot_be(setting: str, value: str | int, message: str) -> None:
    """Each is refused, and told why."""
    settings: dict[str, Any] = {"repository": HTTPS, setting: value}
    with pytest.raises(ValidationError, match=message):
        DagsConfig(**settings)


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({"repository": HTTPS}, []),
        ({"repository": HTTPS, "credentials_secret_arn": ARN}, []),
        ({"repository": SSH}, ["credentials_secret_arn", "known_hosts"]),
        ({"repository": SSH, "credentials_secret_arn": ARN}, ["known_hosts"]),
        ({"repository": SSH, "credentials_secret_arn": ARN, "known_hosts": "x"}, []),
        ({"repository": HTTPS, "known_hosts": "x"}, ["known_hosts"]),
    ],
)
def test_ssh_needs_a_key_and_knows_its_server(
    settings: dict[str, Any], expected: list[str]
) -> None:
    """HTTPS needs neither."""
    assert problems(DagsConfig(**settings)) == expected


def test_no_repository_is_no_problem() -> None:
    """DAGs may come in an image."""
    assert AirflowConfig().dags is None
    assert problems(AirflowConfig()) == []


def test_a_group_has_one_role() -> None:
    """Twice is refused where it stands the second time."""
    roles = RolesConfig(op=("x", "lab-users"), viewer=("x",))
    assert problems(roles) == ["user.0", "viewer.0"]


def test_roles_are_those_of_airflow() -> None:
    """The highest first."""
    assert RolesConfig().by_role() == {"Admin": (), "Op": (), "User": ("lab-users",), "Viewer": ()}


def test_one_dag_gets_no_more_than_there_is() -> None:
    """A limit that could never be reached misleads."""
    assert problems(AirflowConfig(parallelism=8)) == ["max_active_tasks_per_dag"]


def test_the_image_has_a_tag() -> None:
    """The tag latest is another program tomorrow."""
    with pytest.raises(ValidationError, match="latest"):
        AirflowConfig(image="apache/airflow:latest")
