"""The stack of the Slurm cluster."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from cdk.config.lab import LabConfig
from cdk.naming import METADATA
from cdk.slurm.construct import RESOURCE_TYPE

Templates = Callable[[Path], dict[str, dict[str, Any]]]
Lab = Callable[[str, str], LabConfig]
Synth = Callable[[LabConfig], Path]


@pytest.fixture(scope="module")
def stack(demo: Callable[[str], Path], templates: Templates) -> Callable[[str], dict[str, Any]]:
    """Return what gives the template of the demo's cluster in an environment."""
    return lambda env: templates(demo(env))[f"demo-{env}-slurm"]


def configuration(template: dict[str, Any]) -> dict[str, Any]:
    """Return the configuration of the cluster in a template."""
    (cluster,) = (e for e in template["Resources"].values() if e["Type"] == RESOURCE_TYPE)
    found: dict[str, Any] = cluster["Properties"]["ClusterConfiguration"]
    return found


def texts(tree: object) -> Iterator[str]:
    """Yield every text of a tree."""
    if isinstance(tree, dict):
        for value in tree.values():
            yield from texts(value)
    elif isinstance(tree, list):
        for value in tree:
            yield from texts(value)
    elif isinstance(tree, str):
        yield tree


def test_cluster_and_stack_have_different_names(stack: Callable[[str], dict[str, Any]]) -> None:
    """ParallelCluster makes a stack of the cluster's name."""
    (cluster,) = (e for e in stack("dev")["Resources"].values() if e["Type"] == RESOURCE_TYPE)
    assert cluster["Properties"]["ClusterName"] == "demo-dev"


def test_fixed_settings_and_numbers_of_people_are_recorded(
    stack: Callable[[str], dict[str, Any]],
) -> None:
    """So that `lab deploy` refuses to change them."""
    recorded = stack("dev")["Metadata"][METADATA]["FixedSettings"]
    assert recorded["users.ada.uid"] == 30001
    assert recorded["slurm.head_node.instance_type"] == "m7i.large"


def test_the_embedded_aws_leaves_it_out(stack: Callable[[str], dict[str, Any]]) -> None:
    """It has no ParallelCluster."""
    assert stack("dev")["Metadata"][METADATA]["NotEmulated"] == "ParallelCluster"


def test_all_nodes_may_mount_the_file_system(stack: Callable[[str], dict[str, Any]]) -> None:
    """Its client group is the first further group of each."""
    found = configuration(stack("prod"))
    nodes = [
        found["HeadNode"],
        *found["LoginNodes"]["Pools"],
        *found["Scheduling"]["SlurmQueues"],
    ]
    groups = {json.dumps(e["Networking"]["AdditionalSecurityGroups"][0]) for e in nodes}
    assert len(groups) == 1
    assert "ClientSecurityGroup" in groups.pop()


def test_only_the_head_node_reaches_the_accounting_database(
    stack: Callable[[str], dict[str, Any]],
) -> None:
    """People on other nodes have no business there."""
    found = configuration(stack("prod"))
    assert "slurm-accounting:" in json.dumps(found["HeadNode"]["Networking"])
    others = [*found["LoginNodes"]["Pools"], *found["Scheduling"]["SlurmQueues"]]
    assert [e["Name"] for e in others if "slurm-accounting:" in json.dumps(e)] == []


def test_with_a_domain_the_hub_is_behind_a_load_balancer(
    stack: Callable[[str], dict[str, Any]],
) -> None:
    """Without one there is none, and a session of Systems Manager leads to it."""
    prod, dev = stack("prod"), stack("dev")
    assert prod["Outputs"]["HubUrl"]["Value"] == "https://slurm.demo-lab.example"
    assert dev["Outputs"]["HubUrl"]["Value"] == "http://localhost:8000"
    balancers = [
        [e for e in each["Resources"].values() if e["Type"].endswith("V2::LoadBalancer")]
        for each in (prod, dev)
    ]
    assert [len(each) for each in balancers] == [1, 0]


def test_no_password_is_in_the_template(stack: Callable[[str], dict[str, Any]]) -> None:
    """ParallelCluster and nodes are told the names of secrets."""
    found = json.dumps(stack("prod"))
    assert "resolve:secretsmanager" not in found
    secret = configuration(stack("prod"))["Scheduling"]["SlurmSettings"]["Database"]
    assert set(secret["PasswordSecretArn"]) == {"Fn::ImportValue"}


def test_a_changed_person_renews_nodes(config: Lab, synth: Synth, templates: Templates) -> None:
    """The digest stands where ParallelCluster lets it change, and nowhere else."""

    def digests(lab: LabConfig) -> set[str]:
        found = configuration(templates(synth(lab))["demo-dev-slurm"])
        return {text for text in texts(found) if re.fullmatch("[0-9a-f]{16}", text)}

    lab = config("labs/demo", "dev")
    ada = lab.users["ada"]
    assert ada is not None
    renamed = ada.model_copy(update={"login": "countess"})
    changed = lab.model_copy(update={"users": {**lab.users, "ada": renamed}})
    before, after = digests(lab), digests(changed)
    assert (len(before), len(after), before & after) == (1, 1, set())


def test_a_project_without_the_cluster_changes_nothing(
    config: Lab, synth: Synth, templates: Templates
) -> None:
    """It comes and goes without touching a node."""
    lab = config("labs/demo", "dev")
    atlas = lab.projects["pbmc-atlas"]
    assert atlas is not None
    posix = atlas.posix.model_copy(update={"uid": 20009, "gid": 20009})
    new = atlas.model_copy(update={"slurm": None, "posix": posix})
    wider = lab.model_copy(update={"projects": {**lab.projects, "new-one": new}})
    before, after = (templates(synth(each))["demo-dev-slurm"] for each in (lab, wider))
    assert before == after
