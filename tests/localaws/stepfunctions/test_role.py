"""The execution role, as which everything happens."""

import json

from localaws.instance import LocalAws
from tests.localaws.conftest import ACCOUNT
from tests.localaws.stepfunctions.conftest import TRUST, MakeMachine, task

PUBLISH = "arn:aws:states:::sns:publish"


def test_role_is_the_caller(aws: LocalAws, make_machine: MakeMachine) -> None:
    """A refusal names the session of the role."""
    topic = aws.client("sns").create_topic(Name="role")["TopicArn"]
    machine = make_machine({"Tell": task(PUBLISH, {"TopicArn": topic, "Message": "m"})})
    error, cause = machine.fail()
    name = machine.role.rpartition("/")[2]
    assert error == "SNS.AuthorizationErrorException"
    assert f"arn:aws:sts::{ACCOUNT}:assumed-role/{name}/stepfunctions" in cause


def test_role_of_another_service_is_not_assumed(aws: LocalAws, make_machine: MakeMachine) -> None:
    """A role that trusts Lambda alone is of no use, whatever it may do."""
    topic = aws.client("sns").create_topic(Name="role")["TopicArn"]
    trust = {**TRUST, "Principal": {"Service": "lambda.amazonaws.com"}}
    states = {"Tell": task(PUBLISH, {"TopicArn": topic, "Message": "m"})}
    machine = make_machine(states, "sns:Publish", trust=trust)
    cause = f"states.amazonaws.com is not authorized to assume the role {machine.role}"
    assert machine.fail() == ("States.Permissions", cause)


def test_deny_of_the_role_wins(aws: LocalAws, make_machine: MakeMachine) -> None:
    """Policies are evaluated at every call, with their denials."""
    topic = aws.client("sns").create_topic(Name="role")["TopicArn"]
    states = {"Tell": task(PUBLISH, {"TopicArn": topic, "Message": "m"})}
    machine = make_machine(states, "sns:Publish")
    assert machine.run()["MessageId"]
    deny = {"Effect": "Deny", "Action": "sns:*", "Resource": topic}
    aws.client("iam").put_role_policy(
        RoleName=machine.role.rpartition("/")[2],
        PolicyName="deny",
        PolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [deny]}),
    )
    assert machine.fail()[0] == "SNS.AuthorizationErrorException"
