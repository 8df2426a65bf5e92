"""What a synthesis depends on, in one number: the same input gives the same bytes."""

import hashlib
import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from cdk.config.lab import LabConfig

# All else beside the app may be read by it. What is missing here only costs a second synthesis.
_NO_INPUT = {
    "benchmarks",
    "cdk.out",
    "console",
    "docs",
    "examples",
    "labs",
    "localaws",
    "node_modules",
    "tests",
}
_SUFFIXES = {".csv", ".in", ".json", ".py", ".sh", ".tsv", ".txt", ".yaml"}
_WHOLE = {"bootstrap"}
"""Folders whose every file is deployed, whatever its name ends with."""


def fingerprint(root: Path, config: LabConfig, lock_files: Mapping[str, str]) -> str:
    """Return a digest of a lab's settings and of every file that the app may read.

    Args:
        root: folder of the app.
        config: the composed settings; where they were written does not matter.
        lock_files: those that projects name.
    """
    digest = hashlib.sha256(f"{sys.version} {config.model_dump_json()}".encode())
    digest.update(json.dumps(lock_files, sort_keys=True).encode())
    for path in sorted(_inputs(root)):
        digest.update(f"{path.relative_to(root)}\n".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _inputs(root: Path) -> Iterator[Path]:
    for entry in root.iterdir():
        if entry.is_file() and _counts(entry):
            yield entry
        elif entry.is_dir() and entry.name not in _NO_INPUT and not entry.name.startswith("."):
            whole = entry.name in _WHOLE
            yield from (p for p in entry.rglob("*") if _counts(p, whole=whole) and p.is_file())


def _counts(path: Path, *, whole: bool = False) -> bool:
    if whole:
        return "__pycache__" not in path.parts
    return path.suffix in _SUFFIXES
