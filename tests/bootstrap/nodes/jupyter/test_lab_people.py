"""Who may log in to the hub on Slurm, as whom."""

from pathlib import Path

import pytest
from lab_people import Person, named, people, with_login

USERS = "ada\t30001\tada.lovelace\tpbmc-atlas,flow\ngrace\t30002\tgrace\tflow\nnew\t30003\tnew\t\n"


@pytest.fixture
def everybody(tmp_path: Path) -> list[Person]:
    """Return the people of a file as the stack writes it."""
    file = tmp_path / "users.tsv"
    file.write_text(USERS, encoding="utf-8")
    return people(file)


def test_people_have_projects_the_primary_one_first(everybody: list[Person]) -> None:
    """Or none."""
    assert [each.projects for each in everybody] == [("pbmc-atlas", "flow"), ("flow",), ()]


@pytest.mark.parametrize("login", ["ada.lovelace", "Ada.Lovelace"])
def test_login_leads_to_the_unix_user(everybody: list[Person], login: str) -> None:
    """Providers such as Cognito do not tell capitals from small letters."""
    found = with_login(login, everybody)
    assert found
    assert found.name == "ada"


@pytest.mark.parametrize("login", ["ada", "eve", "", "ada.lovelace "])
def test_no_other_login_does(everybody: list[Person], login: str) -> None:
    """Least of all a Unix name: anybody may be called `ada` at the provider."""
    assert with_login(login, everybody) is None


def test_people_are_found_by_name(everybody: list[Person]) -> None:
    """Who has left the file is not."""
    assert named("grace", everybody) == everybody[1]
    assert named("grace.hopper", everybody) is None
