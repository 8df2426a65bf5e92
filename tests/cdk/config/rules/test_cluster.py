"""Rules between clusters, the network, and whatever needs a cluster."""

from collections.abc import Callable
from typing import Any

import pytest

from cdk.config.rules.cluster import network_of_cluster, way_in, without_cluster
from tests.cdk.config.rules.conftest import Spoil

Paths = Callable[..., list[str]]


CERTIFICATE = "arn:aws:acm:{}:111122223333:certificate/0a1b2c3d-0000-4000-8000-000000000000"
VPC = {
    "vpc_id": "vpc-0a1b2c3d4e5f67890",
    "private_subnets": {"us-east-1a": "subnet-0a1b2c3d", "us-east-1b": "subnet-0a1b2c3e"},
}
INGRESS = {"domain": "lab.example.org", "certificate_arn": CERTIFICATE.format("us-east-1")}


def test_everything_on_the_cluster_needs_one(lab: Spoil, paths: Paths) -> None:
    """Each part is named, so that each can be removed."""
    assert paths(without_cluster, lab(eks=None)) == [
        "jupyterhub",
        "dask_gateway",
        "airflow",
        "apps",
    ]


def test_a_good_lab_is_silent(lab: Spoil, paths: Paths) -> None:
    """Nothing is wrong with a cluster behind a NAT gateway."""
    assert paths(without_cluster, lab()) == []
    assert paths(network_of_cluster, lab()) == []


def test_images_come_in_from_outside(lab: Spoil, paths: Paths) -> None:
    """Without a way out no pod starts."""
    assert paths(network_of_cluster, lab(network={"nat": "none"})) == ["network.nat"]


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ({"eks": None, "slurm": None, "ingress": INGRESS}, ["ingress"]),
        ({"eks": None, "slurm": {}, "ingress": INGRESS}, []),
        ({"eks": None}, []),
        ({"ingress": INGRESS}, []),
    ],
    ids=["no cluster", "Slurm", "no way in", "Kubernetes"],
)
def test_a_way_in_leads_to_a_cluster(
    lab: Spoil, paths: Paths, parts: dict[str, Any], expected: list[str]
) -> None:
    """Of either kind: both have JupyterHub."""
    gone: dict[str, Any] = {"jupyterhub": None, "dask_gateway": None, "airflow": None, "apps": {}}
    assert paths(without_cluster, lab(**gone, **parts)) == expected


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        (
            {
                "network": {"existing_vpc": VPC},
                "ingress": {
                    "domain": "lab.example.org",
                    "certificate_arn": CERTIFICATE.format("us-east-1"),
                    "scheme": "internet-facing",
                    "inbound_cidrs": {"campus": "192.0.2.0/24"},
                },
            },
            ["ingress.scheme"],
        ),
        (
            {
                "ingress": {
                    "domain": "lab.example.org",
                    "certificate_arn": CERTIFICATE.format("eu-west-1"),
                }
            },
            ["ingress.certificate_arn"],
        ),
    ],
    ids=["no public subnets", "certificate of another region"],
)
def test_what_does_not_fit_the_network_is_named(
    lab: Spoil, paths: Paths, parts: dict[str, Any], expected: list[str]
) -> None:
    """Browsers could not reach the load balancer, or would not trust it."""
    assert paths(way_in, lab(**parts)) == expected
    assert paths(way_in, lab(**parts, eks=None, slurm={})) == expected
