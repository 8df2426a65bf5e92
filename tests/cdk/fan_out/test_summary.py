"""The function of the summary."""

from collections.abc import Callable

from aws_cdk.assertions import Template

FanOut = Callable[..., Template]


def test_the_function_reads_runs_and_writes_its_own_log(fan_out: FanOut) -> None:
    """One inline policy, no managed one, no data."""
    template = fan_out()
    template.has_resource_properties("AWS::Lambda::Function", {"Handler": "summarise.handler"})
    roles = template.find_resources("AWS::IAM::Role")
    (role,) = (each["Properties"] for name, each in roles.items() if "Summary" in name)
    assert "ManagedPolicyArns" not in role
    (policy,) = role["Policies"]
    assert [each["Sid"] for each in policy["PolicyDocument"]["Statement"]] == [
        "ListRuns",
        "ReadAndWriteRuns",
        "UseKeyThroughS3",
        "WriteLogs",
    ]
