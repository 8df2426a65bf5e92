"""Rules about groups: whoever is named exists."""

from collections.abc import Callable
from typing import Any

import pytest

from cdk.config.rules.groups import groups_exist
from tests.cdk.config.rules.conftest import DASH, Spoil

Paths = Callable[..., list[str]]


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ({}, []),
        ({"jupyterhub": {"profiles": {"large": {"groups": ["atlas", "lab-admins"]}}}}, []),
        (
            {"jupyterhub": {"profiles": {"large": {"groups": ["lab-user"]}}}},
            ["jupyterhub.profiles.large.groups.0"],
        ),
        ({"dask_gateway": {"group_limits": {"big": {}}}}, ["dask_gateway.group_limits.big"]),
        ({"airflow": {"roles": {"op": ["ops"]}}}, ["airflow.roles.op.0"]),
        ({"apps": {"plates": DASH | {"groups": ["lab-users", "x"]}}}, ["apps.plates.groups.1"]),
        ({"login": {"admin_group": "atlas"}}, ["projects.atlas"]),
        ({"login": {"groups": ["lab-users", "atlas"]}}, ["projects.atlas"]),
    ],
    ids=[
        "good",
        "project and admins",
        "profile",
        "Dask",
        "Airflow",
        "app",
        "project of admins",
        "project twice",
    ],
)
def test_a_group_that_does_not_exist_is_named(
    lab: Spoil, paths: Paths, parts: dict[str, Any], expected: list[str]
) -> None:
    """Groups are those of the login, and each project is one."""
    assert paths(groups_exist, lab(**parts)) == expected
