"""What a running emulator writes about itself, for the processes that will use it."""

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Self, get_type_hints

from localaws.errors import LocalAwsError
from localaws.loopback import require_loopback


@dataclass(frozen=True)
class InstanceRecord:
    """The address, process and administrator of one emulator, kept in `instance.json`."""

    account: str
    endpoint: str
    plain_endpoint: str
    pid: int
    access_key_id: str
    secret_access_key: str

    @classmethod
    def read(cls, path: Path) -> Self | None:
        """Return the record in a file, or None when there is no such file.

        Raises:
            LocalAwsError: The file is damaged, or names an endpoint that is not loopback.
        """
        try:
            data = json.loads(path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return None
        except (OSError, ValueError) as error:
            raise LocalAwsError(f"{path}: cannot be read ({error}); {_REPAIR}") from error
        record = cls(**_checked(path, data))
        require_loopback(record.endpoint, source=str(path))
        require_loopback(record.plain_endpoint, source=str(path))
        return record

    def write(self, path: Path) -> None:
        """Replace the file in one step, readable by its owner alone."""
        staging = path.with_suffix(".new")
        staging.unlink(missing_ok=True)
        with os.fdopen(os.open(staging, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            json.dump(asdict(self), file, indent=1)
        staging.replace(path)


_REPAIR = "remove it and run `lab local up`"


def _checked(path: Path, data: object) -> dict[str, Any]:
    """Return the fields of a record, each of its declared type."""
    expected = get_type_hints(InstanceRecord)
    if not isinstance(data, dict) or set(data) != set(expected):
        raise LocalAwsError(f"{path}: expected exactly the keys {sorted(expected)}; {_REPAIR}")
    for name, kind in expected.items():
        if type(data[name]) is not kind:
            raise LocalAwsError(
                f"{path}: {name} must be {kind.__name__}, got {data[name]!r}; {_REPAIR}"
            )
    return data
