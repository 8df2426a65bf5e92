"""What is wrong with the cluster file of a lab; invalid/ has what admins are told."""

from pathlib import Path

import pytest

from cdk.config.load import Loaded
from cdk.config.slurm_findings import located, slurm_findings
from tests.cdk.config.written_lab import written_lab

FIRST = "name: demo\nowner: ada@example.org\nregion: us-east-1\nstorage: {efs: {}}\n"


def lab(folder: Path, slurm: str) -> Loaded:
    """Write a lab whose cluster is described from line 5 on."""
    return written_lab(folder, slurm, first=FIRST)


def told(folder: Path, slurm: str) -> list[str]:
    """Return what is found, below the lab's folder."""
    findings = slurm_findings(lab(folder, slurm))
    return [str(each).replace(f"{folder}/lab/", "") for each in findings]


def place(folder: Path, slurm: str, path: str) -> str:
    """Return where a part of the cluster file is decided."""
    found = located(lab(folder, slurm), tuple(path.split(".")), "is wrong", "")
    return f"{found.line}:{found.column} {found.path}"


@pytest.mark.parametrize(
    "slurm",
    [
        "",
        "slurm: {}\n",
        "slurm:\n  queues: {cpu: {}, highmem: {}, gpu: {}}\n  scratch: {}\n  accounting: {}\n",
        "slurm: {values: {Monitoring: {DetailedMonitoring: true}, Tags: [{Key: a, Value: b}]}}\n",
        "slurm: {values: {Scheduling: {SlurmSettings: {CustomSlurmSettings: [{A: 9}]}}}}\n",
    ],
    ids=["no cluster", "defaults", "everything", "values", "values of Slurm's own"],
)
def test_a_good_cluster_is_silent(tmp_path: Path, slurm: str) -> None:
    """Whatever is switched on."""
    assert told(tmp_path, slurm) == []


def test_one_type_on_spot_is_a_warning_at_its_setting(tmp_path: Path) -> None:
    """The rule is about the cluster file, the line is the admin's."""
    machines = "{a: {instance_types: [m7i.xlarge]}}"
    slurm = f"slurm:\n  queues:\n    own: {{compute_resources: {machines}}}\n"
    (finding,) = slurm_findings(lab(tmp_path, slurm))
    assert finding.warning
    assert (finding.line, finding.path) == (
        7,
        "slurm.queues.own.compute_resources.a.instance_types",
    )


@pytest.mark.parametrize(
    ("values", "path", "expected"),
    [
        ("{}", "HeadNode.InstanceType", "5:1 slurm.head_node.instance_type"),
        (
            "{HeadNode: {InstanceType: m7i.large}}",
            "HeadNode.InstanceType",
            "6:37 slurm.values.HeadNode.InstanceType",
        ),
        ("{HeadNode: {Imds: null}}", "HeadNode.Imds.Secured", "6:29 slurm.values.HeadNode.Imds"),
        (
            "{HeadNode: {Imds: {Secured: true}}}",
            "HeadNode.InstanceType",
            "5:1 slurm.head_node.instance_type",
        ),
        (
            "{Scheduling: {SlurmQueues: [{Name: x}, {Name: own}]}}",
            "Scheduling.SlurmQueues.own.Iam",
            "6:50 slurm.values.Scheduling.SlurmQueues[1]",
        ),
        (
            "{Scheduling: {SlurmQueues: [{Name: cpu}]}}",
            "Scheduling.SlurmQueues.cpu.Iam",
            "5:1 slurm.queues.cpu",
        ),
    ],
    ids=[
        "settings",
        "values",
        "taken away",
        "values of something else",
        "a queue of values",
        "a queue that values touch",
    ],
)
def test_a_finding_is_where_its_cause_is_written(
    tmp_path: Path, values: str, path: str, expected: str
) -> None:
    """In `values` if they decide it, else in the setting that does."""
    assert place(tmp_path, f"slurm:\n  values: {values}\n", path) == expected


def test_keys_that_are_unknown_are_told_alone(tmp_path: Path) -> None:
    """What they would have changed is not known."""
    slurm = "slurm: {values: {HeadNode: {Imds: null, Sssh: {}}}}\n"
    assert told(tmp_path, slurm) == [
        (
            "lab.yaml:5:41: slurm.values.HeadNode.Sssh: is no key of ParallelCluster's "
            "configuration - did you mean Ssh?"
        )
    ]
