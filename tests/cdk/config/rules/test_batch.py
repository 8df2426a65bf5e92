"""Rules between Batch, the network, and the projects that submit jobs."""

from collections.abc import Callable
from typing import Any

import pytest

from cdk.config.rules.batch import ENDPOINTS_OF_JOBS, batch_problems
from tests.cdk.config.rules.conftest import Spoil

Paths = Callable[..., list[str]]
BATCH = {"image": "registry.example.org/runner@sha256:" + "0a1b2c3d" * 8}
ATLAS: dict[str, Any] = {"owner": "ada@example.org", "posix": {"uid": 20001, "gid": 20001}}
NOWHERE = {"raw": "read", "scratch": None, "results": "read", "archive": None}


def project(**settings: object) -> dict[str, Any]:
    """Return a lab's project with a fan-out and some settings."""
    return {"projects": {"atlas": {**ATLAS, "fan_out": {}, **settings}}}


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ({"batch": BATCH, **project()}, []),
        ({"batch": BATCH}, []),
        (project(), ["projects.atlas.fan_out"]),
        ({"batch": BATCH, **project(data=NOWHERE)}, ["projects.atlas.fan_out"]),
        ({"batch": BATCH, "network": {"nat": "none"}}, ["network.nat"]),
        (
            {
                "batch": BATCH,
                "network": {"nat": "none", "interface_endpoints": [*ENDPOINTS_OF_JOBS]},
            },
            [],
        ),
        ({"network": {"nat": "none"}}, []),
    ],
)
def test_what_keeps_jobs_from_running_is_told(
    lab: Spoil, paths: Paths, parts: dict[str, Any], expected: list[str]
) -> None:
    """Each at the setting that an admin would change."""
    assert paths(batch_problems, lab(**parts)) == expected


def test_missing_endpoints_are_named(lab: Spoil) -> None:
    """Those that are there already are not asked for again."""
    network = {"nat": "none", "interface_endpoints": ["ecr.api", "logs"]}
    (problem,) = batch_problems(lab(batch=BATCH, network=network))
    assert problem.hint == (
        "set `nat: one`, or add ecr.dkr, ecs, ecs-agent, ecs-telemetry to "
        "network.interface_endpoints"
    )


def test_a_bucket_that_is_switched_off_holds_no_results(lab: Spoil, paths: Paths) -> None:
    """Access to it is access to nothing."""
    buckets: dict[str, dict[str, object] | None] = {
        "raw": {},
        "scratch": None,
        "results": None,
        "archive": None,
    }
    parts = {"batch": BATCH, "storage": {"efs": {}, "buckets": buckets}}
    data = {"raw": "read", "results": "write", "scratch": "write", "archive": None}
    found = paths(batch_problems, lab(**parts, **project(data=data)))
    assert found == ["projects.atlas.fan_out"]
