"""What is put into the cluster beside the chart: a quota, and who may talk to whom."""

from collections.abc import Sequence
from typing import Any

import pytest

from cdk.config.lab import LabConfig
from tests.kubernetes.checks import problems
from tests.releases.filled import filled, lab


@pytest.fixture(scope="module")
def manifests(config: LabConfig) -> list[dict[str, Any]]:
    """Return what is applied before the chart."""
    return list(filled("dask-gateway", config).before)


def named(manifests: Sequence[dict[str, Any]], kind: str, name: str) -> Any:  # noqa: ANN401
    """Return the specification of one object."""
    (found,) = [m for m in manifests if (m["kind"], m["metadata"]["name"]) == (kind, name)]
    return found["spec"]


def test_manifests_are_right_for_kubernetes(manifests: list[dict[str, Any]]) -> None:
    """Strict schemas of each version, and checks of meaning."""
    assert problems(manifests) == []


def test_all_clusters_together_have_a_limit(manifests: list[dict[str, Any]]) -> None:
    """Requests and limits alike; nothing that costs money by itself."""
    assert named(manifests, "ResourceQuota", "clusters")["hard"] == {
        "requests.cpu": 256,
        "limits.cpu": 256,
        "requests.memory": "2048Gi",
        "limits.memory": "2048Gi",
        "pods": 200,
        "persistentvolumeclaims": 0,
        "services.loadbalancers": 0,
        "services.nodeports": 0,
    }


def test_a_pod_is_no_larger_than_anybody_may_ask_for(manifests: list[dict[str, Any]]) -> None:
    """The largest of everybody and of each group."""
    (limit,) = named(manifests, "LimitRange", "pods")["limits"]
    assert limit == {"type": "Pod", "max": {"cpu": 16, "memory": "56Gi"}}


def test_only_the_gateway_reaches_clusters_from_elsewhere(manifests: list[dict[str, Any]]) -> None:
    """On the three ports of a scheduler; clusters talk among themselves."""
    among, gateway = named(manifests, "NetworkPolicy", "clusters")["ingress"]
    assert among == {"from": [{"podSelector": {}}]}
    assert gateway["ports"] == [{"port": 8786, "endPort": 8788}]
    assert gateway["from"] == [
        {
            "namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "jupyterhub"}},
            "podSelector": {"matchLabels": {"app.kubernetes.io/name": "dask-gateway"}},
        }
    ]


@pytest.mark.parametrize(
    ("egress", "blocks"),
    [("internet", ["10.4.0.17/32", "0.0.0.0/0"]), ("none", ["10.4.0.17/32"])],
)
def test_workers_reach_what_notebooks_reach(egress: str, blocks: list[str]) -> None:
    """By the same two settings."""
    config = lab(
        jupyterhub={"egress": egress, "egress_cidrs": {"licences": "10.4.0.17/32"}},
        dask_gateway={},
    )
    rules = named(filled("dask-gateway", config).before, "NetworkPolicy", "outside")["egress"]
    assert [rule["to"][0]["ipBlock"]["cidr"] for rule in rules] == blocks


def test_core_pods_run_in_the_pool_for_them(gateway_values: dict[str, Any]) -> None:
    """Server, controller and proxy."""
    programs = [gateway_values[name] for name in ("gateway", "controller", "traefik")]
    assert [each["nodeSelector"] for each in programs] == [{"lab-pool": "system"}] * 3
    assert {t["value"] for each in programs for t in each["tolerations"]} == {"system"}
