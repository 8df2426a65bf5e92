"""What ends one day, told at the line where an admin chose it."""

from datetime import date
from pathlib import Path

import pytest

from cdk.config.calendar import calendar_findings
from cdk.config.load import Loaded, load

LAB = "name: small\nowner: ada@example.org\nregion: us-east-1\n"


@pytest.fixture
def lab(tmp_path: Path) -> Loaded:
    """Load a lab on Kubernetes 1.35."""
    (tmp_path / "lab.yaml").write_text(LAB, encoding="utf-8")
    text = 'account: "111122223333"\neks:\n  admin_roles: [role/admins]\n  version: "1.35"\n'
    (tmp_path / "dev.yaml").write_text(text, encoding="utf-8")
    return load(tmp_path, "dev")


def test_nothing_is_said_long_before_an_end(lab: Loaded) -> None:
    """A warning that is always there is not read."""
    assert list(calendar_findings(lab, date(2026, 11, 21))) == []


def test_a_coming_end_is_a_warning_at_the_line_of_the_version(lab: Loaded) -> None:
    """Ninety days are enough for an upgrade."""
    (found,) = calendar_findings(lab, date(2027, 1, 1))
    assert (Path(found.file).name, found.line, found.path) == ("dev.yaml", 4, "eks.version")
    assert found.warning
    assert "2027-03-27" in found.message


def test_a_version_out_of_support_is_an_error(lab: Loaded) -> None:
    """AWS would raise it on a day of its own choice."""
    (found,) = calendar_findings(lab, date(2027, 3, 27))
    assert not found.warning


def test_a_lab_without_a_cluster_has_no_calendar(lab: Loaded) -> None:
    """What is not there does not end."""
    without = Loaded(lab.config.model_copy(update={"eks": None}), lab.layer, ())
    assert list(calendar_findings(without, date(2030, 1, 1))) == []
