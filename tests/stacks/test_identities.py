"""The stack of identities and generated secrets."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from aws_cdk import App
from aws_cdk.assertions import Template

from cdk.config.lab import LabConfig
from stacks.identities import IdentitiesStack
from tests.cdk.config.written_lab import written_lab

SECRET = "arn:aws:secretsmanager:us-east-1:111122223333:secret:git-a1b2c3"  # noqa: S105
ALL = f"""\
jupyterhub: {{}}
dask_gateway: {{}}
airflow:
  dags: {{repository: "https://github.com/my-lab/dags.git", credentials_secret_arn: {SECRET}}}
apps:
  atlas: {{kind: cellxgene, groups: [lab-users], data: {{s3: {{path: atlas.h5ad}}}}}}
  plots: {{kind: shiny, groups: [lab-users]}}
"""


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> LabConfig:
    """Return a lab that has every release."""
    return written_lab(tmp_path_factory.mktemp("all"), ALL).config


@pytest.fixture(scope="module")
def template(lab: LabConfig, new_app: Callable[[], App]) -> Template:
    """Return the template of a lab that has every release."""
    return Template.from_stack(IdentitiesStack(new_app(), lab))


def policies(template: Template, service_account: str) -> dict[str, list[dict[str, Any]]]:
    """Return the statements of a service account's role, by the name of the policy."""
    (role,) = (
        each["Properties"]
        for each in template.find_resources("AWS::IAM::Role").values()
        if f"service account {service_account} in" in each["Properties"]["Description"]
    )
    return {p["PolicyName"]: p["PolicyDocument"]["Statement"] for p in role["Policies"]}


def test_each_service_account_with_grants_is_bound(template: Template) -> None:
    """An app that has no data in S3 is nobody in AWS."""
    found = {
        (each["Properties"]["Namespace"], each["Properties"]["ServiceAccount"])
        for each in template.find_resources("AWS::EKS::PodIdentityAssociation").values()
    }
    assert ("external-secrets", "external-secrets") in found
    assert ("airflow", "airflow-worker") in found
    assert {account for namespace, account in found if namespace == "apps"} == {"app-atlas"}


def test_external_secrets_reads_the_secrets_of_releases_and_no_other(template: Template) -> None:
    """Those published as facts, those generated, and the one that the admin named."""
    statement, *_ = policies(template, "external-secrets")["ReadSecrets"]
    facts = {f"{name}Arn" for name in ("JupyterhubDatabaseSecret", "JupyterhubLoginSecret")}
    references = {each["Ref"] for each in statement["Resource"] if isinstance(each, dict)}
    generated = set(template.find_resources("AWS::SecretsManager::Secret"))
    assert [each for each in statement["Resource"] if isinstance(each, str)] == [SECRET]
    assert facts < references
    assert generated < references
    assert len(references - generated) == 5
    assert "*" not in statement["Resource"]


def test_every_secret_of_the_lab_can_be_decrypted(
    demo: Callable[[str], Path], templates: Callable[[Path], dict[str, dict[str, Any]]]
) -> None:
    """A secret under a key that its reader may not use is as good as none."""
    found = templates(demo("prod"))
    keys = {
        str(resource["Properties"].get("KmsKeyId", "AWS's own"))
        for template in found.values()
        for resource in template["Resources"].values()
        if resource["Type"] == "AWS::SecretsManager::Secret"
    }
    lab_keys = {key for key in keys if "DataKey" in key}
    assert keys == lab_keys | {"AWS's own"} != {"AWS's own"}
    reading = policies(Template.from_json(found["demo-prod-identities"]), "external-secrets")[
        "ReadSecrets"
    ]
    (use,) = [each for each in reading if each["Sid"] == "UseLabKey"]
    assert (use["Action"], use["Resource"]) == ("kms:Decrypt", {"Ref": "DataKeyArn"})


def test_app_reads_its_own_data(template: Template) -> None:
    """Not the whole bucket."""
    (statements,) = policies(template, "app-atlas").values()
    read = next(each for each in statements if each["Sid"] == "ReadData")
    assert read["Action"] == "s3:GetObject"
    assert "/atlas.h5ad" in str(read["Resource"])


def test_secrets_are_generated_for_each_release(template: Template) -> None:
    """Each with a parameter that says where it is, and kept with the data."""
    secrets = template.find_resources("AWS::SecretsManager::Secret").values()
    paths = {
        each["Properties"]["Name"]
        for each in template.find_resources("AWS::SSM::Parameter").values()
    }
    assert len(secrets) == len(paths)
    assert {
        "/lab/demo/dev/secrets/airflow/fernet_key",
        "/lab/demo/dev/secrets/app-atlas/cookie_secret",
        "/lab/demo/dev/secrets/app-plots/cookie_secret",
    } <= paths
    assert {each["DeletionPolicy"] for each in secrets} == {"RetainExceptOnCreate"}


def test_secrets_go_with_data_that_goes(tmp_path: Path, new_app: Callable[[], App]) -> None:
    """A sandbox leaves nothing that costs."""
    text = "preset: sandbox\nnetwork: {nat: one}\nairflow: {}\n"
    stack = IdentitiesStack(new_app(), written_lab(tmp_path, text).config)
    secrets = Template.from_stack(stack).find_resources("AWS::SecretsManager::Secret").values()
    assert {each["DeletionPolicy"] for each in secrets} == {"Delete"}


def test_nothing_refers_to_the_stack(template: Template) -> None:
    """So apps come and go in any order of stacks."""
    assert "Outputs" not in template.to_json()


def test_a_cluster_alone_has_external_secrets(tmp_path: Path, new_app: Callable[[], App]) -> None:
    """It may read who owns projects, and no secret: there is none."""
    template = Template.from_stack(IdentitiesStack(new_app(), written_lab(tmp_path).config))
    (statement,) = policies(template, "external-secrets")["ReadSecrets"]
    assert statement["Sid"] == "ReadWhoOwnsProjects"
    template.resource_count_is("AWS::SecretsManager::Secret", 0)
