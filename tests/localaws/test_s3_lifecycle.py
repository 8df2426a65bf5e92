"""Lifecycle rules: from CloudFormation's spelling to the API's."""

from collections.abc import Mapping
from typing import Any

import pytest

from localaws.s3_lifecycle import to_api


def _one(rule: Mapping[str, Any]) -> dict[str, Any]:
    """Convert a rule and return what is not the same in every rule."""
    converted = to_api([{"Id": "r", "Status": "Enabled", **rule}])[0]
    return {k: v for k, v in converted.items() if k not in ("ID", "Status")}


EVERYTHING = {"Filter": {"Prefix": ""}}


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ({}, {"Prefix": ""}),
        ({"Prefix": "a/"}, {"Prefix": "a/"}),
        ({"ObjectSizeGreaterThan": "131072"}, {"ObjectSizeGreaterThan": 131072}),
        ({"TagFilters": [{"Key": "k", "Value": "v"}]}, {"Tag": {"Key": "k", "Value": "v"}}),
        (
            {"Prefix": "a/", "ObjectSizeLessThan": 5},
            {"And": {"Prefix": "a/", "ObjectSizeLessThan": 5}},
        ),
        (
            {"ObjectSizeGreaterThan": 1, "TagFilters": [{"Key": "k", "Value": "v"}]},
            {"And": {"ObjectSizeGreaterThan": 1, "Tags": [{"Key": "k", "Value": "v"}]}},
        ),
    ],
)
def test_conditions_become_a_filter(rule: dict[str, Any], expected: dict[str, Any]) -> None:
    """One condition stands alone, more are combined, none means everything."""
    assert {"Filter": expected} == _one(rule)


def test_transitions_keep_their_days_and_class() -> None:
    """Numbers may arrive as text."""
    rule = _one({"Transitions": [{"TransitionInDays": "30", "StorageClass": "GLACIER_IR"}]})
    expected = {**EVERYTHING, "Transitions": [{"Days": 30, "StorageClass": "GLACIER_IR"}]}
    assert expected == rule


def test_noncurrent_versions_move_and_go() -> None:
    """CloudFormation and the API name the days of a transition differently."""
    transitions = [{"TransitionInDays": 10, "StorageClass": "GLACIER"}]
    expiration = {"NoncurrentDays": 20, "NewerNoncurrentVersions": 3}
    rule = _one(
        {
            "NoncurrentVersionTransitions": transitions,
            "NoncurrentVersionExpiration": expiration,
        }
    )
    expected = {
        **EVERYTHING,
        "NoncurrentVersionTransitions": [{"NoncurrentDays": 10, "StorageClass": "GLACIER"}],
        "NoncurrentVersionExpiration": {"NoncurrentDays": 20, "NewerNoncurrentVersions": 3},
    }
    assert expected == rule


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ({"ExpirationInDays": "5"}, {"Days": 5}),
        ({"ExpirationDate": "2030-01-01T00:00:00Z"}, {"Date": "2030-01-01T00:00:00Z"}),
        ({"ExpiredObjectDeleteMarker": "true"}, {"ExpiredObjectDeleteMarker": True}),
    ],
)
def test_expiration_is_one_structure(rule: dict[str, Any], expected: dict[str, Any]) -> None:
    """Three properties of a rule are one structure of the API."""
    assert {**EVERYTHING, "Expiration": expected} == _one(rule)


def test_incomplete_uploads_are_aborted() -> None:
    """The parts of an upload that nobody finished are removed."""
    rule = _one({"AbortIncompleteMultipartUpload": {"DaysAfterInitiation": "7"}})
    expected = {**EVERYTHING, "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": 7}}
    assert expected == rule


def test_rule_without_id_gets_one() -> None:
    """The API needs an id in every rule."""
    assert to_api([{"Status": "Disabled"}])[0]["ID"] == "rule-0"


def test_unsupported_property_is_refused() -> None:
    """A rule is applied as a whole or not at all."""
    with pytest.raises(ValueError, match="rule 0: NoncurrentVersionExpirationInDays not supported"):
        to_api([{"Status": "Enabled", "NoncurrentVersionExpirationInDays": 1}])
