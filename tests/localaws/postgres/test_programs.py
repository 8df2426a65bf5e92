"""PostgreSQL's programs: which version runs, and as whom."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from localaws.postgres import programs


@pytest.mark.parametrize(("wanted", "runs"), [(15, 16), (16, 16), (17, 18), (18, 18), (19, 18)])
def test_installed_major_is_the_wanted_one_or_the_next(wanted: int, runs: int) -> None:
    """A version that is not installed is replaced by a newer one, which understands the same."""
    assert programs.installed_major(wanted) == runs


@pytest.mark.parametrize("major", [16, 18])
def test_program_is_of_its_version(major: int) -> None:
    """Each version has its own programs."""
    command = [programs.program("postgres", major), "--version"]
    output = subprocess.run(command, capture_output=True, text=True, check=True).stdout  # noqa: S603
    assert output.startswith(f"postgres (PostgreSQL) {major}.")


def test_library_is_known_if_installed() -> None:
    """A parameter group may name libraries that only RDS has."""
    assert programs.has_library("plpgsql", 18)
    assert not programs.has_library("pg_stat_statements", 18)


def test_prefix_gives_up_root(tmp_path: Path) -> None:
    """The program runs as somebody else than root, and still may use the folder of its data."""
    tmp_path.chmod(0o700)
    programs.give(tmp_path)
    command = [*programs.prefix(), "sh", "-c", f"id -u > {tmp_path}/user"]
    subprocess.run(command, check=True)  # noqa: S603
    assert int((tmp_path / "user").read_text()) == (os.geteuid() or 65534)


def test_root_without_setpriv_is_told_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    """PostgreSQL's own refusal would name no remedy."""
    monkeypatch.setattr(shutil, "which", lambda _: None)
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    with pytest.raises(RuntimeError, match="install setpriv"):
        programs.prefix()


def test_others_need_no_setpriv(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there is none, as on macOS, programs are started as they are."""
    monkeypatch.setattr(shutil, "which", lambda _: None)
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert programs.prefix() == []
