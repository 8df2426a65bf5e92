"""Logs of attempts: where they go, and in which pieces."""

from typing import Any

import pytest

from localaws.batch.container import StartError
from localaws.batch.log_stream import LogsError, LogStream, options
from tests.localaws.batch.conftest import Batch


class RecordingLogs:
    """Stands in for CloudWatch Logs."""

    def __init__(self, *refusals: str) -> None:
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self._refusals = list(refusals)

    def call(self, operation: str, **parameters: Any) -> None:  # noqa: ANN401
        """Note what was asked, and refuse as often as planned."""
        self.calls.append((operation, parameters))
        if self._refusals:
            raise LogsError(self._refusals.pop(0), "No such group")

    def messages(self) -> list[list[str]]:
        """Return what was written, request by request."""
        return [
            [event["message"] for event in parameters["logEvents"]]
            for operation, parameters in self.calls
            if operation == "PutLogEvents"
        ]


def test_definition_says_where_its_log_goes(batch: Batch) -> None:
    """Group and prefix are the definition's; the stream is named after the task."""
    group = batch.name("/lab/jobs")
    batch.aws.client("logs").create_log_group(logGroupName=group)
    configuration = {
        "logDriver": "awslogs",
        "options": {"awslogs-group": group, "awslogs-stream-prefix": "genomics"},
    }
    definition = batch.definition("echo own", logConfiguration=configuration)
    job = batch.wait(batch.submit(batch.queue(), definition))
    task = job["container"]["taskArn"].rpartition("/")[2]
    assert job["container"]["logStreamName"] == f"genomics/default/{task}"
    assert batch.log(job, group=group) == "own"


def test_group_that_is_not_there_starts_nothing(batch: Batch) -> None:
    """As with the log driver on AWS, which makes no groups unless told to."""
    configuration = {"logDriver": "awslogs", "options": {"awslogs-group": "/lab/none"}}
    definition = batch.definition(":", logConfiguration=configuration)
    job = batch.wait(batch.submit(batch.queue(), definition))
    assert job["status"] == "FAILED"
    assert "The specified log group does not exist: /lab/none" in job["container"]["reason"]


def test_missing_group_is_made_when_asked_for() -> None:
    """Another attempt may make it at the same moment."""
    logs = RecordingLogs("ResourceNotFoundException", "ResourceAlreadyExistsException")
    LogStream(logs, "group", "stream").open(create_group=True)
    operations = [operation for operation, _ in logs.calls]
    assert operations == ["CreateLogStream", "CreateLogGroup", "CreateLogStream"]


def test_refusal_is_the_reason() -> None:
    """It stands in what the attempt says."""
    with pytest.raises(StartError, match="failed to create CloudWatch log stream: No such group"):
        LogStream(RecordingLogs("Other"), "group", "stream").open(create_group=False)


def test_group_that_goes_away_does_not_stop_the_job() -> None:
    """Its log is lost from there on."""
    logs = RecordingLogs("ResourceNotFoundException")
    stream = LogStream(logs, "group", "stream")
    stream.line("lost")
    stream.flush()
    stream.line("kept")
    stream.close()
    assert logs.messages() == [["lost"], ["kept"]]


def test_lines_wait_for_their_end() -> None:
    """Output comes in any pieces; the last line counts even without an end."""
    logs = RecordingLogs()
    stream = LogStream(logs, "group", "stream")
    for piece in (b"one\ntw", b"o\n\nth", b"ree\r\nfour"):
        stream.feed(piece)
    stream.close()
    assert logs.messages() == [["one", "two", " ", "three", "four"]]


def test_output_that_is_no_text_is_kept_as_far_as_it_is() -> None:
    """A program may write anything."""
    logs = RecordingLogs()
    stream = LogStream(logs, "group", "stream")
    stream.feed(b"a\xffb\n")
    stream.close()
    assert logs.messages() == [["a\N{REPLACEMENT CHARACTER}b"]]


def test_line_that_is_too_long_for_an_event_becomes_several() -> None:
    """CloudWatch takes 256 KiB in one event."""
    logs = RecordingLogs()
    stream = LogStream(logs, "group", "stream")
    stream.feed(b"x" * 120_000 + b"\n")
    stream.close()
    assert [len(message) for message in logs.messages()[0]] == [50_000, 50_000, 20_000]


def test_request_is_not_larger_than_cloudwatch_takes() -> None:
    """One megabyte and ten thousand events are the limits."""
    logs = RecordingLogs()
    stream = LogStream(logs, "group", "stream")
    stream.feed(b"".join(b"x" * 50_000 + b"\n" for _ in range(40)))
    stream.close()
    sizes = [sum(map(len, batch)) for batch in logs.messages()]
    assert sum(sizes) == 2_000_000
    assert max(sizes) < 1_048_576


@pytest.mark.parametrize(
    ("configuration", "expected"),
    [
        ({}, ("/aws/batch/job", "own", True)),
        ({"awslogs-group": "/lab"}, ("/lab", "own", False)),
        ({"awslogs-group": "/lab", "awslogs-create-group": "true"}, ("/lab", "own", True)),
        ({"awslogs-stream-prefix": "p"}, ("/aws/batch/job", "p", True)),
    ],
)
def test_defaults_are_those_of_batch(
    configuration: dict[str, str], expected: tuple[str, str, bool]
) -> None:
    """Its own group, which is made, and the definition's name."""
    container = {"logConfiguration": {"logDriver": "awslogs", "options": configuration}}
    assert options(container, "own") == expected
