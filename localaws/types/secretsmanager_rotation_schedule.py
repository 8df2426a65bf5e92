"""AWS::SecretsManager::RotationSchedule: which function renews a secret, and when."""

from localaws.convert import Properties, call
from localaws.gateway import client
from localaws.resource import Attributes, Declaration

TYPE = "AWS::SecretsManager::RotationSchedule"
REPLACING = ("SecretId",)
_IMMEDIATELY = "RotateImmediatelyOnUpdate"


def create(declaration: Declaration) -> tuple[str, Attributes]:
    """Switch rotation on, and rotate at once unless told otherwise; `Ref` is the secret's ARN.

    https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-secretsmanager-rotationschedule.html
    """
    return _rotate(declaration.properties), {}


def update(physical_id: str, old: Properties, new: Properties) -> Attributes:  # noqa: ARG001
    """Apply another function or other rules, and rotate at once unless told otherwise."""
    _rotate(new)
    return {}


def delete(physical_id: str, properties: Properties) -> None:  # noqa: ARG001
    """Switch rotation off."""
    client("secretsmanager").cancel_rotate_secret(SecretId=physical_id)


def _rotate(properties: Properties) -> str:
    """Set how a secret is rotated and return its ARN."""
    sent = dict(properties)
    now = str(sent.pop(_IMMEDIATELY, True)).lower() == "true"
    rotated = call(client("secretsmanager"), "rotate_secret", sent, RotateImmediately=now)
    return str(rotated["ARN"])
