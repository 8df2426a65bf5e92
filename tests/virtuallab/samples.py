"""Settings of a lab and an S3 in memory, for tests without an AWS."""

import json
from typing import Any

from virtuallab.places import Place
from virtuallab.request import Request
from virtuallab.settings import Settings
from virtuallab.sizes import Host

LAB = "demo"
PARENT = Place("lab-raw", "projects/screen/plates/")
OUTPUT = Place("lab-results", "projects/screen/counts/")
COMPUTE = {"family": "c7i", "gib_per_vcpu": 2.0, "max_vcpus": 48}
GENERAL = {"family": "m7i", "gib_per_vcpu": 4.0, "max_vcpus": 48}
GPU = {"type": "g5.xlarge", "vcpus": 4, "gpus": 1, "memory_gib": 16.0}
GPUS = {"type": "g5.12xlarge", "vcpus": 48, "gpus": 4, "memory_gib": 192.0}


def settings_json(project: str = "screen", **changes: object) -> str:
    """Return the value of a project's SSM parameter, with changes."""
    return json.dumps(
        {
            "state_machine_arn": "arn:aws:states:eu-central-1:111122223333:stateMachine:screen",
            "log_group": "/lab/screen",
            "alert_topic_arn": "arn:aws:sns:eu-central-1:111122223333:screen",
            "folders": {
                "raw": f"s3://lab-raw/projects/{project}/",
                "results": f"s3://lab-results/projects/{project}/",
            },
            "writable": ["results"],
            "max_concurrency": 40,
            "max_failures": 25,
            "timeout_minutes": 720,
            "host_loss_attempts": 10,
            "escalation": {"memory_factor": 2.0, "vcpu_factor": 2.0},
            "machines": [
                {**COMPUTE, "on_demand_usd": 0.045, "spot_usd": 0.02},
                {**GENERAL, "on_demand_usd": 0.05, "spot_usd": 0.025},
            ],
            "gpu_machines": [{**GPU, "on_demand_usd": 1.0, "spot_usd": 0.4}],
            "usable_memory": 0.9,
            "max_vcpus": {"spot": 256, "on_demand": 64},
            "prices": "AWS's list of 1 November 2026",
            **changes,
        }
    )


def settings(**changes: Any) -> Settings:  # noqa: ANN401
    """Return the settings of a project, with changes."""
    return Settings.from_json(settings_json(**changes))


def host(**changes: Any) -> Host:  # noqa: ANN401
    """Return a machine of 10 vCPUs and 40 GiB."""
    return Host(
        **{
            "name": "m",
            "vcpus": 10,
            "memory_mib": 40 * 1024,
            "gpus": 0,
            "on_demand_usd": 1.0,
            "spot_usd": 0.5,
            **changes,
        }
    )


def request(**changes: Any) -> Request:  # noqa: ANN401
    """Return a request without problems, with changes."""
    return Request(
        **{
            "parent": "raw/plates",
            "script": "count.py",
            "output": "results/counts",
            "vcpus": 1,
            "memory_gib": 4,
            "minutes": 10,
            "variables": {},
            "gpus": 0,
            "max_concurrency": None,
            "max_failures": None,
            "timeout_minutes": None,
            "include": None,
            "name": None,
            "skip_empty": False,
            **changes,
        }
    )


class MemoryS3:
    """Lists keys as S3 does, and counts how often it is asked."""

    def __init__(self, *keys: str, parent: Place = PARENT) -> None:
        self.keys = sorted(f"{parent.prefix}{key}" for key in keys)
        self.calls = 0

    def list_objects_v2(self, **asked: Any) -> dict[str, Any]:  # noqa: ANN401
        """Return a page of keys, in the order of their bytes."""
        self.calls += 1
        after, most = asked.get("StartAfter", ""), asked["MaxKeys"]
        found = [key for key in self.keys if key.startswith(asked["Prefix"]) and key > after]
        contents = [{"Key": key, "Size": 1} for key in found[:most]]
        return {"Contents": contents, "IsTruncated": len(found) > most}
