"""What has to be installed before the emulator can start."""

from pathlib import Path

import pytest

from localaws import installation
from localaws.errors import LocalAwsError


def test_own_programs_come_first_on_the_path(monkeypatch: pytest.MonkeyPatch) -> None:
    """The project's node, lab and cdk win over the machine's."""
    monkeypatch.setenv("PATH", "/usr/bin")
    root = installation.ROOT
    expected = f"{root}/.venv/bin:{root}/node_modules/.bin:/usr/bin"
    assert expected == installation.search_path()


def test_jobs_find_their_own_programs_and_not_the_projects(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The runner and the science environment stand before the machine's programs."""
    root = installation.ROOT
    monkeypatch.setenv("PATH", f"{root}/.venv/bin:/usr/bin")
    expected = f"{root}/images/runner/bin:{root}/.venv-science/bin:/usr/bin"
    assert expected == installation.job_search_path()


def test_installed_project_is_accepted() -> None:
    """The environment in which the tests run has everything."""
    installation.require_installed()


def test_missing_environment_names_the_remedy(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """What is missing is named, with the command that installs it."""
    monkeypatch.setattr(installation, "PYTHON", tmp_path / "python")
    with pytest.raises(LocalAwsError) as error:
        installation.require_installed()
    assert f"missing: {tmp_path / 'python'}. Run `make install`" in str(error.value)
