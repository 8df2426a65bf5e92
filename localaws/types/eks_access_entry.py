"""AWS::EKS::AccessEntry: an IAM role or user that may use a cluster, and what it may do there."""

from typing import Any

from localaws import eks_tags
from localaws.convert import Properties, call
from localaws.gateway import client
from localaws.resource import Attributes, Declaration

TYPE = "AWS::EKS::AccessEntry"
REPLACING = ("ClusterName", "PrincipalArn", "Type")
_POLICIES = "AccessPolicies"


def create(declaration: Declaration) -> tuple[str, Attributes]:
    """Make the entry with its policies; `Ref` is the principal and the cluster.

    https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-eks-accessentry.html
    """
    eks = client("eks")
    properties = dict(declaration.properties)
    policies = properties.pop(_POLICIES, [])
    entry = call(eks, "create_access_entry", properties)["accessEntry"]
    physical_id = f"{entry['principalArn']}|{entry['clusterName']}"
    try:
        _associate(eks, physical_id, policies)
    except Exception:
        eks.delete_access_entry(**_names(physical_id))
        raise
    return physical_id, {"AccessEntryArn": entry["accessEntryArn"]}


def update(physical_id: str, old: Properties, new: Properties) -> Attributes:
    """Apply other groups, another user name, other policies and tags."""
    eks = client("eks")
    names = _names(physical_id)
    changed = {
        key: new.get(key, default)
        for key, default in (("KubernetesGroups", []), ("Username", None))
        if old.get(key) != new.get(key)
    }
    if changed := {key: value for key, value in changed.items() if value is not None}:
        call(eks, "update_access_entry", changed, **names)
    wanted = new.get(_POLICIES, [])
    kept = {policy["PolicyArn"] for policy in wanted}
    for policy in old.get(_POLICIES, []):
        if policy["PolicyArn"] not in kept:
            eks.disassociate_access_policy(**names, policyArn=policy["PolicyArn"])
    _associate(eks, physical_id, wanted)
    arn = str(eks.describe_access_entry(**names)["accessEntry"]["accessEntryArn"])
    eks_tags.apply(eks, arn, old, new)
    return {"AccessEntryArn": arn}


def delete(physical_id: str, properties: Properties) -> None:  # noqa: ARG001
    """Remove the entry and its policies."""
    client("eks").delete_access_entry(**_names(physical_id))


def _associate(eks: Any, physical_id: str, policies: list[Properties]) -> None:  # noqa: ANN401
    """Give an entry its policies, each for the cluster or for some namespaces."""
    for policy in policies:
        call(eks, "associate_access_policy", policy, **_names(physical_id))


def _names(physical_id: str) -> dict[str, str]:
    """Return what the API knows an entry by."""
    principal, _, cluster = physical_id.partition("|")
    return {"principalArn": principal, "clusterName": cluster}
