"""A lab with everything, installed, updated and removed once for all tests of this folder."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from cdk.config.enabled_releases import EnabledRelease, enabled_releases
from cdk.config.lab import LabConfig
from cdk.config.lab_facts import example_facts
from cdk.ingress.config import IngressConfig
from cdk.naming import fact_path
from cdk.releases.catalog import known_releases
from cdk.releases.config import ReleaseConfig
from cdk.releases.filled_release import FilledRelease
from cdk.releases.secrets import secret_path
from tests.installation.chart_repository import package, serving_charts
from tests.installation.cloudformation import CustomResource, custom_resources
from tests.installation.cluster import Cluster, Objects
from tests.installation.handler import Handler
from tests.kubernetes_api.definitions import AUTO_MODE, definitions
from tests.kubernetes_api.server import serving
from tests.kubernetes_api.store import Key, Write

NewCluster = Callable[[Path], AbstractContextManager[Cluster]]


@dataclass(frozen=True)
class Life:
    """What was in the cluster at each time, and what was done.

    Attributes:
        resources: what CloudFormation makes, in its order.
        empty: before anything.
        created: after every Create.
        updated: after every Update, with the same properties.
        deleted: after every Delete, in the other order.
    """

    resources: list[CustomResource]
    empty: Objects
    created: Objects
    updated: Objects
    deleted: Objects


@pytest.fixture(scope="session")
def handler(tmp_path_factory: pytest.TempPathFactory) -> Handler:
    """Return CDK's handler with the helm and kubectl of the pinned layer."""
    return Handler.unpack(tmp_path_factory.mktemp("lambda"))


@pytest.fixture(scope="session")
def charts(handler: Handler, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve stand-ins for the official charts, and say where."""
    folder = tmp_path_factory.mktemp("charts")
    official = [each for each in known_releases().values() if each.file.chart]
    package(handler.helm, official, folder)
    with serving_charts(folder) as address:
        yield address


@pytest.fixture(scope="session")
def new_cluster(
    handler: Handler, charts: str, tmp_path_factory: pytest.TempPathFactory
) -> NewCluster:
    """Return what opens a cluster as EKS Auto Mode makes it, for a cloud assembly."""

    @contextmanager
    def new(assembly: Path) -> Iterator[Cluster]:
        with serving("1.36") as server:
            store = server.store
            for each in definitions(*AUTO_MODE):
                kind = store.resources["apiextensions.k8s.io/v1", "customresourcedefinitions"]
                store.create(Key(kind, "", each["metadata"]["name"]), each, Write("eks"))
            yield Cluster(server, handler, charts, assembly, tmp_path_factory.mktemp("cluster"))

    return new


@pytest.fixture(scope="session")
def lab(config: Callable[[str, str], LabConfig]) -> LabConfig:
    """Return the demo lab with a domain, and with each release that only data switches on."""
    only_data = [each.name for each in known_releases().values() if each.file.setting is None]
    ingress = IngressConfig(domain="lab.example.org", hosted_zone_id="Z0123456789ABCDEFGHIJ")
    releases = {name: ReleaseConfig() for name in only_data}
    return config("labs/demo", "dev").model_copy(update={"ingress": ingress, "releases": releases})


@pytest.fixture(scope="session")
def enabled(lab: LabConfig) -> dict[str, EnabledRelease]:
    """Return the releases of the lab by their name."""
    return enabled_releases(lab, known_releases())


@pytest.fixture(scope="session")
def filled(lab: LabConfig, enabled: dict[str, EnabledRelease]) -> dict[str, FilledRelease]:
    """Return what helm and kubectl should receive, by release."""
    facts = example_facts(lab)
    return {
        name: each.filled(lab, facts=facts, secrets=each.example_secrets())
        for name, each in enabled.items()
    }


@pytest.fixture(scope="session")
def parameters(lab: LabConfig, enabled: dict[str, EnabledRelease]) -> dict[str, str]:
    """Return what the platform publishes in SSM, by the name of the parameter."""
    secrets = {
        secret_path(lab.name, lab.env, release, name): arn
        for release, each in enabled.items()
        for name, arn in each.example_secrets().items()
    }
    facts = example_facts(lab).known()
    return secrets | {fact_path(lab.name, lab.env, name): value for name, value in facts.items()}


@pytest.fixture(scope="session")
def assembly(lab: LabConfig, synth: Callable[[LabConfig], Path]) -> Path:
    """Return the cloud assembly of the lab."""
    return synth(lab)


@pytest.fixture(scope="session")
def life(
    lab: LabConfig,
    assembly: Path,
    templates: Callable[[Path], Mapping[str, Any]],
    parameters: dict[str, str],
    new_cluster: NewCluster,
) -> Life:
    """Install, update and remove everything that the lab's stacks ask CDK's handler for."""
    all_stacks = templates(assembly)
    resources = [
        resource
        for part in ("node-pools", "releases")
        for resource in custom_resources(
            all_stacks[f"{lab.name}-{lab.env}-{part}"], all_stacks, parameters
        )
    ]
    with new_cluster(assembly) as cluster:
        empty = cluster.objects()
        for resource in resources:
            cluster.handle("Create", resource)
        created = cluster.objects()
        for resource in resources:
            cluster.handle("Update", resource)
        updated = cluster.objects()
        for resource in reversed(resources):
            cluster.handle("Delete", resource)
        return Life(resources, empty, created, updated, cluster.objects())
