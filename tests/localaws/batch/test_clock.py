"""Batch's clock."""

import time

from localaws.batch.clock import Clock


def test_time_limits_pass_faster_by_the_factor() -> None:
    """A minute takes half a second at 120."""
    assert (Clock().seconds(60), Clock(120).seconds(60)) == (60, 0.5)


def test_now_is_in_milliseconds_and_is_the_time_of_day() -> None:
    """Whatever the factor: only limits are shortened."""
    before, now, after = time.time(), Clock(120).now(), time.time()
    assert before * 1000 - 1 <= now <= after * 1000


def test_wall_never_goes_back() -> None:
    """Limits are measured with it."""
    clock = Clock()
    assert clock.wall() <= clock.wall()
