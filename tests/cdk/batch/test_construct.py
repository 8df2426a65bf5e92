"""The lab's job queues."""

from collections.abc import Callable, Mapping
from typing import Any

from aws_cdk.assertions import Template

Queues = Callable[..., Template]


def environments_of(template: Template, queue: str) -> list[str]:
    """Return the types of a queue's environments, those first that are tried first."""
    resources: Mapping[str, Any] = template.to_json()["Resources"]
    (found,) = (
        each["Properties"]
        for name, each in resources.items()
        if each["Type"] == "AWS::Batch::JobQueue" and name.startswith(f"Batch{queue}Queue")
    )
    order = sorted(found["ComputeEnvironmentOrder"], key=lambda each: each["Order"])
    ids = [each["ComputeEnvironment"]["Fn::GetAtt"][0] for each in order]
    return [resources[each]["Properties"]["ComputeResources"]["Type"] for each in ids]


def test_on_demand_stands_behind_spot_in_one_queue(queues: Queues) -> None:
    """A job starts on spot if there is any, and starts all the same if there is none."""
    assert environments_of(queues(), "Spot") == ["SPOT", "EC2"]


def test_a_queue_on_demand_alone_is_for_jobs_that_spot_gave_up(queues: Queues) -> None:
    """It shares the machines that stand behind spot."""
    assert environments_of(queues(), "OnDemand") == ["EC2"]
    queues().resource_count_is("AWS::Batch::ComputeEnvironment", 2)


def test_gpus_come_on_request(queues: Queues) -> None:
    """Two environments more, with drivers, and a queue of their own."""
    template = queues(gpu={"max_vcpus": 48})
    assert environments_of(template, "Gpu") == ["SPOT", "EC2"]
    assert environments_of(template, "GpuOnDemand") == ["EC2"]
    template.has_resource_properties(
        "AWS::Batch::ComputeEnvironment",
        {
            "ComputeResources": {
                "Type": "SPOT",
                "MaxvCpus": 48,
                "InstanceTypes": ["g4dn", "g5"],
                "Ec2Configuration": [{"ImageType": "ECS_AL2023_NVIDIA"}],
            }
        },
    )
    queues().resource_count_is("AWS::Batch::JobQueue", 2)


def test_nobody_reaches_a_machine(queues: Queues) -> None:
    """Its security group lets HTTPS out and nothing in."""
    (group,) = queues().find_resources("AWS::EC2::SecurityGroup").values()
    assert "SecurityGroupIngress" not in group["Properties"]
    (egress,) = group["Properties"]["SecurityGroupEgress"]
    assert (egress["FromPort"], egress["ToPort"]) == (443, 443)
    queues().resource_count_is("AWS::EC2::SecurityGroupIngress", 0)


def test_projects_share_without_being_named(queues: Queues) -> None:
    """One policy for all queues, with weights for nobody: a new project changes nothing here."""
    (policy,) = queues(share_decay_hours=24).find_resources("AWS::Batch::SchedulingPolicy").values()
    assert policy["Properties"]["FairsharePolicy"] == {
        "ShareDecaySeconds": 86400,
        "ShareDistribution": [],
    }
