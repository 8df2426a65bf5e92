"""Which compute environment takes a job."""

from typing import Any

import pytest

from localaws.batch import placement
from localaws.batch.job import Submission


def _needs(vcpus: float, gpus: int = 0) -> Submission:
    needs = [{"type": "VCPU", "value": str(vcpus)}, {"type": "GPU", "value": str(gpus)}]
    return Submission("id", "n", "a", "r", "q", "d", 0, {"resourceRequirements": needs})


def _environment(vcpus: int, *types: str) -> dict[str, Any]:
    return {"computeResources": {"maxvCpus": vcpus, "instanceTypes": list(types)}}


SMALL, LARGE, GPU = _environment(4, "m7i"), _environment(64, "m7i"), _environment(8, "g5.xlarge")


def test_environments_that_are_too_small_are_left_out() -> None:
    """The order stays."""
    assert placement.fitting(_needs(8), [SMALL, LARGE, GPU]) == [LARGE, GPU]


def test_gpus_are_where_the_instance_types_have_them() -> None:
    """Families g and p."""
    assert placement.fitting(_needs(1, gpus=1), [SMALL, LARGE, GPU]) == [GPU]


@pytest.mark.parametrize(
    ("submission", "environments", "code"),
    [
        (_needs(65), [SMALL, LARGE], placement.TOO_LARGE),
        (_needs(1, gpus=1), [SMALL, LARGE], placement.UNFIT),
        (_needs(16, gpus=1), [LARGE, GPU], placement.TOO_LARGE),
        (_needs(1), [SMALL], ""),
        (_needs(1), [], ""),
    ],
)
def test_reason_names_what_is_missing_everywhere(
    submission: Submission, environments: list[dict[str, Any]], code: str
) -> None:
    """An environment that is disabled for now is no misconfiguration."""
    assert placement.misfit(submission, environments).partition(" - ")[0] == code


def test_room_is_what_is_left_of_the_vcpus() -> None:
    """Up to the last one."""
    assert placement.room(_needs(3), SMALL, 1)
    assert not placement.room(_needs(3), SMALL, 1.5)


def test_unmanaged_environment_has_what_it_says() -> None:
    """There is nothing to scale."""
    assert placement.max_vcpus({"unmanagedvCpus": 12}) == 12
