"""What the simulation takes from a lab's YAML: machines, limits, and what follows a lost job."""

from dataclasses import dataclass

from cdk.config.lab import LabConfig
from console.errors import ConsoleError


@dataclass(frozen=True, kw_only=True)
class Plan:
    """The settings that a fan-out of one project runs with, under their names in the YAML.

    Attributes:
        title: lab, environment and project, for people.
        region: whose prices are paid.
        instance_families: of `batch`: families of machines that may be started.
        max_vcpus: of `batch`: most vCPUs on spot.
        on_demand_max_vcpus: of `batch`: most vCPUs on demand.
        size_gib: of `batch.scratch`: the disk of each machine.
        max_concurrency: of `fan_out`: folders at once.
        host_loss_attempts: of `fan_out`: starts on spot before a job moves to on demand.
        memory_factor: of `fan_out.escalation`.
        vcpu_factor: of `fan_out.escalation`.
    """

    title: str
    region: str
    instance_families: tuple[str, ...]
    max_vcpus: int
    on_demand_max_vcpus: int
    size_gib: int
    max_concurrency: int
    host_loss_attempts: int
    memory_factor: float
    vcpu_factor: float


def plan_of(config: LabConfig, project: str) -> Plan:
    """Return the plan of a project of a lab.

    Raises:
        ConsoleError: there is no such project, or it has no fan-out.
    """
    projects = {name: each.fan_out for name, each in config.enabled_projects().items()}
    fan_out = projects.get(project)
    if config.batch is None or fan_out is None:
        able = sorted(name for name, each in projects.items() if each) if config.batch else []
        raise ConsoleError(
            f"{project} has no fan-out in {config.name} {config.env}; "
            f"projects with one: {', '.join(able) or 'none'}"
        )
    return Plan(
        title=f"{config.name} {config.env}, project {project}",
        region=config.region,
        instance_families=config.batch.instance_families,
        max_vcpus=config.batch.max_vcpus,
        on_demand_max_vcpus=config.batch.on_demand_max_vcpus,
        size_gib=config.batch.scratch.size_gib,
        max_concurrency=fan_out.max_concurrency,
        host_loss_attempts=fan_out.host_loss_attempts,
        memory_factor=fan_out.escalation.memory_factor,
        vcpu_factor=fan_out.escalation.vcpu_factor,
    )
