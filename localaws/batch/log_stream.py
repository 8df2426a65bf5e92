"""The log of one attempt, written to CloudWatch Logs while the attempt runs."""

import logging
import time
from typing import Any, Protocol

from localaws.batch.container import StartError

logger = logging.getLogger("localaws.batch.log_stream")

DEFAULT_GROUP = "/aws/batch/job"
FLUSH_SECONDS = 1.0
# docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutLogEvents.html
_MOST_EVENTS = 5_000
_MOST_BYTES = 200_000


class LogsError(Exception):
    """What CloudWatch Logs refused."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class Service(Protocol):
    """CloudWatch Logs."""

    def call(self, operation: str, **parameters: Any) -> None:  # noqa: ANN401
        """Carry out an operation.

        Raises:
            LogsError: It is refused.
        """


class LogStream:
    """Lines on their way to a log stream, in batches of about a second.

    Args:
        logs: CloudWatch Logs.
        group: The log group.
        stream: The log stream.
    """

    def __init__(self, logs: Service, group: str, stream: str) -> None:
        self._logs = logs
        self._names = {"logGroupName": group, "logStreamName": stream}
        self._events: list[dict[str, Any]] = []
        self._rest = b""
        self._flushed = time.monotonic()

    def open(self, *, create_group: bool) -> None:
        """Make the stream.

        Args:
            create_group: Make the group too, if it is not there.

        Raises:
            StartError: The group is not there.
        """
        try:
            self._logs.call("CreateLogStream", **self._names)
        except LogsError as error:
            if not create_group or error.code != "ResourceNotFoundException":
                raise StartError(
                    f"CannotStartContainerError: failed to create CloudWatch log stream: {error}"
                ) from error
            self._create_group()
            self._logs.call("CreateLogStream", **self._names)

    def feed(self, output: bytes) -> None:
        """Take output; a line waits for its end."""
        *lines, self._rest = (self._rest + output).split(b"\n")
        if len(self._rest) > _MOST_BYTES:
            lines, self._rest = [*lines, self._rest], b""
        for line in lines:
            self.line(line.decode(errors="replace"))

    def line(self, text: str) -> None:
        """Take one line; CloudWatch knows no empty ones, and none over 256 KiB."""
        now = int(time.time() * 1000)
        for start in range(0, max(len(text), 1), _MOST_BYTES // 4):
            part = text[start : start + _MOST_BYTES // 4].rstrip("\r") or " "
            self._events.append({"timestamp": now, "message": part})
        if len(self._events) >= _MOST_EVENTS:
            self.flush()

    def flush_if_due(self) -> None:
        """Write what has come if the last batch is about a second old."""
        if self._events and time.monotonic() - self._flushed > FLUSH_SECONDS:
            self.flush()

    def close(self) -> None:
        """Write everything, an unfinished line too."""
        if self._rest:
            self.feed(b"\n")
        self.flush()

    def flush(self) -> None:
        """Write what has come."""
        self._flushed = time.monotonic()
        while self._events:
            batch: list[dict[str, Any]] = []
            size = 0
            for event in self._events[:_MOST_EVENTS]:
                size += len(event["message"].encode()) + 26
                if batch and size > _MOST_BYTES * 4:
                    break
                batch.append(event)
            del self._events[: len(batch)]
            try:
                self._logs.call("PutLogEvents", **self._names, logEvents=batch)
            except LogsError as error:
                # Somebody has deleted the group; the job goes on without, as on AWS.
                logger.warning("Log of %s is lost: %s", self._names, error)

    def _create_group(self) -> None:
        """Make the group, which another attempt may do at the same time."""
        try:
            self._logs.call("CreateLogGroup", logGroupName=self._names["logGroupName"])
        except LogsError as error:
            if error.code != "ResourceAlreadyExistsException":
                raise


def options(container: dict[str, Any], definition: str) -> tuple[str, str, bool]:
    """Return log group, stream prefix, and whether to make the group, for a container.

    Args:
        container: The job's container.
        definition: The name of its definition, which is the prefix if none is given.
    """
    chosen = container.get("logConfiguration", {}).get("options", {})
    group = chosen.get("awslogs-group", DEFAULT_GROUP)
    create = group == DEFAULT_GROUP or chosen.get("awslogs-create-group") == "true"
    return group, chosen.get("awslogs-stream-prefix", definition), create
