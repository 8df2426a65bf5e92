"""A release as helm and kubectl would receive it, with example facts."""

from typing import Any

from cdk.config.enabled_releases import enabled_releases
from cdk.config.lab import LabConfig
from cdk.facts import Facts
from cdk.releases.catalog import HELM_VALUES, read_release
from cdk.releases.filled_release import FilledRelease

INGRESS = {
    "domain": "lab.example.org",
    "certificate_arn": "arn:aws:acm:us-east-1:111122223333:"
    "certificate/0a1b2c3d-0000-4000-8000-000000000000",
}


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


def filled(name: str, config: LabConfig) -> FilledRelease:
    """Return a release of the platform as a lab has it."""
    release = enabled_releases(config, {name: read_release(HELM_VALUES / name)})[name]
    return release.filled(config, facts=Facts.example(), secrets=release.example_secrets())
