"""Keep the emulator's state in one file, replaced in one step, so that it survives a kill."""

# ruff: noqa: SLF001 - ministack has no public way to extend it

import json
import logging
import os
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from ministack.core import persistence

from localaws.errors import LocalAwsError

logger = logging.getLogger("localaws.snapshot")

Services = Mapping[str, Callable[[], Any]]

DATABASES = "rds"
FILE_SYSTEMS = "efs"


class Snapshot:
    """The last state in which no stack operation was under way.

    ministack writes one file a service when it ends in an orderly way. A killed emulator would
    lose everything, or keep some services older than others, or keep a stack that is
    UPDATE_IN_PROGRESS for ever. So there is one file, written about a second after each change
    while CloudFormation rests: a deploy that was cut off is undone, and can be repeated.
    S3 object bodies and databases are the exception: they are written to disk at once.
    """

    def __init__(self, folder: Path, *, account: str, version: str) -> None:
        self._file = folder / "snapshot.json"
        self._objects = folder / "s3"
        self._databases = folder / DATABASES
        self._file_systems = folder / FILE_SYSTEMS
        self._origin = {"account": account, "ministack": version}
        self._services: dict[str, Any] = {}
        folder.mkdir(parents=True, exist_ok=True)

    def open(self) -> None:
        """Read the file, and drop objects, databases and file systems it does not know.

        Raises:
            LocalAwsError: The file is damaged, or was written for another account or version.
        """
        try:
            with self._file.open(encoding="utf-8") as file:
                data = json.load(file, object_hook=persistence._json_object_hook)
        except FileNotFoundError:
            data = {**self._origin, "services": {}}
        except ValueError as error:
            raise LocalAwsError(f"{self._file} is damaged ({error}): `lab local reset`") from error
        for key, expected in self._origin.items():
            if data[key] != expected:
                raise LocalAwsError(
                    f"{self._file} was written for {key} {data[key]}, this is {expected}:"
                    " `lab local reset` forgets it"
                )
        self._services = data["services"]
        self._drop_unknown_buckets()
        self._drop_unknown_databases()
        self._drop_unknown_file_systems()

    def load(self, service: str) -> Any:  # noqa: ANN401 - whatever the service saved
        """Return the state of one service, once, or None when it never had any."""
        return self._services.pop(service, None)

    def save(self, services: Services) -> bool:
        """Write the state of all services unless a stack operation is under way.

        Returns:
            Whether the file now holds this state.
        """
        deployed = services.get("cloudformation")
        if deployed and _is_deploying(deployed()):
            return False
        states = {name: get() for name, get in services.items()}
        data = {**self._origin, "services": {k: v for k, v in states.items() if v is not None}}
        staging = self._file.with_suffix(".new")
        with staging.open("w", encoding="utf-8") as file:
            json.dump(data, file, default=persistence._json_default)
            file.flush()
            os.fsync(file.fileno())
        staging.replace(self._file)
        return True

    def _drop_unknown_buckets(self) -> None:
        """Remove objects of buckets that were created after the file was written.

        ministack would make such a bucket again, without policy and encryption and outside
        every stack, and its name would be taken when the deploy is repeated.
        """
        buckets = self._services.get("s3", {}).get("buckets_meta")
        known = set(buckets._data) if buckets is not None else set()
        for layout in (self._objects, self._objects / ".versions"):
            for bucket in layout.glob("[0-9]*/*"):
                if (bucket.parent.name, bucket.name) not in known:
                    logger.warning(
                        "Objects of bucket %s, created and cut off, dropped", bucket.name
                    )
                    shutil.rmtree(bucket)

    def _drop_unknown_databases(self) -> None:
        """Remove data of databases whose creation was cut off."""
        instances = self._services.get("rds", {}).get("instances")
        known = {i["DbiResourceId"] for i in instances._data.values()} if instances else set()
        for folder in self._databases.glob("*"):
            if folder.name not in known:
                logger.warning("Database %s, created and cut off, dropped", folder.name)
                shutil.rmtree(folder)

    def _drop_unknown_file_systems(self) -> None:
        """Remove files of file systems that were deleted, or created and cut off."""
        systems = self._services.get("efs", {}).get("file_systems")
        known = {key[-1] for key in systems._data} if systems is not None else set()
        for folder in self._file_systems.glob("*"):
            if folder.name not in known:
                shutil.rmtree(folder)


def _is_deploying(state: Any) -> bool:  # noqa: ANN401 - whatever CloudFormation saved
    """Tell whether a stack is in the middle of an operation."""
    statuses = {stack.get("StackStatus", "") for stack in state["stacks"]._data.values()}
    return any(s.endswith("_IN_PROGRESS") for s in statuses - {"REVIEW_IN_PROGRESS"})
