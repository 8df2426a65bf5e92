"""What a job may ask for and what it costs, as notebooks are told before they submit one."""

from typing import Any

from cdk.batch.config import BatchConfig
from cdk.batch.machines import USABLE_MEMORY, family_rates, gpu_machines, prices_note


def price_table(config: BatchConfig, region: str) -> dict[str, Any]:
    """Return sizes and prices of the machines that the lab's queues may start.

    Args:
        config: the settings of the queues.
        region: of the lab; prices are known in some regions only, and are None elsewhere.
    """
    gpu = config.gpu
    return {
        "machines": [
            rate._asdict() | {"max_vcpus": min(rate.max_vcpus, config.max_vcpus)}
            for rate in family_rates(config.instance_families, region)
        ],
        "gpu_machines": [
            {
                "type": machine.instance_type,
                "vcpus": machine.vcpus,
                "gpus": machine.gpus,
                "memory_gib": machine.memory_gib,
                "on_demand_usd": machine.on_demand_usd,
                "spot_usd": machine.spot_usd,
            }
            for machine in gpu_machines(gpu.instance_families if gpu else (), region)
            if gpu and machine.vcpus <= gpu.max_vcpus
        ],
        "usable_memory": USABLE_MEMORY,
        "max_vcpus": {
            "spot": config.max_vcpus,
            "on_demand": config.on_demand_max_vcpus,
            **({"gpu": gpu.max_vcpus, "gpu_on_demand": gpu.on_demand_max_vcpus} if gpu else {}),
        },
        "prices": prices_note(region),
    }
