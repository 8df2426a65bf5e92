"""AWS::EKS::PodIdentityAssociation: the IAM role of a Kubernetes service account."""

from typing import Any

from localaws import eks_tags
from localaws.convert import Properties, call
from localaws.gateway import client
from localaws.resource import Attributes, Declaration

TYPE = "AWS::EKS::PodIdentityAssociation"
REPLACING = ("ClusterName", "Namespace", "ServiceAccount")
_CHANGING = ("DisableSessionTags", "Policy", "RoleArn", "TargetRoleArn")


def create(declaration: Declaration) -> tuple[str, Attributes]:
    """Give the account its role; `Ref` is the association's ARN.

    https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-eks-podidentityassociation.html
    """
    properties = declaration.properties
    created = call(client("eks"), "create_pod_identity_association", properties)["association"]
    return created["associationArn"], _attributes(created)


def update(physical_id: str, old: Properties, new: Properties) -> Attributes:
    """Apply another role and changed tags."""
    eks = client("eks")
    names = _names(physical_id)
    changed = {key: new[key] for key in _CHANGING if key in new and old.get(key) != new[key]}
    if changed:
        call(eks, "update_pod_identity_association", changed, **names)
    eks_tags.apply(eks, physical_id, old, new)
    return _attributes(eks.describe_pod_identity_association(**names)["association"])


def delete(physical_id: str, properties: Properties) -> None:  # noqa: ARG001
    """Take the role away again."""
    client("eks").delete_pod_identity_association(**_names(physical_id))


def _names(physical_id: str) -> dict[str, str]:
    """Return what the API knows an association by, from its ARN."""
    _, cluster, association = physical_id.rsplit("/", 2)
    return {"clusterName": cluster, "associationId": association}


def _attributes(association: Any) -> Attributes:  # noqa: ANN401
    """Return what `Fn::GetAtt` gives."""
    return {
        "AssociationArn": association["associationArn"],
        "AssociationId": association["associationId"],
        "ExternalId": association.get("externalId", ""),
    }
