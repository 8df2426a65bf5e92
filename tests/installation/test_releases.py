"""Every release and manifest through CDK's own handler, on a stand-in API server.

The official charts are not rendered here: stand-ins with their schemas take their place.
"""

import json
from pathlib import Path

import pytest
from aws_cdk.assertions import Template

from cdk.config.enabled_releases import EnabledRelease
from cdk.config.lab import LabConfig
from cdk.releases.catalog import known_releases
from cdk.releases.filled_release import FilledRelease
from tests.installation.chart_repository import SHOWN
from tests.installation.conftest import Life
from tests.installation.handler import CHART, MANIFEST
from tests.installation.kubectl_layer import layer
from tests.kubernetes.manifests import identity
from tests.kubernetes_api.readiness import LOAD_BALANCER

OFFICIAL = sorted(name for name, each in known_releases().items() if each.file.chart)


def test_programs_are_those_of_the_layer_that_is_deployed(assembly: Path, lab: LabConfig) -> None:
    """What helm and kubectl do here, they do in the account."""
    file = assembly / f"{lab.name}-{lab.env}-node-pools.template.json"
    template = Template.from_string(file.read_text(encoding="utf-8"))
    layers = template.find_resources("AWS::Lambda::LayerVersion").values()
    deployed = {each["Properties"]["Content"]["S3Key"] for each in layers}
    assert layer() in {(assembly / f"asset.{key}").read_bytes() for key in deployed}


def test_every_known_release_is_installed(enabled: dict[str, EnabledRelease]) -> None:
    """A new folder of `helm-values/` takes part without a change here."""
    assert {each.release.name for each in enabled.values()} == known_releases().keys()


def test_every_release_is_a_chart_of_the_stack(
    life: Life, enabled: dict[str, EnabledRelease]
) -> None:
    """None is left out between the settings and the template."""
    charts = [each.properties["Release"] for each in life.resources if each.kind == CHART]
    assert sorted(charts) == sorted(enabled)


@pytest.mark.parametrize("release", OFFICIAL)
def test_helm_receives_the_values(
    life: Life, filled: dict[str, FilledRelease], release: str
) -> None:
    """What the lab shows as values is what helm has after CloudFormation and the handler."""
    namespace = filled[release].release.file.namespace
    shown = life.created["ConfigMap", namespace, f"{SHOWN}{release}"]["data"]["values"]
    assert json.loads(shown) == filled[release].values


def test_web_apps_are_installed_by_our_own_chart(
    life: Life, enabled: dict[str, EnabledRelease]
) -> None:
    """The chart of the repository goes through the asset, and helm waits for what it makes."""
    apps = {name for name, each in enabled.items() if each.release.chart_folder}
    made = {
        name
        for kind, namespace, name in life.created
        if (kind, namespace) == ("Deployment", "apps")
    }
    assert made == apps


def test_every_manifest_is_applied(life: Life) -> None:
    """Each object that a stack names is in the cluster, accepted by strict schemas."""
    wanted = {
        identity(each)
        for resource in life.resources
        if resource.kind == MANIFEST
        for each in json.loads(resource.properties["Manifest"])
    }
    there = {identity(each) for each in life.created.values()}
    assert wanted - there == set()


def test_manifest_keeps_what_it_says(life: Life, filled: dict[str, FilledRelease]) -> None:
    """The specification of an object is that of the file, its holes filled."""
    (store,) = (
        each
        for each in filled["external-secrets"].after
        if each["metadata"]["name"] == "secrets-manager"
    )
    assert life.created["ClusterSecretStore", "", "secrets-manager"]["spec"] == store["spec"]


def test_ingress_has_a_load_balancer(life: Life) -> None:
    """The stack waits for the name that DNS will point to."""
    status = life.created["Ingress", "default", "lab"]["status"]
    assert status["loadBalancer"]["ingress"] == [{"hostname": LOAD_BALANCER}]


def test_update_with_the_same_values_changes_no_object(life: Life) -> None:
    """A second deployment restarts nothing: each object says what it said."""
    before, after = (
        {key: each["metadata"]["generation"] for key, each in objects.items() if key[0] != "Secret"}
        for objects in (life.created, life.updated)
    )
    assert after == before


def test_delete_leaves_nothing_behind(life: Life) -> None:
    """The handler swallows a failed delete, so what is left in the cluster is looked at."""
    assert life.deleted.keys() == life.empty.keys()
