"""The one error that an admin sees: where it is, what is wrong, what to do."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Finding:
    """One thing to put right in one place.

    Attributes:
        file: path as the admin would type it, empty when no file is concerned.
        line: counted from 1; 0 when the whole file is meant.
        column: counted from 1.
        path: dotted path of the setting, such as `storage.efs.throughput_mode`.
        message: what is wrong, with the value that was given.
        hint: what is allowed or nearest, and what to do.
        warning: does not stop a deployment.
    """

    file: str
    line: int
    column: int
    path: str
    message: str
    hint: str = ""
    warning: bool = False

    def __str__(self) -> str:
        """Render as `file:line:col: path: message - hint`, which editors and CI turn into links."""
        place = f"{self.file}:{self.line}:{self.column}" if self.line else self.file
        what = ": ".join(part for part in (place, self.path, self.message) if part)
        return f"{what} - {self.hint}" if self.hint else what


class LabError(Exception):
    """All findings of one run, reported together; the console turns it into exit code 2."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings: Sequence[Finding] = tuple(dict.fromkeys(sorted(findings)))
        super().__init__("\n".join(map(str, self.findings)))
