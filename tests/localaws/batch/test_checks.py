"""Checks of what requests say."""

from typing import Any

import pytest

from localaws.batch.checks import check_container, check_identifier, check_timeout
from localaws.batch.refusal import RefusalError

VCPU = {"type": "VCPU", "value": "1"}
MEMORY = {"type": "MEMORY", "value": "128"}


@pytest.mark.parametrize(
    ("container", "message"),
    [
        ({"resourceRequirements": [VCPU, MEMORY]}, "must have an image"),
        ({"image": "i", "resourceRequirements": [VCPU]}, "a MEMORY greater than 0, got None"),
        (
            {"image": "i", "resourceRequirements": [{**VCPU, "value": "many"}, MEMORY]},
            "a VCPU greater than 0, got 'many'",
        ),
        (
            {
                "image": "i",
                "vcpus": 1,
                "memory": 128,
                "mountPoints": [{"sourceVolume": "lab", "containerPath": "/lab"}],
            },
            "Mount point 'lab' has no volume",
        ),
    ],
)
def test_container_that_could_not_start_is_refused(container: dict[str, Any], message: str) -> None:
    """The message says what is missing."""
    with pytest.raises(RefusalError, match=message):
        check_container(container)


def test_container_of_the_older_spelling_is_accepted() -> None:
    """Numbers of vCPUs and MiB by themselves."""
    check_container({"image": "i", "vcpus": 1, "memory": 128})


@pytest.mark.parametrize("identifier", ["genomics", "Gen2", "gen*"])
def test_identifier_has_letters_and_digits(identifier: str) -> None:
    """And perhaps an asterisk at its end."""
    check_identifier(identifier)


@pytest.mark.parametrize("identifier", ["", "*", "gen-1", "g*n", "a" * 256])
def test_other_identifiers_are_refused(identifier: str) -> None:
    """A hyphen, which names of projects may have, is not allowed."""
    with pytest.raises(RefusalError, match="it can have letters and digits"):
        check_identifier(identifier)


def test_time_limit_is_a_minute_at_least() -> None:
    """And need not be there."""
    check_timeout({})
    check_timeout({"attemptDurationSeconds": 60})
    with pytest.raises(RefusalError, match="must be at least 60 seconds"):
        check_timeout({"attemptDurationSeconds": 59})
