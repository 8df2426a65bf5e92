"""The values of a release as helm would receive them, with example facts."""

from typing import Any

from cdk.config.compose import compose
from cdk.config.lab import LabConfig
from cdk.config.origin import Layer
from cdk.facts import Facts
from cdk.holes import fill
from cdk.releases.catalog import HELM_VALUES, Release, read_release
from cdk.releases.vocabulary import Vocabulary

HOSTS = {"jupyterhub": "hub.lab.example.org"}


def lab(**settings: Any) -> LabConfig:  # noqa: ANN401 - as in YAML
    """Return a lab with a cluster and the given settings."""
    return LabConfig.model_validate(
        {
            "name": "demo",
            "env": "dev",
            "account": "111122223333",
            "region": "us-east-1",
            "owner": "grace.hopper@example.org",
            "eks": {},
            **settings,
        }
    )


def release(name: str) -> Release:
    """Return a release of the platform."""
    return read_release(HELM_VALUES / name)


def filled_values(name: str, config: LabConfig, typed: dict[str, Any]) -> Any:  # noqa: ANN401
    """Return the values of a release: the platform's, and over them those of typed settings."""
    layers = compose([release(name).base, Layer(typed)])
    return fill(layers.values, _vocabulary(name, config))


def filled_manifests(name: str, config: LabConfig) -> Any:  # noqa: ANN401 - Kubernetes objects
    """Return the objects that are applied before a release."""
    return fill(list(release(name).before.objects), _vocabulary(name, config))


def _vocabulary(name: str, config: LabConfig) -> Vocabulary:
    return Vocabulary(
        release=name,
        lab=config,
        facts=Facts.example(),
        files=release(name).files,
        hosts=HOSTS,
    )
