"""The manifest of a NodePool: which machines a pool starts, for whom, and when it stops them."""

from typing import Any

from cdk.eks.node_pool_config import GpuPoolConfig, NodePoolConfig

POOL_LABEL = "lab-pool"
"""Label of each machine, and key of its taint: a pod names its pool with both."""
UNTAINTED_POOL = "general"
"""The pool that takes every pod without a toleration."""
GPU_TAINT = "nvidia.com/gpu"

ON_SYSTEM_POOL: dict[str, Any] = {
    "nodeSelector": {POOL_LABEL: "system"},
    "tolerations": [
        {"key": POOL_LABEL, "operator": "Equal", "value": "system", "effect": "NoSchedule"}
    ],
}
"""What a pod says to run on the machines of the pool `system`, and there only."""

_INSTANCE = "eks.amazonaws.com/instance"
"""Auto Mode's own labels, where Karpenter has `karpenter.k8s.aws/instance-...`."""


def object_name(pool: str) -> str:
    """Return what a pool's objects are called: EKS calls a pool of its own `system` as well."""
    return f"lab-{pool}"


def node_pool(name: str, config: NodePoolConfig) -> dict[str, Any]:
    """Return a NodePool of Karpenter as EKS Auto Mode reads it.

    It has limits and no minimum: without a pod there is no machine. See
    docs.aws.amazon.com/eks/latest/userguide/create-node-pool.html.

    Args:
        name: of the pool.
        config: the settings of the pool.
    """
    return {
        "apiVersion": "karpenter.sh/v1",
        "kind": "NodePool",
        "metadata": {"name": object_name(name)},
        "spec": {
            "template": {
                "metadata": {"labels": {POOL_LABEL: name}},
                "spec": {
                    "nodeClassRef": {
                        "group": "eks.amazonaws.com",
                        "kind": "NodeClass",
                        "name": object_name(name),
                    },
                    "taints": _taints(name, config),
                    "requirements": _requirements(config),
                    "expireAfter": f"{config.expire_after_hours}h",
                    "terminationGracePeriod": f"{config.termination_grace_hours}h",
                },
            },
            "limits": {
                "cpu": str(config.cpu_limit),
                "memory": f"{config.memory_limit_gib}Gi",
            },
            "disruption": {
                "consolidationPolicy": config.consolidation,
                "consolidateAfter": f"{config.consolidate_after_minutes}m",
            },
        },
    }


def _taints(name: str, config: NodePoolConfig) -> list[dict[str, str]]:
    taints = []
    if name != UNTAINTED_POOL:
        taints.append({"key": POOL_LABEL, "value": name, "effect": "NoSchedule"})
    if isinstance(config, GpuPoolConfig):
        taints.append({"key": GPU_TAINT, "value": "true", "effect": "NoSchedule"})
    return taints


def _requirements(config: NodePoolConfig) -> list[dict[str, Any]]:
    requirements = [
        _one_of("karpenter.sh/capacity-type", config.capacity_types),
        # Images for science are rarely built for arm64.
        _one_of("kubernetes.io/arch", ("amd64",)),
        _one_of(f"{_INSTANCE}-category", config.instance_categories),
        _bound(f"{_INSTANCE}-generation", "Gt", config.min_instance_generation - 1),
        _bound(f"{_INSTANCE}-cpu", "Lt", config.max_instance_cpu + 1),
    ]
    if config.instance_families:
        requirements.append(_one_of(f"{_INSTANCE}-family", config.instance_families))
    if isinstance(config, GpuPoolConfig):
        requirements.append(_one_of(f"{_INSTANCE}-gpu-manufacturer", ("nvidia",)))
    return requirements


def _one_of(key: str, values: tuple[str, ...]) -> dict[str, Any]:
    return {"key": key, "operator": "In", "values": list(values)}


def _bound(key: str, operator: str, value: int) -> dict[str, Any]:
    return {"key": key, "operator": operator, "values": [str(value)]}
