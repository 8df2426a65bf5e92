"""AWS::EKS::Addon: software that EKS installs into a cluster; here it is a record."""

from localaws import eks_tags
from localaws.convert import Properties, call
from localaws.gateway import client
from localaws.resource import Attributes, Declaration

TYPE = "AWS::EKS::Addon"
REPLACING = ("AddonName", "ClusterName", "NamespaceConfig")
_DELETION = "PreserveOnDelete"


def create(declaration: Declaration) -> tuple[str, Attributes]:
    """Install the add-on; `Ref` is the cluster and the add-on, with a bar between them.

    https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-eks-addon.html

    Raises:
        ValueError: It has identities, of which ministack makes no associations.
    """
    properties = dict(declaration.properties)
    _refuse_identities(properties)
    properties.pop(_DELETION, None)
    addon = call(client("eks"), "create_addon", properties)["addon"]
    return f"{addon['clusterName']}|{addon['addonName']}", {"Arn": addon["addonArn"]}


def update(physical_id: str, old: Properties, new: Properties) -> Attributes:
    """Apply another version, configuration or role, and changed tags."""
    _refuse_identities(new)
    eks = client("eks")
    names = _names(physical_id)
    changed = {
        key: value
        for key, value in new.items()
        if key not in ("AddonName", "ClusterName", "Tags", _DELETION) and old.get(key) != value
    }
    if changed:
        call(eks, "update_addon", changed, **names)
    arn = str(eks.describe_addon(**names)["addon"]["addonArn"])
    eks_tags.apply(eks, arn, old, new)
    return {"Arn": arn}


def delete(physical_id: str, properties: Properties) -> None:
    """Remove the add-on."""
    preserve = str(properties.get(_DELETION, False)).lower() == "true"
    client("eks").delete_addon(**_names(physical_id), preserve=preserve)


def _refuse_identities(properties: Properties) -> None:
    """Refuse identities that ministack would show and not make."""
    if properties.get("PodIdentityAssociations"):
        raise ValueError(
            "PodIdentityAssociations: the embedded AWS cannot make them with the add-on;"
            " use AWS::EKS::PodIdentityAssociation"
        )


def _names(physical_id: str) -> dict[str, str]:
    """Return what the API knows an add-on by."""
    cluster, _, addon = physical_id.partition("|")
    return {"clusterName": cluster, "addonName": addon}
