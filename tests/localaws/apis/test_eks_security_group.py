"""The security group that EKS makes for a cluster, as the EC2 API shows it."""

from typing import Any

from localaws.instance import LocalAws
from tests.localaws.conftest import DeployTemplate, error_code
from tests.localaws.kubernetes_resources import NETWORK, cluster

NAME = "grouped"
OUTPUTS = {"Group": {"Fn::GetAtt": ["Cluster", "ClusterSecurityGroupId"]}, "Vpc": {"Ref": "Vpc"}}


def test_cluster_has_a_group_whose_members_reach_each_other(
    aws: LocalAws, deploy_resources: DeployTemplate
) -> None:
    """It is in the cluster's network and says whose it is."""
    outputs = deploy_resources(cluster(NAME), OUTPUTS).outputs
    ids = [outputs["Group"]]
    (group,) = aws.client("ec2").describe_security_groups(GroupIds=ids)["SecurityGroups"]
    assert group["VpcId"] == outputs["Vpc"]
    (rule,) = group["IpPermissions"]
    assert rule["IpProtocol"] == "-1"
    assert [pair["GroupId"] for pair in rule["UserIdGroupPairs"]] == ids
    assert {"Key": f"kubernetes.io/cluster/{NAME}", "Value": "owned"} in group["Tags"]


def test_group_can_be_admitted_elsewhere(aws: LocalAws, deploy_resources: DeployTemplate) -> None:
    """Another group's rule may name it, as a database's does."""
    group = {"GroupDescription": "Database", "VpcId": {"Ref": "Vpc"}}
    rule: dict[str, Any] = {
        "GroupId": {"Ref": "Group"},
        "SourceSecurityGroupId": OUTPUTS["Group"],
        "IpProtocol": "tcp",
        "FromPort": 5432,
        "ToPort": 5432,
    }
    resources = {
        **cluster(NAME),
        "Group": {"Type": "AWS::EC2::SecurityGroup", "Properties": group},
        "Rule": {"Type": "AWS::EC2::SecurityGroupIngress", "Properties": rule},
    }
    outputs = deploy_resources(resources, {**OUTPUTS, "Database": {"Ref": "Group"}}).outputs
    found = aws.client("ec2").describe_security_groups(GroupIds=[outputs["Database"]])
    (permission,) = found["SecurityGroups"][0]["IpPermissions"]
    assert permission["UserIdGroupPairs"][0]["GroupId"] == outputs["Group"]


def test_group_goes_with_the_cluster(aws: LocalAws, deploy_resources: DeployTemplate) -> None:
    """The network can be deleted afterwards."""
    group_id = deploy_resources(cluster(NAME), OUTPUTS).outputs["Group"]
    assert deploy_resources(NETWORK).failures == ()
    describe = aws.client("ec2").describe_security_groups
    assert error_code(describe, GroupIds=[group_id]) == "InvalidGroup.NotFound"
