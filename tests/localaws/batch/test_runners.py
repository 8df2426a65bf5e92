"""Which runner a job gets."""

from pathlib import Path

import pytest

from localaws.batch import runners
from localaws.batch.container import Container, Running, StartError
from localaws.batch.container_runner import ContainerRunner
from localaws.batch.reaper import Reaper
from localaws.batch.runners import Runners


class NoRunner:
    """Stands in for the runner of processes."""

    def start(self, container: Container) -> Running:
        """Start nothing."""
        raise StartError(container.name)


PROCESSES = NoRunner()


def _choice(setting: str, *engines: str) -> tuple[bool, str]:
    """Return whether processes are chosen, and the choice in words."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(runners, "has_image", lambda engine, _: engine in engines)
        runner, words = Runners(setting, PROCESSES, Path("ca.crt"), Reaper()).choose("lab/runner:1")
    assert isinstance(runner, ContainerRunner) or runner is PROCESSES
    return runner is PROCESSES, words


def test_engine_with_the_image_is_taken() -> None:
    """Podman before docker."""
    assert _choice("auto", "podman", "docker") == (
        False,
        "runner: podman, which has the image lab/runner:1",
    )
    assert _choice("auto", "docker") == (False, "runner: docker, which has the image lab/runner:1")


def test_processes_are_taken_where_no_engine_has_the_image() -> None:
    """The choice is told with its reason."""
    assert _choice("auto") == (
        True,
        "runner: process, no container engine has the image lab/runner:1",
    )


def test_setting_wins() -> None:
    """Processes although an engine has the image, an engine although it has not."""
    assert _choice("process", "podman") == (
        True,
        "runner: process, because LOCALAWS_JOB_RUNNER says so",
    )
    assert _choice("docker") == (False, "runner: docker, LOCALAWS_JOB_RUNNER says so")


def test_engine_is_not_asked_for_every_job(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten thousand children have one image."""
    asked = []

    def has_image(engine: str, _: str) -> bool:
        asked.append(engine)
        return False

    monkeypatch.setattr(runners, "has_image", has_image)
    chosen = Runners("auto", PROCESSES, Path("ca.crt"), Reaper())
    for _ in range(3):
        chosen.choose("lab/runner:1")
    assert asked == ["podman", "docker"]
