"""An account on moto, with what a lab's own stacks make for a cluster: runs in .venv-pcluster.

Everything that a cluster file can name has a role, written `<file_system>`; `seed` gives the ids.
Importing this module starts moto, which has to happen before ParallelCluster opens a client.
"""

import json
import os
import tempfile
from collections.abc import Callable, Iterator, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

REGION = "us-east-1"
ZONES = ("a", "b", "c")
HOME = tempfile.TemporaryDirectory(prefix="pcluster-")
GROUPS = ("client", "mount_target", "closed", "hub", "database")

Rules = Mapping[str, list[dict[str, Any]]]


def _images() -> Iterator[dict[str, Any]]:
    """Yield images named like AWS's own: moto has none of ParallelCluster, which looks for them."""
    for number, architecture in enumerate(("x86_64", "arm64")):
        yield {
            "ami_id": f"ami-0{number}{'0' * 15}",
            "owner_id": "247102896272",
            "owner_alias": "amazon",
            "public": True,
            "state": "available",
            "name": f"aws-parallelcluster-{version('aws-parallelcluster')}-ubuntu-2404-lts-hvm-"
            f"{architecture}-202609010000 2026-09-01T00-00-00.000Z",
            "description": "stand-in for an image of AWS",
            "virtualization_type": "hvm",
            "architecture": architecture,
            "platform": None,
            "image_type": "machine",
            "hypervisor": "xen",
            "root_device_name": "/dev/sda1",
            "root_device_type": "ebs",
            "sriov": "simple",
            "creation_date": "2026-09-01T00:00:00.000Z",
            "image_location": "amazon/stand-in",
        }


def _start() -> None:
    images = Path(HOME.name, "images.json")
    images.write_text(json.dumps(list(_images())), encoding="utf-8")
    os.environ.update(
        AWS_ACCESS_KEY_ID="stand-in",
        AWS_SECRET_ACCESS_KEY="stand-in",  # noqa: S106 - moto asks for one, and reads none
        AWS_DEFAULT_REGION=REGION,
        # ParallelCluster writes its log below the home folder.
        HOME=HOME.name,
        MOTO_AMIS_PATH=str(images),
        # Without this, IamPolicyValidator finds no policy of AWS.
        MOTO_IAM_LOAD_MANAGED_POLICIES="true",
    )
    from moto import mock_aws  # noqa: PLC0415 - moto reads the variables when it is imported
    from moto.moto_api._internal import mock_random  # noqa: PLC0415

    # The same ids in each run, as ParallelCluster's messages name some in their order.
    mock_random.seed(1)
    mock_aws().start()
    _without_instance_store_mappings()


def _without_instance_store_mappings() -> None:
    """Take instance stores out of RunInstances: moto refuses `VirtualName`, which EC2 allows.

    Without this, both launch template validators fail for every type of machine.
    """
    import botocore.client  # noqa: PLC0415 - after moto

    call: Callable[..., Any] = botocore.client.BaseClient._make_api_call  # noqa: SLF001

    def changed(self: object, operation: str, given: dict[str, Any]) -> Any:  # noqa: ANN401
        if operation == "RunInstances" and "BlockDeviceMappings" in given:
            disks = [each for each in given["BlockDeviceMappings"] if "Ebs" in each]
            given = {**given, "BlockDeviceMappings": disks}
        return call(self, operation, given)

    botocore.client.BaseClient._make_api_call = changed  # noqa: SLF001


_start()

import boto3  # noqa: E402 - after moto


def seed(mount_target_rules: Rules) -> dict[str, str]:
    """Make what a cluster is built in and on, and return its ids by role.

    Args:
        mount_target_rules: `ingress` and `egress` of the group before the lab's file system, as in
            the template of its storage stack, with `<client_group>` for the group of clients.
    """
    vpc, subnets = _network()
    groups = {f"<{name}_group>": _group(vpc, name) for name in GROUPS}
    _apply(groups["<mount_target_group>"], mount_target_rules, groups)
    ingress_only = {"ingress": mount_target_rules["ingress"], "egress": []}
    _apply(groups["<closed_group>"], ingress_only, groups)
    return {
        **subnets,
        **groups,
        "<file_system>": _file_system(subnets.values(), groups["<mount_target_group>"]),
        # As a storage stack would be whose group answers clients, but has no rule of its own.
        "<closed_file_system>": _file_system(subnets.values(), groups["<closed_group>"]),
        # What a lab in other zones has: nothing to mount in the second and third.
        "<partial_file_system>": _file_system(
            [subnets["<private_subnet_a>"]], groups["<mount_target_group>"]
        ),
        **_objects(),
        **_permissions(),
    }


