"""Rules between what is asked for and what the node pools may hold."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from cdk.eks.node_pool_config import NodePoolConfig
from cdk.settings import Path, Problem

if TYPE_CHECKING:
    from cdk.config.lab import LabConfig


def profiles_fit(lab: "LabConfig") -> Iterator[Problem]:
    """Yield profiles of the hub that no machine of their pool can run."""
    pools = lab.eks.node_pools.enabled() if lab.eks else {}
    for name, profile in lab.jupyterhub.enabled_profiles().items() if lab.jupyterhub else ():
        at = ("jupyterhub", "profiles", name)
        pool = pools.get(profile.node_pool)
        if pool is None:
            yield Problem(
                path=(*at, "node_pool"),
                message=f"is switched off (got {profile.node_pool})",
                hint=f"switch it on with `eks: {{node_pools: {{{profile.node_pool}: {{}}}}}}`, "
                f"or set the profile {name} to null",
                related=(("eks", "node_pools", profile.node_pool),),
            )
            continue
        wanted = {"cpu_guarantee": profile.cpu_guarantee, "memory_gib": profile.memory_gib}
        yield from _beyond(pool, profile.node_pool, at, wanted)


def apps_fit(lab: "LabConfig") -> Iterator[Problem]:
    """Yield web apps that no machine of their pool can run."""
    pool = lab.eks.node_pools.general if lab.eks else None
    if pool is None:
        return
    for name, app in lab.enabled_apps().items():
        wanted = {"cpu": app.cpu, "memory_gib": app.memory_gib or 0}
        yield from _beyond(pool, "general", ("apps", name), wanted)


def tasks_have_room(lab: "LabConfig") -> Iterator[Problem]:
    """Yield a size of Airflow's tasks that no machine of their pool has."""
    pool = lab.eks.node_pools.tasks if lab.eks else None
    if lab.airflow is not None and pool is not None:
        task = lab.airflow.task
        wanted = {"cpu": task.cpu, "memory_gib": task.memory_gib}
        yield from _beyond(pool, "tasks", ("airflow", "task"), wanted)


def _beyond(
    pool: NodePoolConfig, name: str, at: Path, wanted: Mapping[str, float]
) -> Iterator[Problem]:
    """Yield what is more than the largest machine of a pool has; such a pod waits for ever."""
    for field, amount in wanted.items():
        most = pool.largest_machine_gib if field == "memory_gib" else pool.largest_machine_cpu
        if amount > most:
            yield Problem(
                path=(*at, field),
                message=f"is more than a machine of the pool {name} can have "
                f"(got {amount:g}, at most {most})",
                hint=f"lower it, or raise the limits of eks.node_pools.{name}",
                related=(("eks", "node_pools", name), (*at, "node_pool")),
            )


def workers_fit(lab: "LabConfig") -> Iterator[Problem]:
    """Yield Dask workers that no machine of their pool can run."""
    pool = lab.eks.node_pools.dask if lab.eks else None
    if lab.dask_gateway is None or pool is None:
        return
    for field, wanted, most in (
        ("worker_cores", lab.dask_gateway.largest_worker_cores, pool.largest_machine_cpu),
        ("worker_memory_gib", lab.dask_gateway.largest_worker_memory_gib, pool.largest_machine_gib),
    ):
        if wanted > most:
            yield Problem(
                path=("dask_gateway", "limits", field),
                message=f"lets a worker be larger than the pool dask may hold "
                f"(got {wanted}, at most {most})",
                hint="lower it, also in group_limits, or raise the limits of eks.node_pools.dask",
                related=(("eks", "node_pools", "dask"), ("dask_gateway", "group_limits")),
            )


def tasks_fit(lab: "LabConfig") -> Iterator[Problem]:
    """Warn of more tasks at once than the pool has cores for."""
    if lab.airflow is None:
        return
    pool = lab.eks.node_pools.tasks if lab.eks else None
    at_once = lab.airflow.parallelism * lab.airflow.task.cpu
    if pool is not None and at_once > pool.cpu_limit:
        yield Problem(
            path=("airflow", "parallelism"),
            message=f"lets tasks ask for {at_once:g} cores, and the pool tasks has at most "
            f"{pool.cpu_limit} (got {lab.airflow.parallelism} tasks of {lab.airflow.task.cpu:g})",
            hint="lower it, or raise eks.node_pools.tasks.cpu_limit; tasks beyond it wait",
            related=(("airflow", "task", "cpu"), ("eks", "node_pools", "tasks")),
            warning=True,
        )
