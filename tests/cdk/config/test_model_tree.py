"""Tests of finding settings by path."""

from pydantic_core import PydanticUndefined

from cdk.config.lab import LabConfig
from cdk.config.model_tree import field_at, may_be_null, model_at, setting_paths, stand_in
from cdk.project.config import ProjectConfig
from cdk.storage.config import BucketConfig


def test_models_are_found_through_optional_parts() -> None:
    """A bucket that may be null still is a bucket."""
    assert model_at(LabConfig, ("storage", "buckets", "raw")) is BucketConfig


def test_models_are_found_through_named_entries() -> None:
    """The name of a project stands between the lab and its settings."""
    assert model_at(LabConfig, ("projects", "any-name")) is ProjectConfig


def test_things_with_a_name_may_be_null_where_their_mapping_says_so() -> None:
    """A queue can be switched off, a tag cannot."""
    assert may_be_null(LabConfig, ("slurm", "queues", "cpu"))
    assert may_be_null(LabConfig, ("storage", "efs"))
    assert not may_be_null(LabConfig, ("slurm", "head_node"))
    assert not may_be_null(LabConfig, ("login", "oidc", "client_secret_arns", "slurm"))


def test_unknown_paths_lead_nowhere() -> None:
    """A path that does not exist has neither field nor model."""
    assert field_at(LabConfig, ("storage", "nothing", "there")) is None
    assert model_at(LabConfig, ("network", "cidr", "deeper")) is None


def test_stand_ins_are_the_documented_examples() -> None:
    """A value in error is replaced by one that is right."""
    assert stand_in(LabConfig, ("network", "cidr")) == "10.20.0.0/16"
    assert stand_in(LabConfig, ("network", "nothing")) is PydanticUndefined


def test_every_example_is_valid_where_it_stands() -> None:
    """A stand-in that were itself wrong would make validation go in circles."""
    for path in setting_paths(LabConfig):
        field = field_at(LabConfig, path)
        model = model_at(LabConfig, path[:-1]) or LabConfig
        assert field is not None
        model.__pydantic_validator__.validate_assignment(
            model.model_construct(), str(path[-1]), (field.examples or [None])[0]
        )
