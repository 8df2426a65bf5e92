"""The secret in which RDS keeps the master user's password, for instances that ask for it."""

import json
import uuid
from typing import Any

from localaws.gateway import client

Instance = dict[str, Any]


def random_password() -> str:
    """Return a password as RDS makes them, without signs that RDS refuses."""
    return str(
        client("secretsmanager").get_random_password(
            PasswordLength=28, ExcludeCharacters="/@\"'\\ "
        )["RandomPassword"]
    )


def create(instance: Instance, kms_key_id: str) -> dict[str, str]:
    """Create the secret of an instance and return what RDS says about it.

    docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-secrets-manager.html

    Args:
        instance: The instance as ministack keeps it.
        kms_key_id: The key to encrypt it with; empty for AWS's own.
    """
    value = {"username": instance["MasterUsername"], "password": instance["_MasterUserPassword"]}
    key = {"KmsKeyId": kms_key_id} if kms_key_id else {}
    secret = client("secretsmanager").create_secret(
        Name=f"rds!db-{uuid.uuid4()}",
        Description=f"Secret associated with primary RDS DB instance: {instance['DBInstanceArn']}",
        SecretString=json.dumps(value),
        **key,
    )
    return {"SecretArn": secret["ARN"], "SecretStatus": "active", **key}


def delete(instance: Instance) -> None:
    """Delete the secret of an instance that has one."""
    if secret := instance.get("MasterUserSecret"):
        client("secretsmanager").delete_secret(
            SecretId=secret["SecretArn"], ForceDeleteWithoutRecovery=True
        )
