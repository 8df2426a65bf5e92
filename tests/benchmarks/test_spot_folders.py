"""The simulated folders: as many, as long and as large as the page says."""

from statistics import median

import pytest

from benchmarks.spot_folders import ESCALATED, FAILED, FOLDERS, MEAN_SECONDS, folders


@pytest.mark.parametrize("seed", range(3))
def test_every_seed_is_the_same_amount_of_work(seed: int) -> None:
    """Runs differ by order and spread, not by their sum."""
    work = folders(seed)
    assert len(work) == FOLDERS
    assert sum(each.seconds for each in work) == pytest.approx(FOLDERS * MEAN_SECONDS)
    assert min(each.seconds for each in work) > 0


def test_a_seed_gives_the_same_folders_again() -> None:
    """The page could not be checked otherwise."""
    assert folders(1) == folders(1) != folders(2)


def test_largest_folders_run_out_of_memory() -> None:
    """Those that take longest need the second size, and the longest of these fail there too."""
    work = sorted(folders(0), key=lambda each: -each.seconds)
    first = [each.first_failure is not None for each in work]
    second = [each.second_failure is not None for each in work]
    assert first == [True] * ESCALATED + [False] * (FOLDERS - ESCALATED)
    assert second == [True] * FAILED + [False] * (FOLDERS - FAILED)


def test_failure_comes_before_the_end() -> None:
    """What fails has not done all its work."""
    for each in folders(0):
        for failure in (each.first_failure, each.second_failure):
            assert failure is None or 0.2 * each.seconds <= failure <= each.seconds


def test_one_folder_of_thirty_takes_three_times_the_median() -> None:
    """What the docstring of the spread says, within what chance makes of it."""
    seconds = [each.seconds for seed in range(5) for each in folders(seed)]
    long = 3 * median(seconds)
    share = sum(each > long for each in seconds) / len(seconds)
    assert share == pytest.approx(1 / 30, rel=0.3)
