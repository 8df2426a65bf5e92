"""Tests of finding everything at once without inventing anything."""

from typing import Any

from cdk.config.origin import Layer, Origin
from cdk.config.validate import validate

VALID: dict[str, Any] = {
    "name": "small",
    "env": "dev",
    "account": "111122223333",
    "region": "eu-central-1",
    "owner": "a@example.org",
}


def messages(values: dict[str, Any]) -> list[str]:
    """Validate values that stand in one line of one file; return paths and messages."""
    layer = Layer(values, origins={(): Origin("f.yaml", 1, 1)})
    config, findings = validate(layer)
    assert (config is None) == any(not finding.warning for finding in findings)
    return sorted(f"{finding.path}: {finding.message}" for finding in findings)


def test_valid_values_have_no_findings() -> None:
    """What is right passes in silence."""
    assert messages(VALID) == []


def test_type_errors_do_not_hide_rules_between_values() -> None:
    """A wrong region and two values that clash are told in one run."""
    efs = {"throughput_mode": "bursting", "transition_to_archive_days": 90}
    message = "transition_to_archive_days: needs elastic throughput (got throughput_mode: bursting)"
    found = messages({**VALID, "region": "mars", "storage": {"efs": efs}})
    assert found == [
        "region: is not an AWS region (got mars)",
        f"storage.efs.{message}",
    ]


def test_rules_ignore_values_that_are_in_error() -> None:
    """An overlap with a malformed network would be invented."""
    network = {"cidr": "10.0.0.0/99", "connected_cidrs": {"campus": "10.0.0.0/8"}}
    assert messages({**VALID, "network": network}) == [
        "network.cidr: is not a network in CIDR form (got 10.0.0.0/99)"
    ]


def test_missing_and_unknown_keys_come_together() -> None:
    """A misspelt key is both, and both are told."""
    values = {key: value for key, value in VALID.items() if key != "owner"}
    assert messages({**values, "ower": "a@example.org"}) == [
        "ower: unknown key",
        "owner: is missing",
    ]


def test_wrong_list_items_are_told_one_by_one() -> None:
    """Each item has its own place."""
    network = {"interface_endpoints": ["logs", "nope", "ssm", 3]}
    assert [line.split(":")[0] for line in messages({**VALID, "network": network})] == [
        "network.interface_endpoints[1]",
        "network.interface_endpoints[3]",
    ]


def test_warnings_leave_a_valid_configuration() -> None:
    """What may surprise is told, and deploys."""
    _, findings = validate(
        Layer({**VALID, "network": {"nat": "none"}}, origins={(): Origin("f.yaml", 1, 1)})
    )
    assert [finding.warning for finding in findings] == [True]
