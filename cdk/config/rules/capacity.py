"""Rules between what is asked for and what the node pools may hold."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from cdk.settings import Problem

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
        for field, most in (
            ("cpu_guarantee", min(pool.max_instance_cpu, pool.cpu_limit)),
            ("memory_gib", pool.memory_limit_gib),
        ):
            if (wanted := getattr(profile, field)) > most:
                yield Problem(
                    path=(*at, field),
                    message=f"is more than a machine of the pool {profile.node_pool} may have "
                    f"(got {wanted}, at most {most})",
                    hint="lower it, or raise the limits of the pool in eks.node_pools",
                    related=(("eks", "node_pools", profile.node_pool), (*at, "node_pool")),
                )


def workers_fit(lab: "LabConfig") -> Iterator[Problem]:
    """Yield Dask workers that no machine of their pool can run."""
    pool = lab.eks.node_pools.dask if lab.eks else None
    if lab.dask_gateway is None or pool is None:
        return
    for field, wanted, most in (
        ("worker_cores", lab.dask_gateway.largest_worker_cores, pool.max_instance_cpu),
        ("worker_memory_gib", lab.dask_gateway.largest_worker_memory_gib, pool.memory_limit_gib),
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
