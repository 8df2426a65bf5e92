"""Values of Dask Gateway's chart that follow from the settings of a lab."""

import json
from collections.abc import Iterable
from typing import Any

from cdk.dask_gateway.config import DaskGatewayConfig

Values = dict[str, Any]
"""Values of a Helm chart."""

SETTINGS_VARIABLE = "LAB_DASK_SETTINGS"
"""The environment variable with what `options.py` knows of the settings, as JSON."""


def values(config: DaskGatewayConfig, *, images: Iterable[str]) -> Values:
    """Return the values of a lab's Dask Gateway, to be laid over `base.yaml`.

    Args:
        config: the settings.
        images: those of the hub's profiles; the first one is the default.
    """
    allowed = list(dict.fromkeys([*images, *config.images]))
    settings = json.dumps(_settings(config, allowed), sort_keys=True)
    return {
        "gateway": {
            "env": [{"name": SETTINGS_VARIABLE, "value": settings}],
            "backend": {
                # The chart puts a colon between the two, and nothing if there is no tag.
                "image": {"name": allowed[0], "tag": ""},
                "scheduler": _size(config.scheduler_cores, config.scheduler_memory_gib),
                "worker": {
                    **_size(config.worker_cores, config.worker_memory_gib),
                    "extraPodConfig": {
                        "volumes": [
                            {
                                "name": "spill",
                                "emptyDir": {"sizeLimit": f"{config.worker_spill_gib}Gi"},
                            }
                        ]
                    },
                },
            },
        }
    }


def _settings(config: DaskGatewayConfig, images: list[str]) -> Values:
    groups = {
        name: limits.model_dump(exclude_none=True) for name, limits in config.group_limits.items()
    }
    return {
        "idle_seconds": config.idle_minutes * 60,
        "images": images,
        "limits": config.limits.model_dump(),
        "group_limits": groups,
        "worker_cores": config.worker_cores,
        "worker_memory_gib": config.worker_memory_gib,
    }


def _size(cores: int, memory_gib: int) -> Values:
    # To Dask Gateway G is GiB.
    memory = f"{memory_gib} G"
    return {
        "cores": {"request": cores, "limit": cores},
        "memory": {"request": memory, "limit": memory},
    }
