"""Where Lambda enters: CloudFormation asks for a database, Secrets Manager for a rotation."""

from typing import Any

import boto3

from cdk.database.function.custom_resource import answer
from cdk.database.function.rotation import rotate


def handle(event: dict[str, Any], _context: object) -> None:
    """Serve one event. Its contents are never logged: an answer's address is a key to it.

    Args:
        event: of a custom resource, or of a rotation.
    """
    client = boto3.client("secretsmanager")
    if "Step" not in event:
        answer(client, event)
        return
    rotate(
        client,
        step=event["Step"],
        secret_arn=event["SecretId"],
        version=event["ClientRequestToken"],
    )
