"""ParallelCluster's own schema and validators on our cluster files, and on mistakes in them."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cdk.config.lab import LabConfig
from tests.pcluster.batch import (
    NFS_BOTH_WAYS,
    TABLES,
    Answers,
    ask,
    cases,
    cluster_names,
    new_findings,
    sample,
    table,
)
from tests.pcluster.edits import stringified
from tests.pcluster.labs import labs_with_slurm, rendered
from tests.pcluster.template import cluster_in, mount_target_rules

KEY_PAIR = [
    "WARNING",
    "KeyPairValidator",
    (
        "If you do not specify a key pair, you can't connect to the instance unless you choose an "
        "AMI that is configured to allow users another way to log in"
    ),
]
"""What ParallelCluster says of all our clusters: there is no key pair, as people come through
Systems Manager or with keys of their own from the YAML."""

LABS = dict(labs_with_slurm())
CASES = {f"{name}: {case}": said["says"] for name in TABLES for case, said in table(name).items()}

IMPORTANT = {
    "AdditionalIamPolicyValidator",
    "AsyncTimedUrlValidator",
    "ClusterNameValidator",
    "ComputeResourceLaunchTemplateValidator",
    "ComputeResourceSizeValidator",
    "CustomSlurmSettingsValidator",
    "DuplicateMountDirValidator",
    "EfsIdValidator",
    "EfsMountOptionsValidator",
    "HeadNodeLaunchTemplateValidator",
    "HeadNodeMemorySizeValidator",
    "InstanceArchitectureCompatibilityValidator",
    "InstanceTypeMemoryInfoValidator",
    "InstanceTypeValidator",
    "InstancesCPUValidator",
    "KeyPairValidator",
    "MaxCountValidator",
    "NameValidator",
    "PasswordSecretArnValidator",
    "QueueSubnetsValidator",
    "RootVolumeSizeValidator",
    "SecurityGroupsValidator",
    "SharedStorageMountDirValidator",
    "SubnetsValidator",
}
"""A run without these has looked at nothing that matters."""

Templates = Callable[[Path], dict[str, dict[str, Any]]]


@pytest.fixture(scope="session")
def extracted(synth: Callable[[LabConfig], Path], templates: Templates) -> Answers:
    """Return the cluster file in the template of each lab, with roles for what AWS will know."""
    return {name: cluster_in(templates(synth(config)), name) for name, config in LABS.items()}


@pytest.fixture(scope="session")
def answers(extracted: Answers) -> Answers:
    """Return what ParallelCluster says of everything here: one process, one account."""
    files = {
        "sample": sample(),
        **cases(),
        **{f"rendered {name}": rendered(config) for name, config in LABS.items()},
        **{f"template of {name}": tree for name, tree in extracted.items()},
        **{f"deployed {name}": stringified(tree) for name, tree in extracted.items()},
    }
    names = {name: name.split()[-1] for name in files if name.split()[-1] in LABS}
    return ask(
        {
            "validate": files,
            "clusters": {**cluster_names(), **names},
            "mount_target_rules": NFS_BOTH_WAYS,
        }
    )


@pytest.mark.parametrize("source", ["rendered", "template of", "deployed"])
@pytest.mark.parametrize("lab", LABS)
def test_cluster_file_of_a_lab_is_accepted(lab: str, source: str, answers: Answers) -> None:
    """As rendered, as synthesised, and with every scalar as text, as CloudFormation hands it on."""
    assert answers[f"{source} {lab}"]["findings"] == [KEY_PAIR]


@pytest.mark.parametrize("source", ["rendered", "template of", "deployed"])
@pytest.mark.parametrize("lab", LABS)
def test_validators_ran_on_a_lab(lab: str, source: str, answers: Answers) -> None:
    """Nothing found is worth something only if somebody looked."""
    ran = set(answers[f"{source} {lab}"]["validators"])
    assert sorted(IMPORTANT - ran) == []
    assert len(ran) >= 70


def test_demo_is_among_the_labs() -> None:
    """No lab would mean no test."""
    assert {"demo-dev", "demo-prod"} <= set(LABS)


def test_sample_is_accepted(answers: Answers) -> None:
    """What the tables say of a change is due to the change."""
    assert answers["sample"]["findings"] == [KEY_PAIR]


@pytest.mark.parametrize("case", CASES)
def test_parallelcluster_says_of_a_mistake(case: str, answers: Answers) -> None:
    """Word for word; `python -m tests.pcluster.record` writes it again for a new version."""
    assert new_findings(answers, case) == CASES[case]


@pytest.mark.parametrize("case", table("refused"))
def test_refused_mistake_is_an_error(case: str, answers: Answers) -> None:
    """The tables are told apart by what stops a deployment: an error, and no warning."""
    assert any(said.startswith("ERROR") for said in new_findings(answers, f"refused: {case}"))


@pytest.mark.parametrize("case", table("let_pass"))
def test_mistake_that_passes_is_no_error(case: str, answers: Answers) -> None:
    """If this fails, ParallelCluster has learnt a rule, and ours may go."""
    said = new_findings(answers, f"let_pass: {case}")
    assert [finding for finding in said if finding.startswith("ERROR")] == []


@pytest.mark.parametrize("lab", LABS)
def test_mount_targets_of_a_lab_are_guarded_as_in_the_account(
    lab: str, synth: Callable[[LabConfig], Path], templates: Templates
) -> None:
    """EfsIdValidator saw the rules that the storage stack makes, and no friendlier ones."""
    assert mount_target_rules(templates(synth(LABS[lab])), lab) == NFS_BOTH_WAYS
