"""Whose jobs they are."""

import dataclasses

from cdk.fan_out.owner import JobOwner


def test_an_owner_is_told_whole() -> None:
    """No field has a default: a job of nobody in particular does not exist."""
    fields = dataclasses.fields(JobOwner)
    assert [each.name for each in fields if each.default is not dataclasses.MISSING] == []
