"""Folders at other paths, for one command alone."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from localaws.batch import mounts
from localaws.batch.process_runner import can_mount

needed = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="only Linux has mount namespaces"
)


def _run(tmp_path: Path, script: str, **mount: Any) -> subprocess.CompletedProcess[str]:  # noqa: ANN401
    """Run a script with one folder mounted."""
    for name in ("root", "source", "work"):
        (tmp_path / name).mkdir(exist_ok=True)
    target = mount.get("target", "/lab-mount/inside")
    arguments = mounts.command_line(
        str(tmp_path / "root"),
        str(tmp_path / "work"),
        [(str(tmp_path / "source"), target, mount.get("read_only", False))],
        mount.get("command", ["sh", "-c", script]),
    )
    return subprocess.run(  # noqa: S603
        [sys.executable, "-I", "-S", mounts.__file__, *arguments],
        capture_output=True,
        text=True,
        check=False,
    )


@needed
def test_this_machine_can_mount() -> None:
    """Otherwise the other tests of this file would show nothing."""
    assert can_mount()


@needed
def test_folder_is_where_the_command_looks_and_nowhere_else(tmp_path: Path) -> None:
    """A path that this machine does not have."""
    done = _run(tmp_path, "echo kept > /lab-mount/inside/file; pwd")
    assert (done.stdout, done.stderr) == (f"{tmp_path / 'work'}\n", "")
    assert (tmp_path / "source" / "file").read_text() == "kept\n"
    assert not Path("/lab-mount").exists()
    assert list((tmp_path / "root").iterdir()) == []


@needed
def test_mount_deep_in_a_folder_hides_nothing_beside_it(tmp_path: Path) -> None:
    """The machine's own folders stay visible around it."""
    done = _run(
        tmp_path, "ls /usr/lib | wc -l; ls -d /usr/lib/lab-mount", target="/usr/lib/lab-mount"
    )
    count = len(list(Path("/usr/lib").iterdir()))
    assert done.stdout.split() == [str(count + 1), "/usr/lib/lab-mount"]
    assert not Path("/usr/lib/lab-mount").exists()


@needed
def test_mount_over_a_folder_hides_what_is_in_it(tmp_path: Path) -> None:
    """As in a container."""
    done = _run(tmp_path, "ls -A /opt /var/tmp | grep -c .; touch /var/tmp/own", target="/var/tmp")  # noqa: S108
    assert done.returncode == 0, done.stderr
    assert [path.name for path in (tmp_path / "source").iterdir()] == ["own"]


@needed
def test_read_only_is_read_only(tmp_path: Path) -> None:
    """For this mount."""
    done = _run(tmp_path, "touch /lab-mount/inside/file || touch own", read_only=True)
    assert "Read-only file system" in done.stderr
    assert (tmp_path / "work" / "own").exists()


@needed
def test_command_that_is_not_there_is_named(tmp_path: Path) -> None:
    """The log of the attempt shows it."""
    done = _run(tmp_path, "", command=["/lab-mount/inside/none"])
    assert done.returncode == 1
    assert "CannotStartContainerError: /lab-mount/inside/none: No such file" in done.stderr
