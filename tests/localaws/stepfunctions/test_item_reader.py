"""Items of a distributed map that lie in S3."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from localaws.instance import LocalAws
from tests.localaws.stepfunctions.conftest import PASS, MakeMachine, distributed

ACTIONS = ("states:StartExecution", "s3:GetObject")
CSV = "folder,size\nf1,1\nf2\n\nf3,3,4\n"
ROWS = [{"folder": "f1", "size": "1"}, {"folder": "f2", "size": ""}, {"folder": "f3", "size": "3"}]


@pytest.fixture(scope="module")
def bucket(aws: LocalAws) -> Iterator[str]:
    """Make a bucket with items of all kinds."""
    s3, name = aws.client("s3"), "items-to-read"
    s3.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": aws.region})
    lines = [json.dumps(row) for row in ROWS]
    objects = {
        "rows.csv": CSV,
        "rows.json": json.dumps(ROWS),
        "rows.jsonl": "\n".join(lines),
        "object.json": "{}",
        "broken.json": "[1, 2",
    }
    for key, text in objects.items():
        s3.put_object(Bucket=name, Key=key, Body=text.encode())
    yield name
    for key in objects:
        s3.delete_object(Bucket=name, Key=key)
    s3.delete_bucket(Bucket=name)


def _reader(key: str, resource: str = "arn:aws:states:::s3:getObject", **config: Any) -> Any:  # noqa: ANN401
    """Return a reader whose object is named by the input."""
    where = {"Bucket": "{% $states.input.bucket %}", "Key": key}
    return {"Resource": resource, "ReaderConfig": config, "Arguments": where}


@pytest.mark.parametrize(
    ("reader", "items"),
    [
        (_reader("rows.csv", InputType="CSV", CSVHeaderLocation="FIRST_ROW"), ROWS),
        (_reader("rows.json", InputType="JSON"), ROWS),
        (_reader("rows.jsonl", InputType="JSONL"), ROWS),
        (_reader("rows.json", InputType="JSON", MaxItems=2), ROWS[:2]),
        (_reader("rows.json", InputType="JSON", MaxItems="{% $states.input.most %}"), ROWS[:1]),
    ],
    ids=["csv", "json", "jsonl", "most", "most by expression"],
)
def test_items_are_read(
    make_machine: MakeMachine, bucket: str, reader: dict[str, Any], items: list[Any]
) -> None:
    """Rows are the items, short ones are filled up and long ones cut."""
    machine = make_machine({"Map": distributed(PASS, ItemReader=reader)}, *ACTIONS)
    assert machine.run({"bucket": bucket, "most": 1}) == items


def test_parameters_name_the_object_in_jsonpath(make_machine: MakeMachine, bucket: str) -> None:
    """`Parameters` with paths do what `Arguments` with expressions do."""
    reader = {
        "Resource": "arn:aws:states:::s3:getObject",
        "ReaderConfig": {"InputType": "CSV", "CSVHeaderLocation": "FIRST_ROW"},
        "Parameters": {"Bucket.$": "$.bucket", "Key": "rows.csv"},
    }
    states = {"Map": distributed(PASS, ItemReader=reader)}
    assert make_machine(states, *ACTIONS, language="JSONPath").run({"bucket": bucket}) == ROWS


@pytest.mark.parametrize(
    ("reader", "actions", "error", "word"),
    [
        (_reader("rows.json"), ACTIONS[:1], "States.ItemReaderFailed", "AccessDenied"),
        (_reader("none.json"), ACTIONS, "States.ItemReaderFailed", "NoSuchKey"),
        (_reader("object.json"), ACTIONS, "States.ItemReaderFailed", "no array"),
        (_reader("broken.json"), ACTIONS, "States.ItemReaderFailed", "broken.json"),
        (_reader("x", InputType="MANIFEST"), ACTIONS, "States.Runtime", "as MANIFEST"),
        (_reader("x", "arn:aws:states:::s3:listObjectsV2"), ACTIONS, "States.Runtime", "V2"),
    ],
    ids=["no grant", "no object", "no array", "no json", "other type", "other resource"],
)
def test_items_that_cannot_be_read_fail_the_map(
    make_machine: MakeMachine,
    bucket: str,
    reader: dict[str, Any],
    actions: tuple[str, ...],
    error: str,
    word: str,
) -> None:
    """The role must be allowed to read, and the object must be what the reader says."""
    machine = make_machine({"Map": distributed(PASS, ItemReader=reader)}, *actions)
    found, cause = machine.fail({"bucket": bucket})
    assert (found, word in cause) == (error, True), cause
