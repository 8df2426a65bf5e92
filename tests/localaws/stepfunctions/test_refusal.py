"""How errors of services are called."""

import pytest

from tests.localaws.conftest import ACCOUNT, REGION
from tests.localaws.stepfunctions.conftest import MakeMachine, task

TOPIC = f"arn:aws:sns:{REGION}:{ACCOUNT}:missing"


@pytest.mark.parametrize(
    ("arguments", "error", "word"),
    [
        ({"TopicArn": TOPIC, "Message": "m"}, "SNS.NotFoundException", "Status Code: 404"),
        ({"TopicArn": TOPIC, "Message": 5}, "States.Runtime", "Message"),
        ({"TopicArn": TOPIC, "message": "m"}, "States.Runtime", "'$.message' is not supported"),
    ],
    ids=["modelled", "wrong type", "unknown field"],
)
def test_error_has_the_name_that_aws_gives_it(
    make_machine: MakeMachine, arguments: dict[str, object], error: str, word: str
) -> None:
    """Errors of the service's model keep their name; what cannot be sent is no refusal."""
    states = {"Tell": task("arn:aws:states:::sns:publish", arguments)}
    found, cause = make_machine(states, "sns:Publish").fail()
    assert (found, word in cause) == (error, True), cause
