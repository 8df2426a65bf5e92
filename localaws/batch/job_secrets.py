"""Secrets that a job gets as variables, read with the rights of its execution role."""

import json
import os
from collections.abc import Mapping
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

from localaws.batch.container import StartError

Properties = dict[str, Any]

_FAILED = "ResourceInitializationError: unable to pull secrets or registry auth: "
# arn:aws:secretsmanager:region:account:secret:name, then perhaps key, stage and version.
_PARTS_OF_SECRET = 7


def variables(container: Properties, keys: Mapping[str, str], region: str) -> dict[str, str]:
    """Return the variables that a container's `secrets` describe.

    https://docs.aws.amazon.com/batch/latest/userguide/specifying-sensitive-data.html

    Args:
        container: The job's container.
        keys: The credentials of its execution role.
        region: Where parameters are that are given by name.

    Raises:
        StartError: There is no execution role, or it may not read one of them.
    """
    secrets = container.get("secrets", [])
    if secrets and not keys:
        raise StartError(f"{_FAILED}an executionRoleArn is needed")
    try:
        return {item["name"]: _value(item["valueFrom"], keys, region) for item in secrets}
    except ClientError as error:
        raise StartError(_FAILED + str(error)) from error


def _value(source: str, keys: Mapping[str, str], region: str) -> str:
    """Return a secret, a key of one, or a parameter."""
    if not source.startswith("arn:aws:secretsmanager:"):
        name = source.partition(":parameter")[2] or source
        answer = _client("ssm", keys, region).get_parameter(Name=name, WithDecryption=True)
        return str(answer["Parameter"]["Value"])
    parts = source.split(":")
    key, stage, version = [*parts[_PARTS_OF_SECRET:], "", "", ""][:3]
    which = {"VersionStage": stage, "VersionId": version}
    answer = _client("secretsmanager", keys, parts[3]).get_secret_value(
        SecretId=":".join(parts[:_PARTS_OF_SECRET]), **{k: v for k, v in which.items() if v}
    )
    text = str(answer["SecretString"])
    return str(json.loads(text)[key]) if key else text


def _client(service: str, keys: Mapping[str, str], region: str) -> Any:  # noqa: ANN401
    """Return a client of the gateway that acts as the execution role."""
    session: Any = boto3.Session()
    return session.client(
        service,
        endpoint_url=os.environ["LOCALAWS_ENDPOINT"],
        verify=os.environ["LOCALAWS_CERTIFICATE"],
        region_name=region,
        aws_access_key_id=keys["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=keys["AWS_SECRET_ACCESS_KEY"],
        aws_session_token=keys["AWS_SESSION_TOKEN"],
        config=Config(retries={"total_max_attempts": 1}, proxies={}),
    )
