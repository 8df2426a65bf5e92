"""The marker of a folder: an object that is written last and says that its results are whole."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from lab_runner.errors import RefusalError
from lab_runner.location import Location
from lab_runner.store import Store

JSON = "application/json"


@dataclass(frozen=True)
class Marker:
    """Where a folder's marker lies, and which script its results must be of."""

    location: Location
    script_sha256: str

    def is_there(self, store: Store) -> bool:
        """Return whether this script's results are complete already.

        Raises:
            RefusalError: There are complete results, but another script's.
        """
        body = store.read(self.location)
        if body is None:
            return False
        other = _script_of(body)
        if other != self.script_sha256:
            raise RefusalError(
                f"the results are there already and are another script's: {self.location} has"
                f" script_sha256 {other[:12] or 'nothing'}, this script {self.script_sha256[:12]}."
                " Choose another output folder, or remove these results and their marker"
            )
        return True

    def write(self, store: Store, content: dict[str, Any]) -> bool:
        """Write the marker; return False when another attempt was faster."""
        body = json.dumps(content, indent=1, sort_keys=True).encode()
        return store.write_new(self.location, body, JSON)

    def lists(self, store: Store, files: Sequence[dict[str, Any]]) -> bool:
        """Return whether the marker that is there lists exactly these files."""
        try:
            return bool(json.loads(store.read(self.location) or b"{}").get("files") == list(files))
        except ValueError:
            return False


def _script_of(body: bytes) -> str:
    """Return the checksum in a marker; one that is no JSON names no script."""
    try:
        return str(json.loads(body)["script_sha256"])
    except (ValueError, KeyError, TypeError):
        return ""
