"""Settings of the embedded Batch."""

import os

import pytest

from localaws.batch.settings import BatchSettings
from localaws.errors import LocalAwsError


def test_defaults_suit_a_laptop() -> None:
    """The runner is chosen, twice the cores are used but four at least, and time is real."""
    settings = BatchSettings.read({})
    assert settings == BatchSettings("auto", max(2 * (os.cpu_count() or 1), 4), 1.0)


def test_variables_are_read() -> None:
    """All three."""
    environment = {
        "LOCALAWS_JOB_RUNNER": "podman",
        "LOCALAWS_JOBS_AT_ONCE": "12",
        "LOCALAWS_BATCH_CLOCK_FACTOR": "0.5",
    }
    assert BatchSettings.read(environment) == BatchSettings("podman", 12, 0.5)


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("LOCALAWS_JOB_RUNNER", "nerdctl", "it can be auto, process, podman, docker"),
        ("LOCALAWS_JOBS_AT_ONCE", "many", "is 'many'; it has to be a number greater than 0"),
        ("LOCALAWS_JOBS_AT_ONCE", "0", "is '0'; it has to be a number greater than 0"),
        ("LOCALAWS_JOBS_AT_ONCE", "1.5", "it has to be a whole number"),
        ("LOCALAWS_BATCH_CLOCK_FACTOR", "inf", "it has to be a number greater than 0"),
    ],
)
def test_value_that_cannot_be_used_is_told(name: str, value: str, message: str) -> None:
    """Before anything starts."""
    with pytest.raises(LocalAwsError, match=message):
        BatchSettings.read({name: value})
