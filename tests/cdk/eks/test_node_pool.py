"""Tests of the manifest of a NodePool."""

from typing import Any

import pytest

from cdk.eks.node_pool import ON_SYSTEM_POOL, node_pool, object_name
from cdk.eks.node_pool_config import NodePoolsConfig
from tests.kubernetes.schema import VERSIONS, schema_problems

POOLS = NodePoolsConfig.model_validate({"gpu": {}}).enabled()
MANIFESTS = {name: node_pool(name, pool) for name, pool in POOLS.items()}


def machine(name: str) -> dict[str, Any]:
    """Return what a pool says of its machines."""
    return dict(MANIFESTS[name]["spec"]["template"]["spec"])


def requirements(name: str) -> dict[str, tuple[str, list[str]]]:
    """Return what a pool asks of instance types: operator and values by label."""
    return {
        each["key"]: (each["operator"], each["values"]) for each in machine(name)["requirements"]
    }


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("name", POOLS)
def test_the_manifest_fits_its_schema(name: str, version: str) -> None:
    """Karpenter reads each field."""
    assert list(schema_problems(MANIFESTS[name], version)) == []


@pytest.mark.parametrize("name", POOLS)
def test_every_pool_scales_to_zero(name: str) -> None:
    """No fixed number of machines, and an idle one is stopped."""
    spec = MANIFESTS[name]["spec"]
    assert "replicas" not in spec
    assert spec["disruption"] == {
        "consolidationPolicy": POOLS[name].consolidation,
        "consolidateAfter": f"{POOLS[name].consolidate_after_minutes}m",
    }


@pytest.mark.parametrize("name", POOLS)
def test_every_pool_has_a_cap_on_its_cost(name: str) -> None:
    """Cores and memory, as in the settings."""
    assert MANIFESTS[name]["spec"]["limits"] == {
        "cpu": str(POOLS[name].cpu_limit),
        "memory": f"{POOLS[name].memory_limit_gib}Gi",
    }


@pytest.mark.parametrize("name", POOLS)
def test_every_machine_is_replaced_in_time(name: str) -> None:
    """Age and grace are written out, as EKS's own would be longer."""
    assert (machine(name)["expireAfter"], machine(name)["terminationGracePeriod"]) == (
        "336h",
        "24h",
    )


@pytest.mark.parametrize("name", POOLS)
def test_a_pool_is_named_by_its_label(name: str) -> None:
    """A pod's nodeSelector finds it."""
    assert MANIFESTS[name]["spec"]["template"]["metadata"] == {"labels": {"lab-pool": name}}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("general", []),
        ("notebook", [("lab-pool", "notebook")]),
        ("gpu", [("lab-pool", "gpu"), ("nvidia.com/gpu", "true")]),
    ],
)
def test_pods_of_others_stay_away(name: str, expected: list[tuple[str, str]]) -> None:
    """Every pool but `general` is tainted; GPUs in the way that others know, too."""
    assert [(taint["key"], taint["value"]) for taint in machine(name)["taints"]] == expected
    assert {taint["effect"] for taint in machine(name)["taints"]} <= {"NoSchedule"}


def test_what_runs_on_the_system_pool_selects_and_tolerates_it() -> None:
    """The words of a pod match those of the pool."""
    (taint,) = machine("system")["taints"]
    assert ON_SYSTEM_POOL["nodeSelector"] == {taint["key"]: taint["value"]}
    (toleration,) = ON_SYSTEM_POOL["tolerations"]
    assert {**taint, "operator": "Equal"} == toleration


def test_dask_prefers_spot_and_falls_back_to_on_demand() -> None:
    """One pool with both: Karpenter takes spot where there is some."""
    assert requirements("dask")["karpenter.sh/capacity-type"] == ("In", ["spot", "on-demand"])


def test_machines_are_bounded_in_age_and_size() -> None:
    """Generation 5 and later, at most 32 cores for notebooks."""
    found = requirements("notebook")
    assert found["eks.amazonaws.com/instance-generation"] == ("Gt", ["4"])
    assert found["eks.amazonaws.com/instance-cpu"] == ("Lt", ["33"])
    assert found["eks.amazonaws.com/instance-category"] == ("In", ["m", "r"])
    assert found["kubernetes.io/arch"] == ("In", ["amd64"])


def test_families_are_asked_for_only_where_they_are_named() -> None:
    """An empty list would match nothing."""
    assert "eks.amazonaws.com/instance-family" not in requirements("system")
    assert requirements("gpu")["eks.amazonaws.com/instance-family"] == ("In", ["g4dn", "g5", "g6"])


def test_gpus_are_nvidias() -> None:
    """Images carry CUDA."""
    assert requirements("gpu")["eks.amazonaws.com/instance-gpu-manufacturer"] == ("In", ["nvidia"])


@pytest.mark.parametrize("name", POOLS)
def test_labels_are_those_of_auto_mode(name: str) -> None:
    """Karpenter's own prefix is unknown there, and no machine would ever fit."""
    assert [key for key in requirements(name) if key.startswith("karpenter.k8s.aws")] == []


def test_objects_are_not_called_as_eks_calls_its_own() -> None:
    """EKS has a pool `system`, which somebody may switch on."""
    assert object_name("system") == "lab-system"
