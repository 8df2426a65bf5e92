"""A running container is followed to its end."""

import os
from typing import Any

import pytest

from localaws.batch.clock import Clock
from localaws.batch.following import Cause, Control, Following
from localaws.batch.log_stream import LogStream

FAST = Clock(600)


class Silent:
    """Stands in for CloudWatch Logs and keeps the lines."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def call(self, operation: str, **parameters: Any) -> None:  # noqa: ANN401
        """Keep what is written."""
        assert operation == "PutLogEvents"
        self.lines += [event["message"] for event in parameters["logEvents"]]


class Scripted:
    """Stands in for a container that ends as the test says."""

    out_of_memory = False

    def __init__(self, *, obeys: bool = True, polls: int = 10_000, code: int = 0) -> None:
        self.output, self.writer = os.pipe()
        self.signals: list[str] = []
        self._obeys = obeys
        self._polls = polls
        self._code = code
        self._ended = False

    def poll(self, seconds: float) -> int | None:
        """End after some looks, or after a signal."""
        assert seconds <= 0.1
        self._polls -= 1
        return self._code if self._ended or self._polls <= 0 else None

    def terminate(self) -> None:
        """End if it obeys."""
        self.signals.append("TERM")
        self._ended, self._code = self._obeys, 143

    def kill(self) -> None:
        """End in any case."""
        self.signals.append("KILL")
        self._ended, self._code = True, 137

    def close(self) -> None:
        """Give the pipe back."""
        os.close(self.output)


def _follow(
    container: Scripted, control: Control, timeout: float | None = None, log: Silent | None = None
) -> int:
    """Follow a container and return its exit code."""
    stream = LogStream(log or Silent(), "group", "stream")
    code = Following(container, stream, control, FAST).to_the_end(timeout)
    stream.close()
    return code


def test_code_is_the_containers() -> None:
    """Nothing is sent to one that ends by itself."""
    container, control = Scripted(polls=2, code=3), Control()
    os.close(container.writer)
    assert (_follow(container, control), container.signals, control.cause) == (3, [], None)


def test_output_is_read_to_its_end() -> None:
    """What was written just before the end is not lost."""
    container, log = Scripted(polls=1), Silent()
    os.write(container.writer, b"one\ntwo\n")
    os.close(container.writer)
    _follow(container, Control(), log=log)
    assert log.lines == ["one", "two"]


def test_pipe_that_others_hold_open_keeps_nobody_waiting() -> None:
    """The container has ended, although somebody could still write."""
    container, log = Scripted(polls=1), Silent()
    os.write(container.writer, b"left\n")
    assert _follow(container, Control(), log=log) == 0
    assert log.lines == ["left"]


@pytest.mark.parametrize(
    ("obeys", "expected"), [(True, (143, ["TERM"])), (False, (137, ["TERM", "KILL"]))]
)
def test_container_gets_a_grace_before_it_is_killed(
    obeys: bool,  # noqa: FBT001
    expected: tuple[int, list[str]],
) -> None:
    """SIGTERM once, and SIGKILL if it is still there thirty seconds later."""
    container = Scripted(obeys=obeys)
    code = _follow(container, Control(Cause.REQUEST))
    assert (code, container.signals[:2]) == expected


def test_time_that_is_up_ends_it() -> None:
    """The cause is noted for whoever decides what follows."""
    container, control = Scripted(), Control()
    assert _follow(container, control, timeout=60) == 143
    assert control.cause is Cause.TIMEOUT


def test_first_cause_counts() -> None:
    """A job that is terminated does not become one that took too long."""
    control = Control()
    control.stop(Cause.HOST)
    control.stop(Cause.REQUEST)
    assert control.cause is Cause.HOST
