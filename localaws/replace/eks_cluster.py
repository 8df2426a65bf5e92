"""AWS::EKS::Cluster: ministack's handler leaves out Auto Mode, encryption and more."""

import uuid
from typing import Any

from localaws import eks_tags
from localaws.convert import Properties, call
from localaws.gateway import client
from localaws.resource import Attributes, Declaration

TYPE = "AWS::EKS::Cluster"
REPLACING = ("BootstrapSelfManagedAddons", "EncryptionConfig", "Name", "OutpostConfig", "RoleArn")
# Replacing too, but only with these members; nobody changes them on a cluster that is in use.
_FIXED = {
    "AccessConfig": ("BootstrapClusterCreatorAdminPermissions",),
    "KubernetesNetworkConfig": ("IpFamily", "ServiceIpv4Cidr"),
}
# EKS takes one kind of change in a request; Auto Mode's three switches are one.
_CHANGES = (
    ("ResourcesVpcConfig",),
    ("Logging",),
    ("AccessConfig",),
    ("UpgradePolicy",),
    ("ComputeConfig", "KubernetesNetworkConfig", "StorageConfig"),
    ("ZonalShiftConfig",),
    ("RemoteNetworkConfig",),
    ("DeletionProtection",),
)
_LOG_TYPES = ("api", "audit", "authenticator", "controllerManager", "scheduler")
_WAIT = {"Delay": 0.05, "MaxAttempts": 400}


def create(declaration: Declaration) -> tuple[str, Attributes]:
    """Create the cluster and wait until it is active.

    https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-eks-cluster.html
    """
    eks = client("eks")
    properties = dict(declaration.properties)
    unnamed = f"{declaration.stack}-{declaration.logical_id}-{uuid.uuid4().hex[:12]}"
    name = properties.pop("Name", None) or unnamed[-100:].lstrip("-")
    logging = {"logging": _logging(properties.pop("Logging", {}))}
    call(eks, "create_cluster", properties, name=name, **logging)
    eks.get_waiter("cluster_active").wait(name=name, WaiterConfig=_WAIT)
    return name, _attributes(eks, name)


def update(physical_id: str, old: Properties, new: Properties) -> Attributes:
    """Apply what changed, one kind of change after the other.

    Raises:
        ValueError: The change would need another cluster.
    """
    eks = client("eks")
    for group, members in _FIXED.items():
        for member in members:
            if old.get(group, {}).get(member) != new.get(group, {}).get(member):
                raise ValueError(f"{physical_id}: {group}.{member} cannot change; it needs another")
    if old.get("Version") != new.get("Version"):
        eks.update_cluster_version(name=physical_id, version=str(new["Version"]))
    for groups in _CHANGES:
        if any(old.get(group) != new.get(group) for group in groups):
            _apply(eks, physical_id, {group: new.get(group, {}) for group in groups})
    attributes = _attributes(eks, physical_id)
    eks_tags.apply(eks, attributes["Arn"], old, new)
    return attributes


def delete(physical_id: str, properties: Properties) -> None:  # noqa: ARG001
    """Delete the cluster."""
    client("eks").delete_cluster(name=physical_id)


def _apply(eks: Any, name: str, change: dict[str, Any]) -> None:  # noqa: ANN401
    """Send one kind of change, without what only a new cluster takes."""
    if "Logging" in change:
        eks.update_cluster_config(name=name, logging=_logging(change["Logging"]))
        return
    if "DeletionProtection" in change:
        change = {"DeletionProtection": change["DeletionProtection"] or False}
    if "ResourcesVpcConfig" in change:
        change = {"ResourcesVpcConfig": {"SecurityGroupIds": [], **change["ResourcesVpcConfig"]}}
    for group, members in _FIXED.items():
        if group in change:
            kept = {k: v for k, v in change[group].items() if k not in members}
            change = {**change, group: kept}
    call(eks, "update_cluster_config", change, name=name)


def _logging(logging: Properties) -> dict[str, Any]:
    """Return which logs are on and which are off, as the API has it."""
    enabled = [kind["Type"] for kind in logging.get("ClusterLogging", {}).get("EnabledTypes", [])]
    disabled = [kind for kind in _LOG_TYPES if kind not in enabled]
    parts = [{"types": enabled, "enabled": True}, {"types": disabled, "enabled": False}]
    return {"clusterLogging": [part for part in parts if part["types"]]}


def _attributes(eks: Any, name: str) -> Attributes:  # noqa: ANN401
    """Return what `Fn::GetAtt` gives."""
    cluster = eks.describe_cluster(name=name)["cluster"]
    network = cluster["kubernetesNetworkConfig"]
    encryption = cluster.get("encryptionConfig") or [{}]
    return {
        "Arn": cluster["arn"],
        "CertificateAuthorityData": cluster["certificateAuthority"]["data"],
        "ClusterSecurityGroupId": cluster["resourcesVpcConfig"]["clusterSecurityGroupId"],
        "EncryptionConfigKeyArn": encryption[0].get("provider", {}).get("keyArn", ""),
        "Endpoint": cluster["endpoint"],
        "KubernetesNetworkConfig.ServiceIpv6Cidr": network.get("serviceIpv6Cidr", ""),
        "OpenIdConnectIssuerUrl": cluster["identity"]["oidc"]["issuer"],
    }
