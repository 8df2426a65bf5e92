"""AWS::EC2::SecurityGroupIngress, as the EC2 API shows it."""

from typing import Any

from localaws.instance import LocalAws
from tests.localaws.conftest import DeployTemplate

OUTPUTS = {"Group": {"Ref": "Group"}, "Peer": {"Ref": "Peer"}, "Rule": {"Ref": "Rule"}}


def _group() -> dict[str, Any]:
    """Declare a group that lets nothing in or out."""
    nothing = {"CidrIp": "255.255.255.255/32", "IpProtocol": "icmp", "FromPort": 252, "ToPort": 86}
    properties = {
        "GroupDescription": "A group",
        "VpcId": {"Ref": "Vpc"},
        "SecurityGroupIngress": [nothing],
        "SecurityGroupEgress": [nothing],
    }
    return {"Type": "AWS::EC2::SecurityGroup", "Properties": properties}


def _network(port: int, description: str = "NFS") -> dict[str, Any]:
    """Declare a rule between two groups."""
    rule = {
        "GroupId": {"Ref": "Group"},
        "SourceSecurityGroupId": {"Ref": "Peer"},
        "IpProtocol": "tcp",
        "FromPort": port,
        "ToPort": port,
        "Description": description,
    }
    return {
        "Vpc": {"Type": "AWS::EC2::VPC", "Properties": {"CidrBlock": "10.1.0.0/16"}},
        "Group": _group(),
        "Peer": _group(),
        "Rule": {"Type": "AWS::EC2::SecurityGroupIngress", "Properties": rule},
    }


def _rules(aws: LocalAws, group_id: str) -> list[tuple[int, str, str]]:
    """Return port, peer and description of the rules between groups."""
    groups = aws.client("ec2").describe_security_groups(GroupIds=[group_id])["SecurityGroups"]
    return [
        (rule["FromPort"], pair["GroupId"], pair["Description"])
        for rule in groups[0]["IpPermissions"]
        for pair in rule["UserIdGroupPairs"]
    ]


def test_create_adds_the_rule(aws: LocalAws, deploy_resources: DeployTemplate) -> None:
    """The rule is in its group."""
    outputs = deploy_resources(_network(2049), OUTPUTS).outputs
    assert [(2049, outputs["Peer"], "NFS")] == _rules(aws, outputs["Group"])


def test_update_of_a_port_replaces_the_rule(
    aws: LocalAws, deploy_resources: DeployTemplate
) -> None:
    """The new rule is in the group, the old one is not."""
    before = deploy_resources(_network(2049), OUTPUTS).outputs
    after = deploy_resources(_network(2050), OUTPUTS).outputs
    assert before["Rule"] != after["Rule"]
    assert [(2050, after["Peer"], "NFS")] == _rules(aws, after["Group"])


def test_update_of_the_description_keeps_the_rule(
    aws: LocalAws, deploy_resources: DeployTemplate
) -> None:
    """A description changes in place."""
    before = deploy_resources(_network(2049), OUTPUTS).outputs
    assert before == deploy_resources(_network(2049, "Shared files"), OUTPUTS).outputs
    assert [(2049, before["Peer"], "Shared files")] == _rules(aws, before["Group"])


def test_delete_removes_the_rule(aws: LocalAws, deploy_resources: DeployTemplate) -> None:
    """A rule that leaves the template leaves its group."""
    resources = _network(2049)
    outputs = deploy_resources(resources, OUTPUTS).outputs
    del resources["Rule"]
    assert deploy_resources(resources).succeeded
    assert _rules(aws, outputs["Group"]) == []
