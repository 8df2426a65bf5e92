"""Who may look at a map run."""

import json

import pytest
from botocore.exceptions import ClientError

from localaws.instance import LocalAws
from tests.localaws.conftest import acting

MACHINES = "arn:aws:states:eu-central-1:111122223333:mapRun:"
ARN = MACHINES + "{}/Folders:0a1b2c3d-0000-4000-8000-000000000000"


def answer(aws: LocalAws, allowed: str, asked: str) -> str:
    """Return how Step Functions answers a role that may describe some map runs."""
    iam, name = aws.client("iam"), f"maps-of-{allowed}"
    trust = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"AWS": "*"}}
    right = {"Effect": "Allow", "Action": "states:DescribeMapRun"}
    arn = ARN.format(allowed).rpartition("/")[0]
    role = iam.create_role(
        RoleName=name,
        AssumeRolePolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [trust]}),
    )["Role"]["Arn"]
    document = {"Version": "2012-10-17", "Statement": [right | {"Resource": f"{arn}/*"}]}
    iam.put_role_policy(RoleName=name, PolicyName="maps", PolicyDocument=json.dumps(document))
    session = aws.client("sts").assume_role(RoleArn=role, RoleSessionName="test")
    states = acting(aws, "stepfunctions", session["Credentials"])
    with pytest.raises(ClientError) as caught:
        states.describe_map_run(mapRunArn=ARN.format(asked))
    return str(caught.value.response["Error"]["Code"])


def test_a_policy_for_one_machine_s_maps_reaches_those(aws: LocalAws) -> None:
    """The request passes IAM and finds that there is no such run."""
    assert answer(aws, "counts", "counts") == "ResourceNotFound"


def test_a_policy_for_one_machine_s_maps_reaches_no_other(aws: LocalAws) -> None:
    """Another project's run is closed."""
    assert answer(aws, "plates", "others") == "AccessDeniedException"
