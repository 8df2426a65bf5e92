"""What a runner needs to know about a container, and what it gives back."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol


class StartError(Exception):
    """An attempt that cannot start; the message is what ECS would give as the reason."""

    def __init__(self, reason: str, status_reason: str = "Task failed to start") -> None:
        super().__init__(reason)
        self.reason = reason
        self.status_reason = status_reason


@dataclass(frozen=True)
class Mount:
    """A folder of this machine at a path in the container."""

    source: Path
    target: str
    read_only: bool = False


@dataclass(frozen=True)
class Container:
    """One container to run.

    Args:
        name: Unique among all that run.
        image: Its image.
        command: Program and arguments.
        environment: All of its environment.
        vcpus: How many processors it may use.
        memory_mib: How much memory it may use.
        folder: A folder of its own, removed after it.
        mounts: Folders that it sees.
        user: The user as whom it runs, if not the image's.
    """

    name: str
    image: str
    command: list[str]
    environment: dict[str, str]
    vcpus: float
    memory_mib: int
    folder: Path
    mounts: list[Mount] = field(default_factory=list)
    user: str | None = None


class Running(Protocol):
    """A container that runs."""

    # Where its output can be read, standard output and error together.
    output: int
    # Whether it was ended for its memory.
    out_of_memory: bool

    def poll(self, seconds: float) -> int | None:
        """Wait for its end at most so long; return the exit code as a container has it."""

    def terminate(self) -> None:
        """Ask it to end."""

    def kill(self) -> None:
        """End it and everything that it has started."""

    def close(self) -> None:
        """Give back what is held for it, after its end."""


class Runner(Protocol):
    """A way to run containers."""

    def start(self, container: Container) -> Running:
        """Start a container.

        Raises:
            StartError: It did not start.
        """
