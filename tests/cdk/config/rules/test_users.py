"""Rules about people with a Unix account."""

from collections.abc import Callable
from typing import Any

import pytest

from cdk.config.rules.users import users_problems
from tests.cdk.config.rules.conftest import Spoil

Paths = Callable[..., list[str]]

KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI" + "A" * 43
ATLAS: dict[str, Any] = {"owner": "ada@example.org", "posix": {"uid": 20001, "gid": 20001}}
ON_SLURM = {"slurm": {}, "projects": {"atlas": {**ATLAS, "slurm": {}}}}


def people(**settings: dict[str, Any] | None) -> dict[str, Any]:
    """Return some people, each with what is special about them."""
    numbered = enumerate(settings.items(), 30001)
    return {
        "users": {
            name: {"uid": uid, "projects": ["atlas"], **own} if own is not None else None
            for uid, (name, own) in numbered
        }
    }


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        (people(ada={}, bob={}), []),
        (people(ada={"projects": ["atlas", "gamma"]}), ["users.ada.projects.1"]),
        (people(ada={"projects": ["gone"]}) | {"projects": {"gone": None}}, []),
        (people(atlas={}), ["users.atlas"]),
        (people(gone={"projects": ["gone"]}) | {"projects": {"gone": None}}, []),
        (people(ada={"login": "x"}, bob={"login": "X"}), ["users.bob.login"]),
        (people(ada={"login": "bob"}, bob={}), ["users.bob"]),
        (people(ada={"login": "bob"}, bob=None), []),
        (people(ada={"ssh_keys": [KEY + " a"]}, bob={"ssh_keys": [KEY]}), ["users.bob.ssh_keys.0"]),
        (people(ada={"ssh_keys": [KEY, KEY + " again"]}), []),
    ],
    ids=[
        "good",
        "unknown project",
        "project that is off",
        "a project's name",
        "name of a project that is off",
        "one login in capitals",
        "a login that is another's name",
        "a login of somebody locked",
        "one key",
        "one's own key twice",
    ],
)
def test_a_person_is_in_a_project_and_nobody_else(
    lab: Spoil, paths: Paths, parts: dict[str, Any], expected: list[str]
) -> None:
    """Each at the setting that an admin would change."""
    assert paths(users_problems, lab(**parts)) == expected


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ({**ON_SLURM, **people(ada={})}, []),
        (ON_SLURM, ["slurm"]),
        ({**ON_SLURM, **people(ada=None)}, ["slurm"]),
        ({**people(ada={}), "slurm": {}}, ["slurm"]),
        ({**people(ada={}), "slurm": None}, []),
        (
            {
                **people(ada={"projects": ["other"]}, bob={"projects": ["atlas", "other"]}),
                "slurm": {},
                "projects": {
                    "atlas": {**ATLAS, "slurm": {}},
                    "other": {**ATLAS, "posix": {"uid": 20002, "gid": 20002}},
                },
            },
            ["users.ada.projects"],
        ),
        (
            {
                **people(ada={"projects": ["other"]}),
                "slurm": {},
                "projects": {"atlas": {**ATLAS, "slurm": {}}, "other": None},
            },
            [],
        ),
    ],
    ids=[
        "good",
        "nobody",
        "all locked",
        "no project",
        "no cluster",
        "projects elsewhere",
        "projects that are off",
    ],
)
def test_a_cluster_without_people_is_a_warning(
    lab: Spoil, paths: Paths, parts: dict[str, Any], expected: list[str]
) -> None:
    """It costs money all the same, and who cannot log in is told before they try."""
    config = lab(**parts)
    assert paths(users_problems, config) == expected
    assert all(problem.warning for problem in users_problems(config))


def test_new_files_of_a_person_have_one_owner_on_every_plane(lab: Spoil, paths: Paths) -> None:
    """The first project is on the cluster as well, or none is."""
    projects = {
        "atlas": {**ATLAS, "slurm": {}},
        "other": {**ATLAS, "posix": {"uid": 20002, "gid": 20002}},
    }
    config = lab(**people(ada={"projects": ["other", "atlas"]}), slurm={}, projects=projects)
    assert paths(users_problems, config) == ["users.ada.projects.0"]


def test_the_nearest_project_is_offered(lab: Spoil) -> None:
    """As for every name."""
    (problem,) = users_problems(lab(**people(ada={"projects": ["atlsa"]})))
    assert problem.hint == "did you mean atlas?"
