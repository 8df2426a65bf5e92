"""Renewing a release's credentials: the four steps that Secrets Manager calls, one by one.

The database's two users take turns, so a program that was started with the user before goes on
working until the next rotation: docs.aws.amazon.com/secretsmanager/latest/userguide/
rotating-secrets_strategies.html, "alternating users".
"""

from cdk.database.function.connection import connect, connect_as_master
from cdk.database.function.credentials import Credentials
from cdk.database.function.roles import ensure_user
from cdk.database.function.secrets_manager import SecretsManager


def rotate(client: SecretsManager, *, step: str, secret_arn: str, version: str) -> None:
    """Take one step of a rotation. Each can be taken again.

    Args:
        client: boto3's client of Secrets Manager.
        step: its name, as Secrets Manager calls it.
        secret_arn: the secret of a release.
        version: id of the version that becomes the current one.

    Raises:
        KeyError: if the step is unknown.
        ValueError: if the version is not waiting for its rotation.
    """
    stages = client.describe_secret(SecretId=secret_arn)["VersionIdsToStages"].get(version, [])
    if "AWSCURRENT" in stages:
        return
    if "AWSPENDING" not in stages:
        raise ValueError(f"version {version} of {secret_arn} is not waiting for rotation")
    _STEPS[step](client, secret_arn, version)


def _create_secret(client: SecretsManager, secret_arn: str, version: str) -> None:
    current = Credentials.read(client, secret_arn)
    try:
        Credentials.read(client, secret_arn, stage="AWSPENDING", version=version)
    except client.exceptions.ResourceNotFoundException:
        client.put_secret_value(
            SecretId=secret_arn,
            ClientRequestToken=version,
            SecretString=current.renewed().to_json(),
            VersionStages=["AWSPENDING"],
        )


def _set_secret(client: SecretsManager, secret_arn: str, version: str) -> None:
    pending = Credentials.read(client, secret_arn, stage="AWSPENDING", version=version)
    with connect_as_master(client) as connection:
        ensure_user(
            connection,
            owner=pending.dbname,
            user=pending.username,
            password=pending.password,
        )


def _test_secret(client: SecretsManager, secret_arn: str, version: str) -> None:
    pending = Credentials.read(client, secret_arn, stage="AWSPENDING", version=version)
    with connect(pending.username, pending.password, pending.dbname) as connection:
        ((owner,),) = connection.run("SELECT current_user")
    if owner != pending.dbname:
        raise ValueError(f"{pending.username} works as {owner} instead of {pending.dbname}")


def _finish_secret(client: SecretsManager, secret_arn: str, version: str) -> None:
    versions = client.describe_secret(SecretId=secret_arn)["VersionIdsToStages"]
    (current,) = (each for each, stages in versions.items() if "AWSCURRENT" in stages)
    client.update_secret_version_stage(
        SecretId=secret_arn,
        VersionStage="AWSCURRENT",
        MoveToVersionId=version,
        RemoveFromVersionId=current,
    )


_STEPS = {
    "createSecret": _create_secret,
    "setSecret": _set_secret,
    "testSecret": _test_secret,
    "finishSecret": _finish_secret,
}
