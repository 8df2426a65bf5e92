"""What one attempt tells of itself below `_lab/`: its marker, its log and its status."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from lab_runner.folder import OWN
from lab_runner.location import Location
from lab_runner.log import Log
from lab_runner.marker import JSON
from lab_runner.resources import Resources
from lab_runner.results import Result
from lab_runner.settings import Settings
from lab_runner.store import Store
from lab_runner.wording import reason as worded

UPLOADING = "uploading.json"


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")


@dataclass
class Attempt:
    """One start of a job's container for one folder, and what is known of it so far."""

    settings: Settings
    folder: str
    resources: Resources
    script_sha256: str = ""
    started_at: str = field(default_factory=_now)

    @property
    def results(self) -> Location:
        """Return the prefix of the folder's results."""
        return self.settings.output.below(f"{self.folder}/")

    @property
    def marker(self) -> Location:
        """Return the object that says that the results are whole."""
        return self.settings.output.below(f"{OWN}/complete/{self.folder}.json")

    @property
    def attempts(self) -> Location:
        """Return the prefix of all attempts at this folder."""
        return self.settings.output.below(f"{OWN}/attempts/{self.folder}/")

    @property
    def own(self) -> Location:
        """Return the prefix of this attempt's log and status."""
        return self.attempts.below(f"{self.settings.job_id}-{self.settings.attempt}/")

    def complete(self, files: Sequence[dict[str, Any]]) -> dict[str, Any]:
        """Return the content of the marker."""
        return {**self._facts(), "exit_status": 0, "files": list(files)}

    def report(self, store: Store, log: Log, status: int, reason: str) -> None:
        """Upload the log and the status; they come first, a reclaimed machine gives 30 seconds."""
        content = {**self._facts(), "exit_status": status, "reason": worded(reason)}
        store.upload([(log.path, self.own.below("log.txt"))])
        store.write(self.own.below("status.json"), json.dumps(content, indent=1).encode(), JSON)

    def announce(self, store: Store, names: Sequence[str]) -> None:
        """List what is about to be uploaded: whatever happens, later attempts know it as ours."""
        body = json.dumps(list(names), indent=1).encode()
        store.write(self.own.below(UPLOADING), body, JSON)

    def keep(self, store: Store, files: Sequence[Result]) -> None:
        """Upload what a failed attempt left, where nobody takes it for results."""
        store.upload((file.path, self.own.below(f"files/{file.name}")) for file in files)

    def _facts(self) -> dict[str, Any]:
        return {
            "run": self.settings.run,
            "folder": self.folder,
            "script": str(self.settings.script),
            "script_sha256": self.script_sha256,
            "job_id": self.settings.job_id,
            "attempt": self.settings.attempt,
            "started_at": self.started_at,
            "stopped_at": _now(),
            "resources": self.resources.as_json(),
        }
