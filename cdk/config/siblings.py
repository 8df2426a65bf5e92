"""What is wrong between the environments of one lab, each of which is right alone."""

from collections.abc import Iterator, Sequence
from ipaddress import IPv4Network
from itertools import combinations

from cdk.config.load import Loaded
from cdk.errors import Finding


def between_environments(environments: Sequence[Loaded]) -> Iterator[Finding]:
    """Warn of networks that overlap: they can never be connected, and neither can be changed."""
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
