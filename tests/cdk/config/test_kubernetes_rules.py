"""Everything that must fit between the cluster and what runs on it."""

from cdk.config.kubernetes_rules import kubernetes_problems
from cdk.config.lab import LabConfig

LAB = {
    "name": "small",
    "env": "dev",
    "account": "111122223333",
    "region": "us-east-1",
    "owner": "ada@example.org",
}


def paths(**parts: object) -> list[str]:
    """Return the paths of all problems of a lab."""
    return [
        ".".join(map(str, p.path))
        for p in kubernetes_problems(LabConfig.model_validate(LAB | parts))
    ]


def test_a_lab_without_a_cluster_is_silent() -> None:
    """Data alone has nothing to fit."""
    assert paths() == []


def test_without_a_cluster_one_thing_is_said() -> None:
    """What else does not fit is not worth telling yet."""
    assert paths(jupyterhub={"profiles": {"gpu": {}}}) == ["jupyterhub"]


def test_every_rule_is_asked() -> None:
    """Mistakes of several kinds are told at once."""
    found = paths(
        eks={"admin_roles": ["role/admins"]},
        network={"nat": "none"},
        jupyterhub={"profiles": {"gpu": {"groups": ["nobody"]}}},
        apps={"hub2": {"kind": "dash", "image": "a:1", "groups": ["x"], "project": "atlas"}},
    )
    assert found == [
        "jupyterhub.profiles.gpu.groups.0",
        "apps.hub2.groups.0",
        "network.nat",
        "jupyterhub",
        "jupyterhub.profiles.gpu.node_pool",
        "apps.hub2.project",
    ]


def test_people_log_in_to_a_slurm_cluster_in_the_same_way() -> None:
    """Secrets, groups and the way in are looked at without Kubernetes too."""
    project = {"owner": "ada@example.org", "posix": {"uid": 20001, "gid": 20001}}
    found = paths(slurm={}, projects={"lab-admins": project})
    assert found == ["projects.lab-admins"]
