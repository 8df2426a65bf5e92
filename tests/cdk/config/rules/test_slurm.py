"""Rules between the Slurm cluster and the lab around it."""

from collections.abc import Callable
from typing import Any

import pytest

from cdk.config.rules.slurm import slurm_problems
from tests.cdk.config.rules.conftest import Spoil

Paths = Callable[..., list[str]]

ATLAS: dict[str, Any] = {"owner": "ada@example.org", "posix": {"uid": 20001, "gid": 20001}}
NO_FOLDER: dict[str, Any] = {**ATLAS, "slurm": {}}
ON_IT: dict[str, Any] = {**NO_FOLDER, "efs": {}}
VPC = {
    "vpc_id": "vpc-0a1b2c3d4e5f67890",
    "private_subnets": {"us-east-1a": "subnet-0a1b2c3d", "us-east-1b": "subnet-0a1b2c3e"},
}
SECRET = "arn:aws:secretsmanager:us-east-1:111122223333:secret:login-a1b2c3"  # noqa: S105


def oidc(*clients: str) -> dict[str, Any]:
    """Return a login with a provider of the campus, and secrets of some clients."""
    address = "https://login.example.org"
    return {
        "cognito": None,
        "oidc": {
            "issuer_url": address,
            "authorize_url": address,
            "token_url": address,
            "client_secret_arns": dict.fromkeys(clients, SECRET),
        },
    }


def bucket(**transitions: int) -> dict[str, Any]:
    """Return a storage whose raw bucket moves its objects."""
    return {"efs": {}, "buckets": {"raw": {"transitions": transitions}}}


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ({}, []),
        ({"slurm": {}}, []),
        ({"slurm": {}, "storage": {"efs": None}}, ["slurm"]),
        ({"slurm": {}, "network": {"nat": "none"}}, ["network.nat"]),
        ({"slurm": {}, "network": {"existing_vpc": VPC}}, []),
        ({"slurm": {}, "login": oidc("jupyterhub", "slurm")}, []),
        ({"slurm": {}, "login": oidc("jupyterhub")}, ["login.oidc.client_secret_arns"]),
        ({"login": oidc("jupyterhub")}, []),
        ({"projects": {"atlas": {**ATLAS, "slurm": {}}}}, ["projects.atlas.slurm"]),
        ({"slurm": {}, "projects": {"atlas": ON_IT, "other": None}}, []),
        ({"slurm": {}, "projects": {"games": ON_IT}}, ["projects.games.slurm"]),
        ({"slurm": {}, "projects": {"sudo": ON_IT}}, ["projects.sudo.slurm"]),
        ({"slurm": {}, "projects": {"atlas": NO_FOLDER}}, ["projects.atlas.slurm"]),
        ({"slurm": {}, "projects": {"atlas": {**NO_FOLDER, "efs": None}}}, []),
        ({"slurm": {}, "projects": {"games": ATLAS}}, []),
    ],
    ids=[
        "no cluster",
        "good",
        "no file system",
        "no way out",
        "a VPC of others",
        "client of the hub",
        "no client of the hub",
        "no cluster, no client",
        "project without a cluster",
        "project with a cluster",
        "name of an account",
        "name of a group",
        "no folder",
        "no folder on purpose",
        "such a name elsewhere",
    ],
)
def test_what_the_cluster_lacks_is_told(
    lab: Spoil, parts: dict[str, Any], expected: list[str]
) -> None:
    """Each at the setting that an admin would change."""
    config = lab(**{"projects": {"atlas": ATLAS}, **parts})
    written = [problem for problem in slurm_problems(config) if not problem.written]
    assert [".".join(map(str, problem.path)) for problem in written] == expected


@pytest.mark.parametrize(
    ("storage", "scratch", "expected"),
    [
        (bucket(), {}, []),
        ({"efs": {}, "buckets": {"raw": None}}, {}, ["slurm.scratch.bucket"]),
        ({"efs": {}, "buckets": {"raw": None}}, {"bucket": None}, []),
        (bucket(standard_ia=30, deep_archive=365), {}, []),
        (bucket(deep_archive=1), {}, ["slurm.scratch.bucket"]),
    ],
    ids=["good", "off", "without a bucket", "archived late", "archived at once"],
)
def test_scratch_reads_a_bucket_that_can_be_read(
    lab: Spoil,
    paths: Paths,
    storage: dict[str, Any],
    scratch: dict[str, Any],
    expected: list[str],
) -> None:
    """What lies in Glacier is no file until it is restored."""
    parts = {"storage": storage, "slurm": {"scratch": scratch}, "projects": {}}
    assert paths(slurm_problems, lab(**parts)) == expected


@pytest.mark.parametrize(("accounting", "warned"), [(None, 1), ({}, 0)])
def test_shares_without_accounting_are_a_warning_if_somebody_wrote_them(
    lab: Spoil, accounting: dict[str, Any] | None, warned: int
) -> None:
    """Jobs would start in the order in which they came."""
    projects = {"atlas": {**ON_IT, "slurm": {"shares": 200}}}
    found = [*slurm_problems(lab(slurm={"accounting": accounting}, projects=projects))]
    assert [p.written and p.warning for p in found] == [True] * warned
