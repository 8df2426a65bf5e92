"""Tests of what counts as the same input."""

from pathlib import Path

import pytest

from cdk.config.load import load
from console.fingerprint import fingerprint
from tests.console.conftest import SMALL_LAB


@pytest.fixture
def app(tmp_path: Path) -> Path:
    """Return a folder that looks like ours."""
    for name in ("app.py", "cdk/x.py", "cdk/presets/y.yaml", "tests/t.py", "node_modules/m.json"):
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("1")
    return tmp_path


def digest(app: Path) -> str:
    """Return the fingerprint of the small lab."""
    return fingerprint(app, load(SMALL_LAB, "dev").config, {})


@pytest.mark.parametrize(
    "name",
    [
        "app.py",
        "cdk/x.py",
        "cdk/presets/y.yaml",
        "helm-values/z.yaml",
        "bootstrap/nodes/bin/without-a-suffix",
        "cdk/slurm/types.csv",
    ],
)
def test_every_file_that_the_app_may_read_counts(app: Path, name: str) -> None:
    """Code, data, and folders that do not exist yet."""
    before = digest(app)
    (app / name).parent.mkdir(parents=True, exist_ok=True)
    (app / name).write_text("2")
    assert digest(app) != before


@pytest.mark.parametrize(
    "name", ["tests/t.py", "node_modules/m.json", "cdk/notes.md", "bootstrap/__pycache__/x.pyc"]
)
def test_other_files_do_not_count(app: Path, name: str) -> None:
    """A changed test does not change the templates."""
    before = digest(app)
    (app / name).parent.mkdir(parents=True, exist_ok=True)
    (app / name).write_text("2")
    assert digest(app) == before


def test_settings_count_and_not_where_they_are_written(app: Path) -> None:
    """A comment in the YAML changes nothing, a value does."""
    config = load(SMALL_LAB, "dev").config
    other = config.model_copy(update={"owner": "b@example.org"})
    assert fingerprint(app, config, {}) != fingerprint(app, other, {})


def test_lock_files_count(app: Path) -> None:
    """They lie in the lab's folder, and nodes get them."""
    config = load(SMALL_LAB, "dev").config
    digests = {fingerprint(app, config, locks) for locks in ({}, {"a": "1"}, {"a": "2"})}
    assert len(digests) == 3
