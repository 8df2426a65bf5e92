"""One simulated machine: its room, its reclaims, its price."""

import csv
import math

import pytest
import simpy

from benchmarks.spot_host import MONTHLY, Host, Room, Task, fitted, hourly_rate
from cdk.batch.machines import MACHINES, Machine, machines_of


def _machine(name: str) -> Machine:
    (found,) = (
        each
        for each in machines_of([name.partition(".")[0]], "us-east-1")
        if each.instance_type == name
    )
    return found


def _task(vcpus: int, gib: float, *, on_demand: bool = False) -> Task:
    return Task(vcpus, gib, 60.0, on_demand, simpy.Environment().event())


def _places(tasks: list[Task], rooms: list[Room]) -> list[int | None]:
    return [place for _, place in fitted(tasks, rooms)]


def test_rate_loses_the_share_within_a_month() -> None:
    """Of many machines that run for 730 hours, as many are left as the band says."""
    for band, share in MONTHLY.items():
        assert math.exp(-hourly_rate(band) * 730) == pytest.approx(1 - share)


def test_share_lies_in_its_band() -> None:
    """The middle of the band that the catalogue names."""
    for band, share in MONTHLY.items():
        numbers = [float(each) / 100 for each in band.strip("<>%").split("-")]
        low, high = (0, numbers[0]) if band.startswith("<") else (numbers[0], [*numbers, 1][1])
        assert low < share < high


def test_machine_is_filled_up_to_its_usable_memory() -> None:
    """8 vCPUs and 32 GiB hold eight jobs of 3.5 GiB, but seven of 4 GiB."""
    host = Host(_machine("m7i.2xlarge"), spot=True, requested=0)
    small = _places([_task(1, 3.5)] * 9, [host.empty()])
    assert small == [0] * 8 + [None]
    assert _places([_task(1, 4)] * 9, [host.empty()]) == [0] * 7 + [None, None]


def test_fullest_machine_is_filled_first() -> None:
    """So that others become empty, and stop."""
    rooms = [Room(spot=True, vcpus=4, gib=16), Room(spot=True, vcpus=2, gib=8)]
    assert _places([_task(1, 2), _task(1, 2), _task(1, 2)], rooms) == [1, 1, 0]


def test_small_task_passes_a_large_one() -> None:
    """What does not fit waits, and what fits does not wait behind it."""
    rooms = [Room(spot=True, vcpus=2, gib=8)]
    assert _places([_task(4, 4), _task(1, 4), _task(4, 4)], rooms) == [None, 0, None]


def test_task_for_on_demand_is_not_put_on_spot() -> None:
    """It lost its machine too often; others may use what is on demand as well."""
    spot, on_demand = Room(spot=True, vcpus=2, gib=8), Room(spot=False, vcpus=4, gib=8)
    assert _places([_task(1, 1, on_demand=True), _task(1, 1)], [spot, on_demand]) == [1, 0]


def test_room_is_given_back() -> None:
    """After a job, the machine is as empty as before."""
    room = Room(spot=True, vcpus=2, gib=8)
    task = _task(2, 7)
    room.take(task)
    assert not room.holds(_task(1, 1))
    room.give_back(task)
    assert (room.vcpus, room.gib) == (2, 8)


@pytest.mark.parametrize(
    ("seconds", "reclaimed", "billed"),
    [(30, False, 60), (90, False, 90), (3599, True, 0), (3600, True, 3600), (3599, False, 3599)],
)
def test_seconds_are_billed_as_aws_does(seconds: float, billed: float, *, reclaimed: bool) -> None:
    """A minute at least, and nothing for what is taken away within an hour."""
    host = Host(_machine("m7i.large"), spot=True, requested=100, ended=100 + seconds)
    host.reclaimed = reclaimed
    assert host.billed_seconds == billed


@pytest.mark.parametrize(("spot", "column"), [(True, "spot_usd"), (False, "on_demand_usd")])
def test_price_is_that_of_the_catalogue(column: str, *, spot: bool) -> None:
    """Two hours of a machine, and of its disk at 0.03 USD an hour."""
    with MACHINES.open(encoding="utf-8") as file:
        rows = csv.DictReader(line for line in file if not line.startswith("#"))
        usd = {(each["region"], each["instance_type"]): float(each[column]) for each in rows}
    host = Host(_machine("r6i.xlarge"), spot=spot, requested=0, ended=7200)
    assert host.cost(0.03) == pytest.approx(2 * usd["us-east-1", "r6i.xlarge"] + 0.06)


def test_disk_of_a_reclaimed_machine_is_paid() -> None:
    """Only the machine itself is free of charge."""
    host = Host(_machine("m7i.large"), spot=True, requested=0, ended=1800, reclaimed=True)
    assert host.cost(0.03) == pytest.approx(0.015)
