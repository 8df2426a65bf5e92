"""The list of facts."""

import pytest
from pydantic import ValidationError

from cdk.facts import Facts


def test_a_lab_knows_the_facts_that_it_has() -> None:
    """What is off is no fact."""
    facts = Facts(data_key_arn="arn", raw_bucket_name="raw")
    assert facts.known() == {"data_key_arn": "arn", "raw_bucket_name": "raw"}


def test_every_fact_says_what_it_is() -> None:
    """The description is a sentence, short enough for SSM."""
    descriptions = [Facts.description(name) for name in Facts.model_fields]
    assert all(text.endswith(".") and 20 <= len(text) <= 1024 for text in descriptions)


def test_an_unknown_fact_is_refused() -> None:
    """A name that is no field cannot be published."""
    with pytest.raises(ValidationError, match="raw_bucket"):
        Facts.model_validate({"raw_bucket": "raw"})


def test_a_needed_fact_is_returned() -> None:
    """What is known can be needed."""
    assert Facts(data_key_arn="arn").need("data_key_arn") == "arn"


def test_a_needed_fact_that_is_missing_is_named() -> None:
    """The error says which fact, and what to do."""
    with pytest.raises(ValueError, match=r"data_key_arn is needed .* name it in the stack"):
        Facts().need("data_key_arn")


def test_every_fact_has_an_example() -> None:
    """What is rendered without a deployment has no gap."""
    assert Facts.example().known().keys() == Facts.model_fields.keys()
