"""Names and ARNs of Batch's resources."""

import pytest

from localaws.batch import arns
from localaws.batch.refusal import RefusalError

ARN = "arn:aws:batch:eu-central-1:111122223333:job-queue/spot"


def test_arn_has_account_region_kind_and_name() -> None:
    """As AWS writes it."""
    assert arns.make("111122223333", "eu-central-1", "job-queue", "spot") == ARN


@pytest.mark.parametrize("reference", [ARN, "spot"])
def test_name_is_found_in_an_arn_and_is_its_own_name(reference: str) -> None:
    """People write either."""
    assert arns.name_of(reference) == "spot"


def test_arn_tells_account_and_region() -> None:
    """In this order."""
    assert arns.scope_of(ARN) == ("111122223333", "eu-central-1")


def test_name_of_allowed_signs_is_returned() -> None:
    """Letters, numbers, hyphens and underscores."""
    assert arns.require_name("Spot_on-2", "jobQueueName") == "Spot_on-2"


@pytest.mark.parametrize("name", ["", "a b", "a/b", "a" * 129])
def test_other_names_are_refused_with_the_parameter(name: str) -> None:
    """The message says which parameter it was."""
    with pytest.raises(RefusalError, match=f"jobQueueName '{name}' is not valid"):
        arns.require_name(name, "jobQueueName")
