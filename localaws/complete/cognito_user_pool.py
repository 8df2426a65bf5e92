"""AWS::Cognito::UserPool: an attribute, and the deletion protection that ministack passes over."""

from localaws.convert import Properties
from localaws.gateway import client
from localaws.resource import Attributes

TYPE = "AWS::Cognito::UserPool"


def complete(physical_id: str, old: Properties, new: Properties) -> Attributes:  # noqa: ARG001
    """Return the address that the pool calls itself in its tokens.

    https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cognito-userpool.html
    """
    region = client("cognito-idp").meta.region_name
    return {"ProviderURL": f"https://cognito-idp.{region}.amazonaws.com/{physical_id}"}


def before_delete(physical_id: str) -> None:
    """Refuse while the pool is protected.

    Raises:
        ValueError: Deletion protection is active.
    """
    cognito = client("cognito-idp")
    try:
        pool = cognito.describe_user_pool(UserPoolId=physical_id)["UserPool"]
    except cognito.exceptions.ResourceNotFoundException:
        return
    if pool["DeletionProtection"] == "ACTIVE":
        raise ValueError(
            f"{physical_id}: the user pool cannot be deleted, deletion protection is activated"
        )
