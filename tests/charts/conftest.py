"""The chart of web apps, rendered by the helm that the stacks pin."""

from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from cdk.apps.config import AppConfig
from cdk.apps.values import release_name, values
from cdk.config.compose import compose
from cdk.config.origin import Layer
from cdk.facts import Facts
from cdk.holes import fill
from cdk.login.config import LoginConfig
from cdk.releases.catalog import read_release
from cdk.releases.vocabulary import Vocabulary
from cdk.settings import Settings
from tests.kubernetes.helm import Helm
from tests.kubernetes.manifests import Manifest

ROOT = Path(__file__).parents[2]
CHART = ROOT / "charts" / "webapp"

APPS: dict[str, dict[str, Any]] = {
    "cellxgene": {
        "kind": "cellxgene",
        "project": "pbmc-atlas",
        "data": {"s3": {"path": "pbmc.h5ad", "size_gib": 20}},
        "replicas": {"min": 2, "max": 4},
    },
    "shiny": {"kind": "shiny", "project": "pbmc-atlas", "data": {"efs": "dashboard/"}},
    "dash": {"kind": "dash", "image": "lab/qc-report:1.4.0", "groups": ["lab-users"]},
    "http": {
        "image": "nginxinc/nginx-unprivileged:1.29.3",
        "port": 8080,
        "groups": ["lab-users"],
        "data": {"s3": {"bucket": "raw", "path": "site/"}},
    },
}
"""One app of each kind, as a lab admin writes it."""


class _Lab(Settings):
    """The settings of a lab that the release has holes for."""

    region: str = "us-east-1"
    login: LoginConfig = LoginConfig()


@pytest.fixture(scope="session")
def helm(tmp_path_factory: pytest.TempPathFactory) -> Helm:
    """Return the pinned helm."""
    return Helm(tmp_path_factory.mktemp("helm"))


@pytest.fixture(scope="session")
def filled() -> Callable[..., tuple[dict[str, Any], list[Manifest]]]:
    """Return what makes an app into the chart's values and the manifests before it."""

    def make(
        name: str, host: str | None = "app.lab.example.org", **changes: object
    ) -> tuple[dict[str, Any], list[Manifest]]:
        config = AppConfig.model_validate(deepcopy(APPS[name]) | changes)
        assert list(config.problems()) == []
        release = read_release(ROOT / "helm-values" / "webapp")
        typed = values(config, host=host, admin_group="lab-admins", project_gid=20001)
        words = Vocabulary(
            release=release_name(name),
            lab=_Lab(),
            facts=Facts.example(),
            secrets={"cookie_secret": "arn:aws:secretsmanager:us-east-1:111122223333:secret:c"},
        )
        layers = compose([release.base, Layer(typed)])
        made = fill({"values": layers.values, "before": [*release.before.objects]}, words)
        return made["values"], made["before"]  # type: ignore[index]

    return make


@pytest.fixture(scope="session")
def rendered(
    helm: Helm, filled: Callable[..., tuple[dict[str, Any], list[Manifest]]]
) -> Callable[..., dict[str, Manifest]]:
    """Return what renders an app, with the manifests before the chart, by kind."""

    def render(name: str, **changes: object) -> dict[str, Manifest]:
        own, before = filled(name, **changes)
        made = helm.template(CHART, own, release=release_name(name), namespace="apps")
        return {
            **{f"{each['kind']}/{each['metadata']['name']}": each for each in before},
            **{each["kind"]: each for each in made},
        }

    return render
