"""One number for everything that nodes set themselves up from."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from cdk.slurm.bootstrap_files import NOT_SHIPPED


def bootstrap_digest(scripts: Path, files: Mapping[str, Any]) -> str:
    """Return a digest of 16 signs; ParallelCluster renews nodes when it changes.

    Args:
        scripts: the folder that becomes `nodes/`.
        files: what becomes `lab/`, by name. Texts with tokens have to be resolved, since the
            number of a token depends on what else is in the app.
    """
    digest = hashlib.sha256()
    for path in sorted(path for path in scripts.rglob("*") if path.is_file()):
        name = path.relative_to(scripts)
        if any(part in NOT_SHIPPED for part in name.parts) or path.suffix == ".pyc":
            continue
        digest.update(f"{name.as_posix()}\n".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    digest.update(json.dumps(files, sort_keys=True).encode())
    return digest.hexdigest()[:16]
