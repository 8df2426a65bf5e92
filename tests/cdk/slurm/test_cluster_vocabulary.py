"""Every key that ParallelCluster knows."""

from typing import Any

from cdk.slurm.cluster_file import cluster_file
from cdk.slurm.cluster_ids import ClusterIds
from cdk.slurm.cluster_vocabulary import Part, tree_of, vocabulary
from cdk.slurm.config import SlurmConfig

EVERYTHING = {"queues": {"cpu": {"max_hours": 3}, "gpu": {}}, "scratch": {}, "accounting": {}}


def _unknown(tree: Any, part: Part) -> list[str]:  # noqa: ANN401 - any part of a tree of YAML
    if not part.parts:
        return []
    if isinstance(tree, list):
        return [key for item in tree for key in _unknown(item, part)]
    found = [key for key in tree if key not in part.parts]
    return found + [
        key
        for name, value in tree.items()
        if name in part.parts
        for key in _unknown(value, part.parts[name])
    ]


def test_a_path_is_a_branch() -> None:
    """Lists know what tells their things apart, plain values of which type they are."""
    top = tree_of(
        [("Storage[Name]", None), ("Storage[Name].MountDir", "String"), ("Image.Os", "String")]
    )
    assert list(top.parts) == ["Storage", "Image"]
    assert top.parts["Storage"].told_apart_by == "Name"
    assert top.parts["Storage"].parts == {"MountDir": Part(type="String")}
    assert top.parts["Image"].told_apart_by is None


def test_every_key_of_our_own_is_known() -> None:
    """Otherwise an admin could not change it."""
    rendered = cluster_file(SlurmConfig.model_validate(EVERYTHING), ClusterIds.example())
    assert _unknown(rendered, vocabulary()) == []


def test_every_plain_value_has_a_type() -> None:
    """Only a script in a row of them has none: it may be several things."""

    def untyped(part: Part, name: str) -> list[str]:
        if part.parts:
            return [found for key, each in part.parts.items() for found in untyped(each, key)]
        return [] if part.type else [name]

    assert set(untyped(vocabulary(), "")) == {"Sequence"}


def test_scripts_in_a_row_are_known() -> None:
    """`Sequence` stands in the place of a script, which the table of updates does not mention."""
    action = vocabulary().parts["HeadNode"].parts["CustomActions"].parts["OnNodeConfigured"]
    assert {"Script", "Args", "Sequence"} <= action.parts.keys()
