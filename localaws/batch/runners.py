"""Choose what runs a job: a container engine that has its image, or processes."""

import time
from pathlib import Path

from localaws.batch.container import Runner
from localaws.batch.container_runner import ContainerRunner, has_image
from localaws.batch.reaper import Reaper

SETTING = "LOCALAWS_JOB_RUNNER"
AUTO, PROCESS = "auto", "process"
ENGINES = ("podman", "docker")
# An image that was not there may be built at any time.
_REMEMBER_SECONDS = 15


class Runners:
    """The runners, and the choice among them for an image.

    Args:
        setting: `auto`, `process`, `podman` or `docker`.
        processes: Runs jobs as processes.
        certificate: The authority that the gateway's certificate is from.
        reaper: Ends containers when the emulator is killed.
    """

    def __init__(self, setting: str, processes: Runner, certificate: Path, reaper: Reaper) -> None:
        self.setting = setting
        self._processes = processes
        self._containers = {name: ContainerRunner(name, certificate, reaper) for name in ENGINES}
        self._known: dict[str, tuple[float, str | None]] = {}

    def choose(self, image: str) -> tuple[Runner, str]:
        """Return the runner for an image, and the choice in words."""
        if self.setting == PROCESS:
            return self._processes, f"runner: process, because {SETTING} says so"
        if self.setting in ENGINES:
            return self._containers[self.setting], f"runner: {self.setting}, {SETTING} says so"
        engine = self._engine_with(image)
        if engine is None:
            return self._processes, f"runner: process, no container engine has the image {image}"
        return self._containers[engine], f"runner: {engine}, which has the image {image}"

    def _engine_with(self, image: str) -> str | None:
        """Return the engine that has an image, asked a short while ago or now."""
        then, engine = self._known.get(image, (0.0, None))
        if not then or time.monotonic() - then > _REMEMBER_SECONDS:
            engine = next((name for name in ENGINES if has_image(name, image)), None)
            self._known[image] = (time.monotonic(), engine)
        return engine
