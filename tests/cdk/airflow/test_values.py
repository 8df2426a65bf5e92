"""Tests of the values that follow from Airflow's settings."""

import json
from typing import Any

import pytest

from cdk.airflow.config import AirflowConfig, DagsConfig, RolesConfig, TaskConfig
from cdk.airflow.values import roles_of_groups, values

HTTPS = "https://github.com/my-lab/dags.git"
ARN = "arn:aws:secretsmanager:us-east-1:111122223333:secret:dags-a1b2c3"
HOST = "airflow.lab.example.org"


def made(host: str | None = None, **settings: Any) -> dict[str, Any]:  # noqa: ANN401 - as in YAML
    """Return the values of some settings."""
    config = AirflowConfig(**settings)
    return values(config, host=host, admin_group="lab-admins", scopes=("openid", "email"))


@pytest.mark.parametrize(
    ("image", "repository", "tag"),
    [
        ("apache/airflow:3.2.2", "apache/airflow", "3.2.2"),
        (
            "registry.example.org:5000/airflow:3.2.2-1",
            "registry.example.org:5000/airflow",
            "3.2.2-1",
        ),
        (f"lab/airflow@sha256:{'a' * 64}", "lab/airflow@sha256", "a" * 64),
        (f"lab/airflow:3.2.2@sha256:{'a' * 64}", "lab/airflow:3.2.2@sha256", "a" * 64),
    ],
)
def test_the_image_comes_together_again(image: str, repository: str, tag: str) -> None:
    """The chart, and Airflow itself, write name, colon, tag."""
    given = made(image=image)
    assert (given["defaultAirflowRepository"], given["defaultAirflowTag"]) == (repository, tag)


def test_admins_of_the_lab_are_admins_whatever_the_roles_say() -> None:
    """Nobody locks the admins out by naming their group again."""
    roles = RolesConfig(admin=("platform",), viewer=("lab-admins", "guests"))
    assert roles_of_groups(roles, "lab-admins") == {
        "lab-admins": ["Admin"],
        "platform": ["Admin"],
        "lab-users": ["User"],
        "guests": ["Viewer"],
    }


def test_the_login_is_told_scope_and_roles() -> None:
    """In a ConfigMap, as texts."""
    login = json.loads(made()["extraConfigMaps"]["airflow-login"]["data"])
    assert login["scope"] == "openid email"
    assert json.loads(login["roles"]) == {"lab-admins": ["Admin"], "lab-users": ["User"]}


def test_without_an_ingress_airflow_is_on_localhost() -> None:
    """Nothing is open to a load balancer that is not there."""
    given = made()
    assert given["ingress"]["apiServer"] == {"enabled": False}
    assert given["config"]["api"]["base_url"] == "http://localhost:8080"
    assert given["config"]["fab"]["cookie_secure"] == "False"
    assert "args" not in given["apiServer"]
    assert given["apiServer"]["networkPolicy"]["ingress"]["from"] == [
        {"podSelector": {"matchLabels": {"tier": "airflow", "release": "airflow"}}}
    ]


def test_with_an_ingress_every_path_of_the_host_is_airflow() -> None:
    """`Prefix` and not the chart's default, by which the load balancer would serve only `/`."""
    given = made(HOST)
    ingress = given["ingress"]["apiServer"]
    assert (ingress["path"], ingress["pathType"]) == ("/", "Prefix")
    assert (ingress["hosts"], ingress["ingressClassName"]) == ([{"name": HOST}], "lab")
    assert given["config"]["api"]["base_url"] == f"https://{HOST}"
    assert given["config"]["fab"]["cookie_secure"] == "True"
    assert given["apiServer"]["args"][-1].endswith("--proxy-headers")


def test_with_an_ingress_the_load_balancer_and_tasks_get_in() -> None:
    """The policy names who may; both do."""
    sources = made(HOST)["apiServer"]["networkPolicy"]["ingress"]["from"]
    assert [*sources[0], *sources[1]] == ["podSelector", "ipBlock"]


@pytest.mark.parametrize(("replicas", "budget"), [(1, False), (2, True)])
def test_a_single_server_does_not_block_its_node(replicas: int, budget: bool) -> None:  # noqa: FBT001
    """A disruption budget needs a second one."""
    assert ("podDisruptionBudget" in made(api_replicas=replicas)["apiServer"]) is budget


def test_a_task_gets_what_it_asks_for() -> None:
    """Cores are a share, memory is a limit."""
    given = made(task=TaskConfig(cpu=1.25, memory_gib=1.5))
    assert given["workers"]["kubernetes"]["resources"] == {
        "requests": {"cpu": "1250m", "memory": "1536Mi"},
        "limits": {"memory": "1536Mi"},
    }


def test_without_a_repository_dags_are_those_of_the_image() -> None:
    """No git-sync runs."""
    assert made()["dags"] == {"gitSync": {"enabled": False}}


def test_a_public_repository_needs_no_secret() -> None:
    """An absent folder is the root."""
    assert made(dags=DagsConfig(repository=HTTPS))["dags"]["gitSync"] == {
        "enabled": True,
        "repo": HTTPS,
        "ref": "main",
        "subPath": "",
        "period": "60s",
    }


def test_a_private_repository_has_one_kind_of_secret() -> None:
    """HTTPS by user and token, SSH by key and the server's public keys."""
    https = DagsConfig(repository=HTTPS, credentials_secret_arn=ARN)
    ssh = DagsConfig(
        repository="git@x.org:a.git", credentials_secret_arn=ARN, known_hosts="x.org k"
    )
    by_https, by_ssh = (made(dags=dags)["dags"]["gitSync"] for dags in (https, ssh))
    assert (by_https["credentialsSecret"], "sshKeySecret" in by_https) == ("airflow-git", False)
    assert (by_ssh["sshKeySecret"], by_ssh["knownHosts"]) == ("airflow-git", "x.org k")
    assert "credentialsSecret" not in by_ssh


def test_numbers_arrive() -> None:
    """Each where the chart or Airflow reads it."""
    given = made(
        parallelism=64, max_active_tasks_per_dag=4, session_hours=8, metadata_retention_days=30
    )
    config = given["config"]
    assert config["core"] == {"parallelism": 64, "max_active_tasks_per_dag": 4}
    assert config["api_auth"]["jwt_expiration_time"] == 8 * 3600
    assert config["fab"]["session_lifetime_minutes"] == 8 * 60
    assert given["databaseCleanup"]["retentionDays"] == 30
