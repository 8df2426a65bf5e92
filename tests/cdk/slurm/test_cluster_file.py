"""The configuration of the cluster, as ParallelCluster reads it."""

from dataclasses import replace
from typing import Any

import pytest

from cdk.slurm.cluster_file import NOWHERE, cluster_file
from cdk.slurm.cluster_ids import ClusterIds
from cdk.slurm.cluster_tree import every_kind_of_node, queues, value_at
from cdk.slurm.config import SlurmConfig

IDS = ClusterIds.example()
LOGIN = ("LoginNodes", "Pools", "login")
SETTINGS = ("Scheduling", "SlurmSettings")


def rendered(**settings: object) -> dict[str, Any]:
    """Return the configuration of a cluster with some settings."""
    return cluster_file(SlurmConfig.model_validate(settings), IDS)


@pytest.mark.parametrize(
    ("settings", "path", "expected"),
    [
        ({"idle_minutes": 5}, (*SETTINGS, "ScaledownIdletime"), 5),
        (
            {"head_node": {"instance_type": "m7i.xlarge"}},
            ("HeadNode", "InstanceType"),
            "m7i.xlarge",
        ),
        (
            {"head_node": {"root_volume_size_gib": 200}},
            ("HeadNode", "LocalStorage", "RootVolume", "Size"),
            200,
        ),
        (
            {"login_node": {"instance_type": "m7i.xlarge"}},
            (*LOGIN, "InstanceType"),
            "m7i.xlarge",
        ),
        ({"ssh_cidr": "10.8.0.0/16"}, (*LOGIN, "Ssh", "AllowedIps"), "10.8.0.0/16"),
        ({}, (*LOGIN, "Ssh", "AllowedIps"), NOWHERE),
        ({}, ("HeadNode", "Ssh", "AllowedIps"), NOWHERE),
        ({}, (*SETTINGS, "Database"), None),
        ({}, (*SETTINGS, "CustomSlurmSettings"), None),
        (
            {"accounting": {}},
            (*SETTINGS, "Database", "DatabaseName"),
            "slurm_accounting",
        ),
        (
            {"values": {"Monitoring": {"DetailedMonitoring": True}}},
            ("Monitoring", "DetailedMonitoring"),
            True,
        ),
    ],
)
def test_a_setting_has_its_place(
    settings: dict[str, object], path: tuple[str, ...], expected: object
) -> None:
    """One name in the YAML, one in ParallelCluster's; what is off is left out."""
    assert value_at(rendered(**settings), path) == expected


def test_fair_share_decays_as_it_is_set() -> None:
    """Whoever used less goes first, and old use is forgotten."""
    settings = value_at(rendered(accounting={"decay_days": 14}), SETTINGS)
    assert {"PriorityDecayHalfLife": "14-0"} in settings["CustomSlurmSettings"]


def test_spot_is_taken_where_it_is_cheap_and_stays() -> None:
    """On demand, price is all there is."""
    strategies = {name: each["AllocationStrategy"] for name, each in queues(rendered())}
    assert strategies == {"cpu": "price-capacity-optimized", "cpu-ondemand": "lowest-price"}


def test_machines_are_those_of_the_partition() -> None:
    """Types, fewest and most."""
    machines = {"a": {"instance_types": ["m7i.large", "m6i.large"], "min_nodes": 1, "max_nodes": 4}}
    config = rendered(queues={"own": {"compute_resources": machines}})
    path = ("Scheduling", "SlurmQueues", "own", "ComputeResources", "a")
    assert value_at(config, path) == {
        "Name": "a",
        "Instances": [{"InstanceType": "m7i.large"}, {"InstanceType": "m6i.large"}],
        "MinCount": 1,
        "MaxCount": 4,
    }


def test_a_limit_of_hours_is_one_of_slurm() -> None:
    """Without one the key is left out."""
    found = dict(queues(rendered(queues={"cpu": {"max_hours": 72, "spot": False}, "gpu": {}})))
    assert found["cpu"]["CustomSlurmSettings"] == {"MaxTime": "72:00:00"}
    assert "CustomSlurmSettings" not in found["gpu"]


def test_gpus_are_looked_after() -> None:
    """A node whose GPU is broken is replaced before a job fails on it."""
    found = dict(queues(rendered(queues={"cpu": {}, "gpu": {}})))
    assert found["gpu"]["HealthChecks"] == {"Gpu": {"Enabled": True}}
    assert "HealthChecks" not in found["cpu"]


def test_nodes_are_in_the_zone_of_scratch() -> None:
    """Lustre is in one zone; without it, spot is looked for in all of them."""
    for scratch, subnets in ((None, IDS.subnet_ids), ({}, IDS.subnet_ids[:1])):
        for _, queue in queues(rendered(scratch=scratch)):
            assert queue["Networking"]["SubnetIds"] == [*subnets]


def test_every_node_starts_with_one_script() -> None:
    """With its role, and where the rest is."""
    wanted = f"s3://{IDS.bootstrap_bucket_name}/nodes/start.sh"
    for nodes in every_kind_of_node(rendered()):
        action = nodes.at("CustomActions", "OnNodeConfigured")
        assert action["Script"] == wanted
        assert action["Args"][:2] == [nodes.kind, f"s3://{IDS.bootstrap_bucket_name}"]


def test_another_digest_changes_nothing_that_must_stay() -> None:
    """ParallelCluster lets head and login node be updated, not configured anew."""
    before = rendered()
    after = cluster_file(SlurmConfig(), replace(IDS, bootstrap_digest="ffffffffffffffff"))
    for old, new in zip(every_kind_of_node(before), every_kind_of_node(after), strict=True):
        changed = {
            event
            for event in old.at("CustomActions")
            if old.at("CustomActions", event) != new.at("CustomActions", event)
        }
        expected = "OnNodeConfigured" if old.kind == "compute" else "OnNodeUpdated"
        assert changed == {expected}


def test_tokens_are_left_as_they_are() -> None:
    """CDK fills them in when it writes the template."""
    ids = replace(IDS, file_system_id="${Token[TOKEN.7]}")
    config = cluster_file(SlurmConfig(), ids)
    path = ("SharedStorage", "shared", "EfsSettings", "FileSystemId")
    assert value_at(config, path) == "${Token[TOKEN.7]}"


def test_nothing_empty_is_left() -> None:
    """An empty list is not what ParallelCluster takes for none."""

    def empty(tree: object) -> bool:
        if isinstance(tree, dict):
            return any(map(empty, tree.values())) or not tree
        if isinstance(tree, list):
            return any(map(empty, tree)) or not tree
        return tree is None

    assert not empty(rendered(queues={"cpu": {}, "gpu": {}}))


def test_a_cluster_is_rendered_the_same_each_time() -> None:
    """Two syntheses give the same bytes."""
    assert rendered() == rendered()
