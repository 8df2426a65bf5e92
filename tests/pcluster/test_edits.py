"""The language in which the tables write changes of a cluster file."""

from tests.pcluster.batch import sample
from tests.pcluster.edits import edited, stringified

TREE = {"Queues": [{"Name": "cpu", "Max": 4}, {"Name": "gpu"}], "Os": "ubuntu2404"}


def test_value_is_put_where_the_path_says() -> None:
    """By the name of the item, in sections that need not exist."""
    new = edited(TREE, put={"Queues[gpu]/Disk/Size": 100})
    assert new["Queues"][1] == {"Name": "gpu", "Disk": {"Size": 100}}
    assert TREE["Queues"][1] == {"Name": "gpu"}


def test_items_are_added_copied_and_removed() -> None:
    """Copies have names of their own."""
    new = edited(TREE, add={"Queues": [{"Name": "new"}]}, copies={"Queues[cpu]": 1})
    assert [each["Name"] for each in new["Queues"]] == ["cpu", "gpu", "new", "copy-0"]
    assert edited(TREE, remove=["Queues[cpu]", "Os"]) == {"Queues": [{"Name": "gpu"}]}


def test_change_of_one_queue_leaves_the_other() -> None:
    """What an anchor repeats in the sample is not shared."""
    new = edited(sample(), put={"Scheduling/SlurmQueues[cpu]/Networking/SubnetIds": []})
    assert new["Scheduling"]["SlurmQueues"][1]["Networking"]["SubnetIds"] != []


def test_scalars_become_text_as_in_cloudformation() -> None:
    """Truth values in lower case, lists and mappings as they were."""
    assert stringified({"a": [1, True], "b": "x"}) == {"a": ["1", "true"], "b": "x"}
