"""AWS::Batch::JobQueue, as the Batch API shows it."""

from typing import Any

from localaws.instance import LocalAws
from tests.localaws.conftest import DeployTemplate
from tests.localaws.types.batch_resources import environment, queue

OUTPUTS = {
    "Ref": {"Ref": "Queue"},
    "Arn": {"Fn::GetAtt": ["Queue", "JobQueueArn"]},
    "Environment": {"Ref": "Environment"},
}
LIMIT = {
    "Action": "CANCEL",
    "MaxTimeSeconds": 3600,
    "Reason": "MISCONFIGURATION:COMPUTE_ENVIRONMENT_MAX_RESOURCE",
    "State": "RUNNABLE",
}


def _described(aws: LocalAws, arn: str) -> list[dict[str, Any]]:
    """Return the queues with an ARN."""
    found: list[dict[str, Any]] = aws.client("batch").describe_job_queues(jobQueues=[arn])[
        "jobQueues"
    ]
    return found


def test_create_keeps_every_property(aws: LocalAws, deploy_resources: DeployTemplate) -> None:
    """Order, priority, limits and tags are what the template says."""
    template = queue(Priority="7", JobStateTimeLimitActions=[LIMIT], Tags={"lab": "demo"})
    outputs = deploy_resources(template, OUTPUTS).outputs
    assert outputs["Ref"] == outputs["Arn"]
    (found,) = _described(aws, outputs["Ref"])
    assert found["computeEnvironmentOrder"] == [
        {"order": 1, "computeEnvironment": outputs["Environment"]}
    ]
    assert (found["priority"], found["state"], found["tags"]) == (7, "ENABLED", {"lab": "demo"})
    assert found["jobStateTimeLimitActions"][0]["maxTimeSeconds"] == 3600


def test_update_changes_it_in_place(aws: LocalAws, deploy_resources: DeployTemplate) -> None:
    """What the template names no more is gone, limits and tags included."""
    template = queue(JobStateTimeLimitActions=[LIMIT], Tags={"lab": "demo"}, State="DISABLED")
    arn = deploy_resources(template, OUTPUTS).outputs["Ref"]
    changed = queue(Priority=3, Tags={"team": "one"})
    assert deploy_resources(changed, OUTPUTS).outputs["Ref"] == arn
    (found,) = _described(aws, arn)
    assert (found["priority"], found["state"], found["tags"]) == (3, "ENABLED", {"team": "one"})
    assert found["jobStateTimeLimitActions"] == []


def test_delete_removes_it(aws: LocalAws, deploy_resources: DeployTemplate) -> None:
    """An enabled queue goes too, and its environment can go after it."""
    arn = deploy_resources(queue(), OUTPUTS).outputs["Ref"]
    assert deploy_resources(environment()).failures == ()
    assert _described(aws, arn) == []
