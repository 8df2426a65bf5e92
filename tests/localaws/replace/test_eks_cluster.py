"""AWS::EKS::Cluster, as the EKS API shows it."""

import ssl
from base64 import b64decode
from typing import Any

import pytest

from localaws.instance import LocalAws
from tests.localaws.conftest import DeployTemplate
from tests.localaws.kubernetes_resources import cluster

ATTRIBUTES = (
    "Arn",
    "CertificateAuthorityData",
    "ClusterSecurityGroupId",
    "EncryptionConfigKeyArn",
    "Endpoint",
    "OpenIdConnectIssuerUrl",
)
OUTPUTS = {name: {"Fn::GetAtt": ["Cluster", name]} for name in ATTRIBUTES}
KEY_ARN = "arn:aws:kms:eu-central-1:111122223333:key/0a1b2c3d-0000-4000-8000-000000000000"
OFF: dict[str, Any] = {
    "ComputeConfig": {"Enabled": False},
    "KubernetesNetworkConfig": {"ElasticLoadBalancing": {"Enabled": False}},
    "StorageConfig": {"BlockStorage": {"Enabled": False}},
}


def _described(aws: LocalAws, name: str) -> dict[str, Any]:
    """Return the description of a cluster."""
    found: dict[str, Any] = aws.client("eks").describe_cluster(name=name)["cluster"]
    return found


def test_create_keeps_every_property(aws: LocalAws, deploy_resources: DeployTemplate) -> None:
    """What the template says is what EKS answers."""
    network = {"ElasticLoadBalancing": {"Enabled": True}, "ServiceIpv4Cidr": "172.20.0.0/16"}
    resources = cluster(
        "whole",
        ComputeConfig={"Enabled": "true", "NodePools": []},
        KubernetesNetworkConfig=network,
        EncryptionConfig=[{"Provider": {"KeyArn": KEY_ARN}, "Resources": ["secrets"]}],
        UpgradePolicy={"SupportType": "STANDARD"},
        Logging={"ClusterLogging": {"EnabledTypes": [{"Type": "audit"}]}},
        Tags=[{"Key": "lab", "Value": "demo"}],
    )
    assert deploy_resources(resources).failures == ()
    found = _described(aws, "whole")
    assert found["status"] == "ACTIVE"
    assert found["version"] == "1.35"
    assert found["computeConfig"] == {"enabled": True, "nodePools": []}
    assert found["storageConfig"] == {"blockStorage": {"enabled": True}}
    assert found["kubernetesNetworkConfig"] == {
        "elasticLoadBalancing": {"enabled": True},
        "ipFamily": "ipv4",
        "serviceIpv4Cidr": "172.20.0.0/16",
    }
    encryption = {"provider": {"keyArn": KEY_ARN}, "resources": ["secrets"]}
    assert found["encryptionConfig"] == [encryption]
    assert found["upgradePolicy"] == {"supportType": "STANDARD"}
    assert found["logging"]["clusterLogging"][0] == {"enabled": True, "types": ["audit"]}
    assert found["accessConfig"]["authenticationMode"] == "API"
    assert not found["resourcesVpcConfig"]["endpointPublicAccess"]
    assert found["tags"]["lab"] == "demo"


def test_attributes_are_what_eks_answers(aws: LocalAws, deploy_resources: DeployTemplate) -> None:
    """A template learns the same about a cluster as a caller."""
    outputs = deploy_resources(cluster("attributes"), OUTPUTS).outputs
    found = _described(aws, "attributes")
    assert outputs == {
        "Arn": found["arn"],
        "CertificateAuthorityData": found["certificateAuthority"]["data"],
        "ClusterSecurityGroupId": found["resourcesVpcConfig"]["clusterSecurityGroupId"],
        "EncryptionConfigKeyArn": "",
        "Endpoint": found["endpoint"],
        "OpenIdConnectIssuerUrl": found["identity"]["oidc"]["issuer"],
    }
    pem = b64decode(outputs["CertificateAuthorityData"]).decode()
    assert ssl.PEM_cert_to_DER_cert(pem)


