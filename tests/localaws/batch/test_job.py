"""Jobs as the emulator holds them."""

import sys

from localaws.batch.job import Job, Submission


def _submission(**container: object) -> Submission:
    return Submission("id", "n", "111122223333", "eu-central-1", "q", "d", 0, dict(container))


def test_requirements_are_found_in_both_spellings() -> None:
    """Of old, vcpus and memory stood by themselves."""
    new = _submission(resourceRequirements=[{"type": "VCPU", "value": "0.25"}], vcpus=4)
    old = _submission(vcpus=4, memory=512)
    assert (new.requirement("VCPU"), old.requirement("VCPU")) == (0.25, 4)
    assert (old.requirement("MEMORY"), old.requirement("GPU")) == (512, 0)


def test_child_has_the_id_of_its_array_and_its_place() -> None:
    """In its ARN too."""
    array = Job(_submission())
    child = Job(array.submission, 7, array)
    assert child.job_id == "id:7"
    assert child.arn == "arn:aws:batch:eu-central-1:111122223333:job/id:7"


def test_job_is_small() -> None:
    """Ten thousand children fit into three megabytes, and have no dictionaries."""
    job = Job(_submission())
    assert not hasattr(job, "__dict__")
    assert sys.getsizeof(job) < 300
