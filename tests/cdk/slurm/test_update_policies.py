"""Which changes of a running cluster are refused; `tests/pcluster/test_updates.py` has them all."""

from typing import Any

from cdk.slurm.update_policies import RefusedUpdate, refused_updates
from tests.pcluster.batch import sample, updates
from tests.pcluster.edits import edited

CPU = "Scheduling/SlurmQueues[cpu]"


def _refused(**edits: Any) -> list[str]:  # noqa: ANN401 - as in YAML
    return [each.path for each in refused_updates(sample(), edited(sample(), **edits))]


def test_refusal_says_what_why_and_what_to_do() -> None:
    """All that `lab check` needs for its message."""
    new = edited(sample(), put={"HeadNode/InstanceType": "m7i.xlarge"})
    assert refused_updates(sample(), new) == [
        RefusedUpdate(
            path="HeadNode.InstanceType",
            policy="UNSUPPORTED",
            old="m7i.large",
            new="m7i.xlarge",
            reason="ParallelCluster cannot change it in a cluster that exists",
            hint="undo it, or make a new cluster: deploy without `slurm`, then with it. Homes, "
            "projects and software stay on the file system; running jobs, the queue and /scratch "
            "are lost",
        )
    ]


def test_drained_queue_may_change_its_nodes() -> None:
    """With DRAIN, nodes are replaced after their jobs."""
    assert _refused(put={f"{CPU}/ComputeResources[c8]/SpotPrice": 0.5}) == []


def test_cluster_only_grows_while_it_runs() -> None:
    """Whatever the strategy DRAIN: nodes, machines and queues are not taken away."""
    c8 = f"{CPU}/ComputeResources[c8]"
    path = "Scheduling.SlurmQueues[cpu].ComputeResources[c8]"
    assert _refused(put={f"{c8}/MaxCount": 20}) == []
    assert _refused(put={f"{c8}/MaxCount": 15}) == [f"{path}.MaxCount"]
    assert _refused(put={f"{c8}/MinCount": 1}) == [f"{path}.MinCount"]
    assert _refused(put={f"{c8}/MinCount": 1, f"{c8}/MaxCount": 17}) == []
    assert _refused(remove=[CPU]) == ["Scheduling.SlurmQueues"]


def test_numbers_may_be_text() -> None:
    """A deployed template has them as CloudFormation was given them."""
    c8 = f"{CPU}/ComputeResources[c8]/MaxCount"
    old, new = edited(sample(), put={c8: "16"}), edited(sample(), put={c8: "9"})
    assert [each.new for each in refused_updates(old, new)] == ["9"]


def test_pool_without_nodes_may_change() -> None:
    """A Count of 0 in the file that is deployed, whatever the new one says."""
    count, size = "LoginNodes/Pools[login]/Count", "LoginNodes/Pools[login]/InstanceType"
    stopped = edited(sample(), put={count: 0})
    assert refused_updates(stopped, edited(sample(), put={size: "m7i.xlarge"})) == []


def test_every_case_has_an_answer() -> None:
    """No policy of the table is unknown, and each refusal has its words."""
    found = [each for pair in updates().values() for each in refused_updates(*pair)]
    assert len({each.policy for each in found}) >= 12
    assert all(each.reason and each.hint for each in found)
