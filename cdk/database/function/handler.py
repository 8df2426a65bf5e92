"""Where Lambda enters: CloudFormation asks for a database, Secrets Manager for a rotation."""

from typing import Any

import boto3
from botocore.config import Config

from cdk.database.function.custom_resource import answer
from cdk.database.function.rotation import rotate

# Without a way to Secrets Manager the function says so, before Lambda ends it in silence.
CONFIG = Config(connect_timeout=5, read_timeout=15, retries={"total_max_attempts": 3})


def handle(event: dict[str, Any], _context: object) -> None:
    """Serve one event. Its contents are never logged: an answer's address is a key to it.

    Args:
        event: of a custom resource, or of a rotation.
    """
    client = boto3.client("secretsmanager", config=CONFIG)
    if "Step" not in event:
        answer(client, event)
        return
    rotate(
        client,
        step=event["Step"],
        secret_arn=event["SecretId"],
        version=event["ClientRequestToken"],
    )
