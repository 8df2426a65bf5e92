"""AWS::StepFunctions::StateMachine: logging and tracing."""

from typing import Any

from localaws.instance import LocalAws
from tests.localaws.conftest import DeployTemplate

TRUST = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow",
            "Principal": {"Service": "states.amazonaws.com"},
            "Action": "sts:AssumeRole",
        }
    ],
}
ROLE = {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": TRUST}}
DEFINITION = '{"StartAt": "End", "States": {"End": {"Type": "Succeed"}}}'
OUTPUTS = {"Arn": {"Ref": "Machine"}, "Group": {"Fn::GetAtt": ["Group", "Arn"]}}
LOGGING = {
    "Level": "ERROR",
    "IncludeExecutionData": True,
    "Destinations": [{"CloudWatchLogsLogGroup": {"LogGroupArn": {"Fn::GetAtt": ["Group", "Arn"]}}}],
}


def test_logging_and_tracing_are_set_and_taken_back(
    aws: LocalAws, deploy_resources: DeployTemplate
) -> None:
    """Both are described as the template says them, also after an update."""

    def described(**properties: Any) -> tuple[dict[str, Any], str]:  # noqa: ANN401
        role = {"Fn::GetAtt": ["Role", "Arn"]}
        machine = {"RoleArn": role, "DefinitionString": DEFINITION, **properties}
        resources = {
            "Role": ROLE,
            "Group": {"Type": "AWS::Logs::LogGroup"},
            "Machine": {"Type": "AWS::StepFunctions::StateMachine", "Properties": machine},
        }
        outputs = deploy_resources(resources, OUTPUTS).outputs
        client = aws.client("stepfunctions")
        return client.describe_state_machine(stateMachineArn=outputs["Arn"]), outputs["Group"]

    found, group = described(LoggingConfiguration=LOGGING, TracingConfiguration={"Enabled": True})
    assert found["loggingConfiguration"] == {
        "level": "ERROR",
        "includeExecutionData": True,
        "destinations": [{"cloudWatchLogsLogGroup": {"logGroupArn": group}}],
    }
    assert found["tracingConfiguration"] == {"enabled": True}
    found, _ = described(DefinitionString=DEFINITION.replace("End", "Last"))
    assert found["loggingConfiguration"] == {"level": "OFF", "includeExecutionData": False}
    assert found["tracingConfiguration"] == {"enabled": False}
