"""Tests of zones that an account lacks."""

from typing import Any

import boto3
import pytest
from botocore.stub import Stubber

from cdk.config.load import load
from cdk.errors import LabError
from console.zones import require_zones
from tests.console.conftest import SMALL_LAB


def offering(*letters: str) -> Any:  # noqa: ANN401
    """Return an EC2 client whose account has some zones: a stand-in for a real account."""
    keys = {"aws_access_key_id": "x", "aws_secret_access_key": "x"}
    ec2 = boto3.client("ec2", region_name="eu-central-1", **keys)
    stub = Stubber(ec2)
    zones = [{"ZoneName": f"eu-central-1{letter}"} for letter in letters]
    stub.add_response("describe_availability_zones", {"AvailabilityZones": zones})
    stub.activate()
    return ec2


def test_zones_that_are_there_are_fine() -> None:
    """The default takes a and b."""
    require_zones(offering("a", "b", "c"), load(SMALL_LAB, "dev"))


def test_missing_zone_is_named_with_those_that_are_there() -> None:
    """EC2 would say so only when the stack fails."""
    with pytest.raises(LabError) as caught:
        require_zones(offering("a", "c", "d"), load(SMALL_LAB, "dev"))
    (finding,) = caught.value.findings
    assert finding.path == "network.availability_zones"
    assert finding.message.endswith("lacks in eu-central-1 (got b)")
    assert finding.hint == "choose two or three of [a, c, d]"
