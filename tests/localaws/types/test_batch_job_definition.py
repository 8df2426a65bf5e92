"""AWS::Batch::JobDefinition, as the Batch API shows it, and as a job runs it."""

from typing import Any

from localaws.instance import LocalAws
from tests.localaws.batch.conftest import Batch
from tests.localaws.conftest import DeployTemplate
from tests.localaws.types.batch_resources import definition, queue

OUTPUTS = {
    "Ref": {"Ref": "Definition"},
    "Arn": {"Fn::GetAtt": ["Definition", "JobDefinitionArn"]},
}
KEEPER = {"Keeper": {"Type": "AWS::EC2::InternetGateway"}}


def _status(aws: LocalAws, arn: str) -> str:
    """Return whether a revision is usable."""
    answer = aws.client("batch").describe_job_definitions(jobDefinitions=[arn])
    status: str = answer["jobDefinitions"][0]["status"]
    return status


def _retained(template: dict[str, Any]) -> dict[str, Any]:
    """Return a template whose old revisions stay usable."""
    template["Definition"]["Properties"]["ResourceRetentionPolicy"] = {
        "SkipDeregisterOnUpdate": "true"
    }
    return KEEPER | template


def test_create_keeps_every_property(aws: LocalAws, deploy_resources: DeployTemplate) -> None:
    """Both references are the ARN of the first revision."""
    outputs = deploy_resources(definition(), OUTPUTS).outputs
    assert outputs["Ref"] == outputs["Arn"]
    assert outputs["Ref"].endswith(":1")
    answer = aws.client("batch").describe_job_definitions(jobDefinitions=[outputs["Ref"]])
    (found,) = answer["jobDefinitions"]
    assert found["containerProperties"]["environment"] == [{"name": "CHANNEL", "value": "FITC-A"}]
    assert found["retryStrategy"] == {
        "attempts": 2,
        "evaluateOnExit": [{"onStatusReason": "Host EC2*", "action": "RETRY"}],
    }
    assert found["timeout"] == {"attemptDurationSeconds": 3600}
    assert (found["parameters"], found["tags"]) == ({"file": "a.fcs"}, {"lab": "demo"})


def test_declared_job_runs(aws: LocalAws, deploy_resources: DeployTemplate) -> None:
    """Environment, queue and definition of a template are enough for a job."""
    outputs = {"Queue": {"Ref": "Queue"}, **OUTPUTS}
    deployed = deploy_resources(queue() | definition(), outputs).outputs
    batch = Batch(aws)
    job = batch.wait(batch.submit(deployed["Queue"], deployed["Ref"]))
    assert batch.log(job) == "FITC-A"


def test_update_is_another_revision(aws: LocalAws, deploy_resources: DeployTemplate) -> None:
    """`Ref` leads to the new one; the old one is deregistered."""
    first = deploy_resources(definition(), OUTPUTS).outputs["Ref"]
    result = deploy_resources(definition(Privileged=False), OUTPUTS)
    second = result.outputs["Ref"]
    assert second == result.outputs["Arn"] == f"{first.removesuffix(':1')}:2"
    assert (_status(aws, first), _status(aws, second)) == ("INACTIVE", "ACTIVE")


def test_old_revision_stays_if_the_template_says_so(
    aws: LocalAws, deploy_resources: DeployTemplate
) -> None:
    """It is usable after the update; the last one goes with the resource."""
    first = deploy_resources(_retained(definition()), OUTPUTS).outputs["Ref"]
    changed = _retained(definition(Command=["true"]))
    second = deploy_resources(changed, OUTPUTS).outputs["Ref"]
    assert (_status(aws, first), _status(aws, second)) == ("ACTIVE", "ACTIVE")
    assert deploy_resources(KEEPER).failures == ()
    assert (_status(aws, first), _status(aws, second)) == ("ACTIVE", "INACTIVE")


def test_unchanged_definition_keeps_its_revision(deploy_resources: DeployTemplate) -> None:
    """An update of something else in the stack makes no revision."""
    first = deploy_resources(definition(), OUTPUTS).outputs["Ref"]
    assert deploy_resources(KEEPER | definition(), OUTPUTS).outputs["Ref"] == first
