"""Clients of the emulator's own public API, for the handlers that run inside it."""

import os
from functools import cache
from typing import Any

import boto3
from botocore.config import Config
from ministack.core.responses import get_account_id, get_region


def client(service: str) -> Any:  # noqa: ANN401 - boto3 builds its clients at run time
    """Return a client in the account and region of the request that is being served.

    It acts as the account's root, like CloudFormation with the administrator role that CDK
    gives it: a handler is not refused what the deployed template grants nobody.
    """
    return _client(service, get_account_id(), get_region())


@cache
def _client(service: str, account: str, region: str) -> Any:  # noqa: ANN401
    """Return the one client for a service; building one takes up to a quarter of a second."""
    # Of its own: threads may not share a session while it builds clients.
    session: Any = boto3.Session()
    return session.client(
        service,
        endpoint_url=os.environ["LOCALAWS_ENDPOINT"],
        verify=os.environ["LOCALAWS_CERTIFICATE"],
        region_name=region,
        aws_access_key_id=account,
        aws_secret_access_key=os.environ["AWS_SECRET_ACCESS_KEY"],
        # A refusal by the emulator is final: retrying it would only hide it.
        config=Config(retries={"total_max_attempts": 1}, proxies={}),
    )
