"""Changes of a lab that ParallelCluster would refuse in a cluster that runs."""

from pathlib import Path
from typing import Any

import pytest

from cdk.config.slurm_updates import update_findings
from cdk.slurm.cluster_file import cluster_file
from cdk.slurm.cluster_ids import ClusterIds
from cdk.slurm.config import SlurmConfig
from tests.cdk.config.test_slurm_findings import lab

IDS = ClusterIds.example()
BEFORE: dict[str, Any] = {
    "queues": {
        "cpu": {},
        "own": {
            "compute_resources": {"a": {"instance_types": ["m7i.large", "m6i.large"]}},
        },
    }
}


def told(folder: Path, slurm: str, *, stopped: bool = False) -> list[str]:
    """Return what is refused of a change from what was before: line, setting, first words."""
    loaded = lab(folder, f"slurm:\n{slurm}")
    assert loaded.config.slurm is not None
    old = cluster_file(SlurmConfig.model_validate(BEFORE), IDS)
    new = cluster_file(loaded.config.slurm, IDS)
    findings = update_findings(loaded, old, new, compute_nodes_stopped=stopped)
    return [f"{each.line} {each.path}: {each.message.split(';')[0]}" for each in findings]


QUEUES = "  queues:\n    cpu: {}\n    own: {compute_resources: {a: {instance_types: [m7i.large, "


@pytest.mark.parametrize(
    "change",
    [
        "",
        "  ssh_cidr: null\n",
        "  notebook: {hours: 3}\n",
        "  values: {Monitoring: {Dashboards: {CloudWatch: {Enabled: false}}}}\n",
    ],
)
def test_what_can_change_is_silent(tmp_path: Path, change: str) -> None:
    """The same, what is none of ParallelCluster's business, and what it updates in place."""
    assert told(tmp_path, f"{QUEUES}m6i.large]}}}}}}\n{change}") == []


@pytest.mark.parametrize(
    "queues",
    [
        f"{QUEUES}m6i.large, m5.large]}}}}}}\n",
        f"{QUEUES}m6i.large], max_nodes: 20}}}}}}\n",
        f"{QUEUES}m6i.large]}}}}}}\n    gpu: {{}}\n",
        f"{QUEUES}m6i.large]}}}}, max_hours: 5, root_volume_size_gib: 200}}\n",
    ],
    ids=["another type", "more nodes", "another queue", "what drains"],
)
def test_a_queue_may_grow(tmp_path: Path, queues: str) -> None:
    """While jobs run."""
    assert told(tmp_path, queues) == []


CHANGES = [
    (
        f"{QUEUES}m5.large]}}}}}}\n",
        (
            "8 slurm.queues.own.compute_resources.a.instance_types: takes m6i.large out of "
            "Scheduling.SlurmQueues[own].ComputeResources[a].Instances and 1 more of the kind"
        ),
    ),
    (
        f"{QUEUES}m6i.large], max_nodes: 5}}}}}}\n",
        (
            "8 slurm.queues.own.compute_resources.a.max_nodes: changes Scheduling.SlurmQueues[own]"
            ".ComputeResources[a].MaxCount (got 5, until now 10) and 1 more of the kind"
        ),
    ),
    (
        f"{QUEUES}m6i.large]}}}}}}\n  idle_minutes: 5\n",
        (
            "9 slurm.idle_minutes: changes Scheduling.SlurmSettings.ScaledownIdletime "
            "(got 5, until now 10)"
        ),
    ),
    (
        f"{QUEUES}m6i.large]}}}}}}\n  accounting: {{}}\n",
        "9 slurm.accounting: adds Scheduling.SlurmSettings.Database",
    ),
    (
        "  queues: {cpu: {}}\n",
        "6 slurm.queues.own: takes own out of Scheduling.SlurmQueues and 1 more of the kind",
    ),
]
FIXED = [
    (
        f"{QUEUES}m6i.large]}}}}}}\n  head_node: {{instance_type: m7i.xlarge}}\n",
        (
            "9 slurm.head_node.instance_type: changes HeadNode.InstanceType "
            "(got m7i.xlarge, until now m7i.large)"
        ),
    ),
    (
        f"{QUEUES}m6i.large]}}}}}}\n  login_node: {{instance_type: m7i.xlarge}}\n",
        (
            "9 slurm.login_node.instance_type: changes LoginNodes.Pools[login].InstanceType "
            "(got m7i.xlarge, until now m7i.large)"
        ),
    ),
    (
        f"{QUEUES}m6i.large]}}}}}}\n  values: {{Imds: {{ImdsSupport: v1.0}}}}\n",
        "9 slurm.values.Imds.ImdsSupport: changes Imds.ImdsSupport (got v1.0, until now v2.0)",
    ),
]


@pytest.mark.parametrize(("change", "expected"), [*CHANGES, *FIXED])
def test_what_would_be_refused_has_its_line(tmp_path: Path, change: str, expected: str) -> None:
    """The setting, what changes in the cluster file, and once for both partitions of a queue."""
    assert told(tmp_path, change) == [expected]


@pytest.mark.parametrize(("change", "expected"), CHANGES)
def test_what_needs_stopped_nodes_goes_once_they_are(
    tmp_path: Path, change: str, expected: str
) -> None:
    """An admin who did what the hint says may deploy."""
    assert expected in told(tmp_path, change)
    assert told(tmp_path, change, stopped=True) == []


@pytest.mark.parametrize(("change", "expected"), FIXED)
def test_what_never_goes_does_not_go_with_stopped_nodes(
    tmp_path: Path, change: str, expected: str
) -> None:
    """Neither head node nor login node is a compute node."""
    assert told(tmp_path, change, stopped=True) == [expected]


def test_reason_and_way_out_are_told(tmp_path: Path) -> None:
    """In ParallelCluster's terms, and in an admin's."""
    loaded = lab(tmp_path, "slurm: {idle_minutes: 5}\n")
    assert loaded.config.slurm is not None
    old, new = cluster_file(SlurmConfig(), IDS), cluster_file(loaded.config.slurm, IDS)
    (finding,) = update_findings(loaded, old, new)
    assert "only while all compute nodes are stopped" in finding.message
    assert finding.hint.startswith("undo it; or stop the nodes by hand")
    assert "--cluster-name demo-dev`" in finding.hint
