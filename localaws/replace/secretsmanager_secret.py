"""AWS::SecretsManager::Secret: ministack's handler has another `Ref`, and weak passwords."""

import json
import uuid
from typing import Any

from localaws.convert import Properties, call
from localaws.gateway import client
from localaws.resource import Attributes, Declaration
from localaws.tags import changes

TYPE = "AWS::SecretsManager::Secret"
REPLACING = ("Name",)
_GENERATE, _REPLICAS = "GenerateSecretString", "ReplicaRegions"
_TEMPLATE, _KEY = "SecretStringTemplate", "GenerateStringKey"


def create(declaration: Declaration) -> tuple[str, Attributes]:
    """Create the secret; `Ref` is its ARN.

    https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-secretsmanager-secret.html
    """
    secretsmanager = client("secretsmanager")
    properties = dict(declaration.properties)
    unnamed = f"{declaration.logical_id}-{uuid.uuid4().hex[:12]}"
    name = properties.pop("Name", None) or unnamed
    replicas = properties.pop(_REPLICAS, [])
    value = _value(properties)
    arn = str(call(secretsmanager, "create_secret", properties, Name=name, **value)["ARN"])
    if replicas:
        call(
            secretsmanager,
            "replicate_secret_to_regions",
            {"AddReplicaRegions": replicas},
            SecretId=arn,
        )
    return arn, {"Id": arn}


def update(physical_id: str, old: Properties, new: Properties) -> Attributes:
    """Apply another description, key, replicas and tags; another value where it is declared anew.

    CloudFormation generates a value again as soon as one of its rules has changed.
    """
    secretsmanager = client("secretsmanager")
    changed = {
        key: new.get(key, "") for key in ("Description", "KmsKeyId") if old.get(key) != new.get(key)
    }
    if any(old.get(key) != new.get(key) for key in ("SecretString", _GENERATE)):
        changed |= _value({k: new[k] for k in ("SecretString", _GENERATE) if k in new})
    if changed:
        call(secretsmanager, "update_secret", changed, SecretId=physical_id)
    if new.get(_REPLICAS, []) != old.get(_REPLICAS, []):
        added = {"AddReplicaRegions": new.get(_REPLICAS, [])}
        call(secretsmanager, "replicate_secret_to_regions", added, SecretId=physical_id)
    _tag(secretsmanager, physical_id, old, new)
    return {"Id": physical_id}


def delete(physical_id: str, properties: Properties) -> None:  # noqa: ARG001
    """Delete the secret at once, as CloudFormation does."""
    client("secretsmanager").delete_secret(SecretId=physical_id, ForceDeleteWithoutRecovery=True)


def _value(properties: dict[str, Any]) -> dict[str, str]:
    """Take the value, or the rules for one, out of properties and return the value."""
    rules = dict(properties.pop(_GENERATE, {}))
    if not rules:
        return (
            {"SecretString": properties.pop("SecretString")} if "SecretString" in properties else {}
        )
    template, key = rules.pop(_TEMPLATE, None), rules.pop(_KEY, None)
    password = call(client("secretsmanager"), "get_random_password", rules)["RandomPassword"]
    if template is None:
        return {"SecretString": password}
    return {"SecretString": json.dumps({**json.loads(template), key: password})}


def _tag(secretsmanager: Any, arn: str, old: Properties, new: Properties) -> None:  # noqa: ANN401
    """Apply changed tags."""
    gone, changed = changes(old, new)
    if gone:
        secretsmanager.untag_resource(SecretId=arn, TagKeys=gone)
    if changed:
        tags = [{"Key": key, "Value": value} for key, value in changed.items()]
        secretsmanager.tag_resource(SecretId=arn, Tags=tags)
