"""The secret in which RDS keeps a master user's password."""

import json
from typing import Any

from localaws.instance import LocalAws
from tests.localaws.conftest import DeployTemplate, error_code
from tests.localaws.kubernetes_resources import NETWORK, database

KEY_ARN = "arn:aws:kms:eu-central-1:111122223333:key/0a1b2c3d-0000-4000-8000-000000000000"
OUTPUTS = {"Secret": {"Fn::GetAtt": ["Database", "MasterUserSecret.SecretArn"]}}
IDENTIFIER = "with-secret"


def _database() -> dict[str, Any]:
    """Declare a database whose password is nobody's but RDS's."""
    resources = database(
        DBInstanceIdentifier=IDENTIFIER,
        MasterUserPassword=None,
        ManageMasterUserPassword=True,
        MasterUserSecret={"KmsKeyId": KEY_ARN},
    )
    resources["Database"]["DeletionPolicy"] = "Delete"
    return resources


def test_password_is_kept_in_a_secret(aws: LocalAws, deploy_resources: DeployTemplate) -> None:
    """The template learns its ARN; it holds user and password and has the wanted key."""
    arn = deploy_resources(_database(), OUTPUTS).outputs["Secret"]
    secretsmanager = aws.client("secretsmanager")
    value = json.loads(secretsmanager.get_secret_value(SecretId=arn)["SecretString"])
    assert value["username"] == "postgres"
    assert len(value["password"]) == 28
    assert not set(value["password"]) & set("/@\"'\\ ")
    assert secretsmanager.describe_secret(SecretId=arn)["KmsKeyId"] == KEY_ARN
    (found,) = aws.client("rds").describe_db_instances(DBInstanceIdentifier=IDENTIFIER)[
        "DBInstances"
    ]
    assert found["MasterUserSecret"] == {
        "SecretArn": arn,
        "SecretStatus": "active",
        "KmsKeyId": KEY_ARN,
    }


def test_secret_goes_with_the_instance(aws: LocalAws, deploy_resources: DeployTemplate) -> None:
    """Nobody keeps the password of a server that is gone."""
    arn = deploy_resources(_database(), OUTPUTS).outputs["Secret"]
    assert deploy_resources(NETWORK).failures == ()
    get = aws.client("secretsmanager").get_secret_value
    assert error_code(get, SecretId=arn) == "ResourceNotFoundException"
