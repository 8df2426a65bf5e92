"""A security group rule that is a resource of its own, in either direction."""

from typing import Any

from localaws.convert import Properties
from localaws.resource import Attributes

# Template property to where the API has it: the list of peers, the key in that list, and the
# parameter of ModifySecurityGroupRules.
PEERS = {
    "CidrIp": ("IpRanges", "CidrIp", "CidrIpv4"),
    "CidrIpv6": ("Ipv6Ranges", "CidrIpv6", "CidrIpv6"),
    "SourcePrefixListId": ("PrefixListIds", "PrefixListId", "PrefixListId"),
    "DestinationPrefixListId": ("PrefixListIds", "PrefixListId", "PrefixListId"),
    "SourceSecurityGroupId": ("UserIdGroupPairs", "GroupId", "ReferencedGroupId"),
    "DestinationSecurityGroupId": ("UserIdGroupPairs", "GroupId", "ReferencedGroupId"),
}
# A change of anything but the description makes another rule.
REPLACING = ("GroupId", "IpProtocol", "FromPort", "ToPort", *PEERS)
_SUPPORTED = {*REPLACING, "Description"}


def authorize(ec2: Any, direction: str, properties: Properties) -> tuple[str, Attributes]:  # noqa: ANN401
    """Add the rule.

    Args:
        ec2: A boto3 client.
        direction: `ingress` or `egress`.
        properties: The rule as the template declares it.
    """
    allow = getattr(ec2, f"authorize_security_group_{direction}")
    response = allow(GroupId=properties["GroupId"], IpPermissions=[permission(properties)])
    rule_id = response["SecurityGroupRules"][0]["SecurityGroupRuleId"]
    return rule_id, {"Id": rule_id}


def describe(ec2: Any, rule_id: str, properties: Properties) -> None:  # noqa: ANN401
    """Change the rule's description; the API wants the rest of the rule again."""
    peer = _peer(properties)
    rule = {
        "IpProtocol": str(properties["IpProtocol"]),
        **_ports(properties),
        PEERS[peer][2]: properties[peer],
        "Description": properties.get("Description", ""),
    }
    ec2.modify_security_group_rules(
        GroupId=properties["GroupId"],
        SecurityGroupRules=[{"SecurityGroupRuleId": rule_id, "SecurityGroupRule": rule}],
    )


def revoke(ec2: Any, direction: str, properties: Properties) -> None:  # noqa: ANN401
    """Remove the rule."""
    remove = getattr(ec2, f"revoke_security_group_{direction}")
    remove(GroupId=properties["GroupId"], IpPermissions=[permission(properties)])


def permission(properties: Properties) -> dict[str, Any]:
    """Return the rule in the form of the API.

    Raises:
        ValueError: The rule has no peer, or a property that is not supported here.
    """
    unknown = sorted(set(properties) - _SUPPORTED)
    if unknown:
        raise ValueError(f"Security group rule: {', '.join(unknown)} not supported here")
    name = _peer(properties)
    kind, key, _ = PEERS[name]
    peer = {key: properties[name]}
    if properties.get("Description"):
        peer["Description"] = properties["Description"]
    return {"IpProtocol": str(properties["IpProtocol"]), **_ports(properties), kind: [peer]}


def _peer(properties: Properties) -> str:
    """Return the property that names the other end.

    Raises:
        ValueError: There is none, or more than one.
    """
    peers = [name for name in PEERS if properties.get(name)]
    if len(peers) != 1:
        raise ValueError(f"Security group rule: expected one of {', '.join(PEERS)}, got {peers}")
    return peers[0]


def _ports(properties: Properties) -> dict[str, int]:
    """Return the range of ports; a rule for all protocols has none."""
    return {key: int(properties[key]) for key in ("FromPort", "ToPort") if key in properties}
