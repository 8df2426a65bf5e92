"""Tests of the manifest of a NodeClass."""

from typing import Any

import pytest

from cdk.eks.node_class import node_class
from cdk.eks.node_pool_config import NodePoolConfig, NodePoolsConfig
from tests.kubernetes.schema import VERSIONS, schema_problems

POOLS = NodePoolsConfig.model_validate({"gpu": {}}).enabled()


def manifest(name: str, config: NodePoolConfig) -> dict[str, Any]:
    """Return the NodeClass of a pool in a lab."""
    return node_class(
        name,
        config,
        role_name="demo-dev-node",
        subnet_ids=["subnet-0a1b2c3d", "subnet-0a1b2c3e"],
        security_group_ids=["sg-0a1b2c3d", "sg-0a1b2c3e"],
        tags={"lab": "demo"},
    )


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("name", POOLS)
def test_the_manifest_fits_its_schema(name: str, version: str) -> None:
    """EKS Auto Mode reads each field."""
    assert list(schema_problems(manifest(name, POOLS[name]), version)) == []


def test_a_machine_is_in_the_labs_network_and_groups() -> None:
    """By id, so that no tag of somebody else's leads it elsewhere."""
    spec = manifest("notebook", POOLS["notebook"])["spec"]
    assert spec["subnetSelectorTerms"] == [{"id": "subnet-0a1b2c3d"}, {"id": "subnet-0a1b2c3e"}]
    assert spec["securityGroupSelectorTerms"] == [{"id": "sg-0a1b2c3d"}, {"id": "sg-0a1b2c3e"}]


def test_a_machine_carries_the_labs_tags() -> None:
    """It stands on the bill of the lab."""
    assert manifest("system", POOLS["system"])["spec"]["tags"] == {"lab": "demo"}


def test_the_disk_is_that_of_the_settings() -> None:
    """GPU images need more."""
    sizes = {name: manifest(name, pool)["spec"]["ephemeralStorage"] for name, pool in POOLS.items()}
    assert (sizes["system"], sizes["gpu"]) == ({"size": "80Gi"}, {"size": "150Gi"})


def test_pods_without_a_policy_are_connected() -> None:
    """Policies restrict whom they select, and nobody else."""
    assert manifest("system", POOLS["system"])["spec"]["networkPolicy"] == "DefaultAllow"
