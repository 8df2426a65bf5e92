"""The stack of the database server."""

from collections.abc import Callable
from typing import Any

import pytest
from aws_cdk import App, Environment, Stack, aws_kms as kms
from aws_cdk.assertions import Template

from cdk.config.lab import LabConfig
from cdk.naming import METADATA
from stacks.database import DatabaseStack
from stacks.network import NetworkStack

MakeConfig = Callable[[str, str], LabConfig]
Built = tuple[DatabaseStack, Template]


@pytest.fixture(scope="module")
def database(new_app: Callable[[], App], config: MakeConfig) -> Callable[[str], Built]:
    """Return what builds the stack in an environment of the demo lab, with its network."""
    built: dict[str, Built] = {}

    def build(env: str) -> Built:
        if env not in built:
            app, lab = new_app(), config("labs/demo", env)
            place = Environment(account=lab.account, region=lab.region)
            stack = DatabaseStack(
                app,
                lab,
                own_network=NetworkStack(app, lab).network,
                key=kms.Key(Stack(app, "Key", env=place), "Key"),
                releases=["jupyterhub", "airflow"],
            )
            built[env] = stack, Template.from_stack(stack)
        return built[env]

    return build


@pytest.mark.parametrize(("env", "expected"), [("dev", False), ("prod", True)])
def test_database_is_protected_if_the_settings_say_so(
    database: Callable[[str], Built], env: str, *, expected: bool
) -> None:
    """CloudFormation and RDS refuse to delete it; a sandbox goes when it is told to."""
    stack, template = database(env)
    assert stack.termination_protection is expected
    template.has_resource_properties("AWS::RDS::DBInstance", {"DeletionProtection": expected})


@pytest.mark.parametrize(("env", "policy"), [("dev", "Delete"), ("prod", "Snapshot")])
def test_only_a_sandbox_deletes_what_releases_know(
    database: Callable[[str], Built], env: str, policy: str
) -> None:
    """The setting is that of storage."""
    database(env)[1].has_resource("AWS::RDS::DBInstance", {"DeletionPolicy": policy})


@pytest.mark.parametrize(
    ("fact", "resource"),
    [
        ("jupyterhub_database_secret_arn", "ReleasesJupyterhubSecret"),
        ("airflow_database_secret_arn", "ReleasesAirflowSecret"),
    ],
)
def test_database_publishes_what_it_made(
    database: Callable[[str], Built], fact: str, resource: str
) -> None:
    """Each fact holds the attribute of the resource that it names."""
    (value,) = (
        each["Properties"]["Value"]
        for each in database("dev")[1].find_resources("AWS::SSM::Parameter").values()
        if each["Properties"]["Name"] == f"/lab/demo/dev/{fact}"
    )
    named = value.get("Ref") or value["Fn::GetAtt"][0]
    assert named.startswith(resource)


def test_server_stands_in_the_labs_private_subnets(database: Callable[[str], Built]) -> None:
    """In every zone that the network has: production has three."""
    (group,) = database("prod")[1].find_resources("AWS::RDS::DBSubnetGroup").values()
    imports: list[dict[str, Any]] = group["Properties"]["SubnetIds"]
    assert len(imports) == 3
    assert all("PrivateSubnet" in each["Fn::ImportValue"] for each in imports)


def test_fixed_settings_of_the_network_are_recorded(database: Callable[[str], Built]) -> None:
    """A later deployment compares them."""
    recorded = database("dev")[1].to_json()["Metadata"][METADATA]["FixedSettings"]
    assert recorded["network.cidr"] == "10.20.0.0/16"
