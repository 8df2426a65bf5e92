"""The session of a job's role: what the job may do is what the role may do."""

# ruff: noqa: SLF001 - ministack has no public way to extend it

import secrets
import string
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from botocore.exceptions import ClientError
from ministack.core import iam_evaluator
from ministack.services import sts

from localaws.batch.container import StartError
from localaws.gateway import client

PRINCIPAL = "ecs-tasks.amazonaws.com"
_SIGNS = string.ascii_uppercase + string.digits


@contextmanager
def session(role_arn: str | None, name: str, region: str) -> Iterator[dict[str, str]]:
    """Yield the environment with which a job acts as a role; empty without a role.

    The session ends with the block. ECS gives tasks such sessions itself, which no caller of STS
    could ask for; so this is entered into ministack's STS, where the gateway finds it.

    Args:
        role_arn: The role, which has to trust ECS tasks.
        name: The session's name, as it stands in the caller's ARN.
        region: Where the task runs.

    Raises:
        StartError: There is no such role, or it does not trust ECS tasks.
    """
    if not role_arn:
        yield {}
        return
    role = _trusting(role_arn, region)
    account, role_name = role_arn.split(":")[4], role["RoleName"]
    key = "ASIA" + "".join(secrets.choice(_SIGNS) for _ in range(16))
    secret, token = secrets.token_urlsafe(30), secrets.token_urlsafe(60)
    sts.register_session(
        key,
        {
            "Arn": f"arn:aws:sts::{account}:assumed-role/{role_name}/{name}",
            "UserId": f"{role['RoleId']}:{name}",
            "SecretAccessKey": secret,
            "SessionToken": token,
            "AccountId": account,
            "PrincipalType": "AssumedRole",
        },
    )
    try:
        yield {
            "AWS_ACCESS_KEY_ID": key,
            "AWS_SECRET_ACCESS_KEY": secret,
            "AWS_SESSION_TOKEN": token,
        }
    finally:
        sts._sessions.pop(key, None)


def _trusting(role_arn: str, region: str) -> dict[str, Any]:
    """Return a role that ECS tasks may assume."""
    refusal = (
        f"ECS was unable to assume the role '{role_arn}' that was provided for this task. Please"
        " verify that the role being passed has the proper trust relationship and permissions and"
        " that your IAM user has permissions to pass this role."
    )
    try:
        role: dict[str, Any] = client("iam").get_role(RoleName=role_arn.rsplit("/", 1)[-1])["Role"]
    except ClientError as error:
        raise StartError(refusal, refusal) from error
    if role["Arn"] != role_arn or not _trusts(role["AssumeRolePolicyDocument"], role_arn, region):
        raise StartError(refusal, refusal)
    return role


def _trusts(document: dict[str, Any], role_arn: str, region: str) -> bool:
    """Return whether a trust policy lets ECS tasks assume its role; a denial wins."""
    account = role_arn.split(":")[4]
    context = iam_evaluator.EvalContext(
        principal_arn=PRINCIPAL,
        principal_type="Service",
        principal_account=account,
        action="sts:AssumeRole",
        resource_arn=role_arn,
        region=region,
        service_context={
            "aws:sourceaccount": account,
            "aws:sourcearn": f"arn:aws:ecs:{region}:{account}:*",
        },
    )
    allowed = False
    for statement in _list(document.get("Statement", [])):
        services = _list(_map(statement.get("Principal")).get("Service", []))
        applies = PRINCIPAL in services and iam_evaluator._action_matches(
            "sts:AssumeRole", _list(statement.get("Action", [])), []
        )
        if applies and iam_evaluator._conditions_met(statement.get("Condition", {}), context):
            if statement["Effect"] == "Deny":
                return False
            allowed = True
    return allowed


def _list(value: Any) -> list[Any]:  # noqa: ANN401 - policies have one thing or a list of it
    return value if isinstance(value, list) else [value]


def _map(value: Any) -> dict[str, Any]:  # noqa: ANN401 - a principal may be an asterisk
    return value if isinstance(value, dict) else {}
