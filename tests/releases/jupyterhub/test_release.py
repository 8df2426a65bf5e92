"""What is put into the cluster beside the chart, and where the chart's own pods run."""

from collections.abc import Sequence
from typing import Any

import pytest

from cdk.config.lab import LabConfig
from tests.kubernetes.checks import problems
from tests.releases.filled import filled

SYSTEM = {"key": "lab-pool", "operator": "Equal", "value": "system", "effect": "NoSchedule"}


@pytest.fixture(scope="module")
def manifests(config: LabConfig) -> list[dict[str, Any]]:
    """Return what is applied before the chart."""
    return list(filled("jupyterhub", config).before)


def named(manifests: Sequence[dict[str, Any]], kind: str, name: str) -> Any:  # noqa: ANN401
    """Return one object."""
    (found,) = [m for m in manifests if (m["kind"], m["metadata"]["name"]) == (kind, name)]
    return found


def test_manifests_are_right_for_kubernetes(manifests: list[dict[str, Any]]) -> None:
    """Strict schemas of each version, also of External Secrets, and checks of meaning."""
    there = ("ServiceAccount/hub",)
    assert problems(manifests, there=there) == []


def test_volume_is_the_root_of_the_file_system(manifests: list[dict[str, Any]]) -> None:
    """Bound to one claim, encrypted, kept, and never a disk of a default class."""
    volume = named(manifests, "PersistentVolume", "jupyterhub-efs")["spec"]
    claim = named(manifests, "PersistentVolumeClaim", "efs")
    assert volume["csi"] == {"driver": "efs.csi.aws.com", "volumeHandle": "fs-0a1b2c3d4e5f67890"}
    assert volume["claimRef"] == {"namespace": "jupyterhub", "name": "efs"}
    assert volume["mountOptions"] == ["tls", "iam"]
    assert volume["persistentVolumeReclaimPolicy"] == "Retain"
    assert claim["spec"]["volumeName"] == "jupyterhub-efs"
    assert (volume["storageClassName"], claim["spec"]["storageClassName"]) == ("", "")


def test_hub_makes_service_accounts_and_may_do_nothing_else_with_them(
    manifests: list[dict[str, Any]],
) -> None:
    """In the two namespaces where pods of projects run."""
    roles = {m["metadata"]["namespace"]: m["rules"] for m in manifests if m["kind"] == "Role"}
    rule = {"apiGroups": [""], "resources": ["serviceaccounts"], "verbs": ["create"]}
    assert roles == {"jupyterhub": [rule], "dask": [rule]}


def test_every_project_is_a_key_of_one_secret(manifests: list[dict[str, Any]]) -> None:
    """Found by path and named as the project, so that a new one changes no release."""
    (source,) = named(manifests, "ExternalSecret", "projects")["spec"]["dataFrom"]
    assert source["find"]["path"] == "/lab/demo/dev/projects"
    assert source["rewrite"] == [{"regexp": {"source": "^.*/", "target": ""}}]


def test_core_pods_run_in_the_pool_for_them(hub_values: dict[str, Any]) -> None:
    """Hub and proxy; the placeholder stays where people's servers are."""
    assert hub_values["hub"]["nodeSelector"] == {"lab-pool": "system"}
    assert hub_values["proxy"]["chp"]["nodeSelector"] == {"lab-pool": "system"}
    assert hub_values["scheduling"]["corePods"]["tolerations"] == [SYSTEM]
    assert hub_values["singleuser"]["nodeSelector"] == {"lab-pool": "notebook"}


def test_mounted_secrets_are_those_that_are_made(
    manifests: list[dict[str, Any]], hub_values: dict[str, Any]
) -> None:
    """Every Secret that the hub names comes from External Secrets."""
    hub = hub_values["hub"]
    references = [each["valueFrom"]["secretKeyRef"]["name"] for each in hub["extraEnv"].values()]
    volumes = [each["secret"]["secretName"] for each in hub["extraVolumes"]]
    made = {m["metadata"]["name"] for m in manifests if m["kind"] == "ExternalSecret"}
    assert {*references, *volumes} == made
