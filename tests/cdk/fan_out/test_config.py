"""Settings of a fan-out."""

import pytest
from pydantic import ValidationError

from cdk.fan_out.config import FanOutConfig


def test_nothing_must_be_set() -> None:
    """`fan_out: {}` doubles what failed, and stops a script that fails everywhere."""
    config = FanOutConfig.model_validate({})
    assert (config.escalation.memory_factor, config.escalation.vcpu_factor) == (2.0, 2.0)
    assert (config.max_concurrency, config.max_failures, config.host_loss_attempts) == (40, 25, 10)


@pytest.mark.parametrize(
    "settings",
    [
        {"max_concurrency": 0},
        {"max_concurrency": 10_001},
        {"host_loss_attempts": 11},
        {"escalation": {"memory_factor": 0.5}},
        {"escalation": {"memory_factor": "2"}},
        {"escalation": {"memory_factor": True}},
        {"alert_emails": ["nobody"]},
        {"log_retention_days": 31},
    ],
)
def test_what_aws_would_refuse_is_refused(settings: dict[str, object]) -> None:
    """Batch starts a job ten times at most, a map has 10,000 children at most."""
    with pytest.raises(ValidationError):
        FanOutConfig.model_validate(settings)


def test_a_factor_may_be_a_whole_number() -> None:
    """People write 3, not 3.0."""
    config = FanOutConfig.model_validate({"escalation": {"memory_factor": 3}})
    assert config.escalation.memory_factor == 3.0


def test_nobody_is_told_twice() -> None:
    """SNS takes an address once, and CDK would end with a stack trace."""
    config = FanOutConfig.model_validate({"alert_emails": ["a@example.org", "a@example.org"]})
    (problem,) = config.problems()
    assert problem.message == "names a@example.org twice"
