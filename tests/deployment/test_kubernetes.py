"""What the services answer about the cluster's part of a deployed lab."""

import json
import ssl
from typing import Any

import pytest
from pg8000.exceptions import DatabaseError
from pg8000.native import Connection

from tests.deployment.deployed import Deployed

PROJECTS = ("pbmc-atlas", "cytometry-screen")


def cluster_of(lab: Deployed) -> dict[str, Any]:
    """Ask EKS for the lab's cluster."""
    name = lab.facts()["eks_cluster_name"]
    found: dict[str, Any] = lab.aws.client("eks").describe_cluster(name=name)["cluster"]
    return found


def logged_in(lab: Deployed, secret: dict[str, str]) -> list[list[str]]:
    """Log in to PostgreSQL as a release does, and ask where and who one is."""
    trusted = ssl.create_default_context(cafile=lab.aws.environment()["AWS_CA_BUNDLE"])
    with Connection(
        secret["username"],
        host=secret["host"],
        port=int(secret["port"]),
        database=secret["dbname"],
        password=secret["password"],
        ssl_context=trusted,
    ) as connection:
        rows: list[list[str]] = connection.run("SELECT current_database(), session_user")
    return rows


def test_cluster_starts_machines_by_itself_and_is_private(sandbox: Deployed) -> None:
    """Auto Mode without AWS's own pools, an endpoint inside the VPC, IAM alone for access."""
    cluster = cluster_of(sandbox)
    assert cluster["computeConfig"]["enabled"]
    assert cluster["computeConfig"].get("nodePools", []) == []
    network = cluster["resourcesVpcConfig"]
    assert (network["endpointPrivateAccess"], network["endpointPublicAccess"]) == (True, False)
    assert cluster["accessConfig"]["authenticationMode"] == "API"
    assert cluster["upgradePolicy"]["supportType"] == "STANDARD"


def test_secrets_in_the_cluster_are_encrypted_with_the_lab_s_key(sandbox: Deployed) -> None:
    """The same key as everywhere."""
    (encryption,) = cluster_of(sandbox)["encryptionConfig"]
    assert encryption["provider"]["keyArn"] == sandbox.facts()["data_key_arn"]
    assert encryption["resources"] == ["secrets"]


def test_admins_are_those_of_the_yaml(sandbox: Deployed) -> None:
    """Whoever deployed it is none of them."""
    eks, name = sandbox.aws.client("eks"), sandbox.facts()["eks_cluster_name"]
    entries = eks.list_access_entries(clusterName=name)["accessEntries"]
    assert "arn:aws:iam::111122223333:role/lab-admins" in entries
    assert not [entry for entry in entries if ":root" in entry or ":user/" in entry]


def test_add_ons_are_installed(sandbox: Deployed) -> None:
    """What Auto Mode does not bring itself."""
    eks, name = sandbox.aws.client("eks"), sandbox.facts()["eks_cluster_name"]
    addons = eks.list_addons(clusterName=name)["addons"]
    assert sorted(addons) == ["aws-efs-csi-driver", "metrics-server"]


def test_pods_have_the_roles_that_the_lab_gives_them(sandbox: Deployed) -> None:
    """Releases by their service accounts, and each project in both of its namespaces."""
    eks, name = sandbox.aws.client("eks"), sandbox.facts()["eks_cluster_name"]
    found = eks.list_pod_identity_associations(clusterName=name)["associations"]
    accounts = {(each["namespace"], each["serviceAccount"]) for each in found}
    assert accounts == {
        ("kube-system", "efs-csi-node-sa"),
        ("external-secrets", "external-secrets"),
        ("airflow", "airflow-api-server"),
        ("airflow", "airflow-triggerer"),
        ("airflow", "airflow-worker"),
        ("apps", "app-pbmc68k"),
        ("apps", "app-plate-qc"),
        *((ns, f"project-{p}") for ns in ("jupyterhub", "dask") for p in PROJECTS),
    }


def test_every_project_is_a_group_of_the_pool(sandbox: Deployed) -> None:
    """Beside the groups of the YAML."""
    cognito = sandbox.aws.client("cognito-idp")
    groups = cognito.list_groups(UserPoolId=sandbox.facts()["user_pool_id"])["Groups"]
    expected = {"lab-admins", "lab-users", "gpu-users", "pipeline-operators", *PROJECTS}
    assert {group["GroupName"] for group in groups} == expected


@pytest.mark.parametrize("release", ["jupyterhub", "airflow"])
def test_each_release_has_a_database_user_that_works(sandbox: Deployed, release: str) -> None:
    """The secret opens the release's own database, over TLS, on the real server."""
    arn = sandbox.facts()[f"{release}_database_secret_arn"]
    answer = sandbox.aws.client("secretsmanager").get_secret_value(SecretId=arn)
    secret = json.loads(answer["SecretString"])
    assert secret["dbname"] == release
    assert logged_in(sandbox, secret) == [[release, secret["username"]]]


def test_a_release_cannot_open_the_database_of_another(sandbox: Deployed) -> None:
    """Each user is let into one database."""
    arn = sandbox.facts()["airflow_database_secret_arn"]
    answer = sandbox.aws.client("secretsmanager").get_secret_value(SecretId=arn)
    secret = json.loads(answer["SecretString"]) | {"dbname": "jupyterhub"}
    with pytest.raises(DatabaseError, match="42501"):
        logged_in(sandbox, secret)


@pytest.mark.parametrize("client", ["jupyterhub", "airflow", "apps"])
def test_login_secrets_are_those_of_the_pool_s_clients(sandbox: Deployed, client: str) -> None:
    """What a release shows is what Cognito knows."""
    facts = sandbox.facts()
    answer = sandbox.aws.client("secretsmanager").get_secret_value(
        SecretId=facts[f"{client}_login_secret_arn"]
    )
    secret = json.loads(answer["SecretString"])
    known = sandbox.aws.client("cognito-idp").describe_user_pool_client(
        UserPoolId=facts["user_pool_id"], ClientId=secret["client_id"]
    )["UserPoolClient"]
    assert known["ClientSecret"] == secret["client_secret"]
    assert known["AllowedOAuthFlows"] == ["code"]


@pytest.mark.parametrize("project", PROJECTS)
def test_the_hub_can_learn_of_a_project(sandbox: Deployed, project: str) -> None:
    """One parameter each, which External Secrets copies into the cluster."""
    name = f"/lab/demo/dev/projects/{project}"
    value = sandbox.aws.client("ssm").get_parameter(Name=name)["Parameter"]["Value"]
    assert json.loads(value)["gid"] in {20001, 20002}