def _network() -> tuple[str, dict[str, str]]:
    """Make the lab's VPC: public and private subnets in three zones, and one NAT gateway."""
    ec2 = boto3.client("ec2")
    vpc = ec2.create_vpc(CidrBlock="10.64.0.0/16")["Vpc"]["VpcId"]
    # ParallelCluster makes a private zone for names of nodes, which needs both.
    for flag in ("EnableDnsSupport", "EnableDnsHostnames"):
        ec2.modify_vpc_attribute(VpcId=vpc, **{flag: {"Value": True}})
    subnets = {}
    for number, zone in enumerate(ZONES):
        for kind, block in (("public", f"10.64.{number}.0/24"), ("private", _private(number))):
            made = ec2.create_subnet(VpcId=vpc, CidrBlock=block, AvailabilityZone=REGION + zone)
            subnets[f"<{kind}_subnet_{zone}>"] = made["Subnet"]["SubnetId"]
    internet = ec2.create_internet_gateway()["InternetGateway"]["InternetGatewayId"]
    ec2.attach_internet_gateway(InternetGatewayId=internet, VpcId=vpc)
    address = ec2.allocate_address(Domain="vpc")["AllocationId"]
    nat = ec2.create_nat_gateway(SubnetId=subnets["<public_subnet_a>"], AllocationId=address)
    gateways = {
        "public": {"GatewayId": internet},
        "private": {"NatGatewayId": nat["NatGateway"]["NatGatewayId"]},
    }
    for kind, gateway in gateways.items():
        table = ec2.create_route_table(VpcId=vpc)["RouteTable"]["RouteTableId"]
        ec2.create_route(RouteTableId=table, DestinationCidrBlock="0.0.0.0/0", **gateway)
        for zone in ZONES:
            ec2.associate_route_table(
                RouteTableId=table, SubnetId=subnets[f"<{kind}_subnet_{zone}>"]
            )
    return vpc, subnets


def _private(number: int) -> str:
    return f"10.64.{64 * (number + 1)}.0/18"


def _group(vpc: str, name: str) -> str:
    """Make a group that lets nothing in or out, as CDK does with `allow_all_outbound=False`."""
    ec2 = boto3.client("ec2")
    group: str = ec2.create_security_group(GroupName=name, Description=name, VpcId=vpc)["GroupId"]
    anything = [{"IpProtocol": "-1", "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}]
    ec2.revoke_security_group_egress(GroupId=group, IpPermissions=anything)
    return group


def _apply(group: str, rules: Rules, groups: Mapping[str, str]) -> None:
    ec2 = boto3.client("ec2")
    for allow, given in (
        (ec2.authorize_security_group_ingress, rules["ingress"]),
        (ec2.authorize_security_group_egress, rules["egress"]),
    ):
        for rule in given:
            peer = [{"GroupId": groups.get(rule["peer"], rule["peer"])}]
            ports = {"FromPort": rule["from_port"], "ToPort": rule["to_port"]}
            allow(
                GroupId=group,
                IpPermissions=[{"IpProtocol": "tcp", "UserIdGroupPairs": peer, **ports}],
            )


def _file_system(subnets: Any, group: str) -> str:  # noqa: ANN401 - any iterable of ids
    efs = boto3.client("efs")
    made: str = efs.create_file_system(CreationToken=os.urandom(8).hex(), Encrypted=True)[
        "FileSystemId"
    ]
    zones: set[str] = set()
    for subnet in subnets:
        zone = boto3.client("ec2").describe_subnets(SubnetIds=[subnet])["Subnets"][0]
        # Public subnets come first in a dict of ours, but mount targets are in private ones.
        if zone["CidrBlock"].endswith("/18") and zone["AvailabilityZone"] not in zones:
            efs.create_mount_target(FileSystemId=made, SubnetId=subnet, SecurityGroups=[group])
            zones.add(zone["AvailabilityZone"])
    return made


def _objects() -> dict[str, str]:
    s3 = boto3.client("s3")
    for bucket in ("lab-nodes", "lab-raw"):
        s3.create_bucket(Bucket=bucket)
    s3.put_object(Bucket="lab-nodes", Key="nodes/start.sh", Body=b"#!/bin/bash\n")
    secret = boto3.client("secretsmanager").create_secret(Name="slurmdbd", SecretString="stand-in")
    topic = boto3.client("sns").create_topic(Name="alarms")
    return {
        "<nodes_bucket>": "lab-nodes",
        "<raw_bucket>": "lab-raw",
        "<database_secret>": secret["ARN"],
        "<topic>": topic["TopicArn"],
    }


def _permissions() -> dict[str, str]:
    document = {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}],
    }
    iam = boto3.client("iam")
    return {
        f"<{name}_policy>": iam.create_policy(PolicyName=name, PolicyDocument=json.dumps(document))[
            "Policy"
        ]["Arn"]
        for name in ("node", "role", "boundary")
    }
