"""Volumes of jobs: file systems that stay, and folders of a host that do not."""

import sys
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest

from tests.localaws.batch.conftest import Batch

_OWN_ROOT = {
    "Path": "/own",
    "CreationInfo": {"OwnerUid": 1000, "OwnerGid": 1000, "Permissions": "0750"},
}


def _efs(batch: Batch) -> str:
    """Create a file system and return its id."""
    created = batch.aws.client("efs").create_file_system(CreationToken=batch.name("efs"))
    system: str = created["FileSystemId"]
    return system


def _access_point(batch: Batch, file_system: str, path: str, **creation: Any) -> str:  # noqa: ANN401
    """Create an access point and return its id."""
    root: dict[str, Any] = {"Path": path}
    if creation:
        root["CreationInfo"] = creation
    created = batch.aws.client("efs").create_access_point(
        FileSystemId=file_system, RootDirectory=root, ClientToken=batch.name("token")
    )
    access_point: str = created["AccessPointId"]
    return access_point


def _run(
    batch: Batch, script: str, *, read_only: bool = False, **volume: Mapping[str, Any]
) -> dict[str, Any]:
    """Run a script that sees one volume at /mnt/lab-data/own."""
    mount = {
        "sourceVolume": "own",
        "containerPath": "/mnt/lab-data/own",
        "readOnly": read_only,
    }
    definition = batch.definition(script, volumes=[{"name": "own", **volume}], mountPoints=[mount])
    return batch.wait(batch.submit(batch.queue(), definition))


def test_jobs_share_the_files_of_a_file_system(batch: Batch) -> None:
    """What one writes at the mount point, the next reads; this machine has no such path."""
    volume = {"fileSystemId": _efs(batch)}
    job = _run(batch, "echo kept > /mnt/lab-data/own/file", efsVolumeConfiguration=volume)
    assert job["status"] == "SUCCEEDED", job
    reader = _run(batch, "cat /mnt/lab-data/own/file", efsVolumeConfiguration=volume)
    assert batch.log(reader) == "kept"
    assert not Path("/mnt/lab-data").exists()
    state = batch.aws.folder / "state" / "efs" / volume["fileSystemId"]
    assert (state / "file").read_text() == "kept\n"


def test_access_point_shows_its_root_and_makes_it(batch: Batch) -> None:
    """The folder is made with the permissions that the access point says."""
    system = _efs(batch)
    point = _access_point(
        batch, system, "/projects/own", OwnerUid=1000, OwnerGid=1000, Permissions="0750"
    )
    volume = {
        "fileSystemId": system,
        "transitEncryption": "ENABLED",
        "authorizationConfig": {"accessPointId": point},
    }
    job = _run(batch, "touch /mnt/lab-data/own/file", efsVolumeConfiguration=volume)
    assert job["status"] == "SUCCEEDED", job
    folder = batch.aws.folder / "state" / "efs" / system / "projects" / "own"
    assert (folder / "file").exists()
    assert folder.stat().st_mode & 0o777 == 0o750


def test_read_only_mount_cannot_be_written(batch: Batch) -> None:
    """The program gets the error that it gets on AWS."""
    volume = {"fileSystemId": _efs(batch)}
    job = _run(batch, "touch /mnt/lab-data/own/file", read_only=True, efsVolumeConfiguration=volume)
    assert job["container"]["exitCode"] == 1
    assert "Read-only file system" in batch.log(job)


def test_folder_of_the_host_is_empty_each_time(batch: Batch) -> None:
    """Every attempt has a host of its own here."""
    script = "ls /mnt/lab-data/own; touch /mnt/lab-data/own/file"
    for _ in range(2):
        job = _run(batch, script, host={"sourcePath": "/var/scratch"})
        assert (job["status"], batch.log(job)) == ("SUCCEEDED", "")
    assert list((batch.aws.folder / "tmp" / "jobs").glob("*/volumes")) == []


def test_rest_of_the_machine_is_where_it_was(batch: Batch) -> None:
    """A mount takes nothing away: programs, the home folder and /tmp are there."""
    job = _run(batch, "pwd; test -x /bin/sh && test -d /tmp && test -e /dev/null", host={})
    assert job["status"] == "SUCCEEDED", batch.log(job)


def test_missing_file_system_starts_nothing(batch: Batch) -> None:
    """The reason is EFS's."""
    job = _run(batch, "true", efsVolumeConfiguration={"fileSystemId": "fs-0123456789abcdef0"})
    assert job["status"] == "FAILED"
    assert job["container"]["reason"].startswith("ResourceInitializationError: failed to invoke")


def test_path_cannot_lead_out_of_its_file_system(batch: Batch) -> None:
    """Dots in a root directory lead nowhere else."""
    system = _efs(batch)
    point = _access_point(batch, system, "/../../other", OwnerUid=0, OwnerGid=0, Permissions="0755")
    volume = {"fileSystemId": system, "authorizationConfig": {"accessPointId": point}}
    _run(batch, "touch /mnt/lab-data/own/file", efsVolumeConfiguration=volume)
    state = batch.aws.folder / "state"
    assert (state / "efs" / system / "other" / "file").exists()
    assert not (state / "other").exists()


def test_jobs_that_start_at_once_make_a_folder_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second waits for the first, who is slow here, and fails for nothing."""
    efs = Mock()
    efs.describe_access_points.return_value = {
        "AccessPoints": [{"FileSystemId": "fs-1", "RootDirectory": _OWN_ROOT}]
    }
    # A stand-in: the gateway needs the emulator, which this environment lacks.
    monkeypatch.setitem(sys.modules, "localaws.gateway", Mock(client=lambda _: efs))
    volumes = import_module("localaws.batch.volumes")
    mkdir = Path.mkdir

    def slow(folder: Path, *given: Any, **named: Any) -> None:  # noqa: ANN401
        time.sleep(0.1)
        mkdir(folder, *given, **named)

    monkeypatch.setattr(Path, "mkdir", slow)
    efs_volume = {"fileSystemId": "fs-1", "authorizationConfig": {"accessPointId": "fsap-1"}}
    container = {
        "volumes": [{"name": "own", "efsVolumeConfiguration": efs_volume}],
        "mountPoints": [{"sourceVolume": "own", "containerPath": "/own"}],
    }
    same = volumes.Volumes(tmp_path)
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda n: same.mounts(container, tmp_path / str(n)), range(4)))
    assert {mount.source for (mount,) in found} == {tmp_path / "fs-1" / "own"}
