"""The EKS API beyond what ministack does: what is kept, made, changed and refused."""

from collections.abc import Iterator
from typing import Any

import pytest
from botocore.exceptions import ClientError

from localaws.instance import LocalAws
from tests.localaws.conftest import DeployTemplate, error_code
from tests.localaws.kubernetes_resources import NETWORK, role

Client = Any  # boto3 makes its clients at run time

NAME = "by-api"
OUTPUTS = {"SubnetA": {"Ref": "SubnetA"}, "Role": {"Fn::GetAtt": ["Role", "Arn"]}}
AUTO_MODE: dict[str, Any] = {
    "computeConfig": {"enabled": True},
    "kubernetesNetworkConfig": {"elasticLoadBalancing": {"enabled": True}},
    "storageConfig": {"blockStorage": {"enabled": True}},
}


@pytest.fixture
def parameters(deploy_resources: DeployTemplate) -> dict[str, Any]:
    """Return what every cluster here is made with."""
    outputs = deploy_resources({**NETWORK, "Role": role("eks.amazonaws.com")}, OUTPUTS).outputs
    return {
        "name": NAME,
        "version": "1.36",
        "roleArn": outputs["Role"],
        "resourcesVpcConfig": {"subnetIds": [outputs["SubnetA"]]},
    }


@pytest.fixture
def eks(aws: LocalAws, parameters: dict[str, Any]) -> Iterator[Any]:
    """Return a client of EKS, whose cluster is deleted in the end."""
    assert parameters["name"] == NAME
    client = aws.client("eks")
    yield client
    for name in {NAME} & {*client.list_clusters()["clusters"]}:
        client.update_cluster_config(name=name, deletionProtection=False)
        client.delete_cluster(name=name)


def test_cluster_is_in_the_network_of_its_subnets(
    aws: LocalAws, eks: Client, parameters: dict[str, Any]
) -> None:
    """EKS finds out by itself."""
    network = eks.create_cluster(**parameters)["cluster"]["resourcesVpcConfig"]
    subnets = aws.client("ec2").describe_subnets(SubnetIds=network["subnetIds"])["Subnets"]
    assert [subnet["VpcId"] for subnet in subnets] == [network["vpcId"]]


def test_subnets_that_nobody_knows_are_refused(eks: Client, parameters: dict[str, Any]) -> None:
    """The cluster is not made."""
    parameters["resourcesVpcConfig"] = {"subnetIds": ["subnet-0123456789abcdef0"]}
    with pytest.raises(ClientError, match=r"subnet-0123456789abcdef0.*does not exist"):
        eks.create_cluster(**parameters)
    assert NAME not in eks.list_clusters()["clusters"]


def test_support_is_extended_by_default(eks: Client, parameters: dict[str, Any]) -> None:
    """The dear default is AWS's."""
    cluster = eks.create_cluster(**parameters)["cluster"]
    assert cluster["upgradePolicy"] == {"supportType": "EXTENDED"}


def test_auto_mode_refuses_self_managed_addons(eks: Client, parameters: dict[str, Any]) -> None:
    """EKS refuses the two together."""
    with pytest.raises(ClientError, match="bootstrapSelfManagedAddons must be false"):
        eks.create_cluster(**parameters, **AUTO_MODE, bootstrapSelfManagedAddons=True)


def test_update_that_halves_auto_mode_is_refused(eks: Client, parameters: dict[str, Any]) -> None:
    """A cluster never gets into a state that it could not be made in."""
    eks.create_cluster(**parameters, **AUTO_MODE)
    with pytest.raises(ClientError, match="must all be enabled or all be disabled"):
        eks.update_cluster_config(name=NAME, computeConfig={"enabled": False})
    assert eks.describe_cluster(name=NAME)["cluster"]["computeConfig"] == {"enabled": True}


def test_update_keeps_what_it_does_not_name(eks: Client, parameters: dict[str, Any]) -> None:
    """Another access leaves the cluster in its subnets."""
    before = eks.create_cluster(**parameters)["cluster"]["resourcesVpcConfig"]
    change = {"endpointPublicAccess": False}
    update = eks.update_cluster_config(name=NAME, resourcesVpcConfig=change)["update"]
    assert update["status"] == "Successful"
    assert eks.describe_cluster(name=NAME)["cluster"]["resourcesVpcConfig"] == before | change


def test_protected_cluster_is_not_deleted(eks: Client, parameters: dict[str, Any]) -> None:
    """It stays until the protection is taken off."""
    eks.create_cluster(**parameters, deletionProtection=True)
    assert error_code(eks.delete_cluster, name=NAME) == "InvalidRequestException"
    assert NAME in eks.list_clusters()["clusters"]


def test_update_of_an_unknown_cluster_is_refused(aws: LocalAws) -> None:
    """Nothing is made by changing it."""
    change = aws.client("eks").update_cluster_version
    assert error_code(change, name="nobody", version="1.36") == "ResourceNotFoundException"
