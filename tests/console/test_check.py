"""Tests of `lab check`."""

import json
import shutil
from pathlib import Path

import pytest

from console.check import check
from tests.console.conftest import SMALL_LAB


@pytest.fixture
def lab(tmp_path: Path) -> Path:
    """Return a copy of the small lab with a second environment."""
    folder = Path(shutil.copytree(SMALL_LAB, tmp_path / "lab"))
    (folder / "prod.yaml").write_text('account: "444455556666"\nnetwork: {cidr: 10.24.0.0/16}\n')
    return folder


def test_correct_lab_is_praised_in_one_line(lab: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Environments and projects are counted."""
    assert check(lab, ["dev", "prod"], as_json=False)
    assert capsys.readouterr().out == f"{lab}: dev, prod correct, 2 projects\n"


def test_error_in_a_shared_file_is_said_once(lab: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """lab.yaml belongs to both environments, its error is one."""
    (lab / "lab.yaml").write_text("name: Small\nowner: a@example.org\nregion: eu-central-1\n")
    assert not check(lab, ["dev", "prod"], as_json=False)
    assert capsys.readouterr().err.count("name: is not a lab's name") == 1


def test_error_in_a_shared_file_names_the_environment_that_has_it(
    lab: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Only prod has no file system, so only there a project cannot have a folder on it."""
    file = lab / "prod.yaml"
    file.write_text(file.read_text() + "storage: {efs: null}\n")
    assert not check(lab, ["dev", "prod"], as_json=False)
    said = capsys.readouterr().err
    assert "beta.yaml:3:6: projects.beta.efs: wants a folder on the file system" in said
    assert "switched off (in prod) - remove it here" in said


def test_findings_are_json_for_scripts(lab: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each finding has its place, path, message and hint."""
    (lab / "prod.yaml").write_text("acount: 1\n")
    check(lab, ["prod"], as_json=True)
    findings = json.loads(capsys.readouterr().out)
    assert [(f["line"], f["path"], f["hint"]) for f in findings] == [
        (1, "account", 'for example `account: "111122223333"`'),
        (1, "acount", "did you mean account?"),
    ]


def test_overlapping_environments_are_a_warning(
    lab: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is told, and is no error."""
    (lab / "prod.yaml").write_text('account: "444455556666"\n')
    assert check(lab, ["dev", "prod"], as_json=False)
    assert "warning: " in capsys.readouterr().err
