"""boto3 clients that see one given environment and nothing of this process's own."""

import os
from collections.abc import Mapping
from functools import cache
from typing import Any

import boto3
import botocore.session
from botocore.config import Config

from localaws.loopback import require_loopback

# Settings that botocore would otherwise look up in the process's environment and home folder.
_ISOLATED = {
    "profile": (None, None, None, None),
    "config_file": (None, None, os.devnull, None),
    "credentials_file": (None, None, os.devnull, None),
    "ca_bundle": (None, None, None, None),
}


def client(environment: Mapping[str, str], service: str) -> Any:  # noqa: ANN401
    """Return a client for one service.

    Args:
        environment: What `LocalAws.environment()` returns.
        service: boto3's name of the service.

    Raises:
        LocalAwsError: The environment's endpoint is not on loopback.
    """
    endpoint = require_loopback(environment["AWS_ENDPOINT_URL"], source="AWS_ENDPOINT_URL")
    return _session().client(
        service,
        endpoint_url=endpoint,
        verify=environment["AWS_CA_BUNDLE"],
        region_name=environment["AWS_DEFAULT_REGION"],
        aws_access_key_id=environment["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=environment["AWS_SECRET_ACCESS_KEY"],
        aws_session_token=environment.get("AWS_SESSION_TOKEN"),
        config=Config(proxies={}, retries={"total_max_attempts": 1}),
    )


@cache
def _session() -> Any:  # noqa: ANN401
    """Return the one session, which reads the models of services only once."""
    return boto3.Session(botocore_session=botocore.session.Session(session_vars=_ISOLATED))
