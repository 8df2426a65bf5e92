"""The configuration of the cluster, as ParallelCluster reads it."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from cdk.holes import fill
from cdk.slurm.cluster_ids import ClusterIds
from cdk.slurm.config import SlurmConfig
from cdk.slurm.instance_types import instance_types
from cdk.slurm.overlay import overlay
from cdk.slurm.partitions import Partition, partitions
from cdk.slurm.shared_storage import shared_storage

FOLDER = Path(__file__).parents[2] / "parallelcluster"

NOWHERE = "127.0.0.1/32"
"""Who may open SSH sessions when nobody may: ParallelCluster's default is everybody."""

START = "nodes/start.sh"
"""The key of the script that each node runs; ParallelCluster never lets it change."""


def cluster_file(config: SlurmConfig, ids: ClusterIds) -> dict[str, Any]:
    """Return the configuration of a cluster.

    Args:
        config: the settings.
        ids: what is around the cluster; tokens of CDK are left as they are.
    """
    bucket = ids.bootstrap_bucket_name
    shared = {
        "script_url": f"s3://{bucket}/{START}",
        "source_url": f"s3://{bucket}",
        "digest": ids.bootstrap_digest,
    }
    facts: dict[str, object] = {
        **shared,
        "region": ids.region,
        "head_node.instance_type": config.head_node.instance_type,
        "head_node.root_volume_size_gib": config.head_node.root_volume_size_gib,
        "login_node.instance_type": config.login_node.instance_type,
        "head_subnet_id": ids.subnet_ids[0],
        "head_security_group_ids": [*ids.head_security_group_ids],
        "login_security_group_ids": [*ids.login_security_group_ids],
        "head_policies": _policies(ids.head_policy_arns),
        "login_policies": _policies(ids.login_policy_arns),
        "boundary": ids.boundary_arn,
        "ssh_cidr": config.ssh_cidr or NOWHERE,
        "idle_minutes": config.idle_minutes,
        "slurm_settings": slurm_settings(config),
        "accounting_database": _accounting(ids) if config.accounting else None,
        "queues": [
            _queue(partition, config, ids, shared)
            for partition in partitions(config.enabled_queues())
        ],
        "shared_storage": shared_storage(config, ids),
    }
    filled = _without_empty(fill(_data("cluster.yaml"), facts.__getitem__))
    return dict(overlay(filled, config.values))


def slurm_settings(config: SlurmConfig) -> list[dict[str, object]]:
    """Return what is added to `slurm.conf`: slurm.schedmd.com/slurm.conf.html."""
    if config.accounting is None:
        return []
    return [
        # A job runs for an account that exists, and whoever used less goes first.
        {"AccountingStorageEnforce": "associations,limits,qos"},
        {"PriorityType": "priority/multifactor"},
        {"PriorityWeightFairshare": 100_000},
        {"PriorityWeightAge": 1_000},
        {"PriorityDecayHalfLife": f"{config.accounting.decay_days}-0"},
    ]


def _queue(
    partition: Partition, config: SlurmConfig, ids: ClusterIds, shared: Mapping[str, object]
) -> dict[str, Any]:
    spot = partition.capacity_type == "SPOT"
    known = instance_types()
    gpus = any(
        known[name].gpus
        for each in partition.compute_resources.values()
        for name in each.instance_types
    )
    facts: dict[str, object] = {
        **shared,
        "name": partition.name,
        "capacity_type": partition.capacity_type,
        # The cheapest place alone is the one that spot takes away first.
        "allocation_strategy": "price-capacity-optimized" if spot else "lowest-price",
        "root_volume_size_gib": partition.root_volume_size_gib,
        "compute_resources": [
            {
                "Name": name,
                "Instances": [{"InstanceType": each} for each in machines.instance_types],
                "MinCount": machines.min_nodes,
                "MaxCount": machines.max_nodes,
            }
            for name, machines in partition.compute_resources.items()
        ],
        # A file system of Lustre is in one zone, and traffic between zones is paid for.
        "subnet_ids": [*(ids.subnet_ids[:1] if config.scratch else ids.subnet_ids)],
        "security_group_ids": [*ids.compute_security_group_ids],
        "health_checks": {"Gpu": {"Enabled": True}} if gpus else None,
        "policies": _policies(ids.compute_policy_arns),
        "slurm_settings": {"MaxTime": f"{partition.max_hours}:00:00"}
        if partition.max_hours
        else None,
    }
    return dict(_without_empty(fill(_data("queue.yaml"), facts.__getitem__)))


def _accounting(ids: ClusterIds) -> dict[str, str] | None:
    if ids.accounting is None:
        return None
    return {
        "Uri": ids.accounting.uri,
        "UserName": ids.accounting.user_name,
        "PasswordSecretArn": ids.accounting.password_secret_arn,
        "DatabaseName": ids.accounting.database_name,
    }


def _policies(arns: tuple[str, ...]) -> list[dict[str, str]]:
    return [{"Policy": arn} for arn in arns]


def _without_empty(tree: Any) -> Any:  # noqa: ANN401 - any part of a tree of YAML
    if isinstance(tree, dict):
        kept = {key: _without_empty(value) for key, value in tree.items()}
        return {key: value for key, value in kept.items() if value not in (None, [], {})}
    return [_without_empty(each) for each in tree] if isinstance(tree, list) else tree


@cache
def _data(name: str) -> object:
    return YAML(typ="safe").load(FOLDER / name)
