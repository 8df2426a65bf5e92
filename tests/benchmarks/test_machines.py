"""Machines: what Karpenter starts for pods, and what it replaces."""

import csv
from datetime import date

import pytest

from benchmarks.machines import MACHINES, Machine, MachineType, consolidated, machine_types, started
from benchmarks.pods import Pod
from cdk.eks.node_pool_config import NodePoolConfig
from console.errors import ConsoleError

SMALL = MachineType("c.large", usd=1.0, vcpus=2, cpu=2000, memory=4000)
WIDE = MachineType("m.large", usd=1.2, vcpus=2, cpu=2000, memory=8000)
BIG = MachineType("c.xlarge", usd=2.0, vcpus=4, cpu=4000, memory=8000)
TYPES = [SMALL, WIDE, BIG]


def _pod(
    name: str, cpu: float, memory: float, *, spread: bool = False, pinned: bool = False
) -> Pod:
    return Pod(name, "system", cpu, memory, spread=spread, pinned=pinned)


def _names(machines: list[Machine]) -> list[str]:
    return [machine.cheapest.name for machine in machines]


def test_cheapest_machine_that_holds_all_pods_is_started() -> None:
    """Memory that the cheapest lacks leads to the next one."""
    assert _names(started([[_pod("hub", 500, 3000)]], TYPES)) == ["c.large"]
    assert _names(started([[_pod("hub", 500, 3000), _pod("api", 500, 3000)]], TYPES)) == ["m.large"]


def test_room_that_is_there_is_used_first() -> None:
    """A later pod goes where there is room, and a third one starts a machine."""
    waves = [[_pod("hub", 500, 2000)], [_pod("api", 500, 2000)], [_pod("scheduler", 500, 2000)]]
    assert _names(started(waves, TYPES)) == ["c.large", "c.large"]


def test_replicas_that_would_be_alone_get_machines_of_their_own() -> None:
    """Karpenter takes a preference for a requirement when it starts machines."""
    replica = _pod("metrics-server", 100, 200, spread=True)
    assert _names(started([[replica, replica]], TYPES)) == ["c.large", "c.large"]
    assert _names(started([[replica], [replica]], TYPES)) == ["c.large"]


def test_pod_beyond_every_machine_is_an_error() -> None:
    """It would wait for ever, which is not free of charge but broken."""
    with pytest.raises(ConsoleError, match="api is larger than every machine of system"):
        started([[_pod("api", 500, 9000)]], TYPES)


def test_machines_are_replaced_by_one_that_is_cheaper() -> None:
    """Two half-full machines become one."""
    waves = [[_pod("a", 500, 3000)], [_pod("b", 500, 3000)]]
    machines = started(waves, TYPES)
    assert _names(machines) == ["c.large", "c.large"]
    assert _names(consolidated(machines, TYPES)) == ["m.large"]


def test_machine_with_a_pinned_pod_stays() -> None:
    """`do-not-disrupt` keeps its machine, and the others' pods may still move there."""
    machines = started([[_pod("hub", 500, 3000, pinned=True)], [_pod("b", 500, 3000)]], TYPES)
    assert _names(consolidated(machines, TYPES)) == ["c.large", "c.large"]
    machines = started([[_pod("hub", 1500, 500, pinned=True)], [_pod("b", 1000, 500)]], TYPES)
    lighter = [machines[0], Machine(machines[1].types, [_pod("b", 400, 500)])]
    assert _names(consolidated(lighter, TYPES)) == ["c.large"]


def test_machine_is_not_replaced_by_two() -> None:
    """Karpenter starts one at most in exchange, even if two were cheaper."""
    replica = _pod("api", 100, 200, spread=True)
    dear = MachineType("x.large", usd=9.0, vcpus=2, cpu=2000, memory=4000)
    assert _names(consolidated([Machine((dear,), [replica, replica])], TYPES)) == ["x.large"]
    assert _names(consolidated([Machine((dear,), [replica])], TYPES)) == ["c.large"]


def test_consolidation_keeps_every_pod() -> None:
    """Nothing becomes cheaper by being forgotten."""
    waves = [[_pod(str(number), 700, 1500)] for number in range(5)]
    machines = started(waves, TYPES)
    after = consolidated(machines, TYPES)
    assert sorted(pod.name for each in after for pod in each.pods) == ["0", "1", "2", "3", "4"]


@pytest.mark.parametrize(
    ("settings", "cheapest"),
    [
        ({}, "c6a.large"),
        ({"instance_categories": ["m"]}, "m5a.large"),
        ({"instance_families": ["r7i"]}, "r7i.large"),
        ({"min_instance_generation": 7}, "c7i-flex.large"),
    ],
    ids=str,
)
def test_settings_of_the_pool_choose_the_types(settings: dict[str, object], cheapest: str) -> None:
    """Category, family and generation, as in the NodePool."""
    types = machine_types(NodePoolConfig.model_validate(settings))
    assert min(types, key=lambda each: each.usd).name == cheapest


def test_largest_machine_of_the_pool_is_kept_to() -> None:
    """`max_instance_cpu` bounds what is started."""
    types = machine_types(NodePoolConfig(max_instance_cpu=4))
    assert max(each.vcpus for each in types) == 4


@pytest.mark.parametrize(
    "settings", [{"instance_categories": ["p"]}, {"capacity_types": ["spot"]}], ids=str
)
def test_unknown_price_is_an_error(settings: dict[str, object]) -> None:
    """A machine without a price is not one for nothing."""
    with pytest.raises(ConsoleError, match="no price of the machines"):
        machine_types(NodePoolConfig.model_validate(settings))


def test_every_price_has_date_and_source() -> None:
    """Of one region, by the hour, and above zero."""
    with MACHINES.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len({row["name"] for row in rows}) == len(rows) > 50
    for row in rows:
        assert date.fromisoformat(row["date"]) >= date(2026, 1, 1)
        assert (row["region"], row["unit"]) == ("us-east-1", "hour")
        assert row["source"]
        assert float(row["usd"]) > 0
        assert 0 < float(row["pods_cpu_millicores"]) < 1000 * int(row["vcpus"])
