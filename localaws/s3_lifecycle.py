"""Lifecycle rules as CloudFormation spells them, turned into rules as the S3 API spells them."""

from collections.abc import Mapping
from typing import Any

Rule = Mapping[str, Any]

SIZES = ("ObjectSizeGreaterThan", "ObjectSizeLessThan")
_SUPPORTED = {
    "AbortIncompleteMultipartUpload",
    "ExpirationDate",
    "ExpirationInDays",
    "ExpiredObjectDeleteMarker",
    "Id",
    "NoncurrentVersionExpiration",
    "NoncurrentVersionTransitions",
    "Prefix",
    "Status",
    "TagFilters",
    "Transitions",
    *SIZES,
}


def to_api(rules: list[Rule]) -> list[dict[str, Any]]:
    """Return the rules in the form of the API.

    https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-s3-bucket-rule.html
    https://docs.aws.amazon.com/AmazonS3/latest/API/API_LifecycleRule.html

    Raises:
        ValueError: A rule has a property that is not supported here.
    """
    return [_rule(number, rule) for number, rule in enumerate(rules)]


def _rule(number: int, rule: Rule) -> dict[str, Any]:
    """Return one rule; absent parts stay absent."""
    unknown = sorted(set(rule) - _SUPPORTED)
    if unknown:
        raise ValueError(f"Lifecycle rule {number}: {', '.join(unknown)} not supported here")
    parts = {
        "ID": rule.get("Id", f"rule-{number}"),
        "Status": rule["Status"],
        "Filter": _filter(rule),
        "Expiration": _expiration(rule),
        "Transitions": [_transition(t) for t in rule.get("Transitions") or []],
        "NoncurrentVersionTransitions": [
            _noncurrent(t, "TransitionInDays")
            for t in rule.get("NoncurrentVersionTransitions") or []
        ],
    }
    if "NoncurrentVersionExpiration" in rule:
        expiration = rule["NoncurrentVersionExpiration"]
        parts["NoncurrentVersionExpiration"] = _noncurrent(expiration, "NoncurrentDays")
    if "AbortIncompleteMultipartUpload" in rule:
        days = rule["AbortIncompleteMultipartUpload"]["DaysAfterInitiation"]
        parts["AbortIncompleteMultipartUpload"] = {"DaysAfterInitiation": int(days)}
    return {key: value for key, value in parts.items() if value or key == "Filter"}


def _filter(rule: Rule) -> dict[str, Any]:
    """Return which objects a rule is about; more than one condition needs an And."""
    conditions: dict[str, Any] = {size: int(rule[size]) for size in SIZES if size in rule}
    if rule.get("Prefix"):
        conditions["Prefix"] = rule["Prefix"]
    tags = [{"Key": tag["Key"], "Value": tag["Value"]} for tag in rule.get("TagFilters") or []]
    if len(conditions) + len(tags) > 1:
        return {"And": {**conditions, **({"Tags": tags} if tags else {})}}
    if tags:
        return {"Tag": tags[0]}
    return conditions or {"Prefix": ""}


def _expiration(rule: Rule) -> dict[str, Any]:
    """Return when current objects, or delete markers that hide nothing, go."""
    expiration: dict[str, Any] = {}
    if "ExpirationInDays" in rule:
        expiration["Days"] = int(rule["ExpirationInDays"])
    if "ExpirationDate" in rule:
        expiration["Date"] = rule["ExpirationDate"]
    if "ExpiredObjectDeleteMarker" in rule:
        marker = str(rule["ExpiredObjectDeleteMarker"]).lower() == "true"
        expiration["ExpiredObjectDeleteMarker"] = marker
    return expiration


def _transition(transition: Rule) -> dict[str, Any]:
    """Return when current objects move, and where to."""
    if "TransitionDate" in transition:
        when = {"Date": transition["TransitionDate"]}
    else:
        when = {"Days": int(transition["TransitionInDays"])}
    return {**when, "StorageClass": transition["StorageClass"]}


def _noncurrent(action: Rule, days: str) -> dict[str, Any]:
    """Return when older versions move or go."""
    converted: dict[str, Any] = {"NoncurrentDays": int(action[days])}
    if "NewerNoncurrentVersions" in action:
        converted["NewerNoncurrentVersions"] = int(action["NewerNoncurrentVersions"])
    if "StorageClass" in action:
        converted["StorageClass"] = action["StorageClass"]
    return converted
