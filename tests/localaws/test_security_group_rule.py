"""Security group rules: from CloudFormation's spelling to the API's."""

from typing import Any

import pytest

from localaws.security_group_rule import permission


@pytest.mark.parametrize(
    ("peer", "expected"),
    [
        ({"CidrIp": "10.0.0.0/8"}, {"IpRanges": [{"CidrIp": "10.0.0.0/8"}]}),
        ({"CidrIpv6": "::/0"}, {"Ipv6Ranges": [{"CidrIpv6": "::/0"}]}),
        ({"SourcePrefixListId": "pl-1"}, {"PrefixListIds": [{"PrefixListId": "pl-1"}]}),
        ({"SourceSecurityGroupId": "sg-2"}, {"UserIdGroupPairs": [{"GroupId": "sg-2"}]}),
        ({"DestinationSecurityGroupId": "sg-2"}, {"UserIdGroupPairs": [{"GroupId": "sg-2"}]}),
    ],
)
def test_peer_is_listed_under_its_kind(peer: dict[str, str], expected: dict[str, Any]) -> None:
    """Each kind of peer has a list of its own in the API."""
    rule = permission({"GroupId": "sg-1", "IpProtocol": -1, **peer})
    assert {"IpProtocol": "-1", **expected} == rule


def test_description_belongs_to_the_peer() -> None:
    """The API describes peers, not rules; ports are numbers."""
    rule = permission(
        {
            "GroupId": "sg-1",
            "IpProtocol": "tcp",
            "FromPort": "2049",
            "ToPort": "2049",
            "CidrIp": "10.0.0.0/8",
            "Description": "NFS",
        }
    )
    expected = {
        "IpProtocol": "tcp",
        "FromPort": 2049,
        "ToPort": 2049,
        "IpRanges": [{"CidrIp": "10.0.0.0/8", "Description": "NFS"}],
    }
    assert expected == rule


def test_rule_without_peer_is_refused() -> None:
    """A rule for nobody is a mistake."""
    with pytest.raises(ValueError, match="expected one of CidrIp"):
        permission({"GroupId": "sg-1", "IpProtocol": "tcp"})


def test_unsupported_property_is_refused() -> None:
    """Nothing is dropped in silence."""
    with pytest.raises(ValueError, match="SourceSecurityGroupName not supported here"):
        permission({"GroupId": "sg-1", "IpProtocol": "tcp", "SourceSecurityGroupName": "x"})
