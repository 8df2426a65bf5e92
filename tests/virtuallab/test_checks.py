"""Tests of a request against what the lab has."""

from tests.virtuallab.samples import OUTPUT, PARENT, request, settings
from virtuallab.checks import check_places, check_size, check_times
from virtuallab.errors import Problems
from virtuallab.places import Place
from virtuallab.sizes import Size


def _told_of_size(size: Size, **changes: object) -> list[str]:
    problems = Problems()
    check_size(size, settings(**changes), problems)
    return [str(each) for each in problems]


def test_job_that_no_machine_holds_is_told_what_fits() -> None:
    """It would wait for ever."""
    (told,) = _told_of_size(Size(1, 300 * 1024))
    assert told == (
        "size of a job: 1 vCPU, 300 GiB is larger than any machine of the lab - "
        "the largest that fit: 48 vCPU, 172.75 GiB"
    )
    assert _told_of_size(Size(48, 1024)) == []


def test_gpus_need_machines_with_gpus() -> None:
    """Too many of them, or none at all in the lab."""
    assert "larger than any machine" in _told_of_size(Size(1, 1024, 2))[0]
    (told,) = _told_of_size(Size(1, 1024, 2), gpu_machines=[])
    assert told == (
        "gpus: the lab has no machines with GPUs (got 2) - "
        "leave gpus out, or ask an admin for machines with GPUs"
    )


def test_job_that_would_be_stopped_is_refused() -> None:
    """By its own limit, else by the project's."""
    for changes in ({"minutes": 721}, {"minutes": 20, "timeout_minutes": 10}):
        problems = Problems()
        check_times(request(**changes), settings(), problems)
        assert "a job is stopped after" in str(problems[0])
    problems = Problems()
    check_times(request(minutes=2, timeout_minutes=1), settings(), problems)
    assert "a job is stopped after 1 minute (got 2)" in str(problems[0])
    problems = Problems()
    check_times(request(minutes=800, timeout_minutes=900), settings(), problems)
    assert problems == []


def test_results_never_lie_among_the_input() -> None:
    """Nor the input among the results."""

    def told(parent: Place, output: Place) -> str:
        problems = Problems()
        check_places(parent, output, problems)
        return "".join(map(str, problems))

    assert told(PARENT, OUTPUT) == ""
    assert "is the parent itself" in told(PARENT, PARENT)
    assert "is in the parent" in told(PARENT, PARENT.below("out"))
    assert "holds the parent" in told(PARENT.below("in"), PARENT)
