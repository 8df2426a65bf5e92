"""A lab that is right in every way that can be known before CDK."""

from datetime import date
from pathlib import Path

import pytest

from cdk.config.checked import load_checked
from cdk.errors import LabError

LAB = 'name: small\nowner: ada@example.org\nregion: us-east-1\naccount: "111122223333"\n'
EKS = "eks: {admin_roles: [role/admins]}\n"


@pytest.fixture
def lab(tmp_path: Path) -> Path:
    """Write a small lab with a cluster."""
    (tmp_path / "lab.yaml").write_text(LAB, encoding="utf-8")
    (tmp_path / "dev.yaml").write_text(EKS, encoding="utf-8")
    return tmp_path


def test_a_good_lab_is_returned_without_warnings(lab: Path) -> None:
    """Nothing is wrong on the day of writing."""
    assert load_checked(lab, "dev", today=date(2026, 11, 21)).warnings == ()


def test_what_ends_soon_is_a_warning(lab: Path) -> None:
    """It deploys, and says so."""
    assert len(load_checked(lab, "dev", today=date(2027, 7, 1)).warnings) == 1


def test_what_has_ended_is_an_error(lab: Path) -> None:
    """It does not deploy any more."""
    with pytest.raises(LabError, match=r"eks\.version"):
        load_checked(lab, "dev", today=date(2027, 9, 1))


def test_without_a_day_the_calendar_is_left_alone(lab: Path) -> None:
    """The app gives the same bytes on every day."""
    assert load_checked(lab, "dev").config.name == "small"


def test_a_mistake_in_a_release_is_an_error(lab: Path) -> None:
    """Helm would find it twenty minutes later."""
    (lab / "dev.yaml").write_text(f"{EKS}releases: {{jupiterhub: {{}}}}\n", encoding="utf-8")
    with pytest.raises(LabError, match="names no release"):
        load_checked(lab, "dev")
