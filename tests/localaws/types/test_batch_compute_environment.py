"""AWS::Batch::ComputeEnvironment, as the Batch API shows it."""

from typing import Any

from localaws.instance import LocalAws
from tests.localaws.conftest import DeployTemplate
from tests.localaws.types.batch_resources import environment

OUTPUTS = {
    "Ref": {"Ref": "Environment"},
    "Arn": {"Fn::GetAtt": ["Environment", "ComputeEnvironmentArn"]},
}


def _described(aws: LocalAws, arn: str) -> list[dict[str, Any]]:
    """Return the environments with an ARN."""
    answer = aws.client("batch").describe_compute_environments(computeEnvironments=[arn])
    found: list[dict[str, Any]] = answer["computeEnvironments"]
    return found


def test_create_keeps_every_property(aws: LocalAws, deploy_resources: DeployTemplate) -> None:
    """Resources, state and tags are what the template says; both references are the ARN."""
    template = environment(State="ENABLED", Tags={"lab": "demo"}, ServiceRole="role")
    outputs = deploy_resources(template, OUTPUTS).outputs
    assert outputs["Ref"] == outputs["Arn"]
    (found,) = _described(aws, outputs["Ref"])
    resources = found["computeResources"]
    assert (found["state"], found["status"], found["tags"]) == ("ENABLED", "VALID", {"lab": "demo"})
    assert (resources["type"], resources["maxvCpus"], resources["subnets"]) == (
        "SPOT",
        4,
        ["subnet-1"],
    )
    assert "Environment" in found["computeEnvironmentName"]


def test_update_changes_it_in_place(aws: LocalAws, deploy_resources: DeployTemplate) -> None:
    """More vCPUs and other instance types come to the same environment."""
    arn = deploy_resources(environment(), OUTPUTS).outputs["Ref"]
    changes = {"ComputeResources": {"InstanceTypes": ["m7i", "c7i"]}, "State": "DISABLED"}
    policy = {"TerminateJobsOnUpdate": False, "JobExecutionTimeoutMinutes": 30}
    template = environment(8, UpdatePolicy=policy, **changes)
    template["Environment"]["Properties"]["ComputeResources"]["MaxvCpus"] = 8
    assert deploy_resources(template, OUTPUTS).outputs["Ref"] == arn
    (found,) = _described(aws, arn)
    assert found["computeResources"]["maxvCpus"] == 8
    assert found["computeResources"]["instanceTypes"] == ["m7i", "c7i"]
    assert found["state"] == "DISABLED"


def test_other_name_is_another_environment(aws: LocalAws, deploy_resources: DeployTemplate) -> None:
    """The old one is disabled and deleted."""
    first = deploy_resources(environment(ComputeEnvironmentName="one"), OUTPUTS).outputs["Ref"]
    second = deploy_resources(environment(ComputeEnvironmentName="two"), OUTPUTS).outputs["Ref"]
    assert second.endswith("compute-environment/two")
    assert _described(aws, first) == []


def test_delete_removes_it(aws: LocalAws, deploy_resources: DeployTemplate) -> None:
    """An enabled environment goes too."""
    keeper = {"Keeper": {"Type": "AWS::EC2::InternetGateway"}}
    arn = deploy_resources(keeper | environment(), OUTPUTS).outputs["Ref"]
    assert deploy_resources(keeper).failures == ()
    assert _described(aws, arn) == []
