"""The log of an attempt: each line goes to standard output, for CloudWatch, and into a file."""

import sys
from collections import deque
from io import FileIO
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import Self

from lab_runner.wording import one_line

REMEMBERED = 6  # lines


class Log:
    """Writes lines of the script and of the runner, from several threads."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file: FileIO | None = None
        self._lock = Lock()
        self._at_line_start = True
        self._last: deque[bytes] = deque(maxlen=REMEMBERED)

    def __enter__(self) -> Self:
        # Not buffered: what was logged is there, however the attempt ends.
        self._file = FileIO(self.path, "w")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with self._lock:
            if self._file:
                self._file.close()
            self._file = None

    def say(self, text: str) -> None:
        """Write a line of the runner itself."""
        start = "" if self._at_line_start else "\n"
        self._write(f"{start}lab-runner: {text}\n".encode(errors="backslashreplace"))

    def write(self, line: bytes) -> None:
        """Write a line, or a part of a long one, as the script printed it, and remember it."""
        if line.strip():
            with self._lock:
                self._last.append(line)
        self._write(line)

    def last_lines(self) -> list[str]:
        """Return the last lines of the script that have something in them, as plain text."""
        with self._lock:
            lines = [line.decode(errors="replace") for line in self._last]
        # A progress bar returns to the start of its line: what it shows in the end counts.
        shown = [one_line(line.rstrip().rpartition("\r")[2]) for line in lines]
        return [line for line in shown if line]

    def _write(self, line: bytes) -> None:
        with self._lock:
            self._at_line_start = line.endswith(b"\n")
            try:
                sys.stdout.buffer.write(line)
                sys.stdout.buffer.flush()
            except OSError:
                # Nobody reads standard output any more; the file still counts.
                pass
            self._write_to_file(line)

    def _write_to_file(self, line: bytes) -> None:
        """Write to the file until the disk is full: a script must not block on its log."""
        if self._file is None:
            return
        try:
            self._file.write(line)
        except OSError as error:
            self._file.close()
            self._file = None
            sys.stdout.write(f"lab-runner: log.txt ends here: {error}\n")