def test_update_applies_each_kind_of_change(
    aws: LocalAws, deploy_resources: DeployTemplate
) -> None:
    """The same cluster has another version, access, logs, support and tags."""
    before = deploy_resources(cluster("changing", Tags=[{"Key": "old", "Value": "1"}]), OUTPUTS)
    changed = cluster(
        "changing",
        Version="1.36",
        ResourcesVpcConfig={
            "SubnetIds": [{"Ref": "SubnetA"}, {"Ref": "SubnetB"}],
            "EndpointPrivateAccess": True,
            "EndpointPublicAccess": True,
            "PublicAccessCidrs": ["192.0.2.0/24"],
        },
        UpgradePolicy={"SupportType": "STANDARD"},
        Logging={"ClusterLogging": {"EnabledTypes": [{"Type": "api"}, {"Type": "audit"}]}},
        DeletionProtection=True,
        Tags=[{"Key": "new", "Value": "2"}],
    )
    after = deploy_resources(changed, OUTPUTS)
    found = _described(aws, "changing")
    changed["Cluster"]["Properties"]["DeletionProtection"] = False
    assert deploy_resources(changed).failures == ()
    assert after.failures == ()
    assert before.outputs == after.outputs
    assert found["version"] == "1.36"
    assert found["resourcesVpcConfig"]["publicAccessCidrs"] == ["192.0.2.0/24"]
    assert found["resourcesVpcConfig"]["endpointPrivateAccess"]
    assert found["upgradePolicy"] == {"supportType": "STANDARD"}
    assert found["logging"]["clusterLogging"][0] == {"enabled": True, "types": ["api", "audit"]}
    assert found["deletionProtection"]
    assert {k: v for k, v in found["tags"].items() if k in ("old", "new")} == {"new": "2"}


def test_update_switches_auto_mode_on(aws: LocalAws, deploy_resources: DeployTemplate) -> None:
    """Its three switches are sent together, as EKS wants them."""
    assert deploy_resources(cluster("switched", **OFF)).failures == ()
    assert deploy_resources(cluster("switched")).failures == ()
    found = _described(aws, "switched")
    assert found["computeConfig"]["enabled"]
    assert found["storageConfig"]["blockStorage"]["enabled"]
    assert found["kubernetesNetworkConfig"]["elasticLoadBalancing"]["enabled"]


def test_change_that_needs_another_cluster_is_refused(deploy_resources: DeployTemplate) -> None:
    """Addresses of services are for ever; the stack says so and stays as it was."""
    assert deploy_resources(cluster("fixed", Name=None)).failures == ()
    network = {"ElasticLoadBalancing": {"Enabled": True}, "ServiceIpv4Cidr": "172.20.0.0/16"}
    result = deploy_resources(cluster("fixed", Name=None, KubernetesNetworkConfig=network))
    assert result.status == "UPDATE_ROLLBACK_COMPLETE"
    expected = "KubernetesNetworkConfig.ServiceIpv4Cidr cannot change"
    assert any(expected in failure for failure in result.failures)


def test_delete_removes_the_cluster(aws: LocalAws, deploy_resources: DeployTemplate) -> None:
    """A cluster that leaves the template is gone."""
    resources = cluster("leaving")
    assert deploy_resources(resources).failures == ()
    del resources["Cluster"]
    assert deploy_resources(resources).failures == ()
    assert "leaving" not in aws.client("eks").list_clusters()["clusters"]


@pytest.mark.parametrize("part", sorted(OFF))
def test_half_auto_mode_fails_the_stack(deploy_resources: DeployTemplate, part: str) -> None:
    """EKS's refusal reaches whoever deploys."""
    result = deploy_resources(cluster("half", **{part: OFF[part]}))
    assert result.status == "ROLLBACK_COMPLETE"
    assert any("must all be enabled or all be disabled" in f for f in result.failures)
