"""Tests of `lab show`."""

import json

import pytest

from console.show import show
from tests.console.conftest import SMALL_LAB


def test_every_setting_has_its_origin(capsys: pytest.CaptureFixture[str]) -> None:
    """File, preset or default: each value says where it comes from."""
    show(SMALL_LAB, "dev", as_json=True)
    rows = {row["path"]: row for row in json.loads(capsys.readouterr().out)}
    assert rows["account"]["origin"] == f"{SMALL_LAB}/dev.yaml:1:10"
    assert rows["network.nat"] == {
        "path": "network.nat",
        "value": "one",
        "origin": "preset standard",
    }
    assert rows["network.cidr"]["origin"] == "default"
    assert rows["projects.beta.posix.uid"]["value"] == 20002


def test_table_names_whole_paths(capsys: pytest.CaptureFixture[str]) -> None:
    """In a pipe nothing is folded, so that grep finds it."""
    show(SMALL_LAB, "dev", as_json=False)
    assert "storage.buckets.raw.transitions.deep_archive" in capsys.readouterr().out
