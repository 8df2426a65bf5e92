"""Connections to the database server, over TLS that proves whose server it is."""

import json
import os
import ssl
from pathlib import Path

from pg8000.native import Connection

from cdk.database.function.secrets_manager import SecretsManager

ROOTS = Path(__file__).with_name("rds-roots.pem")
"""What signs the certificates of RDS, the kind `rds-ca-rsa2048-g1`, for each region.

Of the bundle that AWS publishes at truststore.pki.rds.amazonaws.com/global/global-bundle.pem.
"""

_TIMEOUT_SECONDS = 60


def connect(user: str, password: str, database: str) -> Connection:
    """Connect to the server that the deployment named, whatever a secret says.

    Args:
        user: name of the role.
        password: of the role.
        database: to work in.

    Raises:
        KeyError: if DATABASE_HOST or DATABASE_PORT is not set.
        pg8000.exceptions.InterfaceError: if the server has no TLS, or cannot be reached.
        ssl.SSLCertVerificationError: if the server is another one.
    """
    context = ssl.create_default_context()
    context.load_verify_locations(ROOTS)
    return Connection(
        user=user,
        password=password,
        database=database,
        host=os.environ["DATABASE_HOST"],
        port=int(os.environ["DATABASE_PORT"]),
        ssl_context=context,
        timeout=_TIMEOUT_SECONDS,
    )


def connect_as_master(client: SecretsManager) -> Connection:
    """Connect as the user that RDS made with the server, and renews by itself.

    Args:
        client: boto3's client of Secrets Manager.
    """
    secret = client.get_secret_value(SecretId=os.environ["MASTER_SECRET_ARN"])
    master = json.loads(secret["SecretString"])
    return connect(master["username"], master["password"], "postgres")
