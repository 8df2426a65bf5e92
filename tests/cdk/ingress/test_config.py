"""Settings of the way in: domain, certificate, who may come."""

from typing import Any

import pytest
from pydantic import ValidationError

from cdk.ingress.config import IngressConfig

ARN = "arn:aws:acm:us-east-1:111122223333:certificate/0a1b2c3d-0000-4000-8000-000000000000"
ZONE = "Z0123456789ABCDEFGHIJ"
CAMPUS = {"campus": "192.0.2.0/24"}


def _config(**settings: Any) -> IngressConfig:  # noqa: ANN401
    return IngressConfig.model_validate({"domain": "lab.example.org", **settings})


def _problems(**settings: Any) -> list[tuple[tuple[str | int, ...], bool]]:  # noqa: ANN401
    return [(problem.path, problem.warning) for problem in _config(**settings).problems()]


def test_hosts_lie_below_the_domain() -> None:
    """Each application has a host of its own, and one record stands for all of them."""
    config = _config()
    assert (config.host("hub"), config.wildcard) == ("hub.lab.example.org", "*.lab.example.org")


@pytest.mark.parametrize(
    "domain",
    ["https://lab.example.org", "lab", "Lab.example.org", "lab.example.org/", "-a.org", "*.a.org"],
)
def test_domain_is_refused(domain: str) -> None:
    """A domain is neither an address nor a wildcard."""
    with pytest.raises(ValidationError, match="is not a domain"):
        _config(domain=domain)


def test_certificate_is_one_of_certificate_manager() -> None:
    """A certificate in IAM, or an id alone, is refused."""
    with pytest.raises(ValidationError, match="not the ARN of a certificate"):
        _config(certificate_arn="arn:aws:iam::111122223333:server-certificate/lab")


def test_hosted_zone_is_an_id() -> None:
    """The zone's name is refused where its id belongs."""
    with pytest.raises(ValidationError, match="not the id of a hosted zone"):
        _config(hosted_zone_id="example.org")


@pytest.mark.parametrize("proof", [{"certificate_arn": ARN}, {"hosted_zone_id": ZONE}])
def test_certificate_is_given_or_made(proof: dict[str, str]) -> None:
    """A certificate, or a zone in which one is proven, is enough inside."""
    assert _problems(**proof) == []


def test_certificate_cannot_come_from_nowhere() -> None:
    """Without certificate and zone there is no TLS."""
    assert _problems() == [(("certificate_arn",), False)]


def test_internet_is_let_in_by_name() -> None:
    """A load balancer on the internet names who may reach it."""
    assert _problems(certificate_arn=ARN, scheme="internet-facing") == [(("inbound_cidrs",), False)]
    config = {"certificate_arn": ARN, "scheme": "internet-facing"}
    assert _problems(**config, inbound_cidrs=CAMPUS) == []


def test_everybody_is_a_warning() -> None:
    """The whole internet may be let in, when somebody writes it."""
    found = _problems(
        certificate_arn=ARN, scheme="internet-facing", inbound_cidrs={"everybody": "0.0.0.0/0"}
    )
    assert found == [(("inbound_cidrs", "everybody"), True)]
