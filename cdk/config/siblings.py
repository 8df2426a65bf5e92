"""What is wrong between the environments of one lab, each of which is right alone."""

from collections.abc import Iterator, Sequence
from ipaddress import IPv4Network
from itertools import combinations

from cdk.config.load import Loaded
from cdk.errors import Finding


def between_environments(environments: Sequence[Loaded]) -> Iterator[Finding]:
    """Yield networks that overlap, which can never be connected, and a domain that two want."""
    yield from _one_domain(environments)
    own = [loaded for loaded in environments if loaded.config.network.existing_vpc is None]
    for one, other in combinations(own, 2):
        first, second = one.config.network.cidr, other.config.network.cidr
        place = other.layer.nearest_value(("network", "cidr"))
        if IPv4Network(first).overlaps(IPv4Network(second)) and place:
            yield Finding(
                file=place.file,
                line=place.line,
                column=place.column,
                path="network.cidr",
                message=f"overlaps that of {one.config.env} (got {second} and {first})",
                hint="give each environment its own range, if they shall ever be connected",
                warning=True,
            )


def _one_domain(environments: Sequence[Loaded]) -> Iterator[Finding]:
    for one, other in combinations(environments, 2):
        first, second = one.config.ingress, other.config.ingress
        place = other.layer.nearest_value(("ingress", "domain"))
        if first and second and place and first.domain == second.domain:
            yield Finding(
                file=place.file,
                line=place.line,
                column=place.column,
                path="ingress.domain",
                message=f"is that of {one.config.env} and of {other.config.env} "
                f"(got {second.domain})",
                hint=f"give each its own, for example {one.config.env}.{first.domain}",
            )
