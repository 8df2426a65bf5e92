"""How a machine is set up."""

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from aws_cdk.assertions import Template

from cdk.batch.launch_template import PREPARE

Queues = Callable[..., Template]


def launch(template: Template) -> dict[str, Any]:
    """Return the data of the one launch template."""
    (found,) = template.find_resources("AWS::EC2::LaunchTemplate").values()
    data: dict[str, Any] = found["Properties"]["LaunchTemplateData"]
    return data


def test_scratch_is_encrypted_and_as_large_as_the_yaml_says(queues: Queues) -> None:
    """A gp3 root volume, gone with the machine."""
    template = queues(scratch={"size_gib": 700, "throughput_mibps": 500})
    assert launch(template)["BlockDeviceMappings"] == [
        {
            "DeviceName": "/dev/xvda",
            "Ebs": {
                "DeleteOnTermination": True,
                "Encrypted": True,
                "Throughput": 500,
                "VolumeSize": 700,
                "VolumeType": "gp3",
            },
        }
    ]


def test_metadata_is_imdsv2_and_one_hop_away(queues: Queues) -> None:
    """Containers of a bridge network do not reach the machine's credentials."""
    assert launch(queues())["MetadataOptions"] == {
        "HttpPutResponseHopLimit": 1,
        "HttpTokens": "required",
    }


@pytest.mark.parametrize("nvme", [False, True])
def test_first_commands_make_scratch(queues: Queues, *, nvme: bool) -> None:
    """In several parts, as Batch adds its own; the setting is the script's one input."""
    families = ["m6id", "r6id"] if nvme else ["m6i"]
    template = queues(instance_families=families, scratch={"nvme": nvme})
    parts = json.dumps(launch(template)["UserData"])
    assert "multipart/mixed" in parts
    assert f"export NVME={str(nvme).lower()}" in parts
    assert "chmod 1777 /scratch" in parts


def run_prepare(tmp_path: Path, *, nvme: str, disks: str) -> str:
    """Run the machine's script with stand-ins for what changes disks; return what it called."""
    bash = shutil.which("bash")
    assert bash
    programs, log = tmp_path / "bin", tmp_path / "log"
    programs.mkdir()
    for name in ("mkfs.xfs", "mount", "mdadm", "dnf"):
        (programs / name).write_text(f'#!/bin/sh\necho "{name} $*" >> {log}\n', encoding="utf-8")
    (programs / "lsblk").write_text(f'#!/bin/sh\nprintf "{disks}"\n', encoding="utf-8")
    for program in programs.iterdir():
        program.chmod(0o755)
    text = PREPARE.read_text(encoding="utf-8")
    for folder in ("/etc/ecs", "/scratch"):
        text = text.replace(folder, f"{tmp_path}{folder}")
    (tmp_path / "etc" / "ecs").mkdir(parents=True)
    subprocess.run(  # noqa: S603 - our own script
        [bash, "-c", text],
        env={"PATH": f"{programs}:/usr/bin:/bin", "NVME": nvme},
        check=True,
        capture_output=True,
    )
    assert oct((tmp_path / "scratch").stat().st_mode & 0o7777) == "0o1777"
    return log.read_text(encoding="utf-8").replace(str(tmp_path), "") if log.exists() else ""


DISK = "/dev/nvme{}n1 Amazon EC2 NVMe Instance Storage\\n"
VOLUME = "/dev/nvme0n1 Amazon Elastic Block Store\\n"


def test_without_nvme_scratch_is_a_folder(tmp_path: Path) -> None:
    """No disk is touched."""
    assert run_prepare(tmp_path, nvme="false", disks=VOLUME + DISK.format(1)) == ""


def test_one_disk_is_formatted_and_mounted(tmp_path: Path) -> None:
    """The machine's own disk, never the volume that it boots from."""
    assert run_prepare(tmp_path, nvme="true", disks=VOLUME + DISK.format(1)).splitlines() == [
        "mkfs.xfs -q /dev/nvme1n1",
        "mount -o noatime /dev/nvme1n1 /scratch",
    ]


def test_several_disks_are_joined(tmp_path: Path) -> None:
    """One file system over all of them."""
    called = run_prepare(tmp_path, nvme="true", disks=VOLUME + DISK.format(1) + DISK.format(2))
    assert called.splitlines() == [
        "mdadm --create /dev/md0 --level=0 --raid-devices=2 /dev/nvme1n1 /dev/nvme2n1",
        "mkfs.xfs -q /dev/md0",
        "mount -o noatime /dev/md0 /scratch",
    ]


def test_a_machine_without_disks_still_takes_jobs(tmp_path: Path) -> None:
    """/scratch then lies on the root volume."""
    assert run_prepare(tmp_path, nvme="true", disks=VOLUME) == ""
