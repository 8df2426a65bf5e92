"""What the program takes Secrets Manager's client for."""

import boto3
import pytest

from cdk.database.function.secrets_manager import SecretsManager
from tests.cdk.database.function.conftest import StandInSecretsManager

OPERATIONS = {
    "describe_secret": ("DescribeSecret", {"SecretId"}),
    "get_secret_value": ("GetSecretValue", {"SecretId", "VersionId", "VersionStage"}),
    "put_secret_value": (
        "PutSecretValue",
        {"SecretId", "ClientRequestToken", "SecretString", "VersionStages"},
    ),
    "update_secret_version_stage": (
        "UpdateSecretVersionStage",
        {"SecretId", "VersionStage", "MoveToVersionId", "RemoveFromVersionId"},
    ),
}


@pytest.mark.parametrize("method", OPERATIONS)
def test_boto3s_client_is_what_the_program_needs(method: str) -> None:
    """Methods and parameters have these names in the service itself, and in the stand-in."""
    client = boto3.client("secretsmanager", region_name="us-east-1")
    operation, parameters = OPERATIONS[method]
    assert client.meta.method_to_api_mapping[method] == operation
    known = client.meta.service_model.operation_model(operation).input_shape.members
    assert parameters <= set(known)
    assert callable(getattr(StandInSecretsManager, method))


def test_nothing_else_is_needed() -> None:
    """The list above is the whole of it."""
    named = {name for name in vars(SecretsManager) if not name.startswith("_")}
    assert named == {*OPERATIONS, "exceptions"}


def test_boto3_knows_the_error_that_the_program_waits_for() -> None:
    """A version without value is reported as ResourceNotFoundException."""
    client = boto3.client("secretsmanager", region_name="us-east-1")
    assert issubclass(client.exceptions.ResourceNotFoundException, client.exceptions.ClientError)
