"""Tests of the cluster's settings and of the rules between them."""

from typing import Any, get_args

import pytest
from pydantic import ValidationError

from cdk.eks.config import EksConfig, KubernetesVersion
from cdk.eks.versions import SUPPORT


def problems(**settings: object) -> list[tuple[str, str, bool]]:
    """Return what is complained about: where, what, and whether it is a warning."""
    config = EksConfig.model_validate(settings)
    return [(".".join(map(str, p.path)), p.message, p.warning) for p in config.problems()]


def message(**settings: object) -> tuple[str, str]:
    """Return the one message of a refused value, and its hint."""
    with pytest.raises(ValidationError) as refused:
        EksConfig.model_validate(settings)
    (error,) = refused.value.errors()
    context: dict[str, Any] = error.get("ctx", {})
    return str(context.get("message")), str(context.get("hint"))


def test_an_admin_is_enough() -> None:
    """All else has a default that fits."""
    assert problems(admin_roles=["role/lab-admins"]) == []


def test_the_api_is_private_unless_addresses_are_named() -> None:
    """The defaults open nothing."""
    config = EksConfig()
    assert (config.public_access_cidrs, config.private_access_cidrs) == ((), ())


def test_every_version_has_a_calendar() -> None:
    """What can be written in YAML is what the table of support knows."""
    (words, _) = get_args(KubernetesVersion)
    assert get_args(words) == tuple(SUPPORT)


def test_a_version_without_quotes_is_explained() -> None:
    """YAML would turn 1.40 into 1.4."""
    assert message(version=1.36) == (
        "is a number, and YAML drops its last zero",
        'put it in quotes: "1.36"',
    )


@pytest.mark.parametrize("cidr", ["0.0.0.0/0", "0.0.0.0/1", "128.0.0.0/1", "192.0.0.0/7"])
def test_the_api_is_not_opened_to_the_internet(cidr: str) -> None:
    """Neither at once nor in halves."""
    assert message(public_access_cidrs=[cidr])[0] == (
        "opens the Kubernetes API to much of the internet"
    )


def test_a_private_range_is_not_public() -> None:
    """EKS refuses it in the middle of a deployment; the hint says where it belongs."""
    assert message(public_access_cidrs=["10.1.0.0/16"]) == (
        "is a private range, which never comes from the internet",
        "put it into private_access_cidrs",
    )


def test_an_access_entry_is_one_principal() -> None:
    """A pattern, allowed for members of projects, is refused here."""
    assert message(admin_roles=["role/lab-*"])[0].startswith("has a *")


def test_without_an_admin_there_is_a_warning() -> None:
    """It deploys, and nobody can look inside."""
    assert problems() == [("admin_roles", "is empty, so nobody can use kubectl", True)]


def test_a_principal_has_one_kind_of_access() -> None:
    """EKS has one entry for each."""
    assert problems(admin_roles=["role/a"], viewer_roles=["role/b", "role/a"]) == [
        ("viewer_roles", "names role/a, which is an admin already", False)
    ]


def test_a_principal_is_named_once() -> None:
    """A second entry would fail in the middle of a deployment."""
    assert problems(admin_roles=["role/a", "role/a"]) == [
        ("admin_roles", "names role/a twice", False)
    ]
