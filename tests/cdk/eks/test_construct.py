"""The control plane."""

from collections.abc import Callable
from typing import Any

import pytest
from aws_cdk.assertions import Match, Template

from tests.cdk.eks.conftest import KEY_ARN

Cluster = Callable[..., Template]


def properties(template: Template) -> dict[str, Any]:
    """Return the properties of the one cluster."""
    (found,) = template.find_resources("AWS::EKS::Cluster").values()
    return dict(found["Properties"])


def test_the_cluster_is_in_auto_mode_without_pools_of_aws(cluster: Cluster) -> None:
    """Machines, disks and load balancers are AWS's work, which machines is the lab's."""
    found = properties(cluster())
    assert found["ComputeConfig"] == {"Enabled": True, "NodePools": []}
    assert found["StorageConfig"] == {"BlockStorage": {"Enabled": True}}
    assert found["KubernetesNetworkConfig"]["ElasticLoadBalancing"] == {"Enabled": True}


def test_standard_support_is_asked_for_by_name(cluster: Cluster) -> None:
    """AWS's default is the dear one."""
    found = properties(cluster())
    assert (found["Version"], found["UpgradePolicy"]) == ("1.36", {"SupportType": "STANDARD"})


def test_extended_support_is_a_setting(cluster: Cluster) -> None:
    """Who needs a year more can have it."""
    found = properties(cluster(version="1.35", support_type="EXTENDED"))
    assert (found["Version"], found["UpgradePolicy"]) == ("1.35", {"SupportType": "EXTENDED"})


def test_the_api_is_private(cluster: Cluster) -> None:
    """Nothing on the internet reaches it."""
    found = properties(cluster())["ResourcesVpcConfig"]
    assert (found["EndpointPrivateAccess"], found["EndpointPublicAccess"]) == (True, False)


def test_the_api_is_public_for_named_addresses_only(cluster: Cluster) -> None:
    """The private way stays open beside it."""
    found = properties(cluster(public_access_cidrs=["192.0.2.0/24"]))["ResourcesVpcConfig"]
    assert found["EndpointPrivateAccess"] is True
    assert (found["EndpointPublicAccess"], found["PublicAccessCidrs"]) == (True, ["192.0.2.0/24"])


def test_connected_networks_pass_the_firewall_when_named(cluster: Cluster) -> None:
    """The group of the control plane lets them in, and nobody without the setting."""
    rules = [
        each["Properties"].get("SecurityGroupIngress")
        for template in (cluster(), cluster(private_access_cidrs=["10.0.0.0/12"]))
        for each in template.find_resources("AWS::EC2::SecurityGroup").values()
    ]
    assert rules == [
        None,
        [
            {
                "CidrIp": "10.0.0.0/12",
                "Description": "Kubernetes API",
                "FromPort": 443,
                "IpProtocol": "tcp",
                "ToPort": 443,
            }
        ],
    ]


def test_secrets_are_encrypted_by_the_labs_key(cluster: Cluster) -> None:
    """The key is handed in, and the cluster may use it."""
    assert properties(cluster())["EncryptionConfig"] == [
        {"Provider": {"KeyArn": KEY_ARN}, "Resources": ["secrets"]}
    ]


def test_only_access_entries_let_people_in(cluster: Cluster) -> None:
    """Neither a ConfigMap nor having made the cluster gives rights."""
    assert properties(cluster())["AccessConfig"] == {
        "AuthenticationMode": "API",
        "BootstrapClusterCreatorAdminPermissions": False,
    }


@pytest.mark.parametrize("protected", [True, False])
def test_deletion_protection_follows_the_lab(cluster: Cluster, *, protected: bool) -> None:
    """EKS itself refuses, whoever asks."""
    assert properties(cluster(protected=protected))["DeletionProtection"] is protected


def test_the_record_is_there_before_the_cluster_and_under_its_name(cluster: Cluster) -> None:
    """Otherwise EKS makes one that never expires."""
    template = cluster()
    (group,) = template.find_resources("AWS::Logs::LogGroup")
    template.has_resource("AWS::EKS::Cluster", {"DependsOn": Match.array_with([group])})
    name = properties(template)["Name"]["Fn::Join"][1]
    template.has_resource_properties(
        "AWS::Logs::LogGroup",
        {"LogGroupName": {"Fn::Join": ["", ["/aws/eks/demo-dev-", name[1], "/cluster"]]}},
    )


def test_the_cluster_gets_another_name_each_time_it_is_made(cluster: Cluster) -> None:
    """The record of the last one is kept, and holds its name."""
    assert "AWS::StackId" in str(properties(cluster())["Name"])


def test_nothing_is_recorded_when_the_record_is_off(cluster: Cluster) -> None:
    """`null` means none."""
    template = cluster(control_plane_logs=None)
    template.resource_count_is("AWS::Logs::LogGroup", 0)
    assert "Logging" not in properties(template)


def test_what_is_recorded_is_a_setting(cluster: Cluster) -> None:
    """In the words of EKS."""
    template = cluster(control_plane_logs={"types": ["audit"], "retention_days": 365})
    assert properties(template)["Logging"] == {
        "ClusterLogging": {"EnabledTypes": [{"Type": "audit"}]}
    }
    template.has_resource_properties("AWS::Logs::LogGroup", {"RetentionInDays": 365})
