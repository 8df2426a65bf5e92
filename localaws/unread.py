"""Compare what no handler read with the list of reasons why that is acceptable."""

import json
from collections.abc import Mapping
from fnmatch import fnmatchcase
from pathlib import Path

from ruamel.yaml import YAML

from localaws.audit import REPORT
from localaws.errors import LocalAwsError

REASONS = Path(__file__).with_name("unread_properties.yaml")

# Resource type to the paths of its properties.
Paths = Mapping[str, list[str]]
# Resource type to path, or pattern with `*`, to the reason.
Reasons = Mapping[str, Mapping[str, str]]


def report(folder: Path) -> Paths:
    """Return the properties that nobody read in all deploys to the instance in a folder.

    Raises:
        LocalAwsError: The instance never started, so there is nothing to report about.
    """
    if not (folder / "state").is_dir():
        raise LocalAwsError(f"{folder}: no embedded AWS has run here")
    file = folder / "state" / REPORT
    found: Paths = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
    return found


def reasons() -> Reasons:
    """Return the accepted properties, each with its reason."""
    accepted: Reasons = YAML(typ="safe").load(REASONS)
    return accepted


def unexplained(found: Paths, accepted: Reasons) -> dict[str, list[str]]:
    """Return the properties that were read by nobody and stand in no list."""
    left = {
        kind: [path for path in paths if not _matches(path, accepted.get(kind, {}))]
        for kind, paths in found.items()
    }
    return {kind: paths for kind, paths in left.items() if paths}


def obsolete(found: Paths, accepted: Reasons) -> dict[str, list[str]]:
    """Return the listed properties that somebody reads by now, or that no template has."""
    left = {
        kind: [
            listed for listed in why if not any(_matches(p, [listed]) for p in found.get(kind, []))
        ]
        for kind, why in accepted.items()
    }
    return {kind: listed for kind, listed in left.items() if listed}


def _matches(path: str, patterns: Mapping[str, str] | list[str]) -> bool:
    """Tell whether a path is one of the listed ones."""
    return any(fnmatchcase(path, pattern) for pattern in patterns)
