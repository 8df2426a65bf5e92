"""Names of members between Step Functions and the API of Batch."""

import botocore.session
import pytest

from localaws.stepfunctions.pascal_case import UnknownFieldError, from_api, to_api

BATCH = botocore.session.get_session().get_service_model("batch")
SUBMIT = BATCH.operation_model("SubmitJob").input_shape

ARGUMENTS = {
    "JobName": "one",
    "ContainerOverrides": {
        "Environment": [{"Name": "some_Name", "Value": "Value"}],
        "ResourceRequirements": [{"Type": "MEMORY", "Value": "2048"}],
    },
    "Tags": {"Name": "n", "lab:Project": "p"},
    "Parameters": {"Key": "k", "key": "l"},
    "Timeout": {"AttemptDurationSeconds": 60},
}
PARAMETERS = {
    "jobName": "one",
    "containerOverrides": {
        "environment": [{"name": "some_Name", "value": "Value"}],
        "resourceRequirements": [{"type": "MEMORY", "value": "2048"}],
    },
    "tags": {"Name": "n", "lab:Project": "p"},
    "parameters": {"Key": "k", "key": "l"},
    "timeout": {"attemptDurationSeconds": 60},
}


def test_members_are_renamed_and_keys_of_maps_are_not() -> None:
    """Tags, parameters and values arrive as they were written."""
    assert to_api(SUBMIT, ARGUMENTS) == PARAMETERS
    assert from_api(SUBMIT, PARAMETERS) == ARGUMENTS


def test_number_that_jsonata_computed_is_an_integer_again() -> None:
    """60.0 is 60 where the API wants an integer; 60.5 stays, to be refused."""
    given = {"Timeout": {"AttemptDurationSeconds": 60.0}, "SchedulingPriorityOverride": 60.5}
    converted = to_api(SUBMIT, given)
    assert repr(converted) == repr(
        {"timeout": {"attemptDurationSeconds": 60}, "schedulingPriorityOverride": 60.5}
    )


def test_null_is_a_member_that_was_not_given() -> None:
    """A null of an expression is left out."""
    assert to_api(SUBMIT, {"JobName": "one", "Timeout": None}) == {"jobName": "one"}


@pytest.mark.parametrize("name", ["jobName", "Jobname", "Colour"])
def test_other_spelling_is_refused(name: str) -> None:
    """What AWS would refuse is not guessed here."""
    with pytest.raises(UnknownFieldError, match=rf"The field '\$.{name}' is not supported"):
        to_api(SUBMIT, {name: "one"})
