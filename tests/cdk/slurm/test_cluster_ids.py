"""What the cluster file needs to know of AWS."""

from dataclasses import fields

from cdk.slurm.cluster_ids import ClusterIds


def test_the_example_has_everything() -> None:
    """Whatever a lab switches on can be rendered with it."""
    ids = ClusterIds.example()
    assert [each.name for each in fields(ids) if not getattr(ids, each.name)] == []


def test_an_example_has_the_names_of_its_lab() -> None:
    """So that what `lab render slurm` prints is one's own."""
    ids = ClusterIds.example(lab="own", env="prod", account="444455556666", region="eu-west-1")
    assert ids.boundary_arn == "arn:aws:iam::444455556666:policy/own-prod-boundary"
    assert ids.bootstrap_bucket_name == "own-prod-bootstrap"
    told = str(ids)
    assert [word for word in ("demo", "111122223333", "us-east-1") if word in told] == []


def test_every_node_of_the_example_is_in_one_group() -> None:
    """The one that the file system lets in."""
    ids = ClusterIds.example()
    groups = (
        ids.head_security_group_ids,
        ids.login_security_group_ids,
        ids.compute_security_group_ids,
    )
    assert set.intersection(*map(set, groups)) == {*ids.compute_security_group_ids}
