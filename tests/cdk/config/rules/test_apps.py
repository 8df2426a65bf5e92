"""Rules between web apps, and with the projects and data that they show."""

from collections.abc import Callable
from typing import Any

import pytest

from cdk.config.rules.apps import apps_find_their_data, hosts_differ
from tests.cdk.config.rules.conftest import DASH, Spoil

Paths = Callable[..., list[str]]


S3 = {"s3": {"bucket": "raw", "path": "plates/"}}


def test_a_good_lab_is_silent(lab: Spoil, paths: Paths) -> None:
    """One app, one host, no data."""
    assert [paths(rule, lab()) for rule in (hosts_differ, apps_find_their_data)] == [[], []]


def test_two_apps_on_one_host_are_named(lab: Spoil, paths: Paths) -> None:
    """Only one of them would ever be seen."""
    apps = {"plates": DASH, "viewer": DASH | {"host": "plates"}}
    assert paths(hosts_differ, lab(apps=apps)) == ["apps.viewer.host"]


def test_an_app_that_is_switched_off_has_no_host(lab: Spoil, paths: Paths) -> None:
    """Its place is free."""
    apps = {"plates": None, "viewer": DASH | {"host": "plates"}}
    assert paths(hosts_differ, lab(apps=apps)) == []


@pytest.mark.parametrize(
    ("app", "expected"),
    [
        ({"project": "atlass"}, ["apps.plates.project"]),
        ({"data": S3}, ["apps.plates.data.s3.bucket"]),
        ({"project": "atlas", "data": {"efs": "plates/"}}, ["apps.plates.data.efs"]),
        ({"data": {"efs": "plates/"}}, []),
    ],
    ids=["project", "bucket", "folder of the project", "shared folder"],
)
def test_what_an_app_does_not_find_is_named(
    lab: Spoil, paths: Paths, app: dict[str, Any], expected: list[str]
) -> None:
    """A pod without its data never starts."""
    assert paths(apps_find_their_data, lab(apps={"plates": DASH | app})) == expected


def test_apps_need_a_file_system_and_machines(lab: Spoil, paths: Paths) -> None:
    """Both can be switched off."""
    spoilt = lab(
        apps={"plates": DASH | {"data": {"efs": "plates/"}}},
        storage={"efs": None},
        eks={"admin_roles": ["role/admins"], "node_pools": {"general": None}},
    )
    assert paths(apps_find_their_data, spoilt) == ["apps.plates", "apps.plates.data.efs"]
