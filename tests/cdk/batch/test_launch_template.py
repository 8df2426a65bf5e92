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
    """No container of another network reaches it; those of jobs are stopped on the machine."""
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


def run_prepare(tmp_path: Path, *, nvme: str, disks: str, fails: str = "") -> str:
    """Run the machine's script with stand-ins for what changes disks; return what it called."""
    bash = shutil.which("bash")
    assert bash
    programs, log = tmp_path / "bin", tmp_path / "log"
    programs.mkdir()
    for name in ("mkfs.xfs", "mount", "mdadm", "dnf", "iptables", "shutdown"):
        ends = "exit 1" if name == fails else ""
        text = f'#!/bin/sh\necho "{name} $*" >> {log}\n{ends}\n'
        (programs / name).write_text(text, encoding="utf-8")
    (programs / "lsblk").write_text(f'#!/bin/sh\nprintf "{disks}"\n', encoding="utf-8")
    for program in programs.iterdir():
        program.chmod(0o755)
    text = PREPARE.read_text(encoding="utf-8")
    for folder in ("/etc/ecs", "/scratch"):
        text = text.replace(folder, f"{tmp_path}{folder}")
    (tmp_path / "etc" / "ecs").mkdir(parents=True)
    done = subprocess.run(  # noqa: S603 - our own script
        [bash, "-c", text],
        env={"PATH": f"{programs}:/usr/bin:/bin", "NVME": nvme},
        check=False,
        capture_output=True,
    )
    assert done.returncode == (1 if fails else 0)
    assert fails or oct((tmp_path / "scratch").stat().st_mode & 0o7777) == "0o1777"
    called = log.read_text(encoding="utf-8").replace(str(tmp_path), "").splitlines()
    assert [line.split()[0] for line in called[:2]] == ["iptables", "iptables"]
    return "\n".join(called[2:])


def test_jobs_do_not_reach_the_machine_s_credentials(tmp_path: Path) -> None:
    """Nor the agent's own pages; both are root's alone."""
    run_prepare(tmp_path, nvme="false", disks="")
    first, second, *_ = (tmp_path / "log").read_text(encoding="utf-8").splitlines()
    for line, place in ((first, "169.254.169.254"), (second, "51678")):
        assert place in line
        assert line.endswith("--match owner ! --uid-owner 0 --jump REJECT")


def test_a_machine_that_cannot_be_prepared_ends(tmp_path: Path) -> None:
    """It would fail every job that it is given."""
    called = run_prepare(tmp_path, nvme="true", disks=DISK.format(1), fails="mkfs.xfs")
    assert called.splitlines() == ["mkfs.xfs -q /dev/nvme1n1", "shutdown -h now"]


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
