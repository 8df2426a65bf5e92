"""Map runs and their children after a restart of the emulator."""

import json
from pathlib import Path

from localaws.instance import LocalAws
from tests.localaws.stepfunctions.conftest import (
    TRUST,
    Machine,
    distributed,
    policy,
    wait,
)

ALLOW = {"Effect": "Allow", "Action": "states:StartExecution", "Resource": "*"}
STATES = {
    "Check": {
        "Type": "Choice",
        "Choices": [{"Condition": "{% $states.input = 'wait' %}", "Next": "Wait"}],
        "Default": "Fine",
    },
    "Wait": {"Type": "Wait", "Seconds": 600, "End": True},
    "Fine": {"Type": "Succeed"},
}


def _machine(aws: LocalAws) -> Machine:
    """Make a state machine in an emulator of its own."""
    iam, client = aws.client("iam"), aws.client("stepfunctions")
    role = iam.create_role(RoleName="map", AssumeRolePolicyDocument=policy(TRUST))["Role"]["Arn"]
    iam.put_role_policy(RoleName="map", PolicyName="start", PolicyDocument=policy(ALLOW))
    states = {"Map": distributed(STATES)}
    definition = {"QueryLanguage": "JSONata", "StartAt": "Map", "States": states}
    made = client.create_state_machine(name="map", definition=json.dumps(definition), roleArn=role)
    return Machine(client, made["stateMachineArn"], role)


def test_run_that_a_restart_cut_off_has_failed(tmp_path: Path) -> None:
    """What ended before is still told about; what ran has failed, and is counted so."""
    aws = LocalAws(tmp_path, "111122223333", "eu-central-1")
    aws.up()
    try:
        machine = _machine(aws)
        execution = machine.start(["go", "wait"])
        client = machine.client
        (run,) = wait(lambda: client.list_map_runs(executionArn=execution)["mapRuns"], bool)
        arn = run["mapRunArn"]
        wait(
            lambda: client.describe_map_run(mapRunArn=arn)["itemCounts"],
            lambda counts: (counts["succeeded"], counts["running"]) == (1, 1),
        )
        aws.down()
        aws.up()
        client = aws.client("stepfunctions")
        found = client.describe_map_run(mapRunArn=arn)
        counts = {name: count for name, count in found["itemCounts"].items() if count}
        assert (found["status"], counts) == ("FAILED", {"succeeded": 1, "failed": 1, "total": 2})
        listed = client.list_executions(mapRunArn=arn)["executions"]
        assert sorted(child["status"] for child in listed) == ["FAILED", "SUCCEEDED"]
        (ended,) = [c["executionArn"] for c in listed if c["status"] == "SUCCEEDED"]
        history = client.get_execution_history(executionArn=ended)["events"]
        assert history[-1]["executionSucceededEventDetails"]["output"] == '"go"'
    finally:
        aws.down()
