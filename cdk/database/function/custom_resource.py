"""A release's database as a resource of CloudFormation: made and mended, never dropped."""

import json
import logging
import urllib.request
from typing import Any

from cdk.database.function.connection import connect_as_master
from cdk.database.function.credentials import Credentials
from cdk.database.function.roles import ensure_database, ensure_user
from cdk.database.function.secrets_manager import SecretsManager

_TIMEOUT_SECONDS = 30
_LOG = logging.getLogger(__name__)


def answer(client: SecretsManager, event: dict[str, Any]) -> None:
    """Do what CloudFormation asks for, and tell it how that went.

    Args:
        client: boto3's client of Secrets Manager.
        event: as docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref-requests.html
            describes it, with the property `SecretArn`.
    """
    try:
        if event["RequestType"] != "Delete":
            _ensure(client, event["ResourceProperties"]["SecretArn"])
    except Exception as error:  # noqa: BLE001 (CloudFormation waits, whatever went wrong)
        # Not raised: Lambda would try twice more, after CloudFormation has given up.
        _LOG.exception("%s failed", event["LogicalResourceId"])
        _send(event, status="FAILED", reason=f"{type(error).__name__}: {error}")
    else:
        _send(event, status="SUCCESS", reason="")


def _ensure(client: SecretsManager, secret_arn: str) -> None:
    current = Credentials.read(client, secret_arn)
    with connect_as_master(client) as connection:
        ensure_database(connection, current.dbname)
        ensure_user(
            connection, owner=current.dbname, user=current.username, password=current.password
        )


def _send(event: dict[str, Any], *, status: str, reason: str) -> None:
    ids = {name: event[name] for name in ("StackId", "RequestId", "LogicalResourceId")}
    # The same resource for ever: another id would tell CloudFormation to delete the first.
    physical_id = event.get("PhysicalResourceId", event["LogicalResourceId"])
    body = {**ids, "Status": status, "Reason": reason, "PhysicalResourceId": physical_id}
    request = urllib.request.Request(  # noqa: S310 (an address that CloudFormation signed)
        event["ResponseURL"],
        data=json.dumps(body).encode(),
        method="PUT",
        # The address is signed for a body without a type.
        headers={"Content-Type": ""},
    )
    with urllib.request.urlopen(request, timeout=_TIMEOUT_SECONDS):  # noqa: S310
        pass
