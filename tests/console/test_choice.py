"""Tests of which lab and environment a command is about."""

from pathlib import Path

import pytest

from cdk.errors import LabError
from console.choice import choose_env, choose_envs, choose_lab
from console.errors import ConsoleError


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in an empty folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def make_lab(folder: Path, *envs: str) -> Path:
    """Make a folder that looks like a lab."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("lab", *envs):
        (folder / f"{name}.yaml").touch()
    return folder


def test_folder_with_a_lab_is_that_lab(here: Path) -> None:
    """In a lab's own folder nothing need be said."""
    make_lab(here, "dev")
    assert choose_lab(None) == Path()


def test_only_lab_in_labs_is_chosen(here: Path) -> None:
    """With one lab there is no question."""
    make_lab(here / "labs" / "one", "dev")
    assert choose_lab(None) == Path("labs/one")


def test_several_labs_are_offered(here: Path) -> None:
    """With two, both are named."""
    make_lab(here / "labs" / "one")
    make_lab(here / "labs" / "two")
    with pytest.raises(ConsoleError, match="--lab labs/one or --lab labs/two"):
        choose_lab(None)


@pytest.mark.usefixtures("here")
def test_without_any_lab_the_option_is_explained() -> None:
    """In an empty folder the message says what a lab is."""
    with pytest.raises(ConsoleError, match="the folder with lab"):
        choose_lab(None)


def test_file_of_a_lab_means_its_folder(here: Path) -> None:
    """Who points at lab.yaml is understood."""
    lab = make_lab(here / "one")
    assert choose_lab(lab / "lab.yaml") == lab


def test_folder_without_lab_is_refused(here: Path) -> None:
    """A wrong folder is an error of the admin's, with the file that is missing."""
    with pytest.raises(LabError, match=r"elsewhere/lab.yaml: does not exist"):
        choose_lab(here / "elsewhere")


def test_only_environment_is_chosen(here: Path) -> None:
    """With one environment there is no question."""
    assert choose_env(make_lab(here, "dev"), None) == "dev"


def test_several_environments_are_offered(here: Path) -> None:
    """With two, both are named; a check takes all of them."""
    lab = make_lab(here, "dev", "prod")
    with pytest.raises(ConsoleError, match="--env dev or --env prod"):
        choose_env(lab, None)
    assert choose_envs(lab, None) == ["dev", "prod"]


def test_lab_without_environment_is_refused(here: Path) -> None:
    """A lab alone cannot be deployed anywhere."""
    with pytest.raises(LabError, match="holds no environment"):
        choose_envs(make_lab(here), None)
