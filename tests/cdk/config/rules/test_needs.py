"""Rules between releases and what they need of the lab."""

from collections.abc import Callable
from typing import Any

import pytest

from cdk.config.rules.needs import database_of_releases, needs_of_releases, secrets_of_admins
from tests.cdk.config.rules.conftest import Spoil

Paths = Callable[..., list[str]]


ARN = "arn:aws:secretsmanager:{}:secret:git-a1b2c3"


def with_secret(place: str) -> dict[str, Any]:
    """Return DAGs whose credentials are in a region and account."""
    dags = {
        "repository": "https://git.example.org/dags.git",
        "credentials_secret_arn": ARN.format(place),
    }
    return {"airflow": {"dags": dags}}


def test_a_good_lab_is_silent(lab: Spoil, paths: Paths) -> None:
    """Everything that releases need is there."""
    rules = (needs_of_releases, database_of_releases, secrets_of_admins)
    assert [paths(rule, lab()) for rule in rules] == [[], [], []]


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ({"jupyterhub": None}, ["dask_gateway"]),
        ({"storage": {"efs": None, "buckets": {"scratch": {}, "results": {}}}}, ["jupyterhub"]),
        ({"storage": {"efs": {}, "buckets": {"results": {}}}}, ["airflow"]),
        ({"storage": {"efs": {}, "buckets": {"scratch": {}}}}, ["airflow"]),
        (
            {"eks": {"node_pools": {"dask": None, "tasks": None}}},
            ["dask_gateway", "airflow"],
        ),
    ],
    ids=["hub", "file system", "scratch bucket", "results bucket", "node pools"],
)
def test_what_is_switched_off_is_named_by_who_needs_it(
    lab: Spoil, paths: Paths, parts: dict[str, Any], expected: list[str]
) -> None:
    """The path is that of the part that cannot be."""
    assert paths(needs_of_releases, lab(**parts)) == expected


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ({"region": "mx-central-1"}, ["region"]),
        ({"region": "mx-central-1", "jupyterhub": None, "airflow": None}, []),
        (
            {"storage": {"removal_policy": "destroy", "efs": {}}},
            ["database.deletion_protection"],
        ),
    ],
    ids=["unknown root certificate", "no database", "protected and destroyed"],
)
def test_a_database_that_cannot_be_is_named(
    lab: Spoil, paths: Paths, parts: dict[str, Any], expected: list[str]
) -> None:
    """Only where there is one."""
    assert paths(database_of_releases, lab(**parts)) == expected


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        ("us-east-1:111122223333", []),
        ("eu-west-1:111122223333", ["airflow.dags.credentials_secret_arn"]),
        ("us-east-1:444455556666", ["airflow.dags.credentials_secret_arn"]),
    ],
)
def test_secrets_are_in_the_lab_s_own_account_and_region(
    lab: Spoil, paths: Paths, place: str, expected: list[str]
) -> None:
    """Nothing else could be read by a pod."""
    assert paths(secrets_of_admins, lab(**with_secret(place))) == expected
