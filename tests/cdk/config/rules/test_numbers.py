"""Rules about the numbers that own files."""

from collections.abc import Callable
from typing import Any

import pytest

from cdk.config.rules.numbers import numbers_differ
from tests.cdk.config.rules.conftest import Spoil

Paths = Callable[..., list[str]]


def project(uid: int, gid: int, **settings: object) -> dict[str, Any]:
    """Return a project with its numbers."""
    return {"owner": "ada@example.org", "posix": {"uid": uid, "gid": gid}, **settings}


def user(uid: int) -> dict[str, Any]:
    """Return a person with a number."""
    return {"uid": uid, "projects": ["atlas"]}


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ({"users": {"ada": user(30001), "bob": user(30002)}}, []),
        ({"users": {"ada": user(30001), "bob": user(30001)}}, ["users.bob.uid"]),
        ({"users": {"ada": user(20001)}}, ["users.ada.uid"]),
        ({"users": {"ada": user(30001), "bob": None}}, []),
        (
            {"projects": {"a1": project(20001, 20001), "b1": project(20001, 20001)}},
            ["projects.b1.posix.uid", "projects.b1.posix.gid"],
        ),
        ({"projects": {"a1": project(20001, 20009), "b1": project(20009, 20001)}}, []),
    ],
    ids=["good", "two people", "person and project", "locked", "two projects", "uid and gid"],
)
def test_a_number_has_one_owner(
    lab: Spoil, paths: Paths, parts: dict[str, Any], expected: list[str]
) -> None:
    """People and projects are accounts on the same machines; groups are projects alone."""
    assert paths(numbers_differ, lab(**parts)) == expected


@pytest.mark.parametrize("on", [True, False])
def test_the_first_account_of_machines_has_its_number(
    lab: Spoil, paths: Paths, *, on: bool
) -> None:
    """Nodes begin with `ubuntu`, which is 1000; without one only notebooks have it."""
    parts: dict[str, Any] = {
        "slurm": {} if on else None,
        "eks": {},
        "jupyterhub": {},
        "users": {"ada": user(1000)},
        "projects": {"atlas": project(20001, 1000, slurm={}), "other": project(1000, 20002)},
    }
    found = ["users.ada.uid", *(["projects.atlas.posix.gid"] if on else [])]
    assert paths(numbers_differ, lab(**parts))[1:] == found


def test_the_other_owner_is_named(lab: Spoil) -> None:
    """Whoever came first keeps the number."""
    (problem,) = numbers_differ(lab(users={"ada": user(20001)}))
    assert problem.message == "is also that of project atlas (got 20001)"
