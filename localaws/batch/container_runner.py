"""Run a job in a real container, with podman or docker."""

import contextlib
import os
import shutil
import subprocess
from pathlib import Path

from localaws.batch.container import Container
from localaws.batch.reaper import Reaper
from localaws.batch.starting import start

# Where a container finds the certificate of the gateway.
CERTIFICATE = "/run/localaws/ca.crt"
_KILLED = 137


def has_image(engine: str, image: str) -> bool:
    """Return whether an engine answers and its store has an image."""
    if shutil.which(engine) is None:
        return False
    try:
        answer = subprocess.run(  # noqa: S603
            [engine, "image", "inspect", image],
            env=_environment(),
            capture_output=True,
            check=False,
            timeout=20,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return answer.returncode == 0


def arguments(engine: str, container: Container, certificate: Path) -> list[str]:
    """Return the command that runs a container.

    It has the network of this machine, because the gateway listens on loopback only.
    """
    environment = dict(container.environment)
    for name in ("AWS_CA_BUNDLE", "SSL_CERT_FILE", "NODE_EXTRA_CA_CERTS"):
        environment[name] = CERTIFICATE
    # The image has its own programs at its own places.
    environment.pop("PATH", None)
    options = [f"--cpus={container.vcpus:g}", f"--memory={container.memory_mib}m"]
    if container.user:
        options.append(f"--user={container.user}")
    options.append(f"--volume={certificate}:{CERTIFICATE}:ro")
    for mount in container.mounts:
        suffix = ":ro" if mount.read_only else ""
        options.append(f"--volume={mount.source}:{mount.target}{suffix}")
    options += [f"--env={name}={value}" for name, value in sorted(environment.items())]
    start = [engine, "run", "--rm", "--pull=never", "--network=host", f"--name={container.name}"]
    return [*start, *options, container.image, *container.command]


class ContainerRunner:
    """Runs containers with one engine.

    Args:
        engine: `podman` or `docker`.
        certificate: The authority that the gateway's certificate is from.
        reaper: Ends them when the emulator is killed.
    """

    def __init__(self, engine: str, certificate: Path, reaper: Reaper) -> None:
        self._engine = engine
        self._certificate = certificate
        self._reaper = reaper

    def start(self, container: Container) -> "RunningContainer":
        """Start a container.

        Raises:
            StartError: The engine is not there.
        """
        command = arguments(self._engine, container, self._certificate)
        process = start(command, environment=_environment())
        return RunningContainer(self._engine, container.name, process, self._reaper)


class RunningContainer:
    """A container, through the engine's command that waits for it.

    Args:
        engine: The engine.
        name: The container's name.
        process: The command.
        reaper: Ends it when the emulator is killed.
    """

    def __init__(
        self, engine: str, name: str, process: subprocess.Popen[bytes], reaper: Reaper
    ) -> None:
        assert process.stdout is not None  # noqa: S101 - asked for above
        self.output = process.stdout.fileno()
        self.out_of_memory = False
        self._engine = engine
        self._name = name
        self._process = process
        self._killed = False
        self._reaper = reaper
        reaper.add(f"{engine}:{name}")

    def poll(self, seconds: float) -> int | None:
        """Wait for its end at most so long; return its exit code.

        Without our doing, the kernel alone sends a container the signal that cannot be caught.
        """
        try:
            code = self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            return None
        self.out_of_memory = code == _KILLED and not self._killed
        return code

    def terminate(self) -> None:
        """Ask it to end; a signal to the engine's command would not reach it."""
        self._kill("TERM")

    def kill(self) -> None:
        """End it."""
        self._killed = True
        self._kill("KILL")

    def close(self) -> None:
        """Give back the pipe; the engine removes the container."""
        self._reaper.remove(f"{self._engine}:{self._name}")
        assert self._process.stdout is not None  # noqa: S101 - asked for above
        self._process.stdout.close()

    def _kill(self, signal: str) -> None:
        with contextlib.suppress(OSError, subprocess.TimeoutExpired):
            subprocess.run(  # noqa: S603
                [self._engine, "kill", f"--signal={signal}", self._name],
                env=_environment(),
                capture_output=True,
                check=False,
                timeout=20,
            )


def _environment() -> dict[str, str]:
    """Return the environment of an engine's command, without the emulator's DOCKER_HOST."""
    kept = ("PATH", "HOME", "XDG_RUNTIME_DIR", "TMPDIR")
    return {name: os.environ[name] for name in kept if name in os.environ}
