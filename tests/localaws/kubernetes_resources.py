"""What tests of EKS and RDS build on: a network, roles, and a small cluster in Auto Mode."""

from typing import Any

Resources = dict[str, dict[str, Any]]

NETWORK: Resources = {
    "Vpc": {"Type": "AWS::EC2::VPC", "Properties": {"CidrBlock": "10.7.0.0/16"}},
    **{
        f"Subnet{zone.upper()}": {
            "Type": "AWS::EC2::Subnet",
            "Properties": {
                "VpcId": {"Ref": "Vpc"},
                "CidrBlock": f"10.7.{number}.0/24",
                "AvailabilityZone": f"eu-central-1{zone}",
            },
        }
        for number, zone in enumerate("ab")
    },
}
SUBNETS = [{"Ref": "SubnetA"}, {"Ref": "SubnetB"}]


def role(service: str) -> dict[str, Any]:
    """Declare a role that a service may take."""
    statement = {
        "Effect": "Allow",
        "Principal": {"Service": service},
        "Action": ["sts:AssumeRole", "sts:TagSession"],
    }
    document = {"Version": "2012-10-17", "Statement": [statement]}
    return {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": document}}


def cluster(name: str, **changes: Any) -> Resources:  # noqa: ANN401
    """Declare a network, a role and a cluster, some of whose properties are others.

    A property that is None is left out.
    """
    properties: dict[str, Any] = {
        "Name": name,
        "Version": "1.35",
        "RoleArn": {"Fn::GetAtt": ["ClusterRole", "Arn"]},
        "ResourcesVpcConfig": {"SubnetIds": SUBNETS, "EndpointPublicAccess": False},
        "AccessConfig": {
            "AuthenticationMode": "API",
            "BootstrapClusterCreatorAdminPermissions": False,
        },
        "ComputeConfig": {"Enabled": True},
        "KubernetesNetworkConfig": {"ElasticLoadBalancing": {"Enabled": True}},
        "StorageConfig": {"BlockStorage": {"Enabled": True}},
        **changes,
    }
    declared = {key: value for key, value in properties.items() if value is not None}
    return {
        **NETWORK,
        "ClusterRole": role("eks.amazonaws.com"),
        "Cluster": {"Type": "AWS::EKS::Cluster", "Properties": declared},
    }


def database(**changes: Any) -> Resources:  # noqa: ANN401
    """Declare a network and a small PostgreSQL, some of whose properties are others.

    A property that is None is left out.
    """
    properties: dict[str, Any] = {
        "Engine": "postgres",
        "EngineVersion": "18",
        "DBInstanceClass": "db.t4g.micro",
        "AllocatedStorage": "20",
        "MasterUsername": "postgres",
        "MasterUserPassword": "first-password",
        "DBName": "lab",
        "DBSubnetGroupName": {"Ref": "SubnetGroup"},
        **changes,
    }
    declared = {key: value for key, value in properties.items() if value is not None}
    group = {"DBSubnetGroupDescription": "Private subnets", "SubnetIds": SUBNETS}
    return {
        **NETWORK,
        "SubnetGroup": {"Type": "AWS::RDS::DBSubnetGroup", "Properties": group},
        "Database": {"Type": "AWS::RDS::DBInstance", "Properties": declared},
    }
