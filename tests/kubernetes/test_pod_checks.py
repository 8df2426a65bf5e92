"""Quantities of Kubernetes, and what only certain pods may do."""

from decimal import Decimal

import pytest

from tests.kubernetes.manifests import Pod
from tests.kubernetes.pod_checks import pod_problems, quantity


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("500m", Decimal("0.5")),
        ("2Gi", Decimal(2 * 1024**3)),
        ("1.5", Decimal("1.5")),
        (".5", Decimal("0.5")),
        ("1e3", Decimal(1000)),
        ("1E", Decimal(10) ** 18),
        ("100k", Decimal(100_000)),
        ("250u", Decimal("0.00025")),
        (4, Decimal(4)),
        ("2GB", None),
        ("1 Gi", None),
        ("", None),
    ],
)
def test_quantity_is_read(text: object, expected: Decimal | None) -> None:
    """Amounts have the suffixes of Kubernetes and no others."""
    assert quantity(text) == expected


@pytest.mark.parametrize(("policy", "expected"), [("Never", 0), ("Always", 1)])
def test_job_ends(policy: str, expected: int) -> None:
    """The pod of a Job is not started for ever."""
    pod = Pod("Job/once", "Job", {}, {"restartPolicy": policy, "containers": []})
    assert len(list(pod_problems(pod))) == expected


def test_names_are_unique_in_a_pod() -> None:
    """Containers, volumes and mount paths are told apart."""
    mounts = [{"name": "a", "mountPath": "/x"}, {"name": "a", "mountPath": "/x"}]
    container = {"name": "c", "image": "a:1", "volumeMounts": mounts}
    spec = {"volumes": [{"name": "a"}, {"name": "a"}], "containers": [container, container]}
    assert set(pod_problems(Pod("Pod/p", "Pod", {}, spec))) == {
        "Pod/p: volume a is there twice",
        "Pod/p: container c is there twice",
        "Pod/p: container c: mountPath /x is there twice",
    }


def test_digest_pins_an_image() -> None:
    """A digest is exact without a tag, and beside the tag latest."""
    images = [f"a@sha256:{'0' * 64}", f"a:latest@sha256:{'0' * 64}", "host:5000/a:1"]
    for image in images:
        spec = {"containers": [{"name": "c", "image": image}]}
        assert list(pod_problems(Pod("Pod/p", "Pod", {}, spec))) == []


def test_port_of_a_registry_is_no_tag() -> None:
    """What follows the colon of a host is its port."""
    spec = {"containers": [{"name": "c", "image": "host:5000/a"}]}
    assert len(list(pod_problems(Pod("Pod/p", "Pod", {}, spec)))) == 1
