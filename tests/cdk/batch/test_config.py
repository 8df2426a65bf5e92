"""Settings of Batch."""

import pytest
from pydantic import ValidationError

from cdk.batch.config import BatchConfig
from tests.cdk.batch.conftest import IMAGE

ENOUGH = {
    "standard_spot": 1000,
    "standard_on_demand": 1000,
    "gpu_spot": 1000,
    "gpu_on_demand": 1000,
}


def problems(**settings: object) -> dict[str, str]:
    """Return the messages about settings, by path."""
    config = BatchConfig.model_validate({"image": IMAGE, "granted_vcpus": ENOUGH, **settings})
    return {".".join(map(str, each.path)): each.message for each in config.problems()}


def refusal(**settings: object) -> str:
    """Return what is said about a value that cannot be."""
    with pytest.raises(ValidationError) as caught:
        BatchConfig.model_validate({"image": IMAGE, **settings})
    error = caught.value.errors()[0]
    return f"{error['msg']} - {error['ctx']['hint']}"


def test_defaults_are_without_fault() -> None:
    """An image is all that an admin must name."""
    assert problems() == {}


def test_families_of_the_default_are_general_and_memory() -> None:
    """Nine families with 4 or 8 GiB for each vCPU: many places for spot to be found in."""
    assert len(BatchConfig.model_validate({"image": IMAGE}).instance_families) == 9


def test_an_image_without_digest_is_refused() -> None:
    """A tag may be another image tomorrow."""
    assert refusal(image="registry.example.org/runner:1.0").startswith("names no digest")


@pytest.mark.parametrize(
    ("family", "message"),
    [
        ("m6g", "is a family with ARM processors"),
        ("m6l", "is not a family of machines that is known here - did you mean m6i or m6a?"),
    ],
)
def test_a_family_that_cannot_be_is_told(family: str, message: str) -> None:
    """Graviton needs another image; anything else is a typing error or new."""
    assert refusal(instance_families=[family]).startswith(message)


def test_gpu_families_have_a_queue_of_their_own() -> None:
    """A job without GPU would block a machine with one."""
    assert problems(instance_families=["m6i", "g5"]) == {
        "instance_families": "names machines with GPUs (got g5)"
    }
    assert problems(gpu={"instance_families": ["m6i"]}) == {
        "gpu.instance_families": "names machines without GPUs (got m6i)"
    }


def test_a_family_is_named_once() -> None:
    """Batch would refuse the second."""
    assert problems(instance_families=["m6i", "m6i"]) == {"instance_families": "names m6i twice"}


def test_nvme_needs_machines_that_have_it() -> None:
    """/scratch would silently lie on the small volume."""
    assert problems(instance_families=["m6id", "m6i"], scratch={"nvme": True}) == {
        "scratch.nvme": "needs machines with disks of their own (m6i have none)"
    }
    assert problems(instance_families=["m6id", "r5d"], scratch={"nvme": True}) == {}


def test_limits_beyond_a_new_account_s_quota_are_warned_of() -> None:
    """A fan-out of 256 vCPUs waits behind five; where none is granted, for ever: an error."""
    config = BatchConfig.model_validate({"image": IMAGE, "gpu": {}})
    found = {".".join(map(str, each.path)): each for each in config.problems()}
    assert {path: each.warning for path, each in found.items()} == {
        "max_vcpus": True,
        "on_demand_max_vcpus": True,
        "gpu.max_vcpus": False,
        "gpu.on_demand_max_vcpus": False,
    }
    assert found["max_vcpus"].message == (
        "is more than the account may start (got 256, granted 5, the default)"
    )
    assert "L-34B43A08" in found["max_vcpus"].hint
    assert "L-DB2E81BA" in found["gpu.on_demand_max_vcpus"].hint


def test_a_granted_quota_is_no_default() -> None:
    """What was asked of AWS and is still too small is told as such."""
    granted = {**ENOUGH, "standard_spot": 64}
    assert problems(granted_vcpus=granted) == {
        "max_vcpus": "is more than the account may start (got 256, granted 64)"
    }
