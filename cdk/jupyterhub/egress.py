"""What notebooks and Dask workers reach outside the cluster, as a NetworkPolicy says it."""

from collections.abc import Iterable
from typing import Any, Literal

from cdk.types import PRIVATE_NETWORKS

Rule = dict[str, Any]
"""One egress rule: kubernetes.io/docs/concepts/services-networking/network-policies."""

Egress = Literal["internet", "none"]

INSTANCE_METADATA = "169.254.169.254/32"
"""Where a machine tells who it is; a pod has an identity of its own."""


def egress_rules(egress: Egress, cidrs: Iterable[str]) -> list[Rule]:
    """Return the rules of two settings; none lets nothing out.

    Args:
        egress: whether public addresses are reached.
        cidrs: networks that are reached as well, on every port.
    """
    rules: list[Rule] = [{"to": [{"ipBlock": {"cidr": cidr}}]} for cidr in cidrs]
    if egress == "internet":
        closed = [*map(str, PRIVATE_NETWORKS), INSTANCE_METADATA]
        rules.append({"to": [{"ipBlock": {"cidr": "0.0.0.0/0", "except": closed}}]})
    return rules
