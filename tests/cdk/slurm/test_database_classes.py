"""The types of servers that RDS has."""

import pytest
from pydantic import TypeAdapter, ValidationError

from cdk.slurm.database_classes import CLASSES, DatabaseClass
from cdk.slurm.instance_types import instance_types

EXAMPLE = "for example db.t4g.small, db.m7g.large, or db.r7g.large"


@pytest.mark.parametrize("name", ["db.t3.micro", "db.t4g.small", "db.m7i.48xlarge", "db.r6g.large"])
def test_what_rds_has_is_right(name: str) -> None:
    """Whatever its processor."""
    assert TypeAdapter(DatabaseClass).validate_python(name) == name


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("t4g.small", "did you mean db.t4g.small?"),
        ("db.m7g.24xlarge", "did you mean db.m7g.4xlarge or db.m7g.2xlarge?"),
        ("db.t4.small", "did you mean db.t4g.small?"),
        ("db.c7i.large", "did you mean db.r7i.large or db.m7i.large?"),
        ("db", EXAMPLE),
    ],
)
def test_the_nearest_is_offered_and_never_all(name: str, hint: str) -> None:
    """Of the same family, if RDS has it."""
    with pytest.raises(ValidationError) as caught:
        TypeAdapter(DatabaseClass).validate_python(name)
    (error,) = caught.value.errors()
    assert error["msg"] == "is no type of server that RDS has for MySQL"
    assert error["ctx"]["hint"] == hint


def test_every_class_is_a_machine_of_ec2() -> None:
    """A family or size that was mistyped here would be none; x2g is x2gd there."""
    unknown = {name for name in CLASSES if name.removeprefix("db.") not in instance_types()}
    assert {name.split(".")[1] for name in unknown} == {"x2g"}
