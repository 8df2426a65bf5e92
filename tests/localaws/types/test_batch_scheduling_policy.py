"""AWS::Batch::SchedulingPolicy, as the Batch API shows it."""

from typing import Any

from localaws.instance import LocalAws
from tests.localaws.conftest import DeployTemplate

OUTPUTS = {"Ref": {"Ref": "Policy"}, "Arn": {"Fn::GetAtt": ["Policy", "Arn"]}}
KEEPER = {"Keeper": {"Type": "AWS::EC2::InternetGateway"}}
SHARES = {
    "ShareDecaySeconds": 3600,
    "ComputeReservation": "10",
    "ShareDistribution": [{"ShareIdentifier": "genomics*", "WeightFactor": "0.5"}],
}


def _policy(**properties: Any) -> dict[str, Any]:  # noqa: ANN401
    """Declare a policy."""
    return {**KEEPER, "Policy": {"Type": "AWS::Batch::SchedulingPolicy", "Properties": properties}}


def _described(aws: LocalAws, arn: str) -> list[dict[str, Any]]:
    """Return the policies with an ARN."""
    answer = aws.client("batch").describe_scheduling_policies(arns=[arn])
    found: list[dict[str, Any]] = answer["schedulingPolicies"]
    return found


def test_create_keeps_every_property(aws: LocalAws, deploy_resources: DeployTemplate) -> None:
    """Shares and tags are what the template says; both references are the ARN."""
    template = _policy(FairsharePolicy=SHARES, Tags={"lab": "demo"})
    outputs = deploy_resources(template, OUTPUTS).outputs
    assert outputs["Ref"] == outputs["Arn"]
    (found,) = _described(aws, outputs["Ref"])
    fair = found["fairsharePolicy"]
    assert (fair["shareDecaySeconds"], fair["computeReservation"]) == (3600, 10)
    assert fair["shareDistribution"] == [{"shareIdentifier": "genomics*", "weightFactor": 0.5}]
    assert found["tags"] == {"lab": "demo"}


def test_update_changes_it_in_place(aws: LocalAws, deploy_resources: DeployTemplate) -> None:
    """Other shares and tags come to the same policy."""
    first = _policy(FairsharePolicy=SHARES, Tags={"lab": "demo"})
    arn = deploy_resources(first, OUTPUTS).outputs["Ref"]
    second = _policy(FairsharePolicy={"ShareDecaySeconds": 60}, Tags={"team": "one"})
    assert deploy_resources(second, OUTPUTS).outputs["Ref"] == arn
    (found,) = _described(aws, arn)
    assert (found["fairsharePolicy"], found["tags"]) == ({"shareDecaySeconds": 60}, {"team": "one"})


def test_delete_removes_it(aws: LocalAws, deploy_resources: DeployTemplate) -> None:
    """It is not there any more."""
    arn = deploy_resources(_policy(), OUTPUTS).outputs["Ref"]
    assert deploy_resources(KEEPER).failures == ()
    assert _described(aws, arn) == []
