"""What a Slurm cluster costs while no job runs; for idle_cost.py."""

from collections.abc import Iterator

from benchmarks.price_list import HOURS, Row, usd
from cdk.batch.machines import machines_of
from cdk.config.lab import LabConfig
from cdk.slurm.partitions import partitions
from console.errors import ConsoleError

LOGIN_DISK_GIB = 45
"""What ParallelCluster 3.16.1 gives a login node, which has no setting for it."""

REGION = "us-east-1"


def slurm_rows(config: LabConfig) -> Iterator[Row]:
    """Yield what a month of a lab's cluster costs without jobs; nothing if it has none.

    Raises:
        ConsoleError: the price of a machine is not known.
    """
    slurm = config.slurm
    if slurm is None:
        return
    head, login = slurm.head_node, slurm.login_node
    for what, name, gib in (
        ("Slurm head node", head.instance_type, head.root_volume_size_gib),
        ("Slurm login node", login.instance_type, LOGIN_DISK_GIB),
    ):
        yield Row(what, f"{name}, {gib} GiB", _hour(name) * HOURS + gib * usd("gp3"))
    # ParallelCluster makes one for SSH, used or not; the other is the way in to the hub.
    yield Row("its load balancer", "1", usd("NLB") * HOURS)
    if config.ingress is not None:
        zones = len(config.network.availability_zones)
        addresses = zones if config.ingress.scheme == "internet-facing" else 0
        cost = (usd("ALB") + addresses * usd("public IPv4 address")) * HOURS
        yield Row("the hub's load balancer", f"1, {addresses} addresses", cost)
    nodes = _static_nodes(config)
    if nodes:
        yield Row("compute nodes day and night", ", ".join(nodes), sum(map(_hour, nodes)) * HOURS)
    if slurm.scratch is not None:
        gib = slurm.scratch.size_gib
        yield Row("FSx for Lustre", f"{gib} GiB", gib * usd("FSx for Lustre SCRATCH_2"))
    if slurm.accounting is not None:
        name, gib = slurm.accounting.instance_type, slurm.accounting.storage_gib
        cost = usd(name) * HOURS + gib * usd("RDS gp3")
        yield Row("Slurm accounting, MySQL", f"{name}, {gib} GiB", cost)


def _static_nodes(config: LabConfig) -> list[str]:
    """Return the first type of each node that never stops, at its price on demand at most."""
    queues = config.slurm.enabled_queues() if config.slurm else {}
    return [
        machines.instance_types[0]
        for partition in partitions(queues)
        for machines in partition.compute_resources.values()
        for _ in range(machines.min_nodes)
    ]


def _hour(instance_type: str) -> float:
    family = instance_type.partition(".")[0]
    for machine in machines_of([family], REGION):
        if machine.instance_type == instance_type and machine.on_demand_usd is not None:
            return machine.on_demand_usd
    raise ConsoleError(f"no price known of {instance_type} in {REGION}")
