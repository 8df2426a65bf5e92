"""Which setting decides a part of the cluster file."""

import pytest

from cdk.config.lab import LabConfig
from cdk.config.model_tree import field_at
from cdk.slurm.config import SlurmConfig
from cdk.slurm.setting_of import SETTINGS, setting_of

CONFIG = SlurmConfig.model_validate(
    {"queues": {"cpu": {}, "own": {"compute_resources": {"a": {"instance_types": ["m7i.large"]}}}}}
)


@pytest.mark.parametrize(
    ("part", "setting"),
    [
        ("HeadNode.InstanceType", "slurm.head_node.instance_type"),
        ("HeadNode.Imds.Secured", "slurm.head_node"),
        ("LoginNodes.Pools.login.Ssh.AllowedIps", "slurm.ssh_cidr"),
        ("Scheduling.SlurmSettings.ScaledownIdletime", "slurm.idle_minutes"),
        ("Scheduling.SlurmSettings.Database.Uri", "slurm.accounting"),
        ("Scheduling.SlurmQueues.own", "slurm.queues.own"),
        ("Scheduling.SlurmQueues.own-ondemand", "slurm.queues.own"),
        ("Scheduling.SlurmQueues.own-ondemand.CapacityType", "slurm.queues.own.spot"),
        (
            "Scheduling.SlurmQueues.own.ComputeResources.a.Instances.m7i",
            "slurm.queues.own.compute_resources.a.instance_types",
        ),
        (
            "Scheduling.SlurmQueues.own.ComputeResources.a.MaxCount",
            "slurm.queues.own.compute_resources.a.max_nodes",
        ),
        ("Scheduling.SlurmQueues.cpu.ComputeResources.c8.MaxCount", "slurm.queues.cpu.max_nodes"),
        ("Scheduling.SlurmQueues.cpu.ComputeResources.c8.Instances", "slurm.queues.cpu"),
        ("Scheduling.SlurmQueues", "slurm.queues"),
        ("SharedStorage.scratch.FsxLustreSettings.StorageCapacity", "slurm.scratch.size_gib"),
        ("SharedStorage.shared.MountDir", "storage.efs"),
        ("Monitoring.DetailedMonitoring", "slurm"),
        ("Region", "region"),
    ],
)
def test_a_part_has_its_setting(part: str, setting: str) -> None:
    """Of what a preset brings, the queue that names it."""
    assert ".".join(setting_of(tuple(part.split(".")), CONFIG)) == setting


@pytest.mark.parametrize("setting", sorted({setting for _, setting in SETTINGS}))
def test_every_setting_exists(setting: str) -> None:
    """A setting that got another name would be pointed at in vain."""
    path = setting.format(queue="cpu", resource="c8").split(".")
    assert field_at(LabConfig, tuple(path)) is not None or path[-1] in {"cpu", "c8"}
