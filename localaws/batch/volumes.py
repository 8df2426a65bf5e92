"""Folders of this machine that stand for the volumes of a job."""

import contextlib
import os
import threading
from pathlib import Path, PurePosixPath
from typing import Any

from botocore.exceptions import ClientError

from localaws.batch.container import Mount, StartError
from localaws.gateway import client

Properties = dict[str, Any]

_FAILED = "ResourceInitializationError: failed to invoke EFS utils commands to set up EFS volumes: "


class Volumes:
    """The folders of file systems, which stay, and of hosts, which end with the attempt.

    Args:
        file_systems: Where each EFS file system has a folder of its id.
    """

    def __init__(self, file_systems: Path) -> None:
        self._file_systems = file_systems
        self._creating = threading.Lock()

    def mounts(self, container: Properties, scratch: Path) -> list[Mount]:
        """Return what a container's mount points are here.

        Args:
            container: The job's container.
            scratch: A folder that is removed after the attempt, for volumes of the host.

        Raises:
            StartError: A file system or an access point does not exist.
        """
        folders = {v["name"]: self._folder(v, scratch) for v in container.get("volumes", [])}
        return [
            Mount(folders[m["sourceVolume"]], m["containerPath"], m.get("readOnly", False))
            for m in container.get("mountPoints", [])
        ]

    def _folder(self, volume: Properties, scratch: Path) -> Path:
        """Return the folder of a volume, made when it is not there."""
        settings = volume.get("efsVolumeConfiguration")
        if settings is None:
            folder: Path = scratch / volume["name"]
            folder.mkdir(parents=True)
            # Containers run as any user.
            folder.chmod(0o777)
            return folder
        return self._file_system_folder(settings)

    def _file_system_folder(self, settings: Properties) -> Path:
        """Return the folder of a file system, or of what an access point shows of it."""
        access_point = settings.get("authorizationConfig", {}).get("accessPointId")
        efs = client("efs")
        file_system: str = settings["fileSystemId"]
        try:
            efs.describe_file_systems(FileSystemId=file_system)
            described = (
                efs.describe_access_points(AccessPointId=access_point)["AccessPoints"][0]
                if access_point
                else {}
            )
        except ClientError as error:
            raise StartError(_FAILED + error.response["Error"]["Message"]) from error
        if access_point and described["FileSystemId"] != file_system:
            raise StartError(f"{_FAILED}{access_point} is not an access point of {file_system}")
        root = described.get("RootDirectory", {"Path": settings.get("rootDirectory") or "/"})
        folder: Path = self._inside(file_system, root["Path"])
        # Jobs start at the same time; none may see a folder that another has half made.
        with self._creating:
            if not folder.exists():
                if root["Path"] != "/" and "CreationInfo" not in root:
                    raise StartError(f"{_FAILED}{root['Path']} does not exist in {file_system}")
                _create(folder, root.get("CreationInfo", {}))
        return folder

    def _inside(self, file_system: str, path: str) -> Path:
        """Return the folder of a path in a file system, and never one outside of it."""
        parts = [p for p in PurePosixPath(path).parts if p not in ("/", "..")]
        return self._file_systems.joinpath(file_system, *parts)


def _create(folder: Path, information: Properties) -> None:
    """Make the root of an access point, owned as the access point says if we may do that."""
    folder.mkdir(parents=True)
    if information:
        with contextlib.suppress(PermissionError):
            os.chown(folder, information["OwnerUid"], information["OwnerGid"])
        folder.chmod(int(information["Permissions"], 8))
