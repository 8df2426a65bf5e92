"""The manifest of a NodeClass: network, disk and tags of a pool's machines in EKS Auto Mode."""

from collections.abc import Mapping, Sequence
from typing import Any

from cdk.eks.node_pool import object_name
from cdk.eks.node_pool_config import NodePoolConfig


def node_class(
    name: str,
    config: NodePoolConfig,
    *,
    role_name: str,
    subnet_ids: Sequence[str],
    security_group_ids: Sequence[str],
    tags: Mapping[str, str],
) -> dict[str, Any]:
    """Return the NodeClass of a pool.

    Each pool has its own, so that its disk and its tags are its own; it costs nothing. See
    docs.aws.amazon.com/eks/latest/userguide/create-node-class.html.

    Args:
        name: of the pool.
        config: the settings of the pool.
        role_name: the IAM role of the machines. It cannot be changed afterwards.
        subnet_ids: where machines are started.
        security_group_ids: what their network interfaces are members of, pods included.
        tags: stand on machines, disks and network interfaces.
    """
    return {
        "apiVersion": "eks.amazonaws.com/v1",
        "kind": "NodeClass",
        "metadata": {"name": object_name(name)},
        "spec": {
            "role": role_name,
            "subnetSelectorTerms": [{"id": each} for each in subnet_ids],
            "securityGroupSelectorTerms": [{"id": each} for each in security_group_ids],
            # DefaultDeny would want a policy for every pod, those of kube-system too.
            "networkPolicy": "DefaultAllow",
            "ephemeralStorage": {"size": f"{config.ephemeral_storage_gib}Gi"},
            "tags": dict(tags),
        },
    }
