"""The work folder is an attempt's own, and gone afterwards."""

from pathlib import Path

import pytest

from lab_runner.work import Work


def test_attempts_on_one_machine_do_not_meet(tmp_path: Path) -> None:
    """Two attempts share the scratch folder and nothing in it."""
    with Work(tmp_path) as one, Work(tmp_path) as other:
        one.output.joinpath("wells.csv").touch()
        assert list(other.output.iterdir()) == []
        assert len(list(tmp_path.iterdir())) == 2
    assert list(tmp_path.iterdir()) == []


def test_folder_is_removed_whatever_is_in_it(tmp_path: Path) -> None:
    """Read-only folders, links and an error are no reasons to leave it; a link's target stays."""
    outside = tmp_path / "outside"
    outside.mkdir(mode=0o500)
    scratch = tmp_path / "scratch"
    scratch.mkdir()

    def fail() -> None:
        with Work(scratch) as work:
            closed = work.output / "closed"
            closed.mkdir()
            closed.joinpath("file").touch()
            closed.joinpath("link").symlink_to(outside)
            closed.chmod(0)
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert list(scratch.iterdir()) == []
    assert outside.stat().st_mode & 0o777 == 0o500
