"""The node pools in the cluster, and the order in which they come and go."""

import json
from typing import Any

import pytest
from aws_cdk.assertions import Template

from cdk.eks.node_pools import NETWORK_POLICY_CONTROLLER
from tests.cdk.eks.conftest import Templates
from tests.kubernetes.schema import VERSIONS, schema_problems

POOLS = ["system", "general", "notebook", "dask", "tasks", "gpu"]
RESOURCE = "Custom::AWSCDK-EKS-KubernetesResource"


def text(value: Any) -> str:  # noqa: ANN401 - a template's value is of any type
    """Return a manifest's text with a stand-in for whatever CloudFormation fills in."""
    if isinstance(value, str):
        return value
    return "".join(each if isinstance(each, str) else "filled-in" for each in value["Fn::Join"][1])


def manifests(template: Template) -> dict[tuple[str, str], tuple[str, dict[str, Any]]]:
    """Return each manifest's logical id and resource, by the kind and name of its object."""
    found = {}
    for logical_id, resource in template.find_resources(RESOURCE).items():
        (manifest,) = json.loads(text(resource["Properties"]["Manifest"]))
        name = manifest["metadata"]["name"].removeprefix("lab-")
        found[manifest["kind"], name] = (logical_id, dict(resource))
    return found


def test_each_pool_has_its_two_resources(whole: Templates) -> None:
    """A pool that is left out takes both with it, and leaves the others alone."""
    expected = {(kind, name) for kind in ("NodePool", "NodeClass") for name in POOLS}
    assert set(manifests(whole.node_pools)) == expected | {("ConfigMap", "amazon-vpc-cni")}


@pytest.mark.parametrize("name", POOLS)
def test_a_pool_goes_before_its_class(whole: Templates, name: str) -> None:
    """The class stays until its last machine has ended, and the stack until then."""
    found = manifests(whole.node_pools)
    assert found["NodeClass", name][0] in found["NodePool", name][1]["DependsOn"]


def test_every_manifest_goes_before_the_way_to_the_cluster(whole: Templates) -> None:
    """Function, access, firewall rule and log groups outlive what they are needed for."""
    template = whole.node_pools.to_json()["Resources"]
    way = {logical_id for logical_id in template if logical_id.startswith("KubernetesApi")}
    assert {template[each]["Type"] for each in way} >= {
        "AWS::EC2::SecurityGroupIngress",
        "AWS::EKS::AccessEntry",
        "AWS::Lambda::Function",
        "AWS::Logs::LogGroup",
    }
    for _, resource in manifests(whole.node_pools).values():
        assert way <= set(resource["DependsOn"])


def test_a_creation_that_is_repeated_does_not_fail(whole: Templates) -> None:
    """Manifests are applied, not created, and prune nothing."""
    for _, resource in manifests(whole.node_pools).values():
        assert resource["Properties"]["Overwrite"] is True
        assert "PruneLabel" not in resource["Properties"]


@pytest.mark.parametrize("version", VERSIONS)
def test_network_policies_are_switched_on(version: str) -> None:
    """The ConfigMap is one, and says so."""
    assert list(schema_problems(NETWORK_POLICY_CONTROLLER, version)) == []
    assert NETWORK_POLICY_CONTROLLER["data"] == {"enable-network-policy-controller": "true"}
