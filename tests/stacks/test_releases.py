"""The stack of Helm releases."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from aws_cdk import App, Stack
from aws_cdk.assertions import Template

from cdk.network.construct import Network
from cdk.releases.catalog import known_releases
from stacks.releases import ReleasesStack
from tests.cdk.config.written_lab import written_lab
from tests.cdk.releases.cluster import known_cluster

ALL = """\
jupyterhub: {}
dask_gateway: {}
airflow: {dags: {repository: "https://github.com/my-lab/dags.git"}}
apps: {atlas: {kind: cellxgene, groups: [lab-users], data: {s3: {path: atlas.h5ad}}}}
ingress: {domain: lab.example.org, hosted_zone_id: Z0123456789ABCDEFGHIJ}
"""
OFFICIAL = {"jupyterhub", "dask-gateway", "airflow", "external-secrets"}

Charts = dict[str, dict[str, Any]]


def built(folder: Path, text: str, app: App) -> Template:
    """Return the template of the releases of a lab."""
    lab = written_lab(folder, text).config
    elsewhere = Stack(app, "Elsewhere", env={"account": lab.account, "region": lab.region})
    network = Network(elsewhere, "Network", name="demo-dev", config=lab.network)
    cluster = known_cluster(elsewhere)
    return Template.from_stack(ReleasesStack(app, lab, cluster=cluster, network=network))


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory, new_app: Callable[[], App]) -> Template:
    """Return the template of a lab that has every release."""
    return built(tmp_path_factory.mktemp("all"), ALL, new_app())


@pytest.fixture(scope="module")
def charts(template: Template) -> Charts:
    """Return what helm is told, by the name of the release."""
    found = template.find_resources("Custom::AWSCDK-EKS-HelmChart").values()
    return {each["Properties"]["Release"]: dict(each) for each in found}


def values(chart: dict[str, Any]) -> dict[str, Any]:
    """Return the values of a chart, each reference as the text `<name>`."""
    text = chart["Properties"]["Values"]
    parts = text["Fn::Join"][1] if isinstance(text, dict) else [text]
    joined = "".join(p if isinstance(p, str) else f"<{next(iter(p.values()))}>" for p in parts)
    found: dict[str, Any] = json.loads(joined)
    return found


def leaves(tree: object) -> list[object]:
    """Return everything that is neither mapping nor list."""
    if isinstance(tree, dict):
        return [leaf for value in tree.values() for leaf in leaves(value)]
    return [leaf for item in tree for leaf in leaves(item)] if isinstance(tree, list) else [tree]


def test_every_release_is_there_once(charts: Charts) -> None:
    """A web app by its own name."""
    assert set(charts) == OFFICIAL | {"app-atlas"}


@pytest.mark.parametrize("release", sorted(OFFICIAL))
def test_official_chart_is_pinned(charts: Charts, release: str) -> None:
    """Exact version, official repository, as `release.yaml` says."""
    file, properties = known_releases()[release].file, charts[release]["Properties"]
    assert (properties["Chart"], properties["Version"]) == (file.chart, file.version)
    assert properties["Repository"] == file.repository


def test_every_release_ends_before_cloudformation_does(charts: Charts) -> None:
    """Its step has 15 minutes."""
    seconds = [int(each["Properties"]["Timeout"].rstrip("s")) for each in charts.values()]
    assert [each for each in seconds if not 0 < each < 15 * 60] == []


def test_helm_waits_for_all_but_airflow_and_apps(charts: Charts) -> None:
    """Airflow's hooks and pods would wait for each other; apps are their admins' affair."""
    waiting = {name for name, each in charts.items() if each["Properties"].get("Wait")}
    assert waiting == {"external-secrets", "jupyterhub", "dask-gateway"}


def test_no_value_is_null_or_left_open(charts: Charts) -> None:
    """CDK would drop the first, and helm take the second as text."""
    found = [leaf for chart in charts.values() for leaf in leaves(values(chart))]
    assert None not in found
    texts = [leaf for leaf in found if isinstance(leaf, str)]
    facts = r"\$\{(lab|secret|file|host|release|[a-z]+_[a-z_]+)\b"
    assert [text for text in texts if re.search(facts, text)] == []


def looks_secret(path: str, leaf: object) -> bool:
    """Tell whether a value stands under the name of a secret and is random enough to be one."""
    named = re.search(r"(password|token|secret|key)$", path, re.IGNORECASE)
    return bool(named and isinstance(leaf, str) and re.search(r"[A-Za-z0-9+/]{20,}", leaf))


def test_no_value_is_a_secret(template: Template, charts: Charts) -> None:
    """Values stand in the template and in logs: they name Kubernetes Secrets, and hold none."""
    found = [each for chart in charts.values() for each in _named(values(chart))]
    assert [path for path, leaf in found if looks_secret(path, leaf)] == []
    assert "resolve:secretsmanager" not in json.dumps(template.to_json())


def test_secret_is_noticed() -> None:
    """The rule above tells a secret from the name of one."""
    assert looks_secret(".hub.cookieSecret", "8f2c5e0b7a9d4c1e8f2c5e0b7a9d4c1e")
    assert not looks_secret(".hub.cookieSecret", "airflow-keys")


def _named(tree: object, path: str = "") -> list[tuple[str, object]]:
    if isinstance(tree, dict):
        return [each for key, value in tree.items() for each in _named(value, f"{path}.{key}")]
    if isinstance(tree, list):
        return [each for item in tree for each in _named(item, path)]
    return [(path, tree)]


def test_users_of_secrets_come_after_external_secrets(template: Template, charts: Charts) -> None:
    """Its webhooks refuse their objects until they are ready, and its stores come last."""
    for name in set(charts) - {"external-secrets", "dask-gateway"}:
        assert any("externalsecretsAfter" in each for each in charts[name]["DependsOn"]), name
    assert any("jupyterhubChart" in each for each in charts["dask-gateway"]["DependsOn"])
    stores = template.find_resources("Custom::AWSCDK-EKS-KubernetesResource")
    (after,) = (each for name, each in stores.items() if "externalsecretsAfter" in name)
    assert any("externalsecretsChart" in each for each in after["DependsOn"])


def test_releases_come_after_the_load_balancer(charts: Charts) -> None:
    """Their Ingresses name its class."""
    assert all(any("Ingress" in d for d in each["DependsOn"]) for each in charts.values())


def test_without_a_domain_there_is_no_load_balancer(
    tmp_path: Path, new_app: Callable[[], App]
) -> None:
    """People use a port-forward, and pay nothing for it."""
    template = built(tmp_path, "jupyterhub: {}\n", new_app())
    assert "IngressClass" not in json.dumps(template.to_json())


def test_facts_are_read_from_their_parameters(template: Template) -> None:
    """Those that a hole names, and where generated secrets are; no other."""
    paths = {
        str(each["Default"]).removeprefix("/lab/demo/dev/")
        for each in template.to_json()["Parameters"].values()
        if str(each.get("Default", "")).startswith("/lab/")
    }
    assert {"file_system_id", "login_issuer_url", "results_bucket_name"} < paths
    assert "secrets/airflow/fernet_key" in paths
    assert "raw_bucket_name" not in paths


def test_it_says_that_it_needs_the_kubernetes_api(template: Template) -> None:
    """The embedded AWS has none, and leaves the stack out."""
    assert template.to_json()["Metadata"]["VirtualLab"]["NotEmulated"] == "a Kubernetes API"
