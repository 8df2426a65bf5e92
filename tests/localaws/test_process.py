"""Processes: recognised by the lock they hold, not by a number in a file."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from localaws import process
from localaws.errors import LocalAwsError

HOLD = "import sys, time, pathlib, localaws.process as p; f = p.hold(pathlib.Path(sys.argv[1]));"


@pytest.fixture
def lock(tmp_path: Path) -> Path:
    """Name a lock file."""
    return tmp_path / "emulator.lock"


@pytest.fixture
def holding(lock: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Run a process, leader of a group of its own, that holds the lock."""
    code = f"{HOLD} print('held', flush=True); time.sleep(60)"
    child = subprocess.Popen(  # noqa: S603
        [sys.executable, "-c", code, str(lock)], stdout=subprocess.PIPE, start_new_session=True
    )
    assert child.stdout is not None
    assert child.stdout.readline() == b"held\n"
    yield child
    child.kill()
    child.wait()
    child.stdout.close()


def test_holder_is_the_process_that_holds_the_lock(
    lock: Path, holding: subprocess.Popen[bytes]
) -> None:
    """A living emulator is found by its number."""
    assert holding.pid == process.holder(lock)


def test_missing_lock_has_no_holder(lock: Path) -> None:
    """Where nothing ever ran, nothing runs."""
    assert process.holder(lock) is None


def test_stale_number_of_a_living_process_is_no_holder(lock: Path) -> None:
    """After a reboot the old number may belong to somebody else, who is left alone."""
    lock.write_text(str(os.getpid()))
    assert process.holder(lock) is None


def test_killed_holder_is_no_holder(lock: Path, holding: subprocess.Popen[bytes]) -> None:
    """A lock goes with its process, however that ends."""
    holding.kill()
    holding.wait()
    assert process.holder(lock) is None


def test_second_holder_is_refused(lock: Path, holding: subprocess.Popen[bytes]) -> None:
    """Two emulators never share a folder."""
    assert holding.poll() is None
    with pytest.raises(LocalAwsError, match="another emulator runs in this folder"):
        process.hold(lock)


def test_stop_ends_the_group(lock: Path, holding: subprocess.Popen[bytes]) -> None:
    """A stopped emulator is gone when stop returns."""
    process.stop(holding.pid, lock)
    assert process.holder(lock) is None
    assert not process.is_alive(holding.pid)


def test_stop_spares_a_process_that_leads_no_group(
    lock: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A number that cannot be an emulator's is never signalled."""
    signalled: list[int] = []
    monkeypatch.setattr(os, "kill", lambda pid, _: signalled.append(pid))
    child = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    with pytest.raises(LocalAwsError, match=f"process {child.pid} is no emulator"):
        process.stop(child.pid, lock)
    child.communicate(b"\n")
    assert signalled == []


@pytest.mark.parametrize("number", [0, 1, -1])
def test_stop_refuses_numbers_that_stand_for_groups(lock: Path, number: int) -> None:
    """A damaged lock file cannot make us signal ourselves or everybody."""
    with pytest.raises(LocalAwsError, match="is no emulator"):
        process.stop(number, lock)


def test_is_alive_follows_a_process() -> None:
    """A child is alive until it has ended."""
    child = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    assert process.is_alive(child.pid)
    child.communicate(b"\n")
    assert not process.is_alive(child.pid)


def test_unusable_folder_is_explained(tmp_path: Path) -> None:
    """A file in the place of the folder is named, and so is the reason."""
    (tmp_path / "file").touch()
    expected = rf"{tmp_path}/file: cannot hold an embedded AWS \(.*File exists"
    with pytest.raises(LocalAwsError, match=expected), process.exclusive(tmp_path / "file/up.lock"):
        pass
