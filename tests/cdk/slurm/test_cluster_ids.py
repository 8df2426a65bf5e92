"""What the cluster file needs to know of AWS."""

from dataclasses import fields

from cdk.slurm.cluster_ids import ClusterIds


def test_the_example_has_everything() -> None:
    """Whatever a lab switches on can be rendered with it."""
    ids = ClusterIds.example()
    assert [each.name for each in fields(ids) if not getattr(ids, each.name)] == []


def test_every_node_of_the_example_is_in_one_group() -> None:
    """The one that the file system lets in."""
    ids = ClusterIds.example()
    groups = (
        ids.head_security_group_ids,
        ids.login_security_group_ids,
        ids.compute_security_group_ids,
    )
    assert set.intersection(*map(set, groups)) == {*ids.compute_security_group_ids}
