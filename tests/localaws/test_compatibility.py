"""The emulator: one version, and no type of its own that we replace."""

from pathlib import Path

import pytest

from localaws.compatibility import MINISTACK, require_known, require_new, require_version
from localaws.errors import LocalAwsError
from localaws.installation import ROOT


def test_pinned_version_is_the_required_one() -> None:
    """The pins and the code ask for the same version."""
    pins = Path(ROOT, "requirements", "localaws.in").read_text()
    assert f"ministack=={MINISTACK}\n" in pins


def test_other_version_is_refused() -> None:
    """A new version is looked at before it is used."""
    with pytest.raises(LocalAwsError, match=r"found 1\.5\.34: run `make install`"):
        require_version("1.5.34")


def test_required_version_is_accepted() -> None:
    """The version that this package knows passes."""
    require_version(MINISTACK)


def test_type_that_the_emulator_has_is_refused() -> None:
    """Our own handler must go when ministack brings one."""
    with pytest.raises(LocalAwsError, match="ministack has its own A::B::C now: delete ours"):
        require_new({"A::B::C", "A::B::D"}, {"A::B::C"})


def test_types_that_the_emulator_lacks_are_accepted() -> None:
    """What nobody else defines is ours to add."""
    require_new({"A::B::D"}, {"A::B::C"})


def test_type_that_the_emulator_has_lost_is_refused() -> None:
    """Our better handler replaces one, so there must be one."""
    with pytest.raises(LocalAwsError, match="ministack has no A::B::D: move ours"):
        require_known({"A::B::C", "A::B::D"}, {"A::B::C"})


def test_types_that_the_emulator_has_may_be_replaced() -> None:
    """What ministack does by half is ours to do whole."""
    require_known({"A::B::C"}, {"A::B::C", "A::B::D"})
