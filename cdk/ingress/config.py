"""Settings of the way in: the domain, its certificate, who may reach the load balancer."""

import re
from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from cdk.settings import FREE, REPLACES, Problem, Settings
from cdk.types import Cidr, refuse

EVERYWHERE = "0.0.0.0/0"

_LABEL = r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"
_DOMAIN = re.compile(rf"({_LABEL}\.)+[a-z]([a-z0-9-]*[a-z0-9])?", re.ASCII)
_CERTIFICATE = re.compile(r"arn:aws:acm:[a-z0-9-]+:\d{12}:certificate/[0-9a-f-]{36}", re.ASCII)


def _domain(value: str) -> str:
    example = "lower case, without https:// and without a path, for example lab.example.org"
    if not _DOMAIN.fullmatch(value) or len(value) > 200:  # noqa: PLR2004
        raise refuse("is not a domain", example)
    return value


def _certificate(value: str) -> str:
    if not _CERTIFICATE.fullmatch(value):
        example = (
            "arn:aws:acm:us-east-1:111122223333:certificate/0a1b2c3d-0000-4000-8000-000000000000"
        )
        raise refuse("is not the ARN of a certificate in Certificate Manager", example)
    return value


def _zone(value: str) -> str:
    if not re.fullmatch(r"Z[0-9A-Z]{1,31}", value, re.ASCII):
        raise refuse(
            "is not the id of a hosted zone in Route 53", "for example Z0123456789ABCDEFGHIJ"
        )
    return value


Domain = Annotated[str, AfterValidator(_domain)]
CertificateArn = Annotated[str, AfterValidator(_certificate)]
HostedZoneId = Annotated[str, AfterValidator(_zone)]


class IngressConfig(Settings):
    """One load balancer with TLS for everything that people open in a browser.

    It costs 16.43 USD a month and 0.008 USD an hour and unit of capacity (us-east-1, 2024-07).
    """

    domain: Annotated[Domain, FREE] = Field(examples=["lab.example.org"])
    """The domain below which each application gets a host: `hub.<domain>`, `airflow.<domain>`, and
    one for each web app. Another domain means other addresses for everybody."""
    certificate_arn: Annotated[CertificateArn | None, FREE] = Field(
        None,
        examples=[
            "arn:aws:acm:us-east-1:111122223333:certificate/0a1b2c3d-0000-4000-8000-000000000000"
        ],
    )
    """The certificate of `*.<domain>` in Certificate Manager, in the lab's region. Default none:
    one is made, which needs `hosted_zone_id`."""
    hosted_zone_id: Annotated[HostedZoneId | None, FREE] = Field(
        None, examples=["Z0123456789ABCDEFGHIJ"]
    )
    """The public Route 53 zone of `domain`, in the lab's account: the lab then writes the record
    `*.<domain>` itself. Default none: whoever runs your DNS makes a CNAME record `*.<domain>` to
    the load balancer's name, which is an output of the stack `releases`."""
    scheme: Annotated[Literal["internal", "internet-facing"], REPLACES] = Field(
        "internal", examples=["internal"]
    )
    """`internal`, the default: reached from the VPC and the networks connected to it, such as a
    VPN. `internet-facing`: reached from the internet by `inbound_cidrs`. A change makes another
    load balancer with another name."""
    inbound_cidrs: Annotated[dict[str, Cidr], FREE] = Field(
        default={}, examples=[{"campus": "192.0.2.0/24"}]
    )
    """Networks that may reach the load balancer, by a name of your choice. Default none, which for
    `internal` means every network that is connected; `internet-facing` must name them, be it
    0.0.0.0/0 for everybody. A login is needed in any case."""

    def host(self, label: str) -> str:
        """Return the host name of an application, such as `hub.lab.example.org`."""
        return f"{label}.{self.domain}"

    @property
    def wildcard(self) -> str:
        """The name that the certificate and the DNS record are for."""
        return self.host("*")

    def problems(self) -> Iterator[Problem]:
        """Check that there is a certificate, and that the internet is let in only on purpose."""
        if self.certificate_arn is None and self.hosted_zone_id is None:
            yield Problem(
                path=("certificate_arn",),
                message="is left out, and so is hosted_zone_id: nothing can prove the domain",
                hint="name the certificate, or the hosted zone in which one can be proven",
                related=(("hosted_zone_id",),),
            )
        if self.scheme == "internet-facing" and not self.inbound_cidrs:
            yield Problem(
                path=("inbound_cidrs",),
                message="names nobody, while the load balancer faces the internet",
                hint=f"name the networks of your people, or `everybody: {EVERYWHERE}`",
                related=(("scheme",),),
            )
        for name, cidr in self.inbound_cidrs.items():
            if cidr == EVERYWHERE and self.scheme == "internet-facing":
                yield Problem(
                    path=("inbound_cidrs", name),
                    message=f"lets the whole internet reach the login page (got {cidr})",
                    hint="name the networks of your people, if they come from known ones",
                    related=(("scheme",),),
                    warning=True,
                )
