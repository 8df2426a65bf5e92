"""Whether the account has the availability zones that the YAML names."""

from collections.abc import Sequence
from typing import Any

from cdk.config.load import Loaded
from cdk.errors import Finding, LabError


def require_zones(ec2: Any, loaded: Loaded) -> None:  # noqa: ANN401 - a boto3 client
    """Compare the zones of a network of the lab's own with those that EC2 offers this account.

    Raises:
        LabError: a zone is not there; some accounts lack one, and some regions have but two.
    """
    config = loaded.config
    if config.network.existing_vpc is not None:
        return
    zones = ec2.describe_availability_zones(
        Filters=[{"Name": "zone-type", "Values": ["availability-zone"]}]
    )["AvailabilityZones"]
    offered = sorted(zone["ZoneName"].removeprefix(config.region) for zone in zones)
    wanted = config.network.availability_zones
    if missing := [letter for letter in wanted if letter not in offered]:
        place = loaded.layer.nearest_value(("network", "availability_zones"))
        where = (place.file, place.line, place.column) if place else ("", 0, 0)
        message = f"names zones that this account lacks in {config.region} (got {_list(missing)})"
        hint = f"choose two or three of [{_list(offered)}]"
        raise LabError([Finding(*where, "network.availability_zones", message, hint)])


def _list(letters: Sequence[str]) -> str:
    return ", ".join(letters)
