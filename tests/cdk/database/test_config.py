"""Settings of the database server."""

import pytest
from pydantic import ValidationError

from cdk.database.config import DatabaseConfig


@pytest.mark.parametrize("name", ["db.t4g.small", "db.m7g.large", "db.r8gd.24xlarge"])
def test_instance_types_of_rds_are_accepted(name: str) -> None:
    """A family and a size, behind `db.`."""
    assert DatabaseConfig(instance_type=name).instance_type == name


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("t4g.small", "did you mean db.t4g.small?"),
        ("db.t4g", "for example db.t4g.small"),
        ("db.t4g.tiny", "for example db.t4g.small"),
    ],
)
def test_other_instance_types_are_refused_with_a_hint(name: str, hint: str) -> None:
    """A name without `db.`, as EC2 has it, is completed."""
    with pytest.raises(ValidationError) as error:
        DatabaseConfig(instance_type=name)
    assert [each["ctx"]["hint"] for each in error.value.errors()] == [hint]


@pytest.mark.parametrize(
    ("first", "most", "expected"),
    [
        (20, 22, []),
        (95, 104, ["105 or more, or `null` for a disk that does not grow"]),
        (95, 105, []),
        (500, None, []),
    ],
)
def test_disk_has_the_room_to_grow_that_rds_asks_for(
    first: int, most: int | None, expected: list[str]
) -> None:
    """Ten percent, rounded up; or no growth."""
    config = DatabaseConfig(allocated_storage_gib=first, max_allocated_storage_gib=most)
    assert [each.hint for each in config.problems()] == expected
