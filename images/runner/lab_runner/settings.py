"""What the job was told in its environment, checked as a whole before anything is done."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from lab_runner.errors import RefusalError
from lab_runner.location import Location


@dataclass(frozen=True)
class Settings:
    """One attempt's environment; a job of an array has `manifest` and `index`, others `folder`."""

    run: str
    parent: Location
    output: Location
    script: Location
    scratch: Path
    vcpus: int
    memory_mib: int
    job_id: str
    attempt: int
    folder: str | None
    manifest: Location | None
    index: int
    include: str
    environment: Mapping[str, str]

    @property
    def script_name(self) -> str:
        """Return the script's file name, by which its scientist knows it."""
        return PurePosixPath(self.script.key).name


class _Reader:
    """Reads variables one by one and collects what is wrong with them."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._environment = environment
        self.problems: list[str] = []

    def text(self, name: str) -> str:
        value = self._environment.get(name, "")
        if not value:
            self.problems.append(f"{name} is not set")
        return value

    def number(self, name: str, least: int) -> int:
        text = self.text(name)
        if text and not (text.isdecimal() and int(text) >= least):
            self.problems.append(f"{name}: '{text}' is no whole number of {least} or more")
            return least
        return int(text or least)

    def location(self, name: str, *, prefix: bool) -> Location:
        text = self.text(name)
        location = self._parsed(name, text, Location.parse) if text else None
        if location and prefix != (location.key.endswith("/") or not location.key):
            kind = "a folder, which ends in /" if prefix else "an object, which does not end in /"
            self.problems.append(f"{name}: '{text}' is not {kind}")
        return location or Location("", "")

    def folder(self, name: str, default: str) -> Path:
        path = Path(self._environment.get(name) or default)
        if not (path.is_dir() and os.access(path, os.W_OK | os.X_OK)):
            self.problems.append(f"{name}: '{path}' is no folder that this job can write to")
        return path

    def name(self, name: str) -> str:
        text = self.text(name)
        if "/" in text:
            self.problems.append(f"{name}: '{text}' has a / in it")
        return text

    def pattern(self, name: str) -> str:
        text = self._environment.get(name, "")
        if "/" in text:
            self.problems.append(
                f"{name}: '{text}' has a / in it, but is compared with names without their folders"
            )
        return text

    def _parsed(self, name: str, text: str, parse: Callable[[str], Location]) -> Location | None:
        try:
            return parse(text)
        except ValueError as error:
            self.problems.append(f"{name}: {error}")
            return None


def read_settings(environment: Mapping[str, str]) -> Settings:
    """Return what the environment says.

    Raises:
        RefusalError: It is incomplete or wrong; the message tells everything at once.
    """
    reader = _Reader(environment)
    folder = environment.get("LAB_FOLDER") or None
    if folder is None and not environment.get("LAB_MANIFEST"):
        reader.problems.append("neither LAB_FOLDER nor LAB_MANIFEST says which folder to analyse")
    in_array = folder is None and bool(environment.get("LAB_MANIFEST"))
    settings = Settings(
        run=reader.name("LAB_RUN"),
        parent=reader.location("LAB_PARENT", prefix=True),
        output=reader.location("LAB_OUTPUT", prefix=True),
        script=reader.location("LAB_SCRIPT", prefix=False),
        scratch=reader.folder("LAB_SCRATCH", "/scratch"),
        vcpus=reader.number("LAB_VCPUS", least=1),
        memory_mib=reader.number("LAB_MEMORY_MIB", least=1),
        job_id=reader.name("AWS_BATCH_JOB_ID"),
        attempt=reader.number("AWS_BATCH_JOB_ATTEMPT", least=1),
        folder=folder,
        manifest=reader.location("LAB_MANIFEST", prefix=False) if in_array else None,
        index=reader.number("AWS_BATCH_JOB_ARRAY_INDEX", least=0) if in_array else 0,
        include=reader.pattern("LAB_INCLUDE"),
        environment=dict(environment),
    )
    if reader.problems:
        raise RefusalError(
            "the job's environment is not what lab-runner needs: " + "; ".join(reader.problems)
        )
    return settings
