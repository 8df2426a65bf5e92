"""A lab with everything on its cluster, for tests to spoil in one place."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from cdk.config.lab import LabConfig
from cdk.settings import Problem

Rule = Callable[[LabConfig], Iterator[Problem]]
Spoil = Callable[..., LabConfig]
DASH = {"kind": "dash", "image": "lab/plates:1", "groups": ["lab-users"]}
GOOD: dict[str, Any] = {
    "name": "small",
    "env": "dev",
    "account": "111122223333",
    "region": "us-east-1",
    "owner": "ada@example.org",
    "storage": {"efs": {}, "buckets": {"scratch": {}, "results": {}}},
    "eks": {"admin_roles": ["role/admins"]},
    "jupyterhub": {},
    "dask_gateway": {},
    "airflow": {},
    "apps": {"plates": DASH},
    "projects": {"atlas": {"owner": "ada@example.org", "posix": {"uid": 20001, "gid": 20001}}},
}


@pytest.fixture
def lab() -> Spoil:
    """Return what makes the lab, with some parts as a test wants them."""
    return lambda **parts: LabConfig.model_validate(GOOD | parts)


@pytest.fixture
def paths() -> Callable[[Rule, LabConfig], list[str]]:
    """Return what runs a rule and gives the path of each problem."""

    def run(rule: Rule, config: LabConfig) -> list[str]:
        return [".".join(map(str, problem.path)) for problem in rule(config)]

    return run
