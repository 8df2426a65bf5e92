"""The key that encrypts the data."""

from collections.abc import Callable

import pytest
from aws_cdk.assertions import Template

Storage = Callable[..., Template]


def test_the_key_is_renewed(storage: Storage) -> None:
    """KMS rotates the key's material every year."""
    storage().has_resource_properties("AWS::KMS::Key", {"EnableKeyRotation": True})


@pytest.mark.parametrize(
    ("setting", "policy"), [("retain", "RetainExceptOnCreate"), ("destroy", "Delete")]
)
def test_the_key_goes_with_the_data_or_stays(storage: Storage, setting: str, policy: str) -> None:
    """Retained data stays readable; destroyed data takes its key along."""
    storage(removal_policy=setting).has_resource(
        "AWS::KMS::Key",
        {"DeletionPolicy": policy, "UpdateReplacePolicy": policy.removesuffix("ExceptOnCreate")},
    )
