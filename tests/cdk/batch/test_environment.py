"""Machines of one kind."""

from collections.abc import Callable

from aws_cdk.assertions import Match, Template

Queues = Callable[..., Template]


def test_spot_is_chosen_by_price_and_capacity_from_all_families_and_zones(queues: Queues) -> None:
    """Diverse, over both subnets, and down to zero machines."""
    queues(instance_families=["m6i", "r6a"], max_vcpus=512).has_resource_properties(
        "AWS::Batch::ComputeEnvironment",
        {
            "Type": "managed",
            "State": "ENABLED",
            "ComputeResources": {
                "Type": "SPOT",
                "AllocationStrategy": "SPOT_PRICE_CAPACITY_OPTIMIZED",
                "InstanceTypes": ["m6i", "r6a"],
                "MinvCpus": 0,
                "DesiredvCpus": Match.absent(),
                "MaxvCpus": 512,
                "Subnets": ["subnet-a", "subnet-b"],
                "Ec2Configuration": [{"ImageType": "ECS_AL2023"}],
            },
        },
    )


def test_on_demand_takes_what_fits(queues: Queues) -> None:
    """No strategy of spot there."""
    queues(on_demand_max_vcpus=16).has_resource_properties(
        "AWS::Batch::ComputeEnvironment",
        {
            "ComputeResources": {
                "Type": "EC2",
                "AllocationStrategy": "BEST_FIT_PROGRESSIVE",
                "MaxvCpus": 16,
            }
        },
    )


def test_machines_may_mount_the_file_system(queues: Queues) -> None:
    """They are members of its clients' security group."""
    for each in queues().find_resources("AWS::Batch::ComputeEnvironment").values():
        assert "sg-efs" in each["Properties"]["ComputeResources"]["SecurityGroupIds"]


def test_running_environments_follow_the_settings(queues: Queues) -> None:
    """Updated in place through the service-linked role, at the newest version of the template."""
    template = queues()
    (launch,) = template.find_resources("AWS::EC2::LaunchTemplate")
    template.all_resources_properties(
        "AWS::Batch::ComputeEnvironment",
        {
            "ReplaceComputeEnvironment": False,
            "ServiceRole": Match.absent(),
            "Tags": Match.absent(),
            "UpdatePolicy": {"TerminateJobsOnUpdate": False, "JobExecutionTimeoutMinutes": 360},
            "ComputeResources": {
                "UpdateToLatestImageVersion": True,
                "LaunchTemplate": {
                    "LaunchTemplateId": {"Ref": launch},
                    "Version": {"Fn::GetAtt": [launch, "LatestVersionNumber"]},
                },
            },
        },
    )
