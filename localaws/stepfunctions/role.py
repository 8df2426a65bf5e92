"""Act as the execution role of a state machine, through the gateway, which enforces IAM."""

# ruff: noqa: SLF001 - ministack has no public way to extend it

import hashlib
import json
import os
import threading
from functools import cache
from typing import Any

import boto3
from botocore.config import Config
from ministack.core import iam_evaluator
from ministack.core.responses import get_region
from ministack.services import iam, stepfunctions, sts

from localaws.stepfunctions.running import Execution

PRINCIPAL = "states.amazonaws.com"
# A Lambda function may take a quarter of an hour to answer.
_READ_SECONDS = 960
_building = threading.Lock()


def role_of(execution: Execution) -> str:
    """Return the ARN of the role that an execution, or the parent of a child, was started with."""
    return str(execution["events"][0]["executionStartedEventDetails"]["roleArn"])


def client(execution: Execution, service: str) -> Any:  # noqa: ANN401 - boto3 builds its clients
    """Return a client that acts as an execution's role.

    Raises:
        stepfunctions._ExecutionError: There is no such role, or Step Functions may not assume it.
    """
    session = _session(role_of(execution))
    # Threads may not share boto3's session while it builds clients, which children of a map would
    # all do at the same time.
    with _building:
        return _client(service, get_region(), *session)


def allowed(execution: Execution, action: str, resource: str, **keys: str) -> bool:
    """Return whether the identity policies of an execution's role allow an action.

    Args:
        execution: Whose role it is.
        action: E.g. `states:StartExecution`.
        resource: An ARN.
        keys: Condition keys, the first `_` standing for the colon, as in `kms_ViaService`.
    """
    role = role_of(execution)
    access_key, *_ = _session(role)
    principal = iam_evaluator.resolve_principal(access_key, role.split(":")[4])
    given = {key.replace("_", ":", 1).lower(): value for key, value in keys.items()}
    context = iam_evaluator.EvalContext(
        principal_arn=principal.arn,
        principal_type=principal.type,
        principal_account=principal.account,
        action=action,
        resource_arn=resource,
        region=get_region(),
        service_context={"aws:tagkeys": None, **given},
        principal_keys=principal.keys,
    )
    result = iam_evaluator.evaluate(context, principal.policies, *principal.limits)
    return bool(result.decision == "Allow")


def require(execution: Execution, action: str, resource: str) -> None:
    """Refuse what an execution's role may not do.

    Raises:
        stepfunctions._ExecutionError: No policy of the role allows it.
    """
    if not allowed(execution, action, resource):
        raise stepfunctions._ExecutionError(
            "States.Permissions",
            f"{role_of(execution)} is not authorized to perform: {action} on resource: {resource}",
        )


def _session(role_arn: str) -> tuple[str, str, str]:
    """Assume a role for Step Functions and return key id, secret and token.

    Conditions of the trust policy are not evaluated.

    Raises:
        stepfunctions._ExecutionError: There is no such role, or Step Functions may not assume it.
    """
    account, name = role_arn.split(":")[4], role_arn.rsplit("/", 1)[-1]
    role = iam._roles.get_scoped(account, None, name)
    if role is None or not _trusts_step_functions(role["AssumeRolePolicyDocument"]):
        raise stepfunctions._ExecutionError(
            "States.Permissions", f"{PRINCIPAL} is not authorized to assume the role {role_arn}"
        )
    secret, token = (hashlib.sha256(f"{w}:{role_arn}".encode()).hexdigest() for w in ("s", "t"))
    key = f"ASIA{secret[:16].upper()}"
    if key not in sts._sessions:
        session = {
            "Arn": f"arn:aws:sts::{account}:assumed-role/{name}/stepfunctions",
            "UserId": f"{name}:stepfunctions",
            "SecretAccessKey": secret,
            "SessionToken": token,
        }
        sts.register_session(key, session)
    return key, secret, token


def _trusts_step_functions(policy: str | dict[str, Any]) -> bool:
    """Return whether a trust policy names Step Functions."""
    document = json.loads(policy) if isinstance(policy, str) else policy
    statements = document["Statement"]
    return any(
        statement["Effect"] == "Allow"
        and iam_evaluator._service_principal_matches(statement.get("Principal"), PRINCIPAL)
        for statement in (statements if isinstance(statements, list) else [statements])
    )


@cache
def _models() -> Any:  # noqa: ANN401
    """Return the one session, which reads the models of services only once."""
    return boto3.Session()


@cache
def _client(service: str, region: str, key: str, secret: str, token: str) -> Any:  # noqa: ANN401
    """Return the one client for a service and a session."""
    return _models().client(
        service,
        endpoint_url=os.environ["LOCALAWS_ENDPOINT"],
        verify=os.environ["LOCALAWS_CERTIFICATE"],
        region_name=region,
        aws_access_key_id=key,
        aws_secret_access_key=secret,
        aws_session_token=token,
        config=Config(
            retries={"total_max_attempts": 1},
            proxies={},
            read_timeout=_READ_SECONDS,
            max_pool_connections=64,
        ),
    )
