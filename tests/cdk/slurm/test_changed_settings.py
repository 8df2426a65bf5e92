"""What differs between two cluster files."""

from typing import Any

from cdk.slurm.changed_settings import Change, changes

QUEUE = {"Name": "cpu", "ComputeResources": [{"Name": "c8", "MaxCount": 4}]}


def _file(**queue: Any) -> dict[str, Any]:  # noqa: ANN401 - as in YAML
    return {"Scheduling": {"Scheduler": "slurm", "SlurmQueues": [{**QUEUE, **queue}]}}


def test_equal_files_have_no_differences() -> None:
    """The order of keys means nothing."""
    queue = dict(reversed(QUEUE.items()))
    assert changes(_file(), {"Scheduling": {"SlurmQueues": [queue], "Scheduler": "slurm"}}) == []


def test_change_is_told_with_its_place_and_policy() -> None:
    """Items of lists are found by their names, wherever they stand."""
    new = _file(ComputeResources=[{"Name": "new"}, {"Name": "c8", "MaxCount": 8}])
    added, changed = changes(_file(), new)
    queue = ("Scheduling", "SlurmQueues[cpu]")
    policy = "RESIZE_UPDATE_STRATEGY_ON_REMOVE"
    assert added == Change(queue, "ComputeResources", None, {"Name": "new"}, policy, is_item=True)
    assert changed == Change((*queue, "ComputeResources[c8]"), "MaxCount", 4, 8, policy)
    assert changed.path == "Scheduling.SlurmQueues[cpu].ComputeResources[c8].MaxCount"
    assert changed.is_in_a_queue


def test_section_that_comes_is_one_change() -> None:
    """ParallelCluster does not look into it."""
    (found,) = changes(_file(), _file(Iam={"S3Access": [{"BucketName": "raw"}]}))
    assert (found.path, found.old) == ("Scheduling.SlurmQueues[cpu].Iam", None)
    assert found.policy == "SUPPORTED"


def test_section_of_ignored_changes_is_looked_into() -> None:
    """The policy of each setting in it counts."""
    old = {**_file(), "Monitoring": {"DetailedMonitoring": True}}
    (found,) = changes(old, _file())
    assert (found.path, found.policy) == ("Monitoring.DetailedMonitoring", "COMPUTE_FLEET_STOP")


def test_what_cloudformation_fills_in_is_compared_as_written() -> None:
    """Another reference is another value, in lists and as the key of an item too."""
    subnet, policy = {"Fn::ImportValue": "a"}, {"Ref": "Policy"}
    old = _file(
        Networking={"SubnetIds": [subnet]}, Iam={"AdditionalIamPolicies": [{"Policy": policy}]}
    )
    new = _file(
        Networking={"SubnetIds": [{"Fn::ImportValue": "b"}]},
        Iam={"AdditionalIamPolicies": [{"Policy": policy}]},
    )
    assert changes(old, old) == []
    (found,) = changes(old, new)
    assert (found.key, found.old) == ("SubnetIds", [subnet])


def test_sequence_of_scripts_is_compared_whole() -> None:
    """It stands in the place of one script."""
    sequence = [{"Script": "s3://nodes/a.sh"}]
    old = _file(CustomActions={"OnNodeStart": {"Sequence": sequence}})
    new = _file(CustomActions={"OnNodeStart": {"Sequence": [*sequence, *sequence]}})
    (found,) = changes(old, new)
    assert found.path == "Scheduling.SlurmQueues[cpu].CustomActions.OnNodeStart.Script"
    assert found.new == [*sequence, *sequence]
