"""Tests of the list of regions."""

import boto3

from cdk.regions import REGIONS


def test_regions_are_those_that_have_all_services_of_a_lab() -> None:
    """The installed botocore knows what AWS offers where; a new region fails this test."""
    session = boto3.Session()
    offered = [set(session.get_available_regions(s)) for s in ("ec2", "efs", "eks", "batch")]
    assert set(REGIONS) == set.intersection(*offered)
