"""What a lab's templates say to ParallelCluster: values that AWS will know become roles."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from cdk.slurm.construct import RESOURCE_TYPE
from tests.pcluster.edits import Tree

Templates = Mapping[str, dict[str, Any]]

PSEUDO = {
    "AWS::AccountId": "111122223333",
    "AWS::Partition": "aws",
    "AWS::Region": "us-east-1",
    "AWS::URLSuffix": "amazonaws.com",
}
INTRINSICS = ("Ref", "Fn::GetAtt", "Fn::ImportValue", "Fn::GetStackOutput")
ROLES = {
    r"PrivateSubnet1": "<private_subnet_a>",
    r"PrivateSubnet2": "<private_subnet_b>",
    r"PrivateSubnet3": "<private_subnet_c>",
    r"AccountingClientSecurityGroup": "<database_group>",
    r"AccountingInstance.*EndpointAddress": "accounting.a1b2c3d4e5f6.us-east-1.rds.amazonaws.com",
    r"AccountingPassword": "<database_secret>",
    r"SharedFileSystemClientSecurityGroup": "<client_group>",
    r"SharedFileSystem": "<file_system>",
    r"Front.*SecurityGroup": "<hub_group>",
    r"NodePolicies(Head|Login)": "<role_policy>",
    r"NodePolicies": "<node_policy>",
    r"Boundary": "<boundary_policy>",
    r"BootstrapBucket": "<nodes_bucket>",
    r"StorageBuckets?Raw": "<raw_bucket>",
}
"""What a reference is to, by words in what it names; the first that fits."""


def cluster_in(templates: Templates, lab: str) -> Tree:
    """Return the cluster file in the template of a lab's Slurm stack."""
    resources = templates[f"{lab}-slurm"]["Resources"].values()
    (cluster,) = (each for each in resources if each["Type"] == RESOURCE_TYPE)
    tree: Tree = _resolved(cluster["Properties"]["ClusterConfiguration"])
    return tree


def _resolved(value: Any) -> Any:  # noqa: ANN401 - any part of a template
    if isinstance(value, list):
        return [_resolved(each) for each in value]
    if not isinstance(value, dict):
        return value
    if "Fn::Join" in value:
        separator, parts = value["Fn::Join"]
        return separator.join(_resolved(part) for part in parts)
    if len(value) == 1 and (names := [name for name in INTRINSICS if name in value]):
        return _role(value[names[0]])
    unknown = [key for key in value if key.startswith("Fn::")]
    assert unknown == [], f"{unknown}: these tests know no such intrinsic"
    return {key: _resolved(each) for key, each in value.items()}


def _role(reference: object) -> str:
    text = json.dumps(reference)
    if isinstance(reference, str) and reference in PSEUDO:
        return PSEUDO[reference]
    for pattern, role in ROLES.items():
        if re.search(pattern, text):
            return role
    raise AssertionError(f"{text}: which role of account.py is this?")


def mount_target_rules(templates: Templates, lab: str) -> dict[str, list[dict[str, Any]]]:
    """Return what goes in and out of the group before a lab's file system, as account.py reads it.

    What reaches nobody is left out: CDK writes such a rule for a group without any.
    """
    resources = templates[f"{lab}-storage"]["Resources"]
    return {
        "ingress": list(_rules(resources, "Ingress", "SourceSecurityGroupId")),
        "egress": list(_rules(resources, "Egress", "DestinationSecurityGroupId")),
    }


def _rules(
    resources: Mapping[str, dict[str, Any]], direction: str, peer: str
) -> Iterator[dict[str, Any]]:
    for resource in resources.values():
        if resource["Type"] != f"AWS::EC2::SecurityGroup{direction}":
            continue
        said = resource["Properties"]
        if "MountTargetSecurityGroup" in json.dumps(said["GroupId"]):
            assert said["IpProtocol"] == "tcp"
            is_client = "ClientSecurityGroup" in json.dumps(said[peer])
            yield {
                "peer": "<client_group>" if is_client else json.dumps(said[peer]),
                "from_port": said["FromPort"],
                "to_port": said["ToPort"],
            }
