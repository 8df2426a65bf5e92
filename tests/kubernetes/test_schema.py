"""Schemas: Kubernetes' own, and the recorded ones of custom resources."""

from typing import Any

import pytest

from tests.kubernetes.schema import VERSIONS, custom_resources, schema_problems

TERMS = [{"id": "subnet-0a1b2c3d"}]
RIGHT: dict[str, dict[str, Any]] = {
    "NodePool": {
        "template": {
            "spec": {
                "nodeClassRef": {"group": "eks.amazonaws.com", "kind": "NodeClass", "name": "lab"},
                "requirements": [
                    {"key": "karpenter.sh/capacity-type", "operator": "In", "values": ["spot"]}
                ],
                "taints": [{"key": "lab-pool", "value": "dask", "effect": "NoSchedule"}],
                "expireAfter": "336h",
            }
        },
        "disruption": {"consolidationPolicy": "WhenEmpty", "consolidateAfter": "2m"},
        "limits": {"cpu": 100, "memory": "400Gi"},
    },
    "NodeClass": {
        "role": "node",
        "subnetSelectorTerms": TERMS,
        "securityGroupSelectorTerms": [{"id": "sg-0a1b2c3d"}],
        "ephemeralStorage": {"size": "80Gi", "kmsKeyID": "alias/lab"},
    },
    "IngressClassParams": {
        "scheme": "internal",
        "group": {"name": "demo-dev"},
        "subnets": {"ids": ["subnet-0a1b2c3d"]},
        "loadBalancerAttributes": [{"key": "idle_timeout.timeout_seconds", "value": "4000"}],
    },
    "ClusterSecretStore": {
        "provider": {"aws": {"service": "SecretsManager", "region": "us-east-1"}}
    },
    "ExternalSecret": {
        "refreshInterval": "1h",
        "secretStoreRef": {"kind": "ClusterSecretStore", "name": "secrets-manager"},
        "target": {"name": "login", "template": {"data": {"a": "{{ .a }}"}}},
        "data": [{"secretKey": "a", "remoteRef": {"key": "x", "property": "a"}}],
    },
}
WRONG: dict[str, tuple[str, dict[str, Any]]] = {
    "consolidatAfter": ("NodePool", {"disruption": {"consolidatAfter": "2m"}}),
    "operator": (
        "NodePool",
        {"template": {"spec": {"requirements": [{"key": "a", "operator": "Is"}]}}},
    ),
    "certificateArn": ("IngressClassParams", {"certificateArn": "arn"}),
    "subnet": ("IngressClassParams", {"subnets": {"ids": ["vpc-1"]}}),
    "scheme": ("IngressClassParams", {"scheme": "public"}),
    "size": ("NodeClass", {"ephemeralStorage": {"size": "80"}}),
    "service": ("ClusterSecretStore", {"provider": {"aws": {"service": "Secrets"}}}),
    "remoteRef": ("ExternalSecret", {"data": [{"secretKey": "a", "remoteRef": {"name": "x"}}]}),
}


def _manifest(kind: str, spec: dict[str, Any]) -> dict[str, Any]:
    api = next(api for api, known in custom_resources() if known == kind)
    return {"apiVersion": api, "kind": kind, "metadata": {"name": "x"}, "spec": spec}


def test_every_recorded_kind_has_an_example() -> None:
    """A schema is recorded with something that it accepts."""
    assert {kind for _, kind in custom_resources()} == set(RIGHT)


@pytest.mark.parametrize("kind", RIGHT)
def test_custom_resource_is_accepted(kind: str) -> None:
    """A right resource passes."""
    assert list(schema_problems(_manifest(kind, RIGHT[kind]), VERSIONS[0])) == []


@pytest.mark.parametrize("mistake", WRONG)
def test_custom_resource_is_refused(mistake: str) -> None:
    """A wrong value and an unknown key are refused where they stand."""
    kind, spec = WRONG[mistake]
    found = list(schema_problems(_manifest(kind, RIGHT[kind] | spec), VERSIONS[0]))
    assert [problem.split(":")[0] for problem in found] != []


@pytest.mark.parametrize("schema", custom_resources().values(), ids=lambda s: s.schema["$comment"])
def test_source_is_recorded(schema: Any) -> None:  # noqa: ANN401
    """Each recorded schema says where it comes from and when that was read."""
    assert "20" in schema.schema["$comment"]


@pytest.mark.parametrize("version", VERSIONS)
def test_each_version_has_a_schema(version: str) -> None:
    """Every version of Kubernetes refuses an unknown key by itself."""
    manifest = {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "a"}, "spec": {"cntrs": []}}
    assert len(list(schema_problems(manifest, version))) == 1
