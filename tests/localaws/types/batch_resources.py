"""Resources of Batch that tests declare together."""

from typing import Any


def environment(vcpus: int = 4, **properties: Any) -> dict[str, Any]:  # noqa: ANN401
    """Declare a compute environment."""
    resources = {
        "Type": "SPOT",
        "AllocationStrategy": "SPOT_PRICE_CAPACITY_OPTIMIZED",
        "MinvCpus": 0,
        "MaxvCpus": vcpus,
        "InstanceTypes": ["m7i"],
        "InstanceRole": "arn:aws:iam::111122223333:instance-profile/host",
        "Subnets": ["subnet-1"],
        "SecurityGroupIds": ["sg-1"],
        "UpdateToLatestImageVersion": True,
    }
    declared = {"Type": "MANAGED", "ReplaceComputeEnvironment": False, **properties}
    declared["ComputeResources"] = resources | properties.get("ComputeResources", {})
    return {"Environment": {"Type": "AWS::Batch::ComputeEnvironment", "Properties": declared}}


def queue(**properties: Any) -> dict[str, Any]:  # noqa: ANN401
    """Declare a queue with the environment."""
    order = [{"Order": 1, "ComputeEnvironment": {"Ref": "Environment"}}]
    declared = {"Priority": 1, "ComputeEnvironmentOrder": order, **properties}
    return environment() | {"Queue": {"Type": "AWS::Batch::JobQueue", "Properties": declared}}


def definition(**container: Any) -> dict[str, Any]:  # noqa: ANN401
    """Declare a job definition, whose properties are those of its container."""
    declared = {
        "Image": "none.example.com/image:1",
        "Command": ["sh", "-c", "echo $CHANNEL"],
        "ResourceRequirements": [
            {"Type": "VCPU", "Value": "1"},
            {"Type": "MEMORY", "Value": "128"},
        ],
        "Environment": [{"Name": "CHANNEL", "Value": "FITC-A"}],
        **container,
    }
    properties = {
        "Type": "container",
        "ContainerProperties": declared,
        "RetryStrategy": {
            "Attempts": 2,
            "EvaluateOnExit": [{"OnStatusReason": "Host EC2*", "Action": "RETRY"}],
        },
        "Timeout": {"AttemptDurationSeconds": "3600"},
        "Parameters": {"file": "a.fcs"},
        "Tags": {"lab": "demo"},
    }
    return {"Definition": {"Type": "AWS::Batch::JobDefinition", "Properties": properties}}
