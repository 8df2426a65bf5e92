"""Tests of what editors are told; tests/docs validates real files against the written schemas."""

from collections.abc import Iterator

from cdk.config.schema import lab_schema, project_schema


def keys(schema: object) -> Iterator[str]:
    """Yield every key of a schema, at any depth."""
    if isinstance(schema, dict):
        yield from schema
    for part in schema.values() if isinstance(schema, dict) else ():
        yield from keys(part)


def test_either_file_of_a_lab_may_leave_out_what_the_other_has() -> None:
    """Nothing is required of a layer, at any depth."""
    assert "required" not in set(keys(lab_schema()))


def test_environment_is_not_offered() -> None:
    """It is the name of the file."""
    assert "env" not in lab_schema()["properties"]
    assert "region" in lab_schema()["properties"]


def test_project_must_have_an_owner() -> None:
    """A project is one file, so what it lacks is missing."""
    assert project_schema()["required"] == ["owner", "posix"]
