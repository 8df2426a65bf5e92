"""AWS::RDS::DBInstance: ministack's handler writes a record without a server."""

import uuid
from typing import Any

from localaws.convert import Properties, call
from localaws.gateway import client
from localaws.resource import Attributes, Declaration
from localaws.tags import changes

TYPE = "AWS::RDS::DBInstance"
REPLACING = (
    "BackupTarget",
    "CharacterSetName",
    "CustomIAMInstanceProfile",
    "DBClusterIdentifier",
    "DBInstanceIdentifier",
    "DBName",
    "DBSubnetGroupName",
    "DBSystemId",
    "Engine",
    "KmsKeyId",
    "MasterUsername",
    "NcharCharacterSetName",
    "SourceRegion",
    "StorageEncrypted",
    "Timezone",
)
_GROUPS, _LOGS, _SECRET = "VPCSecurityGroups", "EnableCloudwatchLogsExports", "MasterUserSecret"
# What CloudFormation does with the instance, and no part of it.
_DIRECTIVES = (
    "AllowMajorVersionUpgrade",
    "ApplyImmediately",
    "CertificateRotationRestart",
    "DeleteAutomatedBackups",
)


def create(declaration: Declaration) -> tuple[str, Attributes]:
    """Create the instance; it is available when this returns.

    https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-rds-dbinstance.html
    """
    rds = client("rds")
    properties = _named_as_in_api(declaration.properties)
    unnamed = f"{declaration.stack}-{declaration.logical_id}-{uuid.uuid4().hex[:12]}".lower()
    name = properties.pop("DBInstanceIdentifier", None) or unnamed[-63:].lstrip("-0123456789")
    call(rds, "create_db_instance", properties, DBInstanceIdentifier=name)
    return name, _attributes(rds, name)


def update(physical_id: str, old: Properties, new: Properties) -> Attributes:
    """Apply what changed, at once; a property that is gone keeps its value, as on AWS."""
    rds = client("rds")
    before, after = _named_as_in_api(old), _named_as_in_api(new)
    for properties in (before, after):
        properties.pop("Tags", None)
    logs_before, logs_after = ({*p.pop(_LOGS, [])} for p in (before, after))
    changed = {key: value for key, value in after.items() if before.get(key) != value}
    if before.get("DeletionProtection") and new.get("DeletionProtection") is None:
        changed["DeletionProtection"] = False
    if logs_before != logs_after:
        changed["CloudwatchLogsExportConfiguration"] = {
            "EnableLogTypes": sorted(logs_after - logs_before),
            "DisableLogTypes": sorted(logs_before - logs_after),
        }
    if changed:
        named = {"DBInstanceIdentifier": physical_id, "ApplyImmediately": True}
        call(rds, "modify_db_instance", changed, **named)
    attributes = _attributes(rds, physical_id)
    _tag(rds, attributes["DBInstanceArn"], old, new)
    return attributes


def delete(physical_id: str, properties: Properties) -> None:  # noqa: ARG001
    """Delete the instance and its data; a snapshot, where wanted, was taken before."""
    client("rds").delete_db_instance(DBInstanceIdentifier=physical_id, SkipFinalSnapshot=True)


def _named_as_in_api(properties: Properties) -> dict[str, Any]:
    """Return properties under the names that the API has for them."""
    named = {key: value for key, value in properties.items() if key not in _DIRECTIVES}
    if _GROUPS in named:
        named["VpcSecurityGroupIds"] = named.pop(_GROUPS)
    if secret := named.pop(_SECRET, None):
        named["MasterUserSecretKmsKeyId"] = secret["KmsKeyId"]
    return named


def _tag(rds: Any, arn: str, old: Properties, new: Properties) -> None:  # noqa: ANN401
    """Apply changed tags."""
    gone, changed = changes(old, new)
    if gone:
        rds.remove_tags_from_resource(ResourceName=arn, TagKeys=gone)
    if changed:
        tags = [{"Key": key, "Value": value} for key, value in changed.items()]
        rds.add_tags_to_resource(ResourceName=arn, Tags=tags)


def _attributes(rds: Any, name: str) -> Attributes:  # noqa: ANN401
    """Return what `Fn::GetAtt` gives."""
    instance = rds.describe_db_instances(DBInstanceIdentifier=name)["DBInstances"][0]
    endpoint, certificate = instance["Endpoint"], instance["CertificateDetails"]
    return {
        "CertificateDetails.CAIdentifier": certificate["CAIdentifier"],
        "CertificateDetails.ValidTill": str(certificate["ValidTill"]),
        "DBInstanceArn": instance["DBInstanceArn"],
        "DbiResourceId": instance["DbiResourceId"],
        "Endpoint.Address": endpoint["Address"],
        "Endpoint.HostedZoneId": endpoint["HostedZoneId"],
        "Endpoint.Port": str(endpoint["Port"]),
        "MasterUserSecret.SecretArn": instance.get("MasterUserSecret", {}).get("SecretArn", ""),
    }
