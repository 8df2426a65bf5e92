"""Tests of pgbouncer's command: a stand-in program is told when its files have changed."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from cdk.releases.filled_release import FilledRelease

STAND_IN = """#!/bin/sh
trap 'echo reload >> {told}' HUP
echo "started with $*" >> {told}
while :; do sleep 0.05; done
"""


@dataclass
class Pod:
    """A folder as the kubelet mounts a Secret, and what the stand-in was told.

    Attributes:
        mounted: the folder.
        told: what the stand-in wrote.
    """

    mounted: Path
    told: Path
    versions: int = 0

    def mount(self, password: str) -> None:
        """Put another version of the Secret in place, by one rename, as the kubelet does."""
        self.versions += 1
        version = self.mounted / f"..version-{self.versions}"
        version.mkdir()
        (version / "pgbouncer.ini").write_text("[pgbouncer]\n", encoding="utf-8")
        (version / "users.txt").write_text(f'"airflow" "{password}"\n', encoding="utf-8")
        link = self.mounted / "..next"
        link.symlink_to(version.name)
        link.rename(self.mounted / "..data")
        for file in ("pgbouncer.ini", "users.txt"):
            if not (self.mounted / file).exists():
                (self.mounted / file).symlink_to(f"..data/{file}")

    def lines(self) -> list[str]:
        """Return what the stand-in was told so far."""
        return self.told.read_text(encoding="utf-8").splitlines() if self.told.exists() else []


@pytest.fixture
def pod(tmp_path: Path, plain: FilledRelease) -> Iterator[Pod]:
    """Run the command of the values on a stand-in for pgbouncer."""
    mounted, programs = tmp_path / "mounted", tmp_path / "bin"
    mounted.mkdir()
    programs.mkdir()
    running = Pod(mounted, tmp_path / "told")
    running.mount("first")
    program = programs / "pgbouncer"
    program.write_text(STAND_IN.format(told=running.told), encoding="utf-8")
    program.chmod(0o755)
    shell, option, script = plain.values["pgbouncer"]["command"]
    for written, here in (
        ("/etc/pgbouncer", str(mounted)),
        ("sleep 10", "sleep 0.1"),
        # In its container it is process 1.
        ("kill -HUP 1", "kill -HUP $$"),
    ):
        assert written in script
        script = script.replace(written, here)
    # A shell cannot trap what its parent ignores, as under nohup; pgbouncer itself can.
    before = signal.signal(signal.SIGHUP, signal.SIG_DFL)
    process = subprocess.Popen(  # noqa: S603
        [shell, option, script],
        env={"PATH": f"{programs}:{os.environ['PATH']}"},
        start_new_session=True,
    )
    signal.signal(signal.SIGHUP, before)
    try:
        _until(lambda: len(running.lines()) == 1)
        yield running
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def test_it_runs_with_the_mounted_file(pod: Pod) -> None:
    """The shell becomes pgbouncer, so that it gets the signals of its pod."""
    assert pod.lines() == [f"started with {pod.mounted}/pgbouncer.ini"]


def test_a_rotated_password_is_read_once(pod: Pod) -> None:
    """One reload for one change, and none without a change."""
    pod.mount("second")
    _until(lambda: len(pod.lines()) == 2)
    time.sleep(0.4)
    assert pod.lines()[1:] == ["reload"]


def test_the_same_secret_again_is_no_change(pod: Pod) -> None:
    """External Secrets writes it each minute."""
    pod.mount("first")
    time.sleep(0.4)
    assert pod.lines()[1:] == []


def test_the_folder_is_mounted_and_not_its_files(plain: FilledRelease) -> None:
    """A file that is mounted alone, as the chart does, never changes."""
    pgbouncer = plain.values["pgbouncer"]
    assert pgbouncer["mountConfigSecret"] is False
    (mount,) = pgbouncer["extraVolumeMounts"]
    (volume,) = pgbouncer["extraVolumes"]
    assert (mount["mountPath"], "subPath" in mount) == ("/etc/pgbouncer", False)
    assert volume == {
        "name": mount["name"],
        "secret": {"secretName": pgbouncer["configSecretName"]},
    }


def _until(done: Callable[[], bool]) -> None:
    end = time.monotonic() + 10
    while not done():
        assert time.monotonic() < end, "nothing happened in 10 seconds"
        time.sleep(0.05)
