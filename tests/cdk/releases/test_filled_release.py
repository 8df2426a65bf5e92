"""A release with nothing left open."""

import pytest

from cdk.facts import Facts
from cdk.holes import HolesError
from cdk.releases.filled_release import FilledRelease, fill_release
from cdk.releases.vocabulary import Vocabulary
from tests.cdk.releases.conftest import WriteRelease

WORDS = Vocabulary(release="viewer", lab=Facts(), facts=Facts(file_system_id="db"))


def test_values_and_manifests_are_filled(write_release: WriteRelease) -> None:
    """By the same words."""
    release = write_release()
    manifest = {"kind": "Secret", "metadata": {"name": "${release}-key"}}
    filled = fill_release(
        release, WORDS, values={"host": "${file_system_id}"}, before=[manifest], after=[]
    )
    expected = [{"kind": "Secret", "metadata": {"name": "viewer-key"}}]
    assert filled == FilledRelease("viewer", release, {"host": "db"}, expected, [])


def test_hole_that_is_left_over_stops_the_synthesis(write_release: WriteRelease) -> None:
    """Helm would take it as text."""
    with pytest.raises(HolesError, match="file_sistem_id"):
        fill_release(write_release(), WORDS, values={"a": "${file_sistem_id}"}, before=[], after=[])


def test_null_stops_the_synthesis(write_release: WriteRelease) -> None:
    """CDK would drop it, and helm keep the chart's default."""
    with pytest.raises(ValueError, match=r"viewer: null gets lost on the way to helm: a\.b"):
        fill_release(write_release(), WORDS, values={"a": {"b": None}}, before=[], after=[])
