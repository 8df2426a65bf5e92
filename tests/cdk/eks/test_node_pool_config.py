"""Tests of the settings of node pools."""

import pytest

from cdk.eks.node_pool_config import NodePoolConfig, NodePoolsConfig, SystemPoolConfig

DEFAULTS = NodePoolsConfig.model_validate({"gpu": {}}).enabled()


def problems(pool: NodePoolConfig) -> list[tuple[str, str, bool]]:
    """Return what is complained about: where, what, and whether it is a warning."""
    return [(".".join(map(str, p.path)), p.message, p.warning) for p in pool.problems()]


def test_a_cluster_has_every_pool_but_gpu() -> None:
    """GPUs are asked for."""
    assert list(NodePoolsConfig().enabled()) == ["system", "general", "notebook", "dask", "tasks"]


def test_a_pool_is_left_out_with_null() -> None:
    """Whoever has no Dask needs no machines for it."""
    pools = NodePoolsConfig.model_validate({"dask": None, "gpu": {}})
    assert list(pools.enabled()) == ["system", "general", "notebook", "tasks", "gpu"]


@pytest.mark.parametrize("name", DEFAULTS)
def test_defaults_fit_together(name: str) -> None:
    """No pool warns of itself."""
    assert problems(DEFAULTS[name]) == []


def test_a_pool_keeps_its_own_defaults_beside_what_is_written() -> None:
    """One number changed does not turn the pool into another one."""
    pools = NodePoolsConfig.model_validate({"dask": {"cpu_limit": 1000}})
    assert pools.dask is not None
    assert pools.dask.capacity_types == ("spot", "on-demand")


@pytest.mark.parametrize("name", DEFAULTS)
def test_only_dask_is_on_spot_by_default(name: str) -> None:
    """A lost notebook is lost work."""
    assert ("spot" in DEFAULTS[name].capacity_types) == (name == "dask")


def test_a_machine_ends_before_eks_ends_it() -> None:
    """Age and grace together stay within 21 days."""
    assert problems(NodePoolConfig(expire_after_hours=480, termination_grace_hours=25)) == [
        (
            "expire_after_hours",
            "and the grace make a machine 505 hours old, and EKS ends it after 504",
            False,
        )
    ]


def test_a_limit_below_one_machine_is_a_warning() -> None:
    """Smaller machines would still be started."""
    assert problems(NodePoolConfig(cpu_limit=8)) == [
        ("cpu_limit", "is below the largest machine (got 8, and max_instance_cpu 16)", True)
    ]


def test_a_list_names_a_thing_once() -> None:
    """Twice is a slip."""
    assert problems(NodePoolConfig(capacity_types=("spot", "spot"))) == [
        ("capacity_types", "names spot twice", False)
    ]


def test_the_hub_on_spot_is_a_warning() -> None:
    """It works until AWS wants the machine back."""
    assert [where for where, _, _ in problems(SystemPoolConfig(capacity_types=("spot",)))] == [
        "capacity_types"
    ]
