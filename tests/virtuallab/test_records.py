"""Tests of single objects in S3."""

import pytest

from tests.virtuallab.bench import Bench
from virtuallab.places import Place
from virtuallab.records import is_there, read


def test_object_is_there_under_its_whole_name(bench: Bench) -> None:
    """Not under a name that begins alike."""
    bench.upload("a.csv.old")
    place = Place("lab-raw", bench.root)
    assert not is_there(bench.s3, place, "a.csv")
    assert read(bench.s3, place, "a.csv") is None
    bench.upload("a.csv")
    assert is_there(bench.s3, place, "a.csv")
    assert read(bench.s3, place, "a.csv") == b"data"


def test_missing_object_is_not_asked_for(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """AWS would answer 403 to a role that may list its own prefix alone."""
    monkeypatch.setattr(bench.s3, "get_object", None)
    monkeypatch.setattr(bench.s3, "head_object", None)
    assert read(bench.s3, Place("lab-raw", bench.root), "a.csv") is None
